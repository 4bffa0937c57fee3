"""Small counts hidden for publication, and enough others that nobody can work them out from the totals.

Every published number stands in sums (a total and its parts: areas, groups, points, units, kinds). A number below the
limit is hidden; then further ones, the smallest first, until no reader who solves those sums can tell that a hidden
number lies below the limit. The tables are gone through from coarse to fine: a finer table never costs a coarser
number, it hides cells of its own, and where that does not suffice it is withheld. A zero of the coarse tables is shown:
it tells of nobody. What is derived from a hidden number (shares, rates, changes, ranks) is hidden with it.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from classifier.annual.disclosure import hidden_by_table
from classifier.annual.sums import REST, Key, Sum, lone_counts, sums_of, value_at
from classifier.taxonomy import Taxonomy

__all__ = ["LIMIT", "publish"]

LIMIT = 5
"""Counts from 1 up to one less than this are hidden."""


def publish(figures: Mapping[str, Any], taxonomy: Taxonomy, *, limit: int = LIMIT) -> dict[str, Any]:
    """Hide small counts.

    Parameters
    ----------
    figures : mapping
        As ``AnnualStatistics.figures`` returns them.
    taxonomy : Taxonomy
        The label book.
    limit : int, default 5
        The smallest count that may be shown.

    Returns
    -------
    dict
        The same with None for what is hidden, and in ``details.published`` the limit, how many numbers are hidden, and
        the names of tables that are withheld.
    """
    shown: dict[str, Any] = copy.deepcopy(dict(figures))
    sums, values = [], {key: int(number) for key in lone_counts(shown) if (number := value_at(shown, key)) is not None}
    for each in sums_of(shown, taxonomy):
        numbers = {key: value_at(shown, key) for key in each.keys if key[0] != REST}
        if any(number is None for number in numbers.values()):
            continue
        values.update({key: int(number) for key, number in numbers.items()})
        rest = [key for key in each.parts if key[0] == REST]
        if rest:
            named = (REST, *each.total, *(part for key in rest for part in key))
            values[named] = values[each.total] - sum(values[key] for key in each.parts if key[0] != REST)
            each = Sum(each.total, (*(key for key in each.parts if key[0] != REST), named))
        sums.append(each)
    hidden, withheld = hidden_by_table(values, sums, limit)
    for key in hidden:
        if key[0] != REST:
            _set(shown, key, None)
    _hide_derived(shown, ())
    if shown.get("previous"):
        _hide_derived(shown, ("previous",))
    _hide_changes(shown)
    shown["details"].pop("estimate", None)
    shown["details"]["published"] = {
        "limit": limit,
        "hidden": sum(key[0] != REST for key in hidden),
        "withheld": list(withheld),
    }
    return shown


def _set(figures: dict[str, Any], path: Key, value: object) -> None:
    value_at(figures, path[:-1])[path[-1]] = value


def _hide_derived(shown: dict[str, Any], prefix: Key) -> None:
    points = value_at(shown, (*prefix, "points"))
    if points.get("total") is None:
        points["per_month"] = None
    if points.get("share_by_group"):
        counts = points.get("by_group") or {}
        for group in points["share_by_group"]:
            if counts.get(group) is None or points["total"] is None:
                points["share_by_group"][group] = None
    if points.get("top_five") and points.get("by_point"):
        points["top_five"] = [point for point in points["top_five"] if points["by_point"].get(point) is not None]
    if not prefix:
        _hide_derived_details(shown)


def _hide_derived_details(shown: dict[str, Any]) -> None:
    points, details = shown["points"], shown["details"]
    areas = details["points"]["share_by_area"]
    details["points"]["share_by_area"] = {
        area: value if points["by_area"][area] is not None else None for area, value in areas.items()
    }
    if details["points"]["other_groups"]["total"] is None:
        details["points"]["other_groups"]["share"] = None
    if shown["contacts"]["total"] is None:
        details["contacts"]["per_month"] = None
    if None in (shown["contacts"]["answered_by_office"], details["contacts"]["advice"]):
        details["contacts"]["answered_by_office_share"] = None
    people = shown["complainants"]
    if None in (people["total"], people["again"]):
        details["complainants"]["again_share"] = None
    if None in (people["total"], points["total"]):
        details["complainants"]["points_each"] = None
    for rate in details["per_1000_cases"].values():
        if rate["points"] is None:
            rate["rate"] = None


def _hide_changes(shown: dict[str, Any]) -> None:
    for part, changes in shown["changes"].items():
        mine, before = shown[part], shown["previous"][part]
        for name in list(changes):
            if isinstance(changes[name], dict):
                for key in list(changes[name]):
                    if mine[name].get(key) is None or (before.get(name) or {}).get(key) is None:
                        changes[name][key] = None
            elif mine.get(name) is None or before.get(name) is None:
                changes[name] = None
