"""``klagepunkt models``: list, show, activate, roll back, verify, remove, and what learned from a letter."""

from __future__ import annotations

import re
from pathlib import Path

from tests.cli.conftest import LETTER, Run, write_rows

DATA = Path(__file__).parents[1] / "data" / "labelled.jsonl"


def test_list_marks_the_active_one(run: Run) -> None:
    """With figures of held-out letters; the starter model always stands there."""
    done = run("models", "list")
    assert done.code == 0, done.err
    starter, small = done.out.splitlines()
    assert re.match(r"  starter: \d+ letters, \d+ passages; held out: micro-F1 0\.\d{3}, ", starter)
    assert re.match(r"\* small: 16 letters, 39 passages; held out: micro-F1 0\.\d{3}, ", small)


def test_home_that_does_not_exist(run: Run, folder: Path) -> None:
    """The starter model is active, and nothing is made."""
    done = run("models", "list", "--home", "hjem")
    assert done.code == 0
    assert done.out.startswith("* starter: ")
    assert not (folder / "hjem").exists()


def test_activate_and_back(run: Run, own_home: Path) -> None:
    """The starter model can be chosen again."""
    done = run("models", "activate", "starter", "--home", str(own_home))
    assert done.code == 0, done.err
    assert "starter is active" in done.err
    assert "* starter" in run("models", "list", "--home", str(own_home)).out
    assert run("models", "activate", "small", "--home", str(own_home)).code == 0
    assert "* small" in run("models", "list", "--home", str(own_home)).out


def test_unknown_or_damaged_is_not_activated(run: Run, own_home: Path) -> None:
    """Exit code 2; the list still shows the others."""
    assert "There is no model 'x'" in run("models", "activate", "x", "--home", str(own_home)).err
    (own_home / "models" / "small" / "manifest.json").write_text("{", encoding="utf-8")
    done = run("models", "activate", "small", "--home", str(own_home))
    assert done.code == 2
    assert "manifest.json" in done.err
    listed = run("models", "list", "--home", str(own_home))
    assert listed.code == 0
    assert "small: the manifest cannot be read" in listed.out


def test_show_tells_what_it_was_made_of(run: Run) -> None:
    """And its card."""
    done = run("models", "show", "small")
    assert done.code == 0, done.err
    assert re.match(r"small@[0-9a-f]{12} \(active\)\n", done.out)
    for told in ("letters: 16, passages: 39", "cut-off: 0.", "scikit-learn ", "point_micro_f1: 0.", "# Model small"):
        assert told in done.out
    assert run("models", "show", "x").code == 2


def test_rollback_and_history(run: Run, own_home: Path) -> None:
    """Back to what tagged before; every switch is told."""
    home = ("--home", str(own_home))
    assert "starter is active again; before it was small" in run("models", "rollback", *home).err
    done = run("models", "rollback", *home)
    assert (done.code, "No other model was active before" in done.err) == (2, True)
    lines = run("models", "history", *home).out.splitlines()
    assert [line.split("  ")[1].strip() for line in lines] == ["activate", "rollback"]
    assert "small -> starter@" in lines[1]


def test_verify_names_the_damaged(run: Run, own_home: Path) -> None:
    """Exit code 1, and the others are checked all the same."""
    home = ("--home", str(own_home))
    assert run("models", "verify", *home).code == 0
    (own_home / "models" / "small" / "arrays.npz").write_bytes(b"x")
    done = run("models", "verify", *home)
    assert done.code == 1
    assert "arrays.npz" in done.out
    assert "starter@" in done.out
    assert "2 models verified, 1 damaged" in done.err
    assert run("models", "verify", "starter", *home).code == 0
    assert run("models", "verify", "x", *home).code == 2


def test_remove(run: Run, own_home: Path) -> None:
    """Never the active one."""
    home = ("--home", str(own_home))
    done = run("models", "remove", "small", *home)
    assert (done.code, "small is active, so it was not removed" in done.err) == (2, True)
    assert run("models", "activate", "starter", *home).code == 0
    assert run("models", "remove", "small", *home).code == 0
    assert "small" not in run("models", "list", *home).out


def test_an_erased_letter_names_its_models(run: Run, tmp_path: Path, folder: Path) -> None:
    """By id, and by the text in a file; nothing of the text is in the home."""
    home = ("--home", str(tmp_path / "hjem"))
    row = {
        "id": "24-0017",
        "text": LETTER,
        "kind": "klage",
        "area": "SS",
        "points": ["sagsbehandlingstid"],
        "year": 2024,
    }
    data = write_rows(folder / "bekraeftet.jsonl", row)
    assert run("train", str(DATA), str(data), "--name", "ny", *home).code == 0
    listed = run("models", "list", *home).out
    assert "of them 1 of citizens (2024: 1)" in listed
    assert run("models", "learned", "24-0017", *home).out == "ny: 24-0017\n"
    assert run("models", "learned", "god.txt", *home).out == "ny: a letter of this text\n"
    done = run("models", "learned", "24-0018", *home)
    assert (done.out, "No model learned from it" in done.err) == ("", True)
    assert run("models", "remove", "ny", *home).code == 0
    assert run("models", "learned", "24-0017", *home).out == ""
