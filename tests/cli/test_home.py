"""``klagepunkt home``: exit codes and what is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from classifier.decisions.database import open_database
from tests.cli.conftest import Run, content


def test_there_and_back(run: Run, folder: Path, own_home: Path) -> None:
    """A backup, a restore into a new home, and that letters erased since are back."""
    done = run("home", "backup", "hjem.zip")
    assert done.code == 0, done.err
    assert "Saved" in done.err
    done = run("home", "restore", "hjem.zip", "--home", "nyt")
    assert done.code == 0, done.err
    assert "erase them again" in done.err
    assert run("models", "list", "--home", "nyt").out == run("models", "list").out
    assert run("tag", "god.txt", "-o", "-", "--home", "nyt").out == run("tag", "god.txt", "-o", "-").out


def test_refusals_change_nothing(run: Run, folder: Path, own_home: Path) -> None:
    """Exit code 2."""
    assert run("home", "backup", "hjem.zip").code == 0
    before = content(folder)
    for arguments in (
        ("backup", "hjem.zip"),
        ("backup", "hjem.txt"),
        ("backup", "andet.zip", "--home", "intet"),
        ("restore", "hjem.zip"),
        ("restore", "god.txt", "--home", "nyt"),
    ):
        done = run("home", *arguments)
        assert (done.code, done.err.startswith("klagepunkt: ")) == (2, True)
    assert content(folder) == before


def test_upgrade(run: Run, own_home: Path) -> None:
    """Part by part; exit code 1 where a model cannot be used."""
    open_database(own_home).close()
    done = run("home", "upgrade")
    assert done.code == 0, done.err
    assert "model small: usable" in done.out
    path = own_home / "models" / "small" / "manifest.json"
    path.write_text(json.dumps({"format": 99}), encoding="utf-8")
    done = run("home", "upgrade")
    assert done.code == 1
    assert "model small: The manifest is not the one" in done.out


def test_a_database_elsewhere_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has a backup of its own."""
    monkeypatch.setenv("KLAGEPUNKT_DATABASE", "postgresql://nobody@localhost/none")
    assert "pg_dump" in run("home", "backup", "hjem.zip").err
