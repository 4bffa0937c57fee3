"""Numbers told in words, as they are dictated: "tre ni, seks to, nul fire, en syv"."""

from __future__ import annotations

import re

from classifier.masking.spans import Span

__all__ = ["NUMBER_WORD", "find_spoken"]

_ONES = r"nul|en|et|to|tre|fire|fem|seks|syv|otte|ni"
_TENS = (
    r"tyve|tredive|fyrre|fyrretyve|halvtreds|halvtredsindstyve|tres|tresindstyve|halvfjerds|firs|firsindstyve|halvfems"
)
NUMBER_WORD = rf"(?:(?:(?:en|to|tre|fire|fem|seks|syv|otte|ni)og)?(?:{_TENS})|ti|elleve|tolv|tretten|fjorten|femten|seksten|sytten|atten|nitten|{_ONES})"
"""A number below a hundred in words, small."""
_BETWEEN = r"(?:[ \t\u00a0]?[,\-–/]?[ \t\u00a0\n]{1,2}(?:og |komma |så )?|-)"
_RUN = re.compile(rf"(?<![\w]){NUMBER_WORD}(?:{_BETWEEN}(?:{NUMBER_WORD}(?![\w])|\d{{1,4}}(?!\d))){{3,24}}(?![\w])")
_WORD = re.compile(r"\w+")
_SHORT = frozenset(_ONES.split("|"))
# At least three of these stand in nearly every number of six digits that is told in words.
_CUES = (
    "nul",
    "syv",
    "otte",
    "seks",
    "halv",
    "tyve",
    "tredive",
    "fire",
    "fem",
    "fyrre",
    "tres",
    "firs",
    " tre",
    " ni ",
)
_FEWEST = 6
# How far the words of one number stand from each other at most.
_NEAR = 60
_KINDS = (("CPR", re.compile(r"cpr|personnummer")), ("KONTO", re.compile(r"kont|reg|iban|kort")))


def find_spoken(text: str) -> list[Span]:
    """Find telephones, accounts and CPR numbers that are told in words.

    Parameters
    ----------
    text : str
        The letter.

    Returns
    -------
    list of Span
        ``TELEFON``, or ``CPR`` and ``KONTO`` behind a word for them; of six digits or more.

    Examples
    --------
    >>> [span.kind for span in find_spoken("Ring på tre ni, seks to, nul fire, en syv. Vi var fire, fem eller seks.")]
    ['TELEFON']
    """
    lower = text.lower()
    if len(lower) != len(text):
        return []
    spans: list[Span] = []
    for start, end in _crowds(lower):
        spans += _runs(lower, start, end)
    return spans


def _crowds(lower: str) -> list[tuple[int, int]]:
    """Return the stretches where at least three words for numbers stand near each other: most letters have none."""
    starts: list[int] = []
    for cue in _CUES:
        at = lower.find(cue)
        while at >= 0:
            starts.append(at)
            at = lower.find(cue, at + 1)
    if len(starts) < 3:
        return []
    starts.sort()
    crowds: list[tuple[int, int]] = []
    for first, third in zip(starts, starts[2:], strict=False):
        if third - first > _NEAR:
            continue
        if crowds and first - _NEAR <= crowds[-1][1]:
            crowds[-1] = (crowds[-1][0], third + _NEAR)
        else:
            crowds.append((max(first - _NEAR, 0), third + _NEAR))
    return crowds


def _runs(lower: str, start: int, end: int) -> list[Span]:
    spans: list[Span] = []
    for match in _RUN.finditer(lower, start, end):
        if _digits(match[0]) < _FEWEST:
            continue
        before = lower[max(match.start() - 45, 0) : match.start()]
        found = [(hit.start(), kind) for kind, cue in _KINDS for hit in cue.finditer(before)]
        spans.append(Span(*match.span(), max(found)[1] if found else "TELEFON"))
    return spans


def _digits(run: str) -> int:
    """Return how many digits the words of a run stand for."""
    count = 0
    words = _WORD.findall(run)
    for index, word in enumerate(words):
        if word.isdigit():
            count += len(word)
        elif word in _SHORT:
            # "syv og halvtreds" is one number of two digits.
            count += 0 if words[index + 1 : index + 2] == ["og"] else 1
        elif word not in ("og", "komma", "så"):
            count += 2
    return count
