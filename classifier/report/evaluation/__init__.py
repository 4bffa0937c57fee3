"""The evaluation report as a document: the answer first, then the figures behind it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from classifier.report.document import Box, Boxes, Document, Section, Sentence, at
from classifier.report.evaluation.answer import answer
from classifier.report.evaluation.figures import averages, groups, points, top_three
from classifier.report.evaluation.mistakes import bias, confusions, matrices, worst_letters
from classifier.report.evaluation.sureness import reliability, review
from classifier.report.evaluation.versus import against, identity
from classifier.report.language import Language
from classifier.taxonomy import Taxonomy

__all__ = ["evaluation_document"]


def evaluation_document(
    figures: Mapping[str, Any],
    taxonomy: Taxonomy,
    *,
    language: str,
    made: date,
    texts: Mapping[str, str] | None = None,
) -> Document:
    """Lay out the evaluation report.

    Parameters
    ----------
    figures : mapping
        As ``Assessment.figures`` returns them.
    taxonomy : Taxonomy
        Names of points, areas and kinds.
    language : str
        ``da`` or ``en``.
    made : datetime.date
        The day of the report.
    texts : mapping of str to str, optional
        Id to text of the worst letters, to be shown; the report is then marked confidential.

    Returns
    -------
    Document
        Every number in it stands in the figures.
    """
    say = Language(language)
    sections = [
        answer(figures, taxonomy, say),
        *against(figures, taxonomy, say),
        averages(figures, say),
        points(figures, taxonomy, say),
        groups(figures, say),
        top_three(figures, say),
        review(figures, say),
        reliability(figures, say),
        confusions(figures, taxonomy, say),
        bias(figures, taxonomy, say),
        matrices(figures, taxonomy, say),
        worst_letters(figures, taxonomy, say),
        *_letters(figures, texts or {}, say),
        identity(figures, say),
    ]
    warnings = []
    if figures["letters"] < 50:
        few = say(
            "Målt på få breve ({0}): tallene er usikre, og intervallerne brede.",
            "Measured on few letters ({0}): the figures are uncertain and the intervals wide.",
        )
        warnings.append(Sentence(few, (at(figures, "count", "letters"),)))
    name = figures["model"]
    return Document(
        title=say(f"Hvor god er modellen {name}?", f"How good is the model {name}?"),
        subtitle=say(
            "Målt på breve, hvis klagepunkter et menneske har bekræftet",
            "Measured on letters whose complaint points a person has confirmed",
        ),
        language=language,
        sections=tuple(sections),
        figures=figures,
        warnings=tuple(warnings),
        mark=say("FORTROLIGT: indeholder borgeres breve", "CONFIDENTIAL: holds citizens' letters") if texts else "",
        footer=say(
            f"Lavet {say.date(made)} med klagepunkt. Mærkebog: {taxonomy.name}. Modellen foreslår, et menneske afgør.",
            f"Made {say.date(made)} with klagepunkt. Label book: {taxonomy.name}. The model suggests, a person decides.",
        ),
    )


def _letters(figures: Mapping[str, Any], texts: Mapping[str, str], say: Language) -> list[Section]:
    boxes = tuple(Box(row["id"], texts[row["id"]]) for row in figures["worst_letters"] if row["id"] in texts)
    return (
        [Section("brevene", say("De sværeste breve i tekst", "The hardest letters as text"), (Boxes(boxes),))]
        if boxes
        else []
    )
