"""The workbook: explained, filtered, frozen, safe to open."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook

from classifier.report import write_xlsx
from classifier.report.workbook import ALL_NUMBERS, KEY_FIGURES
from tests.report.conftest import MakeAnnual


def test_sheets(make_annual: MakeAnnual, tmp_path: Path) -> None:
    """Explanation first, then key figures and a sheet a table."""
    write_xlsx(make_annual(), tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames[:2] == ["Forklaring", KEY_FIGURES]
    assert book.sheetnames[-1] == ALL_NUMBERS
    explained = {row[0] for row in book["Forklaring"].iter_rows(values_only=True)}
    assert set(book.sheetnames[2:]) <= explained
    points = book["alle-punkter"]
    assert points.freeze_panes == "B2"
    assert points.auto_filter.ref.startswith("A1:F")
    keys = dict(book[KEY_FIGURES].iter_rows(min_row=2, values_only=True))
    assert (keys["Klagepunkter"], keys["Borgere har henvendt sig"]) == (407, 179)


def test_formulas_are_escaped(make_annual: MakeAnnual, tmp_path: Path) -> None:
    """What an office wrote is text."""
    row = {"recommendation": "=HYPERLINK(1)", "addressee": "@SS", "status": "", "follow_up": ""}
    write_xlsx(make_annual(recommendations=(row,)), tmp_path / "a.xlsx")
    cells = next(load_workbook(tmp_path / "a.xlsx")["anbefalingerne"].iter_rows(min_row=2, values_only=True))
    assert cells[:2] == ("'=HYPERLINK(1)", "'@SS")


def test_hidden_numbers_are_empty(make_annual: MakeAnnual, tmp_path: Path) -> None:
    """Not even in the sheet of all numbers."""
    write_xlsx(make_annual(published=True), tmp_path / "a.xlsx")
    numbers = dict(load_workbook(tmp_path / "a.xlsx")[ALL_NUMBERS].iter_rows(min_row=2, values_only=True))
    assert numbers["/points/by_group/Institutioner"] is None
    assert numbers["/points/total"] == 407
