"""From stretches to letters: features, calibration with few examples, and the stretch that carries a point."""

from __future__ import annotations

import numpy as np
import pytest

from classifier.model.letter import LETTER_FEATURES, LetterStage, carriers, fit_letter_stage, letter_features
from classifier.model.stretches import stretches_of


def test_features_by_hand() -> None:
    """A letter of two sentences, an empty one, and one of a single sentence; two points."""
    stretches = stretches_of([2, 0, 1])
    scores = np.array([[1.0, -1.0], [3.0, 2.0], [2.0, 0.5], [-4.0, 5.0]])
    features = letter_features(scores, np.array([[0.5, 0.25], [9.0, 9.0], [-1.0, 1.0]]), stretches)
    named = {name: features[:, :, column] for column, name in enumerate(LETTER_FEATURES)}
    assert named["best"][0].tolist() == [3, 2]
    assert named["top three"][0].tolist() == pytest.approx([2, 0.5])
    assert named["rival"][0].tolist() == [2, 3]
    assert named["whole letter"][0].tolist() == [0.5, 0.25]
    assert named["best"][2].tolist() == [-4, 5]
    assert (features[1] < -5).all(), "an empty letter has no point, whatever its subject says"


def test_a_single_point_has_no_rival() -> None:
    """A label book with one point works."""
    features = letter_features(np.array([[1.0]]), np.array([[1.0]]), stretches_of([1]))
    assert np.isfinite(features).all()


def test_a_letters_features_do_not_depend_on_its_neighbours() -> None:
    """Bit by bit."""
    chance = np.random.default_rng(2)
    lengths = [3, 0, 4, 1]
    scores, whole = chance.normal(size=(5 + 7 + 1, 6)), chance.normal(size=(4, 6))
    together = letter_features(scores, whole, stretches_of(lengths))
    alone = letter_features(scores[5:12], whole[2:3], stretches_of([4]))
    np.testing.assert_array_equal(together[2], alone[0])


def test_arrays_agree_with_a_loop_over_letters() -> None:
    """Bit by bit: features and carriers of letters of many lengths, with ties."""
    chance = np.random.default_rng(3)
    lengths = [3, 0, 4, 1, 9, 3, 2]
    stretches = stretches_of(lengths)
    scores = np.round(chance.normal(size=(len(stretches.owner), 6)), 1).astype(np.float32)
    whole = chance.normal(size=(len(lengths), 6)).astype(np.float32)
    features, chosen = letter_features(scores, whole, stretches), carriers(scores, stretches, len(lengths), 0.3)
    handicap = scores - 0.3 * (stretches.last > stretches.first)[:, None]
    for letter in range(len(lengths)):
        rows = np.flatnonzero(stretches.owner == letter)
        if not len(rows):
            assert (chosen[letter] == -1).all()
            continue
        own = scores[rows]
        top = -np.sort(-own, axis=0)[:3]
        rivals = own[own.argmax(axis=0)]
        np.fill_diagonal(rivals, -np.inf)
        expected = np.stack([top[0], top.mean(axis=0), rivals.max(axis=1), whole[letter]], axis=1)
        np.testing.assert_array_equal(features[letter], expected.astype(float))
        np.testing.assert_array_equal(chosen[letter], rows[handicap[rows].argmax(axis=0)])


def synthetic(n_letters: int, n_points: int) -> tuple[np.ndarray, np.ndarray]:
    """Make features whose first column tells how likely a point is."""
    chance = np.random.default_rng(5)
    features = chance.normal(scale=2, size=(n_letters, n_points, len(LETTER_FEATURES)))
    return features, chance.random((n_letters, n_points)) < 1 / (1 + np.exp(-features[:, :, 0] + 1))


def test_stage_gives_probabilities() -> None:
    """Of held-out letters, in each tenth about as many are right as it says."""
    features, targets = synthetic(600, 5)
    stage = fit_letter_stage(features[:300], targets[:300], shrinkage=1.0)
    shares = stage.probabilities(features[300:])
    for low in np.arange(0, 1, 0.2):
        inside = (shares >= low) & (shares < low + 0.2)
        assert targets[300:][inside].mean() == pytest.approx(shares[inside].mean(), abs=0.1)


def test_rare_points_stay_close_to_the_shared_line() -> None:
    """The fewer letters, the smaller the offset's distance from what all points share."""
    features, targets = synthetic(300, 4)
    features[:, 0], targets[:, 0] = -2.0, False
    targets[:3, 0] = True
    free, shrunk = (fit_letter_stage(features, targets, shrinkage=value).offsets for value in (100.0, 0.01))
    assert np.ptp(shrunk) < np.ptp(free) / 3


@pytest.mark.parametrize("value", [True, False])
def test_nothing_to_calibrate_on(value: bool) -> None:
    """All or no letters have all points: the scores stand."""
    features, targets = synthetic(10, 2)
    stage = fit_letter_stage(features, np.full_like(targets, value), shrinkage=1.0)
    assert np.isfinite(stage.probabilities(features)).all()


def test_probabilities_are_shares() -> None:
    """Also of scores far out."""
    stage = LetterStage(np.eye(1, len(LETTER_FEATURES))[0], np.zeros(1))
    far = np.array([[[-700.0] * 4], [[700.0] * 4]])
    assert stage.probabilities(far).ravel().tolist() == pytest.approx([0, 1])


def test_pair_carries_only_where_it_gains() -> None:
    """Otherwise the single sentence: shorter evidence is better evidence."""
    stretches = stretches_of([2, 0, 1])
    scores = np.array([[1.0, 0.0], [0.0, 0.0], [1.4, 2.0], [3.0, 4.0]])
    assert carriers(scores, stretches, 3, pair_gain=0.5).tolist() == [[0, 2], [-1, -1], [3, 3]]
