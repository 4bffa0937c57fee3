"""Opening a file for reading, compressed or not, and the errors that reading one may raise."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, cast

__all__ = ["READ_ERRORS", "open_bytes", "why"]

READ_ERRORS = (OSError, EOFError, zlib.error, UnicodeError)
"""What reading a damaged, vanished or forbidden file raises."""


def _open_gzip(path: Path) -> BinaryIO:
    return cast(BinaryIO, gzip.open(path, "rb"))


# Another compression is one more entry here, and one in sources.COMPRESSED.
_OPENERS: dict[str, Callable[[Path], BinaryIO]] = {".gz": _open_gzip}


def open_bytes(path: Path) -> BinaryIO:
    """Open a file for reading its uncompressed bytes.

    Parameters
    ----------
    path : pathlib.Path
        Its last ending tells the compression.

    Returns
    -------
    binary file
        To be closed by the caller. Reading it may raise READ_ERRORS.
    """
    opener = _OPENERS.get(path.suffix.lower())
    return opener(path) if opener else path.open("rb")


def why(error: BaseException) -> str:
    """Say why a file could not be read, without its content.

    Parameters
    ----------
    error : BaseException
        What a reader raised.

    Returns
    -------
    str
        A sentence.
    """
    if isinstance(error, OSError) and error.strerror:
        return f"It cannot be read: {error.strerror}."
    return f"It is damaged ({type(error).__name__})."
