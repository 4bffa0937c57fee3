"""CSV out: as Excel reads it in Denmark, as Excel reads it elsewhere, or plain."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from classifier.ingest.cells import escape_formula
from classifier.output.columns import Column, flatten
from classifier.output.compressed import open_written

__all__ = ["DIALECTS", "Dialect", "write_csv"]


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a CSV file is written: its delimiter, decimal sign, and encoding (with a mark or without)."""

    delimiter: str
    decimal: str
    encoding: str


DIALECTS: Mapping[str, Dialect] = {
    "excel-da": Dialect(";", ",", "utf-8-sig"),
    "excel": Dialect(",", ".", "utf-8-sig"),
    "rfc": Dialect(",", ".", "utf-8"),
}


def write_csv(
    path: Path, columns: Iterable[Column], rows: Iterable[Mapping[str, Any]], dialect: str = "excel-da"
) -> None:
    """Write a CSV file with a header, lines ended by CR LF.

    Parameters
    ----------
    path : pathlib.Path
        Overwritten.
    columns : iterable of Column
        In order.
    rows : iterable of mapping
        By column name; missing values are empty cells. Texts that a spreadsheet could run as formulas are escaped.
    dialect : str, default "excel-da"
        A key of DIALECTS.
    """
    style = DIALECTS[dialect]
    columns = list(columns)
    with (
        open_written(path) as raw,
        io.TextIOWrapper(raw, encoding=style.encoding, errors="replace", newline="") as file,
    ):
        writer = csv.writer(file, delimiter=style.delimiter, lineterminator="\r\n")
        writer.writerow([escape_formula(column.name) for column in columns])
        for row in rows:
            writer.writerow([_cell(flatten(row.get(column.name)), style.decimal) for column in columns])


def _cell(value: str | float | None, decimal: str) -> str:
    if isinstance(value, str):
        return escape_formula(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value).replace(".", decimal)
