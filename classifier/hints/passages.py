"""The sentences of a letter, as rough as hints need them: they never cross a line break."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["Passage", "passages", "windows"]

_MAX_TEXT = 200_000
_MAX_SENTENCE = 600
_END = re.compile(r"(?<=[.!?…])[\"”»)]?\s+(?=[\"“«(]?[A-ZÆØÅa-zæøå0-9])|\n+")
# A full stop that ends no sentence.
_SHORTENED = re.compile(
    r"(?:\b(?:kl|nr|ca|bl\.?a|f\.?eks|evt|mfl|tlf|vedr|pga|dvs|osv|jf|dr|hr|fr|skt|str|min|max|incl|ekskl|"
    r"\d{1,2})\.)[\"”»)]?$",
    re.IGNORECASE,
)
_LONGEST = 8
"""More characters than the longest of them has."""
_CAPITALS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅ")


class Passage(NamedTuple):
    """A stretch of a text and where it begins."""

    start: int
    text: str


def passages(text: str) -> list[Passage]:
    r"""Split a text into sentences.

    Parameters
    ----------
    text : str
        A letter; what follows its first 200,000 characters is passed over.

    Returns
    -------
    list of Passage
        In order, without blanks around; very long ones are cut.

    Examples
    --------
    >>> [item.text for item in passages("Det er kl. 9. Han kom ikke!\nHej")]
    ['Det er kl. 9.', 'Han kom ikke!', 'Hej']
    """
    found: list[Passage] = []
    start = 0
    text = text[:_MAX_TEXT]
    for match in _END.finditer(text):
        piece = text[start : match.start()]
        if (
            piece.endswith(".")
            and "\n" not in match.group()
            and _SHORTENED.search(piece, max(len(piece) - _LONGEST, 0))
            and text[match.end() : match.end() + 1] not in _CAPITALS
        ):
            continue
        found += _pieces(start, piece)
        start = match.end()
    found += _pieces(start, text[start:])
    return found


def _pieces(start: int, piece: str) -> list[Passage]:
    pieces: list[Passage] = []
    for offset in range(0, len(piece), _MAX_SENTENCE):
        part = piece[offset : offset + _MAX_SENTENCE]
        stripped = part.strip()
        if stripped:
            pieces.append(Passage(start + offset + part.index(stripped[0]), stripped))
    return pieces


def windows(text: str, sentences: list[Passage], size: int) -> list[Passage]:
    """Join neighbouring sentences.

    Parameters
    ----------
    text : str
        What the sentences were split from.
    sentences : list of Passage
        In order.
    size : int
        Sentences in a window.

    Returns
    -------
    list of Passage
        One a sentence: it and the ``size - 1`` that follow, as they stand in the text.
    """
    return [
        Passage(first.start, text[first.start : last.start + len(last.text)])
        for first, last in (
            (item, sentences[min(index + size, len(sentences)) - 1]) for index, item in enumerate(sentences)
        )
    ]
