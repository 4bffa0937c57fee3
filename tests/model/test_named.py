"""Units and areas that a letter calls by name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from classifier.model.named import NamedPlaces
from classifier.model.places import place_classes
from classifier.preprocess import Preprocessor
from classifier.records import Sentence, Tokens
from classifier.taxonomy import Taxonomy


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("brevet er fra plan og byg .", ["Plan og Byg"]),
        ("klima, miljø og teknik skrev det", ["KMT"]),
        ("park og vej stillede mig til forsyning og miljø", ["Park og Vej", "Forsyning og Miljø"]),
        ("min søn går i skole", []),
        ("en plan og bygning", []),
    ],
    ids=["unit", "area with a comma", "two units", "name of one word", "longer word"],
)
def test_names_of_several_words_count(taxonomy: Taxonomy, text: str, expected: list[str]) -> None:
    """An everyday word that is also a name does not; nor does a name inside a longer word."""
    found = NamedPlaces(taxonomy).of([Tokens("1", (), Preprocessor().sentences(text))])
    assert found.shape == (1, len(place_classes(taxonomy)))
    places = place_classes(taxonomy)
    assert [places[column][1] or places[column][0] for column in found[0].nonzero()[0]] == expected


def test_the_subject_counts_as_well(taxonomy: Taxonomy) -> None:
    """Many citizens write the department there and nowhere else."""
    words = ("social", "og", "handicap")
    subject = (Sentence(0, 19, words, words),)
    assert NamedPlaces(taxonomy).of([Tokens("1", subject, ())]).any()


@pytest.mark.parametrize(
    "name", ["Børne- og Ungeforvaltningen", "Drift A/S", "Team 12 Nord", "Natur & Vand", "Det 3. center"]
)
def test_names_with_marks_and_digits_are_found(taxonomy: Taxonomy, name: str) -> None:
    """Other municipalities' books hold such; a letter's tokens keep hyphens and have 0 for every digit."""
    area = replace(taxonomy.areas[0], units=(name,))
    book = replace(taxonomy, areas=(area, *taxonomy.areas[1:]))
    found = NamedPlaces(book).of([Tokens("1", (), Preprocessor().sentences(f"Jeg skrev til {name}, men forgæves."))])
    assert [place_classes(book)[column][1] for column in found[0].nonzero()[0]] == [name]
