"""A home from its backup: everything is read and verified first, then the folder changes place at once."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import sqlite3
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from classifier.errors import InputError, OutputError
from classifier.files import make_private_folder, swap_folder, unwritable
from classifier.home.checks import check_models, is_sound
from classifier.home.contents import LIST, Entry, Listing, differ_by_case, files_of, is_database, read_listing
from classifier.store import ModelStore

__all__ = ["Restored", "restore"]

_BLOCK = 1 << 20
_DAMAGED = "The backup is damaged."
_REMEDY = "Nothing was changed. Take another backup."


@dataclass(frozen=True, slots=True)
class Restored:
    """A home that was brought back.

    Attributes
    ----------
    listing : Listing
        What the backup held.
    unusable : tuple of (str, str)
        Models that this program cannot load, and why.
    """

    listing: Listing
    unusable: tuple[tuple[str, str], ...]


def restore(backup: Path, home: Path, *, force: bool = False) -> Restored:
    """Bring a home back from a backup.

    Parameters
    ----------
    backup : pathlib.Path
        As ``back_up`` wrote it.
    home : pathlib.Path
        Where to; made, or empty.
    force : bool, default False
        Whether a home that holds something may be replaced; it is gone then.

    Returns
    -------
    Restored
        What was brought back.

    Raises
    ------
    InputError
        If the file is no backup, is damaged or was changed, or names a file outside the home. Nothing was changed.
    OutputError
        If the home holds something and ``force`` is False, cannot be written, or lies on a file system that takes two
        names of the backup for one. Nothing was changed.
    """
    if not backup.is_file():
        raise InputError("There is no such file.", str(backup))
    if home.exists() and (not home.is_dir() or any(files_of(home))) and not force:
        raise OutputError(
            "The home is not empty.", str(home), "Name another with --home, or add --force to replace it for good."
        )
    # A link to a home on another disk stays one.
    home = home.resolve()
    make_private_folder(home.parent)
    with _staging(home) as new:
        listing = _unpack(backup, new)
        _check_databases(new, listing)
        # They are brought back all the same.
        unusable = tuple((name, fault) for name, fault in check_models(ModelStore(new)) if fault)
        _swap(new, home)
    return Restored(listing, unusable)


@contextlib.contextmanager
def _staging(home: Path) -> Iterator[Path]:
    """Yield a new folder beside the home, for its owner alone; what is left of it at the end is deleted."""
    try:
        folder = Path(tempfile.mkdtemp(dir=home.parent, prefix=f".{home.name}.", suffix=".tmp"))
    except OSError as error:
        raise _failed(home, error) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unpack(backup: Path, folder: Path) -> Listing:
    try:
        with zipfile.ZipFile(backup) as archive:
            if LIST not in archive.namelist():
                raise InputError("This is no backup of klagepunkt.", str(backup))
            with archive.open(LIST) as packed:
                listing = read_listing(packed.read(1 << 25), str(backup))
            _check_inside(archive.infolist(), listing, backup)
            _check_case(folder, listing, backup)
            needed = sum(entry.size for entry in listing.entries)
            if needed > shutil.disk_usage(folder).free:
                raise OutputError(
                    f"The home needs {needed / 1e6:,.0f} MB, more than is free.", str(folder.parent), "Free some space."
                )
            for entry in listing.entries:
                _unpack_one(archive, entry, folder / entry.name, backup)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        # RuntimeError is what zipfile has for an encrypted file.
        raise InputError(_DAMAGED, str(backup), _REMEDY) from error
    except OSError as error:
        raise _failed(folder, error) from error
    return listing


def _check_inside(inside: list[zipfile.ZipInfo], listing: Listing, backup: Path) -> None:
    """Check that the archive holds what its list names, each once, and nothing else: no folder, no link."""
    names = sorted(info.filename for info in inside)
    wanted = sorted([LIST, *(f"home/{entry.name}" for entry in listing.entries)])
    plain = all(stat.S_IFMT(info.external_attr >> 16) in (0, stat.S_IFREG) for info in inside)
    if names != wanted or not plain:
        raise InputError("The backup holds other files than it lists.", str(backup), _REMEDY)


def _check_case(folder: Path, listing: Listing, backup: Path) -> None:
    if (alike := differ_by_case(listing.entries)) and not _tells_case(folder):
        raise OutputError(
            f"{alike[0]} and {alike[1]} are one name where the home would be.",
            str(backup),
            "Nothing was changed. Restore it to a disk that tells capitals from small letters, as Linux has them.",
        )


def _tells_case(folder: Path) -> bool:
    probe = folder / ".case"
    probe.touch(mode=0o600)
    try:
        return not (folder / ".CASE").exists()
    finally:
        probe.unlink()


def _unpack_one(archive: zipfile.ZipFile, entry: Entry, target: Path, backup: Path) -> None:
    make_private_folder(target.parent)
    target.touch(mode=0o600)
    digest, size = hashlib.sha256(), 0
    with archive.open(f"home/{entry.name}") as packed, target.open("wb") as plain:
        # Never more than was listed, however much the archive would unfold into.
        while size <= entry.size and (block := packed.read(_BLOCK)):
            plain.write(block)
            digest.update(block)
            size += len(block)
    if size != entry.size or digest.hexdigest() != entry.digest:
        raise InputError("A file in the backup is not the one that was saved.", f"{backup}, {entry.name}", _REMEDY)


def _check_databases(folder: Path, listing: Listing) -> None:
    for name in (entry.name for entry in listing.entries if is_database(entry.name)):
        try:
            with closing(sqlite3.connect(folder / name)) as database:
                sound = is_sound(database)
        except sqlite3.Error:
            sound = False
        if not sound:
            raise InputError(_DAMAGED, name, _REMEDY)


def _swap(new: Path, home: Path) -> None:
    prefix = f".{home.name}.old."
    try:
        swap_folder(new, home, prefix=prefix)
    except OSError as error:
        kept = "Nothing was changed." if home.exists() else f"It lies beside it, in a folder {prefix}…: move it back."
        raise OutputError(
            f"The home cannot be replaced: {error.strerror or type(error).__name__}.",
            str(home),
            f"{kept} Stop klagepunkt review and klagepunkt watch first.",
        ) from error


def _failed(path: Path, error: OSError) -> OutputError:
    return OutputError(unwritable(error), str(path), "Nothing was changed. Choose another --home.")
