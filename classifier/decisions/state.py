"""What is decided of a letter: derived from what a model suggested and from each decision in turn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Protocol

__all__ = [
    "ACCEPTED",
    "ACTIONS",
    "BLIND",
    "REJECTED",
    "SEEN",
    "SUGGESTED",
    "UNDOABLE",
    "YES_NO",
    "Change",
    "PointState",
    "State",
    "fold",
]

SUGGESTED, ACCEPTED, REJECTED = "suggested", "accepted", "rejected"
OPEN, BLIND, SEEN = 0, 1, 2
"""Shown with its suggestions; to be read without them first; read without them, which are shown now."""
UNDOABLE = frozenset(
    "accept reject add kind area point_area evidence note confirm reopen again resident office register reply"
    " answered own channel".split()
)
"""Suggestions that were seen cannot be unseen, and a citizen is moved back by splitting."""
ACTIONS = UNDOABLE | {"reveal", "citizen", "undo"}
"""All that a person may do; labels that were confirmed elsewhere are taken in besides."""
YES_NO = frozenset({"again", "resident", "office", "register", "own"})
"""Actions that say yes, no or, where that can be, unknown."""
_FIELDS = {
    "note": ("note", "text"),
    "again": ("complained_again", "value"),
    "resident": ("resident", "value"),
    "office": ("answered_by_office", "value"),
    "register": ("registered", "value"),
    "reply": ("reply_by", "date"),
    "answered": ("answered_on", "date"),
    "own": ("own_office", "value"),
    "channel": ("channel", "value"),
    "kind": ("kind", "kind"),
}
"""Actions that set one field: the field, and the key of the action's data."""


class Row(Protocol):
    """A decision as it is stored."""

    @property
    def pk(self) -> int:
        """Its number."""

    @property
    def action(self) -> str:
        """What was done."""

    @property
    def data(self) -> Mapping[str, Any]:
        """With what."""


@dataclass(frozen=True, slots=True)
class Change:
    """Something a person does to a letter.

    Attributes
    ----------
    action : str
        ``accept``, ``reject``, ``add`` (data: ``point``), ``kind``, ``area`` (``area``, ``unit``), ``point_area``
        (``point``, ``area``), ``evidence`` (``point``, ``start``, ``end``), ``note`` (``text``), ``confirm``,
        ``reopen``, ``reveal``, ``again``, ``resident``, ``office``, ``register``, ``own``, ``channel`` (``value``),
        ``reply``, ``answered`` (``date``), ``citizen`` (``key``; of a merging also ``own``), ``undo``.
    data : mapping
        With what.
    """

    action: str
    data: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class PointState:
    """A point of a letter.

    Attributes
    ----------
    status : str
        ``suggested``, ``accepted`` or ``rejected``.
    area : str
        Its own area where that is not the letter's; else empty.
    evidence : tuple of (int, int) or None
        The passage that a person marked, or that the model showed.
    """

    status: str
    area: str = ""
    evidence: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class State:
    """What is decided of a letter so far.

    Attributes
    ----------
    kind, area, unit : str
        As decided, else as suggested; empty while the letter is read without suggestions.
    points : mapping of str to PointState
        In the order in which they came up.
    done : bool
        Whether a person has confirmed the whole.
    blind : int
        0 shown with suggestions, 1 to be read without them, 2 read without them.
    last : int or None
        Number of the decision that ``undo`` takes back.
    """

    kind: str = ""
    area: str = ""
    unit: str = ""
    points: Mapping[str, PointState] = field(default_factory=lambda: MappingProxyType({}))
    done: bool = False
    blind: int = OPEN
    note: str = ""
    channel: str = ""
    complained_again: bool | None = None
    resident: bool | None = None
    answered_by_office: bool | None = None
    registered: bool = True
    own_office: bool = False
    reply_by: str = ""
    answered_on: str = ""
    last: int | None = None

    @property
    def undecided(self) -> tuple[str, ...]:
        """Suggested points that nobody has judged."""
        return tuple(point for point, each in self.points.items() if each.status == SUGGESTED)

    @property
    def accepted(self) -> tuple[str, ...]:
        """Points that a person says the letter has."""
        return tuple(point for point, each in self.points.items() if each.status == ACCEPTED)


