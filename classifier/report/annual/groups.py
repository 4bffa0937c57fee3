"""The annual report's tables of points by main group, and the most frequent points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from classifier.report.annual.areas import area_table, points_chart
from classifier.report.annual.given import AnnualInput
from classifier.report.document import (
    Block,
    Cell,
    Chart,
    Section,
    Sentence,
    Table,
    at,
    label,
)
from classifier.report.language import Language

__all__ = ["points"]


def points(given: AnnualInput, say: Language) -> Iterator[Section]:
    """Lay out points of the whole municipality: by area, by group, the most frequent.

    Parameters
    ----------
    given : AnnualInput
        Figures and the office's own texts.
    say : Language
        Words.

    Yields
    ------
    Section
        Three.
    """
    figures = given.figures
    chart = points_chart(figures, given.taxonomy, say)
    blocks: list[Block] = [*chart, area_table(figures, given.taxonomy, say)]
    if unused := figures["details"]["points"]["unused"]:
        names = ", ".join(given.taxonomy.point(point).name for point in unused)
        blocks.append(Sentence(say("Ikke brugt i perioden: ", "Not used in the period: ") + names + "."))
    yield Section("klagepunkter", say("Klagepunkter", "Complaint points"), tuple(blocks))
    yield Section("grupper", say("Klagepunkter efter hovedgruppe", "Points by main group"), tuple(_groups(given, say)))
    yield Section(
        "top-fem", say("De fem hyppigste klagepunkter", "The five most frequent points"), (_top_five(given, say),)
    )


def _groups(given: AnnualInput, say: Language) -> Iterator[Block]:
    figures = given.figures
    year = str(figures["year"])
    before = figures["previous"].get("points", {}) if figures["previous"] else {}
    shares, counts = bool(before.get("share_by_group")), bool(before.get("by_group"))
    last = str(figures["previous"]["year"]) if before else ""
    share = say("andel", "share")
    columns = [say("Hovedgruppe", "Main group"), year, f"{share} {year}"]
    columns += [last] if counts else []
    columns += [f"{share} {last}", say("ændring, procentpoint", "change, percentage points")] if shares else []

    def row(name: str, keys: tuple[str, ...], share_keys: tuple[str, ...], *, danish: bool = True) -> tuple[Cell, ...]:
        cells = [label(name, danish=danish), at(figures, "count", *keys), at(figures, "percent", *share_keys)]
        cells += [at(figures, "count", "previous", *keys)] if counts else []
        if shares:
            cells += [
                at(figures, "percent", "previous", *share_keys),
                at(figures, "signed_percent", "changes", *share_keys),
            ]
        return tuple(cells)

    rows = [
        row(group, ("points", "by_group", group), ("points", "share_by_group", group))
        for group in figures["points"]["by_group"]
    ]
    total: list[Cell] = [label(say("I alt", "Total"), danish=False), at(figures, "count", "points", "total")]
    total += [Cell(None)] * (len(columns) - 2)
    if counts:
        total[3] = at(figures, "count", "previous", "points", "total")
    table = Table(
        "hovedgrupper",
        say("Klagepunkter efter hovedgruppe", "Points by main group"),
        tuple(columns),
        (*rows, tuple(total)),
        total=True,
    )
    others = figures["details"]["points"]["other_groups"]
    short_rows = [
        (
            label(group),
            at(figures, "percent", "points", "share_by_group", group),
            at(figures, "count", "points", "by_group", group),
        )
        for group in others["largest"]
    ]
    beside = ("details", "points", "other_groups")
    short_rows.append(
        (
            label(say("Øvrige grupper", "Other groups"), danish=False),
            at(figures, "percent", *beside, "share"),
            at(figures, "count", *beside, "total"),
        )
    )
    short = Table(
        "to-stoerste", say("De to største grupper og de øvrige", "The two largest groups and the others"),
        (say("Hovedgruppe", "Main group"), share, say("Klagepunkter", "Points")), tuple(short_rows),
    )  # fmt: skip
    if given.figures["points"]["total"] and all(row[1].value is not None for row in short_rows):
        yield Chart(
            "grouped", short, (1,), say("Tre liggende søjler med andelen af alle klagepunkter.", "Three horizontal bars with the share of all points."),
            say("Andel af alle klagepunkter", "Share of all points"),
        )  # fmt: skip
    yield table


def _top_five(given: AnnualInput, say: Language) -> Block:
    figures, taxonomy = given.figures, given.taxonomy
    last = figures["previous"].get("points", {}).get("top_five") if figures["previous"] else None
    years = [("", figures)] + ([("previous", figures["previous"])] if last else [])
    columns = [say("Plads", "Place")]
    for _, part in years:
        columns += [str(part["year"]), f"{say('antal', 'number')} {part['year']}"]
    rows = []
    for place in range(max(len(part["points"]["top_five"]) for _, part in years)):
        cells: list[Cell] = [Cell(place + 1, "count")]
        for prefix, part in years:
            path = (prefix,) if prefix else ()
            points: Sequence[str] = part["points"]["top_five"]
            if place < len(points):
                cells += [
                    label(taxonomy.point(points[place]).name),
                    at(figures, "count", *path, "points", "by_point", points[place]),
                ]
            else:
                cells += [Cell(""), Cell(None)]
        rows.append(tuple(cells))
    note = say("Lige hyppige står i mærkebogens orden.", "Equally frequent ones stand in the label book's order.")
    return Table(
        "hyppigste",
        say("De fem hyppigste klagepunkter", "The five most frequent points"),
        tuple(columns),
        tuple(rows),
        note,
    )
