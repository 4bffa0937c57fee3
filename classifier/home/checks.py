"""What of a home this program can use: its models, its databases."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from classifier.errors import KlagepunktError
from classifier.store import STARTER, ModelStore

__all__ = ["check_models", "is_sound"]


def check_models(store: ModelStore) -> Iterator[tuple[str, str]]:
    """Load every model of a home once.

    Parameters
    ----------
    store : ModelStore
        Of the home.

    Yields
    ------
    name : str
        In alphabetical order, without the starter.
    fault : str
        Why this program cannot load it and what to do; empty where it can.
    """
    for name in store.names():
        if name == STARTER:
            continue
        try:
            store.load(name)
        except KlagepunktError as error:
            yield name, f"{error.what} {error.remedy}".strip()
        else:
            yield name, ""


def is_sound(database: sqlite3.Connection) -> bool:
    """Tell whether SQLite finds a database undamaged.

    Parameters
    ----------
    database : sqlite3.Connection
        Open.

    Returns
    -------
    bool
        Without what is wrong: that may quote a letter.

    Raises
    ------
    sqlite3.Error
        If it is no database, or so damaged that it cannot be read.
    """
    return bool(database.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
