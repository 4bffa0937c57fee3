"""Labelled letters as entries of a register."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from classifier.annual import Entry, read_register
from classifier.errors import LabelError
from classifier.taxonomy import Taxonomy
from tests.annual.register import labelled


def entry(taxonomy: Taxonomy, **fields: Any) -> Entry:
    """Read one row."""
    row = {"id": "1", "kind": "klage", "area": "SS", "points": ("vejledning",), **fields}
    (found,) = read_register([labelled(row)], taxonomy).entries
    return found


@pytest.mark.parametrize(
    ("fields", "citizen"),
    [
        ({}, "id:1"),
        ({"sender": "Bodil@Post.dk "}, "bodil@post.dk"),
        ({"sender": "a", "citizen": "k7"}, "k7"),
    ],
    ids=["id", "sender", "citizen"],
)
def test_citizen(fields: dict[str, str], citizen: str, taxonomy: Taxonomy) -> None:
    """The pseudonym, else the sender, else the letter's id."""
    assert entry(taxonomy, **fields).citizen == citizen


@pytest.mark.parametrize(
    ("fields", "year", "month"),
    [
        ({"received": "2024-03-05T10:00:00"}, 2024, 3),
        ({"year": "2023", "received": "2024-01-02"}, 2023, None),
        ({"year": "2024"}, 2024, None),
        ({"received": "foråret"}, None, None),
    ],
)
def test_year(fields: dict[str, str], year: int | None, month: int | None, taxonomy: Taxonomy) -> None:
    """The column year wins over the date."""
    found = entry(taxonomy, **fields)
    assert (found.year, found.month) == (year, month)


@pytest.mark.parametrize("name", ["resident", "Bosiddende", "bor i kommunen"])
def test_danish_columns(name: str, taxonomy: Taxonomy) -> None:
    """Columns have Danish names too."""
    assert entry(taxonomy, **{name: "Nej"}).resident is False


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"resident": "måske"}, "resident holds 'måske'"),
        ({"year": "24"}, "year is '24'"),
        ({"point_areas": "vejledning: MARS"}, "Unknown area 'MARS'"),
        ({"point_areas": "{rod"}, "no valid JSON"),
        ({"points": ("fra-en-anden-bog",)}, "Unknown point 'fra-en-anden-bog'"),
    ],
    ids=["flag", "year", "area", "json", "another label book"],
)
def test_contradictions_are_named(fields: dict[str, Any], message: str, taxonomy: Taxonomy) -> None:
    """With the letter's id."""
    with pytest.raises(LabelError, match=f"id 1: .*{message}"):
        entry(taxonomy, **fields)


def test_suggestions_are_unconfirmed(taxonomy: Taxonomy) -> None:
    """A row with a model is a suggestion until a person has confirmed it."""
    assert entry(taxonomy).confirmed
    assert not entry(taxonomy, model="starter@1").confirmed
    assert entry(taxonomy, model="starter@1", confirmed="ja").confirmed


def test_passages_are_no_letters(taxonomy: Taxonomy) -> None:
    """The corpus' passages are named as left out."""
    passage = replace(labelled({"id": "p"}), passage=True)
    register = read_register([passage, labelled({"id": "1", "year": "2024"})], taxonomy)
    assert register.passages == ("p",)
    assert [found.id for found in register.entries] == ["1"]
    assert register.years == (2024,)
