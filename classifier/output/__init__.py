"""Rows out: JSON Lines, CSV, XLSX and Parquet, complete or absent."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from classifier.errors import OutputError
from classifier.files import COMPRESSED, ending_of, replacing, unwritable
from classifier.output.columns import Layout, Rows, columns_of, table_rows
from classifier.output.compressed import open_written
from classifier.output.delimited import DIALECTS
from classifier.taxonomy import Taxonomy

__all__ = ["ENDINGS", "STDOUT", "Writer", "check_output", "layout_of", "line_of", "open_writer", "write_table"]

STDOUT = "-"
"""The output that means JSON Lines on standard output."""
ENDINGS = (".jsonl", ".csv", ".xlsx", ".parquet")
"""Endings that can be written; those of JSON Lines and CSV may be followed by that of a compression."""
_GONE = (errno.EPIPE, errno.EINVAL) if os.name == "nt" else (errno.EPIPE,)
"""What writing to a pipe raises that nobody reads any more; Windows calls that an invalid argument."""
_COMPRESSED = tuple(ending + compression for ending in (".jsonl", ".csv") for compression in COMPRESSED)


class Writer(Protocol):
    """Takes rows one by one.

    Attributes
    ----------
    notes : list of str
        After the writer was closed: what the format could not hold, with its count.
    """

    notes: list[str]

    def write(self, row: Mapping[str, Any]) -> None:
        """Write a row in its JSON Lines form.

        Parameters
        ----------
        row : mapping
            As the output contract has it.
        """

    def write_lines(self, lines: bytes, names: Iterable[str]) -> None:
        """Write rows that are encoded already.

        Parameters
        ----------
        lines : bytes
            As ``line_of`` returns them, any number.
        names : iterable of str
            The names of all their columns.
        """


class _JsonLines:
    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.notes: list[str] = []

    def write(self, row: Mapping[str, Any]) -> None:
        self.write_lines(line_of(row), row)

    def write_lines(self, lines: bytes, names: Iterable[str]) -> None:
        self._file.write(lines)


class _Spool(_JsonLines):
    """Keeps rows on disk until all columns are known: a table's header stands before the first row."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__(file)
        self.names: dict[str, None] = {}

    def write_lines(self, lines: bytes, names: Iterable[str]) -> None:
        self.names.update(dict.fromkeys(names))
        super().write_lines(lines, names)


def line_of(row: Mapping[str, Any]) -> bytes:
    """Return a row as a line of JSON Lines.

    Parameters
    ----------
    row : mapping
        As the output contract has it.

    Returns
    -------
    bytes
        In UTF-8, with its end of line.
    """
    line = json.dumps(row, ensure_ascii=False, separators=(", ", ": ")) + "\n"
    return line.encode("utf-8", errors="replace")


def check_output(out: str | Path, *, force: bool = False, long: bool = False, csv_dialect: str = "excel-da") -> None:
    """Refuse an output that could not be written in the end; to be called before anything is read.

    Parameters
    ----------
    out : str or pathlib.Path
        ``-`` or a file.
    force : bool, default False
        True accepts a file that exists.
    long : bool, default False
        True if a row a letter and point is wanted.
    csv_dialect : str, default "excel-da"
        As for open_writer.

    Raises
    ------
    OutputError
        If the ending or the dialect is unknown, the folder does not exist, the file exists, or the format has no long
        form.
    """
    if csv_dialect not in DIALECTS:
        raise OutputError(f"The CSV dialect {csv_dialect!r} is not known.", "", f"Known are {', '.join(DIALECTS)}.")
    path = Path(out)
    ending = ending_of(path)
    if str(out) != STDOUT:
        if ending not in (*ENDINGS, *_COMPRESSED):
            known = ", ".join((*ENDINGS, *_COMPRESSED))
            raise OutputError(f"The ending {ending!r} is not known.", str(path), f"Known are {known}.")
        if not path.parent.is_dir():
            raise OutputError("Its folder does not exist.", str(path), "Choose a folder that exists.")
        if path.is_dir():
            raise OutputError("It is a folder.", str(path), "Give the name of a file.")
        if path.exists() and not force:
            raise OutputError("The output exists already.", str(path), "Choose another name or add --force.")
    if long and (str(out) == STDOUT or ending.startswith(".jsonl")):
        raise OutputError("JSON Lines have no long form.", str(out), "Leave --long away, or write a table.")


