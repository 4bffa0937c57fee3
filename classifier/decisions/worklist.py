"""What waits: acute first, then the promised reply date, the oldest, the most uncertain; filtered and searched."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    func,
    literal_column,
    select,
    text,
    tuple_,
)
from sqlalchemy.orm import Session

from classifier.decisions.database import storable
from classifier.decisions.schema import FAR, LetterRow, PointRow
from classifier.decisions.state import REJECTED

__all__ = ["FLAGS", "PAGE", "Filter", "Item", "Listing", "following", "listing", "overdue"]

PAGE = 50
FLAGS = ("acute", "remit", "review", "overdue", "blind", "again", "own", "erased")
_ORDER = (
    LetterRow.urgency,
    LetterRow.reply_order,
    LetterRow.received_order,
    LetterRow.certainty,
    LetterRow.pk,
)
_WORD = re.compile(r"[^\W_]+")
_BEGINNING = 3
_SEARCHED_NUMBER = text("SELECT count(*) FROM letter_search WHERE letter_search MATCH :match")


@dataclass(frozen=True, slots=True)
class Filter:
    """Which letters are listed.

    Attributes
    ----------
    state : str
        ``open``, ``done`` or ``all``.
    area, point : str
        Ids; empty for all.
    since, until : str
        First and last day of receipt, ISO 8601; empty for all.
    flag : str
        One of ``FLAGS``, or empty.
    words : str
        All must stand in the letter, its subject, note or id; three letters are enough of a word's beginning.
    """

    state: str = "open"
    area: str = ""
    point: str = ""
    since: str = ""
    until: str = ""
    flag: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the list.

    Attributes
    ----------
    pk : int
        The letter's number.
    id, subject, received, area, reply_by, decided_by : str
        Of the letter.
    acute, remit, own_office, blind, done : bool
        Its flags.
    points : tuple of str
        Suggested and accepted ones.
    """

    pk: int
    id: str
    subject: str
    received: str
    area: str
    reply_by: str
    decided_by: str
    acute: bool
    remit: bool
    own_office: bool
    blind: bool
    done: bool
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the list, and how many letters there are on all pages."""

    items: tuple[Item, ...]
    total: int


def listing(session: Session, wanted: Filter, page: int = 0) -> Listing:
    """List letters.

    Parameters
    ----------
    session : sqlalchemy.orm.Session
        Reading.
    wanted : Filter
        Which ones.
    page : int, default 0
        From 0, ``PAGE`` letters each.

    Returns
    -------
    Listing
        In order.
    """
    conditions = _conditions(session, wanted)
    order = _order(session, wanted)
    first = select(LetterRow.pk).where(*conditions).order_by(*order).offset(page * PAGE).limit(PAGE)
    pks = session.scalars(first).all()
    total = _number(session, wanted, conditions)
    columns = (
        LetterRow.pk, LetterRow.id, LetterRow.subject, LetterRow.received, LetterRow.area,
        LetterRow.reply_order, LetterRow.decided_by, LetterRow.urgency, LetterRow.remit, LetterRow.own_office,
        LetterRow.blind, LetterRow.done,
    )  # fmt: skip
    found = session.execute(select(*columns).where(LetterRow.pk.in_(pks)).order_by(*order)).all()
    points = _points_of(session, pks)
    items = tuple(
        Item(
            pk=row.pk,
            id=row.id,
            subject=row.subject,
            received=row.received,
            area=row.area,
            reply_by="" if row.reply_order == FAR else row.reply_order,
            decided_by=row.decided_by,
            acute=row.urgency == 0,
            remit=row.remit,
            own_office=row.own_office,
            blind=row.blind == 1,
            done=row.done == 1,
            points=tuple(points.get(row.pk, ())),
        )
        for row in found
    )
    return Listing(items, total)


def _number(session: Session, wanted: Filter, conditions: Sequence[ColumnElement[bool]]) -> int:
    if _is_sqlite(session) and _WORD.search(wanted.words) and wanted == Filter(state="all", words=wanted.words):
        # The search index alone knows, and need not be matched with the letters once more.
        return int(session.execute(_SEARCHED_NUMBER.bindparams(match=_fts(wanted.words))).scalar_one())
    return session.scalar(select(func.count()).select_from(LetterRow).where(*conditions)) or 0


def _points_of(session: Session, pks: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    wanted = select(PointRow.letter_pk, PointRow.point).where(PointRow.letter_pk.in_(pks), PointRow.status != REJECTED)
    for pk, point in session.execute(wanted):
        found.setdefault(pk, []).append(point)
    return found


def _conditions(session: Session, wanted: Filter) -> list[ColumnElement[bool]]:
    wanted = replace(wanted, **{each.name: storable(getattr(wanted, each.name)) for each in fields(wanted)})
    conditions: list[ColumnElement[bool]] = []
    if wanted.state in ("open", "done"):
        conditions.append(LetterRow.done == int(wanted.state == "done"))
    if wanted.area:
        conditions.append(LetterRow.area == wanted.area)
    if wanted.point:
        with_point = select(PointRow.letter_pk).where(PointRow.point == wanted.point, PointRow.status != REJECTED)
        conditions.append(_in_the_list(session).in_(with_point))
    if wanted.since:
        conditions.append(LetterRow.received_order >= wanted.since)
    if wanted.until:
        # A time of day may follow the date.
        conditions.append(LetterRow.received_order < f"{wanted.until}~")
        conditions.append(LetterRow.received_order != FAR)
    if wanted.flag:
        conditions.append(_flag(wanted.flag))
    elif wanted.state == "open":
        conditions.append(LetterRow.erased_at == "")
    if wanted.words.strip():
        conditions.append(_matching(session, wanted.words))
    return conditions


def _flag(flag: str) -> ColumnElement[bool]:
    flags: dict[str, ColumnElement[bool]] = {
        "acute": LetterRow.urgency == 0,
        "remit": LetterRow.remit.is_(True),
        "review": LetterRow.certainty < 0.3,
        "overdue": overdue(),
        "blind": LetterRow.blind == 1,
        "again": LetterRow.complained_again.is_(True),
        "own": LetterRow.own_office.is_(True),
        "erased": LetterRow.erased_at != "",
    }
    return flags.get(flag, LetterRow.pk == -1)


def overdue(day: date | None = None) -> ColumnElement[bool]:
    """Return the condition that a promised reply has not been given in time; today if no day is named."""
    return LetterRow.reply_order < (day or date.today()).isoformat()


def _matching(session: Session, words: str) -> ColumnElement[bool]:
    found = _WORD.findall(words)
    if not found:
        return LetterRow.pk == -1
    if _is_sqlite(session):
        rows = text("SELECT rowid FROM letter_search WHERE letter_search MATCH :match").bindparams(match=_fts(words))
        return _in_the_list(session).in_(rows.columns(LetterRow.pk))
    match = " & ".join(f"'{word}'{_more(':*', word)}" for word in found)
    matches: ColumnElement[bool] = text("letters.search @@ to_tsquery('simple', :match)").bindparams(match=match)  # type: ignore[assignment]
    return matches


def _order(session: Session, wanted: Filter) -> list[ColumnElement[Any]]:
    """Return the list's order: that of its index, in both states; reading it is all that finding a page takes."""
    done: ColumnElement[Any] = LetterRow.done.expression
    if wanted.words.strip() and not _is_sqlite(session):
        # PostgreSQL is to know nothing of how often words occur, and would read letter by letter in this order. What
        # has the words is found first, and then put in order.
        done = done + 0
    return [done, *(column.expression for column in _ORDER)]


