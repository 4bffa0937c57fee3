"""The label book as data: points, main groups, areas with their units, kinds; validated on load."""

from __future__ import annotations

import difflib
import hashlib
import json
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from classifier.errors import LabelError, TaxonomyError
from classifier.resources import shipped

__all__ = ["Area", "Border", "Group", "Kind", "Point", "Taxonomy", "read_taxonomy"]

FORMAT = 1
"""Number of the label book's format. Raise it when a key changes its meaning, and keep reading the older numbers."""

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_SHOWN = 80
"""A longer value is not shown in an error: columns that slipped would put a letter's text there."""


@dataclass(frozen=True, slots=True)
class Border:
    """Where a point ends: the neighbouring point's id, and the case that belongs there."""

    point: str
    text: str


@dataclass(frozen=True, slots=True)
class Point:
    """A complaint point.

    Attributes
    ----------
    id, name : str
        Stable id, and the name as printed.
    group : str
        Id of its main group.
    group_source : str
        ``report`` or ``ours``: who chose the group.
    aliases : tuple of str
        Other names that mean this point when labels are read.
    definition : str
        In Danish, for staff.
    borders : tuple of Border
        Neighbouring points and the cases that are theirs.
    valid_from, valid_to : date or None
        First and last day of use; None where open.
    replaced_by : tuple of str
        Ids that took its place: one where renamed or merged, several where split.
    """

    id: str
    name: str
    group: str
    group_source: str = "report"
    aliases: tuple[str, ...] = ()
    definition: str = ""
    borders: tuple[Border, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    replaced_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A main group: id and name as printed."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Area:
    """A task area with the names of its units; ``municipal`` is False for what is not the municipality's."""

    id: str
    name: str
    units: tuple[str, ...] = ()
    municipal: bool = True


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of contact; only a complaint can have points."""

    id: str
    name: str
    complaint: bool
    definition: str = ""


@dataclass(frozen=True)
class Taxonomy:
    """A label book. The order of its points is the order of every array and report.

    Attributes
    ----------
    id, name, language : str
        Of the label book itself.
    points, groups, areas, kinds : tuple
        In the book's order.
    source : mapping
        The book as read, for keeping it beside a model.
    """

    id: str
    name: str
    language: str
    points: tuple[Point, ...]
    groups: tuple[Group, ...]
    areas: tuple[Area, ...]
    kinds: tuple[Kind, ...]
    source: Mapping[str, Any] = field(compare=False, repr=False)

    @cached_property
    def point_ids(self) -> tuple[str, ...]:
        """Ids of all points, in order."""
        return tuple(point.id for point in self.points)

    @cached_property
    def group_index(self) -> tuple[int, ...]:
        """For each point, the position of its main group in ``groups``."""
        position = {group.id: index for index, group in enumerate(self.groups)}
        return tuple(position[point.group] for point in self.points)

    @cached_property
    def complaint_kinds(self) -> frozenset[str]:
        """Ids of the kinds that can have points."""
        return frozenset(kind.id for kind in self.kinds if kind.complaint)

    def retired(self, day: date | None = None) -> frozenset[str]:
        """Return the points that are not in use on a day: never suggested.

        Parameters
        ----------
        day : datetime.date, optional
            Today if None.

        Returns
        -------
        frozenset of str
            Ids of the points whose last day has passed or whose first has not come.
        """
        now = day or date.today()
        return frozenset(
            point.id
            for point in self.points
            if (point.valid_to and point.valid_to < now) or (point.valid_from and point.valid_from > now)
        )

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the book's content, independent of layout and comments."""
        content = json.dumps(self.source, sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(content.encode()).hexdigest()

    @cached_property
    def _point_names(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for point in self.points:
            for name in (*point.aliases, point.name, point.id):
                names[_folded(name)] = point.id
        return names

    def point(self, point_id: str) -> Point:
        """Return the point with this id.

        Parameters
        ----------
        point_id : str
            An id of the book.

        Returns
        -------
        Point
            The point.
        """
        return self.points[self.point_ids.index(point_id)]

    def groups_of(self, points: Iterable[str]) -> tuple[str, ...]:
        """Return the names of the points' main groups, each once, in the book's order.

        Parameters
        ----------
        points : iterable of str
            Ids of the book.

        Returns
        -------
        tuple of str
            Names as printed.
        """
        chosen = set(points)
        found = {index for point, index in zip(self.points, self.group_index, strict=True) if point.id in chosen}
        return tuple(group.name for index, group in enumerate(self.groups) if index in found)

    def read_points(self, values: Iterable[str], where: str) -> tuple[str, ...]:
        """Translate ids, names or aliases into point ids.

        Parameters
        ----------
        values : iterable of str
            Ids, printed names or aliases; letter case and white space at the ends do not matter.
        where : str
            File, row and id, for the error.

        Returns
        -------
        tuple of str
            Ids in the book's order, each once.

        Raises
        ------
        LabelError
            If a value is unknown; names the value and the nearest known one.
        """
        found = set()
        for value in values:
            point_id = self._point_names.get(_folded(value))
            if point_id is None:
                raise _unknown("point", value, [*self.point_ids, *(point.name for point in self.points)], where)
            found.add(point_id)
        return tuple(point_id for point_id in self.point_ids if point_id in found)

    def read_kind(self, value: str, where: str) -> str:
        """Translate an id or name into a kind's id; an empty value stays empty.

        Parameters
        ----------
        value : str
            Id or printed name.
        where : str
            File, row and id, for the error.

        Returns
        -------
        str
            The id.

        Raises
        ------
        LabelError
            If the value is unknown.
        """
        return _lookup("kind", value, {kind.id: kind.name for kind in self.kinds}, where)

    def read_area(self, value: str, where: str) -> str:
        """Translate an id or name into an area's id; an empty value stays empty.

        Parameters
        ----------
        value : str
            Id or printed name.
        where : str
            File, row and id, for the error.

        Returns
        -------
        str
            The id.

        Raises
        ------
        LabelError
            If the value is unknown.
        """
        return _lookup("area", value, {area.id: area.name for area in self.areas}, where)

    def read_unit(self, value: str, area: str, where: str) -> str:
        """Translate a unit's name; an empty value stays empty.

        Parameters
        ----------
        value : str
            The unit's name.
        area : str
            Id of the area it must belong to; empty if unknown.
        where : str
            File, row and id, for the error.

        Returns
        -------
        str
            The unit's name as printed.

        Raises
        ------
        LabelError
            If no such unit belongs to the area.
        """
        units = [unit for known in self.areas if not area or known.id == area for unit in known.units]
        return _lookup("unit", value, {unit: unit for unit in units}, where)


def read_taxonomy(path: Path | None = None) -> Taxonomy:
    """Read and validate a label book.

    Parameters
    ----------
    path : pathlib.Path, optional
        A TOML file; the shipped label book if None.

    Returns
    -------
    Taxonomy
        Without a contradiction.

    Raises
    ------
    TaxonomyError
        Names every fault found.
    """
    path = path or shipped("data/taxonomy.toml")
    try:
        with path.open("rb") as file:
            source = tomllib.load(file)
    except OSError as error:
        raise TaxonomyError(f"Cannot read the label book: {error.strerror}.", str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TaxonomyError(f"The label book is no valid TOML: {error}.", str(path)) from error
    return taxonomy_from(source, str(path))


def taxonomy_from(source: Mapping[str, Any], where: str) -> Taxonomy:
    """Build a label book from its parsed content.

    Parameters
    ----------
    source : mapping
        As in a label book file.
    where : str
        Where it came from, for the error.

    Returns
    -------
    Taxonomy
        Without a contradiction.

    Raises
    ------
    TaxonomyError
        Names every fault found.
    """
    faults = _faults(source)
    if faults:
        raise TaxonomyError("The label book has faults: " + "; ".join(faults) + ".", where)
    points = tuple(
        Point(
            id=row["id"],
            name=row["name"],
            group=row["group"],
            group_source=row.get("group_source", "report"),
            aliases=tuple(row.get("aliases", ())),
            definition=row.get("definition", ""),
            borders=tuple(Border(border["point"], border["text"]) for border in row.get("borders", ())),
            valid_from=_date(row.get("valid_from")),
            valid_to=_date(row.get("valid_to")),
            replaced_by=tuple(row.get("replaced_by", ())),
        )
        for row in source["points"]
    )
    return Taxonomy(
        id=source["id"],
        name=source["name"],
        language=source.get("language", "da"),
        points=points,
        groups=tuple(Group(row["id"], row["name"]) for row in source["groups"]),
        areas=tuple(
            Area(row["id"], row["name"], tuple(row.get("units", ())), row.get("municipal", True))
            for row in source["areas"]
        ),
        kinds=tuple(
            Kind(row["id"], row["name"], row["complaint"], row.get("definition", "")) for row in source["kinds"]
        ),
        source=source,
    )


_KEYS = {
    "points": {
        "required": {"id", "name", "group"},
        "optional": {
            "group_source", "aliases", "definition", "borders", "valid_from", "valid_to", "replaced_by",
        },
    },
    "groups": {"required": {"id", "name"}, "optional": set()},
    "areas": {"required": {"id", "name"}, "optional": {"units", "municipal"}},
    "kinds": {"required": {"id", "name", "complaint"}, "optional": {"definition"}},
}  # fmt: skip


def _faults(source: Mapping[str, Any]) -> list[str]:
    """List every fault, so that a label book is mended in one go."""
    if source.get("format") != FORMAT:
        return [f"format is {source.get('format')!r}, this program reads {FORMAT}"]
    faults = [f"{key} is missing or no text" for key in ("id", "name") if not _typed(key, source.get(key))]
    if not isinstance(source.get("language", ""), str):
        faults.append("language is no text")
    known = {"format", "id", "name", "language", *_KEYS}
    faults += [f"unknown key {key!r}" for key in source if key not in known]
    for section in _KEYS:
        faults += _section_faults(section, source.get(section))
    return faults or _reference_faults(source)


def _section_faults(section: str, rows: object) -> list[str]:
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        return [f"[[{section}]] is missing or empty"]
    faults: list[str] = []
    seen: set[str] = set()
    names: set[str] = set()
    for number, row in enumerate(rows, 1):
        name = row.get("id") if isinstance(row.get("id"), str) else f"number {number}"
        place = f"{section} {name}"
        faults += [f"{place}: {key} is missing" for key in sorted(_KEYS[section]["required"] - row.keys())]
        allowed = _KEYS[section]["required"] | _KEYS[section]["optional"]
        faults += [f"{place}: unknown key {key!r}" for key in row if key not in allowed]
        faults += [f"{place}: {key} {_TYPES[key][1]}" for key, value in row.items() if not _typed(key, value)]
        if isinstance(row.get("id"), str):
            if not _ID.fullmatch(row["id"]):
                faults.append(f"{place}: an id holds letters, digits, - and _ only")
            if _folded(row["id"]) in seen:
                faults.append(f"{place}: the id stands twice")
            seen.add(_folded(row["id"]))
        if isinstance(row.get("name"), str):
            if _folded(row["name"]) in names:
                faults.append(f"{place}: the name {row['name']!r} stands twice")
            names.add(_folded(row["name"]))
    return faults


def _strings(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and item.strip() for item in value)


def _is_borders(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(item, dict) and item.keys() == {"point", "text"} and _strings(list(item.values())) for item in value
    )


_TYPES: dict[str, tuple[Callable[[Any], bool], str]] = {
    **dict.fromkeys(
        ("id", "name", "group", "definition"), (lambda v: isinstance(v, str) and bool(v.strip()), "is no text")
    ),
    "group_source": (lambda v: v in ("report", "ours"), "is neither 'report' nor 'ours'"),
    **dict.fromkeys(("aliases", "units", "replaced_by"), (_strings, "is no list of texts")),
    "borders": (_is_borders, "is no list of { point, text }"),
    **dict.fromkeys(("valid_from", "valid_to"), (lambda v: _date(v) is not None, "is no date (YYYY-MM-DD)")),
    **dict.fromkeys(("municipal", "complaint"), (lambda v: isinstance(v, bool), "is neither true nor false")),
}


def _typed(key: str, value: object) -> bool:
    return key not in _TYPES or _TYPES[key][0](value)


def _reference_faults(source: Mapping[str, Any]) -> list[str]:
    """Faults between rows, once each row is sound by itself."""
    points = {row["id"]: row for row in source["points"]}
    groups = {row["id"] for row in source["groups"]}
    faults = []
    owners: dict[str, str] = {}
    for row in source["points"]:
        place = f"points {row['id']}"
        if row["group"] not in groups:
            faults.append(f"{place}: group {row['group']!r} does not exist{_nearest(row['group'], groups)}")
        for border in row.get("borders", ()):
            if border["point"] not in points or border["point"] == row["id"]:
                faults.append(f"{place}: borders on {border['point']!r}{_nearest(border['point'], points)}")
        for replacement in row.get("replaced_by", ()):
            if replacement not in points or replacement == row["id"]:
                faults.append(f"{place}: replaced by {replacement!r}{_nearest(replacement, points)}")
        first, last = _date(row.get("valid_from")), _date(row.get("valid_to"))
        if first and last and last < first:
            faults.append(f"{place}: valid_to lies before valid_from")
        if row.get("replaced_by") and not last:
            faults.append(f"{place}: replaced_by without valid_to")
        for name in {_folded(name) for name in (row["id"], row["name"], *row.get("aliases", ()))}:
            if owners.setdefault(name, row["id"]) != row["id"]:
                faults.append(f"{place}: the name {name!r} belongs to {owners[name]} already")
    if not any(row["complaint"] for row in source["kinds"]):
        faults.append("kinds: none is a complaint")
    units = [unit for row in source["areas"] for unit in row.get("units", ())]
    faults += [f"areas: the unit {unit!r} stands twice" for unit in sorted({u for u in units if units.count(u) > 1})]
    return faults


def _date(value: object) -> date | None:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    return None


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _nearest(value: str, known: Iterable[str]) -> str:
    if len(value) > _SHOWN:
        return ""
    close = difflib.get_close_matches(value, list(known), n=1, cutoff=0.0)
    return f" (nearest known: {close[0]!r})" if close else ""


def _unknown(what: str, value: str, known: Iterable[str], where: str) -> LabelError:
    shown = repr(value) if len(value) <= _SHOWN else f"of {len(value)} characters (too long to be a name)"
    return LabelError(
        f"Unknown {what} {shown}{_nearest(value, known)}.",
        where,
        "Correct it in the table, or add it to the label book (klagepunkt taxonomy shows it).",
    )


def _lookup(what: str, value: str, names: Mapping[str, str], where: str) -> str:
    folded = _folded(value)
    if not folded:
        return ""
    for known, name in names.items():
        if folded in (_folded(known), _folded(name)):
            return known
    raise _unknown(what, value, [*names, *names.values()], where)
