"""Counting: the report for 2024 reproduced, and each rule by a small example."""

from __future__ import annotations

from typing import Any

import pytest

from classifier.annual import AnnualStatistics, Period, Theme, count_year, read_register
from classifier.errors import InputError
from classifier.taxonomy import Taxonomy
from tests.annual.register import AREA_POINTS, GROUPS, POINTS, labelled, report_rows


def count(rows: list[dict[str, Any]], taxonomy: Taxonomy, **period: Any) -> AnnualStatistics:
    """Count rows of a register in 2024."""
    options = {name: period.pop(name) for name in ("themes", "cases") if name in period}
    register = read_register(map(labelled, rows), taxonomy)
    return count_year(register, taxonomy, Period(**{"year": 2024, **period}), **options)


def letter(name: str, citizen: str, *points: str, **fields: Any) -> dict[str, Any]:
    """Make a row: a complaint about SS in 2024 unless told."""
    return {
        "id": name, "citizen": citizen, "points": points, "kind": "klage", "area": "SS", "received": "2024-03-01",
        **fields,
    }  # fmt: skip


@pytest.fixture(scope="module")
def report(taxonomy: Taxonomy) -> AnnualStatistics:
    """The register with the report's margins, counted."""
    return count(report_rows(taxonomy), taxonomy)


def test_contacts_of_the_report(report: AnnualStatistics) -> None:
    """179 citizens: 55 for advice, 93 with complaints, 31 others; 148 live in the municipality; 24 of 55 answered."""
    contacts = report.contacts
    assert contacts["total"] == 179
    assert contacts["by_kind"] == {"klage": 93, "raad": 55, "oevrige": 31}
    assert contacts["by_area_kind"]["KOMM"]["klage"] == 7
    assert contacts["residents"] == 148
    assert contacts["answered_by_office"] == 24
    assert sum(contacts["by_area"].values()) == 179
    details = report.details["contacts"]
    assert details["non_residents"] == 31
    assert details["answered_by_office_share"] == 43.6


def test_points_of_the_report(report: AnnualStatistics) -> None:
    """407 points, by group, area and point; 34 a month; shares as the counts give them."""
    points = report.points
    assert points["total"] == 407
    assert points["by_group"] == GROUPS
    assert points["by_area"] == {**AREA_POINTS, "ANDET": 0}
    assert {point: number for point, number in points["by_point"].items() if number} == POINTS
    assert points["per_month"] == pytest.approx(407 / 12)
    assert round(points["per_month"]) == 34
    assert (points["share_by_group"]["Forvaltningsskik"], points["share_by_group"]["Forvaltningsloven"]) == (66.6, 20.4)
    # Betjening and orientering are equal: ties go by the label book's order.
    assert points["top_five"] == ["manglende-hjaelp", "vejledning", "sagsbehandlingstid", "orientering", "betjening"]
    assert sum(points["by_unit"].values()) == 407 - AREA_POINTS["KOMM"]


def test_complainants_of_the_report(report: AnnualStatistics) -> None:
    """36 of 93 complained again, 18 of them more than five times."""
    assert report.complainants == {"total": 93, "again": 36, "more_than_five": 18}
    assert report.details["complainants"]["again_share"] == 38.7


def test_json_shape(report: AnnualStatistics) -> None:
    """The keys that the office's programs rely on."""
    figures = report.figures()
    assert list(figures) == [
        "year", "months", "contacts", "points", "complainants", "previous", "changes", "details",
    ]  # fmt: skip
    assert list(figures["contacts"]) == [
        "total", "by_kind", "by_area", "by_area_kind", "residents", "answered_by_office",
    ]  # fmt: skip
    assert list(figures["points"]) == [
        "total", "by_group", "by_area", "by_unit", "by_point", "per_month", "share_by_group", "top_five",
    ]  # fmt: skip
    assert list(figures["complainants"]) == ["total", "again", "more_than_five"]


def test_fine_tables_add_up(report: AnnualStatistics) -> None:
    """Points by area and unit add up to those by area and by point."""
    cells = report.details["points"]["by_area_unit_point"]
    for area, number in report.points["by_area"].items():
        assert sum(sum(unit.values()) for unit in cells[area].values()) == number
        assert sum(report.details["points"]["by_area_unit"][area].values()) == number
    for point, number in report.points["by_point"].items():
        assert sum(report.details["points"]["by_area_point"][area][point] for area in cells) == number


