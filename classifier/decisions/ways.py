"""Whose a letter is by its own key, and over which citizens mergings have led it to whom it is shown with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from classifier.decisions.access import audit
from classifier.decisions.schema import AuditRow, DecisionRow, LetterRow

__all__ = ["Way", "note_key", "ways"]

KEY = "citizen-key"
"""In the log: under which key a letter came that had been merged into another before; two numbers, no text."""
_PROGRAM = "klagepunkt"


@dataclass(frozen=True, slots=True)
class Way:
    """A letter's way.

    Attributes
    ----------
    own : int
        Number of the citizen whose key it came under, or whose a person said it is.
    over : tuple of int
        Numbers of the citizens that mergings led it over since, in order; the last is whom it is shown with.
    """

    own: int
    over: tuple[int, ...] = ()


def note_key(session: Session, letter_pk: int, own: int, to: int) -> None:
    """Note whose a letter is by its own key, where no decision does.

    Parameters
    ----------
    session : sqlalchemy.orm.Session
        Writing.
    letter_pk : int
        The letter.
    own : int
        Number of the citizen of the key.
    to : int
        Number of the citizen that the key was merged into.
    """
    audit(session, _PROGRAM, KEY, letter_pk, f"{own} {to}")


def ways(session: Session, citizen_pk: int) -> Mapping[int, Way]:
    """Tell how a citizen's letters came to them.

    Parameters
    ----------
    session : sqlalchemy.orm.Session
        Reading.
    citizen_pk : int
        Number of the citizen.

    Returns
    -------
    mapping of int to Way
        By the letter's number; letters that always were theirs are not in it.
    """
    theirs = select(LetterRow.pk).where(LetterRow.citizen_pk == citizen_pk)
    steps: list[tuple[str, int, int, int]] = []
    decided = select(DecisionRow.at, DecisionRow.letter_pk, DecisionRow.data)
    for at, pk, data in session.execute(
        decided.where(DecisionRow.action == "citizen", DecisionRow.letter_pk.in_(theirs))
    ):
        # Decisions of former versions do not name the key: what was moved is taken for moved by a merging.
        steps.append((at, pk, int(data.get("own") or data["from"] or data["to"]), int(data["to"])))
    noted = select(AuditRow.at, AuditRow.letter_pk, AuditRow.detail)
    for at, pk, detail in session.execute(noted.where(AuditRow.action == KEY, AuditRow.letter_pk.in_(theirs))):
        own, to = map(int, detail.split())
        steps.append((at, pk or 0, own, to))
    found: dict[int, Way] = {}
    for _, pk, own, to in sorted(steps):
        before = found.get(pk)
        over = before.over if before is not None and before.own == own else ()
        # Taking a merging back leads back to where it was before.
        over = over[: over.index(to)] if to in over else over
        found[pk] = Way(own, () if to == own else (*over, to))
    return found
