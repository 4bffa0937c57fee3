"""Files that hold mails, one or many: ``.eml``, ``.msg``, ``.mbox``, Maildir, ``.zip`` and Digital Post's ``.xml``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from classifier.ingest.mail.archives import open_archive
from classifier.ingest.mail.decode import decode_bytes, tidy
from classifier.ingest.mail.letters import BY_HAND, letter_of
from classifier.ingest.mail.message import MAX_BYTES, Mail, UnreadableError, parse_mail
from classifier.ingest.sources import is_maildir
from classifier.ingest.threads import ThreadBook
from classifier.records import Letter, Skipped

__all__ = ["ENDINGS", "is_maildir", "read_mail", "read_messages", "too_large"]

ENDINGS = (".eml", ".msg", ".mbox", ".zip", ".xml")
"""Endings of files that ``read_messages`` takes."""

_MAX_DEPTH = 3
# "From someone@example.org Tue Mar  5 10:12:00 2024": a sentence that begins with From has no such end.
_SEPARATOR = re.compile(
    rb"^From \S.{0,200}\d{1,2}:\d{2}(?::\d{2})?\b.{0,40}\d{4}.{0,20}$|^From \S+@\S+\s*$|^From - .{0,60}$", re.DOTALL
)
_OLE = b"\xd0\xcf\x11\xe0"


def read_messages(
    path: Path, source: str, *, clean: bool = True, book: ThreadBook | None = None
) -> Iterator[Letter | Skipped]:
    """Read the mails of a file or Maildir folder, one at a time.

    Parameters
    ----------
    path : pathlib.Path
        A ``.eml``, ``.msg``, ``.mbox``, ``.zip`` or MeMo ``.xml`` file, or a Maildir folder.
    source : str
        The path as shown; the seventh mail of ``box.mbox`` is ``box.mbox#7``, a file of ``post.zip`` is
        ``post.zip#brev.eml``.
    clean : bool, default True
        False keeps quoted history and automatic parts: each letter's text is then the whole decoded text.
    book : ThreadBook, optional
        The threads of the run, so that mails of several files join; by default this call has its own.

    Yields
    ------
    Letter or Skipped
        In the order of the container. Skipped (not failed, with its rule) for mail that no person wrote; Skipped
        (failed) for what cannot be read and must be registered by hand. Never raises for what a file holds.
    """
    reader = _Reader(clean, book if book is not None else ThreadBook())
    try:
        if path.is_dir():
            yield from reader.maildir(path, source)
        elif path.suffix.lower() == ".mbox":
            with path.open("rb") as file:
                yield from reader.mbox(file, source)
        elif path.suffix.lower() == ".zip":
            yield from reader.archive(path, source, 0)
        else:
            with path.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
            yield reader.one(data, path.suffix.lower(), source)
    except OSError as error:
        yield Skipped(source, f"{BY_HAND}It cannot be read: {error.strerror or type(error).__name__}.")


def read_mail(data: bytes, source: str, book: ThreadBook) -> Letter | Skipped:
    """Read one mail as a server hands it over.

    Parameters
    ----------
    data : bytes
        The mail.
    source : str
        Where it is, as shown.
    book : ThreadBook
        The threads.

    Returns
    -------
    Letter or Skipped
        As ``read_messages`` gives them.
    """
    return _Reader(True, book).one(data, ".eml", source)


def too_large(size: int, source: str) -> Skipped | None:
    """Refuse a mail that is too large to hold in memory.

    Parameters
    ----------
    size : int
        In bytes.
    source : str
        Where it is, as shown.

    Returns
    -------
    Skipped or None
        None for a mail that can be read.
    """
    return Skipped(source, f"{BY_HAND}It is larger than {MAX_BYTES >> 20} MB.") if size > MAX_BYTES else None


class _Reader:
    def __init__(self, clean: bool, book: ThreadBook) -> None:
        self._clean = clean
        self._book = book

    def one(self, data: bytes, ending: str, source: str) -> Letter | Skipped:
        """One mail from its bytes."""
        if not data.strip(b"\x00 \r\n\t"):
            return Skipped(source, BY_HAND + "It is empty.")
        try:
            return letter_of(_parse(data, ending), source, clean_text=self._clean, book=self._book)
        except UnreadableError as error:
            return Skipped(source, f"{BY_HAND}{error}")
        except Exception as error:  # noqa: BLE001 - hostile mail must not stop the run; MemoryError and RecursionError too
            return Skipped(source, f"{BY_HAND}Reading it failed ({type(error).__name__}).")

    def mbox(self, file: BinaryIO, source: str) -> Iterator[Letter | Skipped]:
        """Yield the mails of an mbox, in any of its dialects."""
        number = 0
        for data in _split_mbox(file):
            number += 1
            where = f"{source}#{number}"
            yield (
                Skipped(where, f"{BY_HAND}It is larger than {MAX_BYTES >> 20} MB.")
                if data is None
                else self.one(data, ".eml", where)
            )
        if not number:
            # An empty mailbox is valid; one with other content is not.
            file.seek(0)
            if file.read(1000).strip():
                yield Skipped(source, "It is no mailbox.")

    def maildir(self, folder: Path, source: str) -> Iterator[Letter | Skipped]:
        """Yield the mails of a Maildir and of the folders in it, seen ones first."""
        for name in ("cur", "new"):
            for path in sorted((folder / name).iterdir()):
                if path.name.startswith(".") or not path.is_file():
                    continue
                where = f"{source}/{name}/{path.name}"
                try:
                    with path.open("rb") as file:
                        data = file.read(MAX_BYTES + 1)
                except OSError as error:
                    yield Skipped(where, f"{BY_HAND}It cannot be read: {error.strerror or type(error).__name__}.")
                    continue
                yield self.one(data, ".eml", where)
        for path in sorted(folder.iterdir()):
            if path.is_dir() and path.name not in ("cur", "new", "tmp") and is_maildir(path):
                yield from self.maildir(path, f"{source}/{path.name}")

    def archive(self, archive: bytes | Path, source: str, depth: int) -> Iterator[Letter | Skipped]:
        """Yield the letters of a ZIP archive: mails, mailboxes, documents, texts and archives in it."""
        try:
            for name, data in open_archive(archive):
                where = f"{source}#{name}"
                if isinstance(data, str):
                    yield Skipped(where, BY_HAND + data)
                else:
                    yield from self._member(data, name, where, depth)
        except UnreadableError as error:
            yield Skipped(source, str(error))

    def _member(self, data: bytes, name: str, where: str, depth: int) -> Iterator[Letter | Skipped]:
        import io

        path = PurePosixPath(name)
        ending = path.suffix.lower()
        if (
            path.name.startswith(("._", "~$"))
            or path.name in (".DS_Store", "Thumbs.db", "desktop.ini")
            or "__MACOSX" in path.parts
        ):
            yield Skipped(where, "A file of the system, no letter.", rule="system-file", failed=False)
        elif ending in (".eml", ".msg", ".xml"):
            yield self.one(data, ending, where)
        elif ending == ".mbox":
            yield from self.mbox(io.BytesIO(data), where)
        elif ending == ".zip":
            if depth >= _MAX_DEPTH:
                yield Skipped(where, BY_HAND + "It is an archive in too many archives.")
            else:
                yield from self.archive(data, where, depth + 1)
        elif ending in (".txt", ".docx", ".pdf"):
            # An archive's own name keeps letters of several archives apart; a name alone stands in many of them.
            held_in = PurePosixPath(where.partition("#")[0]).stem
            yield _document(data, ending, str(PurePosixPath(held_in, path.with_suffix(""))), where)
        else:
            yield Skipped(where, f"Its ending {ending!r} is not known." if ending else "It has no ending.")


def _parse(data: bytes, ending: str) -> Mail:
    from classifier.ingest.mail.memo import parse_memo
    from classifier.ingest.mail.outlook import parse_msg

    # The first bytes are surer than the name.
    if data.startswith(_OLE) or ending == ".msg":
        return parse_msg(data)
    if ending == ".xml":
        return parse_memo(data)
    return parse_mail(data)


def _document(data: bytes, ending: str, name: str, where: str) -> Letter | Skipped:
    from classifier.ingest.documents import Document, NoTextError, docx_text, pdf_text

    try:
        if ending == ".txt":
            if data.count(b"\x00") > len(data) // 50 and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
                raise NoTextError("It is no text.")
            document = Document(tidy(decode_bytes(data)))
        else:
            document = pdf_text(data) if ending == ".pdf" else docx_text(data)
    except NoTextError as error:
        return Skipped(where, f"{BY_HAND}{error}")
    return replace(Letter(id=name, text=document.text, source=where), review_reasons=document.reasons)


def _split_mbox(file: BinaryIO) -> Iterator[bytes | None]:
    """Yield the mails of an mbox without their separator lines; None for one that is too large to hold."""
    lines: list[bytes] = []
    size = 0
    started = False
    blank = True
    while line := file.readline(1 << 20):
        if blank and line.startswith(b"From ") and _SEPARATOR.match(line.rstrip()):
            if started:
                yield b"".join(lines) if size <= MAX_BYTES else None
            lines, size, started = [], 0, True
        elif started:
            size += len(line)
            if size <= MAX_BYTES:
                # mboxrd and mboxo put a > before lines that begin with From.
                lines.append(line[1:] if line.startswith(b">") and line.lstrip(b">").startswith(b"From ") else line)
            else:
                lines = []
        blank = not line.strip()
    if started:
        yield b"".join(lines) if size <= MAX_BYTES else None
