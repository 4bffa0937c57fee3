"""A home of an older version: the database brought forward, models checked, what to do told."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from classifier.decisions.database import FILE_NAME, REVISION, open_database
from classifier.errors import DatabaseError
from classifier.home.upgrade import upgrade
from classifier.settings import read_settings


def told(home: Path) -> dict[str, tuple[str, bool]]:
    """Upgrade, and return what is said of each part."""
    return {step.part: (step.told, step.sound) for step in upgrade(read_settings(home))}


def test_a_home_of_this_version(own_home: Path) -> None:
    """Nothing to do; no database is made."""
    found = told(own_home)
    assert found["database"] == ("none yet", True)
    assert found["model small"] == ("usable", True)
    assert not (own_home / FILE_NAME).exists()
    open_database(own_home).close()
    assert told(own_home)["database"] == (f"form {REVISION}, as this version wants it", True)


def test_an_older_database_is_brought_forward(own_home: Path) -> None:
    """From the first form, by the same migrations that opening it runs."""
    from alembic import command
    from alembic.config import Config

    configuration = Config()
    configuration.set_main_option("script_location", "classifier.decisions:migrations")
    from classifier.decisions.database import Database, _sqlite

    database = Database(_sqlite(own_home / FILE_NAME))
    with database.engine.connect() as connection:
        configuration.attributes["connection"] = connection
        command.upgrade(configuration, "0001")
    database.close()
    assert told(own_home)["database"] == (f"brought to form {REVISION} from 0001", True)
    open_database(own_home).close()


def test_a_database_of_a_later_version(own_home: Path) -> None:
    """Refused, not changed."""
    open_database(own_home).close()
    with closing(sqlite3.connect(own_home / FILE_NAME)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DatabaseError, match="later version"):
        upgrade(read_settings(own_home))


@pytest.mark.parametrize(("number", "advice"), [(0, "Train it again"), (99, "Update klagepunkt")])
def test_models_of_other_formats(number: int, advice: str, own_home: Path) -> None:
    """What to do is said; the model stays as it is."""
    path = own_home / "models" / "small" / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**manifest, "format": number}), encoding="utf-8")
    state = json.loads((own_home / "models.json").read_text(encoding="utf-8"))
    import hashlib

    state["pins"]["small"] = [hashlib.sha256(path.read_bytes()).hexdigest()]
    (own_home / "models.json").write_text(json.dumps(state), encoding="utf-8")
    before = path.read_bytes()
    text, sound = told(own_home)["model small"]
    assert advice in text
    assert not sound
    assert path.read_bytes() == before
