"""``klagepunkt evaluate --by-year``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from classifier.cli.books import read_forward
from classifier.cli.console import note, progress, say

if TYPE_CHECKING:
    from classifier.settings import Settings
    from classifier.taxonomy import Taxonomy

__all__ = ["measure_by_year"]

_FIGURES = ("letters", "point_micro_f1", "point_macro_f1_support4", "group_micro_f1", "kind_accuracy", "area_accuracy")


def measure_by_year(
    gold: Path,
    former: Sequence[Path],
    corpus: Path | None,
    taxonomy: Taxonomy,
    settings: Settings,
    jobs: int | None,
    json_file: Path | None,
    force: bool,
) -> None:
    """Train on the earlier years, measure on the newest, and set a random split beside it.

    Parameters
    ----------
    gold : pathlib.Path
        Confirmed letters of several years, or of the newest alone.
    former : sequence of pathlib.Path
        More letters to learn from.
    corpus : pathlib.Path, optional
        A folder of invented letters to learn with; the starter corpus if None.
    taxonomy : Taxonomy
        The label book.
    settings : Settings
        Of the home.
    jobs : int, optional
        Processor cores.
    json_file : pathlib.Path, optional
        Where the figures are written as well.
    force : bool
        Whether it may be replaced.
    """
    from classifier.by_year import by_year
    from classifier.ingest.corpus import corpus_files

    letters, _ = read_forward([gold], taxonomy, settings)
    earlier, _ = read_forward(former, taxonomy, settings)
    starter, _ = read_forward(corpus_files(corpus), taxonomy, settings)
    with progress("training twice") as report:
        found = by_year(
            letters,
            earlier,
            starter,
            taxonomy,
            masking=settings.flag("masking"),
            jobs=jobs or settings.jobs,
            progress=report.step,
        )
    newest, chance = found.newest.figures(), found.random.figures()
    say(f"letters: {', '.join(f'{year}: {number}' for year, number in found.letters.items())}")
    for name in _FIGURES:
        shown = [
            "–" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)
            for value in (newest[name], chance[name])
        ]
        say(f"{name:26} {found.year}: {shown[0]:>6}   random split: {shown[1]:>6}")
    say(f"micro-F1, random split less {found.year}: {found.difference:+.3f}")
    if json_file is not None:
        from classifier.files import replacing

        content = {
            "year": found.year,
            "letters": found.letters,
            "known_citizens": found.known_citizens,
            "newest": newest,
            "random": chance,
            "difference": found.difference,
        }
        with replacing(json_file, force=force) as temporary:
            temporary.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    note(
        f"{newest['letters']} letters of {found.year} measured by a model of the years before;"
        f" {found.known_citizens} of them by citizens who wrote before."
    )
