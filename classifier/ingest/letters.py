"""Letters from any mix of paths: the formats that can be read, and the order, ids and faults of a whole run."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO, TextIO

from classifier.errors import InputError
from classifier.files import COMPRESSED
from classifier.ingest.columns import Row, lay_out, to_letter
from classifier.ingest.sources import MAILDIR, Source, find_sources, maildir_ending
from classifier.ingest.streams import READ_ERRORS, why
from classifier.ingest.tables import NotATableError, Table, open_delimited, open_json_lines, read_json_lines
from classifier.ingest.texts import read_text
from classifier.ingest.threads import ThreadBook
from classifier.records import Letter, Skipped

__all__ = ["FORMATS", "Format", "Run", "open_letters", "open_table", "read_source", "table_endings", "unread_parts"]

STDIN = "-"
"""The path that means JSON Lines on standard input."""
ATTACHMENT = "attachment"
"""Rule of a Skipped that names an attachment; its letter was read."""
EMPTY = "empty-file"


@dataclass(frozen=True, slots=True)
class Run:
    """What all files of a run share.

    Attributes
    ----------
    clean : bool
        False keeps quoted history and automatic parts of mails.
    book : ThreadBook
        The threads, so that mails of several files join.
    """

    clean: bool = True
    book: ThreadBook = field(default_factory=ThreadBook)


@dataclass(frozen=True, slots=True)
class Format:
    """How files of an ending are read.

    Attributes
    ----------
    read : callable
        Gives a source's letters and what was skipped; never raises for what the file holds.
    check : callable
        Raises InputError for a source named directly that holds no letters by its build: a table without the needed
        columns. Says nothing of what ``read`` will name as Skipped.
    """

    read: Callable[[Source, Run], Iterator[Letter | Skipped]]
    check: Callable[[Source], None] = lambda source: None


def _open_xlsx(path: Path) -> Table:
    from classifier.ingest.workbooks import open_workbook

    return open_workbook(path)


def _open_parquet(path: Path) -> Table:
    from classifier.ingest.columnar import open_parquet

    return open_parquet(path)


_TABLES: Mapping[str, Callable[[Path], Table]] = {
    **{ending + packed: open_delimited for ending in (".csv", ".tsv") for packed in ("", *COMPRESSED)},
    **{f".jsonl{packed}": open_json_lines for packed in ("", *COMPRESSED)},
    ".xlsx": _open_xlsx,
    ".parquet": _open_parquet,
}


def table_endings() -> tuple[str, ...]:
    """Return the endings of files that are read as tables.

    Returns
    -------
    tuple of str
        Such as ``.csv`` and ``.jsonl.gz``.
    """
    return tuple(_TABLES)


def open_table(source: Source) -> Table | Skipped:
    """Open a table.

    Parameters
    ----------
    source : Source
        With the ending of a table.

    Returns
    -------
    Table or Skipped
        Skipped (failed) if it cannot be read or is no table of its ending's format.
    """
    try:
        return _TABLES[source.ending](source.path)
    except NotATableError as error:
        return Skipped(source.shown, str(error))
    except READ_ERRORS as error:
        return Skipped(source.shown, why(error))


def _check_table(source: Source) -> None:
    table = open_table(source)
    if isinstance(table, Table) and table.missing:
        raise InputError(
            f"The table has no column {' and no column '.join(table.missing)}.",
            source.shown,
            "Give the columns these names in its first row (docs/formats.md lists other names that are known).",
        )


def _read_table(source: Source, run: Run) -> Iterator[Letter | Skipped]:
    table = open_table(source)
    if isinstance(table, Skipped):
        yield table
    elif table.missing:
        yield Skipped(source.shown, f"The table has no column {' and no column '.join(table.missing)}.")
    else:
        try:
            yield from _letters(table.rows(), source.shown)
        except READ_ERRORS as error:
            yield Skipped(source.shown, why(error))


def _letters(rows: Iterable[Row | Skipped], source: str) -> Iterator[Letter | Skipped]:
    for row in rows:
        if isinstance(row, Skipped):
            yield replace(row, source=f"{source}#{row.source}" if row.source else source)
        else:
            yield to_letter(row, lay_out(row.names), source)


def _read_text(source: Source, run: Run) -> Iterator[Letter | Skipped]:
    yield from read_text(source)


def _read_document(source: Source, run: Run) -> Iterator[Letter | Skipped]:
    from classifier.ingest.documents import read_document

    yield read_document(source.path, source.shown, source.id)


def _read_mails(source: Source, run: Run) -> Iterator[Letter | Skipped]:
    from classifier.ingest.mail import read_messages

    for item in read_messages(source.path, source.shown, clean=run.clean, book=run.book):
        yield item
        if isinstance(item, Letter):
            yield from unread_parts(item)


def unread_parts(letter: Letter) -> Iterator[Skipped]:
    """Name the attachments of a letter that a person must read.

    Parameters
    ----------
    letter : Letter
        Of a mail.

    Yields
    ------
    Skipped
        Failed, one an attachment that was not read and may hold part of the letter.
    """
    for attachment in letter.attachments:
        if not attachment.read and not attachment.harmless:
            yield Skipped(f"{letter.source}#{attachment.name}", f"Not read: {attachment.reason}.", rule=ATTACHMENT)


FORMATS: Mapping[str, Format] = {
    **{ending: Format(_read_table, _check_table) for ending in _TABLES},
    ".txt": Format(_read_text),
    **{ending: Format(_read_document) for ending in (".docx", ".pdf")},
    **{ending: Format(_read_mails) for ending in (".eml", ".msg", ".mbox", ".xml", ".zip", MAILDIR)},
}
"""Each ending that can be read. A new format is one more entry."""


def read_source(source: Source, run: Run) -> Iterator[Letter | Skipped]:
    """Read one file or Maildir.

    Parameters
    ----------
    source : Source
        With an ending of ``FORMATS``.
    run : Run
        What the files of the run share.

    Yields
    ------
    Letter or Skipped
        In the order of the file; ids as they stand in it, not yet unique. A file of no bytes holds no letter and is no
        fault, but for a text file, which is an empty letter.
    """
    form = FORMATS[source.ending]
    if form.read in (_read_mails, _read_document) and _is_empty(source.path):
        yield Skipped(source.shown, "It is empty.", rule=EMPTY, failed=False)
        return
    yield from form.read(source, run)


def _is_empty(path: Path) -> bool:
    try:
        return path.is_file() and path.stat().st_size == 0
    except OSError:
        return False


def open_letters(
    paths: Sequence[str | Path], stdin: TextIO | BinaryIO | None = None, *, clean: bool = True
) -> Iterator[Letter | Skipped]:
    """Read letters from files, folders and standard input, one after the other.

    Parameters
    ----------
    paths : sequence of str or pathlib.Path
        Any mix; ``-`` reads JSON Lines from standard input, a folder is searched recursively in the order of names.
    stdin : text or binary file, optional
        Read for ``-``; the process's own if None.
    clean : bool, default True
        False keeps quoted history and automatic parts of mails.

    Returns
    -------
    iterator of Letter or Skipped
        In the order of the paths, a bounded number in memory. Ids are unique: the second letter with an id gets
        ``id#2`` and a Skipped (failed) that says so just before it. All that a file holds is a letter or a Skipped;
        an attachment that could not be read is a Skipped (failed) behind its letter. Mails of the whole run share
        their threads.

    Raises
    ------
    InputError
        Before anything is read, if a path does not exist, has an unknown ending, or is a table without the columns id
        and text. Inside a folder the same is a Skipped (failed).
    """
    given = [str(path) for path in paths]
    if given.count(STDIN) > 1:
        raise InputError("Standard input can be read only once.", STDIN, "Give - once.")
    parts = _parts(given)
    for part in parts:
        for source in part or ():
            if isinstance(source, Source) and source.named:
                FORMATS[source.ending].check(source)
    return _unique(_read(parts, stdin, Run(clean)))


def _parts(given: Sequence[str]) -> list[list[Source | Skipped] | None]:
    """List the sources in order, None for standard input; files are listed together for unique ids."""
    files = find_sources([path for path in given if path != STDIN], FORMATS, maildir_ending)
    if STDIN not in given:
        return [files]
    before = len(find_sources(given[: given.index(STDIN)], FORMATS, maildir_ending))
    return [files[:before], None, files[before:]]


def _read(
    parts: Sequence[Sequence[Source | Skipped] | None], stdin: TextIO | BinaryIO | None, run: Run
) -> Iterator[Letter | Skipped]:
    for part in parts:
        if part is None:
            yield from _read_stdin(stdin or sys.stdin.buffer)
            continue
        for source in part:
            if isinstance(source, Skipped):
                yield source
            else:
                yield from read_source(source, run)


def _read_stdin(stdin: TextIO | BinaryIO) -> Iterator[Letter | Skipped]:
    try:
        yield from _letters(read_json_lines(stdin), STDIN)
    except READ_ERRORS as error:
        yield Skipped(STDIN, why(error))


def _unique(items: Iterable[Letter | Skipped]) -> Iterator[Letter | Skipped]:
    seen: set[str] = set()
    repeated: dict[str, int] = {}
    for item in items:
        if isinstance(item, Letter):
            if item.id in seen:
                number = repeated.get(item.id, 1) + 1
                while (new := f"{item.id}#{number}") in seen:
                    number += 1
                repeated[item.id] = number
                yield Skipped(item.source, f"duplicate id {item.id}, kept as {new}")
                item = replace(item, id=new)
            seen.add(item.id)
        yield item
