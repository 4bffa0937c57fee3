"""A year as the annual report counts it, straight from the database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from classifier.annual import Period, count_year, read_register, read_themes
from classifier.decisions.database import Database
from classifier.decisions.tables import Selection, rows
from classifier.ingest import labelled_rows
from classifier.taxonomy import Taxonomy

__all__ = ["year_so_far"]


def year_so_far(database: Database, taxonomy: Taxonomy, year: int, contact_unit: str) -> Mapping[str, Any]:
    """Count what people have confirmed of a year, by the report's own rules.

    Parameters
    ----------
    database : Database
        Open.
    taxonomy : Taxonomy
        The label book.
    year : int
        Which one.
    contact_unit : str
        ``citizen`` or ``matter``, as in the settings.

    Returns
    -------
    mapping
        As ``AnnualStatistics.figures`` gives them: the same that ``klagepunkt annual --letters database`` reports.
    """
    found = rows(database, Selection(year), taxonomy, needs_text=False)
    register = read_register(labelled_rows(found, taxonomy, source="database", needs_text=False), taxonomy)
    period = Period(year, contact_unit=contact_unit)
    return count_year(register, taxonomy, period, themes=read_themes()).figures()
