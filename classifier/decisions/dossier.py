"""All that is held about one citizen, for their right to know it; and a case's decisions for the case system."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from classifier.decisions.database import Database, now
from classifier.decisions.lookup import letters_of
from classifier.decisions.schema import (
    AuditRow,
    Base,
    CitizenRow,
    DecisionRow,
    ExportRow,
    LetterRow,
    PointRow,
    SuggestionRow,
)
from classifier.decisions.state import ACCEPTED
from classifier.provenance import fingerprint
from classifier.store import ModelStore
from classifier.taxonomy import Taxonomy

__all__ = ["CASE_COLUMNS", "case_letters", "case_rows", "dossier"]

CASE_COLUMNS = (
    "id", "modtaget", "henvendelsestype", "område", "enhed", "klagepunkt", "punktets område", "belæg", "notat",
    "bekræftet af", "bekræftet",
)  # fmt: skip
"""Columns of a case's export, in Danish for the case system."""


def dossier(database: Database, citizens: Sequence[int], home: Path) -> dict[str, Any]:
    """Gather all that is held about a citizen.

    Parameters
    ----------
    database : Database
        Open.
    citizens : sequence of int
        Numbers of the citizen, as ``citizens_named`` finds them.
    home : pathlib.Path
        The home, for the models.

    Returns
    -------
    dict
        JSON-ready: every column of every row that belongs to the citizen, who looked at their letters, the exports
        that hold letters, and the models that learned from theirs.
    """
    with database.reading() as session:
        keys = session.scalars(select(CitizenRow.key).where(CitizenRow.pk.in_(citizens)).order_by(CitizenRow.pk)).all()
        letters = [_letter(session, pk) for pk in letters_of(session, citizens)]
        exports = [_plain(row) for row in session.scalars(select(ExportRow).order_by(ExportRow.pk))]
    marks = {mark for each in letters for mark in (each["fingerprint"], fingerprint(each["text"]))}
    ids = {each["id"]: None for each in letters}
    learned = ModelStore(home).learned_from(ids, sorted(marks))
    return {
        "citizen": list(keys),
        "made": now(),
        "database": database.shown,
        "letters": letters,
        "exports": exports,
        "models": {name: [each for each in found if each in ids] for name, found in learned.items()},
    }


def _letter(session: Session, pk: int) -> dict[str, Any]:
    found = _plain(session.get_one(LetterRow, pk))
    tables: tuple[tuple[str, type[Base], Any], ...] = (
        ("points", PointRow, PointRow.point),
        ("suggestions", SuggestionRow, SuggestionRow.pk),
        ("decisions", DecisionRow, DecisionRow.pk),
        ("audit", AuditRow, AuditRow.pk),
    )
    for name, table, order in tables:
        mine = select(table).where(table.letter_pk == pk).order_by(order)  # type: ignore[attr-defined]
        found[name] = [_plain(row) for row in session.scalars(mine)]
    return found


def _plain(row: Base) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in inspect(type(row)).column_attrs}


def case_letters(session: Session, case: str) -> tuple[int, ...]:
    """Find a case's letters.

    Parameters
    ----------
    session : sqlalchemy.orm.Session
        Reading.
    case : str
        A letter's id, or a case's number in the column ``case_no``.

    Returns
    -------
    tuple of int
        Numbers in order of receipt; empty where there is none.
    """
    number = LetterRow.extra["case_no"].as_string()
    wanted = select(LetterRow.pk).where((LetterRow.id == case) | (number == case))
    return tuple(session.scalars(wanted.order_by(LetterRow.received_order, LetterRow.pk)))


def case_rows(session: Session, pk: int, taxonomy: Taxonomy) -> Iterator[dict[str, str]]:
    """Yield a letter's decisions for the case system: a row a point, or one row without.

    Parameters
    ----------
    session : sqlalchemy.orm.Session
        Reading.
    pk : int
        The letter's number.
    taxonomy : Taxonomy
        Gives points, kinds and areas their names.

    Yields
    ------
    dict of str to str
        By ``CASE_COLUMNS``. Only what a person has accepted.
    """
    letter = session.get_one(LetterRow, pk)
    kinds = {kind.id: kind.name for kind in taxonomy.kinds}
    areas = {area.id: area.name for area in taxonomy.areas}
    wanted = select(PointRow).where(PointRow.letter_pk == pk, PointRow.status == ACCEPTED)
    accepted = {row.point: row for row in session.scalars(wanted)}
    last = _confirmation(session, pk) if letter.done else None
    order = [point for point in taxonomy.point_ids if point in accepted]
    for point in [*order, *(point for point in accepted if point not in order)] or [""]:
        row = accepted.get(point)
        start, end = (row.evidence_start, row.evidence_end) if row else (None, None)
        area = (row.area if row else "") or letter.area
        values = (
            letter.id,
            letter.received,
            kinds.get(letter.kind, letter.kind),
            areas.get(letter.area, letter.area),
            letter.unit,
            taxonomy.point(point).name if point in taxonomy.point_ids else point,
            areas.get(area, area) if point else "",
            letter.text[start:end] if start is not None else "",
            letter.note,
            last.user if last else "",
            last.at[:10] if last else "",
        )
        yield dict(zip(CASE_COLUMNS, values, strict=True))


def _confirmation(session: Session, pk: int) -> DecisionRow | None:
    """Find the newest confirmation of a letter that nobody took back."""
    wanted = select(DecisionRow).where(
        DecisionRow.letter_pk == pk, DecisionRow.action.in_(("confirm", "labels", "undo"))
    )
    decisions = session.scalars(wanted.order_by(DecisionRow.pk)).all()
    undone = {row.data.get("decision") for row in decisions if row.action == "undo"}
    return next((row for row in reversed(decisions) if row.action != "undo" and row.pk not in undone), None)
