"""What the tests of reading share. All letters are invented."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from classifier.ingest import open_letters
from classifier.records import Letter, Skipped
from classifier.taxonomy import Taxonomy, read_taxonomy

LETTER = "Kære ombudsmand\n\nJeg har ventet i et halvt år på svar om min søns støtte. Hvad gør jeg nu?\n\nÅse"

type_of_rows = Sequence[Mapping[str, Any]]


def read(*paths: Path) -> tuple[list[Letter], list[Skipped]]:
    """Read letters and what was skipped, each in order."""
    items = list(open_letters(paths))
    return [item for item in items if isinstance(item, Letter)], [item for item in items if isinstance(item, Skipped)]


def write_json_lines(path: Path, rows: type_of_rows) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def write_xlsx(path: Path, *sheets: Sequence[Sequence[Any]]) -> Path:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, 1):
        sheet = book.create_sheet(f"Ark{number}")
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def write_parquet(path: Path, columns: Mapping[str, Any]) -> Path:
    import pyarrow
    from pyarrow import parquet

    parquet.write_table(pyarrow.table(dict(columns)), path)
    return path


@pytest.fixture(scope="session")
def taxonomy() -> Taxonomy:
    return read_taxonomy()


@pytest.fixture
def forbid(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Make opening a file fail as it does without permission (the tests may run as root)."""

    def forbid_path(path: Path) -> None:
        honest = Path.open

        def guarded(self: Path, *args: Any, **kwargs: Any) -> Any:
            if self == path:
                raise PermissionError(13, "Permission denied")
            return honest(self, *args, **kwargs)

        monkeypatch.setattr(Path, "open", guarded)

    return forbid_path
