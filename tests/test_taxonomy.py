"""The label book: what is shipped, and every fault named."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from classifier.errors import LabelError, TaxonomyError
from classifier.resources import shipped
from classifier.taxonomy import Taxonomy, read_taxonomy, taxonomy_from


def test_shipped_book_has_what_the_report_has(taxonomy: Taxonomy) -> None:
    """33 points in 9 groups, four areas and ANDET, three kinds."""
    assert len(taxonomy.points) == 33
    assert len(taxonomy.groups) == 9
    assert [area.id for area in taxonomy.areas] == ["BSKUF", "KMT", "SS", "KOMM", "ANDET"]
    assert [kind.id for kind in taxonomy.kinds] == ["klage", "raad", "oevrige"]
    ours = {point.id for point in taxonomy.points if point.group_source == "ours"}
    assert ours == {"manglende-hjaelp", "manglende-hjemmel", "faktisk-forvaltning"}


def test_every_point_has_a_definition_and_a_border(taxonomy: Taxonomy) -> None:
    """Staff read them on the page."""
    assert all(point.definition and point.borders for point in taxonomy.points)


def test_points_are_read_by_id_name_and_alias(taxonomy: Taxonomy) -> None:
    """In the book's order, each once."""
    read = taxonomy.read_points(["Partshøring", "manglende svar", "sagsbehandlingstid"], "row 2")
    assert read == ("sagsbehandlingstid", "partshoering")


def test_unknown_point_names_value_place_and_nearest(taxonomy: Taxonomy) -> None:
    """So that it is found and mended."""
    with pytest.raises(LabelError, match=r"row 7.*'sagsbehandlingtid'.*nearest known: 'sagsbehandlingstid'"):
        taxonomy.read_points(["sagsbehandlingtid"], "letters.csv, row 7, id x")


def test_unit_must_belong_to_its_area(taxonomy: Taxonomy) -> None:
    """A unit of another area is an error."""
    assert taxonomy.read_unit("Skole", "BSKUF", "row 1") == "Skole"
    with pytest.raises(LabelError, match="Unknown unit 'Skole'"):
        taxonomy.read_unit("Skole", "SS", "row 1")


def test_slipped_columns_do_not_show_the_letter(taxonomy: Taxonomy) -> None:
    """A value too long for a name may be a letter's text, which no error may hold."""
    with pytest.raises(LabelError, match="Unknown point of 105 characters") as raised:
        taxonomy.read_points(["Min søn har autisme. " * 5], "row 2")
    assert "autisme" not in str(raised.value)


def test_digest_is_that_of_the_content(taxonomy: Taxonomy, tmp_path: Path) -> None:
    """Not of layout, comments, or the file format of dates."""
    source = shipped("data/taxonomy.toml").read_text(encoding="utf-8")
    (tmp_path / "a.toml").write_text("# other\n\n" + source, encoding="utf-8")
    assert read_taxonomy(tmp_path / "a.toml").digest == taxonomy.digest
    (tmp_path / "b.toml").write_text(source.replace("33", "34").replace('Klage"', 'Klager"', 1), encoding="utf-8")
    assert read_taxonomy(tmp_path / "b.toml").digest != taxonomy.digest
    dated = copy.deepcopy(dict(taxonomy.source))
    dated["points"][0]["valid_from"] = date(2024, 1, 1)
    book = taxonomy_from(dated, "x")
    again = taxonomy_from(json.loads(json.dumps(dated, default=str)), "x")
    assert (again.digest, again.points) == (book.digest, book.points)


def test_groups_stand_in_the_books_order(taxonomy: Taxonomy) -> None:
    """Each once."""
    assert taxonomy.groups_of(["tilsyn", "begrundelse", "orientering", "inddragelse"]) == (
        "Forvaltningsskik",
        "Forvaltningsloven",
        "Andet",
    )


def test_empty_values_stay_empty(taxonomy: Taxonomy) -> None:
    """Missing is allowed, unknown is not."""
    assert (taxonomy.read_kind(" ", ""), taxonomy.read_area("", ""), taxonomy.read_unit("", "", "")) == ("", "", "")
    assert taxonomy.read_kind("råd og  vejledning", "row 1") == "raad"
    assert taxonomy.read_area("Social og Sundhed", "row 1") == "SS"
    with pytest.raises(LabelError, match=r"row 1: Unknown kind 'klag'.*'klage'"):
        taxonomy.read_kind("klag", "row 1")


