"""A person's decisions: checked, added, and the letter's present state derived from all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from classifier.decisions.database import Database, now, storable
from classifier.decisions.schema import FAR, CitizenRow, DecisionRow, LetterRow, PointRow, SuggestionRow
from classifier.decisions.state import ACCEPTED, BLIND, UNDOABLE, YES_NO, Change, State, fold
from classifier.errors import ConflictError, InputError, RefusedError
from classifier.taxonomy import Taxonomy

__all__ = ["NOTE_LENGTH", "History", "decide", "decide_in", "history_of", "materialise"]

NOTE_LENGTH = 20_000
_NEVER_EMPTY = frozenset({"register", "own"})


def decide(
    database: Database,
    letter_pk: int,
    version: int,
    user: str,
    changes: Sequence[Change],
    taxonomy: Taxonomy,
    *,
    independent: bool = False,
) -> State:
    """Keep what a person decides, all of it or nothing.

    Parameters
    ----------
    database : Database
        Open.
    letter_pk : int
        The letter.
    version : int
        Of the letter as the person saw it.
    user : str
        Who.
    changes : sequence of Change
        In order.
    taxonomy : Taxonomy
        The label book.
    independent : bool, default False
        Whether this person decides letters about the ombudsman's own office.

    Returns
    -------
    State
        Afterwards; on the disk.

    Raises
    ------
    ConflictError
        If somebody changed the letter in the meantime.
    InputError
        If there is no such letter, or a value is not of the label book.
    RefusedError
        If the letter is not ready to be confirmed, or for someone else to decide.
    """
    with database.writing() as session:
        return _decide(session, letter_pk, version, user, changes, taxonomy, independent=independent)[1]


def decide_in(
    session: Session,
    letter_pk: int,
    version: int,
    user: str,
    changes: Sequence[Change],
    taxonomy: Taxonomy,
    *,
    independent: bool = False,
) -> LetterRow:
    """Do the same inside a transaction.

    Parameters
    ----------
    session : sqlalchemy.orm.Session
        Writing.
    letter_pk : int
        The letter.
    version : int
        Of the letter as the person saw it.
    user : str
        Who.
    changes : sequence of Change
        In order.
    taxonomy : Taxonomy
        The label book.
    independent : bool, default False
        As for ``decide``.

    Returns
    -------
    LetterRow
        Afterwards.

    Raises
    ------
    ConflictError
        As ``decide``.
    InputError
        As ``decide``.
    """
    return _decide(session, letter_pk, version, user, changes, taxonomy, independent=independent)[0]


def _decide(
    session: Session,
    letter_pk: int,
    version: int,
    user: str,
    changes: Sequence[Change],
    taxonomy: Taxonomy,
    *,
    independent: bool,
) -> tuple[LetterRow, State]:
    won = session.execute(
        update(LetterRow)
        .where(LetterRow.pk == letter_pk, LetterRow.version == version, LetterRow.erased_at == "")
        .values(version=LetterRow.version + 1)
    )
    row = session.get(LetterRow, letter_pk, populate_existing=True)
    if row is None or row.erased_at:
        raise InputError("There is no such letter.", f"letter {letter_pk}")
    if won.rowcount == 0:  # type: ignore[attr-defined]
        raise ConflictError("Somebody else changed the letter in the meantime.", f"letter {letter_pk}")
    history = history_of(session, letter_pk)
    for change in changes:
        state = history.state(row)
        if state.own_office and not independent and change.action != "own":
            raise RefusedError("The letter is about the office itself; somebody else decides it.", row.id)
        data = _checked(session, change, row, state, taxonomy)
        decision = DecisionRow(letter_pk=row.pk, at=now(), user=user, action=change.action, data=data)
        session.add(decision)
        history.decisions.append(decision)
        if change.action == "citizen":
            row.citizen_pk = int(data["to"])
        session.flush()
    row.decided_by, row.decided_at = user, now()
    return row, materialise(session, row, history)


@dataclass(frozen=True, slots=True)
class History:
    """What a letter's state is derived from.

    Attributes
    ----------
    suggestion : SuggestionRow or None
        The newest.
    decisions : list of DecisionRow
        In order.
    """

    suggestion: SuggestionRow | None
    decisions: list[DecisionRow]

    def state(self, row: LetterRow) -> State:
        """Derive the letter's state."""
        suggestion: Mapping[str, Any] | None = None
        if self.suggestion is not None:
            names = ("kind", "area", "unit", "points", "evidence")
            suggestion = {name: getattr(self.suggestion, name) for name in names}
        return fold(suggestion, row.blind > 0, self.decisions)


def history_of(session: Session, pk: int) -> History:
    """Read what a letter's state is derived from."""
    newest = select(SuggestionRow).where(SuggestionRow.letter_pk == pk).order_by(SuggestionRow.pk.desc()).limit(1)
    decisions = select(DecisionRow).where(DecisionRow.letter_pk == pk).order_by(DecisionRow.pk)
    return History(session.scalars(newest).first(), list(session.scalars(decisions)))


