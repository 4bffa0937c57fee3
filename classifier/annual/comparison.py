"""The year before: from letters or from last year's JSON object, and what has changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from classifier.annual.counting import UNKNOWN
from classifier.annual.statistics import AnnualStatistics, Figures, ratio, share, top_five
from classifier.errors import InputError, LabelError
from classifier.taxonomy import Taxonomy

__all__ = ["compared", "previous_from"]

_MAPS = {
    "contacts": ("by_kind", "by_area"),
    "points": ("by_group", "by_area", "by_unit", "by_point", "share_by_group"),
}
_NUMBERS = {
    "contacts": ("total", "residents", "answered_by_office"),
    "points": ("total", "per_month"),
    "complainants": ("total", "again", "more_than_five"),
}


def previous_from(content: object, taxonomy: Taxonomy, where: str, area: str = "") -> dict[str, Any]:
    """Read last year's JSON object; whatever it does not hold stays unknown.

    Parameters
    ----------
    content : object
        As ``AnnualStatistics.figures`` wrote it, or written by hand: ``year`` is needed, everything else may be
        missing. ``months`` tells how many it covers (12). Points may be given as ids or names.
    taxonomy : Taxonomy
        This year's label book.
    where : str
        The file, for errors.
    area : str, default ""
        Keep only what concerns this area.

    Returns
    -------
    dict
        ``year``, ``months``, ``contacts``, ``points``, ``complainants`` with the keys of this year's figures; shares,
        the rate per month and the five most frequent points are worked out where the counts are there.

    Raises
    ------
    InputError
        If it is no such object, or a number is none.
    LabelError
        If it holds a point, group, area or kind that this label book does not have.
    """
    if not isinstance(content, Mapping) or not isinstance(content.get("year"), int):
        raise InputError("It is no JSON object with last year's figures.", where, "It needs at least the key year.")
    months = content.get("months", 3 if content.get("quarter") else 12)
    if not isinstance(months, int | float) or isinstance(months, bool) or months <= 0:
        raise InputError("months is no number above 0.", where)
    found: dict[str, Any] = {"year": content["year"], "months": months}
    for part, names in _NUMBERS.items():
        given = content.get(part) or {}
        if not isinstance(given, Mapping):
            raise InputError(f"{part} is no object.", where)
        found[part] = {name: _number(given.get(name), f"{part}.{name}", where) for name in names}
        for name in _MAPS.get(part, ()):
            found[part][name] = _numbers(given.get(name), name, taxonomy, f"{part}.{name}", where)
    points = found["points"]
    if isinstance(given := (content.get("points") or {}).get("top_five"), list):
        points["top_five"] = [taxonomy.read_points([str(point)], where)[0] for point in given]
    if area:
        _keep_area(found, content, area, taxonomy)
    _complete(found, taxonomy)
    return found


def _keep_area(found: dict[str, Any], content: Mapping[str, Any], area: str, taxonomy: Taxonomy) -> None:
    """Take out what is not of the area: its director sees only their own."""
    if content.get("area") == area:
        return
    contacts, points = found["contacts"], found["points"]
    contact_total = (contacts["by_area"] or {}).get(area)
    point_total = (points["by_area"] or {}).get(area)
    units = next(known.units for known in taxonomy.areas if known.id == area)
    own_units = {unit: number for unit, number in (points["by_unit"] or {}).items() if unit in units}
    details = content.get("details")
    by_point = None
    if isinstance(details, Mapping) and isinstance(cells := details.get("points"), Mapping):
        own = cells.get("by_area_point")
        by_point = own.get(area) if isinstance(own, Mapping) else None
    found["contacts"] = dict.fromkeys(contacts) | {"total": contact_total, "by_area": {area: contact_total}}
    found["points"] = dict.fromkeys(points) | {
        "total": point_total,
        "by_area": {area: point_total},
        "by_unit": own_units or None,
        "by_point": _numbers(by_point, "by_point", taxonomy, "details.points.by_area_point", str(found["year"])),
    }
    found["points"].pop("top_five", None)
    found["complainants"] = dict.fromkeys(found["complainants"])


def _complete(found: dict[str, Any], taxonomy: Taxonomy) -> None:
    points, months = found["points"], found["months"]
    by_point = points["by_point"]
    # Some points alone say nothing of groups and ranks.
    whole = by_point and None not in by_point.values() and points["total"] in (None, sum(by_point.values()))
    if whole and not points["by_group"]:
        groups = [group.name for group in taxonomy.groups]
        points["by_group"] = dict.fromkeys(groups, 0)
        for point, number in by_point.items():
            points["by_group"][taxonomy.groups_of([point])[0]] += number
    if points["total"] is None and points["by_group"] and None not in points["by_group"].values():
        points["total"] = sum(points["by_group"].values())
    if points["per_month"] is None:
        points["per_month"] = ratio(points["total"], months)
    if points["by_group"] and not points["share_by_group"]:
        points["share_by_group"] = {group: share(n, points["total"]) for group, n in points["by_group"].items()}
    if "top_five" not in points:
        points["top_five"] = top_five(by_point) if whole else None


def _number(value: object, name: str, where: str) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < float("inf"):
        raise InputError(f"{name} is no number of 0 or more.", where)
    return value


def _numbers(value: object, name: str, taxonomy: Taxonomy, path: str, where: str) -> dict[str, float | None] | None:
    """Read an object from id to number; ids come in the label book's order."""
    if value is None or value == {}:
        return None
    if not isinstance(value, Mapping):
        raise InputError(f"{path} is no object.", where)
    given = {
        _key(str(key), name, taxonomy, where): _number(item, f"{path}.{key}", where) for key, item in value.items()
    }
    order = [key for key in _known(name, taxonomy) if key in given]
    return {key: given[key] for key in (*order, *(key for key in given if key not in order))}


