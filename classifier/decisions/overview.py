"""What waits, and how often people who read without suggestions and the program agree: plain figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from classifier.annual.estimate import wilson
from classifier.decisions.schema import FAR, DecisionRow, LetterRow, PointRow, SuggestionRow
from classifier.decisions.state import ACCEPTED
from classifier.decisions.worklist import overdue
from classifier.evaluation.intervals import resample
from classifier.taxonomy import Taxonomy

__all__ = [
    "LEAST",
    "Agreement",
    "ByPoint",
    "OnePoint",
    "Share",
    "Waiting",
    "agreement",
    "agreement_by_point",
    "last_change",
    "waiting",
    "years",
]

LEAST = 10
"""A point is told of alone from so many letters that have it: below, one letter more or less changes everything."""
_SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a person.

    Attributes
    ----------
    all, acute, overdue, soon, blind, own_office : int
        Letters that nobody has confirmed; of these: perhaps acute, without suggestions first, about the own office.
        ``overdue`` and ``soon`` are promised replies that were not given, whether confirmed or not.
    oldest : str
        Day of receipt of the oldest; empty where none waits.
    """

    all: int
    acute: int
    overdue: int
    soon: int
    blind: int
    own_office: int
    oldest: str


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its 95 % interval.

    Attributes
    ----------
    part, whole : int
        Numerator and denominator.
    low, high : float or None
        In [0, 1]; None where nothing, or too little, was counted.
    """

    part: int
    whole: int
    low: float | None
    high: float | None

    @property
    def value(self) -> float | None:
        """Part of the whole, in [0, 1]; None where there is nothing."""
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class OnePoint:
    """How a point does in letters that were read without suggestions first.

    Attributes
    ----------
    point : str
        Id.
    found : Share
        Of the letters in which a person found it, those in which it was suggested too.
    right : Share
        Of the letters in which it was suggested, those in which a person found it too.
    """

    point: str
    found: Share
    right: Share


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often people who read without suggestions and the program agree.

    Attributes
    ----------
    letters : int
        That were read so and then had suggestions shown.
    drawn : int
        That were drawn to be read so, these among them.
    found, right : Share
        Over all points, with an interval from ``LEAST`` letters: the wider of Wilson's and of one from drawing letters
        anew, since points of one letter go together.
    overlooked : int
        Points that a person accepts now, but had not found before the suggestions were shown.
    """

    letters: int
    drawn: int
    found: Share
    right: Share
    overlooked: int


@dataclass(frozen=True, slots=True)
class ByPoint:
    """How often they agree on each point, over all years.

    Attributes
    ----------
    points : tuple of OnePoint
        Those with at least ``LEAST`` letters, in the label book's order.
    rare : int
        Points that occur, but in fewer letters.
    models : tuple of str
        That made the suggestions.
    """

    points: tuple[OnePoint, ...]
    rare: int
    models: tuple[str, ...]


def years(session: Session) -> tuple[int, ...]:
    """Return the years of which there are letters, the newest first."""
    found = session.scalars(select(LetterRow.year).where(LetterRow.year.is_not(None)).distinct()).all()
    return tuple(sorted((year for year in found if year is not None), reverse=True))


def last_change(session: Session) -> tuple[int, int]:
    """Return the numbers of the newest decision and of the newest letter: where they stay, so do a year's figures."""
    newest = (session.scalar(select(func.max(row.pk))) or 0 for row in (DecisionRow, LetterRow))
    return next(newest), next(newest)


def waiting(session: Session, day: date | None = None) -> Waiting:
    """Count what waits.

    Parameters
    ----------
    session : sqlalchemy.orm.Session
        Reading.
    day : datetime.date, optional
        Today if None.

    Returns
    -------
    Waiting
        Of all years.
    """
    today = day or date.today()
    oldest = func.min(case((LetterRow.received_order != FAR, LetterRow.received_order)))
    acute, blind, own = (
        func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
        for condition in (LetterRow.urgency == 0, LetterRow.blind == 1, LetterRow.own_office.is_(True))
    )
    open_ = select(func.count(), acute, blind, own, oldest).where(LetterRow.done == 0, LetterRow.erased_at == "")
    numbers = session.execute(open_).one()
    late = select(func.count()).select_from(LetterRow).where(overdue(today))
    until = (today + _SOON).isoformat()
    soon = select(func.count()).where(LetterRow.reply_order >= today.isoformat(), LetterRow.reply_order <= until)
    return Waiting(
        all=numbers[0],
        acute=int(numbers[1]),
        overdue=session.scalar(late) or 0,
        soon=session.scalar(soon) or 0,
        blind=int(numbers[2]),
        own_office=int(numbers[3]),
        oldest=(numbers[4] or "")[:10],
    )


