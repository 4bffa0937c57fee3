"""Small tables of an office that hold no letters: recommendations, case boxes, numbers of cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from classifier.errors import InputError
from classifier.ingest.cells import as_text
from classifier.ingest.columns import Row, fold
from classifier.ingest.streams import READ_ERRORS, why
from classifier.ingest.tables import NotATableError, open_delimited, open_json_lines
from classifier.records import Skipped

__all__ = ["read_side_table"]

_ENDINGS = (".xlsx", ".csv", ".tsv", ".jsonl")


def read_side_table(
    path: Path, columns: Mapping[str, Sequence[str]], needed: Sequence[str]
) -> list[tuple[str, dict[str, str]]]:
    """Read a table whose columns are known by name.

    Parameters
    ----------
    path : pathlib.Path
        ``.xlsx`` (its first visible sheet), ``.csv``, ``.tsv`` or ``.jsonl``; the header is its first row with content.
    columns : mapping of str to sequence of str
        Each column with the other names it may have; compared as those of letters. Other columns are passed over.
    needed : sequence of str
        Columns that must be there, and hold something in each row.

    Returns
    -------
    list of (str, dict of str to str)
        Where each row stands, and its columns as text; rows without content are left out.

    Raises
    ------
    InputError
        If it cannot be read, or lacks a needed column, or a row lacks what is needed.
    """
    names = {fold(name): column for column, others in columns.items() for name in (column, *others)}
    found: list[tuple[str, dict[str, str]]] = []
    missing: list[str] | None = None
    try:
        for row in _rows(path):
            where = f"{path.name}, row {row.number}"
            placed = {names[fold(name)]: index for index, name in enumerate(row.names) if fold(name) in names}
            missing = [name for name in needed if name not in placed]
            values = {column: as_text(row.values[index]).strip() for column, index in placed.items()}
            if missing or not any(values.values()):
                continue
            if empty := [name for name in needed if not values[name]]:
                raise InputError(f"The row has no {' and no '.join(empty)}.", where)
            found.append((where, {column: values.get(column, "") for column in columns}))
    except (NotATableError, *READ_ERRORS) as error:
        reason = str(error) if isinstance(error, NotATableError) else why(error)
        raise InputError(reason, str(path)) from error
    if missing:
        wanted = " and no column ".join(f"{name} ({', '.join(columns[name])})" for name in missing)
        raise InputError(f"The table has no column {wanted}.", str(path), "See docs/reports.md.")
    return found


def _rows(path: Path) -> Iterator[Row]:
    ending = path.suffix.lower()
    if not path.is_file():
        raise InputError("It does not exist.", str(path))
    if ending not in _ENDINGS:
        raise InputError(f"Its ending {ending!r} is not known.", str(path), f"Known are {', '.join(_ENDINGS)}.")
    if ending == ".xlsx":
        yield from _sheet(path)
        return
    table = open_json_lines(path) if ending == ".jsonl" else open_delimited(path)
    for row in table.rows() if table.columns else ():
        if isinstance(row, Skipped):
            raise InputError(row.reason, f"{path.name}, row {row.source}")
        yield row


def _sheet(path: Path) -> Iterator[Row]:
    from classifier.ingest.workbooks import first_sheet

    names: tuple[str, ...] = ()
    for number, values in first_sheet(path):
        if not names:
            names = tuple(as_text(value) for value in values)
            continue
        yield Row(str(number), names, [*values[: len(names)], *[None] * (len(names) - len(values))])
