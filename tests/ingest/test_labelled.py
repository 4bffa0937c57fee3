"""Labelled letters against the label book, and the starter corpus."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from classifier.errors import InputError, LabelError
from classifier.ingest import read_corpus, read_labelled
from classifier.taxonomy import Taxonomy
from tests.ingest.conftest import write_json_lines, write_parquet, write_xlsx

TEXT = "Jeg fik et afslag uden forklaring.\nJeg har ventet i et halvt år."
ROW: dict[str, Any] = {
    "id": "b1", "text": TEXT, "kind": "klage", "area": "SS", "unit": "Social og Handicap",
    "points": ["sagsbehandlingstid", "begrundelse"],
    "evidence": {"begrundelse": "Jeg fik et afslag uden forklaring."}, "year": 2024, "resident": "ja",
    "point_areas": {"begrundelse": "KMT"},
}  # fmt: skip


def one(tmp_path: Path, taxonomy: Taxonomy, **changes: Any) -> Any:
    (found,) = read_labelled([write_json_lines(tmp_path / "a.jsonl", [{**ROW, **changes}])], taxonomy)
    return found


def test_labels(tmp_path: Path, taxonomy: Taxonomy) -> None:
    """Ids are in label-book order, and the remaining columns are kept."""
    found = one(tmp_path, taxonomy)
    assert (found.labels.kind, found.labels.area, found.labels.unit) == ("klage", "SS", "Social og Handicap")
    assert found.labels.points == tuple(sorted(ROW["points"], key=taxonomy.point_ids.index))
    assert dict(found.labels.evidence) == ROW["evidence"]
    assert dict(found.letter.extra) == {"resident": "ja", "year": "2024", "point_areas": '{"begrundelse": "KMT"}'}
    assert (found.group, found.passage) == ("b1", False)


def test_csv_with_names(tmp_path: Path, taxonomy: Taxonomy) -> None:
    """Danish headers, printed names in any letter case, points separated by semicolons, evidence as lines."""
    name = taxonomy.point("sagsbehandlingstid").name
    evidence = "begrundelse: Jeg fik et afslag uden forklaring.\nsagsbehandlingstid: Jeg har ventet i et halvt år."
    path = tmp_path / "a.csv"
    path.write_text(
        "id;tekst;henvendelsestype;område;klagepunkter;belæg\n"
        f'b1;"{TEXT}";Klage;ss;" {name.upper()} ; begrundelse;";"{evidence}"\n',
        encoding="cp1252",
    )
    (found,) = read_labelled([path], taxonomy)
    assert set(found.labels.points) == {"sagsbehandlingstid", "begrundelse"}
    assert found.labels.evidence["sagsbehandlingstid"] == "Jeg har ventet i et halvt år."


def test_xlsx_and_parquet(tmp_path: Path, taxonomy: Taxonomy) -> None:
    """Workbooks and Parquet, with evidence as JSON and as a map."""
    import pyarrow

    sheet = write_xlsx(
        tmp_path / "a.xlsx",
        [["id", "text", "kind", "area", "points", "evidence"],
         [1, TEXT, "klage", "SS", "begrundelse", json.dumps(ROW["evidence"])]],
    )  # fmt: skip
    evidence = pyarrow.array(
        [[("begrundelse", "Jeg fik et afslag uden forklaring.")]], pyarrow.map_(pyarrow.string(), pyarrow.string())
    )
    table = write_parquet(
        tmp_path / "b.parquet", {"id": ["2"], "text": [TEXT], "points": [["begrundelse"]], "evidence": evidence}
    )
    found = read_labelled([sheet, table], taxonomy)
    assert [letter.id for letter in found] == ["1", "2"]
    assert all(dict(letter.labels.evidence) == ROW["evidence"] for letter in found)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"points": ["begrundlse"]}, r"a\.jsonl, row 1, id b1: .*'begrundlse'.*begrundelse"),
        ({"points": "begrundelse; vrøvl"}, "'vrøvl'"),
        ({"points": [7]}, "no list of texts"),
        ({"kind": "klge"}, "'klge'.*klage"),
        ({"area": "XX"}, "'XX'"),
        ({"area": "KMT"}, "'Social og Handicap'"),
        ({"kind": "raad"}, "only a complaint can"),
        ({"evidence": {"begrundelse": "Det stod der ikke."}}, "does not stand in the letter"),
        ({"evidence": {"vrøvl": "x"}}, "'vrøvl'"),
        ({"evidence": {"begrundelse": 7}}, "no text"),
        ({"evidence": "{"}, "no valid JSON"),
        ({"evidence": "uden punkt"}, "does not begin with a point"),
    ],
)
def test_contradictions(tmp_path: Path, taxonomy: Taxonomy, changes: dict[str, Any], message: str) -> None:
    """Whatever contradicts the label book is an error that names it, the file, the row and the id."""
    with pytest.raises(LabelError, match=message) as caught:
        one(tmp_path, taxonomy, **changes)
    assert "a.jsonl, row 1, id b1" in str(caught.value)
    assert "Det stod der ikke" not in str(caught.value)


@pytest.mark.parametrize(
    "changes",
    [
        {"points": []}, {"points": None, "evidence": None}, {"kind": "", "area": "", "unit": ""},
        {"unit": ""}, {"kind": "raad", "points": []}, {"evidence": {"begrundelse": ""}},
        # A person took the point out and left the passage that the program had found.
        {"points": ["sagsbehandlingstid"]},
    ],
    ids=str,
)  # fmt: skip
def test_valid_cases(tmp_path: Path, taxonomy: Taxonomy, changes: dict[str, Any]) -> None:
    """A complaint without points, missing labels and missing evidence are all valid."""
    found = one(tmp_path, taxonomy, **changes)
    assert set(found.labels.evidence) <= set(found.labels.points)


def test_line_breaks_changed_by_a_spreadsheet(tmp_path: Path, taxonomy: Taxonomy) -> None:
    """Evidence whose line breaks differ from the letter's is given as the letter has it."""
    found = one(tmp_path, taxonomy, text=TEXT.replace("\n", "\r\n"), evidence={"begrundelse": TEXT})
    assert found.labels.evidence["begrundelse"] in found.letter.text


