"""``klagepunkt tag``."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from typing import Annotated

import typer

from classifier.cli.books import with_book
from classifier.cli.console import counted, note, note_skipped, progress
from classifier.cli.database import intake, opened, told
from classifier.cli.options import BaseRates, Book, CrosswalkFile, Force, Home, ModelName
from classifier.cli.rates import with_base_rates
from classifier.cli.reading import Reading

__all__ = ["command"]


def command(
    paths: Annotated[list[str], typer.Argument(help="Files, folders, or - for JSON Lines on standard input.")],
    out: Annotated[
        str | None, typer.Option("-o", "--output", help="A .jsonl, .csv, .xlsx or .parquet file, or - for JSON Lines.")
    ] = None,
    into_review: Annotated[
        bool, typer.Option("--into-review", help="Put letters and suggestions into the review page's database.")
    ] = False,
    model: ModelName = None,
    masked: Annotated[bool, typer.Option("--masked", help="Write the evidence with personal data masked.")] = False,
    long: Annotated[bool, typer.Option("--long", help="CSV and XLSX: one row a letter and point.")] = False,
    taxonomy: Book = None,
    crosswalk: CrosswalkFile = None,
    base_rates: BaseRates = None,
    csv_dialect: Annotated[str | None, typer.Option(help="excel-da, excel or rfc. Default: the setting.")] = None,
    home: Home = None,
    force: Force = False,
) -> None:
    """Suggest complaint points, groups, kind and area for letters, with the passages that carry the points.

    Example: klagepunkt tag data/examples -o tagged.csv

    Exit codes: 0 all done; 1 something could not be read (each is named, the rest is done); 2 nothing was done.
    """
    from classifier.errors import OutputError
    from classifier.ingest import open_letters
    from classifier.output import check_output
    from classifier.settings import read_settings
    from classifier.store import ModelStore

    settings = read_settings(home)
    if out is None and not into_review:
        raise OutputError("There is nowhere to write.", remedy="Add -o OUT, or --into-review.")
    if out is not None:
        check_output(out, force=force, long=long)
    items = open_letters(paths)
    loaded = with_book(ModelStore(settings.home).load(model), taxonomy, crosswalk)
    loaded = with_base_rates(loaded, base_rates, settings)

    from classifier.output import open_writer
    from classifier.pseudonyms import read_pseudonyms
    from classifier.tagging import row_of, tag

    reading = Reading(items)
    pseudonyms = read_pseudonyms(settings.home) if masked else None
    n_tagged = n_review = 0
    dialect = csv_dialect or settings.text("csv_dialect")
    with ExitStack() as stack:
        report = stack.enter_context(progress("tagging"))
        writer, taking = None, None
        if out is not None:
            writer = stack.enter_context(
                open_writer(out, force=force, csv_dialect=dialect, long=long, taxonomy=loaded.taxonomy)
            )
        stream = tag(reading.letters(), loaded, masking=settings.flag("masking"))
        if into_review:
            taking = intake(stack.enter_context(opened(settings)), settings)
            stream = taking.take(stream)
        for tagged in counted(stream, report):
            n_tagged += 1
            n_review += tagged.prediction.needs_review
            if writer is None:
                continue
            # A mail's id, thread and citizen are addresses; those of tables are the office's own keys.
            shown = (
                replace(tagged, letter=pseudonyms.letter(tagged.letter))
                if pseudonyms and tagged.letter.mail
                else tagged
            )
            writer.write(row_of(shown, masked=masked))
    for skipped in reading.skipped:
        note_skipped(skipped)
    for remark in writer.notes if writer else ():
        note(remark)
    if taking:
        for old, new in taking.taken.renamed:
            note(f"{old}: another letter has this id in the database; kept as {new}.")
        note(f"{told(taking.taken)}.")
    note(f"{n_tagged} tagged, {reading.told()}, {n_review} left to a person ({loaded.label}).")
    if reading.failed:
        raise typer.Exit(1)


command.__name__ = "tag"
