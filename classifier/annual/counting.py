"""The rules of counting: which entries make a contact, which points count, who complained again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from classifier.annual.register import Entry
from classifier.taxonomy import Taxonomy

__all__ = ["MORE_THAN", "UNKNOWN", "Complainant", "Contact", "CountedPoint", "complainants", "contacts", "points"]

MORE_THAN = 5
"""A citizen with a complaint of a higher number has complained more than five times."""
UNKNOWN = "uoplyst"
"""Key for what the register does not say; a key of the figures only where there is such a case."""


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact of the year: a citizen, or with the setting ``matter`` a thread.

    Attributes
    ----------
    kind, area : str
        Of its first letter; advice that becomes a complaint within the year is a complaint.
    complaint : bool
        Whether any of its letters is a complaint.
    resident, answered_by_office : bool or None
        What the first letter that says it says.
    """

    kind: str
    area: str
    complaint: bool
    resident: bool | None
    answered_by_office: bool | None


@dataclass(frozen=True, slots=True)
class CountedPoint:
    """A complaint point that counts: once a citizen and thread, in its own area."""

    citizen: str
    point: str
    area: str
    unit: str


@dataclass(frozen=True, slots=True)
class Complainant:
    """A citizen who complained in the year.

    Attributes
    ----------
    number : int
        The highest number of the citizen's complaints in the year, counted through all years of the table.
    areas : frozenset of str
        Areas of the citizen's complaint letters and points.
    grows : bool
        Whether a later letter brought a point that no earlier one had.
    """

    number: int
    areas: frozenset[str]
    grows: bool


def contacts(entries: Sequence[Entry], unit: str) -> list[Contact]:
    """Put the letters of a contact together.

    Parameters
    ----------
    entries : sequence of Entry
        Of the year, each citizen's in order of receipt.
    unit : str
        ``citizen`` or ``matter``.

    Returns
    -------
    list of Contact
        In the order of their first letters.
    """
    together: dict[str, list[Entry]] = {}
    for entry in entries:
        together.setdefault(entry.citizen if unit == "citizen" else entry.thread, []).append(entry)
    found = []
    for letters in together.values():
        first = next((letter for letter in letters if letter.complaint), letters[0])
        found.append(
            Contact(
                kind=first.kind,
                area=next((letter.area for letter in letters if letter.area), ""),
                complaint=first.complaint,
                resident=next((letter.resident for letter in letters if letter.resident is not None), None),
                answered_by_office=next(
                    (letter.answered_by_office for letter in letters if letter.answered_by_office is not None), None
                ),
            )
        )
    return found


def points(entries: Sequence[Entry]) -> list[CountedPoint]:
    """Count points one by one: a point once a citizen and thread, where it first stands.

    Parameters
    ----------
    entries : sequence of Entry
        Of the year, each citizen's in order of receipt.

    Returns
    -------
    list of CountedPoint
        In the order of the entries.
    """
    found: dict[tuple[str, str, str], CountedPoint] = {}
    for entry in entries:
        for point, area, unit in entry.points:
            found.setdefault((entry.citizen, entry.thread, point), CountedPoint(entry.citizen, point, area, unit))
    return list(found.values())


def complainants(entries: Sequence[Entry]) -> Mapping[str, Complainant]:
    """Find the citizens who complained, and how often.

    Parameters
    ----------
    entries : sequence of Entry
        Of the year, each citizen's in order of receipt, with their complaint numbers.

    Returns
    -------
    mapping of str to Complainant
        By citizen.
    """
    letters: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.complaint:
            letters[entry.citizen].append(entry)
    return {
        citizen: Complainant(
            number=max(entry.complaint_no or 1 for entry in mine),
            areas=frozenset(
                area for entry in mine for area in (entry.area, *(own for _, own, _ in entry.points)) if area
            ),
            grows=_grows(mine),
        )
        for citizen, mine in letters.items()
    }


def _grows(letters: Sequence[Entry]) -> bool:
    seen: set[str] = set()
    for number, letter in enumerate(letters):
        own = {point for point, _, _ in letter.points}
        if number and own - seen:
            return True
        seen |= own
    return False


def advice_kind(taxonomy: Taxonomy) -> str:
    """Return the kind of which it is told how many were answered without the administration.

    Parameters
    ----------
    taxonomy : Taxonomy
        The label book.

    Returns
    -------
    str
        The first kind of the book that is no complaint; empty where there is none.
    """
    return next((kind.id for kind in taxonomy.kinds if not kind.complaint), "")
