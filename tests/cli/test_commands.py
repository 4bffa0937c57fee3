"""The command line as its users run it: results, messages, exit codes."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LETTER = "Jeg skrev til jer i marts og igen i maj. Der er ikke kommet noget svar. Det er jul nu."


def run(*arguments: str, folder: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command in a folder."""
    return subprocess.run(
        [sys.executable, "-m", "classifier", *arguments],
        cwd=folder,
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one good letter."""
    (tmp_path / "god.txt").write_text(LETTER, encoding="utf-8")
    return tmp_path


def test_tag_writes_a_row_a_letter(folder: Path) -> None:
    """And closes with one line that counts."""
    done = run("tag", "god.txt", "-o", "ud.jsonl", folder=folder)
    assert done.returncode == 0, done.stderr
    (line,) = (folder / "ud.jsonl").read_text(encoding="utf-8").splitlines()
    row = json.loads(line)
    assert row["id"] == "god"
    assert "sagsbehandlingstid" in row["points"]
    assert row["evidence"]["sagsbehandlingstid"][0] in LETTER
    assert re.search(r"^1 tagged, 0 skipped", done.stderr, re.MULTILINE)


def test_standard_input_and_output(folder: Path) -> None:
    """JSON Lines both ways."""
    done = run("tag", "-", "-o", "-", folder=folder, stdin=json.dumps({"id": "1", "text": LETTER}) + "\n")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["id"] == "1"


def test_csv_is_excel_danish(folder: Path) -> None:
    """Semicolon, mark, decimal comma."""
    assert run("tag", "god.txt", "-o", "ud.csv", folder=folder).returncode == 0
    content = (folder / "ud.csv").read_text(encoding="utf-8")
    assert content.startswith("\ufeff")
    (row,) = csv.DictReader(content.removeprefix("\ufeff").splitlines(), delimiter=";")
    assert re.fullmatch(r"\d,\d+", row["score:sagsbehandlingstid"])


def test_unreadable_file_among_good_ones(folder: Path) -> None:
    """Named, the rest done, exit code 1."""
    (folder / "rod.txt").write_bytes(bytes(range(256)) * 20)
    done = run("tag", ".", "-o", "ud.jsonl", folder=folder)
    assert done.returncode == 1
    assert "rod.txt" in done.stderr
    assert len((folder / "ud.jsonl").read_text(encoding="utf-8").splitlines()) == 1


def test_rubbish_alone_gives_a_valid_empty_output(folder: Path) -> None:
    """Exit code 1, even if the only file was rubbish."""
    (folder / "rod.txt").write_bytes(bytes(range(256)) * 20)
    done = run("tag", "rod.txt", "-o", "ud.jsonl", folder=folder)
    assert done.returncode == 1
    assert (folder / "ud.jsonl").read_bytes() == b""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("tag", "missing.txt", "-o", "ud.jsonl"), "missing.txt"),
        (("tag", "god.txt", "-o", "ud.docx"), "docx"),
        (("tag", "god.txt", "-o", "gammel.csv"), "gammel.csv"),
        (("tag", "uden.csv", "-o", "ud.jsonl"), "uden.csv"),
        (("tag", "god.txt", "-o", "ud.jsonl", "--model", "findes-ikke"), "findes-ikke"),
        (("evaluate", "ukendt.jsonl"), "nearest known: 'sagsbehandlingstid'"),
        (("train", "ukendt.jsonl", "--name", "ny"), "ukendt.jsonl, row 1, id x"),
        (("train", "ukendt.jsonl", "--name", "starter"), "taken"),
        (("taxonomy", "uden.csv"), "uden.csv"),
    ],
    ids=[
        "no path",
        "unknown ending",
        "output exists",
        "no columns",
        "no model",
        "unknown point",
        "row named",
        "name",
        "no book",
    ],
)
def test_nothing_done_nothing_written(arguments: tuple[str, ...], message: str, folder: Path) -> None:
    """Exit code 2, a message, no traceback, no file."""
    (folder / "gammel.csv").write_text("old", encoding="utf-8")
    (folder / "uden.csv").write_text("navn;alder\nx;3\n", encoding="utf-8")
    row = {"id": "x", "text": LETTER, "kind": "klage", "area": "SS", "points": ["sagsbehandlingtid"]}
    (folder / "ukendt.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    done = run(*arguments, folder=folder)
    assert done.returncode == 2, done.stderr
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_force_replaces(folder: Path) -> None:
    """Once the new output is complete."""
    (folder / "ud.jsonl").write_text("old", encoding="utf-8")
    assert run("tag", "god.txt", "-o", "ud.jsonl", "--force", folder=folder).returncode == 0
    assert (folder / "ud.jsonl").read_text(encoding="utf-8") != "old"


def test_duplicate_id_keeps_both(folder: Path) -> None:
    """The second as id#2, exit code 1."""
    lines = [json.dumps({"id": "1", "text": LETTER})] * 2
    (folder / "to.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = run("tag", "to.jsonl", "-o", "ud.jsonl", folder=folder)
    assert done.returncode == 1
    assert [json.loads(line)["id"] for line in (folder / "ud.jsonl").read_text(encoding="utf-8").splitlines()] == [
        "1",
        "1#2",
    ]


def test_explain_shows_points_in_words(folder: Path) -> None:
    """And the letter with its passages numbered."""
    done = run("explain", "god.txt", folder=folder)
    assert done.returncode == 0, done.stderr
    assert "Sagsbehandlingstid og manglende svar" in done.stdout
    assert "[1]" in done.stdout


def test_evaluate_prints_and_writes_figures(folder: Path) -> None:
    """The same in both."""
    row = {"id": "x", "text": LETTER, "kind": "klage", "area": "SS", "points": "Sagsbehandlingstid og manglende svar"}
    (folder / "gold.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    done = run("evaluate", "gold.jsonl", "--json", "tal.json", folder=folder)
    assert done.returncode == 0, done.stderr
    figures = json.loads((folder / "tal.json").read_text(encoding="utf-8"))
    assert f"point_micro_f1: {figures['point_micro_f1']:.3f}" in done.stdout


def test_train_saves_without_activating(folder: Path) -> None:
    """Then it can be activated, and tags."""
    source = ROOT / "data" / "corpus"
    lines: list[str] = []
    for author in ("a01", "a02"):
        rows = (source / f"{author}.jsonl").read_text(encoding="utf-8").splitlines()
        lines += rows[::6]
    (folder / "breve.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = run("train", "breve.jsonl", "--name", "ny", "--home", "hjem", folder=folder)
    assert done.returncode == 0, done.stderr
    assert "starter stays active" in done.stderr
    assert run("models", "activate", "ny", "--home", "hjem", folder=folder).returncode == 0
    assert "* ny" in run("models", "list", "--home", "hjem", folder=folder).stdout
    done = run("tag", "god.txt", "-o", "-", "--home", "hjem", folder=folder)
    assert json.loads(done.stdout)["model"].startswith("ny@")


def test_settings_show_their_source(folder: Path) -> None:
    """And a fault in the file is named."""
    home = folder / "hjem"
    home.mkdir()
    (home / "klagepunkt.toml").write_text('csv_dialect = "excel"\n', encoding="utf-8")
    shown = run("settings", "--home", "hjem", folder=folder).stdout
    assert re.search(r"csv_dialect = 'excel'  \(.*klagepunkt\.toml\)", shown)
    (home / "klagepunkt.toml").write_text("farve = 1\n", encoding="utf-8")
    done = run("settings", "--home", "hjem", folder=folder)
    assert done.returncode == 2
    assert "'farve'" in done.stderr


COMMANDS = ["tag", "explain", "train", "evaluate", "taxonomy", "settings", "models list", "models activate"]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(command: str, folder: Path) -> None:
    """One that can be run."""
    done = run(*command.split(), "--help", folder=folder)
    assert done.returncode == 0
    assert f"Example: klagepunkt {command}" in done.stdout


@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "train"])
def test_example_of_the_help_runs(command: str, folder: Path) -> None:
    """From the checkout, as printed; output goes to another folder."""
    found = re.search(r"Example: klagepunkt (.*)", run(*command.split(), "--help", folder=folder).stdout)
    assert found is not None
    words = found[1].replace("tagged.csv", str(folder / "tagged.csv")).split()
    done = run(*words, folder=ROOT)
    assert done.returncode == 0, done.stderr
