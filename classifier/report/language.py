"""Numbers, dates and words as the readers are used to them, in Danish and in English."""

from __future__ import annotations

from datetime import date

from classifier.report.document import Cell, Form

__all__ = ["LANGUAGES", "Language"]

LANGUAGES = ("da", "en")
MINUS = "\u2212"
NARROW = "\u00a0"
_MONTHS = {
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "en": "January February March April May June July August September October November December",
}


class Language:
    """Words and numbers of a language.

    Parameters
    ----------
    code : str
        ``da`` or ``en``.
    """

    def __init__(self, code: str) -> None:
        self.code = code

    def __call__(self, danish: str, english: str) -> str:
        """Choose a text.

        Parameters
        ----------
        danish : str
            In Danish.
        english : str
            The same in English.

        Returns
        -------
        str
            That of the language.
        """
        return danish if self.code == "da" else english

    def number(self, value: float, decimals: int = 0) -> str:
        """Return a number: 1.234,5 in Danish, 1,234.5 in English.

        Parameters
        ----------
        value : float
            Any number.
        decimals : int, default 0
            How many are printed.

        Returns
        -------
        str
            With a true minus sign.

        Examples
        --------
        >>> Language("da").number(1234.56, 1), Language("en").number(-1234.56, 1)
        ('1.234,6', '\u22121,234.6')
        """
        text = f"{abs(value):,.{decimals}f}"
        if self.code == "da":
            text = text.translate(str.maketrans(",.", ".,"))
        return MINUS + text if value < 0 and text.strip("0.,") else text

    def percent(self, value: float) -> str:
        """Return a percentage with one decimal: 66,6 % in Danish, 66.6% in English.

        Parameters
        ----------
        value : float
            0 to 100.

        Returns
        -------
        str
            With a space that does not break in Danish.
        """
        return self.number(value, 1) + (f"{NARROW}%" if self.code == "da" else "%")

    def shown(self, value: str | int | float | None, form: Form, absent: str = "–") -> str:
        """Return a value as it is printed.

        Parameters
        ----------
        value : str, int, float or None
            Of a cell.
        form : str
            See ``classifier.report.document.Form``.
        absent : str, default "–"
            What is printed for None.

        Returns
        -------
        str
            Its text.
        """
        if value is None:
            return absent
        if isinstance(value, str):
            return value
        text = self._number(value, form)
        return f"+{text}" if form.startswith("signed") and value > 0 else text

    def _number(self, value: float, form: Form) -> str:
        if form in ("percent", "signed_percent"):
            # A difference of percentages is told in percentage points, which the column's heading says.
            return self.percent(value) if form == "percent" else self.number(value, 1)
        if form == "share":
            return self.percent(100 * value)
        if form in ("figure", "signed_figure"):
            return self.number(value, 2)
        whole = form == "count" or (form == "signed" and float(value).is_integer())
        return self.number(value, 0 if whole else 1)

    def cell(self, cell: Cell, absent: str = "–") -> str:
        """Return a cell as it is printed.

        Parameters
        ----------
        cell : Cell
            Any cell.
        absent : str, default "–"
            What is printed for None.

        Returns
        -------
        str
            Its text.
        """
        return self.shown(cell.value, cell.form, absent)

    def date(self, day: date) -> str:
        """Return a date: 24. november 2026 in Danish, 24 November 2026 in English.

        Parameters
        ----------
        day : datetime.date
            Any day.

        Returns
        -------
        str
            In words.
        """
        month = _MONTHS[self.code].split()[day.month - 1]
        return f"{day.day}{'.' if self.code == 'da' else ''} {month} {day.year}"
