"""``klagepunkt models``: list and activate."""

from __future__ import annotations

import re
from pathlib import Path

from tests.cli.conftest import Run


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
