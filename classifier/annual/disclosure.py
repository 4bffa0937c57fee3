"""Which numbers to hide so that no small one can be worked out: suppression, checked by linear programmes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from classifier.annual.sums import REST, Key, Sum

__all__ = ["hidden_by_table", "hidden_counts"]

_TABLES: tuple[tuple[str, ...], ...] = (
    ("by_area_kind",),
    ("by_unit", "by_area_unit"),
    ("themes",),
    ("by_area_point",),
    ("by_area_unit_point",),
)
"""The finer tables, from coarse to fine; all other numbers come before them."""

_ZEROS_HIDDEN = frozenset({"by_area_point", "by_area_unit_point"})
"""Tables of mostly small numbers, in which a zero is hidden like them: who sees the zeros sees through the rest."""


def _table(key: Key) -> int:
    return next((number for number, names in enumerate(_TABLES, 1) if any(name in key for name in names)), 0)


def hidden_by_table(values: Mapping[Key, int], sums: Sequence[Sum], limit: int) -> tuple[set[Key], list[str]]:
    """Choose what to hide, table by table from coarse to fine.

    Parameters
    ----------
    values : mapping of tuple to int
        Every number that is to be published.
    sums : sequence of Sum
        What a reader knows.
    limit : int
        The smallest count that may be shown.

    Returns
    -------
    hidden : set of tuple
        Keys to hide.
    withheld : list of str
        Names of the tables that are hidden whole.
    """
    hidden: set[Key] = set()
    withheld: list[str] = []
    told_of: list[Sum] = []
    shown: set[Key] = set()
    for number in range(len(_TABLES) + 1):
        keys = {key for key in values if _table(key) == number}
        mine = [each for each in sums if max(map(_table, each.keys)) == number]
        tables = [each for each in (*told_of, *mine) if all(key in keys | shown | hidden for key in each.keys)]
        found = hidden_counts({key: values[key] for key in keys | shown | hidden}, tables, limit, hidden, shown)
        if found is None:
            withheld += _TABLES[number - 1] if number else ("totals",)
            hidden |= keys
            continue
        hidden = found
        shown |= keys - hidden
        told_of = tables
    return hidden, withheld


def hidden_counts(
    values: Mapping[Key, int],
    sums: Sequence[Sum],
    limit: int,
    hidden: Collection[Key] = (),
    shown: Collection[Key] = (),
) -> set[Key] | None:
    """Choose what to hide.

    Parameters
    ----------
    values : mapping of tuple to int
        Every number that stands in a sum, and any other count.
    sums : sequence of Sum
        What a reader knows.
    limit : int
        The smallest count that may be shown.
    hidden : collection of tuple, optional
        What is hidden already.
    shown : collection of tuple, optional
        What is shown already and cannot be hidden any more.

    Returns
    -------
    set of tuple or None
        Keys to hide: all counts from 1 to ``limit`` - 1, and others until no reader can tell of any of them that it
        lies below the limit. None where that cannot be reached.
    """
    small = {key for key, value in values.items() if 0 < value < limit}
    found = small | set(hidden) | {key for key, value in values.items() if value < limit and _hides_zero(key)}
    open_ = {key: values[key] for key in values if key not in shown and values[key]}
    of_key: defaultdict[Key, list[Sum]] = defaultdict(list)
    for each in sums:
        for key in each.keys:
            of_key[key].append(each)
    while True:
        _close(found, open_, sums)
        told = _told(small, found, values, sums, limit)
        if not told:
            return found
        before = set(found)
        for key in sorted(told):
            # What was hidden for another one may protect this one too: that is looked at first.
            if all(other in before or other not in found for each in of_key[key] for other in each.keys):
                _hide_one(of_key[key], found, open_)
        # Where nothing is left to hide in the sums of these, more is hidden among their neighbours.
        if found == before and not _hide_neighbour(told, of_key, found, open_):
            return None


def _hides_zero(key: Key) -> bool:
    return not _ZEROS_HIDDEN.isdisjoint(key)


def _close(hidden: set[Key], open_: Mapping[Key, int], sums: Sequence[Sum]) -> None:
    """Leave no sum with one hidden number: it gives the number away."""
    changed = True
    while changed:
        changed = False
        for each in sums:
            if sum(key in hidden for key in each.keys) == 1:
                changed |= _hide_one([each], hidden, open_)


def _hide_one(sums: Sequence[Sum], hidden: set[Key], open_: Mapping[Key, int]) -> bool:
    """Hide the finest and then smallest number that may be hidden: the large totals stand as long as they can."""
    candidates = {key for each in sums for key in each.keys if key not in hidden and key in open_}
    if not candidates:
        return False
    hidden.add(min(candidates, key=lambda key: (_coarseness(key), open_[key], key)))
    return True


_LEVELS = {
    name: level
    for level, names in enumerate(
        ((REST,), *reversed(_TABLES), ("by_point",), ("by_group", "by_area", "by_kind", "per_1000_cases"))
    )
    for name in names
}


def _coarseness(key: Key) -> int:
    return next((_LEVELS[name] for name in key if name in _LEVELS), len(_LEVELS))


def _hide_neighbour(
    told: set[Key], of_key: Mapping[Key, Sequence[Sum]], hidden: set[Key], open_: Mapping[Key, int]
) -> bool:
    near = {key for own in told for each in of_key[own] for key in each.keys if key in hidden}
    return any(_hide_one(of_key[key], hidden, open_) for key in sorted(near))


def _told(small: set[Key], hidden: set[Key], values: Mapping[Key, int], sums: Sequence[Sum], limit: int) -> set[Key]:
    """Find the small counts of which a reader can work out that they lie below the limit."""
    import numpy as np
    from scipy.optimize import linprog
    from scipy.sparse import coo_matrix

    order = {key: index for index, key in enumerate(sorted(hidden))}
    rows: list[int] = []
    columns: list[int] = []
    signs: list[int] = []
    known: list[int] = []
    for each in sums:
        if not any(key in hidden for key in each.keys):
            continue
        number, right = len(known), 0
        for key, sign in ((each.total, -1), *((part, 1) for part in each.parts)):
            if key in hidden:
                rows.append(number)
                columns.append(order[key])
                signs.append(sign)
            else:
                right -= sign * values[key]
        known.append(right)
    if not known:
        return set()
    matrix = coo_matrix((signs, (rows, columns)), shape=(len(known), len(order))).tocsr()
    # A reader knows that no zero is hidden, but in the tables that hide zeros as well.
    bounds = [(0 if _hides_zero(key) or key[0] == REST else 1, None) for key in order]
    told, open_ = set(), {key for key in small if key in order}
    reached = {key: float(values[key]) for key in open_}
    for key in sorted(open_):
        # An earlier answer may have shown a table in which this one is large already.
        if reached[key] >= limit:
            continue
        goal = np.zeros(len(order))
        goal[order[key]] = -1.0
        answer = linprog(goal, A_eq=matrix, b_eq=np.array(known, dtype=float), bounds=bounds, method="highs")
        if answer.status == 3:
            continue
        if answer.status != 0:
            told.add(key)
            continue
        for other in open_:
            reached[other] = max(reached[other], float(answer.x[order[other]]))
        if reached[key] < limit - 1e-6:
            told.add(key)
    return told
