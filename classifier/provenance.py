"""Where labelled texts come from: invented or a real citizen's, of which year, and what tells a text again."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any

from classifier.ingest import read_corpus
from classifier.records import LabelledLetter
from classifier.resources import shipped

__all__ = ["citizen_of", "fingerprint", "is_invented", "provenance", "year_of"]

_CORPUS_TYPES = frozenset({"letter", "passage", "background"})


def is_invented(labelled: LabelledLetter) -> bool:
    """Tell an invented text from a real citizen's letter.

    Parameters
    ----------
    labelled : LabelledLetter
        As read.

    Returns
    -------
    bool
        True for a text of the shipped corpus, wherever it was read from, and for a row with an ``author`` and one of
        the corpus's types; everything else counts as a real citizen's.
    """
    extra = labelled.letter.extra
    if extra.get("author") and extra.get("type") in _CORPUS_TYPES:
        return True
    return fingerprint(labelled.letter.text) in _shipped_fingerprints()


@cache
def _shipped_fingerprints() -> frozenset[str]:
    return frozenset(fingerprint(text.letter.text) for text in read_corpus(shipped("data/corpus")))


def fingerprint(text: str) -> str:
    r"""Return what tells a text again without holding any of it.

    Parameters
    ----------
    text : str
        A letter's text.

    Returns
    -------
    str
        64 hexadecimal digits; white space and letter case do not matter.

    Examples
    --------
    >>> fingerprint("Kære  I\r\n") == fingerprint("kære i"), fingerprint("a") == fingerprint("b")
    (True, False)
    """
    return hashlib.sha256(" ".join(text.casefold().split()).encode()).hexdigest()


def citizen_of(labelled: LabelledLetter) -> str:
    """Return the key that a citizen is counted by.

    Parameters
    ----------
    labelled : LabelledLetter
        As read.

    Returns
    -------
    str
        The citizen, else the sender, else the letter's id.
    """
    letter = labelled.letter
    return letter.citizen or letter.sender or letter.id


def year_of(labelled: LabelledLetter) -> str:
    """Return the year that a letter belongs to.

    Parameters
    ----------
    labelled : LabelledLetter
        As read.

    Returns
    -------
    str
        Its column ``year``, else the year of the day it was received; empty where neither tells.
    """
    for told in (labelled.letter.extra.get("year", ""), labelled.letter.received):
        if found := re.match(r"\s*((?:19|20)\d\d)\b", told):
            return found[1]
    return ""


def provenance(letters: Sequence[LabelledLetter]) -> dict[str, Any]:
    """Say for a manifest what a model learned from, without anything that could be read back.

    Parameters
    ----------
    letters : sequence of LabelledLetter
        Everything it learned from.

    Returns
    -------
    dict
        JSON-ready: number of invented texts and their digest, number of real letters and of their citizens, letters a
        year, and the fingerprints of the real letters.
    """
    real = [letter for letter in letters if not is_invented(letter)]
    ours = sorted(fingerprint(letter.letter.text) for letter in letters if is_invented(letter))
    years = Counter(year_of(letter) or "unknown" for letter in real)
    return {
        "invented": len(ours),
        "invented_digest": hashlib.sha256("\n".join(ours).encode()).hexdigest(),
        "real": len(real),
        "citizens": len({citizen_of(letter) for letter in real}),
        "years": dict(sorted(years.items())),
        "fingerprints": sorted({fingerprint(letter.letter.text) for letter in real}),
    }