def test_all_faults_are_named_at_once(taxonomy: Taxonomy) -> None:
    """A label book is mended in one go."""
    book = copy.deepcopy(dict(taxonomy.source))
    book["points"][0]["group"] = "x"
    book["points"][1]["replaced_by"] = ["y"]
    with pytest.raises(TaxonomyError, match=r"(?s)group 'x'.*replaced by 'y'"):
        taxonomy_from(book, "book.toml")


FAULTS: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "missing group": (lambda book: book["points"][0].pop("group"), "group is missing"),
    "unknown group": (
        lambda book: book["points"][0].update(group="forvaltningskik"),
        "nearest known: 'forvaltningsskik'",
    ),
    "id twice": (lambda book: book["points"][1].update(id="manglende-hjaelp"), "the id stands twice"),
    "unknown key": (lambda book: book["points"][0].update(colour="red"), "unknown key 'colour'"),
    "unknown border": (
        lambda book: book["points"][0].update(borders=[{"point": "nowhere", "text": "x"}]),
        "borders on 'nowhere'",
    ),
    "alias of another": (lambda book: book["points"][0].update(aliases=["Partshøring"]), "belongs to manglende-hjaelp"),
    "no date": (lambda book: book["points"][0].update(valid_to="soon"), "is no date"),
    "replaced without end": (
        lambda book: book["points"][0].update(replaced_by=["vejledning"]),
        "replaced_by without valid_to",
    ),
    "no complaint kind": (lambda book: book["kinds"][0].update(complaint=False), "none is a complaint"),
    "no areas": (lambda book: book.update(areas=[]), r"\[\[areas\]\] is missing"),
    "name twice": (lambda book: book["groups"][1].update(name="forvaltningsskik "), "groups.*stands twice"),
    "area name twice": (lambda book: book["areas"][1].update(name=book["areas"][0]["name"]), "areas KMT.*stands twice"),
    "unit twice": (lambda book: book["areas"][0]["units"].append("Plan og Byg"), "unit 'Plan og Byg' stands twice"),
    "blank unit": (lambda book: book["areas"][0]["units"].append(" "), "units is no list of texts"),
    "blank alias": (lambda book: book["points"][0].update(aliases=[""]), "aliases is no list of texts"),
    "a time": (lambda book: book["points"][0].update(valid_from=datetime(2024, 1, 1)), "valid_from is no date"),
    "ends before it begins": (
        lambda book: book["points"][0].update(valid_from=date(2024, 2, 1), valid_to="2024-01-01"),
        "valid_to lies before valid_from",
    ),
    "borders on itself": (
        lambda book: book["points"][0].update(borders=[{"point": "manglende-hjaelp", "text": "x"}]),
        "borders on 'manglende-hjaelp'",
    ),
    "id with a blank": (lambda book: book["points"][0].update(id="to ord"), "an id holds letters"),
    "number as id": (lambda book: book["points"][0].update(id=7), "number 1: id is no text"),
    "no flag": (lambda book: book["kinds"][0].update(complaint="ja"), "is neither true nor false"),
    "blank name": (lambda book: book.update(name=""), "name is missing or no text"),
    "no rows": (lambda book: book.update(points="alle"), r"\[\[points\]\] is missing"),
    "language": (lambda book: book.update(language=5), "language is no text"),
    "other format": (lambda book: book.update(format=9), "format is 9"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_named(fault: str, taxonomy: Taxonomy) -> None:
    """Each by itself."""
    book = copy.deepcopy(dict(taxonomy.source))
    break_it, message = FAULTS[fault]
    break_it(book)
    with pytest.raises(TaxonomyError, match=message):
        taxonomy_from(book, "book.toml")


def test_broken_file_is_named(tmp_path: Path) -> None:
    """With its path."""
    path = tmp_path / "book.toml"
    path.write_text("points = [", encoding="utf-8")
    with pytest.raises(TaxonomyError, match=r"book\.toml"):
        read_taxonomy(path)
