"""Words that mean much the same: what is learned of one holds for its kin, also for words never seen in training.

The families of families.py are written by hand; these groups come from word vectors (scripts/build_hint_kin.py). They
are a plain list of words.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

__all__ = ["KIN", "LEAST", "kin_of"]

KIN = Path(__file__).with_name("kin.txt")
LEAST = 4
"""Letters of the shortest word that has kin."""
_SHORTEST_STEM = 5


def kin_of(word: str) -> str:
    """Return the group of a word.

    Parameters
    ----------
    word : str
        Lower-case.

    Returns
    -------
    str
        ``%`` and the group's number; empty for a word of no group. An unknown word counts as the longest known word
        it begins with, of five letters at least.

    Examples
    --------
    >>> kin_of("datter") == kin_of("søn"), kin_of("og")
    (False, '')
    """
    groups = _groups()
    found = groups.get(word)
    while found is None and len(word) > _SHORTEST_STEM:
        word = word[:-1]
        found = groups.get(word)
    return found or ""


@cache
def _groups() -> dict[str, str]:
    lines = [line for line in KIN.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    return {word: f"%{number}" for number, line in enumerate(lines) for word in line.split()}
