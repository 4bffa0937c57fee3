"""Which column of a table is what: the fields of a letter, labels, and columns that are passed through."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from classifier.ingest.cells import as_text, iso_date
from classifier.records import Letter, Skipped

__all__ = ["FIELDS", "LABELS", "NEEDED", "Columns", "Row", "fold", "lay_out", "to_letter"]

NEEDED = ("id", "text")
"""Columns without which a table holds no letters."""

FIELDS: Mapping[str, tuple[str, ...]] = {
    "id": ("brev-id", "journalnr", "journalnummer"),
    "text": ("tekst", "brev", "brevtekst", "henvendelse", "indhold"),
    "subject": ("emne", "overskrift"),
    "received": ("modtaget", "modtaget dato", "modtagelsesdato", "dato", "date"),
    "sender": ("afsender", "fra"),
    "thread": ("tråd",),
    "citizen": ("borger",),
    "complaint_no": ("klagenr", "klagenummer"),
    "writer": ("skribent",),
}
"""A letter's fields, each with the other names that a column may have."""

LABELS: Mapping[str, tuple[str, ...]] = {
    "kind": ("henvendelsestype", "slags"),
    "area": ("område", "opgaveområde"),
    "unit": ("enhed",),
    "points": ("klagepunkter", "punkter"),
    "evidence": ("belæg",),
    "year": ("år", "årstal"),
    "groups": ("hovedgrupper",),
    "point_areas": (),
    "point": ("klagepunkt",),
    "point_name": (),
    "group": ("hovedgruppe",),
    "score": (),
    **dict.fromkeys(
        ("scores", "needs_review", "review_reasons", "hints", "model", "masked", "removed", "attachments"), ()
    ),
}
"""Columns that only ``read_labelled`` looks at, and that no other command passes through."""

_SCORE = "score:"
_WRITERS = {
    "pårørende": "relative", "repræsentant": "representative", "partsrepræsentant": "representative", "notat": "note",
    **{name: name for name in ("self", "relative", "representative", "note")},
}  # fmt: skip


def fold(name: str) -> str:
    """Return a column's name as it is compared: without case, white space, hyphens, underscores and full stops.

    Parameters
    ----------
    name : str
        As the table has it.

    Returns
    -------
    str
        The folded name.

    Examples
    --------
    >>> fold("Modtaget dato"), fold("\ufeffCase_No.")
    ('modtagetdato', 'caseno')
    """
    return re.sub(r"[\s\-_.\ufeff]+", "", name.casefold())


_FIELD_NAMES = {fold(name): field for field in FIELDS for name in (field, *FIELDS[field])}
_LABEL_NAMES = {fold(name): label for label in LABELS for name in (label, *LABELS[label])}
_EXACT = frozenset(fold(name) for name in (*FIELDS, *LABELS))


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table.

    Attributes
    ----------
    number : str
        As a spreadsheet shows it (the header is row 1), the line of a JSON Lines file, the row of a Parquet file from
        1; with the sheet before it where a workbook has letters on several sheets.
    names : tuple of str
        The columns' names.
    values : sequence
        One a column.
    """

    number: str
    names: tuple[str, ...]
    values: Sequence[object]


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a table has what.

    Attributes
    ----------
    fields, labels : mapping of str to int
        Field of a letter, or label, to the position of its column.
    extra : tuple of (str, int)
        Name and position of each other column, in order.
    unnamed : tuple of (str, int)
        The same for columns without a name; passed through only where they hold something.
    """

    fields: Mapping[str, int]
    labels: Mapping[str, int]
    extra: tuple[tuple[str, int], ...]
    unnamed: tuple[tuple[str, int], ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Needed columns that are not there."""
        return tuple(name for name in NEEDED if name not in self.fields)


@lru_cache(maxsize=256)
def lay_out(names: tuple[str, ...]) -> Columns:
    """Find out what each column of a table is.

    Parameters
    ----------
    names : tuple of str
        The header.

    Returns
    -------
    Columns
        A column named exactly as a field comes before one with another name for it. A second column for the same
        field is passed through under its own name; a column without a name as ``column N``.
    """
    folded = [fold(name) for name in names]
    fields: dict[str, int] = {}
    labels: dict[str, int] = {}
    exact = [index for index, name in enumerate(folded) if name in _EXACT]
    for index in (*exact, *range(len(names))):
        if field := _FIELD_NAMES.get(folded[index]):
            fields.setdefault(field, index)
        elif label := _LABEL_NAMES.get(folded[index]):
            labels.setdefault(label, index)
    taken = set(fields.values())
    extra: dict[str, int] = {}
    unnamed = []
    for index, name in enumerate(names):
        if index in taken or folded[index] in _LABEL_NAMES or folded[index].startswith(_SCORE):
            continue
        name = name.strip().lstrip("\ufeff")
        if not name:
            unnamed.append((f"column {index + 1}", index))
            continue
        extra[name if name not in extra and name not in FIELDS else f"{name} {index + 1}"] = index
    return Columns(fields, labels, tuple(extra.items()), tuple(unnamed))


def to_letter(row: Row, columns: Columns, source: str) -> Letter | Skipped:
    """Make a letter of a row.

    Parameters
    ----------
    row : Row
        A row of the table.
    columns : Columns
        Of the same table.
    source : str
        The table as reached from the path given.

    Returns
    -------
    Letter or Skipped
        Skipped (failed) where the row has no id or no place for a text.
    """
    where = f"{source}#{row.number}"
    if columns.missing:
        return Skipped(where, f"The row has no {' and no '.join(columns.missing)}.")

    def text_of(field: str) -> str:
        index = columns.fields.get(field)
        return as_text(row.values[index]).strip() if index is not None else ""

    letter_id = text_of("id")
    if not letter_id:
        return Skipped(where, "The row has no id.")
    number = text_of("complaint_no")
    return Letter(
        id=letter_id,
        text=as_text(row.values[columns.fields["text"]]),
        subject=text_of("subject"),
        received=iso_date(text_of("received")),
        sender=text_of("sender"),
        thread=text_of("thread"),
        citizen=text_of("citizen"),
        complaint_no=int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None,
        writer=_WRITERS.get(text_of("writer").casefold(), "self"),
        source=where,
        extra=dict(_extra(row, columns)),
    )


def _extra(row: Row, columns: Columns) -> Iterator[tuple[str, str]]:
    for name, index in columns.extra:
        yield name, as_text(row.values[index])
    for name, index in columns.unnamed:
        if text := as_text(row.values[index]):
            yield name, text
