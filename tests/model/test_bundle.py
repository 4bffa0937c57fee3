"""The trained model as a whole."""

from __future__ import annotations

import numpy as np

from classifier.examples import Example
from classifier.model.bundle import Model, kind_features
from classifier.model.places import place_classes
from classifier.records import Tokens
from classifier.taxonomy import Taxonomy


def test_scores_are_shares(small_model: Model, examples: list[Example]) -> None:
    """One a letter and point; kinds and places sum to 1; the carrying stretch lies in the letter."""
    batch = [example.tokens for example in examples]
    scores = small_model.score(batch)
    assert scores.points.shape == (len(batch), 33)
    assert ((scores.points >= 0) & (scores.points <= 1)).all()
    np.testing.assert_allclose(scores.kinds.sum(axis=1), 1, rtol=1e-6)
    np.testing.assert_allclose(scores.places.sum(axis=1), 1, rtol=1e-6)
    lengths = np.array([len(letter.text) for letter in batch])[:, None]
    assert ((scores.first >= 0) & (scores.first <= scores.last) & (scores.last < lengths)).all()
    assert (scores.last - scores.first <= 1).all()


def test_a_letter_is_scored_alike_in_any_company(small_model: Model, examples: list[Example]) -> None:
    """Alone, in order, in reverse: to the last bit, so that a batch of another size cannot change a tag."""
    batch = [example.tokens for example in examples]
    forward, backward = small_model.score(batch), small_model.score(batch[::-1])
    for name in ("points", "kinds", "places", "first", "last"):
        alone = np.concatenate([getattr(small_model.score([letter]), name) for letter in batch])
        np.testing.assert_array_equal(getattr(forward, name), alone, err_msg=name)
        np.testing.assert_array_equal(getattr(backward, name)[::-1], alone, err_msg=name)


def test_empty_letters(small_model: Model) -> None:
    """Without a sentence nothing carries a point, alone or in company; no letters at all are allowed."""
    scores = small_model.score([Tokens("a", (), ()), Tokens("b", (), ())])
    assert (scores.first == -1).all()
    assert (scores.points < small_model.thresholds).all()
    assert small_model.score([]).points.shape == (0, 33)


def test_subject_tells_kind_and_place_but_carries_no_point(small_model: Model, examples: list[Example]) -> None:
    """Evidence is cut from the text, so no point may rest on the subject."""
    letter = next(example.tokens for example in examples if example.tokens.subject)
    without = Tokens(letter.id, (), letter.text)
    both = small_model.score([letter, without])
    np.testing.assert_array_equal(both.points[0], both.points[1])
    assert not np.array_equal(both.places[0], both.places[1])


def test_copies_differ_in_what_was_asked_alone(small_model: Model) -> None:
    """The arrays are shared."""
    other = small_model.with_thresholds(np.full(33, 0.25)).with_facts({"letters": 1})
    assert (other.thresholds == 0.25).all()
    assert other.facts == {"letters": 1}
    assert other.points is small_model.points
    assert small_model.thresholds[0] != 0.25


def test_label_holds_the_digest(small_model: Model) -> None:
    """Once it is saved."""
    assert small_model.label == "small"


def test_a_unit_never_contradicts_its_area(taxonomy: Taxonomy) -> None:
    """One choice for both: each area alone, then its units."""
    places = place_classes(taxonomy)
    assert places[:4] == [("BSKUF", ""), ("BSKUF", "Dagtilbud"), ("BSKUF", "Skole"), ("BSKUF", "Familie og Sundhed")]
    assert len(places) == len(set(places)) == 5 + 10


def test_kind_sees_the_points() -> None:
    """The likeliest point and how many there are; finite at the ends."""
    features = kind_features(np.zeros((2, 3)), np.array([[0.0, 0.0], [1.0, 1.0]]))
    assert features.shape == (2, 5)
    assert np.isfinite(features).all()
    assert (features[1, 3:] > features[0, 3:]).all()