def open_writer(
    out: str | Path,
    *,
    force: bool = False,
    csv_dialect: str = "excel-da",
    long: bool = False,
    rows: Rows = "tagged",
    taxonomy: Taxonomy | None = None,
    stdout: BinaryIO | None = None,
) -> AbstractContextManager[Writer]:
    """Open an output by its ending.

    Parameters
    ----------
    out : str or pathlib.Path
        ``.jsonl``, ``.csv``, ``.xlsx`` or ``.parquet``, the first two also compressed (``.gz``, ``.zst``); ``-`` writes
        JSON Lines to standard output.
    force : bool, default False
        True replaces a file that exists, once the new one is complete.
    csv_dialect : str, default "excel-da"
        ``excel-da`` (semicolon, decimal comma, mark), ``excel`` (comma, decimal point, mark) or ``rfc`` (comma, decimal
        point, no mark).
    long : bool, default False
        A row a letter and point in place of a row a letter; a letter without points has one row.
    rows : str, default "tagged"
        ``tagged`` for the rows of ``tag``, ``letters`` for those of ``letters``, ``labelled`` for confirmed labels.
    taxonomy : Taxonomy, optional
        The label book: order of the score columns, names of points and groups.
    stdout : binary file, optional
        Written for ``-``; the process's own if None.

    Returns
    -------
    context manager of Writer
        If its block ends with an error, nothing was written.

    Raises
    ------
    OutputError
        Now, as check_output; or when the block ends, if the file cannot be written. An old file is intact.
    """
    check_output(out, force=force, long=long, csv_dialect=csv_dialect)
    if str(out) == STDOUT:
        return _to_stdout(stdout)
    path = Path(out)
    return _to_file(path, force, csv_dialect, layout_of(path, rows, long=long, taxonomy=taxonomy))


def layout_of(path: Path, rows: Rows = "tagged", *, long: bool = False, taxonomy: Taxonomy | None = None) -> Layout:
    """Return how the rows of a table are laid out.

    Parameters
    ----------
    path : pathlib.Path
        The output; its ending counts.
    rows : str, default "tagged"
        As for open_writer.
    long : bool, default False
        As for open_writer.
    taxonomy : Taxonomy, optional
        As for open_writer.

    Returns
    -------
    Layout
        For write_table.
    """
    return Layout(rows, long and rows == "tagged", path.suffix.lower() != ".parquet", taxonomy)


@contextlib.contextmanager
def _to_stdout(stdout: BinaryIO | None) -> Iterator[Writer]:
    file = stdout or sys.stdout.buffer
    yield _Stdout(file)
    with _told():
        file.flush()


class _Stdout(_JsonLines):
    def write_lines(self, lines: bytes, names: Iterable[str]) -> None:
        with _told():
            super().write_lines(lines, names)


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Tell a reader of standard output that has gone from what else bars writing; to be held around writing alone."""
    try:
        yield
    except OSError as error:
        if error.errno in _GONE:
            raise BrokenPipeError(errno.EPIPE, "The reader of standard output has gone.") from error
        raise OutputError(unwritable(error), "standard output") from error


@contextlib.contextmanager
def _to_file(path: Path, force: bool, csv_dialect: str, layout: Layout) -> Iterator[Writer]:
    with replacing(path, force=force) as temporary:
        if ending_of(path).startswith(".jsonl"):
            with open_written(temporary) as file:
                yield _JsonLines(file)
            return
        # Beside the output: rows hold personal data, and the system's folder for temporary files may be shared.
        with tempfile.TemporaryFile(dir=path.parent) as file:
            spool = _Spool(file)
            yield spool
            file.seek(0)
            spool.notes += write_table(temporary, file, spool.names, layout, csv_dialect)


def write_table(
    path: Path, lines: Iterable[bytes], names: Iterable[str], layout: Layout, csv_dialect: str = "excel-da"
) -> list[str]:
    """Write rows that are kept as JSON Lines to where they belong, as its ending wants them.

    Parameters
    ----------
    path : pathlib.Path
        Overwritten.
    lines : iterable of bytes
        As ``line_of`` returns them; read once, a few at a time.
    names : iterable of str
        The names of all their columns.
    layout : Layout
        What rows the table gets.
    csv_dialect : str, default "excel-da"
        As for open_writer.

    Returns
    -------
    list of str
        What the format could not hold, with its count.
    """
    fixed = {*(column.name for column in columns_of(layout)), "points", "groups", "scores", "evidence"}
    columns = columns_of(layout, [name for name in names if name not in fixed])
    rows = (row for line in lines for row in table_rows(json.loads(line), layout))
    ending = ending_of(path)
    if ending.startswith(".jsonl"):
        with open_written(path) as file:
            file.writelines(lines)
    elif ending.startswith(".csv"):
        from classifier.output.delimited import write_csv

        write_csv(path, columns, rows, csv_dialect)
    elif ending == ".xlsx":
        from classifier.output.workbook import write_workbook

        if cut := write_workbook(path, columns, rows):
            return [f"{cut} cells were cut to the 32,767 characters that Excel keeps."]
    else:
        from classifier.output.columnar import write_parquet

        write_parquet(path, columns, rows, layout.taxonomy.point_ids if layout.taxonomy else ())
    return []
