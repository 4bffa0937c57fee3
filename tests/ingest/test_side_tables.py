"""Small tables that hold no letters."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from classifier.errors import InputError
from classifier.ingest.side_tables import read_side_table

COLUMNS = {"area": ("område",), "cases": ("antal sager",), "note": ()}


def workbook(path: Path, *rows: tuple[object, ...]) -> Path:
    """Write a workbook of one sheet."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


@pytest.fixture
def tables(tmp_path: Path) -> dict[str, Path]:
    """The same table in each format."""
    (tmp_path / "a.csv").write_text("Område;Antal sager;andet\nSS;100;x\n;;\nKMT;50;\n", encoding="cp1252")
    (tmp_path / "a.jsonl").write_text('{"area": "SS", "cases": 100}\n{"area": "KMT", "cases": 50}\n', encoding="utf-8")
    book = workbook(tmp_path / "a.xlsx", ("Område", "Antal sager"), ("SS", 100), (None, None), ("KMT", 50.0))
    return {"csv": tmp_path / "a.csv", "jsonl": tmp_path / "a.jsonl", "xlsx": book}


@pytest.mark.parametrize("ending", ["csv", "jsonl", "xlsx"])
def test_formats(ending: str, tables: dict[str, Path]) -> None:
    """Danish names, other columns and empty rows passed over."""
    rows = [row for _, row in read_side_table(tables[ending], COLUMNS, ("area", "cases"))]
    assert rows == [{"area": "SS", "cases": "100", "note": ""}, {"area": "KMT", "cases": "50", "note": ""}]


def test_faults_are_named(tmp_path: Path, tables: dict[str, Path]) -> None:
    """With file and row."""
    with pytest.raises(InputError, match=r"a\.csv: The table has no column note"):
        read_side_table(tables["csv"], COLUMNS, ("note",))
    gap = workbook(tmp_path / "hul.xlsx", ("area", "cases"), ("SS", None))
    with pytest.raises(InputError, match=r"hul\.xlsx, row 2: The row has no cases"):
        read_side_table(gap, COLUMNS, ("area", "cases"))
    with pytest.raises(InputError, match="does not exist"):
        read_side_table(tmp_path / "mangler.xlsx", COLUMNS, ())
    (tmp_path / "a.docx").write_bytes(b"x")
    with pytest.raises(InputError, match=r"ending '\.docx' is not known"):
        read_side_table(tmp_path / "a.docx", COLUMNS, ())
    (tmp_path / "b.xlsx").write_bytes(b"no zip")
    with pytest.raises(InputError, match="no XLSX workbook"):
        read_side_table(tmp_path / "b.xlsx", COLUMNS, ())
