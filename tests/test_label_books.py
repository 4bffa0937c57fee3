"""Another municipality's label book works without touching code."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from classifier.cli import main
from classifier.errors import LabelError
from classifier.examples import examples_of
from classifier.ingest import read_labelled
from classifier.model.bundle import Model
from classifier.records import LabelledLetter, Labels, Letter
from classifier.store import load_folder, save_folder
from classifier.tagging import row_of, tag
from classifier.taxonomy import Taxonomy, read_taxonomy
from classifier.training import TrainingSettings, train

DATA = Path(__file__).parent / "data"
BOOK = DATA / "elleve-temaer.toml"
THEMES = {
    "sagsbehandlingstid": "sagsbehandlingstid",
    "begrundelse": "begrundelse",
    "partshoering": "opfoelgning-inddragelse",
    "venlig-optraeden": "borgerbetjening",
    "faktisk-forvaltning": "afgoerelse-vilkaar",
    "tolkebistand": "borgerbetjening",
    "personoplysninger": "aktindsigt-notatpligt",
}
"""A plain mapping of the test letters' points; two of them become one."""
SLOW = "Jeg har rykket for svar tre gange, og fristen er overskredet. Hun lo hånligt ad mig."


@pytest.fixture(scope="module")
def book() -> Taxonomy:
    """The other label book."""
    return read_taxonomy(BOOK)


@pytest.fixture(scope="module")
def mapped(few: list[LabelledLetter], book: Taxonomy) -> list[LabelledLetter]:
    """The test letters with its points, areas and kinds."""
    letters = []
    for text in few:
        evidence = {THEMES[point]: passage for point, passage in text.labels.evidence.items()}
        kind = {"klage": "klage", "": ""}.get(text.labels.kind, "andet")
        area = {"KMT": "by", "": ""}.get(text.labels.area, "mennesker")
        points = book.read_points(evidence, text.id)
        letters.append(replace(text, labels=Labels(kind, area, "", points, evidence)))
    return letters


@pytest.fixture(scope="module")
def eleven(mapped: list[LabelledLetter], book: Taxonomy) -> Model:
    """A model trained with it."""
    return train(examples_of(mapped, book), book, "elleve", TrainingSettings(folds=2))[0]


def test_it_shares_no_size_with_the_shipped_book(book: Taxonomy, taxonomy: Taxonomy) -> None:
    """So that no number of the shipped one can hide in the code."""
    sizes = [(len(each.points), len(each.areas), len(each.kinds)) for each in (book, taxonomy)]
    assert sizes[0][0] == 11
    assert all(ours != theirs for ours, theirs in zip(*sizes, strict=True))


def test_eleven_themes_train_and_tag(eleven: Model, book: Taxonomy) -> None:
    """Suggestions, scores, groups, kind and area are the other book's."""
    (tagged,) = tag([Letter("a", SLOW)], eleven)
    row = row_of(tagged)
    assert row["points"] == ["sagsbehandlingstid", "borgerbetjening"]
    assert list(row["scores"]) == list(book.point_ids)
    assert row["groups"] == list(book.groups_of(row["points"]))
    assert row["kind"] in {kind.id for kind in book.kinds}
    assert row["area"] in {area.id for area in book.areas}


def test_a_model_carries_its_own_book(eleven: Model, book: Taxonomy, tmp_path: Path) -> None:
    """Loaded again, without the file it was read from."""
    save_folder(eleven, tmp_path)
    again = load_folder(tmp_path)
    assert (again.taxonomy, again.taxonomy.digest) == (book, book.digest)
    first, second = (row_of(next(tag([Letter("a", SLOW)], model)))["scores"] for model in (eleven, again))
    assert first == second


def test_from_the_command_line(
    mapped: list[LabelledLetter], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Train with --taxonomy, tag into a table whose score columns are the other points, evaluate."""
    rows = [
        {
            "id": each.id, "text": each.letter.text, "author": each.group,
            "type": "passage" if each.passage else "letter", "kind": each.labels.kind,
            "area": each.labels.area, "points": list(each.labels.points), "evidence": dict(each.labels.evidence),
        }
        for each in mapped
    ]  # fmt: skip
    monkeypatch.chdir(tmp_path)
    Path("breve.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    for arguments in (
        ["train", "breve.jsonl", "--name", "elleve", "--taxonomy", str(BOOK), "--activate"],
        ["tag", "breve.jsonl", "-o", "ud.csv"],
        ["evaluate", "breve.jsonl", "--json", "tal.json"],
    ):
        monkeypatch.setattr(sys, "argv", ["klagepunkt", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code == 0, capsys.readouterr().err
    header = Path("ud.csv").read_text(encoding="utf-8-sig").splitlines()[0].split(";")
    assert [name for name in header if name.startswith("score:")] == [
        f"score:{point}" for point in read_taxonomy(BOOK).point_ids
    ]
    assert json.loads(Path("tal.json").read_text(encoding="utf-8"))["point_micro_f1"] > 0.8


def test_labels_of_the_other_book_are_unknown_to_the_shipped_one(taxonomy: Taxonomy, tmp_path: Path) -> None:
    """Never mixed silently."""
    path = tmp_path / "breve.jsonl"
    path.write_text(json.dumps({"id": "1", "text": SLOW, "points": ["raadgivning"]}) + "\n", encoding="utf-8")
    with pytest.raises(LabelError, match="Unknown point 'raadgivning'"):
        read_labelled([path], taxonomy)
