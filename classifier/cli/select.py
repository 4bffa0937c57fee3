"""``klagepunkt select``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from classifier.cli.console import counted, note, note_skipped, progress, say
from classifier.cli.database import read_letters
from classifier.cli.options import Force, Home, ModelName
from classifier.cli.reading import Reading

__all__ = ["command"]


def command(
    paths: Annotated[list[str], typer.Argument(help="Letters, tables and folders, as for tag.")],
    number: Annotated[int, typer.Option("-n", min=1, help="How many letters to choose.")] = 50,
    out: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write their suggestions here, as tag does, best first.")
    ] = None,
    model: ModelName = None,
    home: Home = None,
    force: Force = False,
) -> None:
    """Choose the letters most worth labelling by hand: uncertain ones, unlike each other, with rare points.

    Example: klagepunkt select data/examples -n 3

    Exit codes: 0 all done; 1 something could not be read (each is named, the rest is done); 2 nothing was done.
    """
    from classifier.masking import mask_letter
    from classifier.output import check_output, open_writer
    from classifier.preprocess import Preprocessor
    from classifier.selection import select
    from classifier.settings import read_settings
    from classifier.store import ModelStore
    from classifier.tagging import row_of, tag

    settings = read_settings(home)
    if out is not None:
        check_output(out, force=force)
    reading = Reading(read_letters(paths, settings, confirmed=False))
    loaded = ModelStore(settings.home).load(model)
    masking = settings.flag("masking")
    preprocessor = Preprocessor()
    with progress("reading") as report:
        letters = list(counted(reading.letters(), report))
        tokens = [preprocessor.tokens(mask_letter(letter, enabled=masking)) for letter in letters]
        report.step("choosing")
        chosen = select(loaded, tokens, loaded.score(tokens), number)
    for choice in chosen:
        say(f"{letters[choice.index].id}\t{' '.join(choice.reasons)}")
    if out is not None:
        with open_writer(
            out, force=force, csv_dialect=settings.text("csv_dialect"), taxonomy=loaded.taxonomy
        ) as writer:
            tagged = tag((letters[choice.index] for choice in chosen), loaded, masking=masking)
            for rank, (choice, each) in enumerate(zip(chosen, tagged, strict=True), 1):
                writer.write({**row_of(each), "rank": rank, "why": " ".join(choice.reasons)})
    for skipped in reading.skipped:
        note_skipped(skipped)
    note(f"{len(chosen)} of {len(letters)} letters chosen, {reading.told()} ({loaded.label}).")
    if reading.failed:
        raise typer.Exit(1)


command.__name__ = "select"
