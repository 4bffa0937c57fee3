"""What a report covers, and the themes that it reads across the points."""

from __future__ import annotations

from dataclasses import dataclass

from classifier.annual.register import Entry, Register

__all__ = ["Period", "Theme"]


@dataclass(frozen=True, slots=True)
class Period:
    """What a report covers.

    Attributes
    ----------
    year : int
        Calendar year.
    quarter : int or None
        1 to 4; None for the whole year.
    months : int
        Number of months that the letters cover: 12, 3 for a quarter, fewer where the office registered for less.
    area : str
        Id of the one area that is told of; empty for all.
    contact_unit : str
        ``citizen`` or ``matter``.
    """

    year: int
    quarter: int | None = None
    months: int = 12
    area: str = ""
    contact_unit: str = "citizen"

    def entries(self, register: Register) -> tuple[Entry, ...]:
        """Return the entries of the period.

        Parameters
        ----------
        register : Register
            Of any years.

        Returns
        -------
        tuple of Entry
            Those of the year; of a quarter, those whose month is known and in it.
        """
        mine = (entry for entry in register.entries if entry.year == self.year)
        if self.quarter is None:
            return tuple(mine)
        return tuple(entry for entry in mine if entry.month and (entry.month - 1) // 3 + 1 == self.quarter)

    def without_month(self, register: Register) -> tuple[str, ...]:
        """Return the ids of the year's entries that no quarter can count, because their month is unknown.

        Parameters
        ----------
        register : Register
            Of any years.

        Returns
        -------
        tuple of str
            Empty for a whole year.
        """
        if self.quarter is None:
            return ()
        return tuple(entry.id for entry in register.entries if entry.year == self.year and not entry.month)


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme that is read across the points.

    Attributes
    ----------
    id, name : str
        Id, and what it is called in the report.
    family : str
        The larger theme that it is a part of.
    points : tuple of str
        Ids of the points that are nearest to it.
    """

    id: str
    name: str
    family: str
    points: tuple[str, ...]