def test_two_letters_of_one_citizen_in_different_areas(taxonomy: Taxonomy) -> None:
    """One contact under the first letter's area; each letter's points in their own."""
    rows = [
        letter("1", "c", "vejledning", area="KMT", received="2024-05-02"),
        letter("2", "c", "vejledning", "betjening", area="SS", received="2024-06-01"),
    ]
    result = count(rows, taxonomy)
    assert result.contacts["by_area"] == {"BSKUF": 0, "KMT": 1, "SS": 0, "KOMM": 0, "ANDET": 0}
    assert result.points["by_area"] == {"BSKUF": 0, "KMT": 1, "SS": 2, "KOMM": 0, "ANDET": 0}
    assert result.points["by_point"]["vejledning"] == 2
    assert result.complainants == {"total": 1, "again": 1, "more_than_five": 0}
    by_matter = count(rows, taxonomy, contact_unit="matter")
    assert by_matter.contacts["by_area"]["KMT"] == by_matter.contacts["by_area"]["SS"] == 1
    assert by_matter.complainants["total"] == 1


def test_first_letter_by_date_not_by_row(taxonomy: Taxonomy) -> None:
    """A table may be in any order."""
    rows = [letter("2", "c", area="SS", received="2024-06-01"), letter("1", "c", area="KMT", received="2024-05-02")]
    assert count(rows, taxonomy).contacts["by_area"]["KMT"] == 1


def test_point_once_a_citizen_and_thread(taxonomy: Taxonomy) -> None:
    """A point said again in the same thread counts once, in another thread or by another citizen again."""
    rows = [
        letter("1", "c", "vejledning", thread="t"),
        letter("2", "c", "vejledning", "betjening", thread="t"),
        letter("3", "c", "vejledning", thread="u"),
        letter("4", "d", "vejledning", thread="t"),
    ]
    assert count(rows, taxonomy).points["total"] == 4


def test_point_in_its_own_area(taxonomy: Taxonomy) -> None:
    """With point_areas; the unit goes with the letter's area alone."""
    rows = [letter("1", "c", "vejledning", "betjening", unit="Social og Handicap", point_areas='{"betjening": "KMT"}')]
    result = count(rows, taxonomy)
    assert (result.points["by_area"]["SS"], result.points["by_area"]["KMT"]) == (1, 1)
    assert result.points["by_unit"]["Social og Handicap"] == 1
    assert result.details["points"]["by_area_unit_point"]["KMT"]["uoplyst"]["betjening"] == 1
    lines = [letter("1", "c", "vejledning", "betjening", point_areas="Betjening af borgere: KMT; vejledning: SS")]
    assert count(lines, taxonomy).points["by_area"]["KMT"] == 1


def test_advice_that_becomes_a_complaint(taxonomy: Taxonomy) -> None:
    """Is a complaint; complaints of the next year do not change it."""
    rows = [
        letter("1", "c", kind="raad", area="KMT", received="2024-01-05"),
        letter("2", "c", "vejledning", area="SS", received="2024-11-05"),
        letter("3", "d", kind="raad", received="2024-11-05"),
        letter("4", "d", "vejledning", received="2025-01-05"),
    ]
    result = count(rows, taxonomy)
    assert result.contacts["by_kind"] == {"klage": 1, "raad": 1, "oevrige": 0}
    assert result.contacts["by_area_kind"]["KMT"]["klage"] == 1


def test_complaints_are_counted_through_the_table(taxonomy: Taxonomy) -> None:
    """Last year's complaint makes this year's a second; advice does not count; a number that is given stands."""
    rows = [
        letter("1", "c", received="2023-05-01"),
        letter("2", "c", received="2024-05-01"),
        letter("3", "d", kind="raad"),
        letter("4", "d", received="2024-05-01"),
        letter("5", "e", complaint_no=6),
        letter("6", "f", complaint_no=5),
    ]
    assert count(rows, taxonomy).complainants == {"total": 5 - 1, "again": 3, "more_than_five": 1}


def test_complaints_that_grow(taxonomy: Taxonomy) -> None:
    """A later letter with a new point."""
    rows = [letter("1", "c", "vejledning"), letter("2", "c", "betjening"), letter("3", "d", "vejledning")]
    rows.append(letter("4", "d", "vejledning"))
    assert count(rows, taxonomy).details["complainants"]["new_points"] == 1