def materialise(session: Session, row: LetterRow, history: History | None = None) -> State:
    """Write a letter's state where lists and counts find it.

    Parameters
    ----------
    session : sqlalchemy.orm.Session
        Writing.
    row : LetterRow
        The letter.
    history : History, optional
        Of the letter, where it was read already.

    Returns
    -------
    State
        What was written.
    """
    state = (history or history_of(session, row.pk)).state(row)
    for name in (
        "kind", "area", "unit", "note", "channel", "complained_again", "resident", "answered_by_office", "registered",
        "own_office", "answered_on", "blind",
    ):  # fmt: skip
        setattr(row, name, getattr(state, name))
    row.done = int(state.done)
    row.reply_order = (state.reply_by or FAR) if not state.answered_on else FAR
    session.execute(delete(PointRow).where(PointRow.letter_pk == row.pk))
    if state.points:
        session.execute(
            insert(PointRow),
            [
                {
                    "letter_pk": row.pk,
                    "point": point,
                    "status": each.status,
                    "area": each.area,
                    "evidence_start": each.evidence[0] if each.evidence else None,
                    "evidence_end": each.evidence[1] if each.evidence else None,
                }
                for point, each in state.points.items()
            ],
        )
    session.flush()
    return state


def _checked(session: Session, change: Change, row: LetterRow, state: State, taxonomy: Taxonomy) -> dict[str, Any]:
    """Return a change's data as it is stored; values are checked against the label book and the letter."""
    action, data = change.action, change.data
    where = f"letter {row.id}"
    if action in ("accept", "reject", "add", "point_area", "evidence"):
        return _point_change(action, data, row, state, taxonomy, where)
    if action == "confirm":
        return _confirmed(state, taxonomy, where)
    if action == "reveal":
        if state.blind != BLIND:
            raise RefusedError("Its suggestions are shown already.", where)
        return {"kind": state.kind, "area": state.area, "unit": state.unit, "points": list(state.accepted)}
    if action == "undo":
        if state.last is None:
            raise RefusedError("There is nothing to take back.", where)
        return {"decision": state.last}
    if action == "citizen":
        return _citizen(session, row, str(data.get("key", "")), data.get("own"))
    if action in ("reopen", "labels"):
        return dict(data)
    if action not in UNDOABLE:
        raise InputError("There is no such action.", where)
    return _field_change(action, data, taxonomy, where)


def _field_change(action: str, data: Mapping[str, Any], taxonomy: Taxonomy, where: str) -> dict[str, Any]:
    if action == "kind":
        return {"kind": taxonomy.read_kind(str(data.get("kind", "")), where)}
    if action == "area":
        area = taxonomy.read_area(str(data.get("area", "")), where)
        return {"area": area, "unit": taxonomy.read_unit(str(data.get("unit", "")), area, where) if area else ""}
    if action == "note":
        note = storable(str(data.get("text", "")))
        if len(note) > NOTE_LENGTH:
            raise InputError(f"The note has more than {NOTE_LENGTH} characters.", where)
        return {"text": note}
    if action in ("reply", "answered"):
        return {"date": _day(str(data.get("date", "")), where)}
    if action in YES_NO:
        value = data.get("value")
        if value not in (True, False, None) or (value is None and action in _NEVER_EMPTY):
            raise InputError("The value is neither yes nor no.", where)
        return {"value": value}
    return {"value": storable(str(data.get("value", "")))[:100]}


def _point_change(
    action: str, data: Mapping[str, Any], row: LetterRow, state: State, taxonomy: Taxonomy, where: str
) -> dict[str, Any]:
    found = taxonomy.read_points([str(data.get("point", ""))], where)
    point = found[0]
    if action == "add":
        if point in taxonomy.retired() and point not in state.points:
            raise InputError(f"The point {point} is no longer in use.", where)
        return {"point": point}
    if point not in state.points:
        raise InputError(f"The letter does not have the point {point}.", where)
    if action == "point_area":
        area = taxonomy.read_area(str(data.get("area", "")), where)
        return {"point": point, "area": "" if area == state.area else area}
    if action == "evidence":
        start, end = data.get("start"), data.get("end")
        if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end <= len(row.text):
            raise InputError("The passage does not stand in the letter.", where)
        return {"point": point, "start": start, "end": end}
    return {"point": point}


def _confirmed(state: State, taxonomy: Taxonomy, where: str) -> dict[str, Any]:
    if state.blind == BLIND:
        raise RefusedError("The letter is read without suggestions first; show them before confirming.", where)
    if not state.kind or not state.area:
        raise RefusedError("Choose the kind and the area first.", where)
    fixed = {"kind": state.kind, "area": state.area, "unit": state.unit}
    if state.kind in taxonomy.complaint_kinds:
        if state.undecided:
            raise RefusedError(f"{len(state.undecided)} suggested points are not judged yet.", where)
        return fixed
    if any(each.status == ACCEPTED for each in state.points.values()):
        raise RefusedError("Only a complaint can have points.", where, "Correct the kind, or reject the points.")
    return {**fixed, "rejected": list(state.undecided)}


def _citizen(session: Session, row: LetterRow, key: str, own: int | None) -> dict[str, Any]:
    key = storable(key.strip())[:500]
    if not key:
        raise InputError("The citizen has no key.", f"letter {row.id}")
    citizen = session.scalars(select(CitizenRow).where(CitizenRow.key == key)).first()
    if citizen is None:
        citizen = CitizenRow(key=key)
        session.add(citizen)
        session.flush()
    # A merging moves letters that stay their own key's, so that it can be taken back.
    return {"from": row.citizen_pk, "to": citizen.merged_into or citizen.pk, "own": own or citizen.pk}


def _day(text: str, where: str) -> str:
    if not text:
        return ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise InputError("The date is none (year-month-day).", where) from error
