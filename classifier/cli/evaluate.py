"""``klagepunkt evaluate``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from classifier.cli.books import with_book
from classifier.cli.console import counted, note, progress, say
from classifier.cli.options import Book, CrosswalkFile, Force, Home, Jobs, ModelName

__all__ = ["command"]


def command(
    gold: Annotated[Path, typer.Argument(help="A table of letters with confirmed labels.")],
    model: ModelName = None,
    taxonomy: Book = None,
    crosswalk: CrosswalkFile = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the figures here as well.")] = None,
    by_year: Annotated[
        bool, typer.Option("--by-year", help="Train on the earlier years, test on the newest, beside a random split.")
    ] = False,
    former: Annotated[
        list[Path] | None, typer.Option("--with", help="With --by-year: a table of earlier years; may be repeated.")
    ] = None,
    corpus: Annotated[
        Path | None, typer.Option(help="With --by-year: a folder of invented letters. Default: the starter corpus.")
    ] = None,
    jobs: Jobs = None,
    home: Home = None,
    force: Force = False,
) -> None:
    """Measure a model against letters whose points a person has confirmed.

    Example: klagepunkt evaluate data/confirmed.jsonl

    Exit codes: 0 measured, 2 the table or the model cannot be used, or training data holds the test year.
    """
    from classifier.crosswalk import forwarded, within
    from classifier.errors import InputError, OutputError
    from classifier.ingest import read_labelled
    from classifier.settings import read_settings
    from classifier.store import ModelStore

    if json_file is not None and json_file.exists() and not force:
        raise OutputError("The output exists already.", str(json_file), "Choose another name or add --force.")
    settings = read_settings(home)
    if by_year:
        from classifier.cli.by_year import measure_by_year
        from classifier.taxonomy import read_taxonomy

        measure_by_year(gold, former or [], corpus, read_taxonomy(taxonomy), settings, jobs, json_file, force)
        return
    loaded = with_book(ModelStore(settings.home).load(model), taxonomy, crosswalk)
    letters, moved = forwarded(read_labelled([gold], loaded.taxonomy), within(loaded.taxonomy))
    if moved.moved or moved.lost:
        note(str(moved))
    if not letters:
        raise InputError("There is no letter to measure on.", str(gold))

    from classifier.evaluation import Judged, evaluate
    from classifier.tagging import tag

    with progress("tagging") as report:
        tagged = list(counted(tag((each.letter for each in letters), loaded, masking=settings.flag("masking")), report))
    judged = [
        Judged(each.id, each.labels, result.prediction, result.passages())
        for each, result in zip(letters, tagged, strict=True)
    ]
    evaluation = evaluate(judged, loaded.taxonomy)
    for point, counts in sorted(evaluation.points.items(), key=lambda item: item[1].f1):
        if counts.support or counts.false_alarms:
            say(
                f"{point:32} F1 {counts.f1:.3f}  precision {counts.precision:.3f}  recall {counts.recall:.3f}"
                f"  support {counts.support}"
            )
    if evaluation.unused:
        say(f"unused points: {', '.join(evaluation.unused)}")
    for name, figure in evaluation.figures().items():
        say(f"{name}: {'–' if figure is None else f'{figure:.3f}' if isinstance(figure, float) else figure}")
    if json_file is not None:
        from classifier.files import replacing

        points = {point: {"f1": counts.f1, "support": counts.support} for point, counts in evaluation.points.items()}
        content = {"model": loaded.label, **evaluation.figures(), "per_point": points}
        with replacing(json_file, force=force) as temporary:
            temporary.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    note(f"{len(letters)} letters measured with {loaded.label}.")


command.__name__ = "evaluate"
