"""The database where a command takes a table: ``database``, ``database:2025``, ``database:blind`` and their like."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from classifier.errors import LabelError

if TYPE_CHECKING:
    from classifier.decisions.database import Database
    from classifier.decisions.intake import Intake, Taken
    from classifier.pseudonyms import Pseudonyms
    from classifier.records import LabelledLetter, Letter, Skipped
    from classifier.settings import Settings
    from classifier.taxonomy import Taxonomy

__all__ = [
    "has_database",
    "intake",
    "is_database",
    "opened",
    "person",
    "pseudonyms_of",
    "read_letters",
    "read_tables",
    "told",
]

_NAME = "database"


def is_database(path: str | Path) -> bool:
    """Tell whether the database is meant, and no file."""
    text = str(path)
    return text == _NAME or text.startswith(f"{_NAME}:")


def has_database(settings: Settings) -> bool:
    """Tell whether the home has a database; nothing is made."""
    # The file's name is that of classifier.decisions.database, which is slow to import.
    return bool(settings.text("database")) or (settings.home / "decisions.sqlite").is_file()


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """Open the home's database, and close it at the end.

    Parameters
    ----------
    settings : Settings
        Says where it is.

    Yields
    ------
    Database
        Brought to the present form.
    """
    from classifier.decisions.database import open_database

    database = open_database(settings.home, settings.text("database"))
    try:
        yield database
    finally:
        database.close()


def intake(database: Database, settings: Settings) -> Intake:
    """Return what takes tagged letters in, as the settings want it.

    Parameters
    ----------
    database : Database
        Open.
    settings : Settings
        ``database_masked``, ``letters_a_year``.

    Returns
    -------
    Intake
        Ready.
    """
    from classifier.decisions.intake import Intake

    return Intake(
        database, pseudonyms=pseudonyms_of(settings), expected_letters=int(settings.values["letters_a_year"].value)
    )


def pseudonyms_of(settings: Settings) -> Pseudonyms | None:
    """Return what senders are kept as; None where they are kept as they are."""
    from classifier.pseudonyms import read_pseudonyms

    return read_pseudonyms(settings.home) if settings.flag("database_masked") else None


def person() -> str:
    """Return the name of the person at this machine."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "lokal"


def told(taken: Taken) -> str:
    """Say what became of tagged letters, for a closing line."""
    return (
        f"{taken.new} new for the review page, {taken.known} known there, {taken.blind} to be read without suggestions"
    )


def read_tables(
    paths: Sequence[str | Path], taxonomy: Taxonomy, settings: Settings, *, needs_text: bool | None = True
) -> list[LabelledLetter]:
    """Read labelled letters from tables and from the database.

    Parameters
    ----------
    paths : sequence of str or pathlib.Path
        Tables, or what names letters of the database.
    taxonomy : Taxonomy
        The label book.
    settings : Settings
        Says where the database is.
    needs_text : bool or None, default True
        As for ``read_labelled``.

    Returns
    -------
    list of LabelledLetter
        Those of tables first.

    Raises
    ------
    LabelError
        As for ``read_labelled``; an id that stands in a table and in the database is one too.
    """
    from classifier.ingest import labelled_rows, read_labelled

    files = [path for path in paths if not is_database(path)]
    found = read_labelled(files, taxonomy, needs_text=needs_text) if files else []
    names = [str(path) for path in paths if is_database(path)]
    if not names:
        return found

    from classifier.decisions.tables import read_selection, rows

    known = {each.id for each in found}
    with opened(settings) as database:
        for name in names:
            selection = read_selection(name)
            assert selection is not None
            letters = rows(database, selection, taxonomy, needs_text=bool(needs_text))
            for each in labelled_rows(letters, taxonomy, source=name, needs_text=needs_text):
                if each.id in known:
                    raise LabelError("The id stands twice.", f"{name}, id {each.id}", "Leave one of the two out.")
                known.add(each.id)
                found.append(each)
    return found


def read_letters(paths: Sequence[str], settings: Settings, *, confirmed: bool = True) -> Iterator[Letter | Skipped]:
    """Read letters from files, folders and the database.

    Parameters
    ----------
    paths : sequence of str
        As for ``tag``, or what names letters of the database.
    settings : Settings
        Says where the database is.
    confirmed : bool, default True
        False leaves out letters of the database that a person has confirmed.

    Returns
    -------
    iterator of Letter or Skipped
        Those of files first. Paths are checked now.
    """
    from classifier.ingest import open_letters

    names = [path for path in paths if is_database(path)]
    files = open_letters([path for path in paths if not is_database(path)]) if len(names) < len(paths) else iter(())
    return _chained(files, names, settings, confirmed) if names else iter(files)


def _chained(
    files: Iterator[Letter | Skipped], names: Sequence[str], settings: Settings, confirmed: bool
) -> Iterator[Letter | Skipped]:
    from classifier.decisions.tables import letters, read_selection

    selections = [read_selection(name) for name in names]
    yield from files
    with opened(settings) as database:
        for selection in selections:
            yield from letters(database, selection.year if selection else None, confirmed=confirmed)
