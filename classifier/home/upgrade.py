"""A home on its way into a new version of the program: what is brought forward, what is left, what to do."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from classifier.home.checks import check_models
from classifier.settings import Settings
from classifier.store import ModelStore, remarks
from classifier.store.folder import read_manifest

__all__ = ["Step", "upgrade"]


@dataclass(frozen=True, slots=True)
class Step:
    """What was found or done about one part of the home.

    Attributes
    ----------
    part : str
        ``settings``, ``database``, ``model NAME``.
    told : str
        What was done, or what to do. Never text of a letter.
    sound : bool
        Whether this program can use the part now.
    """

    part: str
    told: str
    sound: bool = True


def upgrade(settings: Settings) -> list[Step]:
    """Bring a home to the form of this version of the program.

    Parameters
    ----------
    settings : Settings
        Read from the home, so that they are known to be readable.

    Returns
    -------
    list of Step
        Settings, database, models in order of their names.

    Raises
    ------
    DatabaseError
        If the database cannot be reached, or a later version of the program made it.
    ModelError
        If the list of models is damaged.

    Notes
    -----
    Models are never rewritten: a pinned digest would no longer hold. One of an older format is loaded as it is where
    this program has a reader for it; else it must be trained again, and the step says so.
    """
    steps = [Step("settings", f"{len(settings.values)} settings read, none unknown")]
    steps.append(_database(settings))
    store = ModelStore(settings.home)
    store.active()
    for name, fault in check_models(store):
        found = " ".join(remarks(read_manifest(store.path(name))))
        steps.append(Step(f"model {name}", fault or (f"usable. {found}" if found else "usable"), not fault))
    return steps


def _database(settings: Settings) -> Step:
    from classifier.decisions.database import FILE_NAME, REVISION, open_database

    url = settings.text("database")
    path = settings.home / FILE_NAME
    if not url and not path.exists():
        return Step("database", "none yet")
    before = "" if url else _revision(path)
    open_database(settings.home, url).close()
    if before == REVISION:
        return Step("database", f"form {REVISION}, as this version wants it")
    return Step("database", f"brought to form {REVISION}" + (f" from {before}" if before else ""))


def _revision(path: Path) -> str:
    try:
        with closing(sqlite3.connect(path)) as database:
            row = database.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error:
        # No database, or one without a form: opening it says which.
        return ""
    return str(row[0]) if row else ""
