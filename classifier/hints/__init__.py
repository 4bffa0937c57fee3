"""Hints for staff on a letter: what cannot wait, and what the office may not do. Their absence says nothing."""

from __future__ import annotations

from classifier.hints.acute import acute_hints
from classifier.hints.passages import passages
from classifier.hints.remit import remit_hints
from classifier.records import Hint, Letter

__all__ = ["hints_of"]


def hints_of(letter: Letter) -> tuple[Hint, ...]:
    """Return what of a letter a person should look at first.

    Parameters
    ----------
    letter : Letter
        Cleaned, unmasked or masked.

    Returns
    -------
    tuple of Hint
        Acute ones first; at most one a reason, with the passage that raised it: a stretch of the letter's text or of
        its subject. Empty does not mean that nothing is urgent.

    Examples
    --------
    >>> [hint.kind for hint in hints_of(Letter("1", "Fogeden kommer på torsdag og sætter os ud."))]
    ['acute']
    """
    found: dict[tuple[str, str], Hint] = {}
    for text in filter(None, (letter.text, letter.subject)):
        sentences = passages(text)
        for hint in (*acute_hints(text, sentences), *remit_hints(text, letter.received, sentences)):
            found.setdefault((hint.kind, hint.reason), hint)
    return tuple(sorted(found.values(), key=lambda hint: hint.kind))
