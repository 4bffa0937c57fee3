"""Sentence borders that survive real letters: no full stops, ellipses, abbreviations, lists, phone notes.

A sentence is the unit that is scored and shown as evidence. Run-on sentences are therefore cut into clauses: a letter
without a single full stop would otherwise be one sentence, and its evidence the whole letter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from spacy.attrs import IS_SPACE, ORTH, SENT_START, SPACY
from spacy.language import Language
from spacy.tokens import Doc

__all__ = ["sentence_starts"]

CLAUSE_WORDS = 24
"""A sentence of more words than this is cut at its clauses; chosen on our own corpus (docs/experiments.md)."""
LEAST_WORDS = 5
"""No clause is cut shorter than this."""
_FULL_LINE = 55
"""A line of at least this many characters may have been broken by a mail program in mid-sentence."""

_END = re.compile(r"[.!?…]+|\.{2,}")
_QUOTES = frozenset("\"'“”„’‘«»‹›")
_CLOSING = _QUOTES | frozenset(")]")
_CAN_END = _CLOSING | frozenset(".!?…")
_BULLET = re.compile(r"[-–—•*·]|\d{1,2}[.)]?|[a-z]\)")
_ABBREVIATION = re.compile(
    r"(?:adr|afd|afs|apr|art|att|aug|bl\.?a|bem|ca|cpr|dec|dvs|d\.?v\.?s|d|dr|e\.?l|ekskl|evt|f|feb|f\.?eks|feks|fhv|fm|em|frk|gl|ggr|hhv"
    r"|hr|iflg|inkl|jan|jf|jr|kap|kl|kgl|kr|kst|m\.?a\.?o|m\.?fl|m\.?m|m\.?v|maks|max|mdr|mht|min|mio|mvh|nr|n\.?b|nov|nuv|okt|ons|o\.?l"
    r"|o\.?lign|obs|osv|o\.?s\.?v|p\.?g\.?a|pga|pkt|pr|red|ref|resp|sep|sept|s\.?u|sml|spm|sr|stk|str|tel|telf|th|tidl|tilb|tirs|tlf|tors|tv|udg"
    r"|vedr|vha|vs|årg)\.?",
    re.IGNORECASE,
)
_ALWAYS_OPEN = frozenset("kl nr tlf ca stk jf bl.a f.eks hr fr frk dr d pr evt vedr gl".split())
_MAY_CLOSE = frozenset("kr mdr mio osv o.s.v m.m m.v m.fl th tv st stk min max d.s ds e.l o.l".split())
"""Abbreviations that may stand at the end of a sentence, where the next one begins with an ordinary word."""
_STARTERS = frozenset(
    "Alligevel Alt At Da De Den Der Derefter Derfor Desuden Det Dette Du Efter En Er Et Først Han Har Hun Hvad Hvem "
    "Hver Hvor Hvordan Hvorfor I Igen Ikke Imens Ingen Intet Jeg Kan Kommunen Kun Man Med Men Min Mit Når Nu Og På "
    "Selv Siden Skal Stadig Så Til Ved Vi Vil Vores".split()
)
_VOWEL = re.compile(r"[aeiouyæøåé]", re.IGNORECASE)
_CONJUNCTIONS = frozenset("og men så for fordi hvorefter derefter bagefter selvom mens imens hvor da eller".split())
_SUBJECTS = frozenset("jeg vi hun han de der det nu i ingen min mit vores hendes hans".split())


def sentence_starts(words: Sequence[str], spaces: Sequence[str]) -> list[bool]:
    """Tell for each token whether it begins a sentence or a clause of a run-on one.

    Parameters
    ----------
    words : sequence of str
        Tokens without white space, in order.
    spaces : sequence of str
        The white space before each token, as written.

    Returns
    -------
    list of bool
        One a token; the first is True.

    Examples
    --------
    >>> words = "Jeg ringede kl. 9 . Ingen svarede".split()
    >>> sentence_starts(words, ["", *" " * 6])
    [True, False, False, False, False, True, False]
    """
    starts = [False] * len(words)
    if not words:
        return starts
    starts[0] = True
    line_length = 0
    for index in range(1, len(words)):
        before = spaces[index]
        line_length += len(words[index - 1]) + len(spaces[index - 1])
        if "\n" in before:
            starts[index] = _line_breaks_sentence(words, index, before, line_length)
            line_length = 0
        if words[index - 1][-1] in _CAN_END and not starts[index]:
            starts[index] = _begins_after_end(words, spaces, starts, index)
    _cut_run_ons(words, starts)
    return starts


def _line_breaks_sentence(words: Sequence[str], index: int, before: str, line_length: int) -> bool:
    if before.count("\n") > 1 or line_length < _FULL_LINE:
        return True
    word = words[index]
    return not word[:1].islower() or (_BULLET.fullmatch(word) is not None and len(word) > 1)


def _begins_after_end(words: Sequence[str], spaces: Sequence[str], starts: Sequence[bool], index: int) -> bool:
    """Tell whether the sentence ended before this token, looking back over closing quotes and brackets."""
    word = words[index]
    # The same mark opens a quote in one hand and closes it in another; the space before it tells.
    if _END.fullmatch(word) or (word in _CLOSING and (word not in _QUOTES or not spaces[index])):
        return False
    end = index - 1
    while end > 0 and words[end] in _CLOSING and not starts[end] and not (words[end] in _QUOTES and spaces[end]):
        end -= 1
    mark = words[end]
    if _END.fullmatch(mark):
        if end < index - 1 and word[:1].islower():
            # "»Er De dum?« spurgte han" goes on.
            return False
        if mark.startswith((".", "…")) and word[:1].islower():
            # "ventede ... og ventede" goes on; "det er slut. jeg skrev" is a writer without capitals.
            return mark == "." and end > 0 and not _is_abbreviation(words[end - 1])
        return not (mark == "." and end > 0 and _is_open(words[end - 1], word))
    if mark.endswith(".") and len(mark) > 1:
        # The tokeniser keeps the full stop with what it takes for an abbreviation or an ordinal: "ca.", "3.".
        if mark[:-1].isdigit():
            # "i uge 9. Ingen kom", but "1. Ingen svarede" in a list, and "den 3. Maj".
            return word in _STARTERS and not starts[end]
        return word[:1].isupper() and not _is_open(mark[:-1], word)
    return False


def _is_abbreviation(word: str) -> bool:
    """Tell whether a word before a full stop and a small letter is cut short; no Danish word lacks a vowel."""
    return _is_open(word) or _ABBREVIATION.fullmatch(word) is not None or (word.isalpha() and not _VOWEL.search(word))


def _is_open(word: str, following: str = "") -> bool:
    """Tell whether a word before a full stop leaves the sentence open: an abbreviation that wants a continuation."""
    bare = word.lower().rstrip(".")
    if bare in _MAY_CLOSE and following in _STARTERS:
        return False
    return (
        bare in _ALWAYS_OPEN
        or (len(bare) == 1 and bare.isalpha() and bare not in "iåø")
        or (
            _ABBREVIATION.fullmatch(bare) is not None
            and len(bare) <= 3
            and bare not in {"em", "fm", "min", "su", "red", "ref", "ons", "dec", "nov", "okt"}
        )
    )


def _cut_run_ons(words: Sequence[str], starts: list[bool]) -> None:
    """Cut sentences of more than CLAUSE_WORDS words at their best inner borders, the middle first."""
    borders = [index for index, start in enumerate(starts) if start] + [len(words)]
    stack = [(begin, end) for begin, end in pairwise(borders) if end - begin > CLAUSE_WORDS]
    while stack:
        begin, end = stack.pop()
        if (cut := _best_cut(words, begin, end)) is None:
            continue
        starts[cut] = True
        stack += [part for part in ((begin, cut), (cut, end)) if part[1] - part[0] > CLAUSE_WORDS]


def _best_cut(words: Sequence[str], begin: int, end: int) -> int | None:
    # A stretch of thousands of words is cut near its middle; looking at all of it each time would be quadratic.
    middle, reach = (begin + end) / 2, 3 * CLAUSE_WORDS
    first, last = max(begin + LEAST_WORDS, int(middle) - reach), min(end - LEAST_WORDS, int(middle) + reach)
    best, best_score = None, 0.0
    for index in range(first, last + 1):
        strength = _clause_strength(words, index)
        if strength:
            score = strength - 1.5 * abs(index - middle) / (end - begin)
            if best is None or score > best_score:
                best, best_score = index, score
    if best is None and end - begin > 3 * CLAUSE_WORDS:
        return int(middle)
    return best


def _clause_strength(words: Sequence[str], index: int) -> float:
    """Say how good a clause border lies before this token; 0 means none."""
    before, word = words[index - 1], words[index].lower()
    if before[-1] in ".!?…;:–—/" and (len(before) == 1 or _END.fullmatch(before)):
        return 2.0
    if before.lower() in _CONJUNCTIONS:
        return 0.0
    following = words[index + 1].lower() if index + 1 < len(words) else ""
    if word in _CONJUNCTIONS:
        if following in _SUBJECTS:
            return 2.0
        return 1.2 if before == "," or word in {"men", "så", "fordi"} else 0.6
    if before == ",":
        return 1.0
    return 0.7 if word in _SUBJECTS else 0.0


@Language.component("klagepunkt_sentences")
def mark_sentences(doc: Doc) -> Doc:
    """Set where sentences begin. White-space tokens go with the sentence before them.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        Tokenised.

    Returns
    -------
    spacy.tokens.Doc
        The same document.
    """
    words, spaces, positions, gap = [], [], [], ""
    # Arrays instead of Token objects: this runs over every token of an archive.
    strings = doc.vocab.strings
    for position, (orth, spacy_after, is_space) in enumerate(doc.to_array([ORTH, SPACY, IS_SPACE]).tolist()):
        text = strings[orth]
        if is_space:
            gap += text + " " * spacy_after
        else:
            words.append(text)
            spaces.append(gap)
            positions.append(position)
            gap = " " * spacy_after
    marks = np.full((len(doc), 1), -1, dtype="int64")
    if len(doc):
        marks[0] = 1
    starts = sentence_starts(words, spaces)
    marks[[position for position, start in zip(positions, starts, strict=True) if start]] = 1
    # An attribute is written as an unsigned number; -1 (no start) wraps around as spaCy expects.
    values: Any = marks.astype("uint64")
    doc.from_array([SENT_START], values)
    return doc
