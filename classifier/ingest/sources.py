"""Which files the paths of a command line hold: named ones and, recursively and in order, those of folders."""

from __future__ import annotations

import fnmatch
import os
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from classifier.errors import InputError
from classifier.files import COMPRESSED, ending_of
from classifier.ingest.streams import why
from classifier.records import Skipped

__all__ = ["MAILDIR", "Source", "find_sources", "is_maildir", "maildir_ending"]

MAILDIR = "maildir"
"""What stands for the ending of a Maildir folder."""

# What operating systems and office programs leave in folders, and our own unfinished output.
_LITTER = (".ds_store", "thumbs.db", "desktop.ini", "~$*", "._*", ".~lock.*#", ".*.tmp.*")


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read.

    Attributes
    ----------
    path : pathlib.Path
        Where it is.
    shown : str
        The same as reached from the path given, with ``/`` on every system.
    ending : str
        Lower-case, ``.csv`` of ``Breve.CSV``, ``.jsonl.gz`` of ``breve.jsonl.gz``.
    named : bool
        True where it was given itself, False where it was found in a folder.
    id : str
        Id of the letter that a file of one letter holds: its name without the ending, with its folder where two files
        share the name.
    """

    path: Path
    shown: str
    ending: str
    named: bool
    id: str


def is_maildir(path: Path) -> bool:
    """Tell whether a folder is a Maildir.

    Parameters
    ----------
    path : pathlib.Path
        A folder.

    Returns
    -------
    bool
        True if it has folders ``cur`` and ``new``.
    """
    return (path / "cur").is_dir() and (path / "new").is_dir()


def maildir_ending(folder: Path) -> str:
    """Return what stands for the ending of a folder that is read as one source.

    Parameters
    ----------
    folder : pathlib.Path
        Any folder.

    Returns
    -------
    str
        ``maildir``, else an empty text.
    """
    return MAILDIR if is_maildir(folder) else ""


def find_sources(
    paths: Sequence[str | Path],
    endings: Iterable[str],
    whole_folder: Callable[[Path], str] = lambda folder: "",
) -> list[Source | Skipped]:
    """List the files to read, in the order given and by name inside a folder.

    Parameters
    ----------
    paths : sequence of str or pathlib.Path
        Files and folders.
    endings : iterable of str
        Endings that can be read.
    whole_folder : callable
        Returns an ending (``maildir``) for a folder that is read as one source, else an empty text.

    Returns
    -------
    list of Source or Skipped
        Skipped (failed) for what a folder holds and cannot be read; a folder that links lead to twice is read once.

    Raises
    ------
    InputError
        If a path does not exist, or is a file with another ending.
    """
    known = frozenset(endings)
    found: list[tuple[Source | Skipped, str]] = []
    for given in paths:
        path = Path(given)
        try:
            mode = path.stat().st_mode
        except (OSError, ValueError) as error:
            what = "It does not exist." if isinstance(error, FileNotFoundError) else "It cannot be reached."
            raise InputError(what, path.as_posix(), "Check the path.") from error
        if stat.S_ISDIR(mode):
            walked = _walk(path, path.as_posix(), known, whole_folder)
            found += [(item, _relative(item, path)) for item in walked]
        elif not stat.S_ISREG(mode):
            raise InputError("It is neither a file nor a folder.", path.as_posix(), "Use - to read standard input.")
        elif (ending := ending_of(path)) not in known:
            raise InputError(*_unknown(ending, path, known))
        else:
            found.append((Source(path, path.as_posix(), ending, named=True, id=_stem(path)), _stem(path)))
    return list(_with_ids(found))


def _unknown(ending: str, path: Path, known: Iterable[str]) -> tuple[str, str, str]:
    readable = ", ".join(sorted(item for item in known if item.startswith(".") and not item.endswith(COMPRESSED)))
    remedy = "Save it as .xlsx in the spreadsheet program." if ending in (".xls", ".ods", ".xlsm", ".xlsb") else ""
    return f"Its ending {ending!r} is not known.", path.as_posix(), remedy or f"Readable are {readable}."


def _walk(
    folder: Path, shown: str, known: frozenset[str], whole_folder: Callable[[Path], str]
) -> Iterator[Source | Skipped]:
    # Not recursive by calls: a tree may be deeper than Python's stack.
    waiting: list[tuple[Path, str]] = [(folder, shown)]
    seen: set[tuple[int, int]] = set()
    while waiting:
        path, shown = waiting.pop()
        try:
            if not path.is_dir():
                yield _file(path, shown, known)
                continue
            entry = path.stat()
            if (entry.st_dev, entry.st_ino) in seen:
                continue
            seen.add((entry.st_dev, entry.st_ino))
            if ending := whole_folder(path):
                yield Source(path, shown, ending, named=False, id=path.name)
                continue
            names = sorted(os.listdir(path), reverse=True)  # noqa: PTH208 - names are shown, not opened
        except OSError as error:
            yield Skipped(shown, why(error))
            continue
        waiting += [(path / name, f"{shown}/{name}" if shown != "." else name) for name in names]


def _file(path: Path, shown: str, known: frozenset[str]) -> Source | Skipped:
    if any(fnmatch.fnmatchcase(path.name.lower(), pattern) for pattern in _LITTER):
        return Skipped(shown, "A file of the system, no letter.", rule="system-file", failed=False)
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode):
        return Skipped(shown, "It is neither a file nor a folder.")
    ending = ending_of(path)
    if ending not in known:
        return Skipped(shown, f"Its ending {ending!r} is not known." if ending else "It has no ending.")
    return Source(path, shown, ending, named=False, id=_stem(path))


def _stem(path: Path) -> str:
    return path.name[: -len(ending)] if (ending := ending_of(path)) else path.name


def _relative(item: Source | Skipped, root: Path) -> str:
    return (item.path.relative_to(root).parent / item.id).as_posix() if isinstance(item, Source) else ""


def _with_ids(found: list[tuple[Source | Skipped, str]]) -> Iterator[Source | Skipped]:
    """Give each file the shortest of name, path in its folder and path as given that no other file has."""
    choices = [
        (item.id, relative, (Path(item.shown).parent / item.id).as_posix())
        for item, relative in found
        if isinstance(item, Source)
    ]
    counts = [Counter(choice) for choice in zip(*choices, strict=True)]
    chosen = iter(choices)
    for item, _ in found:
        if isinstance(item, Source):
            levels = next(chosen)
            item = replace(
                item, id=next((name for name, count in zip(levels, counts, strict=True) if count[name] == 1), levels[2])
            )
        yield item
