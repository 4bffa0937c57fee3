"""``klagepunkt watch``: what a user meets; the cases of folders and mailboxes are in tests/watch."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.cli.conftest import RUBBISH, Run, content, read_rows
from tests.cli.test_tag_mail import AUTOMATIC, mail


@pytest.fixture
def inbox(folder: Path) -> Path:
    """A folder with one mail."""
    (folder / "ind").mkdir()
    (folder / "ind" / "1.eml").write_bytes(mail())
    return folder / "ind"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch, own_home: Path, run: Run) -> None:
    monkeypatch.setenv("KLAGEPUNKT_HOME", str(own_home))
    monkeypatch.setattr("time.sleep", lambda seconds: None)


def test_once(run: Run, folder: Path, inbox: Path) -> None:
    """A row as ``tag`` writes it, then nothing new; a closing line each time."""
    done = run("watch", "ind", "-o", "ud.jsonl", "--once")
    assert done.code == 0, done.err
    assert "1 tagged, 0 known already, 0 skipped or renamed" in done.err
    assert run("tag", "ind", "-o", "tag.jsonl").code == 0
    assert read_rows(folder / "ud.jsonl") == read_rows(folder / "tag.jsonl")
    assert "0 tagged, 0 known already" in run("watch", "ind", "-o", "ud.jsonl", "--once").err


def test_tables_in_a_folder(run: Run, folder: Path, inbox: Path) -> None:
    """For those who work in a spreadsheet."""
    assert run("watch", "ind", "-o", "lister", "--format", "xlsx", "--once").code == 0
    assert [path.name for path in (folder / "lister").iterdir()] == ["tagged-000001.xlsx"]


def test_masked(run: Run, folder: Path, inbox: Path) -> None:
    """As ``tag --masked``."""
    assert run("watch", "ind", "-o", "ud.jsonl", "--masked", "--once").code == 0
    assert "bodil" not in (folder / "ud.jsonl").read_text(encoding="utf-8").lower()


def test_what_cannot_be_read(run: Run, folder: Path, inbox: Path) -> None:
    """Named and listed, exit code 1; automatic mail is no fault."""
    (inbox / "ferie.eml").write_bytes(AUTOMATIC)
    assert run("watch", "ind", "-o", "ud.jsonl", "--once").code == 0
    (inbox / "rod.docx").write_bytes(RUBBISH)
    done = run("watch", "ind", "-o", "ud.jsonl", "--once")
    assert done.code == 1
    assert "ind/rod.docx" in done.err
    assert [row["failed"] for row in read_rows(folder / "ud.jsonl.skipped.jsonl")] == [False, True]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("væk", "-o", "ud.jsonl"), "does not exist"),
        (("ind", "-o", "ud.csv"), "cannot grow"),
        (("ind", "-o", "lister", "--format", "doc"), "'doc' is not known"),
        (("ind", "-o", "ind/ud.jsonl"), "lies in the watched folder"),
        (("ind", "-o", "gammel.jsonl"), "exists already"),
        (("ind", "-o", "ud.jsonl", "--keyword", "Set"), "are for mailboxes"),
        (("imap://bo@h.example", "-o", "ud.jsonl"), "must be encrypted"),
        (("imaps://bo:kode@h.example", "-o", "ud.jsonl"), "holds a password"),
        (("imaps://bo@h.example", "-o", "ud.jsonl"), "no password"),
        (("ind", "-o", "ud.jsonl", "--model", "findes-ikke"), "findes-ikke"),
    ],
)
def test_nothing_done(
    arguments: tuple[str, ...], message: str, run: Run, folder: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 2, nothing written, no secret repeated."""
    monkeypatch.setitem(sys.modules, "keyring", None)
    (folder / "gammel.jsonl").write_text("old", encoding="utf-8")
    before = content(folder)
    done = run("watch", *arguments, "--once")
    assert done.code == 2
    assert message in done.err
    assert "kode" not in done.err
    assert content(folder) == before


def test_second_watch_of_the_same_inbox(run: Run, folder: Path, inbox: Path, own_home: Path) -> None:
    """Would tag everything twice."""
    from filelock import FileLock

    from classifier.pseudonyms import read_pseudonyms

    name = read_pseudonyms(own_home).of(inbox.absolute().as_posix())
    with FileLock(own_home / f"watch-{name}.lock"):
        done = run("watch", "ind", "-o", "ud.jsonl", "--once")
    assert done.code == 2
    assert "being watched already" in done.err


def test_password_is_no_setting(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """So it is never shown."""
    monkeypatch.setenv("KLAGEPUNKT_IMAP_PASSWORD", "hemmeligt")
    done = run("settings")
    assert done.code == 0
    assert "hemmeligt" not in done.out
