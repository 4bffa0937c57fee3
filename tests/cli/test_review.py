"""``review``, and the database where a command takes a table."""

from __future__ import annotations

import json
import shutil
from operator import itemgetter
from pathlib import Path

import pytest

from tests.cli.conftest import LETTER, Run, content, read_rows, write_rows

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def confirmed(folder: Path, run: Run) -> Path:
    """The shipped confirmed letters, taken into the database."""
    path = Path(shutil.copy(ROOT / "data" / "confirmed.jsonl", folder / "b.jsonl"))
    done = run("review", "import", "b.jsonl")
    assert done.code == 0, done.err
    assert "letters taken in, 0 were known" in done.err
    return path


def test_tag_into_the_database_alone(run: Run, own_home: Path, folder: Path) -> None:
    """Without an output; once for each letter."""
    done = run("tag", "god.txt", "--into-review")
    assert done.code == 0, done.err
    assert "1 new for the review page, 0 known there" in done.err
    assert (own_home / "decisions.sqlite").is_file()
    assert "0 new for the review page, 1 known there" in run("tag", "god.txt", "--into-review").err
    assert list(content(folder)) == ["god.txt"]


def test_tag_into_both(run: Run, folder: Path) -> None:
    """The output is the same as without the database."""
    assert run("tag", "god.txt", "-o", "a.jsonl").code == 0
    assert run("tag", "god.txt", "-o", "b.jsonl", "--into-review").code == 0
    assert (folder / "a.jsonl").read_bytes() == (folder / "b.jsonl").read_bytes()
    done = run("tag", "god.txt")
    assert done.code == 2
    assert "nowhere to write" in done.err


def test_watch_into_the_database(run: Run, folder: Path) -> None:
    """Besides its rows; a second letter under the id of another is named."""
    assert run("tag", "god.txt", "--into-review").code == 0
    (folder / "ind").mkdir()
    (folder / "ind" / "god.txt").write_text(LETTER + " Nyt.", encoding="utf-8")
    done = run("watch", "ind", "-o", "rows.jsonl", "--once", "--into-review")
    assert done.code == 0, done.err
    assert "god: another letter has this id" in done.err
    assert [row["id"] for row in read_rows(folder / "rows.jsonl")] == ["god"]
    assert run("review", "export", "-o", "alle.jsonl", "--letters", "database:all").code == 0
    assert {row["id"] for row in read_rows(folder / "alle.jsonl")} == {"god", "god#2"}


@pytest.mark.usefixtures("confirmed")
def test_export_and_import_again(run: Run, folder: Path) -> None:
    """The table that comes out is one that goes in."""
    assert run("review", "export", "-o", "ud.xlsx").code == 0
    done = run("review", "import", "ud.xlsx")
    assert done.code == 0, done.err
    assert done.err.startswith("0 letters taken in")
    assert run("review", "export", "-o", "ud.xlsx").code == 2
    assert run("review", "export", "-o", "ud.csv", "--letters", "alt.csv").code == 2
    assert run("review", "export", "-o", "intet.jsonl", "--letters", "database:1999").code == 0
    assert (folder / "intet.jsonl").read_text(encoding="utf-8") == ""


def test_evaluate_the_same_as_from_a_table(run: Run, confirmed: Path) -> None:
    """To the last digit."""
    assert run("evaluate", "database").out == run("evaluate", confirmed.name).out
    done = run("evaluate", "database:1999")
    assert done.code == 2
    assert run("evaluate", "database:nogle").code == 2


def test_annual_the_same_as_from_a_table(run: Run, folder: Path) -> None:
    """Contacts without a text count too."""
    shutil.copy(ROOT / "data" / "2024.csv", folder / "2024.csv")
    assert run("review", "import", "2024.csv").code == 0
    for name, source in (("a", "2024.csv"), ("b", "database:2024")):
        done = run("annual", "--year", "2024", "--letters", source, "--json", f"{name}.json")
        assert done.code == 0, done.err
    assert json.loads((folder / "a.json").read_text("utf-8")) == json.loads((folder / "b.json").read_text("utf-8"))


def test_a_letter_in_a_table_and_in_the_database(run: Run, confirmed: Path) -> None:
    """Would be counted twice."""
    done = run("annual", "--year", "2024", "--letters", confirmed.name, "--letters", "database", "--json", "a.json")
    assert done.code == 2
    assert "stands twice" in done.err


@pytest.mark.usefixtures("confirmed")
def test_select_and_drift(run: Run, folder: Path) -> None:
    """Select takes what nobody has confirmed, drift takes all."""
    write_rows(folder / "nye.jsonl", *({"id": f"n{n}", "text": f"{LETTER} {n}"} for n in range(3)))
    assert run("tag", "nye.jsonl", "--into-review").code == 0
    done = run("select", "database", "-n", "9")
    assert done.code == 0, done.err
    assert {line.split("\t")[0] for line in done.out.splitlines()} == {"n0", "n1", "n2"}
    done = run("drift", "database")
    assert done.code in (0, 2)
    assert "8 letters compared" in done.err or "does not know what its training letters" in done.err


@pytest.mark.parametrize(
    "option", [("--home", "andet"), ("--no-browser",), ("--name", "pc"), ("--port", "8765")], ids=itemgetter(0)
)
def test_options_of_the_page_before_a_command(option: tuple[str, ...], run: Run, folder: Path) -> None:
    """Refused: Anna would be let into another home than the one that was named."""
    done = run("review", *option, "user-add", "Anna", "--token")
    assert done.code == 2
    assert f"{option[0]} stands before user-add" in done.err
    assert run("review", "users").out == ""
    assert not (folder / "andet").exists()


def test_options_behind_a_command(run: Run, folder: Path) -> None:
    """There they count."""
    assert run("review", "user-add", "Anna", "--token", "--home", "andet").code == 0
    assert run("review", "users").out == ""
    assert run("review", "users", "--home", "andet").out.startswith("Anna")
