"""A contact that came in another way than as a letter: a call, a visit; with or without a text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classifier.decisions.database import storable
from classifier.decisions.decide import decide_in
from classifier.decisions.intake import add_letter, masked_letter
from classifier.decisions.schema import LetterRow
from classifier.decisions.state import Change
from classifier.errors import InputError
from classifier.hints import hints_of
from classifier.provenance import fingerprint
from classifier.records import Letter
from classifier.taxonomy import Taxonomy

__all__ = ["Contact", "add_contact"]

_LONGEST = 500_000


@dataclass(frozen=True, slots=True)
class Contact:
    """What a person enters.

    Attributes
    ----------
    received : str
        ISO 8601; today if empty.
    channel, kind, area, unit, citizen, text, note, case_no : str
        As entered; ``kind`` and ``area`` are needed.
    points : tuple of str
        Ids or names.
    resident, answered_by_office : bool or None
        None where unknown.
    """

    received: str = ""
    channel: str = ""
    kind: str = ""
    area: str = ""
    unit: str = ""
    points: tuple[str, ...] = ()
    citizen: str = ""
    text: str = ""
    note: str = ""
    resident: bool | None = None
    answered_by_office: bool | None = None
    case_no: str = ""


def add_contact(
    session: Session, contact: Contact, user: str, taxonomy: Taxonomy, *, masked: bool = False
) -> LetterRow:
    """Add a contact, confirmed by the person who enters it.

    Parameters
    ----------
    session : sqlalchemy.orm.Session
        Writing.
    contact : Contact
        As entered.
    user : str
        Who.
    taxonomy : Taxonomy
        The label book.
    masked : bool, default False
        Whether the text is kept with personal data masked. The note is the person's own, and is kept as typed.

    Returns
    -------
    LetterRow
        With an id of its own, such as ``H-2026-0017``.

    Raises
    ------
    InputError
        If the date is none or lies ahead, or the text is too long.
    """
    try:
        day = date.fromisoformat(contact.received) if contact.received else date.today()
    except ValueError as error:
        raise InputError("The date is none (year-month-day).") from error
    if day > date.today():
        raise InputError("The date is none: it lies ahead.")
    if len(contact.text) > _LONGEST:
        raise InputError(f"The text has more than {_LONGEST} characters.")
    text = contact.text.replace("\r\n", "\n").strip()
    extra = {"case_no": contact.case_no.strip()[:100]} if contact.case_no.strip() else {}
    letter = Letter(_id(session, day.year), text, received=day.isoformat(), citizen=contact.citizen, extra=extra)
    letter = Letter(
        letter.id, text, received=letter.received, citizen=letter.citizen, extra=extra, writer="note",
        hints=hints_of(letter) if text else (),
    )  # fmt: skip
    kept = masked_letter(letter) if masked else letter
    row = add_letter(session, kept, fingerprint(storable(text)), "hand", masked=masked)
    changes = [Change("kind", {"kind": contact.kind}), Change("area", {"area": contact.area, "unit": contact.unit})]
    changes += [Change("add", {"point": point}) for point in contact.points]
    changes += [
        Change(action, {"value": value})
        for action, value in (
            ("channel", contact.channel or None),
            ("resident", contact.resident),
            ("office", contact.answered_by_office),
        )
        if value is not None
    ]
    if contact.note.strip():
        changes.append(Change("note", {"text": contact.note.replace("\r\n", "\n")}))
    return decide_in(session, row.pk, row.version, user, [*changes, Change("confirm")], taxonomy, independent=True)


def _id(session: Session, year: int) -> str:
    number = session.scalar(select(func.count()).where(LetterRow.id.like(f"H-{year}-%"))) or 0
    while True:
        number += 1
        found = f"H-{year}-{number:04}"
        if session.scalars(select(LetterRow.pk).where(LetterRow.id == found)).first() is None:
            return found
