"""The annual report's tables of contacts and of citizens who complained again."""

from __future__ import annotations

from classifier.report.annual.given import AnnualInput, area_name, unknown
from classifier.report.document import (
    Chart,
    Section,
    Sentence,
    Table,
    at,
    label,
)
from classifier.report.language import Language

__all__ = ["complainants", "contacts"]


def contacts(given: AnnualInput, say: Language) -> Section:
    """Lay out contacts by area and kind, residence, and what was answered without the administration.

    Parameters
    ----------
    given : AnnualInput
        Figures and the office's own texts.
    say : Language
        Words.

    Returns
    -------
    Section
        With a chart.
    """
    figures, taxonomy = given.figures, given.taxonomy
    names = {kind.id: kind.name for kind in taxonomy.kinds}
    kinds = list(figures["contacts"]["by_kind"])
    columns = (say("Område", "Area"), *(names.get(kind, unknown(say)) for kind in kinds), say("I alt", "Total"))
    rows = [
        (
            label(area_name(area, given.taxonomy, say)),
            *(at(figures, "count", "contacts", "by_area_kind", area, kind) for kind in kinds),
            at(figures, "count", "contacts", "by_area", area),
        )
        for area in figures["contacts"]["by_area"]
    ]
    total = (
        label(say("I alt", "Total"), danish=False),
        *(at(figures, "count", "contacts", "by_kind", kind) for kind in kinds),
        at(figures, "count", "contacts", "total"),
    )
    table = Table(
        "henvendelser",
        say("Henvendelser efter område og art", "Contacts by area and kind"),
        columns,
        (*rows, total),
        total=True,
    )
    whole = all(cell.value is not None for row in rows for cell in row)
    # A bar with hidden parts would be too short: then the totals alone are drawn.
    shown = tuple(index for index, row in enumerate(rows) if row[-1].value is not None)
    chart = Chart(
        "stacked", table, tuple(range(1, len(kinds) + 1)) if whole else (len(kinds) + 1,),
        say("Liggende søjler: et område pr. søjle, delt efter henvendelsens art.", "Horizontal bars: one an area, split by the kind of contact.")
        if whole
        else say("Liggende søjler: et område pr. søjle.", "Horizontal bars: one an area."),
        say("Antal henvendelser", "Number of contacts"), shown,
    )  # fmt: skip
    where = [
        (say("Bor i kommunen", "Live in the municipality"), ("contacts", "residents")),
        (say("Bor et andet sted", "Live elsewhere"), ("details", "contacts", "non_residents")),
        (say("Uoplyst", "Not known"), ("details", "contacts", "residence_unknown")),
        (say("I alt", "Total"), ("contacts", "total")),
    ]
    homes = Table(
        "bopael", say("Bopæl", "Residence"), (say("Bopæl", "Residence"), say("Henvendelser", "Contacts")),
        tuple((label(title, danish=False), at(figures, "count", *path)) for title, path in where), total=True,
    )  # fmt: skip
    answered = Sentence(
        say(
            "{0} af {1} henvendelser om råd og vejledning ({2}) er besvaret uden forvaltningen.",
            "{0} of {1} contacts for advice ({2}) were answered without the administration.",
        ),
        (
            at(figures, "count", "contacts", "answered_by_office"),
            at(figures, "count", "details", "contacts", "advice"),
            at(figures, "percent", "details", "contacts", "answered_by_office_share"),
        ),
    )
    return Section(
        "henvendelserne",
        say("Henvendelser", "Contacts"),
        (chart if any(row[-1].value for row in rows) else table, homes, answered),
    )


def complainants(given: AnnualInput, say: Language) -> Section:
    """Lay out citizens by the number of their complaints.

    Parameters
    ----------
    given : AnnualInput
        Figures and the office's own texts.
    say : Language
        Words.

    Returns
    -------
    Section
        A table.
    """
    figures = given.figures
    rows = [
        (say("Klagede én gang", "Complained once"), ("details", "complainants", "once")),
        (say("Klagede igen", "Complained again"), ("complainants", "again")),
        (say("… heraf to til fem gange", "… of these two to five times"), ("details", "complainants", "two_to_five")),
        (say("… heraf mere end fem gange", "… of these more than five times"), ("complainants", "more_than_five")),
        (
            say("… heraf med nye klagepunkter i et senere brev", "… of these with new points in a later letter"),
            ("details", "complainants", "new_points"),
        ),
        (say("Borgere, der klagede, i alt", "Citizens who complained, total"), ("complainants", "total")),
    ]
    table = Table(
        "gengangere", say("Borgere efter antal klager", "Citizens by number of complaints"), (say("Borgere", "Citizens"), say("Antal", "Number")),
        tuple((label(title, danish=False), at(figures, "count", *path)) for title, path in rows), total=True,
    )  # fmt: skip
    each = Sentence(
        say(
            "Hver borger, der klagede, har i gennemsnit {0} klagepunkter.",
            "Each citizen who complained has {0} points on average.",
        ),
        (at(figures, "decimal", "details", "complainants", "points_each"),),
    )
    return Section("klagere", say("Borgere, der klagede igen", "Citizens who complained again"), (table, each))
