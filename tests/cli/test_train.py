"""``klagepunkt train``: saved whole and not activated, or nothing at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from classifier.store import ModelStore
from tests.cli.conftest import LETTER, RUBBISH, Run, content, write_rows

DATA = Path(__file__).parents[1] / "data" / "labelled.jsonl"


def test_saves_without_activating(run: Run, tmp_path: Path) -> None:
    """Says what it was trained on, how good it is on held-out letters, and what stays active."""
    home = tmp_path / "hjem"
    done = run("train", str(DATA), "--name", "ny", "--home", str(home), "--jobs", "1")
    assert done.code == 0, done.err
    assert "16 letters and 39 passages" in done.err
    assert "held-out letters micro-F1 0." in done.err
    assert "starter stays active" in done.err
    assert "never suggested unless a passage shows them: manglende-hjaelp" in done.err
    assert ModelStore(home).active() == "starter"
    assert ModelStore(home).load("ny").facts["letters"] == 16


def test_activate_option(run: Run, tmp_path: Path) -> None:
    """Then it tags."""
    home = str(tmp_path / "hjem")
    done = run("train", str(DATA), "--name", "ny", "--home", home, "--activate")
    assert done.code == 0, done.err
    assert "It is active" in done.err
    assert json.loads(run("tag", "god.txt", "-o", "-", "--home", home).out)["model"].startswith("ny@")


def test_same_command_same_model(run: Run, tmp_path: Path) -> None:
    """On one core or two, in another home."""
    digests = set()
    for number, jobs in enumerate(("1", "2")):
        home = tmp_path / f"hjem{number}"
        assert run("train", str(DATA), "--name", "ny", "--home", str(home), "--jobs", jobs).code == 0
        digests.add(ModelStore(home).load("ny").digest)
    assert len(digests) == 1


def test_existing_name_needs_force(run: Run, own_home: Path) -> None:
    """Refused before anything is read."""
    before = content(own_home)
    done = run("train", "missing.jsonl", "--name", "small", "--home", str(own_home))
    assert done.code == 2
    assert "There is a model 'small' already" in done.err
    assert content(own_home) == before
    assert run("train", str(DATA), "--name", "small", "--home", str(own_home), "--force").code == 0


GOOD = {"id": "x", "text": LETTER, "kind": "klage", "area": "SS", "points": ["sagsbehandlingstid"]}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"points": ["sagsbehandlingtid"]}, "Unknown point 'sagsbehandlingtid' (nearest known: 'sagsbehandlingstid')"),
        ({"points": "begrundelse; Partshørring"}, "Unknown point 'Partshørring' (nearest known: 'Partshøring')"),
        ({"kind": "klag"}, "Unknown kind 'klag' (nearest known: 'klage')"),
        ({"area": "SSS"}, "Unknown area 'SSS'"),
        ({"unit": "Skole"}, "Unknown unit 'Skole'"),
        ({"kind": "raad"}, "only a complaint can"),
        ({"evidence": {"sagsbehandlingstid": "står her ikke"}}, "does not stand in the letter"),
        ({"id": "god-0"}, "The id stands twice"),
        ({"id": ""}, "The row has no id"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_row_that_contradicts_the_label_book(
    changes: dict[str, object], message: str, run: Run, folder: Path, own_home: Path
) -> None:
    """File, row, id, value and the nearest known; exit code 2; nothing saved."""
    good = [GOOD | {"id": f"god-{number}"} for number in range(3)]
    write_rows(folder / "breve.jsonl", *good, GOOD | changes)
    before = content(own_home)
    done = run("train", "breve.jsonl", "--name", "ny", "--home", str(own_home))
    assert done.code == 2
    assert message in done.err
    assert "breve.jsonl, row 4" in done.err
    assert "står her ikke" not in done.err
    assert content(own_home) == before


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], "no letter to learn from"),
        ([GOOD | {"type": "passage"}], "no letter to learn from"),
        ([GOOD], "Add letters of others"),
        ([GOOD | {"author": "a"}, GOOD | {"author": "a", "id": "y"}], "Add letters of others"),
    ],
    ids=["no rows", "a passage", "one letter", "one author"],
)
def test_too_little_to_learn_from(rows: list[dict[str, object]], message: str, run: Run, folder: Path) -> None:
    """Exit code 2, with what to do."""
    write_rows(folder / "breve.jsonl", *rows)
    done = run("train", "breve.jsonl", "--name", "ny", "--home", "hjem")
    assert done.code == 2
    assert message in done.err
    assert not (folder / "hjem" / "models").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("missing.jsonl", "--name", "ny"), "missing.jsonl: It does not exist"),
        (("god.txt", "--name", "ny"), "Its ending '.txt' is not known"),
        (("rod.csv", "--name", "ny"), "rod.csv"),
        (("uden.csv", "--name", "ny"), "uden.csv: The table has no column points"),
        (("uden.csv", "--name", "starter"), "The starter model's name is taken"),
        (("uden.csv", "--name", "../op"), "cannot be a model's name"),
        (("uden.csv", "--name", "ny", "--taxonomy", "uden.csv"), "uden.csv: The label book is no valid TOML"),
        (("uden.csv", "--name", "ny", "--jobs", "0"), "greater than or equal to 1"),
        (("uden.csv",), "--name"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_unusable_input(arguments: tuple[str, ...], message: str, run: Run, folder: Path) -> None:
    """Exit code 2, nothing written."""
    (folder / "uden.csv").write_text("id;text\n1;Hej\n", encoding="utf-8")
    (folder / "rod.csv").write_bytes(RUBBISH)
    before = content(folder)
    done = run("train", *arguments, "--home", "hjem")
    assert done.code == 2, done.err
    assert message in done.err
    assert content(folder) == before
