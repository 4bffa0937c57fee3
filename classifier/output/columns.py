"""The columns of an output table: their order, their type, and what they mean in Danish."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from classifier.ingest.cells import as_text
from classifier.taxonomy import Taxonomy

__all__ = ["Column", "Layout", "Rows", "columns_of", "flatten", "table_rows"]

Rows = Literal["tagged", "letters", "labelled"]
"""Which rows are written: suggestions (``tag``), letters (``letters``), or letters with confirmed labels."""

Type = Literal["text", "integer", "number", "boolean", "texts", "passages", "counts", "scores", "records"]

SCORE = "score:"
"""What the name of a point's score column begins with."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an output table.

    Attributes
    ----------
    name : str
        As in the header, and as the key of a row.
    type : str
        ``text``, ``integer``, ``number``, ``boolean``; ``texts`` (a list), ``passages`` (point to passages), ``counts``
        (kind to number), ``scores`` (point to probability), ``records`` (a list of objects with the keys of ``parts``).
    meaning : str
        In Danish, for the sheet that explains the columns.
    parts : tuple of (str, str)
        For records: name and type of each key.
    """

    name: str
    type: Type
    meaning: str = ""
    parts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """What rows a table gets.

    Attributes
    ----------
    rows : str
        ``tagged``, ``letters`` or ``labelled``.
    long : bool
        True: a row a letter and point, and one for a letter without points.
    flat : bool
        True for tables whose cells hold one value (CSV, XLSX), False where they hold lists and objects (Parquet).
    taxonomy : Taxonomy or None
        Gives score columns their order, points their names.
    """

    rows: Rows
    long: bool
    flat: bool
    taxonomy: Taxonomy | None


_HINTS = Column(
    "hints",
    "records",
    "Ses først: akut, eller uden for ombudsmandens kompetence. Uden hint kan det stadig haste.",
    (("kind", "text"), ("reason", "text"), ("passage", "text")),
)
_ID = Column("id", "text", "Brevets id, uændret fra det indlæste; #2 er et brev med et id, der allerede var brugt.")
_RECEIVED = Column("received", "text", "Modtaget (år-måned-dag).")
_CITIZEN = (
    Column("citizen", "text", "Nøgle for borgeren, hvis den kendes."),
    Column("complaint_no", "integer", "Borgerens klage nummer 1, 2, …, hvis det vides."),
    Column("writer", "text", "Hvem der skriver: self (borgeren), relative (pårørende), representative, note (notat)."),
)
_SUGGESTED = (
    Column("kind", "text", "Foreslået henvendelsestype."),
    Column("area", "text", "Foreslået opgaveområde."),
    Column("unit", "text", "Foreslået enhed under området."),
)
_POINTS = (
    Column("points", "texts", "Foreslåede klagepunkter (id'er adskilt af semikolon)."),
    Column("groups", "texts", "Klagepunkternes hovedgrupper."),
)
_EVIDENCE = Column(
    "evidence", "passages", "De steder i brevet, der bærer hvert forslag: en linje pr. sted, »punkt: sted«."
)
_POINT = (
    Column("point", "text", "Ét foreslået klagepunkt; tomt for et brev uden forslag."),
    Column("point_name", "text", "Klagepunktets navn."),
    Column("group", "text", "Klagepunktets hovedgruppe."),
    Column("score", "number", "Sandsynlighed for klagepunktet (0 til 1)."),
    Column("evidence", "text", "De steder i brevet, der bærer forslaget, et pr. linje."),
)
_REVIEW = (
    Column("needs_review", "boolean", "Sand, hvis et menneske skal se på forslagene, før de bruges."),
    Column("review_reasons", "texts", "Hvorfor."),
    _HINTS,
    Column("thread", "text", "Nøgle for den tråd, brevet hører til."),
    *_CITIZEN,
    Column("model", "text", "Modellens navn og fingeraftryk."),
)
_LETTER = (
    _ID,
    Column("source", "text", "Filen, og rækken eller brevet i den."),
    _RECEIVED,
    Column("sender", "text", "Afsender, eller nøgle for afsenderen."),
    Column("thread", "text", "Nøgle for den tråd, brevet hører til."),
    Column("subject", "text", "Emne."),
    Column("text", "text", "Brevets tekst."),
    Column(
        "removed",
        "records",
        "Hvad der er skåret fra, og efter hvilken regel.",
        (("kind", "text"), ("rule", "text"), ("characters", "integer"), ("text", "text")),
    ),
    Column("masked", "counts", "Antal maskerede oplysninger af hver slags."),
    Column(
        "attachments",
        "records",
        "Vedhæftede filer: navn, om den er læst, og hvorfor ikke.",
        (("name", "text"), ("read", "boolean"), ("reason", "text")),
    ),
    _HINTS,
    *_CITIZEN,
)
_LABELLED = (
    _ID,
    _RECEIVED,
    Column("year", "text", "Året, henvendelsen tælles i."),
    Column("subject", "text", "Emne."),
    Column("text", "text", "Brevets tekst."),
    Column("kind", "text", "Henvendelsestype."),
    Column("area", "text", "Opgaveområde."),
    Column("unit", "text", "Enhed under området."),
    Column("points", "texts", "Klagepunkter (id'er adskilt af semikolon)."),
    Column("evidence", "passages", "De steder i brevet, der bærer hvert punkt: en linje pr. sted, »punkt: sted«."),
    Column("point_areas", "text", "Punkter, hvis område ikke er brevets: »punkt: område«."),
    Column("sender", "text", "Afsender, eller nøgle for afsenderen."),
    Column("thread", "text", "Nøgle for den tråd, brevet hører til."),
    *_CITIZEN,
    Column("resident", "text", "Om borgeren bor i kommunen (ja, nej)."),
    Column("channel", "text", "Hvordan henvendelsen kom."),
    Column("answered_by_office", "text", "Besvaret uden forvaltningen (ja, nej)."),
    Column("register", "text", "nej: tælles ikke med."),
    Column("model", "text", "Modellen, hvis intet menneske har bekræftet; ellers tom."),
)
_PASSED_ON = "Kolonne fra det indlæste, uændret."


def columns_of(layout: Layout, extra: Iterable[str] = ()) -> tuple[Column, ...]:
    """Return the columns of a table, in order.

    Parameters
    ----------
    layout : Layout
        What rows it gets.
    extra : iterable of str
        Names of the input's columns that are passed through; they stand last.

    Returns
    -------
    tuple of Column
        The same for every run with the same layout and label book, but for the extra ones.
    """
    columns: tuple[Column, ...]
    if layout.rows != "tagged":
        columns = _LETTER if layout.rows == "letters" else _LABELLED
    elif layout.long:
        columns = (_ID, _RECEIVED, *_SUGGESTED, *_POINT, *_REVIEW)
    else:
        scores: Sequence[Column] = [Column("scores", "scores", "Sandsynlighed (0 til 1) for hvert klagepunkt.")]
        if layout.flat and layout.taxonomy:
            meaning = "Sandsynlighed (0 til 1) for klagepunktet {}."
            scores = [
                Column(SCORE + point.id, "number", meaning.format(point.name)) for point in layout.taxonomy.points
            ]
        columns = (_ID, _RECEIVED, *_SUGGESTED, *_POINTS, _EVIDENCE, *_REVIEW, *scores)
    known = {column.name for column in columns}
    return (*columns, *(Column(name, "text", _PASSED_ON) for name in extra if name not in known))


def table_rows(row: Mapping[str, Any], layout: Layout) -> Iterator[dict[str, Any]]:
    """Turn a row in its JSON Lines form into the rows of a table.

    Parameters
    ----------
    row : mapping
        As the output contract has it.
    layout : Layout
        What rows the table gets.

    Yields
    ------
    dict
        One, or with ``long`` one a point.
    """
    if layout.rows != "tagged":
        yield dict(row)
        return
    scores = row.get("scores") or {}
    if not layout.long:
        yield {**row, **({SCORE + point: score for point, score in scores.items()} if layout.flat else {})}
        return
    for point in row.get("points") or [""]:
        taxonomy = layout.taxonomy if layout.taxonomy and point in layout.taxonomy.point_ids else None
        passages = (row.get("evidence") or {}).get(point, [])
        yield {
            **row,
            "point": point,
            "point_name": taxonomy.point(point).name if taxonomy else "",
            "group": taxonomy.groups_of([point])[0] if taxonomy else "",
            "score": scores.get(point),
            "evidence": "\n".join(passages),
        }


def flatten(value: object) -> str | int | float | None:
    r"""Return a value as one cell.

    Parameters
    ----------
    value : object
        What a row in its JSON Lines form holds.

    Returns
    -------
    str, int, float, bool or None
        Lists joined by ``; ``, objects of numbers as ``key: number`` likewise; objects of passages a line a passage,
        lists of objects a line an object.

    Examples
    --------
    >>> flatten(["begrundelse", "aktindsigt"]), flatten({"CPR": 2, "NAVN": 1})
    ('begrundelse; aktindsigt', 'CPR: 2; NAVN: 1')
    >>> flatten({"begrundelse": ["Hvorfor?", "Ingen forklaring."]})
    'begrundelse: Hvorfor?\nbegrundelse: Ingen forklaring.'
    """
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Mapping):
        if all(isinstance(item, list | tuple) for item in value.values()):
            return "\n".join(f"{key}: {part}" for key, parts in value.items() for part in parts)
        return "; ".join(f"{key}: {as_text(item)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        if any(isinstance(item, Mapping) for item in value):
            return "\n".join(" | ".join(as_text(part) for part in item.values()) for item in value)
        return "; ".join(as_text(item) for item in value)
    return as_text(value)
