"""What the annual report is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from classifier.report.document import Box, Prose
from classifier.report.language import Language
from classifier.taxonomy import Taxonomy

__all__ = ["AnnualInput", "area_name", "unknown"]


@dataclass(frozen=True, slots=True)
class AnnualInput:
    """What the annual report is made of.

    Attributes
    ----------
    figures : mapping
        As ``AnnualStatistics.figures`` or ``publish`` returns them.
    taxonomy : Taxonomy
        Names of points, areas and kinds.
    language : str
        ``da`` or ``en``.
    made : datetime.date
        The day of the report.
    texts : tuple of Prose
        The office's own text.
    recommendations : tuple of mapping
        ``recommendation``, ``addressee``, ``status``, ``follow_up``.
    stories : tuple of Box
        Anonymised cases.
    model : str
        Label of the model whose unconfirmed suggestions are counted; empty where all letters are confirmed.
    notes : tuple of str
        What else the reader must know first.
    """

    figures: Mapping[str, Any]
    taxonomy: Taxonomy
    language: str
    made: date
    texts: tuple[Prose, ...] = ()
    recommendations: tuple[Mapping[str, str], ...] = ()
    stories: tuple[Box, ...] = ()
    model: str = ""
    notes: tuple[str, ...] = ()


def area_name(area: str, taxonomy: Taxonomy, say: Language) -> str:
    """Return an area's name.

    Parameters
    ----------
    area : str
        Its id, or the key for what is not known.
    taxonomy : Taxonomy
        The label book.
    say : Language
        Words.

    Returns
    -------
    str
        As printed.
    """
    return next((known.name for known in taxonomy.areas if known.id == area), unknown(say))


def unknown(say: Language) -> str:
    """Return the word for what is not known.

    Parameters
    ----------
    say : Language
        Words.

    Returns
    -------
    str
        A heading.
    """
    return say("Uoplyst", "Not known")
