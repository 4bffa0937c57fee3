"""From the scores of a letter's stretches to one probability a point, and the stretch that carries it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from classifier.model.stretches import Stretches

__all__ = ["LETTER_FEATURES", "LetterStage", "carriers", "fit_letter_stage", "letter_features"]

LETTER_FEATURES = ("best", "top three", "rival", "whole letter")
"""What the stage sees of a letter and a point: the highest score of a stretch; the mean of the three highest; how high
another point scores on the best stretch; the score of the whole letter. Chosen in docs/experiments.md."""

_ABSENT = -8.0
"""Score of a point in a letter without a sentence."""


@dataclass(frozen=True, slots=True)
class LetterStage:
    """A logistic regression over a point's letter features, with an offset a point.

    The offset is shrunk towards zero by the regularisation, so a rare point stays close to the shared line: that is
    the rule for rare points.

    Attributes
    ----------
    weights : numpy.ndarray, shape (n_letter_features,), float
        Shared by all points.
    offsets : numpy.ndarray, shape (n_points,), float
        Added to each point.
    """

    weights: np.ndarray
    offsets: np.ndarray

    def probabilities(self, features: np.ndarray) -> np.ndarray:
        """Return the probability of each point in each letter.

        Parameters
        ----------
        features : numpy.ndarray, shape (n_letters, n_points, n_letter_features)
            As ``letter_features`` returns them.

        Returns
        -------
        numpy.ndarray, shape (n_letters, n_points), float in (0, 1)
            Columns in the label book's order.
        """
        result: np.ndarray = 1 / (1 + np.exp(-(features @ self.weights + self.offsets)))
        return result


def fit_letter_stage(
    features: np.ndarray, targets: np.ndarray, *, shrinkage: float, sample_weights: np.ndarray | None = None
) -> LetterStage:
    """Fit the stage on letters that the sentence model has not seen.

    Parameters
    ----------
    features : numpy.ndarray, shape (n_letters, n_points, n_letter_features)
        Of held-out letters.
    targets : numpy.ndarray, shape (n_letters, n_points), bool
        Which points the letters have.
    shrinkage : float
        scikit-learn's ``C`` for the offsets: the smaller, the closer to the shared line.
    sample_weights : numpy.ndarray, shape (n_letters,), optional
        How much each letter counts; all the same if None.

    Returns
    -------
    LetterStage
        Deterministic.
    """
    from scipy import sparse
    from sklearn.linear_model import LogisticRegression

    n_letters, n_points, n_features = features.shape
    shared = features.reshape(-1, n_features)
    spread = np.maximum(shared.std(axis=0), 1e-6)
    # Features scaled up ten times are hardly shrunk; the offsets, at 1, are.
    rows = sparse.hstack(
        [sparse.csr_matrix(10 * shared / spread), sparse.csr_matrix(np.tile(np.eye(n_points), (n_letters, 1)))]
    ).tocsr()
    if targets.all() or not targets.any():
        return LetterStage(np.eye(1, n_features)[0], np.zeros(n_points))
    weights = None if sample_weights is None else np.repeat(sample_weights, n_points)
    model = LogisticRegression(C=shrinkage, max_iter=1000).fit(rows, targets.ravel(), sample_weight=weights)
    coefficients = model.coef_[0]
    return LetterStage(10 * coefficients[:n_features] / spread, coefficients[n_features:] + model.intercept_[0])


def letter_features(scores: np.ndarray, whole: np.ndarray, stretches: Stretches) -> np.ndarray:
    """Sum up the scores of each letter's stretches.

    Parameters
    ----------
    scores : numpy.ndarray, shape (n_stretches, n_points)
        Scores of the stretches (log-odds).
    whole : numpy.ndarray, shape (n_letters, n_points)
        Scores of the letters read as one stretch.
    stretches : Stretches
        Which letter each stretch belongs to.

    Returns
    -------
    numpy.ndarray, shape (n_letters, n_points, n_letter_features), float
        In the order of ``LETTER_FEATURES``.
    """
    n_letters, n_points = whole.shape
    features = np.full((n_letters, n_points, len(LETTER_FEATURES)), _ABSENT)
    rivals = _rivals(scores)
    for letters, rows in _by_length(stretches, n_letters):
        own = np.ascontiguousarray(scores[rows].transpose(0, 2, 1))
        best = own.argmax(axis=2)
        top = -np.sort(-own, axis=2)[:, :, :3]
        total = top[:, :, 0]
        for place in range(1, top.shape[2]):
            total = total + top[:, :, place]
        features[letters, :, 0] = top[:, :, 0]
        features[letters, :, 1] = total / scores.dtype.type(top.shape[2])
        features[letters, :, 2] = rivals[np.take_along_axis(rows, best, axis=1), np.arange(n_points)]
        features[letters, :, 3] = whole[letters]
    return features


def _by_length(stretches: Stretches, n_letters: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield letters of equally many stretches, and the rows of their stretches: one array instead of a loop."""
    borders = np.searchsorted(stretches.owner, np.arange(n_letters + 1))
    lengths = np.diff(borders)
    for length in np.unique(lengths[lengths > 0]):
        letters = np.flatnonzero(lengths == length)
        yield letters, borders[letters][:, None] + np.arange(length)


def _rivals(scores: np.ndarray) -> np.ndarray:
    """Return, for each stretch and point, the highest score of another point on that stretch."""
    if not scores.size or scores.shape[1] == 1:
        return np.full(scores.shape, _ABSENT)
    every = np.arange(len(scores))
    best = scores.argmax(axis=1)
    highest = scores[every, best]
    others = scores.copy()
    others[every, best] = -np.inf
    rivals = np.repeat(highest[:, None], scores.shape[1], axis=1)
    rivals[every, best] = others.max(axis=1)
    return rivals


def carriers(scores: np.ndarray, stretches: Stretches, n_letters: int, pair_gain: float) -> np.ndarray:
    """Choose the stretch that carries each point in each letter.

    Parameters
    ----------
    scores : numpy.ndarray, shape (n_stretches, n_points)
        Scores of the stretches.
    stretches : Stretches
        Which letter each stretch belongs to.
    n_letters : int
        Number of letters in the batch.
    pair_gain : float
        A pair of sentences is chosen over one where it scores higher by more than this; negative prefers pairs.

    Returns
    -------
    numpy.ndarray, shape (n_letters, n_points), int
        Row of the stretch, or -1 for a letter without a sentence.
    """
    handicap = scores - pair_gain * (stretches.last > stretches.first)[:, None]
    chosen = np.full((n_letters, scores.shape[1]), -1)
    for letters, rows in _by_length(stretches, n_letters):
        best = np.ascontiguousarray(handicap[rows].transpose(0, 2, 1)).argmax(axis=2)
        chosen[letters] = np.take_along_axis(rows, best, axis=1)
    return chosen
