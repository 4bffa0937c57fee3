"""Cells of a table as text: numbers, dates, lists and objects, and Danish dates as ISO 8601."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, time

__all__ = ["as_text", "escape_formula", "iso_date", "unescape_formula"]

_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("januar jan", "februar feb", "marts mar", "april apr", "maj", "juni jun", "juli jul", "august aug",
         "september sep sept", "oktober okt", "november nov", "december dec"),
        1,
    )
    for name in names.split()
}  # fmt: skip
_TIME = r"(?:[ T,]+(?:kl\.? *)?(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?)?"
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}.*)?")
_DANISH = re.compile(r"(\d{1,2})(?:\. ?|[/-])(\d{1,2})(?:\. ?|[/-])(\d{4}|\d{2})" + _TIME)
_WORDS = re.compile(r"(?:den )?(\d{1,2})\.? ?([a-z]+)\.? (\d{4})" + _TIME)


def as_text(value: object) -> str:
    """Return a cell's value as text.

    Parameters
    ----------
    value : object
        What a reader of XLSX, Parquet or JSON gives.

    Returns
    -------
    str
        Empty for None and for a number that is none; whole numbers without decimals; dates in ISO 8601, without a time
        at midnight; lists of plain values joined by ``; ``; other nested values as JSON. Lone surrogates, which no file
        can hold, become U+FFFD.

    Examples
    --------
    >>> as_text(12.0), as_text(None), as_text(date(2024, 3, 1)), as_text(["a", "b"])
    ('12', '', '2024-03-01', 'a; b')
    """
    if isinstance(value, str):
        return value if value.isascii() else _SURROGATE.sub("\ufffd", value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime):
        return (value.date() if value.time() == time() and value.tzinfo is None else value).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    if isinstance(value, list) and all(isinstance(item, str | int | float) for item in value):
        return "; ".join(as_text(item) for item in value)
    if isinstance(value, list | dict):
        return _SURROGATE.sub("\ufffd", json.dumps(value, ensure_ascii=False, default=as_text))
    return str(value)


def _number(value: float) -> str:
    if value != value:
        return ""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def iso_date(text: str) -> str:
    """Return a Danish or ISO date, with or without a time, in ISO 8601.

    Parameters
    ----------
    text : str
        As a table holds it; the day stands before the month.

    Returns
    -------
    str
        The same text where it is no date.

    Examples
    --------
    >>> iso_date("3/2-2024"), iso_date("03-02-2024 kl. 9.15"), iso_date("3. februar 2024"), iso_date("i går")
    ('2024-02-03', '2024-02-03T09:15:00', '2024-02-03', 'i går')
    """
    text = text.strip()
    try:
        if _ISO.fullmatch(text):
            return datetime.fromisoformat(text).isoformat() if len(text) > 10 else date.fromisoformat(text).isoformat()
        if match := _DANISH.fullmatch(text):
            day, month, year = int(match[1]), int(match[2]), int(match[3])
        elif (match := _WORDS.fullmatch(text.casefold())) and match[2] in _MONTHS:
            day, month, year = int(match[1]), _MONTHS[match[2]], int(match[3])
        else:
            return text
        found = date(year + 2000 if year < 100 else year, month, day)
        if match[4] is None:
            return found.isoformat()
        clock = time(int(match[4]), int(match[5]), int(match[6] or 0))
        return datetime.combine(found, clock).isoformat()
    except ValueError:
        return text


def escape_formula(text: str) -> str:
    """Put an apostrophe before a cell that a spreadsheet could run as a formula.

    Parameters
    ----------
    text : str
        A cell that is no number of ours.

    Returns
    -------
    str
        Begins with none of ``= + - @``, tab or line break; ``unescape_formula`` gives the text back.

    Examples
    --------
    >>> escape_formula("=1+1"), escape_formula("Kære")
    ("'=1+1", 'Kære')
    """
    return "'" + text if _FORMULA.match(text) else text


def unescape_formula(text: str) -> str:
    """Take away the apostrophe that ``escape_formula`` put before a cell.

    Parameters
    ----------
    text : str
        A cell of a CSV or XLSX file.

    Returns
    -------
    str
        As it was before.

    Examples
    --------
    >>> unescape_formula("'=1+1"), unescape_formula("'citat'")
    ('=1+1', "'citat'")
    """
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
