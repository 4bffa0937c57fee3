"""Labelled letters as entries of the office's register: who wrote, when, about what, and the how-manieth complaint."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from classifier.errors import LabelError
from classifier.ingest.columns import fold
from classifier.records import LabelledLetter
from classifier.taxonomy import Taxonomy

__all__ = ["Entry", "Register", "column_names", "read_register"]

_NAMES: Mapping[str, tuple[str, ...]] = {
    "year": (),
    "point_areas": ("punktområder",),
    "resident": ("bosiddende", "bosat", "bor i kommunen"),
    "channel": ("kanal",),
    "answered_by_office": ("besvaret af kontoret", "besvaret uden forvaltningen"),
    "register": ("registreres", "tælles med"),
    "model": (),
    "confirmed": ("bekræftet",),
}
"""Columns that the register reads beside the labels, with their Danish names."""

_YES = frozenset({"ja", "j", "yes", "y", "true", "sand", "1", "x"})
_NO = frozenset({"nej", "n", "no", "false", "falsk", "0"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A letter as the register counts it.

    Attributes
    ----------
    id, where : str
        The letter's id; the file and row it came from.
    year, month : int or None
        From the column ``year``, else from the date of receipt; the month only from the date.
    received : str
        As the letter has it; orders the letters of a citizen.
    citizen : str
        Key of the citizen: ``citizen``, else the sender, else the letter's id.
    thread : str
        The thread, else the letter's id: a point counts once a citizen and thread.
    kind, area, unit : str
        Ids; empty where unknown.
    points : tuple of (str, str, str)
        Point, its own area, and its unit where the area is the letter's.
    complaint : bool
        Whether the letter is a complaint; a letter with points is one even if its kind is unknown.
    complaint_no : int or None
        The citizen's how-manieth complaint it is; None for what is no complaint.
    resident, answered_by_office : bool or None
        None where unknown.
    model : str
        Label of the model whose suggestion it is; empty once a person has confirmed it.
    """

    id: str
    where: str
    year: int | None
    month: int | None
    received: str
    citizen: str
    thread: str
    kind: str
    area: str
    unit: str
    points: tuple[tuple[str, str, str], ...]
    complaint: bool
    complaint_no: int | None
    resident: bool | None
    answered_by_office: bool | None
    model: str

    @property
    def confirmed(self) -> bool:
        """Whether a person has confirmed the labels."""
        return not self.model


@dataclass(frozen=True, slots=True)
class Register:
    """All entries of a table, and what was left out of it.

    Attributes
    ----------
    entries : tuple of Entry
        In order of receipt for each citizen, else as in the table.
    unregistered, passages : tuple of str
        Ids of rows with ``register`` = no, and of the corpus' passages, which are no letters.
    """

    entries: tuple[Entry, ...]
    unregistered: tuple[str, ...]
    passages: tuple[str, ...]

    @property
    def undated(self) -> tuple[str, ...]:
        """Ids of entries that have neither a year nor a date, and so belong to no report."""
        return tuple(entry.id for entry in self.entries if entry.year is None)

    @property
    def years(self) -> tuple[int, ...]:
        """Years that have an entry, in order."""
        return tuple(sorted({entry.year for entry in self.entries if entry.year is not None}))


def read_register(letters: Iterable[LabelledLetter], taxonomy: Taxonomy) -> Register:
    """Read labelled letters as entries of a register.

    Parameters
    ----------
    letters : iterable of LabelledLetter
        Of any years: a citizen's complaints are counted through all of them.
    taxonomy : Taxonomy
        The label book.

    Returns
    -------
    Register
        Every letter is an entry or named as left out.

    Raises
    ------
    LabelError
        If a label is not of this label book, or a year or a yes/no column holds something else.
    """
    entries: list[Entry] = []
    unregistered: list[str] = []
    passages: list[str] = []
    for labelled in letters:
        if labelled.passage:
            passages.append(labelled.id)
            continue
        where = f"{labelled.letter.source}, id {labelled.id}" if labelled.letter.source else f"id {labelled.id}"
        columns = _columns(labelled)
        if _flag(columns, "register", where) is False:
            unregistered.append(labelled.id)
        else:
            entries.append(_entry(labelled, columns, taxonomy, where))
    return Register(tuple(_numbered(entries)), tuple(unregistered), tuple(passages))


@lru_cache(maxsize=256)
def _places(names: tuple[str, ...]) -> dict[str, str]:
    """Find each column's name in the table; the exact name wins over another one for the same thing."""
    folded = {fold(name): name for name in reversed(names)}
    found = {}
    for column, others in _NAMES.items():
        for known in (column, *others):
            if fold(known) in folded:
                found[column] = folded[fold(known)]
                break
    return found


