"""``klagepunkt annual``: the year's report from tables, and what cannot be used."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from classifier.decisions.database import Database
from classifier.decisions.tables import Selection, rows
from classifier.taxonomy import Taxonomy
from tests.annual.register import report_rows
from tests.annual.test_comparison import PRINTED_2023
from tests.cli.conftest import Run, content, write_rows


@pytest.fixture
def register(folder: Path, taxonomy: Taxonomy) -> Path:
    """The register with the 2024 report's margins, as a table without texts."""
    return write_rows(folder / "register.jsonl", *report_rows(taxonomy))


def figures(path: Path) -> dict[str, Any]:
    """Read a JSON file."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def annual(run: Run, *arguments: str) -> Any:
    """Run the command on the register of 2024."""
    return run("annual", "--year", "2024", "--letters", "register.jsonl", *arguments)


def test_report_with_its_figures_beside(run: Run, folder: Path, register: Path) -> None:
    """Page, JSON and workbook hold the report's numbers; last year's are those printed."""
    (folder / "2023.json").write_text(json.dumps(PRINTED_2023), encoding="utf-8")
    done = annual(run, "--previous", "2023.json", "-o", "beretning.html", "--json", "tal.json", "--xlsx", "tal.xlsx")
    assert done.code == 0, done.err
    assert "179 contacts and 407 complaint points of 2024 counted." in done.err
    found = figures(folder / "tal.json")
    assert (found["points"]["total"], found["previous"]["points"]["per_month"]) == (407, 41)
    assert "Borgerrådgiverens beretning 2024 i tal" in (folder / "beretning.html").read_text(encoding="utf-8")
    assert "alle-punkter" in load_workbook(folder / "tal.xlsx").sheetnames


def test_previous_as_letters(run: Run, folder: Path, register: Path, taxonomy: Taxonomy) -> None:
    """The same year a year earlier: nothing has changed."""
    rows = [{**row, "received": row["received"].replace("2024", "2023")} for row in report_rows(taxonomy)]
    write_rows(folder / "2023.jsonl", *rows)
    done = annual(run, "--previous", "2023.jsonl", "--json", "tal.json")
    assert done.code == 0, done.err
    found = figures(folder / "tal.json")
    assert found["changes"]["points"]["total"] == 0
    assert found["previous"]["points"] == found["points"]


def test_the_database_is_read_once(run: Run, folder: Path, taxonomy: Taxonomy, monkeypatch: pytest.MonkeyPatch) -> None:
    """For the year and for the year before; the same comes out as where that is named."""
    given = report_rows(taxonomy)
    before = [{**row, "id": f"f-{row['id']}", "received": row["received"].replace("2024", "2023")} for row in given]
    write_rows(folder / "begge.jsonl", *given, *before[:60])
    assert run("review", "import", "begge.jsonl").code == 0
    asked: list[Selection] = []

    def noted(database: Database, selection: Selection, book: Taxonomy, **options: bool) -> Iterator[dict[str, Any]]:
        asked.append(selection)
        return rows(database, selection, book, **options)

    monkeypatch.setattr("classifier.decisions.tables.rows", noted)
    assert run("annual", "--year", "2024", "--json", "a.json").code == 0
    assert asked == [Selection()]
    assert run("annual", "--year", "2024", "--previous", "database:2023", "--json", "b.json").code == 0
    assert figures(folder / "a.json") == figures(folder / "b.json")
    assert figures(folder / "a.json")["previous"]["points"]["total"] > 0


def test_options(run: Run, folder: Path, register: Path) -> None:
    """A quarter of one area, in English, for publication, with cases, texts, recommendations and stories."""
    book = Workbook()
    for row in (("Område", "Sager"), ("Social og Sundhed", 41000), ("KMT", "12.000")):
        book.active.append(row)
    book.save(folder / "sager.xlsx")
    (folder / "ord.md").write_text("## Tak\n\nTil alle, der skrev.", encoding="utf-8")
    (folder / "anbefalinger.csv").write_text("Anbefaling;Modtager;Status\nSkriv;SS;Ny\n", encoding="utf-8")
    (folder / "sager.csv").write_text("Titel;Tekst;Udfald\nStolen;Den kom ikke;Bevilget\n", encoding="utf-8")
    done = annual(
        run, "--quarter", "2", "--area", "Social og Sundhed", "--lang", "en", "--publish", "--cases", "sager.xlsx",
        "--text", "ord.md", "--recommendations", "anbefalinger.csv", "--stories", "sager.csv", "-o", "a.html",
        "--json", "a.json",
    )  # fmt: skip
    assert done.code == 0, done.err
    found = figures(folder / "a.json")
    assert (found["quarter"], found["months"], found["area"]) == (2, 3, "SS")
    assert list(found["details"]["per_1000_cases"]) == ["SS"]
    page = (folder / "a.html").read_text(encoding="utf-8")
    for told in ("quarter 2 of 2024", "Tak", "Den kom ikke", "Outcome: Bevilget", "Recommendation", "hidden"):
        assert told in page


def test_contact_unit_is_a_setting(run: Run, folder: Path, register: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By matter there are more contacts, and as many citizens who complain."""
    monkeypatch.setenv("KLAGEPUNKT_CONTACT_UNIT", "matter")
    assert annual(run, "--json", "tal.json").code == 0
    found = figures(folder / "tal.json")
    assert found["contacts"]["total"] > 179
    assert found["complainants"]["total"] == 93


