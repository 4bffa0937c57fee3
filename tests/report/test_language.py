"""Danish and English numbers and dates."""

from __future__ import annotations

from datetime import date

import pytest

from classifier.report.document import Form
from classifier.report.language import Language


@pytest.mark.parametrize(
    ("value", "form", "danish", "english"),
    [
        (1234, "count", "1.234", "1,234"),
        (33.9166, "decimal", "33,9", "33.9"),
        (66.6, "percent", "66,6\u00a0%", "66.6%"),
        (0.7654, "share", "76,5\u00a0%", "76.5%"),
        (15.6, "signed_percent", "+15,6", "+15.6"),
        (-7.0833, "signed", "\u22127,1", "\u22127.1"),
        (79, "signed", "+79", "+79"),
        (0, "signed", "0", "0"),
        (-0.001, "signed_figure", "0,00", "0.00"),
        (0.7654, "figure", "0,77", "0.77"),
        (None, "count", "–", "–"),
        ("ord", "text", "ord", "ord"),
    ],
)
def test_values(value: float | str | None, form: Form, danish: str, english: str) -> None:
    """As each language prints them."""
    assert Language("da").shown(value, form) == danish
    assert Language("en").shown(value, form) == english


def test_dates() -> None:
    """With and without a full stop."""
    assert Language("da").date(date(2025, 2, 3)) == "3. februar 2025"
    assert Language("en").date(date(2025, 12, 24)) == "24 December 2025"
