"""``review erase``, ``retention``, ``export-citizen``, ``export-case``, ``log``, ``users``."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from classifier.decisions.database import open_database
from classifier.decisions.schema import LetterRow
from tests.cli.conftest import Run, read_rows, write_rows

ROWS = (
    {"id": "z-1", "text": "Jeg bor på Kvintessensbakken. Ingen svarer.", "received": "2020-05-01", "kind": "klage",
     "area": "SS", "points": ["sagsbehandlingstid"], "evidence": {"sagsbehandlingstid": "Ingen svarer."},
     "sender": "zoe@holm.example", "case_no": "24/17"},
    {"id": "z-2", "text": "=SUM(1) <script>alert(1)</script>", "received": date.today().isoformat(),
     "kind": "raad", "area": "SS", "points": [], "sender": "zoe@holm.example", "case_no": "24/17"},
    {"id": "b-1", "text": "Om cykelstien.", "received": "2020-06-01", "kind": "raad", "area": "KMT", "points": [],
     "sender": "bo@holm.example"},
)  # fmt: skip


@pytest.fixture(autouse=True)
def _letters(run: Run, folder: Path) -> None:
    """Three confirmed letters of two citizens."""
    write_rows(folder / "b.jsonl", *ROWS)
    done = run("review", "import", "b.jsonl")
    assert done.code == 0, done.err


def kept(run: Run, folder: Path) -> dict[str, str]:
    """Ids and texts of the database."""
    assert run("review", "export", "-o", "kept.jsonl", "--letters", "database:all", "--force").code == 0
    return {row["id"]: row["text"] for row in read_rows(folder / "kept.jsonl")}


def test_a_citizen_is_erased(run: Run, folder: Path, own_home: Path) -> None:
    """Told first, done with --yes; what a person must do is named."""
    told = run("review", "erase", "zoe@holm.example")
    assert told.code == 0
    assert "2 letters would be erased" in told.err
    assert len(kept(run, folder)) == 3
    done = run("review", "erase", "Zoe@holm.example", "--yes")
    assert done.code == 0, done.err
    assert "2 letters erased" in done.err
    assert "b.jsonl" in done.err
    assert "Written again without them" in done.err
    assert "Backups" in done.err
    assert [row["id"] for row in read_rows(folder / "kept.jsonl")] == ["b-1"]
    for path in own_home.glob("decisions*"):
        assert b"intessensbakk" not in path.read_bytes()
    assert run("review", "erase", "zoe@holm.example", "--yes").code == 2


@pytest.mark.parametrize(
    "again",
    [
        ("erase", "zoe@holm.example", "--yes"),
        ("erase", "--letter", "z-1", "--yes"),
        ("retention", "--months", "12", "--yes"),
    ],
)
def test_an_unfinished_erasure_is_finished(again: tuple[str, ...], run: Run, own_home: Path) -> None:
    """By the same command, as the program says, though key and id are gone; by retention too."""
    if again[0] == "retention":
        assert run("review", "erase", "--letter", "b-1", "--yes").code == 0
    database = open_database(own_home)
    with database.reading() as session:
        session.scalars(select(LetterRow.pk)).all()
        done = run("review", "erase", "zoe@holm.example", "--yes")
        assert done.code == 1
        assert "run the same command again" in done.err
        assert run("review", *again).code == 1
        assert any(b"intessensbakk" in path.read_bytes() for path in own_home.glob("decisions*"))
    database.close()
    assert "not finished: --yes ends it" in run("review", *again[:-1]).err
    done = run("review", *again)
    assert done.code == 0, done.err
    assert "is finished now" in done.err
    assert not any(b"intessensbakk" in path.read_bytes() for path in own_home.glob("decisions*"))
    done = run("review", *again)
    assert done.code == (0 if again[0] == "retention" else 2)
    assert "is finished now" not in done.err


def test_backups_are_named(run: Run, folder: Path) -> None:
    """Those that the program made."""
    assert run("home", "backup", "hjem.zip").code == 0
    done = run("review", "erase", "--letter", "b-1", "--yes")
    assert done.code == 0, done.err
    assert f"delete it, or make it again: {folder / 'hjem.zip'}" in done.err


def test_a_changed_export_is_for_a_person(run: Run, folder: Path) -> None:
    """Exit code 1, and its name."""
    kept(run, folder)
    with (folder / "kept.jsonl").open("a", encoding="utf-8") as file:
        file.write("\n")
    done = run("review", "erase", "--letter", "b-1", "--yes")
    assert done.code == 1
    assert "changed or moved since; erase them there yourself" in done.err
    assert "Om cykelstien" not in done.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("erase",), "Name a citizen"),
        (("erase", "x", "--letter", "b-1"), "Name a citizen"),
        (("erase", "ukendt"), "no such citizen"),
        (("erase", "--letter", "ukendt"), "no such letter"),
        (("retention",), "No retention period"),
        (("export-citizen", "ukendt", "-o", "a.json"), "no such citizen"),
        (("export-citizen", "bo@holm.example", "-o", "a.pdf"), "Known are .json, .txt"),
        (("export-citizen", "bo@holm.example", "-o", "b.jsonl"), "Known are"),
        (("export-case", "ukendt", "-o", "a.csv"), "no such letter or case"),
        (("export-case", "b-1", "-o", "a.docx"), "Known are .csv, .html"),
        (("export-case", "b-1", "-o", "a.csv", "--csv-dialect", "nope"), "The CSV dialect 'nope' is not known"),
        (("export-case", "b-1", "-o", "a.html", "--csv-dialect", "nope"), "The CSV dialect 'nope' is not known"),
        (("log", "--letter", "ukendt"), "no such letter"),
    ],
)
def test_what_cannot_be(arguments: tuple[str, ...], message: str, run: Run, folder: Path) -> None:
    """Nothing is done or written."""
    done = run("review", *arguments)
    assert done.code == 2
    assert message in done.err
    assert {path.name for path in folder.iterdir()} == {"god.txt", "b.jsonl"}
    assert "-export" not in run("review", "log").out


def test_retention(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By option or by setting; told first."""
    assert "2 letters would be erased" in run("review", "retention", "--months", "12").err
    monkeypatch.setenv("KLAGEPUNKT_RETENTION_MONTHS", "60")
    done = run("review", "retention", "--yes")
    assert done.code == 0, done.err
    assert "2 letters erased" in done.err
    assert list(kept(run, folder)) == ["z-2"]
    assert "No confirmed letter is older" in run("review", "retention", "--yes").err


