"""``klagepunkt home``: exit codes and what is told."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from classifier.decisions.database import FILE_NAME, open_database
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


def form(home: Path, number: str) -> None:
    """Give the home a database of another form."""
    open_database(home).close()
    with closing(sqlite3.connect(home / FILE_NAME)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = ?", (number,))


def asked(home: Path, question: str) -> list[tuple[str, ...]]:
    """Ask the home's database."""
    with closing(sqlite3.connect(home / FILE_NAME)) as database:
        return database.execute(question).fetchall()


@pytest.mark.parametrize("number", ["0003", "9999"], ids=["older", "later"])
def test_the_database_keeps_its_form(number: str, run: Run, own_home: Path, folder: Path) -> None:
    """It is saved before an upgrade; where the backup lies is noted all the same."""
    form(own_home, number)
    done = run("home", "backup", "hjem.zip")
    assert done.code == 0, done.err
    assert asked(own_home, "SELECT version_num FROM alembic_version") == [(number,)]
    assert asked(own_home, "SELECT detail FROM audit WHERE action = 'backup'") == [(str(folder / "hjem.zip"),)]


def test_a_database_that_cannot_note_it(run: Run, own_home: Path, folder: Path) -> None:
    """The backup is there, and a person is told what the database will not tell."""
    open_database(own_home).close()
    with closing(sqlite3.connect(own_home / FILE_NAME)) as database, database:
        database.execute("DROP TABLE audit")
    done = run("home", "backup", "hjem.zip")
    assert done.code == 1
    assert "delete it yourself" in done.err
    assert (folder / "hjem.zip").exists()


def test_a_home_without_a_database_imports_none(own_home: Path, tmp_path: Path) -> None:
    """What is slow to import is not needed then."""
    program = (
        "import sys; from classifier.cli import app; app(standalone_mode=False); print('sqlalchemy' in sys.modules)"
    )
    arguments = ["home", "backup", str(tmp_path / "hjem.zip"), "--home", str(own_home)]
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False"]
