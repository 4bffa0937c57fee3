"""The database where a command takes a table: models are trained, and reports written, as from a table."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from classifier.store import ModelStore
from tests.cli.conftest import Run, read_rows, write_rows
from tests.cli.test_retrain import DATA, WORDS

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def years(run: Run, folder: Path) -> None:
    """Confirmed letters of two years, in tables and in the database, and a small corpus."""
    points = list(WORDS)
    for year in (2024, 2025):
        rows = [
            {
                "id": f"{year}-{number}", "kind": "klage", "area": "SS", "points": [points[number % 3]],
                "text": f"Kære rådgiver. {WORDS[points[number % 3]]} Brev {'ABCDEFGHIJKL'[number]} af {year}.",
                "citizen": f"c{number // 2}", "year": year, "received": f"{year}-03-{number + 1:02}",
            }
            for number in range(12)
        ]  # fmt: skip
        write_rows(folder / f"{year}.jsonl", *rows)
    (folder / "corpus").mkdir()
    shutil.copy(DATA / "labelled.jsonl", folder / "corpus")
    done = run("review", "import", "2024.jsonl", "2025.jsonl")
    assert done.code == 0, done.err


@pytest.mark.slow
@pytest.mark.usefixtures("years")
def test_retraining_is_the_same(run: Run, folder: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The new year and the former one, to the last digit; and the model knows what it learned from."""
    monkeypatch.setenv("KLAGEPUNKT_LEGAL_BASIS", "Databeskyttelsesloven § 10")
    for name, new, former in (("tabel", "2025.jsonl", "2024.jsonl"), ("base", "database:2025", "database:2024")):
        done = run(
            "retrain", "--new", new, "--with", former, "--name", name, "--corpus", "corpus", "--jobs", "1",
            "--json", f"{name}.json",
        )  # fmt: skip
        assert done.code == 0, done.err
        assert "12 new letters" in done.err
    first, second = (json.loads((folder / f"{name}.json").read_text("utf-8")) for name in ("tabel", "base"))
    assert {**first, "model": ""} == {**second, "model": ""}
    assert set(ModelStore(own_home).learned_from(["2024-3"], [])) == {"tabel", "base"}
    done = run("review", "erase", "--letter", "2024-3", "--yes")
    assert "base has learned from them" in done.err
    assert "tabel has learned from them" in done.err


@pytest.mark.slow
@pytest.mark.usefixtures("years")
def test_suspects_are_the_same(run: Run) -> None:
    """Line by line."""
    given = ("--corpus", "corpus", "--jobs", "1", "--json")
    from_table = run("suspects", "2024.jsonl", "2025.jsonl", *given)
    assert from_table.code == 0, from_table.err
    assert run("suspects", "database", *given).out == from_table.out


@pytest.mark.usefixtures("years")
def test_the_year_without_naming_letters(run: Run, folder: Path) -> None:
    """What was decided, beside the year before."""
    assert run("annual", "--year", "2025", "--json", "a.json").code == 0
    both = ("--letters", "2024.jsonl", "--letters", "2025.jsonl")
    assert run("annual", "--year", "2025", *both, "--previous", "2024.jsonl", "--json", "b.json").code == 0
    first, second = (json.loads((folder / f"{name}.json").read_text("utf-8")) for name in "ab")
    assert first == second
    assert first["previous"]
    assert run("annual", "--year", "2024", "--json", "c.json").code == 0
    assert not json.loads((folder / "c.json").read_text("utf-8")).get("previous")


def test_no_database_and_no_letters(run: Run, own_home: Path) -> None:
    """Said; no database is made for it."""
    done = run("annual", "--year", "2025", "--json", "a.json")
    assert done.code == 2
    assert "no letters to count" in done.err
    assert not (own_home / "decisions.sqlite").exists()


def test_everything_is_in_the_export(run: Run, folder: Path) -> None:
    """Tagged ones too, where they are asked for."""
    assert run("tag", "god.txt", "--into-review").code == 0
    assert run("review", "export", "-o", "a.jsonl", "--letters", "database:all").code == 0
    (row,) = read_rows(folder / "a.jsonl")
    assert row["model"].startswith("small@")
