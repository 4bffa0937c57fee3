"""Averages by hand and as scikit-learn has them; intervals from letters drawn again."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import precision_recall_fscore_support

from classifier.evaluation.intervals import averages, resample


def chance_tables(n_letters: int = 40, n_labels: int = 6) -> tuple[np.ndarray, np.ndarray]:
    """Labels and suggestions that agree in part."""
    chance = np.random.default_rng(3)
    gold = chance.random((n_letters, n_labels)) < 0.3
    return gold, gold ^ (chance.random((n_letters, n_labels)) < 0.15)


@pytest.mark.parametrize("way", ["micro", "macro", "weighted"])
def test_averages_agree_with_scikit_learn(way: str) -> None:
    """All letters once."""
    gold, given = chance_tables()
    expected = precision_recall_fscore_support(gold, given, average=way, zero_division=0)[:3]
    found = getattr(averages(gold, given, np.ones((1, len(gold)))), way)
    assert found[0] == pytest.approx(np.array(expected))


def test_per_letter_by_hand() -> None:
    """1 of 2 found; rightly empty; wrongly empty: F1 of 2/3, 1 and 0."""
    gold = np.array([[1, 1, 0], [0, 0, 0], [0, 0, 1]], dtype=bool)
    given = np.array([[1, 0, 0], [0, 0, 0], [0, 0, 0]], dtype=bool)
    precision, recall, f1 = averages(gold, given, np.ones((1, 3))).letter[0]
    assert (precision, recall, f1) == pytest.approx((2 / 3, (0.5 + 1 + 0) / 3, (2 / 3 + 1 + 0) / 3))


def test_unused_labels_are_not_averaged_in() -> None:
    """A label that no letter has changes no mean."""
    gold, given = chance_tables()
    wide_gold, wide_given = (np.hstack([table, np.zeros((len(table), 2), dtype=bool)]) for table in (gold, given))
    weights = np.ones((1, len(gold)))
    assert averages(wide_gold, wide_given, weights).macro == pytest.approx(averages(gold, given, weights).macro)


def test_interval_holds_the_figure_and_is_the_same_again() -> None:
    """And grows narrower with more letters."""
    widths = []
    for times in (1, 9):
        gold, given = (np.tile(table, (times, 1)) for table in chance_tables())
        found = resample(gold, given, draws=300)
        again = resample(gold, given, draws=300)
        low, high = found.f1_interval(0)
        assert (low, high) == again.f1_interval(0)
        assert low is not None
        assert high is not None
        assert low <= found.whole.f1[0, 0] <= high
        widths.append(high - low)
    assert widths[1] < widths[0] / 2


def test_a_label_that_a_draw_lacks() -> None:
    """Its draws without the label say nothing: one right letter of many is an interval of 1."""
    gold = np.zeros((20, 1), dtype=bool)
    gold[0] = True
    assert resample(gold, gold.copy(), draws=200).f1_interval(0) == (1, 1)
    assert resample(np.zeros_like(gold), gold, draws=200).f1_interval(0) == (None, None)


def test_too_few_letters_give_no_interval() -> None:
    """The figure alone."""
    gold = np.ones((2, 1), dtype=bool)
    found = resample(gold, gold)
    assert found.average("micro") == {"precision": 1, "recall": 1, "f1": 1, "f1_low": None, "f1_high": None}
    assert found.f1_interval(0) == found.f1_difference(found) == (None, None)
