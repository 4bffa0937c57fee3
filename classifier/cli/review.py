"""``klagepunkt review``: the page where people decide, and what they decided."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from classifier.cli.console import note
from classifier.cli.database import opened, read_tables
from classifier.cli.options import Force, Home, TaxonomyFile

__all__ = ["app"]

app = typer.Typer(help="The page where people decide, and what they decided.", no_args_is_help=True)


@app.command("import")
def take_in(
    tables: Annotated[list[Path], typer.Argument(help="Tables of letters with confirmed labels.")],
    taxonomy: TaxonomyFile = None,
    home: Home = None,
) -> None:
    """Take letters that were confirmed elsewhere into the database.

    Example: klagepunkt review import data/confirmed.jsonl

    A letter that a person has confirmed there already is left as it is. Exit codes: 0 taken in, 2 nothing was.
    """
    from classifier.decisions.tables import import_labelled
    from classifier.settings import read_settings
    from classifier.taxonomy import read_taxonomy

    settings = read_settings(home)
    book = read_taxonomy(taxonomy)
    letters = read_tables(tables, book, settings, needs_text=None)
    with opened(settings) as database:
        taken, passages = import_labelled(database, letters, person(), book)
    for old, new in taken.renamed:
        note(f"{old}: another letter has this id in the database; kept as {new}.")
    if passages:
        note(f"{len(passages)} passages of a corpus are no letters and were left out.")
    note(f"{taken.new} letters taken in, {taken.known} were known.")


@app.command("export")
def put_out(
    out: Annotated[Path, typer.Option("-o", "--output", help="A .jsonl, .csv, .xlsx or .parquet file.")],
    which: Annotated[
        str, typer.Option("--letters", help="database, database:2025, database:blind, database:all.")
    ] = "database",
    no_text: Annotated[bool, typer.Option("--no-text", help="Every contact, without texts.")] = False,
    csv_dialect: Annotated[str | None, typer.Option(help="excel-da, excel or rfc. Default: the setting.")] = None,
    taxonomy: TaxonomyFile = None,
    home: Home = None,
    force: Force = False,
) -> None:
    """Write what people decided as a table of labelled letters.

    Example: klagepunkt review export -o afgjort.csv

    The file is remembered: erasing a citizen writes it again without them. Exit codes: 0 written, 2 nothing was.
    """
    from classifier.decisions.exports import Export, export_table
    from classifier.decisions.tables import read_selection
    from classifier.errors import InputError
    from classifier.settings import read_settings
    from classifier.taxonomy import read_taxonomy

    settings = read_settings(home)
    selection = read_selection(which)
    if selection is None:
        raise InputError("It names no letters of the database.", which, "Write database, or database:2025.")
    export = Export(out, selection, not no_text, csv_dialect or settings.text("csv_dialect"))
    with opened(settings) as database:
        number = export_table(database, export, read_taxonomy(taxonomy), force=force)
    note(f"{number} letters written.")


def person() -> str:
    """Return the name of the person at this machine."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "lokal"
