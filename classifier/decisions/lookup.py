"""Whom and what a duty concerns: a citizen with all their keys, letters by their ids, letters past their time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from classifier.decisions.database import storable
from classifier.decisions.schema import FAR, CitizenRow, LetterRow
from classifier.errors import InputError
from classifier.pseudonyms import Pseudonyms

__all__ = ["Due", "citizens_named", "letters_due", "letters_named", "letters_of"]


@dataclass(frozen=True, slots=True)
class Due:
    """Letters past the retention period.

    Attributes
    ----------
    letters : tuple of int
        Numbers of those that a person has confirmed.
    waiting : int
        How many more nobody has confirmed; they stay until somebody does.
    """

    letters: tuple[int, ...]
    waiting: int


def citizens_named(session: Session, key: str, pseudonyms: Pseudonyms | None = None) -> tuple[int, ...]:
    """Find a citizen, with all that a person found to be the same one.

    Parameters
    ----------
    session : sqlalchemy.orm.Session
        Reading.
    key : str
        As the page shows it, or the address they write from.
    pseudonyms : Pseudonyms, optional
        Given where senders of mails are kept as keyed hashes.

    Returns
    -------
    tuple of int
        Numbers; empty where there is none.
    """
    plain = storable(key.strip())[:500]
    keys = {plain, plain.casefold()}
    if pseudonyms:
        keys |= {pseudonyms.of(each) for each in (key.strip(), key.strip().casefold())}
    found = session.scalars(select(CitizenRow).where(CitizenRow.key.in_(sorted(keys - {""})))).all()
    heads = {row.merged_into or row.pk for row in found}
    same = select(CitizenRow.pk).where(or_(CitizenRow.pk.in_(heads), CitizenRow.merged_into.in_(heads)))
    return tuple(sorted({*heads, *session.scalars(same)}))


def letters_of(session: Session, citizens: Sequence[int]) -> tuple[int, ...]:
    """Return the numbers of citizens' letters, erased ones too, in order of receipt."""
    wanted = select(LetterRow.pk).where(LetterRow.citizen_pk.in_(citizens))
    return tuple(session.scalars(wanted.order_by(LetterRow.received_order, LetterRow.pk)))


def letters_named(session: Session, ids: Sequence[str]) -> tuple[int, ...]:
    """Find letters by their ids.

    Parameters
    ----------
    session : sqlalchemy.orm.Session
        Reading.
    ids : sequence of str
        As the page shows them.

    Returns
    -------
    tuple of int
        Their numbers.

    Raises
    ------
    InputError
        If one is not there.
    """
    found = []
    for each in ids:
        pk = session.scalars(select(LetterRow.pk).where(LetterRow.id == storable(each))).first()
        if pk is None:
            raise InputError("There is no such letter in the database.", each)
        found.append(pk)
    return tuple(found)


def letters_due(session: Session, months: int, day: date | None = None) -> Due:
    """Find the letters past the retention period: received, or where that is not known confirmed, before it began.

    Parameters
    ----------
    session : sqlalchemy.orm.Session
        Reading.
    months : int
        At least 1.
    day : datetime.date, optional
        Today if None.

    Returns
    -------
    Due
        Only letters that were not erased.
    """
    since = _months_before(day or date.today(), months).isoformat()
    old = or_(
        LetterRow.received_order < since,
        (LetterRow.received_order == FAR) & (LetterRow.decided_at != "") & (LetterRow.decided_at < since),
    )
    held = (LetterRow.erased_at == "", old)
    pks = session.scalars(select(LetterRow.pk).where(*held, LetterRow.done == 1).order_by(LetterRow.pk)).all()
    waiting = session.scalar(select(func.count()).select_from(LetterRow).where(*held, LetterRow.done == 0)) or 0
    return Due(tuple(pks), waiting)


def _months_before(day: date, months: int) -> date:
    month = day.year * 12 + day.month - 1 - months
    year, month = divmod(month, 12)
    # The last day of a short month stands for the 29th to the 31st.
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError(day)