def test_duplicate_id(tmp_path: Path, taxonomy: Taxonomy) -> None:
    """The same id twice, also in two files, is an error that names both places."""
    first = write_json_lines(tmp_path / "a.jsonl", [ROW])
    second = write_json_lines(tmp_path / "b.jsonl", [{**ROW, "id": "x"}, ROW])
    with pytest.raises(LabelError, match=r"b\.jsonl, row 2, id b1: The id stands twice, first in .*a\.jsonl, row 1"):
        read_labelled([first, second], taxonomy)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"id": "a", "text": "x"}\n', "no column points"),
        ('{"id": "a", "points": []}\n', "no column text"),
        ('{"id": "a", "text": "x", "points": []}\n{"id": "b"\n', "row 2: The line is no valid JSON"),
        ('{"id": "a", "text": "x", "points": []}\n{"text": "b"}\n', "row 2: The row has no id"),
        ("\x00\x01\x02\x03", "no text"),
    ],
    ids=["no points", "no text", "broken row", "row without id", "rubbish"],
)
def test_unusable_table(tmp_path: Path, taxonomy: Taxonomy, content: str, message: str) -> None:
    """Learning needs every row: what cannot be read is an error, not a skipped row."""
    path = tmp_path / "a.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_labelled([path], taxonomy)


def test_text_file_has_no_labels(tmp_path: Path, taxonomy: Taxonomy) -> None:
    """A file without columns cannot be labelled; in a folder it is passed over."""
    (tmp_path / "LÆSMIG.txt").touch()
    write_json_lines(tmp_path / "a.jsonl", [ROW])
    assert len(read_labelled([tmp_path], taxonomy)) == 1
    with pytest.raises(InputError, match=r"'\.txt' is not known"):
        read_labelled([tmp_path / "LÆSMIG.txt"], taxonomy)


@pytest.mark.parametrize(
    ("columns", "group"),
    [
        ({"author": "a", "scenario": "s", "citizen": "c", "sender": "m"}, "a"),
        ({"scenario": "s", "citizen": "c", "sender": "m"}, "s"),
        ({"citizen": "c", "sender": "m"}, "c"),
        ({"sender": "m"}, "m"),
        ({}, "b1"),
    ],
    ids=["author", "scenario", "citizen", "sender", "id"],
)
def test_group_for_honest_folds(tmp_path: Path, taxonomy: Taxonomy, columns: dict[str, str], group: str) -> None:
    """Letters of one hand, one scenario or one citizen belong together."""
    assert one(tmp_path, taxonomy, **columns).group == group


@pytest.mark.parametrize(
    ("kind", "passage"), [("passage", True), ("background", True), ("letter", False), ("x", False)]
)
def test_passages(tmp_path: Path, taxonomy: Taxonomy, kind: str, passage: bool) -> None:
    """Passages and background of the corpus stand for parts of letters."""
    assert one(tmp_path, taxonomy, type=kind).passage is passage


def test_corpus_in_a_checkout_and_in_a_wheel(tmp_path: Path, taxonomy: Taxonomy) -> None:
    """Both forms give the same letters, by file name."""
    plain, packed = tmp_path / "plain", tmp_path / "packed"
    plain.mkdir()
    packed.mkdir()
    for name in ("b", "a"):
        path = write_json_lines(plain / f"{name}.jsonl", [{**ROW, "id": name}])
        (packed / f"{name}.jsonl.gz").write_bytes(gzip.compress(path.read_bytes()))
    first, second = read_corpus(plain, taxonomy), read_corpus(packed)
    assert [letter.id for letter in first] == ["a", "b"]
    assert [letter.labels for letter in first] == [letter.labels for letter in second]


def test_no_corpus(tmp_path: Path, taxonomy: Taxonomy) -> None:
    """An empty folder is no corpus."""
    with pytest.raises(InputError, match="no corpus"):
        read_corpus(tmp_path, taxonomy)
