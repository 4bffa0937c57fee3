"""A letter as the page shows it: text, state, suggestions, history, the citizen's other letters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classifier.decisions.decide import history_of
from classifier.decisions.schema import CitizenRow, LetterRow
from classifier.decisions.state import BLIND, State

__all__ = ["Done", "LetterView", "Other", "view"]


@dataclass(frozen=True, slots=True)
class Done:
    """A line of a letter's history."""

    at: str
    user: str
    action: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Other:
    """Another letter of the same citizen."""

    pk: int
    id: str
    received: str
    kind: str


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter as it is shown.

    Attributes
    ----------
    pk, version : int
        Its number, and the version that a decision must name.
    citizen_pk : int or None
        Number of the citizen.
    id, subject, text, received, writer, citizen, model, erased_at : str
        As kept; ``model`` is empty without suggestions, and while it is read without them.
    state : State
        What is decided.
    scores : mapping of str to float
        Of the newest suggestion; empty while it is read without suggestions.
    hints : tuple of (str, str, str)
        Kind, reason and passage.
    review_reasons : tuple of str
        Why a person must look; empty while it is read without suggestions.
    history : tuple of Done
        Newest first.
    others : tuple of Other
        Of the same citizen, newest first; no more than 20.
    others_number : int
        How many there are.
    """

    pk: int
    version: int
    citizen_pk: int | None
    id: str
    subject: str
    text: str
    received: str
    writer: str
    citizen: str
    model: str
    erased_at: str
    state: State
    scores: Mapping[str, float]
    hints: tuple[tuple[str, str, str], ...]
    review_reasons: tuple[str, ...]
    history: tuple[Done, ...]
    others: tuple[Other, ...]
    others_number: int


_OTHERS = 20


def view(session: Session, pk: int) -> LetterView | None:
    """Read a letter.

    Parameters
    ----------
    session : sqlalchemy.orm.Session
        Reading.
    pk : int
        Its number.

    Returns
    -------
    LetterView or None
        None where there is none.
    """
    row = session.get(LetterRow, pk)
    if row is None:
        return None
    history = history_of(session, pk)
    state = history.state(row)
    suggestion = history.suggestion if state.blind != BLIND else None
    citizen = session.get(CitizenRow, row.citizen_pk) if row.citizen_pk else None
    theirs = (LetterRow.citizen_pk == row.citizen_pk, LetterRow.pk != pk)
    others = session.execute(
        select(LetterRow.pk, LetterRow.id, LetterRow.received, LetterRow.kind)
        .where(*theirs)
        .order_by(LetterRow.received_order.desc(), LetterRow.pk.desc())
        .limit(_OTHERS)
    ).all()
    number = len(others)
    if number == _OTHERS:
        number = session.scalar(select(func.count()).select_from(LetterRow).where(*theirs)) or 0
    return LetterView(
        pk=pk,
        version=row.version,
        citizen_pk=row.citizen_pk,
        id=row.id,
        subject=row.subject,
        text=row.text,
        received=row.received,
        writer=row.writer,
        citizen=citizen.key if citizen else "",
        model=suggestion.model if suggestion else "",
        erased_at=row.erased_at,
        state=state,
        scores=dict(suggestion.scores) if suggestion else {},
        hints=tuple((str(kind), str(reason), str(passage)) for kind, reason, passage in row.hints),
        review_reasons=tuple(row.review_reasons) if state.blind != BLIND else (),
        history=tuple(Done(each.at, each.user, each.action, each.data) for each in reversed(history.decisions)),
        others=tuple(Other(*other) for other in others),
        others_number=number,
    )
