"""What the annual report tells around its numbers: themes, cases, recommendations, the office's own text."""

from __future__ import annotations

from collections.abc import Iterator

from classifier.report.annual.given import AnnualInput, area_name
from classifier.report.document import (
    Boxes,
    Chart,
    Section,
    Table,
    at,
    label,
)
from classifier.report.language import Language

__all__ = ["own_text", "rates", "recommendations", "stories", "themes"]


def own_text(given: AnnualInput, say: Language) -> Iterator[Section]:
    """Lay out the office's own text.

    Parameters
    ----------
    given : AnnualInput
        Figures and the office's own texts.
    say : Language
        Words.

    Yields
    ------
    Section
        None where there is no text.
    """
    if given.texts:
        yield Section("tekst", say("Borgerrådgiverens egne ord", "In the ombudsman's own words"), given.texts)


def themes(given: AnnualInput, say: Language) -> Iterator[Section]:
    """Lay out themes across the points.

    Parameters
    ----------
    given : AnnualInput
        Figures and the office's own texts.
    say : Language
        Words.

    Yields
    ------
    Section
        None where there is no theme.
    """
    figures = given.figures
    themes = figures["details"]["themes"]
    if not themes:
        return
    rows = tuple(
        (
            label(theme["name"]),
            label(theme["family"]),
            at(figures, "count", "details", "themes", name, "points"),
            at(figures, "count", "details", "themes", name, "citizens"),
            label(", ".join(given.taxonomy.point(point).name for point in theme["from_points"])),
        )
        for name, theme in themes.items()
    )
    note = say(
        "Et tema læses på tværs af klagepunkterne: tallet er de klagepunkter, der ligger nærmest, ikke en optælling af temaet selv.",
        "A theme is read across the points: the number is that of the nearest points, no count of the theme itself.",
    )
    columns = (
        say("Tema", "Theme"),
        say("Hører under", "Part of"),
        say("Klagepunkter", "Points"),
        say("Borgere", "Citizens"),
        say("Læst af", "Read from"),
    )
    yield Section(
        "temaer",
        say("Temaer på tværs", "Themes across the points"),
        (Table("temaerne", say("Temaer", "Themes"), columns, rows, note),),
    )


def rates(given: AnnualInput, say: Language) -> Iterator[Section]:
    """Lay out points per 1,000 cases.

    Parameters
    ----------
    given : AnnualInput
        Figures and the office's own texts.
    say : Language
        Words.

    Yields
    ------
    Section
        None where no number of cases is known.
    """
    figures = given.figures
    rates = figures["details"]["per_1000_cases"]
    if not rates:
        return
    path = ("details", "per_1000_cases")
    rows = tuple(
        (
            label(area_name(area, given.taxonomy, say)),
            at(figures, "decimal", *path, area, "rate"),
            at(figures, "count", *path, area, "points"),
            at(figures, "count", *path, area, "cases"),
        )
        for area in rates
    )
    columns = (
        say("Område", "Area"),
        say("Pr. 1.000 sager", "Per 1,000 cases"),
        say("Klagepunkter", "Points"),
        say("Sager", "Cases"),
    )
    table = Table("pr-1000-sager", say("Klagepunkter pr. 1.000 sager", "Points per 1,000 cases"), columns, rows)
    chart = Chart(
        "grouped", table, (1,), say("En liggende søjle for hvert område.", "A horizontal bar for each area."),
        say("Klagepunkter pr. 1.000 sager", "Points per 1,000 cases"),
    )  # fmt: skip
    yield Section(
        "sager",
        say("Set i forhold til antallet af sager", "Set against the number of cases"),
        (chart if all(row[1].value is not None for row in rows) else table,),
    )


def stories(given: AnnualInput, say: Language) -> Iterator[Section]:
    """Lay out case boxes.

    Parameters
    ----------
    given : AnnualInput
        Figures and the office's own texts.
    say : Language
        Words.

    Yields
    ------
    Section
        None where there is no case.
    """
    if given.stories:
        yield Section("historier", say("Fra sagerne", "From the cases"), (Boxes(given.stories),))


def recommendations(given: AnnualInput, say: Language) -> Iterator[Section]:
    """Lay out recommendations.

    Parameters
    ----------
    given : AnnualInput
        Figures and the office's own texts.
    say : Language
        Words.

    Yields
    ------
    Section
        None where there is none.
    """
    if not given.recommendations:
        return
    names = ("recommendation", "addressee", "status", "follow_up")
    rows = tuple(tuple(label(row[name]) for name in names) for row in given.recommendations)
    columns = (
        say("Anbefaling", "Recommendation"),
        say("Modtager", "Addressee"),
        say("Status", "Status"),
        say("Opfølgning på sidste år", "Follow-up of last year"),
    )
    table = Table("anbefalingerne", say("Anbefalinger", "Recommendations"), columns, rows)
    yield Section("anbefalinger", say("Anbefalinger", "Recommendations"), (table,))