def column_names(names: Iterable[str]) -> dict[str, str]:
    """Find the columns that the register reads beside the labels.

    Parameters
    ----------
    names : iterable of str
        A table's columns.

    Returns
    -------
    dict of str to str
        Column (``year``, ``resident``, ``channel`` …) to its name in the table.

    Examples
    --------
    >>> column_names(["Bosiddende", "sagsnr"])
    {'resident': 'Bosiddende'}
    """
    return dict(_places(tuple(names)))


def _columns(labelled: LabelledLetter) -> dict[str, str]:
    extra = labelled.letter.extra
    return {column: extra[name].strip() for column, name in _places(tuple(extra)).items()}


def _flag(columns: Mapping[str, str], name: str, where: str) -> bool | None:
    value = columns.get(name, "").casefold()
    if not value:
        return None
    if value in _YES or value in _NO:
        return value in _YES
    shown = repr(value) if len(value) <= 40 else f"of {len(value)} characters"
    raise LabelError(f"The column {name} holds {shown}.", where, "Write ja or nej (yes, no), or leave it empty.")


def _entry(labelled: LabelledLetter, columns: Mapping[str, str], taxonomy: Taxonomy, where: str) -> Entry:
    letter, labels = labelled.letter, labelled.labels
    _check(labelled, taxonomy, where)
    year, month = _time(columns.get("year", ""), letter.received, where)
    own = _point_areas(columns.get("point_areas", ""), taxonomy, where)
    points = tuple(
        (point, area, labels.unit if area == labels.area else "")
        for point in labels.points
        for area in (own.get(point, labels.area),)
    )
    complaint = labels.kind in taxonomy.complaint_kinds or (not labels.kind and bool(points))
    kind = labels.kind or (next(kind.id for kind in taxonomy.kinds if kind.complaint) if points else "")
    return Entry(
        id=letter.id,
        where=where,
        year=year,
        month=month,
        received=letter.received,
        citizen=letter.citizen.strip() or letter.sender.strip().casefold() or f"id:{letter.id}",
        thread=letter.thread.strip() or f"id:{letter.id}",
        kind=kind,
        area=labels.area,
        unit=labels.unit,
        points=points if complaint else (),
        complaint=complaint,
        complaint_no=letter.complaint_no if complaint else None,
        resident=_flag(columns, "resident", where),
        answered_by_office=_flag(columns, "answered_by_office", where),
        model="" if _flag(columns, "confirmed", where) else columns.get("model", ""),
    )


def _check(labelled: LabelledLetter, taxonomy: Taxonomy, where: str) -> None:
    """Letters read with another label book would be counted under labels that this one does not have."""
    labels = labelled.labels
    taxonomy.read_points(labels.points, where)
    taxonomy.read_kind(labels.kind, where)
    taxonomy.read_area(labels.area, where)
    taxonomy.read_unit(labels.unit, labels.area, where)


def _time(year: str, received: str, where: str) -> tuple[int | None, int | None]:
    try:
        found = date.fromisoformat(received[:10])
    except ValueError:
        found = None
    if not year:
        return (found.year, found.month) if found else (None, None)
    if not re.fullmatch(r"(19|20)\d\d", year):
        raise LabelError(f"The year is {year[:20]!r}.", where, "Write it with four digits, or leave it empty.")
    return int(year), found.month if found and found.year == int(year) else None


def _point_areas(text: str, taxonomy: Taxonomy, where: str) -> dict[str, str]:
    """Read an object, or pairs ``point: area`` separated by semicolons or line breaks."""
    if not text:
        return {}
    pairs: Iterable[tuple[object, object]]
    if text.startswith(("{", "[")):
        try:
            # Parquet's maps are lists of pairs.
            pairs = dict(json.loads(text)).items()
        except (ValueError, TypeError, RecursionError) as error:
            raise LabelError("point_areas is no valid JSON object.", where) from error
    else:
        parts = [part for part in re.split(r"[;\n]", text) if part.strip()]
        pairs = [(point, area.strip()) for point, _, area in (part.rpartition(":") for part in parts)]
    found = {}
    for point, area in pairs:
        for known in taxonomy.read_points([str(point)], where):
            if own := taxonomy.read_area(str(area or ""), where):
                found[known] = own
    return found


def _numbered(entries: Sequence[Entry]) -> list[Entry]:
    """Count each citizen's complaint letters, in order of receipt; a number that the table gives stands."""
    by_citizen: defaultdict[str, list[int]] = defaultdict(list)
    for index, entry in enumerate(entries):
        by_citizen[entry.citizen].append(index)
    ordered = list(entries)
    for indices in by_citizen.values():
        number = 0
        # A letter with a year alone stands before those with a date in it; without either, before all.
        mine = sorted((entries[index] for index in indices), key=lambda e: e.received if e.month else f"{e.year or ''}")
        for index, entry in zip(indices, mine, strict=True):
            number += entry.complaint
            counted = entry.complaint_no or (number if entry.complaint else None)
            ordered[index] = replace(entry, complaint_no=counted)
    return ordered
