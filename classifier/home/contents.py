"""What a backup holds: the home's own files, listed with size and digest, under names that are safe on every system."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from classifier.corpus_cache import FOLDER
from classifier.errors import InputError

__all__ = [
    "FORMAT",
    "LIST",
    "Entry",
    "Listing",
    "differ_by_case",
    "files_of",
    "is_database",
    "read_listing",
    "safe_name",
    "written",
]

FORMAT = 1
LIST = "backup.json"
"""The list of a backup's files, beside them."""
_LONGEST = 16_000_000
"""Bytes that a list may have: 100,000 files."""
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]|[. ]$')
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{p}{n}" for p in ("com", "lpt") for n in range(1, 10))})
_DIGEST = re.compile(r"[0-9a-f]{64}")
_PASSING = re.compile(r"[^/]+\.lock|.+\.sqlite-(?:wal|shm|journal)", re.IGNORECASE)
"""Files that belong to running programs: the home's own locks, and what SQLite keeps beside a database."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a backup.

    Attributes
    ----------
    name : str
        Its path in the home, divided by ``/``.
    size : int
        Bytes.
    digest : str
        SHA-256.
    """

    name: str
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Listing:
    """What a backup says of itself.

    Attributes
    ----------
    made : str
        When, ISO 8601, UTC.
    program : str
        Version of the program that made it.
    entries : tuple of Entry
        In order of their names.
    elsewhere : bool
        Whether the review database was not in the home, so that it is not in the backup.
    """

    made: str
    program: str
    entries: tuple[Entry, ...]
    elsewhere: bool = False


def files_of(home: Path) -> Iterator[tuple[str, Path]]:
    """List the files of a home that a backup holds.

    Parameters
    ----------
    home : pathlib.Path
        The home.

    Yields
    ------
    name : str
        The path in the home, divided by ``/``.
    path : pathlib.Path
        The file. What begins with a dot, locks, the cache, and what SQLite keeps beside a database are left out; links
        are not followed.
    """
    waiting = [home]
    while waiting:
        for path in sorted(waiting.pop().iterdir()):
            name = path.relative_to(home).as_posix()
            if path.is_symlink() or path.name.startswith(".") or name == FOLDER:
                continue
            if path.is_dir():
                waiting.append(path)
            elif path.is_file() and not _PASSING.fullmatch(name):
                yield name, path


def is_database(name: str) -> bool:
    """Tell whether a file of the home is an SQLite database, which is copied in its own way."""
    return name.endswith(".sqlite")


def safe_name(name: str) -> bool:
    r"""Tell whether a file may be written under a name: inside the home, on every system.

    Parameters
    ----------
    name : str
        As a backup has it.

    Returns
    -------
    bool
        False for absolute paths, ``..``, other drives and devices, and what the home itself makes anew.

    Examples
    --------
    >>> [safe_name(n) for n in ("models/2024/manifest.json", "../a", "/a", "C:/a", "a\\b", "nul.txt", ".a", "a//b")]
    [True, False, False, False, False, False, False, False]
    """
    parts = name.split("/")
    return not _PASSING.fullmatch(name) and all(
        part
        and not part.startswith(".")
        and not _UNSAFE.search(part)
        and part.partition(".")[0].lower() not in _RESERVED
        for part in parts
    )


def written(listing: Listing) -> bytes:
    """Write a list down.

    Parameters
    ----------
    listing : Listing
        The list.

    Returns
    -------
    bytes
        JSON.
    """
    files = {entry.name: {"size": entry.size, "sha256": entry.digest} for entry in listing.entries}
    content = {
        "format": FORMAT,
        "made": listing.made,
        "program": listing.program,
        "database_elsewhere": listing.elsewhere,
        "files": files,
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def read_listing(raw: bytes, where: str) -> Listing:
    """Read a list, and check that every name in it is safe.

    Parameters
    ----------
    raw : bytes
        JSON.
    where : str
        The backup, for errors.

    Returns
    -------
    Listing
        As written.

    Raises
    ------
    InputError
        If it is no list, of a later format, or names a file outside the home.
    """
    try:
        content: Any = json.loads(raw) if len(raw) <= _LONGEST else None
        number = content["format"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise InputError("This is no backup of klagepunkt, or it is damaged.", where) from None
    if number != FORMAT:
        raise InputError(
            f"The backup has format {str(number)[:20]!r}; this program reads {FORMAT}.", where, "Update klagepunkt."
        )
    try:
        entries = tuple(_entry(name, about) for name, about in content["files"].items())
        listing = Listing(
            str(content["made"])[:40], str(content["program"])[:40], entries, bool(content["database_elsewhere"])
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise InputError("The backup's list of files is damaged.", where) from None
    unsafe = sum(not safe_name(entry.name) for entry in entries)
    if unsafe or {entry.name for entry in entries} & _folders(entries):
        raise InputError(
            "The backup holds names that lead out of the home or clash, so nothing of it was used.",
            where,
            "It was not made by klagepunkt, or was changed since.",
        )
    return listing


def differ_by_case(entries: Iterable[Entry]) -> tuple[str, str] | None:
    """Find two files or folders whose names many file systems cannot tell apart.

    Parameters
    ----------
    entries : iterable of Entry
        Of a backup.

    Returns
    -------
    tuple of (str, str) or None
        The first two, in order; None where there are none.

    Examples
    --------
    >>> differ_by_case([Entry("models/A/card.md", 0, ""), Entry("models/a/card.md", 0, "")])
    ('models/A', 'models/a')
    """
    entries = tuple(entries)
    known: dict[str, str] = {}
    for name in sorted({entry.name for entry in entries} | _folders(entries)):
        if (other := known.setdefault(name.casefold(), name)) != name:
            return other, name
    return None


def _folders(entries: Iterable[Entry]) -> set[str]:
    return {str(parent) for entry in entries for parent in PurePosixPath(entry.name).parents}


def _entry(name: str, about: Mapping[str, Any]) -> Entry:
    size, digest = about["size"], about["sha256"]
    if type(size) is not int or size < 0 or not isinstance(digest, str) or not _DIGEST.fullmatch(digest):
        raise ValueError("size or digest")
    return Entry(name, size, digest)
