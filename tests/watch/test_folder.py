"""A watched folder: each letter once, over restarts, crashes and files that change. All letters are invented."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from classifier.errors import InputError, OutputError
from classifier.ingest.threads import ThreadBook
from classifier.watch import Memory
from classifier.watch.folder import FolderInbox
from tests.cli.conftest import read_rows
from tests.cli.test_tag_mail import AUTOMATIC
from tests.watch.conftest import LETTER, Look, mail, rows


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one mail and one text file."""
    folder = tmp_path / "ind"
    folder.mkdir()
    (folder / "1.eml").write_bytes(mail(1))
    (folder / "brev.txt").write_text(LETTER, encoding="utf-8")
    return folder


def inbox(folder: Path, sleep: Callable[[float], None] = lambda seconds: None) -> FolderInbox:
    return FolderInbox(folder, sleep=sleep)


def test_each_letter_once_over_restarts(folder: Path, look: Look, tmp_path: Path) -> None:
    """What is there at the start, then what arrives; a second look at the same adds nothing."""
    assert look(inbox(folder)).tagged == 2
    assert look(inbox(folder)).tagged == 0
    (folder / "under").mkdir()
    (folder / "under" / "2.eml").write_bytes(mail(2))
    assert look(inbox(folder)).tagged == 1
    assert rows(tmp_path / "ud.jsonl") == ["1@holm.example", "brev", "2@holm.example"]


def test_same_mail_in_another_file_is_known(folder: Path, look: Look) -> None:
    """A copy, and a mailbox that grows."""
    look(inbox(folder))
    (folder / "kopi.eml").write_bytes(mail(1))
    line = b"From x@y.example Wed Mar  6 10:12:00 2024\n"
    (folder / "boks.mbox").write_bytes(line + mail(1) + b"\n" + line + mail(3))
    found = look(inbox(folder))
    assert (found.tagged, found.known) == (1, 2)
    with (folder / "boks.mbox").open("ab") as file:
        file.write(b"\n" + line + mail(4))
    found = look(inbox(folder))
    assert (found.tagged, found.known) == (1, 2)


def test_another_letter_under_the_same_name(folder: Path, look: Look, tmp_path: Path) -> None:
    """Such as the next scan: tagged, with an id of its own, and named."""
    look(inbox(folder))
    (folder / "brev.txt").write_text("Ingen svarede på mit brev. Det er længe siden.", encoding="utf-8")
    found = look(inbox(folder))
    assert found.tagged == 1
    assert rows(tmp_path / "ud.jsonl")[-1] == "brev#2"
    assert "duplicate id brev" in found.skipped[0].reason


def test_file_that_is_still_being_copied_waits(folder: Path, look: Look) -> None:
    """One that grows between the two looks is left for the next time."""

    def grow(seconds: float) -> None:
        with (folder / "brev.txt").open("a", encoding="utf-8") as file:
            file.write(" Det er jul nu.")

    assert look(inbox(folder, grow)).tagged == 1
    assert look(inbox(folder)).tagged == 1


