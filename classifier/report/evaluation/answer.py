"""The evaluation report's opening: how far the model can be trusted, and for which points not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from classifier.report.document import Block, Key, KeyFigures, Names, Section, Sentence, at
from classifier.report.language import Language
from classifier.taxonomy import Taxonomy

__all__ = ["answer", "verdict_word"]


def verdict_word(verdict: str, say: Language) -> str:
    """Return what a point's verdict is called.

    Parameters
    ----------
    verdict : str
        ``rely``, ``care``, ``distrust``, ``too_few`` or ``unused``.
    say : Language
        Words.

    Returns
    -------
    str
        In a word or two.
    """
    return {
        "rely": say("kan bruges", "can be used"),
        "care": say("med forbehold", "with care"),
        "distrust": say("stol ikke på", "do not trust"),
        "too_few": say("for få breve", "too few letters"),
        "unused": say("ingen breve", "no letters"),
    }[verdict]


def answer(figures: Mapping[str, Any], taxonomy: Taxonomy, say: Language) -> Section:
    """Give the answer.

    Parameters
    ----------
    figures : mapping
        The JSON object.
    taxonomy : Taxonomy
        Names of points.
    say : Language
        Words.

    Returns
    -------
    Section
        Sentences, key figures, and the points by what can be said of them.
    """
    return Section("svaret", say("Svaret", "The answer"), tuple(_blocks(figures, taxonomy, say)))


def _blocks(figures: Mapping[str, Any], taxonomy: Taxonomy, say: Language) -> Iterator[Block]:
    micro = ("averages", "points", "micro")
    yield Sentence(
        say(
            "Målt på {0} breve er {1} af de klagepunkter, modellen foreslår, rigtige, og den finder {2} af dem, der er.",
            "Measured on {0} letters, {1} of the points that the model suggests are right, and it finds {2} of those that are there.",
        ),
        (
            at(figures, "count", "letters"),
            at(figures, "share", *micro, "precision"),
            at(figures, "share", *micro, "recall"),
        ),
    )
    numbers = ("verdict", "numbers")
    yield Sentence(
        say(
            "Af mærkebogens punkter kan {0} bruges som forslag, {1} med forbehold, og {2} skal man ikke stole på. For {3} er "
            "der for få breve til at sige noget, og {4} har intet brev.",
            "Of the label book's points {0} can be used as suggestions, {1} with care, and {2} are not to be trusted. For {3} "
            "there are too few letters to tell, and {4} have no letter.",
        ),
        tuple(at(figures, "count", *numbers, name) for name in ("rely", "care", "distrust", "too_few", "unused")),
    )
    interval = Sentence(
        say("95 %-interval {0} til {1}", "95% interval {0} to {1}"),
        (at(figures, "figure", *micro, "f1_low"), at(figures, "figure", *micro, "f1_high")),
    )
    known = figures["averages"]["points"]["micro"]["f1_low"] is not None
    yield KeyFigures(
        (
            Key(
                say("Klagepunkter, F1 (alle lagt sammen)", "Points, F1 (all added up)"),
                at(figures, "figure", *micro, "f1"),
                interval if known else None,
            ),
            Key(say("Hovedgrupper, F1", "Main groups, F1"), at(figures, "figure", "averages", "groups", "micro", "f1")),
            Key(say("Henvendelsens art rigtig", "Kind right"), at(figures, "share", "kind_accuracy")),
            Key(say("Område rigtigt", "Area right"), at(figures, "share", "area_accuracy")),
            Key(
                say("Breve med alle punkter rigtige", "Letters with all points right"),
                at(figures, "share", "exact_letters"),
            ),
        )
    )
    for verdict in ("rely", "care", "distrust", "too_few", "unused"):
        if ids := figures["verdict"][verdict]:
            names = tuple(taxonomy.point(point).name for point in ids)
            title = verdict_word(verdict, say)
            yield Names(title[0].upper() + title[1:], names, verdict)
    limits = ("verdict", "limits")
    yield Sentence(
        say(
            "Kan bruges: F1 mindst {0}, og intervallet går ikke under {1}. Stol ikke på: F1 under {2}. Under {3} breve siges intet.",
            "Can be used: F1 of at least {0}, and the interval does not go below {1}. Do not trust: F1 below {2}. With fewer than {3} letters nothing is said.",
        ),
        (
            at(figures, "figure", *limits, "good"),
            at(figures, "figure", *limits, "low"),
            at(figures, "figure", *limits, "weak"),
            at(figures, "count", *limits, "support"),
        ),
    )