def test_suggestions_are_counted_with_a_warning(run: Run, folder: Path) -> None:
    """As ``tag`` wrote them: the model's error rates give an interval."""
    (folder / "god.txt").write_text("Jeg skrev i marts, og ingen har svaret mig. Det er jul nu.", encoding="utf-8")
    assert run("tag", "god.txt", "-o", "ud.csv", "--model", "starter").code == 0
    done = run("annual", "--year", "2024", "--letters", "ud.csv", "--json", "tal.json")
    assert done.code == 2
    assert "None of the 1 letters has a year" in done.err
    rows = [json.loads(line) for line in run("tag", "god.txt", "-o", "-", "--model", "starter").out.splitlines()]
    write_rows(folder / "ud.jsonl", *({**row, "received": "2024-12-24"} for row in rows))
    done = run("annual", "--year", "2024", "--letters", "ud.jsonl", "--json", "tal.json", "-o", "tal.html")
    assert done.code == 0, done.err
    assert "1 letters carry suggestions that no person has confirmed" in done.err
    found = figures(folder / "tal.json")
    assert found["details"]["letters"]["unconfirmed"] == 1
    assert found["details"]["estimate"]["total"]["high"] >= found["points"]["total"]
    assert "kun mærket af modellen" in (folder / "tal.html").read_text(encoding="utf-8")


def test_confirmed_letters_beside_suggestions_are_sure(run: Run, folder: Path) -> None:
    """The interval is of the suggestions alone."""
    row = {"kind": "klage", "area": "SS", "points": "vejledning", "year": 2024, "model": "starter@0"}
    confirmed = ({**row, "id": str(number), "confirmed": "ja"} for number in range(50))
    write_rows(folder / "begge.jsonl", *confirmed, {**row, "id": "50"})
    done = run("annual", "--year", "2024", "--letters", "begge.jsonl", "--json", "tal.json")
    assert done.code == 0, done.err
    total = figures(folder / "tal.json")["details"]["estimate"]["total"]
    assert 50 <= total["low"] <= total["expected"] <= total["high"] <= 53


def test_too_small_a_year_to_publish(run: Run, folder: Path) -> None:
    """Hidden totals are not told on the screen either."""
    write_rows(folder / "et.jsonl", {"id": "1", "kind": "klage", "area": "SS", "points": "vejledning", "year": 2024})
    done = run("annual", "--year", "2024", "--letters", "et.jsonl", "--publish", "--json", "a.json")
    assert done.code == 0, done.err
    assert "an unpublished number of contacts and an unpublished number of complaint points" in done.err


def test_year_without_letters(run: Run, folder: Path, register: Path) -> None:
    """A correct empty table, and the years that there are."""
    done = run("annual", "--year", "2019", "--letters", "register.jsonl", "--json", "tal.json", "-o", "tal.html")
    assert done.code == 0, done.err
    assert "the letters are of these years: 2024" in done.err
    assert figures(folder / "tal.json")["points"]["total"] == 0


