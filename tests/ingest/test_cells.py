"""Cells as text, and Danish dates."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.ingest.cells import as_text, escape_formula, iso_date, unescape_formula


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""), ("  a ", "  a "), (12, "12"), (12.0, "12"), (12.5, "12.5"), (1e300, "1e+300"), (float("nan"), ""),
        (True, "true"), (Decimal("1.50"), "1.50"),
        (datetime(2024, 3, 1), "2024-03-01"), (date(2024, 3, 1), "2024-03-01"),
        (datetime(2024, 3, 1, 9, 5), "2024-03-01T09:05:00"), (time(9, 5), "09:05:00"), (b"a\xc3\xa6", "aæ"),
        (datetime(2024, 3, 1, tzinfo=UTC), "2024-03-01T00:00:00+00:00"),
        (["a", 2], "a; 2"), ({"a": "æ"}, '{"a": "æ"}'), ([["a"]], '[["a"]]'), ("\ud800", "\ufffd"),
    ],
    ids=repr,
)  # fmt: skip
def test_as_text(value: object, text: str) -> None:
    """Every type that a table's reader gives becomes text that can be written."""
    assert as_text(value) == text


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2024-02-03", "2024-02-03"), ("2024-02-03 09:15", "2024-02-03T09:15:00"),
        ("2024-02-03T09:15:00+01:00", "2024-02-03T09:15:00+01:00"), ("03-02-2024", "2024-02-03"),
        ("3.2.24", "2024-02-03"),
        ("3. 2. 2024", "2024-02-03"), ("3/2-2024", "2024-02-03"), ("03-02-2024 09:15:10", "2024-02-03T09:15:10"),
        ("den 3. februar 2024", "2024-02-03"), ("3 Feb. 2024 kl. 9.15", "2024-02-03T09:15:00"),
        ("31-02-2024", "31-02-2024"),
        ("2024-13-01", "2024-13-01"), ("i går", "i går"), ("", ""), ("3. stuebruar 2024", "3. stuebruar 2024"),
    ],
)  # fmt: skip
def test_iso_date(text: str, iso: str) -> None:
    """Dates as Danes write them become ISO 8601; what is no date stays as it was."""
    assert iso_date(text) == iso


@given(st.text(alphabet="'=+-@\t\r\na1") | st.text())
def test_formulas_round_trip(text: str) -> None:
    """No escaped cell begins as a formula, and escaping loses nothing."""
    escaped = escape_formula(text)
    assert not escaped.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert unescape_formula(escaped) == text