def test_all_about_a_citizen(run: Run, folder: Path) -> None:
    """All of it for machines, and to be read; nothing about another."""
    assert run("review", "export-citizen", "zoe@holm.example", "-o", "alt.json").code == 0
    found = json.loads((folder / "alt.json").read_text("utf-8"))
    assert [letter["id"] for letter in found["letters"]] == ["z-1", "z-2"]
    done = run("review", "export-citizen", "zoe@holm.example", "-o", "alt.txt")
    assert "2 letters written" in done.err
    text = (folder / "alt.txt").read_text("utf-8")
    for word in ("Kvintessensbakken", "24/17", "Sagsbehandlingstid og manglende svar (godkendt)", "zoe@holm.example"):
        assert word in text
    assert "cykelstien" not in text
    assert run("review", "export-citizen", "zoe@holm.example", "-o", "alt.txt").code == 2
    assert run("review", "log").out.count("\tcitizen-export\t") == 4


def test_a_case(run: Run, folder: Path) -> None:
    """All letters of it; cells and tags do nothing."""
    assert run("review", "export-case", "24/17", "-o", "sag.csv").code == 0
    lines = (folder / "sag.csv").read_text("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert lines[1].startswith("z-1;2020-05-01;")
    assert "Ingen svarer." in lines[1]
    assert run("review", "export-case", "24/17", "-o", "sag.html").code == 0
    page = (folder / "sag.html").read_text("utf-8")
    assert page.count("<h1>") == 2
    assert "<script" not in page


def test_the_log(run: Run) -> None:
    """Who did what to which letter; no word of it."""
    assert run("review", "export-case", "z-1", "-o", "sag.csv").code == 0
    assert run("review", "erase", "--letter", "b-1", "--yes").code == 0
    done = run("review", "log")
    actions = [line.split("\t")[2] for line in done.out.splitlines()]
    assert actions == ["labels"] * 3 + ["case-export", "erase", "scrub"]
    assert "Kvintessens" not in done.out
    assert run("review", "log", "--letter", "z-1", "-n", "1").out.split("\t")[2:4] == ["case-export", "z-1"]
    assert run("review", "log", "--user", "ingen").out == ""


def test_people(run: Run) -> None:
    """Added with a password or a token, listed, removed."""
    assert run("review", "user-add", "Bo", "--role", "lead", stdin="rigtig hest batteri\n").code == 0
    done = run("review", "user-add", "Anna", "--independent", "--token")
    assert done.code == 0
    assert len(done.out.strip()) == 32
    assert run("review", "users").out == "Anna\treviewer, independent\nBo\tlead\n"
    for arguments, typed in ((("Bo",), "kort\n"), (("•Bo",), "rigtig hest batteri\n"), (("a\tb", "--token"), "")):
        assert run("review", "user-add", *arguments, stdin=typed).code == 2
    assert "can no longer log in" in run("review", "user-remove", "Bo").err
    assert "There is no Bo" in run("review", "user-remove", "Bo").err