def _fts(words: str) -> str:
    # Words are quoted: nothing in them is an operator of the search language.
    return " AND ".join(f'"{word}"{_more("*", word)}' for word in _WORD.findall(storable(words)))


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _in_the_list(session: Session) -> ColumnElement[int]:
    """Return a letter's number; SQLite then goes through the list's index and does not read each letter found."""
    return literal_column("+letters.pk", Integer) if _is_sqlite(session) else LetterRow.pk.expression


def _more(sign: str, word: str) -> str:
    """One or two letters begin so many words that they are taken for a whole one."""
    return sign if len(word) >= _BEGINNING else ""


def following(session: Session, wanted: Filter, pk: int | None = None) -> int | None:
    """Return the letter after another one in the worklist; the first if that was the last.

    Parameters
    ----------
    session : sqlalchemy.orm.Session
        Reading.
    wanted : Filter
        Which letters are in the list.
    pk : int, optional
        The letter now; the first of the list is returned if None.

    Returns
    -------
    int or None
        Its number; None where no other letter waits.
    """
    conditions = _conditions(session, wanted)
    # Confirming a letter must not move it within a list that holds both.
    order = _order(session, wanted)[1 if wanted.state == "all" else 0 :]
    query = select(LetterRow.pk).where(*conditions).order_by(*order).limit(1)
    here = session.execute(select(*_ORDER).where(LetterRow.pk == pk)).first() if pk is not None else None
    if here is not None:
        after = session.scalar(query.where(tuple_(*_ORDER) > tuple_(*here)))
        if after is not None:
            return after
        query = query.where(LetterRow.pk != pk)
    return session.scalar(query)
