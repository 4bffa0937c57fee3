"""``klagepunkt retrain``: the old model is never lost, the new one is set beside it, the legal basis is known."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from classifier.settings import read_settings
from classifier.store import ModelStore
from tests.cli.conftest import Done, Run, content, write_rows

DATA = Path(__file__).parents[1] / "data"
WORDS = {
    "sagsbehandlingstid": "Jeg har rykket for svar, og fristen er overskredet.",
    "venlig-optraeden": "Hun lo hånligt ad mig i telefonen.",
    "begrundelse": "Afslaget siger ikke hvorfor, der er ingen begrundelse.",
}


@pytest.fixture
def year(folder: Path) -> Path:
    """A new year's letters without evidence: two by each of six citizens."""
    rows = []
    points = list(WORDS)
    for number in range(12):
        mine = [points[number % 3], points[(number + 1) % 3]] if number % 2 else [points[number % 3]]
        text = " ".join(["Kære rådgiver.", *(WORDS[point] for point in mine), "Hilsen Annette, tlf. 00 11 22 33"])
        rows.append(
            {
                "id": f"25-{number}",
                "text": f"{text} Brev {'ABCDEFGHIJKL'[number]}.",
                "kind": "klage",
                "area": "SS",
                "points": mine,
                "citizen": f"c{number // 2}",
                "year": 2025,
            }
        )
    return write_rows(folder / "2025.jsonl", *rows)


@pytest.fixture
def corpus(folder: Path) -> Path:
    """A small starter corpus."""
    (folder / "corpus").mkdir()
    (folder / "corpus" / "a.jsonl").write_bytes((DATA / "labelled.jsonl").read_bytes())
    return folder / "corpus"


@pytest.fixture
def again(run: Run, own_home: Path, year: Path, corpus: Path) -> Run:
    """Run retrain with these, in a home that may change."""

    def command(*arguments: str, stdin: str = "") -> Done:
        given = ("--new", str(year), "--name", "2025", "--corpus", str(corpus), "--home", str(own_home), "--jobs", "1")
        return run("retrain", *given, *arguments, stdin=stdin)

    return command


def test_trains_compares_and_keeps_the_old_model(again: Run, own_home: Path, folder: Path) -> None:
    """Point by point, in words of both languages; the manifest knows what was learned from, on what basis."""
    done = again("--legal-basis", "Databeskyttelsesloven § 10", "--json", "tal.json")
    assert done.code == 0, done.err
    assert "12 new letters; masked in them: NAVN: 12, TELEFON: 12." in done.err
    assert "small stays active" in done.err
    assert any(line.startswith("sagsbehandlingstid") and "support 6" in line for line in done.out.splitlines())
    for told in ("på årets breve", "on the new year's letters", "på startkorpussets breve", "p = ", "punkter"):
        assert told in done.out
    model = ModelStore(own_home).load("2025")
    assert model.facts["legal_basis"] == "Databeskyttelsesloven § 10"
    assert (model.facts["data"]["real"], model.facts["data"]["years"]) == (12, {"2025": 12})
    assert set(model.facts["weights_tried"]) == {"1.0", "2.0", "4.0", "8.0"}
    assert model.facts["compared_with"].startswith("small@")
    assert ModelStore(own_home).load().name == "small"
    assert list(ModelStore(own_home).learned_from(["25-3"], [])) == ["2025"]
    figures = json.loads((folder / "tal.json").read_text(encoding="utf-8"))
    assert figures["comparison"]["new_year"]["letters"] == 12
    assert "fingerprints" not in figures["data"]
    assert not any("annette" in name.lower() for name in model.vectorizer.vocabulary_)


def test_activates_only_when_told(again: Run, own_home: Path) -> None:
    """And then it can be rolled back."""
    assert again("--legal-basis", "x", "--activate").code == 0
    assert ModelStore(own_home).active() == "2025"
    done = again("--force")
    assert "2025@" in done.err
    assert "har selv lært af 12 af de nye breve" in done.err
    assert ModelStore(own_home).rollback().model == "small"


def test_legal_basis_is_asked_and_kept(again: Run, own_home: Path) -> None:
    """Any line on standard input is taken; the next time it is known."""
    done = again(stdin='GDPR artikel 6, "stk. 1"\n')
    assert done.code == 0, done.err
    assert "retsgrundlaget" in done.err
    assert read_settings(own_home).text("legal_basis") == 'GDPR artikel 6, "stk. 1"'
    done = again("--force")
    assert done.code == 0
    assert "retsgrundlaget" not in done.err
    assert ModelStore(own_home).load("2025").facts["legal_basis"] == 'GDPR artikel 6, "stk. 1"'


@pytest.mark.parametrize("stdin", ["", "\n", "  \n"], ids=["end", "empty line", "blanks"])
def test_no_legal_basis_no_training(stdin: str, again: Run, own_home: Path) -> None:
    """Exit code 2, nothing written."""
    before = content(own_home)
    done = again(stdin=stdin)
    assert (done.code, "no legal basis" in done.err) == (2, True)
    assert content(own_home) == before


def test_duplicates_are_left_out_and_named(run: Run, again: Run, own_home: Path, year: Path, folder: Path) -> None:
    """Of former years' letters, by id or text."""
    rows = [json.loads(line) for line in year.read_text(encoding="utf-8").splitlines()]
    former = write_rows(folder / "2024.jsonl", {**rows[0], "id": "24-7", "year": 2024}, {**rows[1], "text": "Andet."})
    done = again("--with", str(former), "--legal-basis", "x")
    assert done.code == 0, done.err
    assert "Left out: 25-0 repeats 24-7." in done.err
    assert "Left out: 25-1 repeats 25-1." in done.err
    assert "10 new letters" in done.err
    assert ModelStore(own_home).load("2025").facts["data"]["years"] == {"2024": 1, "2025": 11}


def test_all_letters_known(again: Run, year: Path, own_home: Path) -> None:
    """Exit code 2, says so."""
    done = again("--with", str(year), "--legal-basis", "x")
    assert (done.code, "known already" in done.err) == (2, True)


def test_unknown_point_names_the_row(again: Run, year: Path) -> None:
    """Before anything is trained."""
    row = {"id": "z", "text": "Et brev.", "points": ["sagsbehandlingtid"]}
    year.write_text(year.read_text(encoding="utf-8") + json.dumps(row) + "\n", encoding="utf-8")
    done = again("--legal-basis", "x")
    assert (done.code, "row 13, id z" in done.err, "nearest known" in done.err) == (2, True, True)
