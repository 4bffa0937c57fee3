"""Which letters are read without suggestions first, so that how often people and program agree can be told honestly."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["LEAST", "SHARE", "Draw", "expected"]

LEAST = 60
"""As many letters a year at least …"""
SHARE = 0.1
"""… or one in ten, where that is more."""
_CAUTION = 0.8
"""A year may bring fewer letters than the one before; what is drawn too early is a few letters too many."""


def expected(last_year: int, setting: int) -> int:
    """Say how many letters a year will bring, cautiously.

    Parameters
    ----------
    last_year : int
        Letters of the year before; 0 where none are known.
    setting : int
        What the office expects.

    Returns
    -------
    int
        At least 1.

    Examples
    --------
    >>> expected(500, 200), expected(0, 200)
    (400, 160)
    """
    return max(round(_CAUTION * (last_year or setting)), 1)


@dataclass(slots=True)
class Draw:
    """Draws letters one by one, each with the same chance whatever stands in it, until enough of a year are drawn.

    Attributes
    ----------
    expected : int
        Letters that the year will bring.
    seen, chosen : int
        Letters of the year so far, and those that were drawn.
    """

    expected: int
    seen: int = 0
    chosen: int = 0

    def next(self, chance: float) -> bool:
        """Draw or pass over the next letter.

        Parameters
        ----------
        chance : float in [0, 1)
            A random number.

        Returns
        -------
        bool
            True for a letter that is to be read without suggestions.

        Notes
        -----
        What is still wanted of what is still expected (Knuth, algorithm S), and never less than one in ten.

        Examples
        --------
        >>> draw = Draw(expected=60)
        >>> [draw.next(0.99) for _ in range(60)].count(True), draw.next(0.5)
        (60, False)
        """
        share = max((LEAST - self.chosen) / max(self.expected - self.seen, 1), SHARE)
        self.seen += 1
        drawn = chance < share
        self.chosen += drawn
        return drawn
