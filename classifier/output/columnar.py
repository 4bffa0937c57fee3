"""Parquet out: a fixed schema, in row groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from classifier.ingest.cells import as_text
from classifier.output.columns import Column

__all__ = ["write_parquet"]

_GROUP = 5_000
"""Rows of a row group; all that is in memory at a time."""


def write_parquet(
    path: Path, columns: Iterable[Column], rows: Iterable[Mapping[str, Any]], points: Sequence[str] = ()
) -> None:
    """Write a Parquet file.

    Parameters
    ----------
    path : pathlib.Path
        Overwritten.
    columns : iterable of Column
        In order.
    rows : iterable of mapping
        By column name; missing values are null.
    points : sequence of str
        Point ids in order: ``scores`` is then a struct with a field a point, else a map.
    """
    import pyarrow as arrow
    from pyarrow import parquet

    columns = list(columns)
    schema = arrow.schema([(column.name, _type(column, points)) for column in columns])
    stream = iter(rows)
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        while group := list(islice(stream, _GROUP)):
            arrays = [
                arrow.array([_value(row.get(column.name), column, points) for row in group], field.type)
                for column, field in zip(columns, schema, strict=True)
            ]
            writer.write_table(arrow.Table.from_arrays(arrays, schema=schema), row_group_size=_GROUP)


def _type(column: Column, points: Sequence[str]) -> Any:
    import pyarrow as arrow

    plain = {"text": arrow.string(), "integer": arrow.int64(), "number": arrow.float64(), "boolean": arrow.bool_()}
    if column.type in plain:
        return plain[column.type]
    if column.type == "records":
        return arrow.list_(arrow.struct([(name, plain[kind]) for name, kind in column.parts]))
    if column.type == "scores" and points:
        return arrow.struct([(point, arrow.float64()) for point in points])
    return {
        "texts": arrow.list_(arrow.string()),
        "passages": arrow.map_(arrow.string(), arrow.list_(arrow.string())),
        "counts": arrow.map_(arrow.string(), arrow.int64()),
        "scores": arrow.map_(arrow.string(), arrow.float64()),
    }[column.type]


def _value(value: Any, column: Column, points: Sequence[str]) -> Any:
    if value is None:
        return None
    if column.type == "text":
        return as_text(value)
    if column.type in ("passages", "counts") or (column.type == "scores" and not points):
        return list(value.items())
    return value
