"""Linear heads: rounding, rare and missing classes, and independence from the number of cores."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC
from threadpoolctl import threadpool_limits

from classifier.model.heads import LinearHead, fit_choice, fit_points, softmax

CHANCE = np.random.default_rng(3)
ROWS = sparse.csr_matrix(CHANCE.random((60, 8)).astype(np.float32))
TARGETS = np.column_stack([ROWS.toarray()[:, 0] > 0.5, ROWS.toarray()[:, 1] > 0.7, np.zeros(60), np.ones(60)]).astype(
    bool
)


@given(
    st.lists(st.lists(st.integers(-5000, 5000).map(lambda n: n / 100), min_size=3, max_size=3), min_size=1, max_size=5)
)
def test_rounding_is_within_a_step(weights: list[list[float]]) -> None:
    """At most half of 1/127 of the column's largest weight."""
    real = np.array(weights)
    head = LinearHead.of(real, np.zeros(3))
    assert head.weights.dtype == np.int8
    assert (np.abs(head.real_weights() - real) <= np.abs(real).max(axis=0) / 253 + 1e-5).all()


def test_no_features_at_all() -> None:
    """An empty vocabulary is a head without weights."""
    head = LinearHead.of(np.zeros((0, 2)), np.array([1.0, 2.0]))
    assert head.real_weights().shape == (0, 2)
    assert head.intercept.tolist() == [1, 2]


def test_points_are_fitted_one_against_the_rest() -> None:
    """As scikit-learn fits each alone, up to the rounding."""
    head = fit_points(ROWS, TARGETS, strength=1.0, positive_weight=2.0, seed=1)
    for point in (0, 1):
        machine = LinearSVC(C=1.0, class_weight={False: 1.0, True: 2.0}, tol=1e-3, random_state=1, dual=True)
        alone = machine.fit(ROWS, TARGETS[:, point])
        np.testing.assert_allclose(head.real_weights()[:, point], alone.coef_[0], atol=np.abs(alone.coef_).max() / 200)
        assert head.intercept[point] == pytest.approx(alone.intercept_[0], abs=1e-5)


def test_point_without_a_row_is_never_suggested() -> None:
    """And one that every row has always is: no warning, no fit."""
    head = fit_points(ROWS, TARGETS, strength=1.0, positive_weight=2.0, seed=1)
    scores = ROWS @ head.real_weights() + head.intercept
    assert (scores[:, 2] < -10).all()
    assert (scores[:, 3] > 10).all()


def test_points_are_the_same_again() -> None:
    """Bit by bit."""
    one, two = (fit_points(ROWS, TARGETS, strength=1.0, positive_weight=2.0, seed=1) for _ in range(2))
    np.testing.assert_array_equal(one.weights, two.weights)
    np.testing.assert_array_equal(one.intercept, two.intercept)


@pytest.mark.parametrize("present", [("b",), ("b", "d"), ("a", "b", "d")], ids=["one", "two", "three"])
def test_choice_among_the_classes_seen(present: tuple[str, ...]) -> None:
    """In the order of the classes; one without a row is never chosen."""
    labels = [present[int(value * len(present))] for value in ROWS.toarray()[:, 0]]
    head = fit_choice(ROWS, labels, ["d", "c", "b", "a"], strength=100.0, balanced=False)
    scores = softmax(ROWS @ head.real_weights() + head.intercept)
    chosen = [["d", "c", "b", "a"][column] for column in scores.argmax(axis=1)]
    assert set(chosen) <= set(present)
    assert np.mean([a == b for a, b in zip(chosen, labels, strict=True)]) > 0.9


@pytest.mark.parametrize("balanced", [True, False])
def test_two_classes_have_scikit_learns_probabilities(balanced: bool) -> None:
    """Its one row of weights is split into two."""
    labels = ["ja" if value > 0.6 else "nej" for value in ROWS.toarray()[:, 1]]
    head = fit_choice(ROWS, labels, ["nej", "ja"], strength=1.0, balanced=balanced)
    expected = LogisticRegression(C=1.0, class_weight="balanced" if balanced else None).fit(ROWS, labels)
    ours = softmax(ROWS @ head.real_weights() + head.intercept)
    np.testing.assert_allclose(ours[:, ::-1], expected.predict_proba(ROWS), atol=0.02)


def test_choice_is_the_same_on_more_cores() -> None:
    """Same data, same seed, same model, on one core or on many."""
    wide = sparse.random(
        400, 12_000, density=0.01, random_state=np.random.default_rng(1), dtype=np.float32, format="csr"
    )
    labels = [str(n % 3) for n in range(400)]
    heads = []
    for threads in (1, 2):
        with threadpool_limits(threads):
            heads.append(fit_choice(wide, labels, ["0", "1", "2"], strength=100.0, balanced=False))
    np.testing.assert_array_equal(heads[0].intercept, heads[1].intercept)
    np.testing.assert_array_equal(heads[0].weights, heads[1].weights)


@given(st.lists(st.floats(-800, 800), min_size=1, max_size=5))
def test_softmax_sums_to_one(scores: list[float]) -> None:
    """Also of scores whose exponential would overflow."""
    shares = softmax(np.array([scores]))
    assert shares.sum() == pytest.approx(1)
    assert (np.diff(shares[0][np.argsort(scores)]) >= 0).all()