def test_one_letter(run: Run, folder: Path) -> None:
    """One contact, one point."""
    row = {"id": "1", "kind": "klage", "area": "SS", "points": "vejledning", "year": 2024}
    write_rows(folder / "et.jsonl", row)
    done = run(
        "annual", "--year", "2024", "--letters", "et.jsonl", "-o", "a.html", "--json", "a.json", "--xlsx", "a.xlsx"
    )
    assert done.code == 0, done.err
    assert figures(folder / "a.json")["points"]["share_by_group"]["Forvaltningsloven"] == 100


def test_letters_without_dates_are_named(run: Run, folder: Path) -> None:
    """Counted as left out, by id."""
    rows = [{"id": f"n{number}", "kind": "klage", "points": ["vejledning"]} for number in range(3)]
    write_rows(folder / "breve.jsonl", {**rows[0], "received": "3/2-2024"}, *rows[1:])
    done = run("annual", "--year", "2024", "--letters", "breve.jsonl", "--json", "a.json")
    assert done.code == 0, done.err
    assert "2 letters have neither a year nor a date and are not counted: n1, n2." in done.err
    assert figures(folder / "a.json")["details"]["letters"]["undated"] == 2


ONE = ("--letters", "et.jsonl")
OUT = ("--json", "a.json")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (OUT, "There are no letters to count"),
        (ONE, "There is nothing to write"),
        (("--letters", "findes-ikke.csv", *OUT), "findes-ikke.csv: It does not exist"),
        ((*ONE, "-o", "a.txt"), "Its ending is not .html"),
        ((*ONE, "--json", "gammel.json"), "gammel.json: The output exists already"),
        ((*ONE, *OUT, "-o", "nej/a.html"), "a.html: Its folder does not exist"),
        (("--letters", "anden.jsonl", *OUT), "row 1, id x: Unknown point 'tema-1'"),
        ((*ONE, *OUT, "--area", "MARS"), "Unknown area 'MARS'"),
        ((*ONE, *OUT, "--lang", "sv"), "Known are da and en"),
        ((*ONE, *OUT, "--previous", "rod.json"), "no valid JSON"),
        ((*ONE, *OUT, "--previous", "bog.json"), "another label book"),
        ((*ONE, *OUT, "--previous", "et.jsonl"), "no letter of 2023"),
        ((*ONE, *OUT, "--cases", "sager.csv"), "no whole number"),
        ((*ONE, *OUT, "--text", "mangler.md"), "mangler.md: The text cannot be read"),
    ],
    ids=[
        "no letters", "no output", "no file", "ending", "exists", "folder", "two label books", "area", "language",
        "rubbish", "last year's label book", "wrong year", "cases", "text",
    ],
)  # fmt: skip
def test_nothing_done_nothing_written(arguments: tuple[str, ...], message: str, run: Run, folder: Path) -> None:
    """Exit code 2 and a message."""
    row = {"id": "x", "kind": "klage", "points": "vejledning", "year": 2024}
    write_rows(folder / "et.jsonl", row)
    write_rows(folder / "anden.jsonl", {**row, "points": "tema-1"})
    (folder / "gammel.json").write_text("old", encoding="utf-8")
    (folder / "rod.json").write_text("{", encoding="utf-8")
    (folder / "bog.json").write_text('{"year": 2023, "points": {"by_group": {"Tema": 1}}}', encoding="utf-8")
    (folder / "sager.csv").write_text("area;cases\nSS;mange\n", encoding="utf-8")
    before = content(folder)
    done = run("annual", "--year", "2024", *arguments)
    assert done.code == 2, done.err
    assert message in done.err
    assert content(folder) == before


def test_force_replaces(run: Run, folder: Path, register: Path) -> None:
    """Once all files are complete."""
    (folder / "tal.json").write_text("old", encoding="utf-8")
    assert annual(run, "--json", "tal.json", "--force").code == 0
    assert figures(folder / "tal.json")["year"] == 2024
