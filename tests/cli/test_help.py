"""Help: every command says what it does, with an example that runs as printed."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from classifier.cli import app
from classifier.model.bundle import Model
from classifier.store import ModelStore
from tests.cli.conftest import Run

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data"


def commands(group: Any, *path: str) -> Iterator[tuple[str, ...]]:
    """Walk through all commands, those of groups too."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, *path, name)
        else:
            yield (*path, name)


COMMANDS = list(commands(get_command(app)))
NAMES = [" ".join(command) for command in COMMANDS]


def example(run: Run, *command: str) -> str:
    """Return the example of a command's help, without the program's name."""
    done = run(*command, "--help")
    assert done.code == 0
    found = re.search(r"^ *Example: klagepunkt (.*)$", done.out, re.M)
    assert found is not None, "no example"
    return found[1].strip()


def test_all_commands_are_known() -> None:
    """A new command needs an example; this list is a reminder to describe it in the README."""
    assert set(NAMES) >= {
        "tag", "explain", "train", "evaluate", "models list", "models activate", "taxonomy", "settings",
    }  # fmt: skip
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name, *_ in COMMANDS:
        assert f"klagepunkt {name}" in readme


@pytest.mark.parametrize("command", COMMANDS, ids=NAMES)
def test_help_is_whole(command: tuple[str, ...], run: Run) -> None:
    """What it does, an example of the same command, and what each option is."""
    text = run(*command, "--help").out
    assert example(run, *command).startswith(" ".join(command))
    described = re.split(r"\n\w*:?\n? *Options:", text)[0].splitlines()
    assert any(line.strip().endswith(".") for line in described)
    for option in re.findall(r"^  (--?\w[\w-]*).*$", text, re.M):
        line = next(line for line in text.splitlines() if line.strip().startswith(option))
        assert len(line.split()) > 2, f"{option} has no description"


@pytest.mark.parametrize("command", COMMANDS, ids=NAMES)
def test_example_names_what_is_in_the_checkout(command: tuple[str, ...], run: Run) -> None:
    """So that a reader can run it."""
    for word in example(run, *command).split():
        assert not word.startswith(("data/", "models/")) or (ROOT / word).exists()


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS, ids=NAMES)
def test_example_runs(
    command: tuple[str, ...],
    run: Run,
    folder: Path,
    own_home: Path,
    small_model: Model,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As printed, in a folder with the shipped data and a model of last year; only the corpus is a small one."""
    ModelStore(own_home).save(replace(small_model, name="2024"))
    shutil.copytree(ROOT / "data" / "examples", folder / "data" / "examples")
    for name in ("confirmed.jsonl", "2024.csv"):
        shutil.copy(ROOT / "data" / name, folder / "data")
    (folder / "data" / "corpus").mkdir()
    shutil.copy(DATA / "labelled.jsonl", folder / "data" / "corpus")
    monkeypatch.setenv("KLAGEPUNKT_HOME", str(own_home))
    monkeypatch.setenv("KLAGEPUNKT_LEGAL_BASIS", "databeskyttelsesloven § 10")
    monkeypatch.setattr("classifier.ingest.corpus.shipped", lambda name: folder / name)
    if command[0] == "review":
        assert run("review", "import", "data/confirmed.jsonl").code == 0
    if command == ("home", "restore"):
        assert run("home", "backup", "hjem.zip").code == 0
    typed = "rigtig hest batteri\n" if command == ("review", "user-add") else ""
    done = run(*example(run, *command).split(), stdin=typed)
    assert done.code == 0, done.err
    assert done.out or done.err


def test_no_command_shows_the_commands(run: Run) -> None:
    """And an unknown one names the nearest."""
    assert "tag" in run("--help").out
    assert run().code == 2
    done = run("tga")
    assert done.code == 2
    assert "tag" in done.err


def test_help_loads_nothing_heavy() -> None:
    """Each of these takes longer to import than help may take."""
    heavy = {"spacy", "sklearn", "scipy", "numpy", "pyarrow", "openpyxl", "simplemma", "rich.console", "platformdirs"}
    program = "import sys; import classifier.cli; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True, cwd=ROOT)
    loaded = set(done.stdout.split())
    assert "typer" in loaded
    assert not heavy & loaded
