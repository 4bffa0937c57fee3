"""A year's, or a quarter's, statistics as plain data, and the JSON object that they are written as."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from classifier.annual.counting import MORE_THAN, UNKNOWN, CountedPoint, advice_kind, complainants, contacts, points
from classifier.annual.period import Period, Theme
from classifier.annual.register import Entry, Register
from classifier.errors import InputError
from classifier.taxonomy import Taxonomy

__all__ = ["AnnualStatistics", "Figures", "count_year", "ratio", "share", "top_five"]

Figures = Mapping[str, Any]
"""A part of the JSON object: text keys to numbers, texts, lists of ids, or further objects; None is not known."""

TOP = 5


@dataclass(frozen=True, slots=True)
class AnnualStatistics:
    """Statistics of a period. Numbers in ``contacts``, ``points``, ``complainants`` are those of the JSON contract.

    Attributes
    ----------
    period : Period
        What is covered.
    contacts, points, complainants : mapping
        Counts; every ``by_…`` holds the whole label book in its order, unused ids as 0.
    details : mapping
        What tables and charts show beside: points by area and unit, rates, themes, what was left out.
    previous, changes : mapping
        The year before, and this year less that one; empty where nothing is compared.
    """

    period: Period
    contacts: Figures
    points: Figures
    complainants: Figures
    details: Figures
    previous: Figures = field(default_factory=lambda: MappingProxyType({}))
    changes: Figures = field(default_factory=lambda: MappingProxyType({}))

    def figures(self) -> dict[str, Any]:
        """Return the JSON object.

        Returns
        -------
        dict
            ``year``, ``months``, ``quarter`` and ``area`` where one was chosen, ``contacts``, ``points``,
            ``complainants``, ``previous``, ``changes``, ``details``. Shares are percentages with one decimal.
        """
        period: dict[str, Any] = {"year": self.period.year, "months": self.period.months}
        if self.period.quarter is not None:
            period["quarter"] = self.period.quarter
        if self.period.area:
            period["area"] = self.period.area
        parts = {
            name: _plain(getattr(self, name))
            for name in ("contacts", "points", "complainants", "previous", "changes", "details")
        }
        return {**period, **parts}


def _plain(value: object) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def share(part: float | None, whole: float | None) -> float | None:
    """Return a percentage with one decimal, as the reports print it.

    Parameters
    ----------
    part : float or None
        A count.
    whole : float or None
        What it is a part of.

    Returns
    -------
    float or None
        None where either is unknown or the whole is 0.

    Examples
    --------
    >>> share(271, 407), share(36, 93), share(0, 0)
    (66.6, 38.7, None)
    """
    return round(100 * part / whole, 1) if part is not None and whole else None


def ratio(count: float | None, months: float | None) -> float | None:
    """Return a count per month.

    Parameters
    ----------
    count : float or None
        What was counted.
    months : float or None
        In how many months.

    Returns
    -------
    float or None
        Not rounded; None where either is unknown.

    Examples
    --------
    >>> ratio(328, 8)
    41.0
    """
    return count / months if count is not None and months else None


def count_year(
    register: Register,
    taxonomy: Taxonomy,
    period: Period,
    *,
    themes: Sequence[Theme] = (),
    cases: Mapping[str, float] | None = None,
) -> AnnualStatistics:
    """Count a period.

    Parameters
    ----------
    register : Register
        Entries of any years.
    taxonomy : Taxonomy
        The label book; its order is the order of every object.
    period : Period
        What is covered. A period without letters gives zeros.
    themes : sequence of Theme, optional
        Themes to read across the points; those without a point of this label book are left out.
    cases : mapping of str to float, optional
        Area to the number of cases that it handled, for points per 1,000 cases.

    Returns
    -------
    AnnualStatistics
        Without a comparison.

    Raises
    ------
    InputError
        If no entry of the register has a year or a date.
    """
    if register.entries and not register.years:
        raise InputError(
            f"None of the {len(register.entries)} letters has a year or a date of receipt.",
            register.entries[0].where,
            "Add the column year, or received with dates.",
        )
    entries = period.entries(register)
    counted = [point for point in points(entries) if not period.area or point.area == period.area]
    point_figures, point_details = _points(counted, taxonomy, period)
    complaining = [
        person for person in complainants(entries).values() if not period.area or period.area in person.areas
    ]
    again = [person for person in complaining if person.number > 1]
    contact_figures, contact_details = _contacts(entries, taxonomy, period)
    details = {
        "taxonomy": {"id": taxonomy.id, "name": taxonomy.name, "digest": taxonomy.digest},
        "contact_unit": period.contact_unit,
        "contacts": contact_details,
        "points": point_details,
        "complainants": {
            "once": len(complaining) - len(again),
            "two_to_five": sum(person.number <= MORE_THAN for person in again),
            "again_share": share(len(again), len(complaining)),
            "points_each": ratio(len(counted), len(complaining)),
            "new_points": sum(person.grows for person in again),
        },
        "themes": {theme.id: _theme(theme, counted, taxonomy) for theme in themes if _known(theme, taxonomy)},
        "per_1000_cases": _rates(point_figures["by_area"], cases, period),
        "letters": {
            "counted": len(entries),
            "unconfirmed": sum(not entry.confirmed for entry in entries),
            "unregistered": len(register.unregistered),
            "undated": len(register.undated),
            "without_month": len(period.without_month(register)),
        },
    }
    return AnnualStatistics(
        period,
        contact_figures,
        point_figures,
        {
            "total": len(complaining),
            "again": len(again),
            "more_than_five": sum(person.number > MORE_THAN for person in again),
        },
        details,
    )


def _areas(taxonomy: Taxonomy, period: Period) -> list[str]:
    return [area.id for area in taxonomy.areas if not period.area or area.id == period.area]


def _by(keys: Iterable[str], values: Iterable[str]) -> dict[str, int]:
    """Count values under every key, in order, and under UNKNOWN only where something is."""
    found = Counter(value or UNKNOWN for value in values)
    return {key: found[key] for key in (*keys, *([UNKNOWN] if found[UNKNOWN] else []))}


def _contacts(entries: Sequence[Entry], taxonomy: Taxonomy, period: Period) -> tuple[Figures, Figures]:
    mine = [
        contact for contact in contacts(entries, period.contact_unit) if not period.area or contact.area == period.area
    ]
    kinds = [kind.id for kind in taxonomy.kinds]
    by_area = _by(_areas(taxonomy, period), (contact.area for contact in mine))
    by_kind = _by(kinds, (contact.kind for contact in mine))
    advice = advice_kind(taxonomy)
    answered = sum(contact.answered_by_office is True for contact in mine if contact.kind == advice)
    resident = Counter(contact.resident for contact in mine)
    figures = {
        "total": len(mine),
        "by_kind": by_kind,
        "by_area": by_area,
        "by_area_kind": {
            area: _by(by_kind, (contact.kind for contact in mine if (contact.area or UNKNOWN) == area))
            for area in by_area
        },
        "residents": resident[True],
        "answered_by_office": answered,
    }
    details = {
        "per_month": ratio(len(mine), period.months),
        "non_residents": resident[False],
        "residence_unknown": resident[None],
        "advice": by_kind.get(advice, 0),
        "advice_not_by_office": by_kind.get(advice, 0) - answered,
        "answered_by_office_share": share(answered, by_kind.get(advice, 0)),
    }
    return figures, details


def _points(counted: Sequence[CountedPoint], taxonomy: Taxonomy, period: Period) -> tuple[Figures, Figures]:
    ids = taxonomy.point_ids
    group_names = {point.id: taxonomy.groups_of([point.id])[0] for point in taxonomy.points}
    by_area = _by(_areas(taxonomy, period), (point.area for point in counted))
    by_point = _by(ids, (point.point for point in counted))
    by_group = _by((group.name for group in taxonomy.groups), (group_names[point.point] for point in counted))
    units = {area.id: area.units for area in taxonomy.areas}
    by_unit = _by((unit for area in by_area for unit in units.get(area, ())), (point.unit for point in counted))
    by_unit.pop(UNKNOWN, None)
    cells = Counter((point.area or UNKNOWN, point.unit, point.point) for point in counted)
    figures = {
        "total": len(counted),
        "by_group": by_group,
        "by_area": by_area,
        "by_unit": by_unit,
        "by_point": by_point,
        "per_month": ratio(len(counted), period.months),
        "share_by_group": {group: share(number, len(counted)) for group, number in by_group.items()},
        "top_five": top_five(by_point),
    }
    by_unit_point = {
        area: {
            unit or UNKNOWN: {point: cells[area, unit, point] for point in ids} for unit in (*units.get(area, ()), "")
        }
        for area in by_area
    }
    details = {
        "by_area_point": {
            area: {point: sum(each[point] for each in by_unit_point[area].values()) for point in ids}
            for area in by_area
        },
        "by_area_unit": {
            area: {unit: sum(each.values()) for unit, each in by_unit_point[area].items()} for area in by_area
        },
        "by_area_unit_point": by_unit_point,
        "share_by_area": {area: share(number, len(counted)) for area, number in by_area.items()},
        "other_groups": _other_groups(by_group),
        "unused": [point for point, number in by_point.items() if not number],
    }
    return figures, details


def top_five(by_point: Mapping[str, float | None]) -> list[str]:
    """Return the five most frequent points; ties go by the label book's order.

    Parameters
    ----------
    by_point : mapping of str to float or None
        Counts in the label book's order; None is hidden.

    Returns
    -------
    list of str
        Fewer where fewer points were counted.

    Examples
    --------
    >>> top_five({"a": 1, "b": 3, "c": 0, "d": 1})
    ['b', 'a', 'd']
    """
    used = [point for point, number in by_point.items() if number]
    return sorted(used, key=lambda point: -(by_point[point] or 0))[:TOP]


def _other_groups(by_group: Mapping[str, int]) -> Figures:
    """Put together all groups but the two largest."""
    ordered = sorted(by_group, key=lambda group: -by_group[group])
    number = sum(by_group[group] for group in ordered[2:])
    return {"largest": ordered[:2], "total": number, "share": share(number, sum(by_group.values()))}


def _known(theme: Theme, taxonomy: Taxonomy) -> bool:
    return any(point in taxonomy.point_ids for point in theme.points)


def _theme(theme: Theme, counted: Sequence[CountedPoint], taxonomy: Taxonomy) -> Figures:
    mine = [point for point in counted if point.point in theme.points]
    return {
        "name": theme.name,
        "family": theme.family,
        "from_points": [point for point in taxonomy.point_ids if point in theme.points],
        "points": len(mine),
        "citizens": len({point.citizen for point in mine}),
    }


def _rates(by_area: Mapping[str, int], cases: Mapping[str, float] | None, period: Period) -> Figures:
    """Points per 1,000 cases of the areas whose number of cases is known."""
    return {
        area: {"cases": number, "points": by_area.get(area, 0), "rate": round(1000 * by_area.get(area, 0) / number, 1)}
        for area, number in (cases or {}).items()
        if number and (not period.area or area == period.area)
    }
