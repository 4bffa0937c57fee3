"""Rows out: JSON Lines, CSV, XLSX and Parquet, complete or absent."""

from __future__ import annotations

import contextlib
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from classifier.errors import OutputError
from classifier.files import replacing
from classifier.output.columns import Layout, Rows, columns_of, table_rows
from classifier.output.delimited import DIALECTS
from classifier.taxonomy import Taxonomy

__all__ = ["ENDINGS", "Writer", "check_output", "open_writer"]

STDOUT = "-"
ENDINGS = (".jsonl", ".csv", ".xlsx", ".parquet")
"""Endings that can be written."""


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


class _JsonLines:
    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.notes: list[str] = []

    def write(self, row: Mapping[str, Any]) -> None:
        line = json.dumps(row, ensure_ascii=False, separators=(", ", ": ")) + "\n"
        self._file.write(line.encode("utf-8", errors="replace"))


class _Spool(_JsonLines):
    """Keeps rows on disk until all columns are known: a table's header stands before the first row."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__(file)
        self.names: dict[str, None] = {}

    def write(self, row: Mapping[str, Any]) -> None:
        self.names.update(dict.fromkeys(row))
        super().write(row)

    def rows(self, layout: Layout) -> Iterator[dict[str, Any]]:
        self._file.seek(0)
        for line in self._file:
            yield from table_rows(json.loads(line), layout)


def check_output(out: str | Path, *, force: bool = False, long: bool = False) -> None:
    """Refuse an output that could not be written in the end; to be called before anything is read.

    Parameters
    ----------
    out : str or pathlib.Path
        ``-`` or a file.
    force : bool, default False
        True accepts a file that exists.
    long : bool, default False
        True if a row a letter and point is wanted.

    Raises
    ------
    OutputError
        If the ending is unknown, the folder does not exist, the file exists, or the format has no long form.
    """
    path = Path(out)
    ending = path.suffix.lower()
    if str(out) != STDOUT:
        if ending not in ENDINGS:
            raise OutputError(f"The ending {ending!r} is not known.", str(path), f"Known are {', '.join(ENDINGS)}.")
        if not path.parent.is_dir():
            raise OutputError("Its folder does not exist.", str(path), "Choose a folder that exists.")
        if path.is_dir():
            raise OutputError("It is a folder.", str(path), "Give the name of a file.")
        if path.exists() and not force:
            raise OutputError("The output exists already.", str(path), "Choose another name or add --force.")
    if long and (str(out) == STDOUT or ending == ".jsonl"):
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
        ``.jsonl``, ``.csv``, ``.xlsx`` or ``.parquet``; ``-`` writes JSON Lines to standard output.
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
    check_output(out, force=force, long=long)
    if csv_dialect not in DIALECTS:
        raise OutputError(f"The CSV dialect {csv_dialect!r} is not known.", "", f"Known are {', '.join(DIALECTS)}.")
    if str(out) == STDOUT:
        return _to_stdout(stdout)
    path = Path(out)
    layout = Layout(rows, long and rows == "tagged", path.suffix.lower() != ".parquet", taxonomy)
    return _to_file(path, force, csv_dialect, layout)


@contextlib.contextmanager
def _to_stdout(stdout: BinaryIO | None) -> Iterator[Writer]:
    file = stdout or sys.stdout.buffer
    try:
        yield _JsonLines(file)
        file.flush()
    except OSError as error:
        raise OutputError(f"Cannot write: {error.strerror or type(error).__name__}.", "standard output") from error


@contextlib.contextmanager
def _to_file(path: Path, force: bool, csv_dialect: str, layout: Layout) -> Iterator[Writer]:
    with replacing(path, force=force) as temporary:
        if path.suffix.lower() == ".jsonl":
            with temporary.open("wb") as file:
                yield _JsonLines(file)
            return
        # Beside the output: rows hold personal data, and the system's folder for temporary files may be shared.
        with tempfile.TemporaryFile(dir=path.parent) as file:
            spool = _Spool(file)
            yield spool
            _lay_out(spool, temporary, csv_dialect, layout)


def _lay_out(spool: _Spool, path: Path, csv_dialect: str, layout: Layout) -> None:
    fixed = {*(column.name for column in columns_of(layout)), "points", "groups", "scores", "evidence"}
    columns = columns_of(layout, [name for name in spool.names if name not in fixed])
    rows = spool.rows(layout)
    if path.suffix.lower() == ".csv":
        from classifier.output.delimited import write_csv

        write_csv(path, columns, rows, csv_dialect)
    elif path.suffix.lower() == ".xlsx":
        from classifier.output.workbook import write_workbook

        if cut := write_workbook(path, columns, rows):
            spool.notes.append(f"{cut} cells were cut to the 32,767 characters that Excel keeps.")
    else:
        from classifier.output.columnar import write_parquet

        write_parquet(path, columns, rows, layout.taxonomy.point_ids if layout.taxonomy else ())
