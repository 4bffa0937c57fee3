"""The label book: what is shipped, and every fault named."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from classifier.errors import LabelError, TaxonomyError
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
