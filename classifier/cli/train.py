"""``klagepunkt train``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from classifier.cli.books import read_forward
from classifier.cli.console import note, progress
from classifier.cli.options import CrosswalkFile, Force, Home, Jobs, TaxonomyFile

__all__ = ["command"]


def command(
    data: Annotated[list[Path], typer.Argument(help="Tables of labelled letters, or folders of them.")],
    name: Annotated[str, typer.Option(help="Name of the new model.")],
    taxonomy: TaxonomyFile = None,
    crosswalk: CrosswalkFile = None,
    activate: Annotated[bool, typer.Option("--activate", help="Tag with it from now on.")] = False,
    home: Home = None,
    jobs: Jobs = None,
    force: Force = False,
) -> None:
    """Train a model on labelled letters and save it in the home; the active model stays active.

    Example: klagepunkt train data/corpus --name mine

    Figures of letters that the model was not trained on are printed at the end. Exit codes: 0 saved, 2 nothing was
    saved (labels that contradict the label book, a name that is taken).
    """
    from classifier.settings import read_settings
    from classifier.store import ModelStore

    settings = read_settings(home)
    store = ModelStore(settings.home)
    store.check_name(name, force=force)

    from classifier.corpus_cache import CorpusCache
    from classifier.examples import examples_of
    from classifier.provenance import is_invented, provenance
    from classifier.taxonomy import read_taxonomy
    from classifier.training import train

    book = read_taxonomy(taxonomy)
    with progress("reading") as report:
        letters, moved = read_forward(data, book, settings, crosswalk)
        report.step("masking and tokenising")
        examples = examples_of(
            letters,
            book,
            masking=settings.flag("masking"),
            cache=CorpusCache(settings.home),
            progress=report.advance,
        )
        model, evaluation = train(examples, book, name, jobs=jobs or settings.jobs, progress=report.step)
        facts = {**model.facts, "data": provenance(letters), "masked": settings.flag("masking")}
        model = model.with_facts(facts)
        saved = store.save(model, force=force, learned=[each.id for each in letters if not is_invented(each)])
    if moved.moved or moved.lost:
        note(str(moved))
    if activate:
        store.activate(name)
    figures = evaluation.figures()
    shown = ", ".join(
        f"{label} {figures[key]:.3f}"
        for label, key in (("micro-F1", "point_micro_f1"), ("macro-F1", "point_macro_f1"), ("kind", "kind_accuracy"))
        if figures[key] is not None
    )
    if evaluation.unused:
        note(f"Points without a letter, never suggested unless a passage shows them: {', '.join(evaluation.unused)}.")
    passages = sum(example.passage for example in examples)
    note(
        f"Saved {saved.label} in {store.path(name)}: {len(examples) - passages} letters and {passages} passages;"
        f" on held-out letters {shown}. {'It is active.' if activate else f'{store.active()} stays active.'}"
    )


command.__name__ = "train"