def test_quarter(taxonomy: Taxonomy) -> None:
    """Three months; a letter with a year alone belongs to none and is named."""
    rows = [letter("1", "c", "vejledning"), letter("2", "d", "vejledning", received="2024-04-01")]
    rows.append(letter("3", "e", "vejledning", received="", year="2024"))
    result = count(rows, taxonomy, quarter=1, months=3)
    assert result.points["total"] == 1
    assert result.points["per_month"] == pytest.approx(1 / 3)
    assert result.figures()["quarter"] == 1
    assert result.details["letters"]["without_month"] == 1


def test_area_sees_only_its_own(taxonomy: Taxonomy) -> None:
    """Nothing of the other areas is left, not even their names."""
    rows = [
        letter("1", "c", "vejledning", "betjening", point_areas='{"betjening": "KMT"}'),
        letter("2", "d", area="KMT"),
    ]
    result = count(rows, taxonomy, area="KMT")
    assert result.contacts["total"] == 1
    assert result.points["by_area"] == {"KMT": 1}
    assert list(result.details["points"]["by_area_unit_point"]) == ["KMT"]
    assert set(result.points["by_unit"]) == {"Park og Vej", "Forsyning og Miljø", "Gentofte Ejendomme", "Plan og Byg"}
    assert result.complainants["total"] == 2
    assert "SS" not in str(result.figures())


def test_not_registered(taxonomy: Taxonomy) -> None:
    """What the office does not register counts nowhere."""
    result = count([letter("1", "c", "vejledning"), letter("2", "d", "vejledning", register="nej")], taxonomy)
    assert (result.contacts["total"], result.points["total"]) == (1, 1)
    assert result.details["letters"]["unregistered"] == 1


def test_unknown_is_counted_as_such(taxonomy: Taxonomy) -> None:
    """A letter without kind and area is a contact all the same; with points it is a complaint."""
    rows = [letter("1", "c", kind="", area=""), letter("2", "d", "vejledning", kind="", area="")]
    result = count(rows, taxonomy)
    assert result.contacts["by_kind"] == {"klage": 1, "raad": 0, "oevrige": 0, "uoplyst": 1}
    assert result.contacts["by_area"]["uoplyst"] == 2
    assert result.points["by_area"]["uoplyst"] == 1


def test_cases(taxonomy: Taxonomy) -> None:
    """Points per 1,000 cases."""
    rates = count([letter("1", "c", "vejledning", "betjening")], taxonomy, cases={"SS": 800, "KMT": 50}).details
    assert rates["per_1000_cases"]["SS"] == {"cases": 800, "points": 2, "rate": 2.5}
    assert rates["per_1000_cases"]["KMT"]["rate"] == 0


def test_themes(taxonomy: Taxonomy) -> None:
    """Points and citizens; a theme of another label book is left out."""
    themes = [Theme("a", "Afvisning", "Forråelse", ("vejledning", "betjening")), Theme("b", "B", "B", ("findes-ikke",))]
    rows = [letter("1", "c", "vejledning", "betjening"), letter("2", "d", "betjening"), letter("3", "e", "tilsyn")]
    found = count(rows, taxonomy, themes=themes).details["themes"]
    assert list(found) == ["a"]
    assert (found["a"]["points"], found["a"]["citizens"]) == (3, 2)


def test_year_without_letters(taxonomy: Taxonomy) -> None:
    """An empty table, correct to the last zero."""
    result = count([letter("1", "c", "vejledning")], taxonomy, year=2019)
    assert (result.contacts["total"], result.points["total"], result.complainants["total"]) == (0, 0, 0)
    assert result.points["share_by_group"]["Andet"] is None
    assert result.points["top_five"] == []


def test_letters_without_dates(taxonomy: Taxonomy) -> None:
    """None with a date is an error that names the first; some are counted as left out."""
    with pytest.raises(InputError, match=r"None of the 1 letters has a year.*column year"):
        count([letter("1", "c", received="")], taxonomy)
    result = count([letter("1", "c", received="i går"), letter("2", "d")], taxonomy)
    assert result.details["letters"]["undated"] == 1
    assert result.contacts["total"] == 1
