"""``klagepunkt evaluate``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from classifier.cli.books import with_book
from classifier.cli.console import counted, note, progress, say
from classifier.cli.database import read_tables
from classifier.cli.options import Book, CrosswalkFile, Force, Home, Jobs, ModelName
from classifier.cli.reports import Lang, check_files, report_language, write_all, writers

if TYPE_CHECKING:
    from classifier.evaluation import Assessment, Evaluation
    from classifier.model.bundle import Model
    from classifier.records import LabelledLetter

__all__ = ["command"]


def command(
    gold: Annotated[Path, typer.Argument(help="A table of letters with confirmed labels.")],
    model: ModelName = None,
    taxonomy: Book = None,
    crosswalk: CrosswalkFile = None,
    out: Annotated[Path | None, typer.Option("-o", "--output", help="A report as one HTML file.")] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the figures here as well.")] = None,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help="The report's tables as an Excel workbook.")] = None,
    against: Annotated[str | None, typer.Option(help="Another model, to be set beside it (name or folder).")] = None,
    with_text: Annotated[
        bool, typer.Option("--with-text", help="Show the hardest letters' text: the report is then confidential.")
    ] = False,
    lang: Lang = None,
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
    from classifier.errors import InputError, ModelError, OutputError
    from classifier.settings import read_settings
    from classifier.store import ModelStore

    check_files({".html": out, ".json": json_file, ".xlsx": xlsx}, force=force)
    settings = read_settings(home)
    if by_year:
        if out or xlsx or against or with_text:
            raise OutputError("--by-year writes no report.", remedy="Leave -o, --xlsx, --against and --with-text away.")
        from classifier.cli.by_year import measure_by_year
        from classifier.taxonomy import read_taxonomy

        measure_by_year(gold, former or [], corpus, read_taxonomy(taxonomy), settings, jobs, json_file, force)
        return
    language = report_language(lang, settings.text("language"))
    store = ModelStore(settings.home)
    loaded = with_book(store.load(model), taxonomy, crosswalk)
    other = with_book(store.load(against), taxonomy, crosswalk) if against else None
    if other is not None and other.taxonomy.digest != loaded.taxonomy.digest:
        what = f"The models {loaded.label} and {other.label} have different label books."
        raise ModelError(what, remedy="Add --taxonomy FILE with the book that both are to use.")
    letters, moved = forwarded(read_tables([gold], loaded.taxonomy, settings), within(loaded.taxonomy))
    if moved.moved or moved.lost:
        note(str(moved))
    if not letters:
        raise InputError("There is no letter to measure on.", str(gold))

    from classifier.evaluation import compare

    masking = settings.flag("masking")
    assessment = _assessed(letters, loaded, masking=masking)
    if other is not None:
        assessment = compare(assessment, _assessed(letters, other, masking=masking))
    _print(assessment.evaluation)
    if against:
        difference = assessment.against["difference"]
        say(f"against {assessment.against['model']}: point_micro_f1 {difference['micro_f1']:+.3f}")
    if out or json_file or xlsx:
        from datetime import date

        from classifier.report import evaluation_document

        figures = assessment.figures()
        worst = {row["id"] for row in figures["worst_letters"]}
        texts = {each.id: each.letter.text for each in letters if each.id in worst} if with_text else None
        document = evaluation_document(figures, loaded.taxonomy, language=language, made=date.today(), texts=texts)
        write_all(writers(document, out, json_file, xlsx), force=force)
    note(f"{len(letters)} letters measured with {loaded.label}.")


def _assessed(letters: Sequence[LabelledLetter], model: Model, *, masking: bool) -> Assessment:
    from classifier.evaluation import Judged, assess
    from classifier.tagging import tag

    with progress("tagging") as report:
        tagged = list(counted(tag((each.letter for each in letters), model, masking=masking), report))
    judged = [
        Judged(each.id, each.labels, result.prediction, result.passages())
        for each, result in zip(letters, tagged, strict=True)
    ]
    # A point that a translated model cannot suggest has a cut-off above every probability.
    limits = dict(zip(model.taxonomy.point_ids, model.thresholds.tolist(), strict=True))
    thresholds = {point: limit for point, limit in limits.items() if limit <= 1}
    return assess(judged, model.taxonomy, model=model.label, thresholds=thresholds)


def _print(evaluation: Evaluation) -> None:
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


command.__name__ = "evaluate"