def test_crash_between_writing_and_remembering(
    folder: Path, look: Look, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows that were written and not remembered are taken back and written again: each is there once."""
    look(inbox(folder))
    (folder / "2.eml").write_bytes(mail(2))
    honest = Memory.remember

    def crash(self: Memory, marks: dict[str, str], letters: dict[str, str] | None = None, *rest: object) -> None:
        if letters:
            raise KeyboardInterrupt
        honest(self, marks, letters, *rest)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(Memory, "remember", crash)
        with pytest.raises(KeyboardInterrupt):
            look(inbox(folder))
    assert len(rows(tmp_path / "ud.jsonl")) == 3
    assert look(inbox(folder)).tagged == 1
    assert rows(tmp_path / "ud.jsonl") == ["1@holm.example", "brev", "2@holm.example"]


def test_folder_of_tables(folder: Path, look: Look, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table a batch; one that was written and not remembered is written again under its name."""
    look(inbox(folder), "ud")
    first = sorted(path.name for path in (tmp_path / "ud").iterdir())
    honest = Memory.remember

    def crash(self: Memory, marks: dict[str, str], letters: dict[str, str] | None = None, *rest: object) -> None:
        if letters:
            raise KeyboardInterrupt
        honest(self, marks, letters, *rest)  # type: ignore[arg-type]

    (folder / "2.eml").write_bytes(mail(2))
    with monkeypatch.context() as patch:
        patch.setattr(Memory, "remember", crash)
        with pytest.raises(KeyboardInterrupt):
            look(inbox(folder), "ud")
    look(inbox(folder), "ud")
    tables = sorted(path.name for path in (tmp_path / "ud").iterdir())
    assert first == tables[:-1] == ["tagged-000001.csv", "tagged-000002.csv"]
    assert (tmp_path / "ud" / tables[-1]).read_text(encoding="utf-8-sig").count("2@holm.example") >= 1


def test_threads_survive_a_restart(folder: Path, look: Look, tmp_path: Path) -> None:
    """An answer that comes a week later belongs to the first mail and is no new complaint; another matter is one."""
    look(inbox(folder))
    (folder / "2.eml").write_bytes(mail(2, "Jeg har stadig ikke hørt noget.", "In-Reply-To: <1@holm.example>"))
    look(inbox(folder))
    (folder / "3.eml").write_bytes(mail(3))
    look(inbox(folder))
    found = {row["id"]: (row["thread"], row["complaint_no"]) for row in read_rows(tmp_path / "ud.jsonl")}
    assert found["2@holm.example"] == found["1@holm.example"] == ("1@holm.example", 1)
    assert found["3@holm.example"] == ("3@holm.example", 2)


def test_memory_holds_no_address_text_or_name_of_a_file(folder: Path, look: Look, home: Path) -> None:
    """Hashes alone, and the mails' own ids; it is its owner's."""
    look(inbox(folder))
    data = (home / "watch.sqlite").read_bytes()
    for secret in (b"bodil", b"Bodil", b"brev", b"rest", "kørestol".encode(), b"Sag 1", folder.name.encode() + b"/"):
        assert secret not in data
    if os.name == "posix":
        assert (home / "watch.sqlite").stat().st_mode & 0o077 == 0


def test_what_is_no_letter_is_listed_once(folder: Path, look: Look, tmp_path: Path) -> None:
    """Automatic mail without a fault, what cannot be read with one."""
    (folder / "ferie.eml").write_bytes(AUTOMATIC)
    (folder / "x.doc").write_bytes(b"x")
    assert [each.failed for each in look(inbox(folder)).skipped] == [False, True]
    assert look(inbox(folder)).skipped == []
    listed = read_rows(tmp_path / "ud.jsonl.skipped.jsonl")
    assert [(Path(row["source"]).name, row["failed"]) for row in listed] == [("ferie.eml", False), ("x.doc", True)]


def test_file_that_cannot_be_opened_is_tried_again(folder: Path, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named once, not at every look, and tagged when it can be opened."""
    honest = Path.open

    def locked(self: Path, *arguments: object, **more: object) -> object:
        if self.name == "brev.txt":
            raise PermissionError(13, "Permission denied")
        return honest(self, *arguments, **more)  # type: ignore[call-overload]

    watched = inbox(folder)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", locked)
        found = [look(watched), look(watched)]
    assert [(each.tagged, len(each.skipped)) for each in found] == [(1, 1), (0, 0)]
    assert look(watched).tagged == 1


def test_maildir_reads_a_mail_once_whatever_its_flags(tmp_path: Path, look: Look) -> None:
    """A mail that was read moves and is renamed; it is not even opened again."""
    for name in ("cur", "new", "tmp"):
        (tmp_path / "boks" / name).mkdir(parents=True)
    (tmp_path / "boks" / "new" / "17.vært").write_bytes(mail(1))
    assert look(inbox(tmp_path / "boks")).tagged == 1
    (tmp_path / "boks" / "new" / "17.vært").rename(tmp_path / "boks" / "cur" / "17.vært")
    (tmp_path / "boks" / "new" / "18.vært").write_bytes(mail(2))
    found = look(inbox(tmp_path / "boks"))
    assert (found.tagged, found.known) == (1, 0)


def test_output_that_is_not_ours(folder: Path, look: Look, tmp_path: Path) -> None:
    """Is kept, unless --force says otherwise; a file of ours grows."""
    (tmp_path / "ud.jsonl").write_text("old\n", encoding="utf-8")
    with pytest.raises(OutputError, match="exists already"):
        look(inbox(folder))
    assert (tmp_path / "ud.jsonl").read_text(encoding="utf-8") == "old\n"
    look(inbox(folder), force=True)
    assert len(rows(tmp_path / "ud.jsonl")) == 2


@pytest.mark.parametrize("out", ["ud.csv", "ud.xlsx", "ud.parquet"])
def test_table_cannot_grow(folder: Path, look: Look, out: str) -> None:
    """Said before anything is read."""
    with pytest.raises(OutputError, match=r"Name a \.jsonl file"):
        look(inbox(folder), out)


def test_output_that_cannot_be_written_now(
    folder: Path, look: Look, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as a full disk: nothing is remembered, so the letters are tagged the next time."""

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("classifier.watch.sink.os.fsync", full)
        with pytest.raises(OutputError, match="No space left"):
            look(inbox(folder))
    assert rows(tmp_path / "ud.jsonl") == []
    assert look(inbox(folder)).tagged == 2


def test_folder_that_is_gone(tmp_path: Path, home: Path, look: Look) -> None:
    """An error that says so."""
    with pytest.raises(InputError, match="does not exist"):
        look(inbox(tmp_path / "væk"))


def test_book_that_hides_joins_as_one_that_does_not() -> None:
    """Hashes in place of ids and addresses change no thread."""
    from classifier.ingest.threads import ThreadKey

    keys = [
        ThreadKey("a", citizen="x", subject="Rampen mangler"), ThreadKey("b", ("a",), "x"),
        ThreadKey("c", citizen="x", subject="SV: Rampen mangler"), ThreadKey("d", (), "x", "", "som aftalt sender jeg"),
        ThreadKey("e", citizen="y"), ThreadKey("f"),
    ]  # fmt: skip
    plain, hiding = ThreadBook(), ThreadBook(hide=lambda text: text[::-1] + "!")
    assert [plain.join(key) for key in keys] == [hiding.join(key) for key in keys]
    assert "x" not in hiding.numbers
