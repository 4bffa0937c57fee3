"""Linear heads over the shared features: one yes/no a point, one choice for the kind, one for area and unit."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

__all__ = ["LinearHead", "fit_choice", "fit_margins", "fit_points", "softmax"]

NEVER = -12.0
"""Intercept of an output without a training example: it is never suggested."""


@dataclass(frozen=True, slots=True)
class LinearHead:
    """Weights of a linear model, kept as whole numbers of eight bits so that the starter model is small.

    Attributes
    ----------
    weights : numpy.ndarray, shape (n_features, n_outputs), int8
        Multiply by ``scale`` for the real weights.
    scale : numpy.ndarray, shape (n_outputs,), float32
        Size of one step of each column.
    intercept : numpy.ndarray, shape (n_outputs,), float32
        Added to each output.
    """

    weights: np.ndarray
    scale: np.ndarray
    intercept: np.ndarray

    @classmethod
    def of(cls, weights: np.ndarray, intercept: np.ndarray) -> LinearHead:
        """Round real weights to eight bits.

        Parameters
        ----------
        weights : numpy.ndarray, shape (n_features, n_outputs)
            Real weights.
        intercept : numpy.ndarray, shape (n_outputs,)
            Real intercepts.

        Returns
        -------
        LinearHead
            Each weight is off by at most 1/254 of its column's largest.
        """
        largest = np.abs(weights).max(axis=0) if len(weights) else np.zeros(weights.shape[1])
        scale = np.where(largest > 0, largest / 127, 1.0)
        return cls(np.rint(weights / scale).astype(np.int8), scale.astype(np.float32), intercept.astype(np.float32))

    def times(self, factor: float) -> LinearHead:
        """Return a head whose outputs are larger by a factor.

        Parameters
        ----------
        factor : float
            Above 0.

        Returns
        -------
        LinearHead
            Shares the whole numbers.
        """
        scale, intercept = self.scale * factor, self.intercept * factor
        return LinearHead(self.weights, scale.astype(np.float32), intercept.astype(np.float32))

    def spread(self, columns: np.ndarray, n_features: int) -> LinearHead:
        """Return a head over more features, of which it sees those it was fitted on.

        Parameters
        ----------
        columns : numpy.ndarray, shape (n_fitted,), int
            Where its features stand among all.
        n_features : int
            Number of all features.

        Returns
        -------
        LinearHead
            Its other weights are 0.
        """
        weights = np.zeros((n_features, self.weights.shape[1]), dtype=np.int8)
        weights[columns] = self.weights
        return LinearHead(weights, self.scale, self.intercept)

    def real_weights(self) -> np.ndarray:
        """Return the weights as real numbers.

        Returns
        -------
        numpy.ndarray, shape (n_features, n_outputs), float32
            In C order, for fast products with sparse rows.
        """
        return np.ascontiguousarray(self.weights * self.scale, dtype=np.float32)


def fit_points(
    features: sparse.csr_matrix,
    targets: np.ndarray,
    *,
    strength: float,
    positive_weight: float,
    seed: int,
    weights: np.ndarray | None = None,
) -> LinearHead:
    """Fit one linear support vector machine a point (one against the rest).

    Parameters
    ----------
    features : scipy.sparse.csr_matrix, shape (n_rows, n_features)
        Weighed rows.
    targets : numpy.ndarray, shape (n_rows, n_points), bool
        Which points each row carries; columns in the label book's order.
    strength : float
        scikit-learn's ``C``: the inverse of the regularisation.
    positive_weight : float
        Weight of a row that carries the point beside 1 for one that does not.
    seed : int
        Of the solver's shuffling.
    weights : numpy.ndarray, shape (n_rows,), optional
        How much each row counts; all the same if None.

    Returns
    -------
    LinearHead
        Columns in the label book's order; a point without a row is never suggested.

    Notes
    -----
    One point after the other: the solver's random numbers are shared by all threads, so that fitting several at a time
    would make the result depend on chance. Folds are fitted in parallel instead.
    """
    features.sort_indices()
    fitted = [
        _fit_one(features, targets[:, point], strength, positive_weight, seed, weights)
        for point in range(targets.shape[1])
    ]
    return LinearHead.of(
        np.stack([weights_ for weights_, _ in fitted], axis=1), np.array([intercept for _, intercept in fitted])
    )


def _fit_one(
    features: sparse.csr_matrix,
    target: np.ndarray,
    strength: float,
    positive_weight: float,
    seed: int,
    weights: np.ndarray | None,
) -> tuple[np.ndarray, float]:
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.svm import LinearSVC

    if not target.any() or target.all() or not features.shape[1]:
        return np.zeros(features.shape[1], dtype=np.float32), -NEVER if target.size and target.all() else NEVER
    model = LinearSVC(
        C=strength, class_weight={False: 1.0, True: positive_weight}, tol=1e-3, random_state=seed, dual=True
    )
    with warnings.catch_warnings():
        # A little short of the optimum is as good on held-out letters and the same on every run.
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(features, target, sample_weight=weights)
    return model.coef_[0].astype(np.float32), float(model.intercept_[0])


def fit_choice(
    features: sparse.csr_matrix,
    labels: Sequence[str],
    classes: Sequence[str],
    *,
    strength: float,
    balanced: bool,
    sample_weights: np.ndarray | None = None,
) -> LinearHead:
    """Fit a multinomial logistic regression.

    Parameters
    ----------
    features : scipy.sparse.csr_matrix, shape (n_rows, n_features)
        Weighed rows.
    labels : sequence of str
        The class of each row.
    classes : sequence of str
        All classes, in the order of the outputs.
    strength : float
        scikit-learn's ``C``.
    balanced : bool
        Whether rare classes weigh as much as common ones.
    sample_weights : numpy.ndarray, shape (n_rows,), optional
        How much each row counts; all the same if None.

    Returns
    -------
    LinearHead
        Columns in the order of ``classes``; a class without a row is never chosen.
    """
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    weights = np.zeros((features.shape[1], len(classes)), dtype=np.float32)
    intercept = np.full(len(classes), NEVER, dtype=np.float32)
    present = sorted(set(labels))
    if len(present) < 2 or not features.shape[1]:
        for label in present:
            intercept[classes.index(label)] = 0.0
        return LinearHead.of(weights, intercept)
    model = LogisticRegression(C=strength, class_weight="balanced" if balanced else None, max_iter=200, tol=1e-3)
    with warnings.catch_warnings():
        # A little short of the optimum is as good on held-out letters and the same on every run.
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(features, np.asarray(labels), sample_weight=sample_weights)
    coefficients, intercepts = model.coef_, model.intercept_
    if len(present) == 2:
        coefficients, intercepts = (
            np.vstack([-coefficients, coefficients]) / 2,
            np.hstack([-intercepts, intercepts]) / 2,
        )
    for row, label in enumerate(model.classes_):
        weights[:, classes.index(label)] = coefficients[row]
        intercept[classes.index(label)] = intercepts[row]
    return LinearHead.of(weights, intercept)


def fit_margins(
    features: sparse.csr_matrix,
    labels: Sequence[str],
    classes: Sequence[str],
    *,
    strength: float,
    seed: int,
    sample_weights: np.ndarray | None = None,
) -> LinearHead:
    """Fit one linear support vector machine a class, rows of rare classes weighing more; the highest margin wins.

    Better than a multinomial regression where classes are many and rows few (docs/experiments.md); its margins are no
    probabilities until they are scaled on held-out letters.

    Parameters
    ----------
    features : scipy.sparse.csr_matrix, shape (n_rows, n_features)
        Weighed rows.
    labels : sequence of str
        The class of each row.
    classes : sequence of str
        All classes, in the order of the outputs.
    strength : float
        scikit-learn's ``C``.
    seed : int
        Of the solver's shuffling.
    sample_weights : numpy.ndarray, shape (n_rows,), optional
        How much each row counts; all the same if None.

    Returns
    -------
    LinearHead
        Columns in the order of ``classes``; a class without a row is never chosen.
    """
    known = np.asarray(labels)
    weights = np.ones(len(known)) if sample_weights is None else sample_weights
    support = {each: float(weights[known == each].sum()) for each in classes}
    used = max(1, sum(number > 0 for number in support.values()))
    fitted = [
        _fit_one(
            features, known == each, strength, weights.sum() / (used * (support[each] or 1.0)), seed, sample_weights
        )
        for each in classes
    ]
    return LinearHead.of(np.stack([weights for weights, _ in fitted], axis=1), np.array([each for _, each in fitted]))


def softmax(scores: np.ndarray) -> np.ndarray:
    """Turn each row of scores into probabilities.

    Parameters
    ----------
    scores : numpy.ndarray, shape (n_rows, n_classes)
        Any real numbers.

    Returns
    -------
    numpy.ndarray, shape (n_rows, n_classes), float
        Each row sums to 1.

    Examples
    --------
    >>> softmax(np.zeros((1, 2)))
    array([[0.5, 0.5]])
    """
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    result: np.ndarray = shifted / shifted.sum(axis=1, keepdims=True)
    return result