def _known(name: str, taxonomy: Taxonomy) -> Iterable[str]:
    return {
        "by_kind": [kind.id for kind in taxonomy.kinds],
        "by_area": [area.id for area in taxonomy.areas],
        "by_unit": [unit for area in taxonomy.areas for unit in area.units],
        "by_point": taxonomy.point_ids,
    }.get(name, [group.name for group in taxonomy.groups])


def _key(key: str, name: str, taxonomy: Taxonomy, where: str) -> str:
    if key == UNKNOWN:
        return key
    if name == "by_point":
        return taxonomy.read_points([key], where)[0]
    if name == "by_area":
        return taxonomy.read_area(key, where)
    if name == "by_kind":
        return taxonomy.read_kind(key, where)
    if name == "by_unit":
        return taxonomy.read_unit(key, "", where)
    for group in taxonomy.groups:
        if key.strip().casefold() in (group.name.casefold(), group.id.casefold()):
            return group.name
    raise LabelError(
        f"Unknown group {key[:60]!r}.",
        where,
        "The file was made with another label book; give its own with --taxonomy.",
    )


def compared(statistics: AnnualStatistics, previous: Figures) -> AnnualStatistics:
    """Set the year before beside a year.

    Parameters
    ----------
    statistics : AnnualStatistics
        This year.
    previous : mapping
        As ``previous_from`` returns it.

    Returns
    -------
    AnnualStatistics
        With ``previous`` and ``changes``: this year less the year before, wherever both are known; shares in percentage
        points with one decimal. Counts of periods of different length are subtracted all the same:
        ``details.comparable`` tells whether that says anything.
    """
    changes: dict[str, Any] = {}
    for part, names in _NUMBERS.items():
        mine, theirs = getattr(statistics, part), previous.get(part) or {}
        found: dict[str, Any] = {
            name: less for name in names if (less := _less(mine.get(name), theirs.get(name))) is not None
        }
        for name in _MAPS.get(part, ()):
            ours, before = mine.get(name) or {}, theirs.get(name) or {}
            digits = 1 if name.startswith("share") else None
            differences = {key: less for key in ours if (less := _less(ours[key], before.get(key), digits)) is not None}
            if differences:
                found[name] = differences
        changes[part] = found
    details = {**statistics.details, "comparable": previous.get("months") == statistics.period.months}
    return replace(statistics, previous=previous, changes=changes, details=details)


def _less(mine: float | None, before: float | None, digits: int | None = None) -> float | None:
    if mine is None or before is None:
        return None
    return round(mine - before, digits) if digits is not None else mine - before


def as_previous(statistics: AnnualStatistics) -> dict[str, Any]:
    """Return a year's statistics as the year before of another.

    Parameters
    ----------
    statistics : AnnualStatistics
        Counted from last year's letters.

    Returns
    -------
    dict
        With the keys that ``previous_from`` returns.
    """
    figures = statistics.figures()
    kept = {part: dict(figures[part]) for part in ("contacts", "points", "complainants")}
    return {"year": figures["year"], "months": figures["months"], **kept}
