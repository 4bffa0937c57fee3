"""New words, other points, less confidence: when retraining is due."""

from __future__ import annotations

from dataclasses import replace

import pytest

from classifier.drift import measure_drift, new_words
from classifier.examples import Example
from classifier.model.bundle import Model
from classifier.profile import Profile, known_elsewhere, known_to, profile, read_profile
from classifier.records import Sentence, Tokens
from classifier.taxonomy import Taxonomy


def said(*lemmas: str) -> Tokens:
    """A letter of one sentence."""
    return Tokens("x", (), (Sentence(0, 1, lemmas, lemmas),))


@pytest.fixture(scope="module")
def calm(taxonomy: Taxonomy) -> Profile:
    """A year like any other."""
    shares = {point: 0.05 for point in taxonomy.point_ids}
    return Profile(200, 0.05, 0.8, 0.95, shares, {area.id: 0.2 for area in taxonomy.areas})


def test_nothing_moved(calm: Profile, taxonomy: Taxonomy) -> None:
    """Then nothing is due."""
    found = measure_drift(calm, calm, [], taxonomy)
    assert (found.due, found.reasons, found.shifts, found.enough) == (False, (), (), True)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"unknown_words": 0.09}, "Flere ukendte ord: 5.0 % før, 9.0 % nu."),
        ({"point_confidence": 0.7}, "Modellen er mindre sikker på punkter: 0.80 før, 0.70 nu."),
        ({"kind_confidence": 0.8}, "Modellen er mindre sikker på art"),
    ],
    ids=["words", "points", "kind"],
)
def test_each_reason(change: dict[str, float], reason: str, calm: Profile, taxonomy: Taxonomy) -> None:
    """Is told with its figures."""
    found = measure_drift(calm, replace(calm, **change), [], taxonomy)  # type: ignore[arg-type]
    assert found.due
    assert found.reasons[0].startswith(reason)


def test_shifted_points_and_areas(calm: Profile, taxonomy: Taxonomy) -> None:
    """Largest first; a few letters more or less are no shift."""
    more = {**calm.points, "tilsyn": 0.3, "begrundelse": 0.25, "notatpligt": 0.2, "sprogbrug": 0.07}
    found = measure_drift(calm, replace(calm, points=more, areas={**calm.areas, "SS": 0.5}), [], taxonomy)
    assert [shift.id for shift in found.shifts] == ["SS", "tilsyn", "begrundelse", "notatpligt"]
    assert "3 punkter er hyppigere eller sjældnere" in found.reasons[0]


def test_few_letters_tell_nothing(calm: Profile, taxonomy: Taxonomy) -> None:
    """However far they are."""
    found = measure_drift(calm, replace(calm, letters=10, unknown_words=0.5), [], taxonomy)
    assert (found.enough, found.due) == (False, False)


def test_profile_of_training_letters(small_model: Model, examples: list[Example], taxonomy: Taxonomy) -> None:
    """Stored when trained, read back as it was; words of one hand alone count as unknown to the others."""
    told = read_profile(small_model.facts["reference"])
    assert told is not None
    assert told.letters == 16
    assert 0 < told.unknown_words < 1
    assert list(told.points) == list(taxonomy.point_ids)
    assert sum(told.areas.values()) == pytest.approx(1, abs=1e-3)
    assert read_profile({"letters": 3}) is read_profile(None) is None
    known = known_elsewhere([said("egen", "fælles"), said("fælles")], ["a", "b"])
    assert [known("egen", "a"), known("egen", "b"), known("fælles", "a"), known("ny", "a")] == [
        False,
        True,
        True,
        False,
    ]


def test_profile_of_no_letters(small_model: Model) -> None:
    """All zeros."""
    empty = profile(small_model, [], small_model.score([]), known_to(small_model))
    assert (empty.letters, empty.unknown_words, empty.kind_confidence) == (0, 0.0, 0.0)


def test_new_words_of_several_citizens(small_model: Model) -> None:
    """What one or two wrote may be a name and is not shown."""
    letters = [said("kvæfring", "egennavn"), said("kvæfring"), said("kvæfring", "svar"), said("[NAVN]")]
    assert new_words(small_model, letters, ["a", "b", "c", "d"]) == ["kvæfring"]
    assert new_words(small_model, letters, ["a", "a", "a", "a"]) == []
