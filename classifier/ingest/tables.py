"""CSV, TSV and JSON Lines as streams of rows; the other tables have files of their own."""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO, cast

from classifier.ingest.cells import unescape_formula
from classifier.ingest.columns import Row, lay_out
from classifier.ingest.encoding import CHUNK, FALLBACK, decode, detect, is_rubbish
from classifier.ingest.streams import open_bytes
from classifier.records import Skipped

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["NotATableError", "Table", "open_delimited", "open_json_lines", "read_json_lines"]

MAX_CELL = 1 << 26
"""Longest cell of a CSV file and longest line of a JSON Lines file, in characters (a book has a million)."""

_DELIMITERS = ";,\t|"
_PROBED = 100
"""Rows of a JSON Lines file whose keys together are taken for its columns."""


class NotATableError(Exception):
    """A file that is no table of its ending's format; the message says what it is, without its content."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose header was read.

    Attributes
    ----------
    columns : tuple of str or None
        The header; None for an empty file.
    rows : callable
        Starts reading; gives a Row or, for a row that cannot be read, a Skipped whose ``source`` is the row's number
        (empty where the fault is the whole file's). May raise READ_ERRORS.
    """

    columns: tuple[str, ...] | None
    rows: Callable[[], Iterator[Row | Skipped]]

    @property
    def missing(self) -> tuple[str, ...]:
        """Needed columns that are not there; none for an empty file."""
        return () if self.columns is None else lay_out(self.columns).missing


def open_delimited(path: Path) -> Table:
    """Open a CSV or TSV file: semicolon, comma, tab or bar, whichever makes a header that holds letters.

    Parameters
    ----------
    path : pathlib.Path
        In UTF-8, UTF-16 or Windows-1252.

    Returns
    -------
    Table
        Cells are texts. A row with more cells than the header is Skipped: its text may have been cut in two.

    Raises
    ------
    NotATableError
        If it is no text.
    """
    with open_bytes(path) as file:
        head = file.read(CHUNK)
        if not head:
            return Table(None, lambda: iter(()))
        encoding = detect(io.BytesIO(head) if len(head) < CHUNK else _rewound(file))
    sample = head.decode(encoding, errors=FALLBACK)
    if _is_rubbish(sample, head):
        raise NotATableError("It is no text.")
    delimiter, lead = _dialect(sample)
    csv.field_size_limit(MAX_CELL)
    with _text_lines(path, encoding, lead) as lines:
        reader = csv.reader(lines, delimiter=delimiter)
        try:
            blank, header = next(((n, row) for n, row in enumerate(reader) if any(row)), (0, []))
        except csv.Error as error:
            raise NotATableError("Its first row is too long to be a header.") from error
    names = tuple(unescape_formula(name) for name in header)
    return Table(names or None, lambda: _delimited_rows(path, encoding, delimiter, lead, names, blank + 1))


def _rewound(file: BinaryIO) -> BinaryIO:
    file.seek(0)
    return file


def _is_rubbish(sample: str, head: bytes) -> bool:
    # The last characters may be half of one. A single zero byte spoils its row, not the table.
    return is_rubbish(sample[:-2].replace("\x00", "\x01"), head)


@contextlib.contextmanager
def _text_lines(path: Path, encoding: str, lead: int) -> Iterator[Iterator[str]]:
    # newline="" keeps the line breaks inside quoted cells as they are.
    with (
        open_bytes(path) as file,
        io.TextIOWrapper(file, encoding=encoding, errors=FALLBACK, newline="") as lines,
    ):
        yield islice(_bounded(lines), lead, None)


def _bounded(lines: io.TextIOWrapper) -> Iterator[str]:
    while line := lines.readline(MAX_CELL):
        # The reader would take a part of a line for a whole one.
        if len(line) >= MAX_CELL:
            raise csv.Error("line too long")
        yield line


def _dialect(sample: str) -> tuple[str, int]:
    """Return the delimiter, and the number of lines before the header: Excel's own ``sep=;`` is one."""
    first, _, _ = sample.lstrip("\ufeff").partition("\n")
    if first.rstrip("\r").lower() in {f"sep={character}" for character in _DELIMITERS}:
        return first[4], 1

    def rank(delimiter: str) -> tuple[int, int]:
        csv.field_size_limit(MAX_CELL)
        rows = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
        header = next((row for row in rows if any(row)), [])
        return -len(lay_out(tuple(header)).missing), len(header)

    return max(_DELIMITERS, key=rank), 0


