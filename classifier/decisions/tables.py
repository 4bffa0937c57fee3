"""Labelled letters into and out of the database: the same rows that a table of labelled letters has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from classifier.annual import read_register
from classifier.annual.register import column_names
from classifier.decisions.database import Database, now, storable
from classifier.decisions.decide import decide_in, materialise
from classifier.decisions.intake import Taken, add_letter, find_place
from classifier.decisions.schema import CitizenRow, DecisionRow, LetterRow, PointRow, SuggestionRow
from classifier.decisions.state import ACCEPTED, SUGGESTED, Change
from classifier.errors import InputError
from classifier.provenance import fingerprint
from classifier.records import LabelledLetter, Letter
from classifier.taxonomy import Taxonomy

__all__ = ["NAME", "Selection", "complaint_numbers", "import_labelled", "letters", "read_selection", "rows"]

NAME = "database"
"""What stands for the database where a command takes a table."""
_SPEC = re.compile(rf"{NAME}(?::(?P<year>\d{{4}}))?(?::(?P<which>blind|all))?")
_CHUNK = 500
_YES_NO = {True: "ja", False: "nej", None: ""}


@dataclass(frozen=True, slots=True)
class Selection:
    """Which letters of the database are meant.

    Attributes
    ----------
    year : int or None
        That they count in; all if None.
    which : str
        Empty: those that a person has confirmed. ``blind``: those that were read without suggestions first, with the
        labels they got then. ``all``: those that nobody has confirmed as well, with what a model suggested.
    """

    year: int | None = None
    which: str = ""


def read_selection(text: str) -> Selection | None:
    """Read ``database``, ``database:2025``, ``database:blind``, ``database:2025:all`` and their like.

    Parameters
    ----------
    text : str
        As given where a command takes a table.

    Returns
    -------
    Selection or None
        None for the path of a file.

    Raises
    ------
    InputError
        If it begins so and goes on otherwise.

    Examples
    --------
    >>> read_selection("database:2025:blind"), read_selection("breve.csv")
    (Selection(year=2025, which='blind'), None)
    """
    if text != NAME and not text.startswith(f"{NAME}:"):
        return None
    found = _SPEC.fullmatch(text)
    if found is None:
        remedy = "Write database, database:2025, database:blind, database:all or database:2025:blind."
        raise InputError("It names no letters of the database.", text, remedy)
    return Selection(int(found["year"]) if found["year"] else None, found["which"] or "")


def import_labelled(
    database: Database, letters: Sequence[LabelledLetter], user: str, taxonomy: Taxonomy
) -> tuple[Taken, list[str]]:
    """Take letters with labels into the database; a letter that a person has confirmed there is left as it is.

    Parameters
    ----------
    database : Database
        Open.
    letters : sequence of LabelledLetter
        As read from a table. Labels with a model's name in the column ``model`` become suggestions.
    user : str
        Who takes them in.
    taxonomy : Taxonomy
        The label book.

    Returns
    -------
    taken : Taken
        What became of them.
    passages : list of str
        Ids of passages of the corpus, which are no letters and left out.

    Raises
    ------
    LabelError
        If a column holds what it cannot; nothing is taken in then.
    """
    register = read_register(letters, taxonomy)
    unregistered = set(register.unregistered)
    # Counted or not, they are letters: read once more without the column that leaves them out.
    apart = [_without_register(each) for each in letters if each.id in unregistered]
    entries = {entry.id: entry for entry in (*register.entries, *read_register(apart, taxonomy).entries)}
    taken = Taken()
    kept = [each for each in letters if not each.passage]
    for start in range(0, len(kept), _CHUNK):
        with database.writing() as session:
            for labelled in kept[start : start + _CHUNK]:
                entry = entries[labelled.id]
                row, new_id = find_place(session, labelled.id, fingerprint(storable(labelled.letter.text)))
                if row is not None and row.done:
                    taken.known += 1
                    continue
                if row is None:
                    if new_id != labelled.id:
                        taken.renamed.append((labelled.id, new_id))
                    row = _added(session, labelled, new_id, str(entry.year or ""))
                    taken.new += 1
                else:
                    taken.known += 1
                areas = {point: area for point, area, _ in entry.points if area != entry.area}
                if entry.model:
                    _suggest(session, row, labelled, entry.model)
                    continue
                changes = [Change("labels", _labels(labelled, areas, entry.kind))]
                changes += [
                    Change(action, {"value": value})
                    for action, value in (
                        ("resident", entry.resident),
                        ("office", entry.answered_by_office),
                        ("register", False if labelled.id in unregistered else None),
                        ("channel", _column(labelled, "channel") or None),
                    )
                    if value is not None
                ]
                decide_in(session, row.pk, row.version, user, changes, taxonomy, independent=True)
    return taken, list(register.passages)


def _column(labelled: LabelledLetter, name: str) -> str:
    extra = labelled.letter.extra
    return extra.get(column_names(extra).get(name, ""), "")


def _without_register(labelled: LabelledLetter) -> LabelledLetter:
    extra = dict(labelled.letter.extra)
    extra.pop(column_names(extra).get("register", ""), None)
    return replace(labelled, letter=replace(labelled.letter, extra=extra))


def _added(session: Session, labelled: LabelledLetter, new_id: str, year: str) -> LetterRow:
    letter = labelled.letter
    own = set(column_names(letter.extra).values())
    extra = {name: value for name, value in letter.extra.items() if name not in own}
    mark = fingerprint(storable(letter.text))
    row = add_letter(session, replace(letter, id=new_id, extra={**extra, "year": year}), mark, "import")
    row.extra = extra
    return row


def _labels(labelled: LabelledLetter, areas: Mapping[str, str], kind: str) -> dict[str, Any]:
    labels, text = labelled.labels, labelled.letter.text
    evidence = {}
    for point, passage in labels.evidence.items():
        start = text.find(passage)
        if start >= 0 and passage:
            evidence[point] = [start, start + len(passage)]
    return {
        "kind": kind,
        "area": labels.area,
        "unit": labels.unit,
        "points": list(labels.points),
        "point_areas": dict(areas),
        "evidence": evidence,
    }


def _suggest(session: Session, row: LetterRow, labelled: LabelledLetter, model: str) -> None:
    labels = _labels(labelled, {}, labelled.labels.kind)
    evidence = {point: [span] for point, span in labels["evidence"].items()}
    plain = {name: labels[name] for name in ("kind", "area", "unit", "points")}
    session.add(SuggestionRow(letter_pk=row.pk, at=now(), model=model, scores={}, evidence=evidence, **plain))
    session.flush()
    materialise(session, row)


def rows(
    database: Database, selection: Selection, taxonomy: Taxonomy, *, needs_text: bool = True
) -> Iterator[dict[str, Any]]:
    """Yield letters as rows of a table of labelled letters, in order of receipt.

    Parameters
    ----------
    database : Database
        Open.
    selection : Selection
        Which letters.
    taxonomy : Taxonomy
        Says which kinds are complaints.
    needs_text : bool, default True
        True leaves out contacts without a text, and those whose text was erased; False gives all, as a register does.

    Yields
    ------
    dict
        JSON-ready. ``model`` is empty for what a person has confirmed.
    """
    with database.reading() as session:
        numbers = complaint_numbers(session, taxonomy)
        wanted = select(LetterRow.pk).order_by(LetterRow.received_order, LetterRow.pk)
        if selection.year is not None:
            wanted = wanted.where(LetterRow.year == selection.year)
        if selection.which != "all":
            wanted = wanted.where(LetterRow.done == 1)
        if selection.which == "blind":
            wanted = wanted.where(LetterRow.blind == 2)
        if needs_text:
            wanted = wanted.where(LetterRow.text != "")
        pks = session.scalars(wanted).all()
        for start in range(0, len(pks), _CHUNK):
            yield from _chunk(session, pks[start : start + _CHUNK], numbers, selection.which)


def complaint_numbers(session: Session, taxonomy: Taxonomy) -> dict[int, int]:
    """Count each citizen's complaints in order of receipt, as the register does; a person's judgement goes before.

    Parameters
    ----------
    session : sqlalchemy.orm.Session
        Reading.
    taxonomy : Taxonomy
        Says which kinds are complaints.

    Returns
    -------
    dict of int to int
        Letter's number to the how-manieth complaint of its citizen it is, from 1.
    """
    counted: Counter[int | None] = Counter()
    found = {}
    columns = (LetterRow.pk, LetterRow.citizen_pk, LetterRow.complaint_no, LetterRow.complained_again)
    kinds = sorted(taxonomy.complaint_kinds)
    complaints = select(*columns).where(LetterRow.done == 1, LetterRow.kind.in_(kinds), LetterRow.registered)
    for pk, citizen, given, again in session.execute(complaints.order_by(LetterRow.received_order, LetterRow.pk)):
        counted[citizen] += 1
        number = given or counted[citizen]
        found[pk] = number if again is None else max(number, 2) if again else 1
    return found


def _chunk(session: Session, pks: Sequence[int], numbers: Mapping[int, int], which: str) -> Iterator[dict[str, Any]]:
    letters = {row.pk: row for row in session.scalars(select(LetterRow).where(LetterRow.pk.in_(pks)))}
    points: dict[int, list[PointRow]] = {pk: [] for pk in pks}
    for point in session.scalars(select(PointRow).where(PointRow.letter_pk.in_(pks))):
        points[point.letter_pk].append(point)
    citizens = dict(
        session.execute(
            select(LetterRow.pk, CitizenRow.key)
            .join(CitizenRow, CitizenRow.pk == LetterRow.citizen_pk)
            .where(LetterRow.pk.in_(pks))
        ).all()
    )
    models = dict(
        session.execute(
            select(SuggestionRow.letter_pk, SuggestionRow.model)
            .where(SuggestionRow.letter_pk.in_(pks))
            .order_by(SuggestionRow.pk)
        ).all()
    )
    first = _first_labels(session, pks) if which == "blind" else {}
    for pk in pks:
        row = _row(letters[pk], points[pk], citizens.get(pk, ""), numbers.get(pk))
        if not letters[pk].done:
            row["model"] = models.get(pk, "ubekræftet")
        if pk in first:
            given = set(first[pk]["points"])
            row["points"] = list(first[pk]["points"])
            row["evidence"] = {point: spans for point, spans in row["evidence"].items() if point in given}
            row.update({name: first[pk][name] for name in ("kind", "area", "unit")})
        session.expunge(letters[pk])
        yield row


def _first_labels(session: Session, pks: Sequence[int]) -> dict[int, Mapping[str, Any]]:
    reveals = select(DecisionRow.letter_pk, DecisionRow.data).where(
        DecisionRow.letter_pk.in_(pks), DecisionRow.action == "reveal"
    )
    return dict(session.execute(reveals).all())


def _row(letter: LetterRow, points: Sequence[PointRow], citizen: str, number: int | None) -> dict[str, Any]:
    # What nobody has judged counts only where nobody has confirmed the letter.
    statuses = (ACCEPTED,) if letter.done else (ACCEPTED, SUGGESTED)
    chosen = [point for point in points if point.status in statuses]
    row: dict[str, Any] = {
        "id": letter.id,
        "received": letter.received,
        "year": str(letter.year or ""),
        "subject": letter.subject,
        "text": letter.text,
        "kind": letter.kind,
        "area": letter.area,
        "unit": letter.unit,
        "points": [point.point for point in chosen],
        "evidence": {
            point.point: [letter.text[point.evidence_start : point.evidence_end]]
            for point in chosen
            if point.evidence_start is not None and letter.text
        },
        "point_areas": "; ".join(f"{point.point}: {point.area}" for point in chosen if point.area),
        "sender": letter.sender,
        "thread": letter.thread,
        "citizen": citizen,
        "complaint_no": number,
        "writer": letter.writer,
        "resident": _YES_NO[letter.resident],
        "channel": letter.channel,
        "answered_by_office": _YES_NO[letter.answered_by_office],
        "register": "" if letter.registered else "nej",
        "model": "",
    }
    row.update({name: value for name, value in letter.extra.items() if name not in row})
    return row


def letters(database: Database, year: int | None = None, *, confirmed: bool = True) -> Iterator[Letter]:
    """Yield the letters themselves, without labels, in order of receipt.

    Parameters
    ----------
    database : Database
        Open.
    year : int, optional
        That they count in; all if None.
    confirmed : bool, default True
        False leaves out those that a person has confirmed.

    Yields
    ------
    Letter
        With a text.
    """
    wanted = select(LetterRow, CitizenRow.key).outerjoin(CitizenRow, CitizenRow.pk == LetterRow.citizen_pk)
    wanted = wanted.where(LetterRow.text != "").order_by(LetterRow.received_order, LetterRow.pk)
    if year is not None:
        wanted = wanted.where(LetterRow.year == year)
    if not confirmed:
        wanted = wanted.where(LetterRow.done == 0)
    with database.reading() as session:
        for row, citizen in session.execute(wanted.execution_options(yield_per=_CHUNK)):
            yield Letter(
                id=row.id,
                text=row.text,
                subject=row.subject,
                received=row.received,
                sender=row.sender,
                thread=row.thread,
                citizen=citizen or "",
                writer=row.writer,
                source=f"{NAME}#{row.id}",
                extra=dict(row.extra),
            )
