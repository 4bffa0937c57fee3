"""Numbers of the written form of a CPR number, telephone, account, case number, plate or date of birth.

Two families of rules. A *named* number stands after a word that says what it is ("cpr.nr.", "tlf", "konto") and is masked
in nearly any form. A *shaped* number has the form alone; it is left where it is also an amount, a date, a time or a
section of law. Every repetition is bounded, so that time grows with the length of the text and no faster.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from classifier.masking.number_patterns import (
    ABROAD,
    ACCOUNT,
    BIRTH_CUES,
    BORN_THEN,
    BORN_WORDY,
    CASE,
    CHILD_DATE,
    CLOCK_PAIR,
    CLOCKS,
    COUNTED,
    CPR,
    DAYS,
    FROM_YEAR,
    IP,
    KEPT,
    KIN_DATE,
    LAW_REPORT,
    LONG,
    MONTH_YEAR,
    NAMED,
    NAMED_CUES,
    PHONE,
    PLATE,
    ROUND,
    SECOND_DATE,
    SHAPED,
    SIGNED_DATE,
    THEN_BORN,
    TRAILING_DAY,
    TRAILING_UNIT,
    TWO_LETTER_WORDS,
    YEAR_PAIR,
)
from classifier.masking.spans import Span

__all__ = ["find_numbers"]

SHAPES = (
    ("TELEFON", 7, ABROAD),
    ("KONTO", 9, ACCOUNT),
    ("CPR", 6, CPR),
    ("NUMMERPLADE", 5, PLATE),
    ("SAGSNR", 3, CASE),
    ("TELEFON", 7, PHONE),
    ("IP", 4, IP),
    ("KONTO", 7, LONG),
)
"""Numbers told by their shape, in the order in which they are looked for, with the least number of digits of each."""
_CUED = tuple(zip(NAMED, NAMED_CUES, strict=True))
_LEAST_DIGITS = min(digits for _, digits, _ in (*NAMED, *SHAPES))
_PIECE = 1500
_MISREAD_CUE = re.compile(r"\d[oOlI][\d \-.]|\d[ .\-][oOlI](?:\d|[oO][ .\-]\d)")
_MISREAD = re.compile(
    r"(?<=\d[ .\-])[oO](?=[oO][ .\-]\d)|(?<=[ .\-][oO])[oO](?=[ .\-]\d)|(?<=\d)[oO](?=\d|[ .\-]\d)|(?<=\d[ .\-])[oOlI](?=\d)|(?<=\d)[lI](?=\d)"
)
_OVERLAP = 80


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches around digits: all that the rules can match lies inside one."""
    start = end = -1
    for match in re.finditer(r"\d[\d\s.,/\-–]{0,60}", text):
        if start < 0:
            start, end = max(match.start() - 70, 0), match.end() + 60
        elif match.start() - 70 <= end:
            end = match.end() + 60
        else:
            yield start, min(end, len(text))
            start, end = match.start() - 70, match.end() + 60
    if start >= 0:
        yield start, min(end, len(text))


def find_numbers(text: str) -> list[Span]:
    """Find CPR numbers, telephones, accounts, case numbers, plates and dates of birth.

    Parameters
    ----------
    text : str
        The letter.

    Returns
    -------
    list of Span
        In no order; may overlap.

    Examples
    --------
    >>> [span.kind for span in find_numbers("cpr.nr. 320299 1234, tlf. 00471193, jeg fik 12.500 kr. den 3. maj 2024")]
    ['CPR', 'TELEFON']
    """
    spans: list[Span] = []
    if _MISREAD_CUE.search(text):
        # A scanner, or a finger, wrote letters for digits: 39 6o 11 74, 310455-2O16.
        text = _MISREAD.sub(lambda match: "0" if match[0] in "oO" else "1", text)
    for start, end in _windows(text):
        # Whoever writes nothing but numbers is read in pieces that overlap, for each piece compares its finds.
        for piece in range(start, end, _PIECE):
            spans += _find_in(text, max(piece - _OVERLAP, start), min(piece + _PIECE, end))
    if "fød" in text or "Fød" in text:
        spans += [Span(*match.span("date"), "FØDSELSDATO") for match in BORN_WORDY.finditer(text)]
    return spans


