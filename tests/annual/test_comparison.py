"""The year before, from letters and from JSON."""

from __future__ import annotations

from typing import Any

import pytest

from classifier.annual import Period, as_previous, compared, count_year, previous_from, read_register
from classifier.errors import InputError, LabelError
from classifier.taxonomy import Taxonomy
from tests.annual.register import labelled, report_rows

PRINTED_2023 = {
    "year": 2023,
    "months": 8,
    "contacts": {"total": 158},
    "points": {"total": 328, "share_by_group": {"Forvaltningsskik": 51, "Forvaltningsloven": 30},
               "by_point": {"moedeafholdelse": 7}},
    "complainants": {"total": 94},
}  # fmt: skip


def test_last_years_printed_figures(taxonomy: Taxonomy) -> None:
    """Eight months of 2023 as the report printed them: 41 a month, and the change of what is known."""
    register = read_register(map(labelled, report_rows(taxonomy)), taxonomy)
    this = count_year(register, taxonomy, Period(2024))
    figures = compared(this, previous_from(PRINTED_2023, taxonomy, "2023.json")).figures()
    assert figures["previous"]["points"]["per_month"] == 41
    assert figures["changes"]["points"]["total"] == 79
    assert figures["changes"]["points"]["share_by_group"] == {"Forvaltningsskik": 15.6, "Forvaltningsloven": -9.6}
    assert figures["changes"]["points"]["by_point"] == {"moedeafholdelse": -6}
    assert figures["changes"]["points"]["per_month"] == pytest.approx(407 / 12 - 41)
    assert figures["changes"]["complainants"] == {"total": -1}
    assert figures["details"]["comparable"] is False


def test_what_json_says_can_be_read_again(taxonomy: Taxonomy) -> None:
    """This year's object is next year's previous one, equal to what its letters give."""
    register = read_register(map(labelled, report_rows(taxonomy)), taxonomy)
    this = count_year(register, taxonomy, Period(2024))
    read = previous_from(this.figures(), taxonomy, "2024.json")
    from_letters = as_previous(this)
    assert read["points"] == from_letters["points"]
    assert read["complainants"] == from_letters["complainants"]
    assert read["contacts"].items() <= from_letters["contacts"].items()


def test_an_area_keeps_its_own(taxonomy: Taxonomy) -> None:
    """Of a whole year's object, the area's part."""
    register = read_register(map(labelled, report_rows(taxonomy)), taxonomy)
    whole = count_year(register, taxonomy, Period(2024))
    part = count_year(register, taxonomy, Period(2024, area="KMT"))
    read = previous_from(whole.figures(), taxonomy, "2024.json", "KMT")
    assert read["points"] == as_previous(part)["points"]
    assert read["contacts"]["total"] == part.contacts["total"]
    assert read["complainants"] == {"total": None, "again": None, "more_than_five": None}
    own = previous_from(part.figures(), taxonomy, "2024.json", "KMT")
    assert own["complainants"] == part.complainants


def test_missing_is_worked_out(taxonomy: Taxonomy) -> None:
    """Groups, total, shares and rank from counts by point."""
    content = {"year": 2023, "points": {"by_point": {"Vejledning (forkert/manglende)": 3, "betjening": 1}}}
    points = previous_from(content, taxonomy, "x")["points"]
    assert (points["total"], points["by_group"]["Forvaltningsloven"]) == (4, 3)
    assert points["share_by_group"]["Forvaltningsskik"] == 25
    assert points["top_five"] == ["vejledning", "betjening"]


def test_some_points_are_not_all(taxonomy: Taxonomy) -> None:
    """From a few points neither groups nor ranks are worked out."""
    points = previous_from(PRINTED_2023, taxonomy, "x")["points"]
    assert points["by_group"] is None
    assert points["top_five"] is None


@pytest.mark.parametrize(
    ("content", "error", "message"),
    [
        ([], InputError, "no JSON object"),
        ({"months": 8}, InputError, "key year"),
        ({"year": 2023, "months": 0}, InputError, "months"),
        ({"year": 2023, "points": {"total": "mange"}}, InputError, "points.total is no number"),
        ({"year": 2023, "points": {"by_point": {"x-punkt": 1}}}, LabelError, "Unknown point 'x-punkt'"),
        ({"year": 2023, "points": {"by_group": {"Tema": 1}}}, LabelError, "another label book"),
    ],
    ids=["list", "no year", "months", "text", "point", "group"],
)
def test_what_is_no_year_before(content: Any, error: type[Exception], message: str, taxonomy: Taxonomy) -> None:
    """Is named with the file."""
    with pytest.raises(error, match=f"2023.json: .*{message}"):
        previous_from(content, taxonomy, "2023.json")
