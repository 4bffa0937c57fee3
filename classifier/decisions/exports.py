"""Letters written into files, each remembered, so that erasing a citizen finds the copies."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from classifier.decisions.database import Database, now
from classifier.decisions.schema import ExportRow
from classifier.decisions.tables import Selection, rows
from classifier.errors import OutputError
from classifier.output import open_writer
from classifier.taxonomy import Taxonomy

__all__ = ["Export", "export_table", "repeat_exports"]


@dataclass(frozen=True, slots=True)
class Export:
    """What is written.

    Attributes
    ----------
    path : pathlib.Path
        ``.jsonl``, ``.csv``, ``.xlsx`` or ``.parquet``.
    selection : Selection
        Which letters.
    text : bool
        False leaves the texts out, and gives all contacts.
    csv_dialect : str
        As for ``tag``.
    """

    path: Path
    selection: Selection = field(default_factory=Selection)
    text: bool = True
    csv_dialect: str = "excel-da"


def export_table(database: Database, export: Export, taxonomy: Taxonomy, *, force: bool = False) -> int:
    """Write letters as a table of labelled letters.

    Parameters
    ----------
    database : Database
        Open.
    export : Export
        What, and where to.
    taxonomy : Taxonomy
        The label book.
    force : bool, default False
        True replaces a file that exists.

    Returns
    -------
    int
        How many letters were written.

    Raises
    ------
    OutputError
        If the file exists or cannot be written.
    """
    number = 0
    with open_writer(
        export.path, force=force, csv_dialect=export.csv_dialect, rows="labelled", taxonomy=taxonomy
    ) as writer:
        for row in rows(database, export.selection, taxonomy, needs_text=export.text):
            if not export.text:
                row.update(text="", subject="", evidence={})
            writer.write(row)
            number += 1
    path = export.path.absolute()
    options = {
        "year": export.selection.year,
        "which": export.selection.which,
        "text": export.text,
        "csv_dialect": export.csv_dialect,
    }
    with database.writing() as session:
        session.add(ExportRow(at=now(), path=str(path), options=options, digest=_digest(path)))
    return number


def repeat_exports(database: Database, taxonomy: Taxonomy) -> tuple[list[str], list[str], list[str]]:
    """Write all exports again that are still as they were written, so that they lose what was erased.

    Parameters
    ----------
    database : Database
        After the erasure.
    taxonomy : Taxonomy
        The label book.

    Returns
    -------
    repeated : list of str
        Paths of files that were written again.
    changed : list of str
        Paths of files that were moved, removed or changed since: a person must look at them.
    failed : list of str
        Paths of files that are as they were written, but cannot be written now, as while another program has them open.
    """
    with database.reading() as session:
        found = {row.path: row for row in session.scalars(select(ExportRow).order_by(ExportRow.pk))}
    repeated: list[str] = []
    changed: list[str] = []
    failed: list[str] = []
    for row in found.values():
        path, options = Path(row.path), row.options
        selection = Selection(options["year"], options["which"])
        export = Export(path, selection, options["text"], options["csv_dialect"])
        try:
            if not path.is_file() or _digest(path) != row.digest:
                changed.append(row.path)
                continue
            export_table(database, export, taxonomy, force=True)
        except (OSError, OutputError):
            failed.append(row.path)
        else:
            repeated.append(row.path)
    return repeated, changed, failed


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
