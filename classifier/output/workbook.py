"""XLSX out: letters on one sheet with filter and frozen header, and a sheet that explains the columns."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from classifier.ingest.cells import escape_formula
from classifier.ingest.workbooks import EXPLANATION
from classifier.output.columns import Column, flatten

__all__ = ["write_workbook"]

SHEET = "Breve"
MAX_CELL = 32_767
"""Most characters (UTF-16 units) that Excel keeps in a cell."""
MAX_ROWS = 1_048_576
"""Most rows of a sheet, header included."""
CUT = " […] (teksten er forkortet)"

_ILLEGAL = re.compile("[\ud800-\udfff\ufffe\uffff]")
# XML keeps neither control characters nor CR: Excel's own escape. A text that only looks like one is escaped as well.
_ESCAPE = re.compile("[\x00-\x08\x0b-\x1f]|_(?=x[0-9A-Fa-f]{4}_)")
_WIDTHS = {"text": 18, "texts": 30, "passages": 60, "records": 40, "number": 11, "boolean": 12, "integer": 12}
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)


class _Archive(zipfile.ZipFile):
    """A ZIP file whose entries carry no time, so that the same letters give the same bytes."""

    def write(self, filename: Any, arcname: Any = None, *args: Any, **kwargs: Any) -> None:
        info = zipfile.ZipInfo(str(arcname), _FIXED_TIME)
        info.compress_type = zipfile.ZIP_DEFLATED
        with Path(filename).open("rb") as source, self.open(info, "w", force_zip64=True) as entry:
            while chunk := source.read(1 << 20):
                entry.write(chunk)

    def writestr(self, zinfo_or_arcname: Any, data: Any, *args: Any, **kwargs: Any) -> None:
        info = zipfile.ZipInfo(str(zinfo_or_arcname), _FIXED_TIME)
        info.compress_type = zipfile.ZIP_DEFLATED
        super().writestr(info, data)


def write_workbook(path: Path, columns: Iterable[Column], rows: Iterable[Mapping[str, Any]]) -> int:
    """Write an XLSX file.

    Parameters
    ----------
    path : pathlib.Path
        Overwritten.
    columns : iterable of Column
        In order.
    rows : iterable of mapping
        By column name. Texts that a spreadsheet could run as formulas are escaped; what does not fit on one sheet goes
        on to the next.

    Returns
    -------
    int
        Number of cells that were cut because Excel keeps no more than 32,767 characters.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment
    from openpyxl.writer.excel import ExcelWriter

    columns = list(columns)
    book = Workbook(write_only=True)
    cut = 0
    wrapped = Alignment(wrap_text=True, vertical="top")
    sheet: Any = None
    for number, row in enumerate(rows):
        line = number % (MAX_ROWS - 1) + 2
        if line == 2:
            _close(sheet, columns, MAX_ROWS)
            sheet = _new_sheet(book, f"{SHEET} {number // (MAX_ROWS - 1) + 1}" if number else SHEET, columns)
        cells: list[Any] = []
        for column in columns:
            value = flatten(row.get(column.name))
            if isinstance(value, str):
                value, was_cut = _fit(escape_formula(value))
                cut += was_cut
                value = _escaped(value)
            elif isinstance(value, float) and column.type == "number":
                cell = WriteOnlyCell(sheet, value)
                cell.number_format = "0.00"
                cells.append(cell)
                continue
            cells.append(value if value != "" else None)
        sheet.append(cells)
    if sheet is None:
        sheet, line = _new_sheet(book, SHEET, columns), 1
    _close(sheet, columns, line)
    guide = book.create_sheet(EXPLANATION)
    guide.column_dimensions["A"].width = 30
    guide.column_dimensions["B"].width = 110
    for name, meaning in [("Kolonne", "Betydning"), *((column.name, column.meaning) for column in columns)]:
        texts = [WriteOnlyCell(guide, _escaped(_fit(escape_formula(text))[0])) for text in (name, meaning)]
        texts[1].alignment = wrapped
        guide.append(texts)
    book.properties.creator = "klagepunkt"
    book.properties.created = book.properties.modified = datetime(*_FIXED_TIME)
    with _Archive(path, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        ExcelWriter(book, archive).save()
    return cut


def _new_sheet(book: Any, title: str, columns: Sequence[Column]) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(title)
    # A sheet of this kind takes all that stands before its rows before the first of them.
    sheet.freeze_panes = "B2"
    for index, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(index)].width = _WIDTHS.get(column.type, 18)
    header = [WriteOnlyCell(sheet, _escaped(_fit(escape_formula(column.name))[0])) for column in columns]
    for cell in header:
        cell.font = Font(bold=True)
    sheet.append(header)
    return sheet


def _close(sheet: Any, columns: Sequence[Column], lines: int) -> None:
    """Add what stands after a sheet's rows: the filter and the colours of the scores."""
    from openpyxl.formatting.rule import ColorScaleRule
    from openpyxl.utils import get_column_letter

    if sheet is None:
        return
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{lines}"
    scores = [get_column_letter(index) for index, column in enumerate(columns, 1) if column.type == "number"]
    if scores and lines > 1:
        # White to blue: told apart by colour-blind readers and in grey print, and the figure stands in the cell.
        scale = ColorScaleRule(
            start_type="num", start_value=0, start_color="FFFFFF", end_type="num", end_value=1, end_color="6FA8DC"
        )
        sheet.conditional_formatting.add(f"{scores[0]}2:{scores[-1]}{lines}", scale)
    sheet.close()


def _fit(text: str) -> tuple[str, bool]:
    """Cut a text to what Excel keeps in a cell, with a mark that says so."""
    if len(text) * 2 <= MAX_CELL:
        return text, False
    units = text.encode("utf-16-le", "surrogatepass")
    if len(units) <= MAX_CELL * 2:
        return text, False
    kept = units[: (MAX_CELL - len(CUT)) * 2]
    return kept.decode("utf-16-le", "ignore") + CUT, True


def _escaped(text: str) -> str:
    if _ESCAPE.search(text):
        text = _ESCAPE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
    return _ILLEGAL.sub("\ufffd", text)
