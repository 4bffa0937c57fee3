"""Lists of wordings as one quick pattern."""

from __future__ import annotations

import re

__all__ = ["wordings"]


def wordings(*patterns: str) -> re.Pattern[str]:
    r"""Join wordings into one pattern for lower-case text.

    Python tries every alternative at every character unless their first letters tell them apart, so the word border
    that most begin with is put before all of them (measured: five times as fast).

    Parameters
    ----------
    *patterns : str
        Regular expressions in lower case; each may hold several, divided by ``|``.

    Returns
    -------
    re.Pattern
        Finds any of them; made for ``text.lower()``.

    Examples
    --------
    >>> wordings(r"\bfoged\w*|\bsat ud\b", r"minus \d+").pattern
    '\\b(?:foged\\w*|sat ud\\b)|minus \\d+'
    """
    alternatives = [item for pattern in patterns for item in _alternatives(pattern)]
    bordered = [item.removeprefix(r"\b") for item in alternatives if item.startswith(r"\b")]
    free = [item for item in alternatives if not item.startswith(r"\b")]
    parts = [rf"\b(?:{'|'.join(bordered)})"] if bordered else []
    return re.compile("|".join(parts + free))


def _alternatives(pattern: str) -> list[str]:
    """Split at the bars that stand outside all brackets."""
    found, depth, start, position = [], 0, 0, 0
    while position < len(pattern):
        character = pattern[position]
        if character == "\\":
            position += 1
        elif character == "[":
            position = pattern.index("]", position + 2)
        elif character in "()":
            depth += 1 if character == "(" else -1
        elif character == "|" and not depth:
            found.append(pattern[start:position])
            start = position + 1
        position += 1
    return [*found, pattern[start:]]
