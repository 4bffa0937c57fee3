"""The annual report as a document: which numbers stand where, under which words."""

from __future__ import annotations

from classifier.report.annual.areas import area_section
from classifier.report.annual.contacts import complainants, contacts
from classifier.report.annual.context import own_text, rates, recommendations, stories, themes
from classifier.report.annual.given import AnnualInput, area_name
from classifier.report.annual.groups import points
from classifier.report.annual.rules import counting_rules
from classifier.report.annual.summary import summary, warnings
from classifier.report.document import Document
from classifier.report.language import Language

__all__ = ["AnnualInput", "annual_document"]


def annual_document(given: AnnualInput) -> Document:
    """Lay out the annual report.

    Parameters
    ----------
    given : AnnualInput
        Figures and the office's own texts.

    Returns
    -------
    Document
        Every number in it stands in the figures.
    """
    say, figures = Language(given.language), given.figures
    sections = [
        summary(given, say),
        *own_text(given, say),
        contacts(given, say),
        *points(given, say),
        *(area_section(area, given.figures, given.taxonomy, say) for area in _areas(given) if _has_points(given, area)),
        complainants(given, say),
        *themes(given, say),
        *rates(given, say),
        *stories(given, say),
        *recommendations(given, say),
        counting_rules(figures, say),
    ]
    return Document(
        title=_title(given, say),
        subtitle=_subtitle(given, say),
        language=given.language,
        sections=tuple(sections),
        figures=figures,
        warnings=tuple(warnings(given, say)),
        footer=say(
            f"Lavet {say.date(given.made)} med klagepunkt. Mærkebog: {given.taxonomy.name}.",
            f"Made {say.date(given.made)} with klagepunkt. Label book: {given.taxonomy.name}.",
        ),
        hidden="published" in figures["details"],
    )


def _areas(given: AnnualInput) -> list[str]:
    return list(given.figures["points"]["by_area"])


def _has_points(given: AnnualInput, area: str) -> bool:
    return bool(given.figures["points"]["by_area"][area] != 0)


def _title(given: AnnualInput, say: Language) -> str:
    year, quarter = given.figures["year"], given.figures.get("quarter")
    if quarter:
        return say(
            f"Borgerrådgiverens tal for {quarter}. kvartal {year}",
            f"The ombudsman's figures, quarter {quarter} of {year}",
        )
    return say(f"Borgerrådgiverens beretning {year} i tal", f"The ombudsman's annual report {year} in figures")


def _subtitle(given: AnnualInput, say: Language) -> str:
    area = given.figures.get("area")
    if area:
        name = area_name(area, given.taxonomy, say)
        return say(f"Kun området {name}", f"The area {name} only")
    return say(
        "Henvendelser, klager og klagepunkter i hele kommunen",
        "Contacts, complaints and complaint points, the whole municipality",
    )
