"""``klagepunkt evaluate --by-year``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.cli.conftest import Run, read_rows, write_rows

DATA = Path(__file__).parents[1] / "data" / "labelled.jsonl"


def rows(year: int, number: int = 4) -> list[dict[str, Any]]:
    """Confirmed letters of a year."""
    return [
        {"id": f"{year}-{n}", "text": f"Jeg har rykket for svar. Brev {'abcd'[n]} {year}.", "kind": "klage",
         "points": ["sagsbehandlingstid"], "year": year}
        for n in range(number)
    ]  # fmt: skip


def test_newest_year_beside_a_random_split(run: Run, folder: Path) -> None:
    """Both figures and the difference; test-year data in training is exit code 2."""
    (folder / "corpus").mkdir()
    (folder / "corpus" / "a.jsonl").write_bytes(DATA.read_bytes())
    write_rows(folder / "2025.jsonl", *rows(2025))
    write_rows(folder / "2024.jsonl", *rows(2024))
    given = ("evaluate", "2025.jsonl", "--by-year", "--corpus", "corpus", "--jobs", "1")
    done = run(*given, "--with", "2024.jsonl", "--json", "tal.json")
    assert done.code == 0, done.err
    assert "letters: 2024: 4, 2025: 4" in done.out
    assert "micro-F1, random split less 2025:" in done.out
    assert "4 letters of 2025 measured by a model of the years before" in done.err
    figures = json.loads((folder / "tal.json").read_text(encoding="utf-8"))
    assert figures["difference"] == figures["random"]["point_micro_f1"] - figures["newest"]["point_micro_f1"]
    other = [{**row, "id": f"x{row['id']}", "text": row["text"] + "!"} for row in read_rows(folder / "2025.jsonl")]
    write_rows(folder / "begge.jsonl", *rows(2024), *other)
    done = run(*given, "--with", "begge.jsonl")
    assert (done.code, "holds a letter of 2025; the test year is 2025" in done.err) == (2, True)
