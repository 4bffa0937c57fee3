"""Lists of wordings as one quick pattern."""

from __future__ import annotations

import re

__all__ = ["places", "wordings"]

_SPECIAL = frozenset("\\()[].^$|?*+{")
_QUANTIFIED = ("?", "*", "+", "{")
_sources: dict[re.Pattern[str], tuple[str, ...]] = {}


def wordings(*patterns: str) -> re.Pattern[str]:
    r"""Join wordings into one pattern for lower-case text.

    Python tries every alternative at every character unless their first letters tell them apart. So the word border
    that all begin with is put before all of them, and those that begin alike are brought together, in an order that
    finds the same as the list would (measured: ten times as fast).

    Parameters
    ----------
    *patterns : str
        Regular expressions in lower case; each may hold several, divided by ``|``, and each of them begins with ``\b``.

    Returns
    -------
    re.Pattern
        Finds any of them; made for ``text.lower()``.

    Examples
    --------
    >>> wordings(r"\bfoged\w*|\bsat ud\b", r"\bfrist(?:en)?\b").pattern
    '\\b(?:f(?:oged\\w*|rist(?:en)?\\b)|sat ud\\b)'
    """
    bordered = []
    for item in (item for pattern in patterns for item in _alternatives(pattern)):
        if not item.startswith(r"\b"):
            raise ValueError(f"A wording begins with a word border; this does not: {item}")
        bordered += _opened(item.removeprefix(r"\b"))
    pattern = re.compile(rf"\b(?:{_brought_together(bordered)})")
    _sources[pattern] = tuple(bordered)
    return pattern


def places(*patterns: re.Pattern[str]) -> re.Pattern[str]:
    r"""Return a pattern that finds every place where one of some patterns matches, overlapping or not.

    Parameters
    ----------
    *patterns : re.Pattern
        As ``wordings`` returns them.

    Returns
    -------
    re.Pattern
        Its matches are empty: only where they stand counts.

    Examples
    --------
    >>> pattern = places(wordings(r"\bsat ud\b"), wordings(r"\bud af\b"))
    >>> [match.start() for match in pattern.finditer("vi er sat ud af huset")]
    [6, 10]
    """
    together = _brought_together([item for pattern in patterns for item in _sources[pattern]])
    return re.compile(rf"\b(?={together})")


def _alternatives(pattern: str) -> list[str]:
    """Split at the bars that stand outside all brackets."""
    found, start, position = [], 0, 0
    while position < len(pattern):
        if pattern[position] == "|":
            found.append(pattern[start:position])
            start = position = position + 1
        else:
            position = _behind(pattern, position)
    return [*found, pattern[start:]]


def _behind(pattern: str, position: int) -> int:
    """Return where the element that begins here ends: a character, an escape, a class or a bracket."""
    character = pattern[position]
    if character == "\\":
        return position + 2
    if character == "[":
        return pattern.index("]", position + 2) + 1
    if character != "(":
        return position + 1
    position += 1
    while pattern[position] != ")":
        position = _behind(pattern, position)
    return position + 1


def _opened(item: str) -> list[str]:
    """Split a wording that begins with a choice into one for each, so that each begins with a letter where it can."""
    if not item or (item[0] in _SPECIAL and not item.startswith("(?:")):
        return [item]
    end = _behind(item, 0)
    rest, quantifier = item[end:], item[end : end + 1]
    firsts = _alternatives(item[3 : end - 1]) if item[0] == "(" else [item[0]]
    if quantifier == "?" and item[end + 1 : end + 2] not in _QUANTIFIED:
        rest = rest[1:]
        firsts.append("")
    elif quantifier in _QUANTIFIED or item[0] != "(":
        return [item]
    return [found for first in firsts for found in (_opened(first + rest) if first != item[0] else [first + rest])]


def _brought_together(items: list[str]) -> str:
    """Join wordings, those with the same first letter behind it; only what cannot match at one place changes order."""
    parts: list[str] = []
    groups: dict[str, list[str]] = {}

    def close() -> None:
        for first, rests in groups.items():
            parts.append(first + (rests[0] if len(rests) == 1 else f"(?:{_brought_together(rests)})"))
        groups.clear()

    for item in items:
        if item and item[0] not in _SPECIAL and item[1:2] not in _QUANTIFIED:
            groups.setdefault(item[0], []).append(item[1:])
        else:
            close()
            parts.append(item)
    close()
    return "|".join(dict.fromkeys(parts))
