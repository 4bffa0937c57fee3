"""Both reports, made of invented letters, in every form that the tests look at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest

from classifier.annual import Period, Theme, compared, count_year, previous_from, publish, read_register, read_themes
from classifier.evaluation import Judged, assess, compare
from classifier.records import Labels, Prediction
from classifier.report import AnnualInput, Document, annual_document, evaluation_document
from classifier.report.document import Box
from classifier.report.prose import render_markdown
from classifier.taxonomy import Taxonomy
from tests.annual.register import labelled, report_rows
from tests.annual.test_comparison import PRINTED_2023

MADE = date(2025, 2, 3)
MakeAnnual = Callable[..., Document]


def judged_letters(number: int, taxonomy: Taxonomy, *, seed: int = 5, wrong: float = 0.03) -> list[Judged]:
    """Make letters whose suggestions are right more often than not."""
    chance = np.random.default_rng(seed)
    gold_flags = np.random.default_rng(1).random((number, len(taxonomy.points))) < 0.09
    ids, areas = taxonomy.point_ids, [area.id for area in taxonomy.areas]
    letters = []
    for row in range(number):
        given = gold_flags[row] ^ (chance.random(len(ids)) < wrong)
        noise = chance.random(len(ids)) * 0.25
        scores = np.round(np.where(given, 0.95 - noise, 0.05 + noise), 4)
        gold, points = (
            tuple(point for point, flag in zip(ids, flags, strict=True) if flag) for flags in (gold_flags[row], given)
        )
        area = areas[row % len(areas)]
        labels = Labels("klage" if gold else "raad", area, "", gold)
        prediction = Prediction(
            f"brev-{row}", "klage" if points else "raad", areas[(row + (row % 9 == 0)) % len(areas)], "", points,
            taxonomy.groups_of(points), dict(zip(ids, scores.tolist(), strict=True)), {},
            ("usikkert",) if row % 4 == 0 else (), "prøve@0123456789ab",
        )  # fmt: skip
        letters.append(Judged(f"brev-{row}", labels, prediction, {}))
    return letters


@pytest.fixture(scope="session")
def year_figures(taxonomy: Taxonomy) -> dict[str, Any]:
    """The register with the report's margins, beside 2023 as printed."""
    themes: tuple[Theme, ...] = read_themes()
    register = read_register(map(labelled, report_rows(taxonomy)), taxonomy)
    statistics = count_year(
        register, taxonomy, Period(2024), themes=themes, cases={"BSKUF": 9000, "KMT": 12000, "SS": 41000}
    )
    top = ["vejledning", "sagsbehandlingstid", "orientering", "opfoelgning", "klagevejledning"]
    printed: dict[str, Any] = PRINTED_2023
    before = {**printed, "points": {**printed["points"], "top_five": top}}
    return compared(statistics, previous_from(before, taxonomy, "2023.json")).figures()


@pytest.fixture(scope="session")
def make_annual(year_figures: dict[str, Any], taxonomy: Taxonomy) -> MakeAnnual:
    """Make the annual report in a language, for publication or not."""

    def make(language: str = "da", *, published: bool = False, **fields: Any) -> Document:
        figures = publish(year_figures, taxonomy) if published else year_figures
        texts = (render_markdown("# Året\n\nFlere borgere **venter**.\n\n| a | b |\n| - | - |\n| 1 | 2 |\n"),)
        given: dict[str, Any] = {
            "texts": texts,
            "recommendations": (
                {
                    "recommendation": "Skriv, når en frist ikke holdes",
                    "addressee": "SS",
                    "status": "Ny",
                    "follow_up": "",
                },
            ),
            "stories": (Box("Kørestolen", "En borger ventede i ni måneder.", "Udfald: bevilget"),),
            **fields,
        }
        return annual_document(AnnualInput(figures, taxonomy, language, MADE, **given))

    return make


@pytest.fixture(scope="session")
def evaluation_figures(taxonomy: Taxonomy) -> dict[str, Any]:
    """Two models on 120 letters."""
    cut_offs = dict.fromkeys(taxonomy.point_ids, 0.5)
    mine = assess(judged_letters(120, taxonomy), taxonomy, model="ny@0123456789ab", thresholds=cut_offs)
    other = assess(judged_letters(120, taxonomy, seed=6, wrong=0.08), taxonomy, model="starter@ab", thresholds=cut_offs)
    return compare(mine, other).figures()


@pytest.fixture(scope="session")
def evaluation(evaluation_figures: dict[str, Any], taxonomy: Taxonomy) -> Document:
    """The evaluation report."""
    return evaluation_document(evaluation_figures, taxonomy, language="da", made=MADE)
