"""The database itself: migrations, permissions, transactions, what it refuses."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from classifier.decisions.database import FILE_NAME, REVISION, Database, open_database, storable
from classifier.decisions.schema import Base, CitizenRow
from classifier.errors import DatabaseError, SettingsError


def test_migrations_make_what_the_models_say(database: Database) -> None:
    """No table, column or index of one is missing in the other; the search is the database's own."""
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = compare_metadata(context, Base.metadata)
    own = [each for each in found if "letter_search" not in str(each) and "search" not in str(each)]
    assert own == []


def test_a_file_for_its_owner_alone_opened_twice(tmp_path: Path) -> None:
    """In the home, which is made; the second time nothing is to be done."""
    home = tmp_path / "et" / "hjem"
    open_database(home).close()
    again = open_database(home)
    with again.reading() as session:
        assert session.scalar(text("PRAGMA journal_mode")) == "wal"
        assert session.scalar(text("PRAGMA synchronous")) == 2
    again.close()
    if os.name != "nt":
        assert (home / FILE_NAME).stat().st_mode & 0o077 == 0


def test_all_or_nothing(database: Database) -> None:
    """What an error interrupts leaves no trace; the error of the block goes through."""

    def fails() -> None:
        with database.writing() as session:
            session.add(CitizenRow(key="a"))
            session.flush()
            raise ZeroDivisionError("midway")

    with pytest.raises(ZeroDivisionError, match="midway"):
        fails()
    with database.reading() as session:
        assert session.query(CitizenRow).count() == 0


def test_an_error_quotes_no_value(database: Database) -> None:
    """The library's own message would hold what a row holds."""
    with database.writing() as session:
        session.add(CitizenRow(key="bodil@holm.example"))
    with pytest.raises(DatabaseError, match="IntegrityError") as raised, database.writing() as session:
        session.add(CitizenRow(key="bodil@holm.example"))
    assert "bodil" not in str(raised.value)
    assert raised.value.__cause__ is None


@pytest.mark.parametrize("url", ["mysql://x/y", "ikke en adresse", "sqlite:///x.db"])
def test_other_databases_are_refused(url: str, tmp_path: Path) -> None:
    """Named, with what to write instead."""
    with pytest.raises(SettingsError, match=r"database"):
        open_database(tmp_path, url)


def test_a_server_that_does_not_answer(tmp_path: Path) -> None:
    """Said without the password."""
    with pytest.raises(DatabaseError, match="cannot be opened") as raised:
        open_database(tmp_path, "postgresql://nogen:hemmeligt@127.0.0.1:1/x")
    assert "hemmeligt" not in str(raised.value)


def test_a_later_version_is_refused(tmp_path: Path) -> None:
    """Rather than guessed at."""
    database = open_database(tmp_path)
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    with pytest.raises(DatabaseError, match="later version"):
        open_database(tmp_path)


def test_storable_keeps_every_offset() -> None:
    """Letters hold anything."""
    for value in ("", "Kære Åse", "a\0b", "x\ud83dy", "\0" * 3):
        assert len(storable(value)) == len(value)
        storable(value).encode()
    assert storable("Kære 👋") == "Kære 👋"


def test_an_older_database_is_brought_forward(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With all that it holds; the first form is the oldest that an office can have."""
    from alembic import command

    upgrade = command.upgrade
    monkeypatch.setattr(command, "upgrade", lambda configuration, _: upgrade(configuration, "0001"))
    database = open_database(tmp_path)
    with database.writing() as session:
        session.add(CitizenRow(key="bodil"))
    database.close()
    monkeypatch.undo()
    database = open_database(tmp_path)
    with database.reading() as session:
        assert session.scalar(text("SELECT version_num FROM alembic_version")) == REVISION
        assert session.query(CitizenRow).one().key == "bodil"
    database.close()
