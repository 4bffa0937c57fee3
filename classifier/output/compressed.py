"""Opening a file for writing, compressed by its last ending; the same content gives the same bytes."""

from __future__ import annotations

import contextlib
import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

__all__ = ["open_written"]

_LEVEL = 6
"""gzip's own default; 9 takes twice the time for 1 % less."""


@contextlib.contextmanager
def open_written(path: Path) -> Iterator[BinaryIO]:
    """Open a file for writing uncompressed bytes into it.

    Parameters
    ----------
    path : pathlib.Path
        Overwritten; ``.gz`` and ``.zst`` are compressed.

    Yields
    ------
    binary file
        Complete once the block has ended.
    """
    ending = path.suffix.lower()
    if ending == ".zst":
        import pyarrow

        with pyarrow.output_stream(str(path), compression="zstd") as file:
            yield cast(BinaryIO, file)
        return
    with path.open("wb") as raw:
        if ending != ".gz":
            yield raw
            return
        # Neither the time nor the name of the temporary file stands in it.
        with gzip.GzipFile("", "wb", _LEVEL, raw, mtime=0) as packed:
            yield cast(BinaryIO, packed)
