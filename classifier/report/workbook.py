"""A document as an XLSX workbook: a sheet a table, every number of the JSON object, and what each sheet is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from classifier.ingest.cells import escape_formula
from classifier.ingest.workbooks import EXPLANATION
from classifier.report.document import Cell, Chart, Document, KeyFigures, Sentence, Table, pointer
from classifier.report.language import Language

__all__ = ["ALL_NUMBERS", "KEY_FIGURES", "all_figures", "tables_of", "write_xlsx"]

ALL_NUMBERS = "Tal"
KEY_FIGURES = "Nøgletal"
_FORMATS = {
    "count": "#,##0",
    "decimal": "#,##0.0",
    "percent": '0.0" %"',
    "share": "0.0%",
    "signed": "+#,##0.##;-#,##0.##;0",
    "signed_percent": "+0.0;-0.0;0.0",
    "signed_figure": "+0.00;-0.00;0.00",
    "figure": "0.00",
}


def tables_of(document: Document) -> Iterator[Table]:
    """List the tables of a document, those behind its charts too.

    Parameters
    ----------
    document : Document
        The report.

    Yields
    ------
    Table
        In order.
    """
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Chart):
                yield block.table
            elif isinstance(block, Table):
                yield block


def all_figures(value: object, *path: str | int) -> Iterator[tuple[str, Any]]:
    """List every value of a JSON object with its JSON Pointer.

    Parameters
    ----------
    value : object
        A JSON value.
    *path : str or int
        Where it stands.

    Yields
    ------
    tuple of (str, object)
        Pointer and number, text or None.
    """
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from all_figures(item, *path, key)
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from all_figures(item, *path, index)
    else:
        yield pointer(*path), value


def write_xlsx(document: Document, path: Path) -> None:
    """Write a document as XLSX.

    Parameters
    ----------
    document : Document
        The report. Texts that a spreadsheet could run as formulas are escaped; hidden numbers are empty cells.
    path : pathlib.Path
        Overwritten.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    say = Language(document.language)
    book = Workbook()
    book.remove(book.active)
    bold, wrapped = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    keys = [(key.title, key.cell) for key in _keys(document)]
    _write(book, KEY_FIGURES, (say("Nøgletal", "Key figure"), say("Værdi", "Value")), [(Cell(k), c) for k, c in keys])
    for table in tables_of(document):
        _write(book, table.id[:31], table.columns, table.rows)
    numbers = [(Cell(where), Cell(value)) for where, value in all_figures(document.figures)]
    _write(book, ALL_NUMBERS, (say("Sted i JSON", "Place in the JSON"), say("Værdi", "Value")), numbers)
    guide = book.create_sheet(EXPLANATION, 0)
    guide.column_dimensions["A"].width = 28
    guide.column_dimensions["B"].width = 100
    rows = [(document.title, document.subtitle), ("", document.footer)]
    rows += [("", _text(each, say)) for each in document.warnings]
    rows += [(document.mark, "")] if document.mark else []
    rows += [(table.id[:31], " ".join(filter(None, (table.title + ".", table.note)))) for table in tables_of(document)]
    rows.append((ALL_NUMBERS, say("Alle tal, som JSON-filen har dem.", "All numbers, as the JSON file has them.")))
    for row in rows:
        guide.append([escape_formula(text) for text in row])
        guide.cell(guide.max_row, 1).font = bold
        guide.cell(guide.max_row, 2).alignment = wrapped
    book.properties.creator = "klagepunkt"
    book.properties.title = document.title
    book.save(path)


def _keys(document: Document) -> Iterator[Any]:
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, KeyFigures):
                yield from block.keys


def _text(sentence: Sentence, say: Language) -> str:
    text = sentence.text
    for index, cell in enumerate(sentence.cells):
        text = text.replace("{" + str(index) + "}", say.cell(cell))
    return text


def _write(book: Any, title: str, columns: tuple[str, ...], rows: Any) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(title)
    sheet.append([escape_formula(column) for column in columns])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    widest = [10] * len(columns)
    for number, row in enumerate(rows, 2):
        for column, cell in enumerate(row, 1):
            value = escape_formula(cell.value) if isinstance(cell.value, str) else cell.value
            written = sheet.cell(number, column, value)
            if cell.form in _FORMATS:
                written.number_format = _FORMATS[cell.form]
            if isinstance(value, str):
                widest[column - 1] = min(max(widest[column - 1], len(value) + 2), 60)
    for column, width in enumerate(widest, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{max(sheet.max_row, 1)}"