def _find_in(text: str, start: int, end: int) -> list[Span]:
    found: list[Span] = []
    stays: list[tuple[int, int]] | None = None

    def kept() -> list[tuple[int, int]]:
        nonlocal stays
        if stays is None:
            stays = [match.span() for match in KEPT.finditer(text, start, end)]
        return stays

    def free(left: int, right: int, spans: Iterable[tuple[int, int]]) -> bool:
        return all(right <= first or last <= left for first, last in spans)

    def covered(left: int, right: int) -> bool:
        return not free(left, right, ((span.start, span.end) for span in found))

    found += _birth_dates(text, start, end)
    window = text[start:end].lower()
    n_digits = len(COUNTED.findall(window))
    if n_digits < _LEAST_DIGITS:
        return found
    for (kind, digits, pattern), words in _CUED:
        if n_digits < digits:
            continue
        # Written out, for this loop is where most of the time goes: a generator for each pattern takes twice as long.
        for word in words:
            if word in window:
                break
        else:
            continue
        for match in pattern.finditer(text, start, end):
            left, right = match.span(1)
            value = match[1]
            if len(COUNTED.findall(value)) < digits or covered(left, right):
                continue
            if (
                kind not in ("CPR", "NUMMERPLADE")
                and not (kind == "SAGSNR" and digits == 3)
                and not free(left, right, kept())
            ):
                continue
            if kind == "TELEFON" and digits == 7 and CASE.fullmatch(value) and not PHONE.fullmatch(value):
                continue
            if kind == "NUMMERPLADE" and value[:2].lower().strip() in TWO_LETTER_WORDS and not value[:2].isupper():
                continue
            found.append(Span(left, right, kind))
    if not SHAPED.search(text, start, end):
        return found
    for kind, digits, pattern in SHAPES:
        if n_digits < digits:
            continue
        for match in pattern.finditer(text, start, end):
            left, right = match.span()
            if not free(left, right, ((s.start, s.end) for s in found if kind != "CPR" or s.kind != "FØDSELSDATO")):
                continue
            inside = [(a, b) for a, b in kept() if a < right and left < b]
            if (
                inside
                and kind != "CPR"
                and not _outgrows(left, right, inside, kind, re.search(r"[A-ZÆØÅ]", match[0]) is not None)
            ):
                continue
            if kind == "NUMMERPLADE" and (match[1] or match[2] or match[3]).lower() in TWO_LETTER_WORDS:
                continue
            if kind == "TELEFON" and pattern is PHONE and len(COUNTED.findall(match[0])) < 8:
                continue
            if kind in ("SAGSNR", "TELEFON") and _plain(match[0], text, right):
                continue
            if kind == "KONTO" and pattern is ACCOUNT and not _account(match[0]):
                continue
            found.append(Span(left, right, kind))
    return found


def _account(value: str) -> bool:
    """Return whether a shape has the digits of an account, and is no row of years or of telephones."""
    digits = len(COUNTED.findall(value))
    groups = re.findall(r"\d+", value)
    return digits >= 9 and not all(len(group) == 4 and group[:2] in ("19", "20") for group in groups)


def _outgrows(left: int, right: int, kept: list[tuple[int, int]], kind: str, lettered: bool) -> bool:
    """A date or amount inside a longer number is a part of it: 27.36.00-G01-12-23, 12.03.61-1234."""
    inside = sum(b - a for a, b in kept)
    if kind == "SAGSNR" and lettered:
        return True
    return (
        kind in ("CPR", "SAGSNR", "KONTO", "TELEFON")
        and right - left >= inside + 4
        and all(left <= a and b <= right for a, b in kept)
    )


def _plain(value: str, text: str, end: int) -> bool:
    """Return whether a shape is more likely years, times, days or amounts."""
    if any(
        pattern.fullmatch(value) for pattern in (LAW_REPORT, YEAR_PAIR, CLOCK_PAIR, CLOCKS, DAYS, MONTH_YEAR, ROUND)
    ):
        return True
    return TRAILING_UNIT.match(text, end) is not None


def _birth_dates(text: str, start: int, end: int) -> list[Span]:
    spans: list[Span] = []
    window = text[start:end].lower()
    spans += [Span(*match.span("date"), "FØDSELSDATO") for match in SIGNED_DATE.finditer(text, start, end)]
    if ":" in window:
        spans += [Span(*match.span("date"), "FØDSELSDATO") for match in CHILD_DATE.finditer(text, start, end)]
    if any(cue in window for cue in BIRTH_CUES) or window.startswith("f"):
        at = start
        while match := BORN_THEN.search(text, at, end):
            # What is no date of birth may hide one behind it: "fylder 8, født i 2016".
            at = match.end("word")
            word, gap, date = match["word"].lower(), match["gap"], match["date"]
            short = word.rstrip(".") in ("f", "fd", "f.d", "fød", "føt")
            if re.search(r"\b(?:før|efter|siden|mellem|inden)\b", gap):
                continue
            if short and len(gap.strip(" .:,d")) > 4:
                continue
            if word.startswith("fyld") and not re.search(r"(?i)\b(?:den|d\.)", word + gap):
                continue
            if re.fullmatch(r"(?:19|20)\d\d|\d\d", date) and ("." in gap.strip(" .") or word.startswith("fyld")):
                continue
            spans.append(Span(*match.span("date"), "FØDSELSDATO"))
            at = match.end()
            trailing = TRAILING_DAY.match(text, at, end)
            if trailing:
                spans.append(Span(*trailing.span("date"), "FØDSELSDATO"))
        if "fød" in window:
            spans += [Span(*match.span("date"), "FØDSELSDATO") for match in THEN_BORN.finditer(text, start, end)]
    if "," in window:
        spans += [Span(*match.span("date"), "FØDSELSDATO") for match in KIN_DATE.finditer(text, start, end)]
    if " fra " in window or "årgang" in window:
        spans += [Span(*match.span("date"), "FØDSELSDATO") for match in FROM_YEAR.finditer(text, start, end)]
    for first in tuple(spans):
        second = SECOND_DATE.match(text, first.end, end)
        if second:
            spans.append(Span(*second.span("date"), "FØDSELSDATO"))
    return spans
