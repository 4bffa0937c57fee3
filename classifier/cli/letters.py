"""``klagepunkt letters``."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

import typer

from classifier.cli.console import counted, note, note_skipped, progress
from classifier.cli.options import Force, Home
from classifier.cli.reading import Reading

__all__ = ["command"]


def command(
    paths: Annotated[list[str], typer.Argument(help="Files, folders, or - for JSON Lines on standard input.")],
    out: Annotated[
        str, typer.Option("-o", "--output", help="A .jsonl, .csv, .xlsx or .parquet file, or - for JSON Lines.")
    ],
    no_mask: Annotated[bool, typer.Option("--no-mask", help="Write personal data as it stands.")] = False,
    no_clean: Annotated[bool, typer.Option("--no-clean", help="Keep quoted history and automatic parts.")] = False,
    csv_dialect: Annotated[str | None, typer.Option(help="excel-da, excel or rfc. Default: the setting.")] = None,
    home: Home = None,
    force: Force = False,
) -> None:
    """Write letters clean and masked: new text alone, personal data as [NAVN], [CPR] …, senders as keyed hashes.

    Example: klagepunkt letters data/examples -o letters.csv

    Mail that no person wrote goes to OUT.skipped.jsonl. Masking is good, not perfect: treat the output as personal data
    still. Exit codes: 0 all done; 1 something could not be read (each is named, the rest is done); 2 nothing was done.
    """
    from classifier.ingest import open_letters
    from classifier.ingest.automatic import RULES
    from classifier.letters import letter_row
    from classifier.output import check_output, open_writer
    from classifier.output.skipped import skipped_writer
    from classifier.pseudonyms import read_pseudonyms
    from classifier.settings import read_settings

    settings = read_settings(home)
    check_output(out, force=force)
    with skipped_writer(out, force=force) as not_written:
        reading = Reading(open_letters(paths, clean=not no_clean))
        pseudonyms = None if no_mask else read_pseudonyms(settings.home)
        n_letters = 0
        masked: Counter[str] = Counter()
        dialect = csv_dialect or settings.text("csv_dialect")
        with (
            progress("reading") as report,
            open_writer(out, force=force, csv_dialect=dialect, rows="letters") as writer,
        ):
            for letter in counted(reading.letters(), report):
                row = letter_row(letter, pseudonyms)
                writer.write(row)
                n_letters += 1
                masked.update(row["masked"])
        not_written += [each for each in reading.skipped if each.rule in RULES]
    for skipped in reading.skipped:
        note_skipped(skipped)
    for remark in writer.notes:
        note(remark)
    kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(masked.items())) or "nothing"
    note(f"{n_letters} letters, {reading.told()}; masked: {'off' if no_mask else kinds}.")
    if reading.failed:
        raise typer.Exit(1)


command.__name__ = "letters"
