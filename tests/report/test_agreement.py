"""Every figure in the HTML is the one in the JSON and the one in the XLSX."""

from __future__ import annotations

import json
import re
from typing import Any, get_args

import pytest
from lxml import html
from openpyxl import load_workbook

from classifier.report import Document, write_html, write_xlsx
from classifier.report.document import Chart, Form
from classifier.report.language import Language
from classifier.report.workbook import ALL_NUMBERS, tables_of
from tests.report.conftest import MakeAnnual

REPORTS = ["annual da", "annual en", "annual published", "evaluation"]


@pytest.fixture(scope="module", params=REPORTS)
def document(request: pytest.FixtureRequest, make_annual: MakeAnnual, evaluation: Document) -> Document:
    """Each report."""
    if request.param == "evaluation":
        return evaluation
    return make_annual("en" if request.param == "annual en" else "da", published="published" in request.param)


@pytest.fixture(scope="module")
def written(document: Document, tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Any, Any]:
    """The three files, read again: page, JSON, workbook."""
    folder = tmp_path_factory.mktemp("report")
    write_html(document, folder / "a.html")
    write_xlsx(document, folder / "a.xlsx")
    (folder / "a.json").write_text(json.dumps(document.figures), encoding="utf-8")
    page = html.fromstring((folder / "a.html").read_text(encoding="utf-8"))
    return page, json.loads((folder / "a.json").read_text(encoding="utf-8")), load_workbook(folder / "a.xlsx")


def resolve(figures: Any, pointer: str) -> Any:
    """Follow a JSON Pointer; what is not there is unknown."""
    for key in pointer.split("/")[1:]:
        key = key.replace("~1", "/").replace("~0", "~")
        figures = figures[int(key)] if isinstance(figures, list) else (figures or {}).get(key)
    return figures


def same(cell: Any, value: Any) -> bool:
    """A workbook keeps 16 digits of a number."""
    return bool(cell == (pytest.approx(value, rel=1e-14) if isinstance(value, float) else value))


def test_page_json_and_workbook_agree(document: Document, written: tuple[Any, Any, Any]) -> None:
    """Number by number: what is printed, the attribute, the JSON, and the sheet of all numbers."""
    page, figures, book = written
    sheet = {row[0]: row[1] for row in book[ALL_NUMBERS].iter_rows(min_row=2, values_only=True)}
    language = Language(document.language)
    marked = page.xpath("//*[@data-figure]")
    assert len(marked) > 150
    for element in marked:
        pointer, printed = element.get("data-figure"), element.text_content().strip()
        value = resolve(figures, pointer)
        assert same(sheet.get(pointer), value), pointer
        if value is None:
            assert element.get("data-value") == ""
            assert not re.search(r"\d", printed), pointer
            continue
        assert element.get("data-value") == (repr(value) if isinstance(value, float) else str(value))
        assert printed in {language.shown(value, form) for form in get_args(Form)}, pointer


def test_tables_are_the_sheets(document: Document, written: tuple[Any, Any, Any]) -> None:
    """Cell by cell, where the page says where it stands."""
    page, figures, book = written
    for table in tables_of(document):
        (element,) = page.xpath(f"//table[@id='{table.id}']")
        rows = list(book[table.id[:31]].iter_rows(values_only=True))
        printed = element.xpath(".//tr")
        assert len(rows) == len(printed)
        assert [cell.text_content() for cell in printed[0]] == list(rows[0])
        for line, row in zip(printed[1:], rows[1:], strict=True):
            for cell, value in zip(line, row, strict=True):
                if pointer := cell.get("data-figure"):
                    assert same(value, resolve(figures, pointer))
                else:
                    assert cell.text_content() == ("" if value is None else str(value))


def test_no_number_stands_alone(written: tuple[Any, Any, Any]) -> None:
    """Every number in a table says where it comes from; only ranks do not."""
    page, _, _ = written
    for cell in page.xpath("//td[@class='n']"):
        assert cell.get("data-figure") or not cell.text_content().strip()


def test_bars_carry_the_numbers_of_their_table(document: Document, written: tuple[Any, Any, Any]) -> None:
    """The last column of the table behind a chart of stacked bars is what stands at the bars."""
    page, _, _ = written
    language = Language(document.language)
    stacked = [
        block for section in document.sections for block in section.blocks
        if isinstance(block, Chart) and block.kind == "stacked"
    ]  # fmt: skip
    for chart in stacked:
        (figure,) = page.xpath(f"//figure[.//table[@id='{chart.table.id}']]")
        drawn = [text.text_content().strip() for text in figure.xpath(".//*[local-name()='text']")]
        rows = chart.table.rows if chart.rows is None else [chart.table.rows[index] for index in chart.rows]
        for row in rows:
            assert language.cell(row[-1]) in drawn
