"""The evaluation report's figures: averages, each point, each group, the three highest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from classifier.report.document import Block, Cell, Chart, Section, Sentence, Table, at, label
from classifier.report.evaluation.answer import verdict_word
from classifier.report.language import Language
from classifier.taxonomy import Taxonomy

__all__ = ["averages", "groups", "points", "top_three"]


def averages(figures: Mapping[str, Any], say: Language) -> Section:
    """Lay out precision, recall and F1 averaged in four ways.

    Parameters
    ----------
    figures : mapping
        The JSON object.
    say : Language
        Words.

    Returns
    -------
    Section
        A table with a note on what each average covers.
    """
    ways = {
        "micro": say("alle lagt sammen (mikro)", "all added up (micro)"),
        "macro": say("gennemsnit over punkter (makro)", "mean over labels (macro)"),
        "weighted": say("gennemsnit vægtet med antal", "mean weighted by number"),
        "letter": say("gennemsnit over breve", "mean over letters"),
    }
    rows = tuple(
        (
            label(
                f"{say('Klagepunkter', 'Points') if part == 'points' else say('Hovedgrupper', 'Main groups')}, {name}",
                danish=False,
            ),
            *(
                at(figures, "figure", "averages", part, way, figure)
                for figure in ("precision", "recall", "f1", "f1_low", "f1_high")
            ),
        )
        for part in ("points", "groups")
        for way, name in ways.items()
    )
    note = say(
        "Gennemsnit over punkter dækker kun punkter, som mindst ét brev har; ubrugte punkter tæller ikke med. Et brev, der "
        "med rette ingen punkter har, tæller 1.",
        "Means over labels cover those that a letter has; unused ones are not averaged in. A letter that rightly has no point counts as 1.",
    )
    table = Table(
        "gennemsnit",
        say("Præcision, genfinding og F1", "Precision, recall and F1"),
        (say("Gennemsnit", "Average"), *_measures(say)),
        rows,
        note,
    )
    return Section("tallene", say("Samlede tal", "Overall figures"), (table,))


def _measures(say: Language) -> tuple[str, ...]:
    return (
        say("Præcision", "Precision"),
        say("Genfinding", "Recall"),
        "F1",
        say("F1 fra", "F1 from"),
        say("F1 til", "F1 to"),
    )


def _row(figures: Mapping[str, Any], part: str, key: str) -> tuple[Cell, ...]:
    facts = figures[part][key]
    measured = facts["support"] or facts["suggested"]
    return tuple(
        # 0 of 0 is no measurement: a zero here would read as a failure.
        at(figures, "figure", part, key, name) if measured or name != "f1" else Cell("–")
        for name in ("precision", "recall", "f1", "f1_low", "f1_high")
    )


def points(figures: Mapping[str, Any], taxonomy: Taxonomy, say: Language) -> Section:
    """Lay out each point: precision, recall, F1 with interval, number of letters, cut-off.

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
        A chart of F1 with intervals, best on top, and the table behind it.
    """
    rows = tuple(
        (
            label(point.name),
            *_row(figures, "per_point", point.id),
            at(figures, "count", "per_point", point.id, "support"),
            at(figures, "count", "per_point", point.id, "suggested"),
            at(figures, "figure", "per_point", point.id, "cut_off"),
            Cell(verdict_word(figures["per_point"][point.id]["verdict"], say)),
        )
        for point in taxonomy.points
    )
    columns = (
        say("Klagepunkt", "Complaint point"),
        *_measures(say),
        say("Breve", "Letters"),
        say("Foreslået", "Suggested"),
        say("Grænse", "Cut-off"),
        say("Svar", "Answer"),
    )
    title = say("F1 for hvert klagepunkt, med 95 %-interval", "F1 of each complaint point, with 95% interval")
    note = say(
        "Intervallet er fra 1.000 træk af brevene med tilbagelægning. Under fire breve gives intet interval.",
        "The interval is of 1,000 draws of the letters with replacement. With fewer than four letters none is given.",
    )
    table = Table("punkterne", title, columns, rows, note)
    ids = [point.id for point in taxonomy.points]
    used = [index for index, point in enumerate(ids) if figures["per_point"][point]["support"]]
    order = tuple(sorted(used, key=lambda index: -figures["per_point"][ids[index]]["f1"]))
    blocks: list[Block] = [table]
    if order:
        description = say(
            f"En prik pr. klagepunkt med interval, bedste øverst: {taxonomy.points[order[0]].name}; ringeste nederst: {taxonomy.points[order[-1]].name}.",
            f"A dot a point with its interval, best on top: {taxonomy.points[order[0]].name}; worst at the bottom: {taxonomy.points[order[-1]].name}.",
        )
        blocks = [Chart("range", table, (3, 4, 5), description, "F1", order)]
    if figures["verdict"]["unused"]:
        names = ", ".join(taxonomy.point(point).name for point in figures["verdict"]["unused"])
        blocks.append(Sentence(say("Ingen breve har: ", "No letter has: ") + names + "."))
    return Section("punkter", say("Hvert klagepunkt", "Each complaint point"), tuple(blocks))


def groups(figures: Mapping[str, Any], say: Language) -> Section:
    """Lay out each main group.

    Parameters
    ----------
    figures : mapping
        The JSON object.
    say : Language
        Words.

    Returns
    -------
    Section
        A table.
    """
    rows = tuple(
        (
            label(group),
            *_row(figures, "per_group", group),
            at(figures, "count", "per_group", group, "support"),
            at(figures, "count", "per_group", group, "suggested"),
        )
        for group in figures["per_group"]
    )
    columns = (
        say("Hovedgruppe", "Main group"),
        *_measures(say),
        say("Breve", "Letters"),
        say("Foreslået", "Suggested"),
    )
    table = Table("grupperne", say("F1 for hver hovedgruppe", "F1 of each main group"), columns, rows)
    return Section("grupper", say("Hver hovedgruppe", "Each main group"), (table,))


def top_three(figures: Mapping[str, Any], say: Language) -> Section:
    """Say how often a right point is among the three highest scores.

    Parameters
    ----------
    figures : mapping
        The JSON object.
    say : Language
        Words.

    Returns
    -------
    Section
        A sentence.
    """
    text = say(
        "I {0} af de {1} breve med klagepunkter er mindst ét rigtigt punkt blandt de tre højest vurderede; {2} af alle "
        "brevenes punkter står blandt de tre.",
        "In {0} of the {1} letters with points a right one is among the three highest scores; {2} of all the letters' "
        "points are among the three.",
    )
    cells = (
        at(figures, "share", "top_three", "any"),
        at(figures, "count", "top_three", "letters"),
        at(figures, "share", "top_three", "points"),
    )
    return Section(
        "top-tre", say("Rigtigt blandt de tre højeste", "Right among the three highest"), (Sentence(text, cells),)
    )
