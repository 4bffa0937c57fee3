"""A letter cut at the borders of its passages, so that each piece knows which points rest on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["Piece", "pieces"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a letter.

    Attributes
    ----------
    text : str
        As written; to be escaped by whoever shows it.
    start : int
        Where it begins in the letter.
    points : tuple of str
        That rest on it.
    begins : tuple of str
        Those whose passage begins with it.
    """

    text: str
    start: int
    points: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()


def pieces(text: str, passages: Mapping[str, tuple[int, int]]) -> list[Piece]:
    """Cut a letter at the borders of its passages.

    Parameters
    ----------
    text : str
        The letter.
    passages : mapping of str to tuple of (int, int)
        Point to a half-open stretch; they may overlap. What lies outside the text is left out.

    Returns
    -------
    list of Piece
        In order; their texts together are the letter.

    Examples
    --------
    >>> [(piece.text, piece.points) for piece in pieces("abcdef", {"x": (1, 4), "y": (3, 5)})]
    [('a', ()), ('bc', ('x',)), ('d', ('x', 'y')), ('e', ('y',)), ('f', ())]
    """
    inside = {point: (start, end) for point, (start, end) in passages.items() if 0 <= start < end <= len(text)}
    borders = sorted({0, len(text), *(border for span in inside.values() for border in span)})
    found = []
    for start, end in pairwise(borders):
        points = tuple(point for point, (first, last) in inside.items() if first <= start and end <= last)
        begins = tuple(point for point in points if inside[point][0] == start)
        found.append(Piece(text[start:end], start, points, begins))
    return found