def agreement(session: Session, taxonomy: Taxonomy, year: int | None = None) -> Agreement:
    """Compare what people found without suggestions with what was suggested.

    Parameters
    ----------
    session : sqlalchemy.orm.Session
        Reading.
    taxonomy : Taxonomy
        The label book.
    year : int, optional
        That the letters count in; all if None.

    Returns
    -------
    Agreement
        Of letters drawn by chance, whatever stands in them.

    Notes
    -----
    The first reading is what a person had said when the suggestions were shown, kept with that decision; the
    suggestion is the newest that there was then.
    """
    drawn = select(LetterRow.pk).where(LetterRow.blind > 0)
    if year is not None:
        drawn = drawn.where(LetterRow.year == year)
    number = session.scalar(select(func.count()).select_from(drawn.subquery())) or 0
    read = _read(session, drawn)
    gold, given = _tables(read, taxonomy)
    hits, present, suggested = int((gold & given).sum()), int(gold.sum()), int(given.sum())
    drawings = resample(gold, given, least=LEAST) if len(gold) >= LEAST else None
    micro = drawings.drawn.micro if drawings is not None and drawings.drawn is not None else None
    return Agreement(
        letters=len(gold),
        drawn=number,
        found=_all_points(hits, present, None if micro is None else micro[:, 1]),
        right=_all_points(hits, suggested, None if micro is None else micro[:, 0]),
        overlooked=read.overlooked,
    )


def agreement_by_point(session: Session, taxonomy: Taxonomy) -> ByPoint:
    """Do the same of each point, over all years.

    Parameters
    ----------
    session : sqlalchemy.orm.Session
        Reading.
    taxonomy : Taxonomy
        The label book.

    Returns
    -------
    ByPoint
        Of the same letters.
    """
    read = _read(session, select(LetterRow.pk).where(LetterRow.blind > 0))
    gold, given = _tables(read, taxonomy)
    both, support = (gold & given).sum(axis=0), gold.sum(axis=0)
    common = tuple(
        OnePoint(
            point,
            _wilson(int(both[index]), int(support[index])),
            _wilson(int(both[index]), int(given[:, index].sum())),
        )
        for index, point in enumerate(taxonomy.point_ids)
        if support[index] >= LEAST
    )
    return ByPoint(common, rare=int(((support > 0) & (support < LEAST)).sum()), models=read.models)


@dataclass(frozen=True, slots=True)
class _Read:
    """First readings: points found and points suggested of each letter; the models; points that came up only later."""

    pairs: Sequence[tuple[Sequence[str], Sequence[str]]]
    models: tuple[str, ...]
    overlooked: int


def _tables(read: _Read, taxonomy: Taxonomy) -> tuple[np.ndarray, np.ndarray]:
    """Return what was found and what was suggested: a row a letter, a column a point."""
    order = {point: index for index, point in enumerate(taxonomy.point_ids)}
    gold, given = (np.zeros((len(read.pairs), len(order)), bool) for _ in range(2))
    for row, (found, offered) in enumerate(read.pairs):
        for table, points in ((gold, found), (given, offered)):
            table[row, [order[point] for point in points if point in order]] = True
    return gold, given


def _read(session: Session, drawn: Select[int]) -> _Read:
    """Read what was found of the letters that were drawn, and what had been suggested."""
    wanted = drawn.where(LetterRow.blind == 2).scalar_subquery()
    reveals = session.execute(
        select(DecisionRow.letter_pk, DecisionRow.at, DecisionRow.data)
        .where(DecisionRow.action == "reveal", DecisionRow.letter_pk.in_(wanted))
        .order_by(DecisionRow.letter_pk, DecisionRow.pk)
    ).all()
    moments = {row.letter_pk: row.at for row in reveals}
    shown: dict[int, SuggestionRow] = {}
    rows = select(SuggestionRow).where(SuggestionRow.letter_pk.in_(wanted)).order_by(SuggestionRow.pk)
    for row in session.scalars(rows):
        if row.letter_pk in moments and row.at <= moments[row.letter_pk]:
            shown[row.letter_pk] = row
    accepted: dict[int, set[str]] = {}
    now = select(PointRow.letter_pk, PointRow.point).where(PointRow.status == ACCEPTED, PointRow.letter_pk.in_(wanted))
    for pk, point in session.execute(now):
        accepted.setdefault(pk, set()).add(point)
    pairs: list[tuple[Sequence[str], Sequence[str]]] = []
    overlooked = 0
    models: Counter[str] = Counter()
    for reveal in reveals:
        suggestion = shown.get(reveal.letter_pk)
        if suggestion is None:
            continue
        first = list(reveal.data.get("points", ()))
        pairs.append((first, list(suggestion.points)))
        models[suggestion.model] += 1
        overlooked += len(accepted.get(reveal.letter_pk, set()) - set(first))
    return _Read(pairs, tuple(sorted(models)), overlooked)


def _all_points(part: int, whole: int, drawn: np.ndarray | None) -> Share:
    """Take the wider of two intervals: letters drawn anew know that points go together, but see no error in none."""
    plain = _wilson(part, whole)
    if drawn is None or plain.low is None or plain.high is None:
        return Share(part, whole, None, None)
    low, high = np.percentile(drawn, (2.5, 97.5)).tolist()
    return Share(part, whole, min(low, plain.low), max(high, plain.high))


def _wilson(part: int, whole: int) -> Share:
    return Share(part, whole, *(wilson(part / whole, whole) if whole else (None, None)))
