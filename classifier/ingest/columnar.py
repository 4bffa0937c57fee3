"""Parquet as a stream of rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from classifier.ingest.columns import Row
from classifier.ingest.tables import NotATableError, Table
from classifier.records import Skipped

__all__ = ["open_parquet"]

_BATCH = 256
"""Rows in memory at a time, whatever the size of the row groups."""


def open_parquet(path: Path) -> Table:
    """Open a Parquet file.

    Parameters
    ----------
    path : pathlib.Path
        Read by row groups.

    Returns
    -------
    Table
        Cells have Python's types.

    Raises
    ------
    NotATableError
        If it is no Parquet file or a damaged one.
    """
    import pyarrow as arrow
    from pyarrow import parquet

    if not path.stat().st_size:
        return Table(None, lambda: iter(()))
    try:
        with parquet.ParquetFile(path) as file:
            names = tuple(file.schema_arrow.names)
    except PermissionError:
        raise
    except (arrow.ArrowException, OSError, ValueError) as error:
        raise NotATableError("It is no Parquet file, or a damaged one.") from error
    return Table(names, lambda: _rows(path, names))


def _rows(path: Path, names: tuple[str, ...]) -> Iterator[Row | Skipped]:
    import pyarrow as arrow
    from pyarrow import parquet

    number = 0
    try:
        with parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(_BATCH, use_threads=False):
                columns = [_cells(column) for column in batch.columns]
                for values in zip(*columns, strict=True):
                    number += 1
                    yield Row(str(number), names, values)
    # Dates beyond year 9999 raise OverflowError or ValueError.
    except (arrow.ArrowException, OSError, ValueError, OverflowError) as error:
        yield Skipped(str(number + 1), f"From here on the file is damaged ({type(error).__name__}).")


def _cells(column: Any) -> list[object]:
    import pyarrow as arrow

    if arrow.types.is_timestamp(column.type) and column.type.unit == "ns":
        column = column.cast(arrow.timestamp("us", column.type.tz), safe=False)
    return column.to_pylist()  # type: ignore[no-any-return]
