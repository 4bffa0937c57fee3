"""The log of who did what, to be read: never text of a letter."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from classifier.decisions.schema import AuditRow, DecisionRow, LetterRow

__all__ = ["Entry", "trail"]


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that a person did.

    Attributes
    ----------
    at : str
        UTC, ISO 8601.
    user, action : str
        Who, and what.
    letter : str
        The letter's id; empty for what concerns none.
    detail : str
        Never text of a letter.
    """

    at: str
    user: str
    action: str
    letter: str
    detail: str


def trail(session: Session, last: int, *, user: str | None = None, letter_pk: int | None = None) -> tuple[Entry, ...]:
    """Read the newest entries: the log, and the decisions with their kinds alone.

    Parameters
    ----------
    session : sqlalchemy.orm.Session
        Reading.
    last : int
        How many.
    user : str, optional
        Only this person's.
    letter_pk : int, optional
        Only those of this letter.

    Returns
    -------
    tuple of Entry
        In order of time.
    """
    found: list[Entry] = []
    for table in (AuditRow, DecisionRow):
        detail = AuditRow.detail if table is AuditRow else None
        columns = [table.at, table.user, table.action, LetterRow.id, *([detail] if detail is not None else [])]
        wanted = select(*columns).outerjoin(LetterRow, LetterRow.pk == table.letter_pk)
        if user is not None:
            wanted = wanted.where(table.user == user)
        if letter_pk is not None:
            wanted = wanted.where(table.letter_pk == letter_pk)
        for at, who, action, letter, *rest in session.execute(wanted.order_by(table.pk.desc()).limit(last)):
            found.append(Entry(at, who, action, letter or "", rest[0] if rest else ""))
    return tuple(sorted(found, key=lambda entry: entry.at)[-last:])
