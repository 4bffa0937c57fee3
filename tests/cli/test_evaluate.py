"""``klagepunkt evaluate``: the same figures on the terminal, in the file, and from the referee's golden example."""

from __future__ import annotations

import html
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import LETTER, Run, content, write_rows

DATA = Path(__file__).parents[1] / "data" / "labelled.jsonl"
REFEREE = Path(__file__).resolve().parents[3] / "shared" / "tools" / "score.py"


def test_prints_and_writes_the_same_figures(run: Run, folder: Path) -> None:
    """To three decimals, with each point, and the points that no letter has."""
    done = run("evaluate", str(DATA), "--json", "tal.json")
    assert done.code == 0, done.err
    figures = json.loads((folder / "tal.json").read_text(encoding="utf-8"))
    for name, figure in figures.items():
        if isinstance(figure, float):
            assert f"\n{name}: {figure:.3f}\n" in done.out
    assert figures["letters"] == 55
    assert figures["model"].startswith("small@")
    counts = figures["per_point"]["begrundelse"]
    assert f"F1 {counts['f1']:.3f}" in next(line for line in done.out.splitlines() if line.startswith("begrundelse "))
    assert "unused points: manglende-hjaelp, orientering" in done.out
    assert "55 letters measured with small@" in done.err


def test_agrees_with_the_referee(run: Run, folder: Path) -> None:
    """On what tag writes of the same letters; read from the golden file's program where it stands beside us."""
    assert run("evaluate", str(DATA), "--json", "tal.json").code == 0
    assert run("tag", str(DATA), "-o", "ud.jsonl").code == 0
    ours = json.loads((folder / "tal.json").read_text(encoding="utf-8"))
    gold = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]
    tagged = {row["id"]: row for row in map(json.loads, (folder / "ud.jsonl").read_text(encoding="utf-8").splitlines())}
    exact = sum(set(row["points"]) == set(tagged[row["id"]]["points"]) for row in gold) / len(gold)
    assert ours["exact_letters"] == pytest.approx(exact)
    if REFEREE.exists():
        write_rows(folder / "gold.jsonl", *gold)
        command = [sys.executable, str(REFEREE), "gold.jsonl", "ud.jsonl", "--json"]
        said = json.loads(subprocess.run(command, cwd=folder, capture_output=True, check=True).stdout)
        # The referee takes a missing kind (background passages) for no complaint; we count it nowhere.
        for name in said.keys() - {"per_point", "false_points_on_non_complaints"}:
            assert ours[name] == pytest.approx(said[name]), name


def test_figures_that_cannot_be_measured(run: Run, folder: Path) -> None:
    """A dash, and null in the file."""
    write_rows(folder / "gold.jsonl", {"id": "x", "text": LETTER, "points": "Sagsbehandlingstid og manglende svar"})
    done = run("evaluate", "gold.jsonl", "--json", "tal.json")
    assert done.code == 0, done.err
    assert "kind_accuracy: –" in done.out
    assert json.loads((folder / "tal.json").read_text(encoding="utf-8"))["kind_accuracy"] is None


def test_report(run: Run, folder: Path) -> None:
    """A page, its figures and its tables, with another model beside; letters' text only when asked for."""
    rows = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]
    # A letter whose labels are wrong is the hardest of all.
    worst = next(row for row in rows if row["type"] == "letter" and row["points"] and "tilsyn" not in row["points"])
    write_rows(
        folder / "gold.jsonl",
        *(row if row is not worst else {**row, "points": ["tilsyn"], "evidence": {}} for row in rows),
    )
    files = ("-o", "rapport.html", "--json", "tal.json", "--xlsx", "tal.xlsx")
    done = run("evaluate", "gold.jsonl", "--against", "starter", *files)
    assert done.code == 0, done.err
    assert "against starter@" in done.out
    page = (folder / "rapport.html").read_text(encoding="utf-8")
    figures = json.loads((folder / "tal.json").read_text(encoding="utf-8"))
    assert figures["against"]["model"].startswith("starter@")
    assert figures["worst_letters"][0]["id"] == worst["id"]
    assert "Hvor god er modellen small@" in page
    text = worst["text"].splitlines()[0][:30]
    for said in (page, json.dumps(figures, ensure_ascii=False)):
        assert "FORTROLIGT" not in said
        assert text not in said
    done = run("evaluate", "gold.jsonl", "-o", "med.html", "--with-text", "--lang", "en")
    assert done.code == 0, done.err
    told = html.unescape((folder / "med.html").read_text(encoding="utf-8"))
    assert "CONFIDENTIAL" in told
    assert text in told


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("missing.jsonl",), "missing.jsonl: It does not exist"),
        (("tom.jsonl",), "no letter to measure on"),
        (("ukendt.jsonl",), "ukendt.jsonl, row 1, id x: Unknown point 'tilsyns' (nearest known: 'tilsyn')"),
        (("gold.jsonl", "--json", "gammel.json"), "gammel.json: The output exists already"),
        (("gold.jsonl", "--json", "nej/tal.json"), "tal.json"),
        (("gold.jsonl", "--model", "findes-ikke"), "There is no model 'findes-ikke'"),
        (("god.txt",), "Its ending '.txt' is not known"),
        (("gold.jsonl", "-o", "rapport.pdf"), "Its ending is not .html"),
        (("gold.jsonl", "--against", "findes-ikke"), "There is no model 'findes-ikke'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_nothing_measured_nothing_written(arguments: tuple[str, ...], message: str, run: Run, folder: Path) -> None:
    """Exit code 2 and a message."""
    write_rows(folder / "gold.jsonl", {"id": "x", "text": LETTER, "points": ["begrundelse"]})
    write_rows(folder / "ukendt.jsonl", {"id": "x", "text": LETTER, "points": ["tilsyns"]})
    write_rows(folder / "tom.jsonl")
    (folder / "gammel.json").write_text("old", encoding="utf-8")
    before = content(folder)
    done = run("evaluate", *arguments)
    assert done.code == 2, done.err
    assert message in done.err
    if "nej/tal.json" not in arguments:
        assert done.out == ""
    assert content(folder) == before
