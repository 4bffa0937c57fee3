"""The annual report's tables and charts of points by area and by unit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from classifier.report.annual.given import area_name
from classifier.report.document import Block, Cell, Chart, Section, Sentence, Table, at, label
from classifier.report.language import Language
from classifier.taxonomy import Taxonomy

__all__ = ["area_section", "area_table", "points_chart"]

_UNKNOWN = "uoplyst"


def area_table(figures: Mapping[str, Any], taxonomy: Taxonomy, say: Language) -> Table:
    """Lay out points by area, with shares.

    Parameters
    ----------
    figures : mapping
        The JSON object.
    taxonomy : Taxonomy
        Names of areas.
    say : Language
        Words.

    Returns
    -------
    Table
        With last year's numbers where they are known.
    """
    before = (figures["previous"].get("points") or {}).get("by_area") if figures["previous"] else None
    columns = [say("Område", "Area"), str(figures["year"]), say("andel", "share")]
    columns += [str(figures["previous"]["year"])] if before else []
    rows = []
    for area in figures["points"]["by_area"]:
        cells = [
            label(area_name(area, taxonomy, say)),
            at(figures, "count", "points", "by_area", area),
            at(figures, "percent", "details", "points", "share_by_area", area),
        ]
        cells += [at(figures, "count", "previous", "points", "by_area", area)] if before else []
        rows.append(tuple(cells))
    total = [label(say("I alt", "Total"), danish=False), at(figures, "count", "points", "total"), Cell(None)]
    total += [at(figures, "count", "previous", "points", "total")] if before else []
    title = say("Klagepunkter efter område", "Points by area")
    return Table("omraader", title, tuple(columns), (*rows, tuple(total)), total=True)


def _ordered(counts: Mapping[str, Any], fallback: Mapping[str, Any]) -> list[str]:
    """Order points that are used, rarest first, so that the longest bar stands at the bottom; hidden ones come first."""
    used = [point for point, number in counts.items() if number != 0]
    return sorted(reversed(used), key=lambda point: counts[point] or fallback.get(point) or 0)


def points_chart(figures: Mapping[str, Any], taxonomy: Taxonomy, say: Language) -> list[Block]:
    """Lay out all points as one bar chart, stacked by area.

    Parameters
    ----------
    figures : mapping
        The JSON object.
    taxonomy : Taxonomy
        Names of points and areas.
    say : Language
        Words.

    Returns
    -------
    list of Chart, Table or Sentence
        Nothing where no point was used.
    """
    points = _ordered(figures["points"]["by_point"], {})
    if not points:
        return []
    areas = [area for area in figures["points"]["by_area"] if figures["points"]["by_area"][area] != 0]
    columns = (
        say("Klagepunkt", "Complaint point"),
        *(area_name(area, taxonomy, say) for area in areas),
        say("I alt", "Total"),
    )
    rows = tuple(
        (
            label(taxonomy.point(point).name),
            *(at(figures, "count", "details", "points", "by_area_point", area, point) for area in areas),
            at(figures, "count", "points", "by_point", point),
        )
        for point in points
    )
    title = say("Alle klagepunkter i hele kommunen, efter område", "All complaint points of the municipality, by area")
    if len(areas) == 1:
        title = say("Alle klagepunkter i området", "All complaint points of the area")
    table = Table("alle-punkter", title, columns, rows)
    if _hidden(rows):
        # A bar with hidden parts would be too short: the totals alone are drawn, where they are shown.
        drawn = tuple(index for index, row in enumerate(rows) if row[-1].value is not None)
        only: list[Block] = [_bars(table, (len(columns) - 1,), drawn, say)] if drawn else []
        return only or [table]
    return [_bars(table, tuple(range(1, len(areas) + 1)), None, say)]


def _bars(table: Table, columns: tuple[int, ...], rows: tuple[int, ...] | None, say: Language) -> Chart:
    last = table.rows[rows[-1] if rows else -1]
    description = say(
        f"Liggende søjler, det sjældneste klagepunkt øverst. Det hyppigste er {last[0].value}.",
        f"Horizontal bars, the rarest point on top. The most frequent is {last[0].value}.",
    )
    return Chart("stacked", table, columns, description, say("Antal klagepunkter", "Number of points"), rows)


def _hidden(rows: tuple[tuple[Cell, ...], ...]) -> bool:
    return any(cell.value is None for row in rows for cell in row)


def area_section(area: str, figures: Mapping[str, Any], taxonomy: Taxonomy, say: Language) -> Section:
    """Lay out an area: its points, stacked by its units.

    Parameters
    ----------
    area : str
        Its id.
    figures : mapping
        The JSON object.
    taxonomy : Taxonomy
        Names of points and units.
    say : Language
        Words.

    Returns
    -------
    Section
        With a chart, or the table alone where numbers are hidden.
    """
    cells = figures["details"]["points"]["by_area_unit"][area]
    units = [unit for unit, number in cells.items() if number != 0]
    points = _ordered(figures["details"]["points"]["by_area_point"][area], figures["points"]["by_point"])
    name = area_name(area, taxonomy, say)
    headings = [say("Uden enhed", "Without unit") if unit == _UNKNOWN else unit for unit in units]
    path = ("details", "points", "by_area_unit_point", area)
    rows = tuple(
        (
            label(taxonomy.point(point).name),
            *(at(figures, "count", *path, unit, point) for unit in units),
            at(figures, "count", "details", "points", "by_area_point", area, point),
        )
        for point in points
    )
    total = (
        label(say("I alt", "Total"), danish=False),
        *(at(figures, "count", "details", "points", "by_area_unit", area, unit) for unit in units),
        at(figures, "count", "points", "by_area", area),
    )
    columns = (say("Klagepunkt", "Complaint point"), *headings, say("I alt", "Total"))
    title = say(f"Klagepunkter i {name}, efter enhed", f"Points in {name}, by unit")
    table = Table(f"omraade-{area.lower()}", title, columns, (*rows, total), total=True)
    heading = say(f"Området {name}", f"The area {name}")
    blocks: list[Block] = []
    if rows and not _hidden(rows):
        blocks.append(_bars(table, tuple(range(1, len(units) + 1)), tuple(range(len(rows))), say))
    else:
        totals = tuple(row for row in rows if any(cell.value is not None for cell in row[1:]))
        note = say("Kun rækker med mindst ét tal, der kan vises.", "Only rows with a number that can be shown.")
        blocks.append(Table(table.id, title, columns, (*totals, total), note, total=True))
    if unit_names := [unit for unit, number in cells.items() if number == 0 and unit != _UNKNOWN]:
        blocks.append(Sentence(say("Uden klagepunkter: ", "Without points: ") + ", ".join(unit_names) + "."))
    return Section(f"om-{area.lower()}", heading, tuple(blocks))