def fold(suggestion: Mapping[str, Any] | None, blind: bool, decisions: Sequence[Row]) -> State:
    """Work out what is decided.

    Parameters
    ----------
    suggestion : mapping or None
        ``kind``, ``area``, ``unit``, ``points``, ``evidence`` (point to a list of offsets) of the newest suggestion.
    blind : bool
        Whether the letter was chosen to be read without suggestions first.
    decisions : sequence of Row
        All of the letter, in order.

    Returns
    -------
    State
        The same for the same input.

    Examples
    --------
    >>> fold({"kind": "klage", "points": ["begrundelse"]}, False, []).undecided
    ('begrundelse',)
    >>> fold({"kind": "klage", "points": ["begrundelse"]}, True, []).undecided
    ()
    """
    undone = {row.data.get("decision") for row in decisions if row.action == "undo"}
    state = State(blind=BLIND) if blind else _suggested(State(), suggestion)
    for row in decisions:
        if row.pk in undone or row.action in ("undo", "citizen"):
            continue
        state = _applied(state, row, suggestion)
        if row.action in UNDOABLE:
            state = replace(state, last=row.pk)
    return state


def _suggested(state: State, suggestion: Mapping[str, Any] | None) -> State:
    """Show the suggestions: what a person has said stands."""
    if suggestion is None:
        return state
    points = dict(state.points)
    evidence = suggestion.get("evidence") or {}
    for point in suggestion.get("points", ()):
        spans = evidence.get(point) or ()
        shown = (int(spans[0][0]), int(spans[0][1])) if spans else None
        if point not in points:
            points[point] = PointState(SUGGESTED, evidence=shown)
        elif points[point].evidence is None:
            points[point] = replace(points[point], evidence=shown)
    area = state.area or suggestion.get("area", "")
    unit = state.unit if state.area else suggestion.get("unit", "")
    return replace(
        state, points=MappingProxyType(points), kind=state.kind or suggestion.get("kind", ""), area=area, unit=unit
    )


def _applied(state: State, row: Row, suggestion: Mapping[str, Any] | None) -> State:
    data = row.data
    if row.action in _FIELDS:
        name, key = _FIELDS[row.action]
        changes: dict[str, Any] = {name: data.get(key)}
        return replace(state, **changes)
    if row.action == "area":
        return replace(state, area=data.get("area", ""), unit=data.get("unit", ""))
    if row.action == "reveal":
        return _suggested(replace(state, blind=SEEN), suggestion)
    if row.action == "reopen":
        return replace(state, done=False)
    if row.action == "confirm":
        state = replace(state, done=True, kind=data["kind"], area=data["area"], unit=data.get("unit", ""))
        return _with_points(state, data.get("rejected", ()), status=REJECTED)
    if row.action == "labels":
        return _labelled(state, data)
    point = data.get("point", "")
    if row.action == "evidence":
        return _with_points(state, [point], evidence=(data["start"], data["end"]))
    if row.action == "point_area":
        return _with_points(state, [point], area=data.get("area", ""))
    return _with_points(state, [point], status=REJECTED if row.action == "reject" else ACCEPTED)


def _with_points(state: State, names: Iterable[str], **changes: Any) -> State:
    points = dict(state.points)
    for name in names:
        points[name] = replace(points.get(name, PointState(ACCEPTED)), **changes)
    return replace(state, points=MappingProxyType(points))


def _labelled(state: State, data: Mapping[str, Any]) -> State:
    """Take over labels that were confirmed elsewhere: what was suggested and is not among them is rejected."""
    areas, evidence = data.get("point_areas", {}), data.get("evidence", {})
    points = {point: replace(each, status=REJECTED) for point, each in state.points.items()}
    for point in data.get("points", ()):
        span = evidence.get(point)
        shown = (span[0], span[1]) if span else None
        points[point] = PointState(ACCEPTED, areas.get(point, ""), shown)
    plain = {name: data[name] for name in ("kind", "area", "unit") if name in data}
    return replace(state, points=MappingProxyType(points), done=True, **plain)
