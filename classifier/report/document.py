"""What a report consists of: sections of text, tables and charts, each number with its place in the JSON object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

__all__ = [
    "Block", "Box", "Boxes", "Cell", "Chart", "Document", "Form", "Key", "KeyFigures", "Names", "Prose", "Section",
    "Sentence", "Table", "at", "label", "pointer",
]  # fmt: skip

Form = Literal["text", "count", "decimal", "percent", "share", "signed", "signed_percent", "signed_figure", "figure"]
"""How a value is printed: a whole number, one decimal, a percentage (0 to 100), a share of 1 as a percentage, with its
sign, or a figure from 0 to 1 with two decimals (with its sign)."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A value, and where it stands in the JSON object.

    Attributes
    ----------
    value : str, int, float or None
        None is unknown or hidden.
    form : str
        See ``Form``.
    source : str
        JSON Pointer (RFC 6901); empty for text.
    danish : bool
        True for words of the label book, which are Danish in every language.
    """

    value: str | int | float | None
    form: Form = "text"
    source: str = ""
    danish: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first cell of a row is its heading.

    Attributes
    ----------
    id : str
        Unique in the document; name of its sheet.
    title : str
        Its caption.
    columns : tuple of str
        Headings.
    rows : tuple of tuple of Cell
        Each as long as ``columns``.
    note : str
        Said below it.
    total : bool
        Whether the last row is a total.
    """

    id: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    total: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart, drawn from columns of its table.

    Attributes
    ----------
    kind : str
        ``stacked`` (bars; the columns named are stacked), ``grouped`` (bars beside each other), ``range`` (a point with
        an interval: the columns are value, lower and upper end) or ``line`` (the first column against the others).
    table : Table
        The data behind it.
    columns : tuple of int
        Positions of the columns drawn.
    description : str
        Text alternative: what is to be seen.
    axis : str
        What the numbers are.
    rows : tuple of int or None
        Positions of the rows drawn, top first; None draws all.
    ideal : str
        Lines only: name of a line from 0 to 1 on which both numbers are equal; empty for none.
    """

    kind: Literal["stacked", "grouped", "range", "line"]
    table: Table
    columns: tuple[int, ...]
    description: str
    axis: str
    rows: tuple[int, ...] | None = None
    ideal: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with numbers in it: ``{0}`` is the first cell."""

    text: str
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Names:
    """A short list of names under a heading."""

    title: str
    names: tuple[str, ...]
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """A key figure: what it is, and what is said beside it."""

    title: str
    cell: Cell
    beside: Sentence | None = None


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """Key figures in a row."""

    keys: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """Text from Markdown, as HTML that is safe to print."""

    html: str


@dataclass(frozen=True, slots=True)
class Box:
    """A case told in a box: title, text, and a line below; or a letter's text."""

    title: str
    text: str
    below: str = ""


@dataclass(frozen=True, slots=True)
class Boxes:
    """Boxes one after another."""

    boxes: tuple[Box, ...]


Block = Sentence | Table | Chart | Names | KeyFigures | Prose | Boxes


@dataclass(frozen=True, slots=True)
class Section:
    """A section with a heading."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A report.

    Attributes
    ----------
    title, subtitle : str
        Headings.
    language : str
        ``da`` or ``en``.
    sections : tuple of Section
        In order; the first gives the answer.
    figures : mapping
        The JSON object that all numbers come from.
    warnings : tuple of Sentence
        Said at the top: what the reader must know before anything else.
    mark : str
        Printed on top of every page (confidential); empty for none.
    footer : str
        How it was made.
    hidden : bool
        True where numbers are hidden for publication.
    """

    title: str
    subtitle: str
    language: str
    sections: tuple[Section, ...]
    figures: Mapping[str, Any]
    warnings: tuple[Sentence, ...] = ()
    mark: str = ""
    footer: str = ""
    hidden: bool = False


def pointer(*keys: str | int) -> str:
    """Return the JSON Pointer of a path.

    Parameters
    ----------
    *keys : str or int
        Outermost first.

    Returns
    -------
    str
        With ``~`` and ``/`` escaped.

    Examples
    --------
    >>> pointer("points", "by_unit", "Park/Vej")
    '/points/by_unit/Park~1Vej'
    """
    return "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in keys)


def at(figures: Mapping[str, Any], form: Form, *keys: str | int) -> Cell:
    """Return the cell of a number in the JSON object.

    Parameters
    ----------
    figures : mapping
        The JSON object.
    form : str
        See ``Form``.
    *keys : str or int
        Path of the number.

    Returns
    -------
    Cell
        With value None where the object holds none.
    """
    value: Any = figures
    for key in keys:
        if isinstance(value, list) and isinstance(key, int) and key < len(value):
            value = value[key]
        else:
            value = value.get(key) if isinstance(value, Mapping) else None
    return Cell(value, form, pointer(*keys))


def label(text: str, *, danish: bool = True) -> Cell:
    """Return a heading cell.

    Parameters
    ----------
    text : str
        A name.
    danish : bool, default True
        False for the report's own words.

    Returns
    -------
    Cell
        Text.
    """
    return Cell(text, danish=danish)
