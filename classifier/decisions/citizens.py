"""Which letters are one citizen's: two keys found to be one person, and one key found to be two."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from classifier.decisions.database import storable
from classifier.decisions.decide import decide_in
from classifier.decisions.schema import CitizenRow, LetterRow
from classifier.decisions.state import Change
from classifier.decisions.ways import Way, note_key, ways
from classifier.errors import InputError, RefusedError
from classifier.taxonomy import Taxonomy

__all__ = ["CitizenView", "Theirs", "citizen", "merge", "separate", "split"]


@dataclass(frozen=True, slots=True)
class Theirs:
    """A letter of a citizen."""

    pk: int
    id: str
    subject: str
    received: str
    kind: str
    area: str


@dataclass(frozen=True, slots=True)
class CitizenView:
    """A citizen as the page shows one.

    Attributes
    ----------
    pk : int
        Their number.
    key : str
        Pseudonymous key, or a mail address where senders are kept.
    merged_into : int or None
        The citizen whom a person found this to be.
    letters : tuple of Theirs
        Newest first.
    merged : tuple of (int, str)
        Keys that a person found to be the same citizen.
    """

    pk: int
    key: str
    merged_into: int | None
    letters: tuple[Theirs, ...]
    merged: tuple[tuple[int, str], ...]


def citizen(session: Session, pk: int) -> CitizenView | None:
    """Read a citizen.

    Parameters
    ----------
    session : sqlalchemy.orm.Session
        Reading.
    pk : int
        Their number.

    Returns
    -------
    CitizenView or None
        None where there is none.
    """
    row = session.get(CitizenRow, pk)
    if row is None:
        return None
    columns = (
        LetterRow.pk, LetterRow.id, LetterRow.subject, LetterRow.received, LetterRow.kind, LetterRow.area,
    )  # fmt: skip
    letters = session.execute(
        select(*columns)
        .where(LetterRow.citizen_pk == pk)
        .order_by(LetterRow.received_order.desc(), LetterRow.pk.desc())
    )
    merged = session.execute(
        select(CitizenRow.pk, CitizenRow.key).where(CitizenRow.merged_into == pk).order_by(CitizenRow.pk)
    )
    found = tuple(Theirs(*each) for each in letters)
    return CitizenView(pk, row.key, row.merged_into, found, tuple((each.pk, each.key) for each in merged))


def merge(session: Session, pk: int, key: str, user: str, taxonomy: Taxonomy) -> int:
    """Say that another key is this citizen too: its letters, and those still to come, are theirs.

    Parameters
    ----------
    session : sqlalchemy.orm.Session
        Writing.
    pk : int
        The citizen that stays, or one that was found to be the same as that.
    key : str
        Of the other, or the id of a letter of theirs.
    user : str
        Who says so.
    taxonomy : Taxonomy
        The label book.

    Returns
    -------
    int
        How many letters were moved.

    Raises
    ------
    InputError
        If either is not known.
    RefusedError
        If they are one already.
    """
    stays, goes = _head(session, _known(session, pk)), _by_key(session, key)
    if goes.pk == stays.pk:
        raise RefusedError("They are one citizen already.")
    letters = _letters(session, goes.pk)
    known = ways(session, goes.pk)
    for letter in letters:
        _move_one(session, letter, stays, _own(letter, known), user, taxonomy)
    session.execute(update(CitizenRow).where(CitizenRow.merged_into == goes.pk).values(merged_into=stays.pk))
    goes.merged_into = stays.pk
    session.flush()
    return len(letters)


def separate(session: Session, pk: int, user: str, taxonomy: Taxonomy, *, head: int | None = None) -> int:
    """Take a merging back: letters of the key that it moved, or that came since, go back.

    A key that had been merged into this one before goes along, as far as its letters tell.

    Parameters
    ----------
    session : sqlalchemy.orm.Session
        Writing.
    pk : int
        The key that had been found to be another citizen's.
    user : str
        Who says so.
    taxonomy : Taxonomy
        The label book.
    head : int, optional
        The citizen that it must be merged into; anybody if None.

    Returns
    -------
    int
        How many letters were moved back.

    Raises
    ------
    InputError
        If it is merged with somebody else than ``head``.
    RefusedError
        If it is merged with nobody.
    """
    row = _known(session, pk)
    if row.merged_into is None:
        raise RefusedError("The citizen is merged with nobody.")
    if head is not None and row.merged_into != head:
        raise InputError("There is no such citizen merged with this one.")
    other, row.merged_into = row.merged_into, None
    letters, known = _letters(session, other), ways(session, other)
    along = {way.own for way in known.values() if pk in way.over} - {other}
    moved = CitizenRow.pk.in_(along), CitizenRow.merged_into == other
    keys = {pk, *session.scalars(select(CitizenRow.pk).where(*moved))}
    session.execute(update(CitizenRow).where(*moved).values(merged_into=pk))
    session.flush()
    back = [each for each in letters if _own(each, known) in keys]
    for letter in back:
        _move_one(session, letter, row, _own(letter, known), user, taxonomy)
    return len(back)


def split(session: Session, pk: int, letters: Iterable[int], user: str, taxonomy: Taxonomy) -> int:
    """Say that some letters of a citizen are another's, who gets a key of their own.

    Parameters
    ----------
    session : sqlalchemy.orm.Session
        Writing.
    pk : int
        The citizen.
    letters : iterable of int
        Numbers of the letters.
    user : str
        Who says so.
    taxonomy : Taxonomy
        The label book.

    Returns
    -------
    int
        The new citizen's number.

    Raises
    ------
    InputError
        If no letter is named, or one is not theirs.
    RefusedError
        If none would be left.
    """
    row, wanted = _known(session, pk), set(letters)
    theirs = {each.pk: each for each in session.scalars(select(LetterRow).where(LetterRow.citizen_pk == pk))}
    if not wanted or wanted - theirs.keys():
        raise InputError("Choose letters of this citizen.")
    if wanted == theirs.keys():
        raise RefusedError("No letter would be left: choose only the other citizen's.")
    number = 2
    while session.scalars(select(CitizenRow.pk).where(CitizenRow.key == _numbered(row.key, number))).first():
        number += 1
    new = CitizenRow(key=_numbered(row.key, number))
    session.add(new)
    session.flush()
    for letter_pk in sorted(wanted):
        _move_one(session, theirs[letter_pk], new, new.pk, user, taxonomy)
    return new.pk


def _numbered(key: str, number: int) -> str:
    return f"{key[:490]}#{number}"


def _known(session: Session, pk: int) -> CitizenRow:
    row = session.get(CitizenRow, pk)
    if row is None:
        raise InputError("There is no such citizen.")
    return row


def _head(session: Session, row: CitizenRow) -> CitizenRow:
    return _known(session, row.merged_into) if row.merged_into else row


def _by_key(session: Session, key: str) -> CitizenRow:
    key = storable(key.strip())[:500]
    row = session.scalars(select(CitizenRow).where(CitizenRow.key == key)).first()
    if row is None:
        by_letter = select(LetterRow.citizen_pk).where(LetterRow.id == key)
        row = session.scalars(select(CitizenRow).where(CitizenRow.pk.in_(by_letter))).first()
    if row is None:
        raise InputError("There is no such citizen.", remedy="Give the key, or the id of one of their letters.")
    return _head(session, row)


def _letters(session: Session, pk: int) -> Sequence[LetterRow]:
    return session.scalars(select(LetterRow).where(LetterRow.citizen_pk == pk).order_by(LetterRow.pk)).all()


def _own(letter: LetterRow, known: Mapping[int, Way]) -> int | None:
    """Tell whose a letter is, whatever keys were merged: nobody ever moved it where nothing is known."""
    return known[letter.pk].own if letter.pk in known else letter.citizen_pk


def _move_one(
    session: Session, letter: LetterRow, to: CitizenRow, own: int | None, user: str, taxonomy: Taxonomy
) -> None:
    if letter.erased_at:
        # Nothing is decided of it any more; it is only counted.
        letter.citizen_pk = to.pk
        note_key(session, letter.pk, own or to.pk, to.pk)
        return
    # Whose letter it is says nothing of what stands in it: also of one about the office itself.
    change = Change("citizen", {"key": to.key, "own": own or to.pk})
    decide_in(session, letter.pk, letter.version, user, [change], taxonomy, independent=True)
