"""Files: their endings; written so that an output is complete or absent, and readable by its owner alone."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from classifier.errors import OutputError

__all__ = ["COMPRESSED", "ending_of", "make_private_folder", "replacing", "swap_folder", "unwritable"]

COMPRESSED = (".gz", ".zst")
"""Endings that may follow the ending of a table."""


def ending_of(path: Path) -> str:
    """Return a file's ending, lower-case, with that of its compression.

    Parameters
    ----------
    path : pathlib.Path
        Any path.

    Returns
    -------
    str
        Empty if it has none.

    Examples
    --------
    >>> ending_of(Path("Breve 2.1.CSV")), ending_of(Path("a.jsonl.gz")), ending_of(Path("README"))
    ('.csv', '.jsonl.gz', '')
    """
    endings = [suffix.lower() for suffix in path.suffixes]
    return "".join(endings[-2:] if endings and endings[-1] in COMPRESSED else endings[-1:])


@contextlib.contextmanager
def replacing(path: Path, *, force: bool = True) -> Iterator[Path]:
    """Yield a temporary path beside ``path`` that takes its place when the block ends without an error.

    Parameters
    ----------
    path : pathlib.Path
        The file to write.
    force : bool, default True
        False refuses a path that exists.

    Yields
    ------
    pathlib.Path
        An empty file in the same folder, readable by its owner alone, with the same ending.

    Raises
    ------
    OutputError
        If the file exists and ``force`` is False, or the folder or the file cannot be written. The old file is intact.
    """
    if not force and path.exists():
        raise OutputError("The output exists already.", str(path), "Choose another name or add --force.")
    try:
        # mkstemp makes the file readable by its owner alone, on every system.
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}.", suffix=f".tmp{ending_of(path)}")
    except OSError as error:
        raise OutputError(unwritable(error), str(path), "Choose a folder that exists and can be written.") from error
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        with temporary.open("r+b") as written:
            os.fsync(written.fileno())
        temporary.replace(path)
    except OSError as error:
        raise OutputError(
            unwritable(error), str(path), "Nothing was changed; free some space and try again."
        ) from error
    finally:
        temporary.unlink(missing_ok=True)


def make_private_folder(path: Path) -> Path:
    """Make a folder, with the parents that are missing, that its owner alone may enter.

    Parameters
    ----------
    path : pathlib.Path
        May exist already; its permissions then stay.

    Returns
    -------
    pathlib.Path
        The same path.

    Raises
    ------
    OutputError
        If it cannot be made.
    """
    try:
        # pathlib makes missing parents with the default permissions, whatever the mode.
        for folder in [*reversed(path.parents), path]:
            if not folder.exists():
                folder.mkdir(mode=0o700, exist_ok=True)
        path.mkdir(exist_ok=True)
    except OSError as error:
        raise OutputError(unwritable(error), str(path), "Choose another --home or folder.") from error
    return path


def swap_folder(new: Path, target: Path, *, prefix: str) -> None:
    """Put a folder in another's place; if that fails, the old one is back.

    Parameters
    ----------
    new : pathlib.Path
        The folder, beside ``target``.
    target : pathlib.Path
        Need not exist; what it held is gone afterwards.
    prefix : str
        How the folder is called, but for random letters behind, in which the old one waits beside ``target``. It stays
        there where a killed process, or a system that refuses, leaves nothing in ``target``'s place.

    Raises
    ------
    OSError
        If a folder cannot be moved.
    """
    if not target.exists():
        new.replace(target)
        return
    aside = Path(tempfile.mkdtemp(dir=target.parent, prefix=prefix))
    old = aside / target.name
    try:
        target.replace(old)
        try:
            new.replace(target)
        except OSError:
            old.replace(target)
            raise
    except OSError:
        with contextlib.suppress(OSError):
            aside.rmdir()
        raise
    shutil.rmtree(aside, ignore_errors=True)


def unwritable(error: OSError) -> str:
    """Say why something cannot be written.

    Parameters
    ----------
    error : OSError
        What the system raised.

    Returns
    -------
    str
        A sentence.
    """
    return f"Cannot write: {error.strerror or type(error).__name__}."