def _delimited_rows(
    path: Path, encoding: str, delimiter: str, lead: int, names: tuple[str, ...], header: int
) -> Iterator[Row | Skipped]:
    ended = False

    def to_end(lines: Iterator[str]) -> Iterator[str]:
        nonlocal ended
        yield from lines
        ended = True

    csv.field_size_limit(MAX_CELL)
    with _text_lines(path, encoding, lead) as lines:
        reader = csv.reader(to_end(lines), delimiter=delimiter)
        for _ in islice(reader, header):
            pass
        number = header
        line = reader.line_num + 1
        while True:
            number += 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                reason = f"From line {line + lead} on it is no table: a line is longer than {MAX_CELL} characters."
                yield Skipped(str(number), reason)
                return
            # The reader asks for a line beyond the last one only inside quotation marks.
            yield from _delimited_row(cells, names, number, line + lead if ended else 0)
            line = reader.line_num + 1


def _delimited_row(cells: list[str], names: tuple[str, ...], number: int, open_since: int) -> Iterator[Row | Skipped]:
    if open_since:
        reason = f"A quotation mark opened in line {open_since} is never closed; the rest of the file is not read."
        yield Skipped(str(number), reason)
    elif not any(cells):
        return
    elif any(cells[len(names) :]):
        yield Skipped(str(number), f"The row has {len(cells)} cells, the header has {len(names)}.")
    elif any(map(is_rubbish, cells)):
        yield Skipped(str(number), "The row holds binary data.")
    else:
        cells += [""] * (len(names) - len(cells))
        yield Row(str(number), names, [unescape_formula(cell) for cell in cells[: len(names)]])


def open_json_lines(path: Path) -> Table:
    """Open a JSON Lines file.

    Parameters
    ----------
    path : pathlib.Path
        In UTF-8, UTF-16 or Windows-1252, an object a line.

    Returns
    -------
    Table
        Its columns are the keys of its first hundred rows together; each row has its own.

    Raises
    ------
    NotATableError
        If it is no text, or none of its first hundred lines is a JSON object.
    """
    with open_bytes(path) as file:
        head = file.read(CHUNK)
        if _is_rubbish(decode(head), head):
            raise NotATableError("It is no text.")
        names: dict[str, None] = {}
        rows = 0
        probed = list(islice(read_json_lines(_rewound(file)), _PROBED))
    for row in probed:
        if isinstance(row, Row):
            rows += 1
            names.update(dict.fromkeys(row.names))
    if probed and not rows:
        raise NotATableError("It holds no JSON Lines.")

    def read() -> Iterator[Row | Skipped]:
        with open_bytes(path) as file:
            yield from read_json_lines(file)

    return Table(tuple(names) if probed else None, read)


def read_json_lines(file: BinaryIO | TextIO) -> Iterator[Row | Skipped]:
    """Read rows of JSON Lines from an open file or from standard input.

    Parameters
    ----------
    file : binary or text file
        Open at its start; need not be seekable. Not closed.

    Yields
    ------
    Row or Skipped
        In order; Skipped (failed) with the line's number for a line that is no JSON object. Blank lines are left out.
    """
    for number, line in enumerate(_json_text(file), 1):
        if line is None:
            yield Skipped(str(number), f"The line is longer than {MAX_CELL} characters.")
        elif line.strip():
            yield _json_row(line, str(number))


def _json_row(line: str, number: str) -> Row | Skipped:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):  # also numbers with too many digits
        return Skipped(number, "The line is no valid JSON.")
    if not isinstance(found, dict):
        return Skipped(number, "The line is no JSON object.")
    return Row(number, tuple(found), list(found.values()))


class _Joined(io.RawIOBase):
    """Bytes already taken from a file, and then the rest of it; closing it leaves the file open."""

    def __init__(self, taken: bytes, file: BinaryIO) -> None:
        self._taken, self._file = taken, file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        data = self._taken[: len(view)] or self._file.read(len(view))
        self._taken = self._taken[len(data) :]
        view[: len(data)] = data
        return len(data)


def _json_text(file: BinaryIO | TextIO) -> Iterator[str | None]:
    """Lines as text, None for one that is too long; nothing is read ahead, a line waits for no other."""
    line: str | bytes = file.readline(MAX_CELL)
    # Windows PowerShell writes UTF-16 with a mark.
    if isinstance(line, bytes) and line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        joined = io.BufferedReader(_Joined(line, cast(BinaryIO, file)))
        file = io.TextIOWrapper(joined, encoding="utf-16", errors=FALLBACK, newline="\n")
        line = file.readline(MAX_CELL)
    while line:
        if len(line) >= MAX_CELL:
            while line and line[-1:] not in ("\n", b"\n"):
                line = file.readline(MAX_CELL)
            yield None
        else:
            yield (decode(line) if isinstance(line, bytes) else line).lstrip("\ufeff")
        line = file.readline(MAX_CELL)
