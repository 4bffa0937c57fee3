"""Opening a file for reading, compressed or not, and the errors that reading one may raise."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["READ_ERRORS", "open_bytes", "why"]

READ_ERRORS = (OSError, EOFError, zlib.error, UnicodeError)
"""What reading a damaged, vanished or forbidden file raises."""


def _open_gzip(path: Path) -> BinaryIO:
    return cast(BinaryIO, gzip.open(path, "rb"))


class _Zstandard(io.RawIOBase):
    """A file in Zstandard, which can be read again from its start."""

    def __init__(self, path: Path) -> None:
        import pyarrow

        self._path = str(path)
        self._open = pyarrow.input_stream
        self._file = self._open(self._path, compression="zstd")
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        if whence == io.SEEK_SET and offset == 0 and self._position:
            self._file.close()
            self._file = self._open(self._path, compression="zstd")
            self._position = 0
        elif not (whence == io.SEEK_SET and offset == self._position) and not (whence == io.SEEK_CUR and offset == 0):
            raise io.UnsupportedOperation("A file in Zstandard is read from its start on.")
        return self._position

    def tell(self) -> int:
        return self._position

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        data = self._file.read(len(view))
        view[: len(data)] = data
        self._position += len(data)
        return len(data)

    def close(self) -> None:
        self._file.close()
        super().close()


def _open_zstandard(path: Path) -> BinaryIO:
    return cast(BinaryIO, io.BufferedReader(_Zstandard(path), 1 << 18))


# Another compression is one more entry here, and one in files.COMPRESSED.
_OPENERS: dict[str, Callable[[Path], BinaryIO]] = {".gz": _open_gzip, ".zst": _open_zstandard}


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
