"""Opening a file for writing, compressed by its last ending; the same content gives the same bytes."""

from __future__ import annotations

import contextlib
import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from classifier.errors import OutputError

__all__ = ["open_written"]

_LEVEL = 6
"""gzip's own default; 9 takes twice the time for 1 % less."""
_PLAIN = (".csv", ".jsonl")


@contextlib.contextmanager
def open_written(path: Path) -> Iterator[BinaryIO]:
    """Open a file for writing uncompressed bytes into it.

    Parameters
    ----------
    path : pathlib.Path
        Overwritten; ``.gz`` and ``.zst`` are compressed, ``.csv`` and ``.jsonl`` are not.

    Yields
    ------
    binary file
        Complete once the block has ended.

    Raises
    ------
    OutputError
        If the ending is none of these: a file must be what its name says.
    """
    ending = path.suffix.lower()
    if ending in _PLAIN:
        with path.open("wb") as raw:
            yield raw
    elif ending == ".gz":
        # Neither the time nor the name of the temporary file stands in it.
        with path.open("wb") as raw, gzip.GzipFile("", "wb", _LEVEL, raw, mtime=0) as packed:
            yield cast(BinaryIO, packed)
    elif ending == ".zst":
        import pyarrow

        with pyarrow.output_stream(str(path), compression="zstd") as file:
            yield cast(BinaryIO, file)
    else:
        raise OutputError(f"The compression {ending!r} is not known.", str(path), "Known are .gz and .zst.")
