"""``klagepunkt suspects``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from classifier.cli.books import read_forward
from classifier.cli.console import note, progress, say
from classifier.cli.options import Home, Jobs, TaxonomyFile

__all__ = ["command"]


def command(
    data: Annotated[list[Path], typer.Argument(help="Tables of letters with confirmed labels, or database.")],
    number: Annotated[int, typer.Option("-n", min=1, help="How many labels to show.")] = 50,
    json_lines: Annotated[bool, typer.Option("--json", help="Print JSON Lines.")] = False,
    corpus: Annotated[
        Path | None, typer.Option(help="A folder of invented letters to learn with. Default: the starter corpus.")
    ] = None,
    taxonomy: TaxonomyFile = None,
    home: Home = None,
    jobs: Jobs = None,
) -> None:
    """List the labels that look wrong, most suspicious first, with the reason.

    Example: klagepunkt suspects data/confirmed.jsonl -n 20

    Each letter is judged by a model that learned from no letter of its citizen, so this takes as long as training.
    Nothing is changed: a person decides. Exit codes: 0 listed, 2 the tables cannot be used.
    """
    from dataclasses import asdict

    from classifier.errors import InputError
    from classifier.examples import examples_of
    from classifier.ingest.corpus import corpus_files
    from classifier.provenance import fingerprint, is_invented
    from classifier.settings import read_settings
    from classifier.suspects import suspects
    from classifier.taxonomy import read_taxonomy
    from classifier.training import train_judged

    settings = read_settings(home)
    book = read_taxonomy(taxonomy)
    letters, _ = read_forward(data, book, settings)
    if not any(not letter.passage for letter in letters):
        raise InputError("There is no letter to look at.", str(data[0]))
    mine = {letter.id for letter in letters}
    seen = {fingerprint(letter.letter.text) for letter in letters}
    # Invented texts are looked at by themselves; real letters are too few to judge each other.
    alone = all(is_invented(letter) for letter in letters)
    starter = [] if alone else read_forward(corpus_files(corpus), book, settings)[0]
    others = [text for text in starter if text.id not in mine and fingerprint(text.letter.text) not in seen]
    with progress("masking and tokenising") as report:
        examples = examples_of([*others, *letters], book, masking=settings.flag("masking"))
        trained = train_judged(examples, book, "suspects", jobs=jobs or settings.jobs, progress=report.step)
    found = suspects([each for each in trained.judged if each.id in mine], book)
    for suspect in found[:number]:
        if json_lines:
            say(json.dumps(asdict(suspect), ensure_ascii=False))
        else:
            say(f"{suspect.letter}\t{suspect.doubt:.2f}\t{suspect.reason}")
    note(f"{min(number, len(found))} of {len(found)} labels shown, of {len(mine)} texts.")


command.__name__ = "suspects"
