"""XLSX as a stream of rows."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from classifier.ingest.cells import unescape_formula
from classifier.ingest.columns import Row, lay_out
from classifier.ingest.tables import NotATableError, Table
from classifier.records import Skipped

__all__ = ["EXPLANATION", "first_sheet", "open_workbook"]

EXPLANATION = "Forklaring"
"""Title of the sheet that explains the columns in workbooks that we write; never read."""

MAX_UNPACKED = 1 << 31
"""Most bytes that a workbook may unpack to (a full sheet of long letters has less)."""

_HEADER_WITHIN = 20
"""Rows in which a sheet's header is looked for: a title may stand above it."""

_BATCH = 64
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def open_workbook(path: Path) -> Table:
    """Open an XLSX file: every visible sheet that has the needed columns.

    Parameters
    ----------
    path : pathlib.Path
        Formulas are read as the value that was saved with them.

    Returns
    -------
    Table
        With the columns of its first sheet of letters, else of its first sheet. A sheet with content but without the
        needed columns is Skipped (not failed) where another has them.

    Raises
    ------
    NotATableError
        If it is no workbook or a damaged one.
    """
    if not path.stat().st_size:
        return Table(None, lambda: iter(()))
    book = _load(path)
    try:
        headers = {sheet.title: _header(sheet, path) for sheet in _sheets(book)}
    finally:
        book.close()
    headers = {title: header for title, header in headers.items() if header[1]}
    # A register may hold contacts without texts; who needs the texts sees in the columns that they are missing.
    lettered = [title for title, (_, names) in headers.items() if not lay_out(names).missing] or [
        title for title, (_, names) in headers.items() if lay_out(names).missing == ("text",)
    ]
    if not lettered:
        return Table(next((names for _, names in headers.values()), None), lambda: iter(()))

    def read() -> Iterator[Row | Skipped]:
        again = _load(path)
        try:
            for sheet in _sheets(again):
                prefix = f"{sheet.title}!" if len(lettered) > 1 else ""
                if sheet.title in lettered:
                    yield from _rows(sheet, *headers[sheet.title], prefix)
                elif sheet.title in headers:
                    reason = "The sheet has no columns id and text."
                    yield Skipped(f"{sheet.title}!", reason, rule="sheet-without-letters", failed=False)
        finally:
            again.close()

    return Table(headers[lettered[0]][1], read)


def first_sheet(path: Path) -> Iterator[tuple[int, tuple[object, ...]]]:
    """Read the first visible sheet of a workbook, whatever it holds.

    Parameters
    ----------
    path : pathlib.Path
        A small workbook.

    Yields
    ------
    tuple of (int, tuple)
        Number and cells of each row with content.

    Raises
    ------
    NotATableError
        If it is no workbook or a damaged one.
    """
    book = _load(path)
    try:
        for sheet in _sheets(book):
            for number, row in enumerate(_values(sheet), 1):
                if any(cell not in (None, "") for cell in row):
                    yield number, tuple(_plain(cell) if isinstance(cell, str) else cell for cell in row)
            return
    # As in _load.
    except Exception as error:
        raise NotATableError("It is a damaged workbook.") from error
    finally:
        book.close()


def _load(path: Path) -> Any:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(item.file_size for item in archive.infolist())
        if unpacked > MAX_UNPACKED:
            raise NotATableError(f"It would unpack to {unpacked >> 20} MB.")
        with warnings.catch_warnings():
            # What openpyxl leaves out (charts, validation lists, styles) holds no letter.
            warnings.simplefilter("ignore")
            return load_workbook(path, read_only=True, data_only=True)
    except (NotATableError, OSError):
        raise
    # A damaged workbook makes zipfile, the XML parser and openpyxl raise nearly anything.
    except Exception as error:
        raise NotATableError("It is no XLSX workbook, or damaged or locked with a password.") from error


def _sheets(book: Any) -> Iterator[Any]:
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible" and sheet.title != EXPLANATION:
            # The size that a file claims for its sheet is often wrong.
            sheet.reset_dimensions()
            yield sheet


def _values(sheet: Any) -> Iterator[tuple[object, ...]]:
    cells = sheet.iter_rows(values_only=True)
    while True:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            batch = list(islice(cells, _BATCH))
        if not batch:
            return
        yield from batch


def _header(sheet: Any, path: Path) -> tuple[int, tuple[str, ...]]:
    """Return row number and names of the first row that has the needed columns, else of the first that has content."""
    first: tuple[int, tuple[str, ...]] = (0, ())
    try:
        for number, row in enumerate(islice(_values(sheet), _HEADER_WITHIN), 1):
            names = tuple(_plain("" if cell is None else str(cell)) for cell in row)
            if any(names):
                first = first if first[1] else (number, names)
                if not lay_out(names).missing:
                    return number, names
    # As in _load.
    except Exception as error:
        raise NotATableError("It is a damaged workbook.") from error
    return first


def _rows(sheet: Any, header: int, names: tuple[str, ...], prefix: str) -> Iterator[Row | Skipped]:
    number = header
    try:
        for number, row in enumerate(islice(_values(sheet), header, None), header + 1):
            if all(cell is None or cell == "" for cell in row):
                continue
            cells = [_plain(cell) if isinstance(cell, str) else cell for cell in row]
            if any(cell not in (None, "") for cell in cells[len(names) :]):
                reason = f"The row has {len(cells)} cells, the header has {len(names)}."
                yield Skipped(f"{prefix}{number}", reason)
                continue
            yield Row(f"{prefix}{number}", names, [*cells[: len(names)], *[None] * (len(names) - len(cells))])
    # As in _load.
    except Exception as error:  # noqa: BLE001
        reason = f"From here on the sheet is damaged ({type(error).__name__})."
        yield Skipped(f"{prefix}{number + 1}", reason)


def _plain(text: str) -> str:
    """Undo how XLSX writes characters that XML does not keep (``_x000D_``), and our guard against formulas."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return unescape_formula(text)
