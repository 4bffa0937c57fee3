"""Small counts hidden, and nothing left from which they could be worked out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from classifier.annual import Period, as_previous, compared, count_year, publish, read_register
from classifier.annual.disclosure import hidden_counts
from classifier.annual.sums import Sum
from classifier.taxonomy import Taxonomy
from tests.annual.register import labelled, report_rows


@pytest.fixture(scope="module")
def figures(taxonomy: Taxonomy) -> dict[str, Any]:
    """The report's year, compared with itself."""
    this = count_year(read_register(map(labelled, report_rows(taxonomy)), taxonomy), taxonomy, Period(2024))
    return compared(this, as_previous(this)).figures()


@pytest.fixture(scope="module")
def published(figures: dict[str, Any], taxonomy: Taxonomy) -> dict[str, Any]:
    """The same for publication."""
    return publish(figures, taxonomy)


def counts(value: object, path: str = "") -> Iterator[tuple[str, int]]:
    """List every whole number with its path."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from counts(item, f"{path}/{key}")
    elif isinstance(value, int) and not isinstance(value, bool):
        yield path, value


def test_no_small_count_is_left(published: dict[str, Any]) -> None:
    """Of persons or of points, this year or before; changes of shown numbers are no counts."""
    skipped = ("/changes", "/details/published", "/details/letters", "/quarter", "/months")
    assert not [(path, n) for path, n in counts(published) if 0 < n < 5 and not path.startswith(skipped)]


def test_large_totals_stand(figures: dict[str, Any], published: dict[str, Any]) -> None:
    """Hiding begins in the finest tables."""
    for part in ("contacts", "points", "complainants"):
        assert published[part]["total"] == figures[part]["total"]
    assert published["points"]["by_area"] == figures["points"]["by_area"]
    assert published["points"]["top_five"] == figures["points"]["top_five"]
    assert published["points"]["share_by_group"]["Forvaltningsskik"] == 66.6


def test_hidden_once_is_hidden_everywhere(published: dict[str, Any]) -> None:
    """Shares, changes and last year's numbers go with the count."""
    assert published["points"]["by_group"]["Institutioner"] is None
    assert published["points"]["share_by_group"]["Institutioner"] is None
    assert published["changes"]["points"]["by_group"]["Institutioner"] is None
    assert published["previous"]["points"]["by_group"]["Institutioner"] is None


def test_no_total_gives_one_away(published: dict[str, Any]) -> None:
    """Where a total is shown, none or at least two of its parts are hidden, and those are at least 5 together."""
    for name in ("by_group", "by_point", "by_area"):
        parts = published["points"][name]
        hidden = [key for key, number in parts.items() if number is None]
        assert len(hidden) != 1
        rest = published["points"]["total"] - sum(number or 0 for number in parts.values())
        assert not hidden or rest >= 5 + len(hidden) - 1


KEYS: list[tuple[str, ...]] = [(name,) for name in "abcd"]


@pytest.mark.parametrize(
    ("numbers", "hidden"),
    [
        ((3, 40, 50), "ab"),
        ((8, 40, 50), ""),
        ((0, 40, 50), ""),
        ((1, 1, 40), "abc"),
        ((3, 4, 50), "ab"),
    ],
    ids=["one small", "none", "zero is shown", "two that add up to two", "two that could be large"],
)
def test_one_sum(numbers: tuple[int, ...], hidden: str) -> None:
    """A small part takes the next larger with it, until a reader cannot tell that it is small."""
    values = dict(zip(KEYS, (*numbers, sum(numbers)), strict=True))
    assert hidden_counts(values, [Sum(KEYS[3], tuple(KEYS[:3]))], 5) == {(name,) for name in hidden}


def test_what_cannot_be_protected() -> None:
    """Fixed numbers around a small one: None, so that the table is withheld."""
    values: dict[tuple[str, ...], int] = {("a",): 1, ("b",): 5, ("t",): 6}
    assert hidden_counts(values, [Sum(("t",), (("a",), ("b",)))], 5, shown=[("b",), ("t",)]) is None


def test_year_without_letters(taxonomy: Taxonomy) -> None:
    """Nothing to hide."""
    register = read_register(map(labelled, report_rows(taxonomy)), taxonomy)
    shown = publish(count_year(register, taxonomy, Period(2019)).figures(), taxonomy)
    assert shown["points"]["by_point"]["vejledning"] == 0
    assert shown["details"]["published"]["withheld"] == []
