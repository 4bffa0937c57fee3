"""Tables in a letter: the head of a column says what its cells hold."""

from __future__ import annotations

import re

from classifier.masking import cues
from classifier.masking.lexicon import Kind, kind_of
from classifier.masking.spans import Span

__all__ = ["find_cells"]

_SIGNS = ("|", ";", "\t")
# What a column's head begins with, and what its cells are.
_HEADS = (
    (
        "FØDSELSDATO",
        re.compile(r"f\.?(?:\s?d(?:t|ato)?)?\.?|født|født(?: den)?|fød(?:sels)?(?:dato|dag|år)\w{0,3}|born|birth\w*"),
    ),
    ("CPR", re.compile(r"cpr\W?(?:nr|nummer)?\.?|person(?:nr|nummer)\.?")),
    ("TELEFON", re.compile(r"(?:tlf|telefon|tel|mobil|mob)\.?\W?(?:nr|nummer)?\.?")),
    ("KONTO", re.compile(r"(?:konto|kto|reg|iban|kort)\W?(?:nr|nummer)?\.?")),
    ("SAGSNR", re.compile(r"(?:sags?|journal|j|kunde|faktura|ordre|police)\W?(?:nr|nummer|id)\.?")),
    ("NUMMERPLADE", re.compile(r"(?:nummer)?plade|reg\.?\W?nr\.?(?: bil)?")),
    (
        "NAVN",
        re.compile(
            r"(?:(?:for|efter|fulde )?navn|medarbejder|borger|barn|elev|vagt|lærer|pædagog|kontakt(?:person)?|klager|part|beboer|patient|mor|far|forælder|værge|sagsbehandler|deltager|vikar|hjælper|leder|ansøger|pårørende|person|kommet|fra)e?s?"
        ),
    ),
    ("ADRESSE", re.compile(r"adresse|bopæl|adr\.?")),
)
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_DIGIT = re.compile(r"\d")
_LONGEST = 60
_MOST_WORDS = 5


def find_cells(text: str) -> list[Span]:
    r"""Find numbers and dates in columns whose head names them.

    Parameters
    ----------
    text : str
        The letter.

    Returns
    -------
    list of Span
        One a cell that holds a digit or the words of a name, below a head such as "Født" or "Telefon"; a table ends at a line without its sign.

    Examples
    --------
    >>> [span.kind for span in find_cells("Navn | Født\nBodil | 3/4 14\nIb | 2011")]
    ['NAVN', 'FØDSELSDATO', 'NAVN', 'FØDSELSDATO']
    """
    spans: list[Span] = []
    sign = ""
    columns: dict[int, str] = {}
    start = 0
    for line in text.split("\n"):
        if sign and sign not in line:
            sign, columns = "", {}
        if sign:
            spans += _row(line, start, sign, columns)
        else:
            sign = next((each for each in _SIGNS if each in line), "")
            columns = _columns(line, sign) if sign and len(line) < 400 else {}
            if not columns:
                sign = ""
        start += len(line) + 1
    return spans


def _columns(line: str, sign: str) -> dict[int, str]:
    """Return the kind of each column that a head names."""
    heads = [cell.strip(" *:_").lower() for cell in line.split(sign)]
    return {
        index: kind for index, head in enumerate(heads) for kind, pattern in _HEADS if head and pattern.fullmatch(head)
    }


def _names(cell: str) -> list[tuple[int, int]]:
    """Return the words of a cell below "Navn" or "Borger" that are names: with a capital, one of them no plain word."""
    words = list(_WORD.finditer(cell))
    if len(words) > _MOST_WORDS:
        return []
    named = [match for match in words if match[0][0].isupper() and match[0].lower() not in cues.NO_NAME]
    # "Nordkvist" is a compound of words and yet a name beside another; "vikar" and "Ukendt" are not.
    return [match.span() for match in named] if any(not _plain(match[0].lower()) for match in named) else []


def _plain(lower: str) -> bool:
    """Return whether a word is an ordinary one, a place or a body, and no name too."""
    kind = kind_of(lower)
    return kind & (Kind.WORD | Kind.BODY | Kind.PLACE) != 0 and not kind & Kind.NAME


def _row(line: str, start: int, sign: str, columns: dict[int, str]) -> list[Span]:
    spans: list[Span] = []
    at = start
    for index, cell in enumerate(line.split(sign)):
        text = cell.strip()
        if index in columns and len(text) <= _LONGEST:
            left = at + cell.index(text)
            if columns[index] == "NAVN":
                spans += [Span(left + a, left + b, "NAVN") for a, b in _names(text)]
            elif _DIGIT.search(text):
                spans.append(Span(left, left + len(text), columns[index]))
        at += len(cell) + len(sign)
    return spans
