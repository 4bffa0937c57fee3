"""The sums that stand between published numbers: what a reader could solve for a hidden one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from classifier.annual.counting import advice_kind
from classifier.taxonomy import Taxonomy

__all__ = ["REST", "Key", "Sum", "lone_counts", "sums_of", "value_at"]

Key = tuple[str, ...]
"""Path of a number in the JSON object."""

REST = "rest"
"""First part of a key that stands for what is left of a total: a reader can work it out though it is not printed."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A total that is the sum of its parts; with one part, two numbers that are equal."""

    total: Key
    parts: tuple[Key, ...]

    @property
    def keys(self) -> tuple[Key, ...]:
        """Total and parts."""
        return (self.total, *self.parts)


def sums_of(figures: Mapping[str, Any], taxonomy: Taxonomy) -> list[Sum]:
    """List the sums that a reader of the figures knows.

    Parameters
    ----------
    figures : mapping
        As ``AnnualStatistics.figures`` returns them.
    taxonomy : Taxonomy
        Which point belongs to which group.

    Returns
    -------
    list of Sum
        Of this year and of the year before.
    """
    sums = [
        *_contact_sums(figures, (), taxonomy),
        *_point_sums(figures, (), taxonomy),
        *_detail_sums(figures, taxonomy),
    ]
    people, beside = ("complainants",), ("details", "complainants")
    sums += [
        Sum((*people, "total"), ((*people, "again"), (*beside, "once"))),
        Sum((*people, "again"), ((*people, "more_than_five"), (*beside, "two_to_five"))),
    ]
    if figures.get("previous"):
        before = ("previous",)
        sums += [*_contact_sums(figures, before, taxonomy), *_point_sums(figures, before, taxonomy)]
        sums += [
            Sum(("previous", "complainants", "total"), (("previous", "complainants", "again"), (REST, "once"))),
            Sum(
                ("previous", "complainants", "again"), (("previous", "complainants", "more_than_five"), (REST, "some"))
            ),
            Sum(("previous", "contacts", "total"), (("previous", "contacts", "residents"), (REST, "not resident"))),
        ]
    return [each for each in sums if each.parts]


def lone_counts(figures: Mapping[str, Any]) -> Iterator[Key]:
    """List counts that stand in no sum of this year's."""
    yield ("details", "complainants", "new_points")
    for theme in figures["details"]["themes"]:
        yield ("details", "themes", theme, "citizens")
    for part in ("contacts", "points", "complainants"):
        for name, value in (figures.get("previous") or {}).get(part, {}).items():
            if isinstance(value, Mapping) and name not in ("share_by_group", "by_area_kind"):
                yield from (("previous", part, name, key) for key in value)
            elif isinstance(value, int):
                yield ("previous", part, name)


def _keys(figures: Mapping[str, Any], path: Key) -> tuple[Key, ...]:
    found = value_at(figures, path)
    return tuple((*path, key) for key in found) if isinstance(found, Mapping) else ()


def _contact_sums(figures: Mapping[str, Any], prefix: Key, taxonomy: Taxonomy) -> Iterator[Sum]:
    contacts = (*prefix, "contacts")
    yield Sum((*contacts, "total"), _keys(figures, (*contacts, "by_kind")))
    yield Sum((*contacts, "total"), _keys(figures, (*contacts, "by_area")))
    by_kind: defaultdict[str, list[Key]] = defaultdict(list)
    for area, kinds in (value_at(figures, (*contacts, "by_area_kind")) or {}).items():
        cells = {kind: (*contacts, "by_area_kind", area, kind) for kind in kinds}
        yield Sum((*contacts, "by_area", area), tuple(cells.values()))
        for kind, cell in cells.items():
            by_kind[kind].append(cell)
    for kind, keys in by_kind.items():
        yield Sum((*contacts, "by_kind", kind), tuple(keys))
    if not prefix and figures["details"]["contact_unit"] == "citizen" and "area" not in figures:
        complaints = tuple(("contacts", "by_kind", kind.id) for kind in taxonomy.kinds if kind.complaint)
        yield Sum(("complainants", "total"), complaints)


def _point_sums(figures: Mapping[str, Any], prefix: Key, taxonomy: Taxonomy) -> Iterator[Sum]:
    points = (*prefix, "points")
    for name in ("by_group", "by_area", "by_point"):
        yield Sum((*points, "total"), _keys(figures, (*points, name)))
    known = value_at(figures, (*points, "by_point")) or {}
    groups: defaultdict[str, list[Key]] = defaultdict(list)
    for point in known:
        groups[taxonomy.groups_of([point])[0]].append((*points, "by_point", point))
    for group, keys in groups.items():
        yield Sum((*points, "by_group", group), tuple(keys))
    units = value_at(figures, (*points, "by_unit")) or {}
    for area in taxonomy.areas if prefix else ():
        mine = tuple((*points, "by_unit", unit) for unit in area.units if unit in units)
        yield Sum((*points, "by_area", area.id), (*mine, (REST, "no unit", area.id)) if mine else ())


def _detail_sums(figures: Mapping[str, Any], taxonomy: Taxonomy) -> Iterator[Sum]:
    """List the sums of this year's finer numbers."""
    contacts, points = ("details", "contacts"), ("details", "points")
    elsewhere = ((*contacts, "non_residents"), (*contacts, "residence_unknown"))
    yield Sum(("contacts", "total"), (("contacts", "residents"), *elsewhere))
    yield Sum((*contacts, "advice"), (("contacts", "answered_by_office"), (*contacts, "advice_not_by_office")))
    if advice := advice_kind(taxonomy):
        yield Sum(("contacts", "by_kind", advice), ((*contacts, "advice"),))
    by_point: defaultdict[str, list[Key]] = defaultdict(list)
    for area, units in figures["details"]["points"]["by_area_unit_point"].items():
        yield Sum(("points", "by_area", area), _keys(figures, (*points, "by_area_unit", area)))
        for point in figures["points"]["by_point"]:
            cells = tuple((*points, "by_area_unit_point", area, unit, point) for unit in units)
            yield Sum((*points, "by_area_point", area, point), cells)
            by_point[point].append((*points, "by_area_point", area, point))
        for unit, of_unit in units.items():
            path = (*points, "by_area_unit_point", area, unit)
            yield Sum((*points, "by_area_unit", area, unit), tuple((*path, point) for point in of_unit))
            if unit in figures["points"]["by_unit"]:
                yield Sum(("points", "by_unit", unit), ((*points, "by_area_unit", area, unit),))
    for point, keys in by_point.items():
        yield Sum(("points", "by_point", point), tuple(keys))
    largest = figures["details"]["points"]["other_groups"]["largest"]
    others = tuple(("points", "by_group", group) for group in figures["points"]["by_group"] if group not in largest)
    yield Sum((*points, "other_groups", "total"), others)
    for theme, found in figures["details"]["themes"].items():
        mine = tuple(("points", "by_point", point) for point in found["from_points"])
        yield Sum(("details", "themes", theme, "points"), mine)
    for area in figures["details"]["per_1000_cases"]:
        if area in figures["points"]["by_area"]:
            yield Sum(("points", "by_area", area), (("details", "per_1000_cases", area, "points"),))


def value_at(figures: Mapping[str, Any], path: Key) -> Any:
    """Return what stands at a path.

    Parameters
    ----------
    figures : mapping
        A JSON object.
    path : tuple of str
        Keys, outermost first.

    Returns
    -------
    object
        None where nothing stands.
    """
    value: Any = figures
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value
