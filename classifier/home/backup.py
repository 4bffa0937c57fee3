"""A backup of the home in one file: models, settings, key, decisions, what watching remembers; whole or absent."""

from __future__ import annotations

import hashlib
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO

from classifier.errors import DatabaseError, InputError, OutputError
from classifier.files import replacing
from classifier.home.checks import is_sound
from classifier.home.contents import LIST, Entry, Listing, files_of, is_database, safe_name, written
from classifier.store import ModelStore
from classifier.store.state import locked

__all__ = ["Backup", "back_up", "note_place"]

_BLOCK = 1 << 20
_WAIT = 30


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made.

    Attributes
    ----------
    listing : Listing
        What it holds.
    left_out : tuple of str
        Files of the home whose names other systems could not hold.
    """

    listing: Listing
    left_out: tuple[str, ...]


def back_up(home: Path, output: Path, *, force: bool = False, elsewhere: bool = False) -> Backup:
    """Write a backup of a home.

    Parameters
    ----------
    home : pathlib.Path
        The home.
    output : pathlib.Path
        A ``.zip`` outside the home; readable by its owner alone, not encrypted.
    force : bool, default False
        Whether a file of this name may be replaced.
    elsewhere : bool, default False
        Whether the review database is another than the home's (the setting ``database``); it is then not saved here.

    Returns
    -------
    Backup
        What was saved.

    Raises
    ------
    InputError
        If there is no home, or nothing in it.
    OutputError
        If the output is none, exists, lies in the home, or cannot be written.
    DatabaseError
        If a database of the home is damaged: a backup of it would be worth nothing.

    Notes
    -----
    Databases are copied by SQLite's own backup while others may write, each as it stands at one moment. Models are
    copied under the lock that saving and switching them holds.
    """
    if not home.is_dir():
        raise InputError("There is no home to save.", str(home), "Name it with --home.")
    if output.suffix.lower() != ".zip":
        raise OutputError("A backup is a .zip file.", str(output), "Choose a name that ends in .zip.")
    if output.absolute().resolve().is_relative_to(home.resolve()):
        raise OutputError(
            "The backup would lie in the home that it saves, and be lost with it.",
            str(output),
            "Choose another folder.",
        )
    ModelStore(home).names()  # what a killed process left is put right first
    with (
        locked(home / "models.lock"),
        replacing(output, force=force) as temporary,
        tempfile.TemporaryDirectory(dir=output.absolute().parent, prefix=f".{output.stem}.", suffix=".tmp") as copies,
    ):
        found = list(files_of(home))
        if not found:
            raise InputError("The home holds nothing to save.", str(home), "Name another with --home.")
        safe = [(name, path) for name, path in found if safe_name(name)]
        listing = _write(temporary, safe, Path(copies), elsewhere)
    return Backup(listing, tuple(name for name, _ in found if not safe_name(name)))


def note_place(home: Path, user: str, output: Path) -> None:
    """Note in the home's database where a backup lies, so that a later erasure can name it.

    Parameters
    ----------
    home : pathlib.Path
        A home that holds a database.
    user : str
        Who made the backup.
    output : pathlib.Path
        The backup.

    Raises
    ------
    DatabaseError
        If the database is in use, or of a form that holds no such note.

    Notes
    -----
    The database keeps its form: a backup is made before an upgrade, and must not be one.
    """
    from sqlalchemy import URL, create_engine

    from classifier.decisions.database import FILE_NAME, Database
    from classifier.decisions.erasure import note_backup

    address = URL.create("sqlite", database=str(home / FILE_NAME))
    database = Database(create_engine(address, connect_args={"timeout": _WAIT}))
    try:
        note_backup(database, user, output)
    finally:
        database.close()


def _write(target: Path, files: Iterable[tuple[str, Path]], copies: Path, elsewhere: bool) -> Listing:
    entries = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for number, (name, path) in enumerate(files):
            source = path
            if is_database(name):
                source = copies / f"{number}.sqlite"
                _copy_database(path, source)
            with source.open("rb") as content, archive.open(_info(name), "w", force_zip64=True) as packed:
                entries.append(_pack(name, content, packed))
            if source is not path:
                source.unlink()
        listing = Listing(
            datetime.now(UTC).isoformat(timespec="seconds"), version("klagepunkt"), tuple(entries), elsewhere
        )
        archive.writestr(_info(LIST), written(listing))
    return listing


def _pack(name: str, content: IO[bytes], packed: IO[bytes]) -> Entry:
    digest, size = hashlib.sha256(), 0
    while block := content.read(_BLOCK):
        packed.write(block)
        digest.update(block)
        size += len(block)
    return Entry(name, size, digest.hexdigest())


def _info(name: str) -> zipfile.ZipInfo:
    # Without a time, so that a home whose clock was wrong can be saved too.
    info = zipfile.ZipInfo(name if name == LIST else f"home/{name}", date_time=(1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info


def _copy_database(source: Path, target: Path) -> None:
    """Copy an SQLite database as it stands at one moment, also while others write."""
    try:
        with (
            closing(sqlite3.connect(source, timeout=_WAIT)) as read,
            closing(sqlite3.connect(target)) as write,
        ):
            read.backup(write)
            # A copy needs no log beside it; and a damaged database is found now, not when the copy is needed.
            write.execute("PRAGMA journal_mode=DELETE")
            sound = is_sound(write)
    except sqlite3.Error as error:
        raise DatabaseError(
            f"The database cannot be copied: {type(error).__name__}.", str(source), "Close other programs that use it."
        ) from None
    if not sound:
        raise DatabaseError("The database is damaged.", str(source), "Restore the home from an older backup.")
