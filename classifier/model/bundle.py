"""The trained model: everything that scoring a letter needs, as plain arrays; the one unit that is saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from scipy import sparse

from classifier.features import SentenceVectorizer
from classifier.model.heads import LinearHead, softmax
from classifier.model.letter import LetterStage, carriers, letter_features
from classifier.model.named import NAMED_ODDS, NamedPlaces
from classifier.model.stretches import Stretches, stretches_of
from classifier.records import Tokens
from classifier.taxonomy import Taxonomy

__all__ = ["KindStage", "LetterScores", "Model", "Signals", "kind_features"]


@dataclass(frozen=True, slots=True)
class KindStage:
    """A multinomial regression over the kind head's scores and what the points say.

    Attributes
    ----------
    weights : numpy.ndarray, shape (n_kind_features, n_kinds), float
        Rows in the order of ``kind_features``.
    intercept : numpy.ndarray, shape (n_kinds,), float
        Added to each kind.
    """

    weights: np.ndarray
    intercept: np.ndarray


@dataclass(frozen=True, slots=True)
class Signals:
    """What the linear heads say of a batch of letters, before anything is weighed up.

    Attributes
    ----------
    stretches : Stretches
        What was scored.
    stretch_scores : numpy.ndarray, shape (n_stretches, n_points), float
        Log-odds of each point on each stretch.
    features : numpy.ndarray, shape (n_letters, n_points, n_letter_features), float
        As ``letter_features`` returns them.
    kinds : numpy.ndarray, shape (n_letters, n_kinds), float
        Scores of the kind head.
    places : numpy.ndarray, shape (n_letters, n_places), float
        Scores of the head for area and unit.
    named : numpy.ndarray, shape (n_letters, n_places), bool
        Places that the letter calls by name.
    """

    stretches: Stretches
    stretch_scores: np.ndarray
    features: np.ndarray
    kinds: np.ndarray
    places: np.ndarray
    named: np.ndarray


@dataclass(frozen=True, slots=True)
class LetterScores:
    """Probabilities of a batch of letters, and where each point stands.

    Attributes
    ----------
    points : numpy.ndarray, shape (n_letters, n_points), float in [0, 1]
        Calibrated probability of each point.
    kinds : numpy.ndarray, shape (n_letters, n_kinds), float in [0, 1]
        Rows sum to 1.
    places : numpy.ndarray, shape (n_letters, n_places), float in [0, 1]
        Rows sum to 1; columns as ``place_classes`` lists them.
    first, last : numpy.ndarray, shape (n_letters, n_points), int
        First and last sentence (inclusive) of the stretch that carries the point; -1 in a letter without a sentence.
    """

    points: np.ndarray
    kinds: np.ndarray
    places: np.ndarray
    first: np.ndarray
    last: np.ndarray


@dataclass(frozen=True)
class Model:
    """A trained model.

    Attributes
    ----------
    name : str
        As given at training.
    taxonomy : Taxonomy
        The label book it was trained with.
    vectorizer : SentenceVectorizer
        Shared by all heads.
    points, kinds, places : LinearHead
        Columns in the label book's order; places as ``place_classes`` lists them.
    letter_stage : LetterStage
        Calibrates points.
    kind_stage : KindStage
        Calibrates kinds.
    thresholds : numpy.ndarray, shape (n_points,), float in [0, 1]
        A point is suggested at or above its threshold.
    pair_gain : float
        See ``carriers``.
    facts : mapping
        Figures and provenance for the manifest (JSON).
    digest : str
        SHA-256 of the saved manifest; empty before saving.
    """

    name: str
    taxonomy: Taxonomy
    vectorizer: SentenceVectorizer
    points: LinearHead
    kinds: LinearHead
    places: LinearHead
    letter_stage: LetterStage
    kind_stage: KindStage
    thresholds: np.ndarray
    pair_gain: float
    facts: Mapping[str, Any]
    digest: str = ""

    @property
    def label(self) -> str:
        """Name and shortened digest, as every tag carries it."""
        return f"{self.name}@{self.digest[:12]}" if self.digest else self.name

    @cached_property
    def _letter_weights(self) -> tuple[np.ndarray, np.ndarray]:
        """Weights and intercepts of kinds and places, which only whole letters have."""
        heads = (self.kinds, self.places)
        weights = np.hstack([head.real_weights() for head in heads])
        return np.ascontiguousarray(weights), np.hstack([head.intercept for head in heads])

    @cached_property
    def _named_places(self) -> NamedPlaces:
        return NamedPlaces(self.taxonomy)

    @cached_property
    def _point_weights(self) -> np.ndarray:
        return self.points.real_weights()

    def signals(self, batch: Sequence[Tokens]) -> Signals:
        """Run the linear heads over letters: each sentence is counted once, for all heads.

        Parameters
        ----------
        batch : sequence of Tokens
            Letters.

        Returns
        -------
        Signals
            In the order of the batch.
        """
        counts = self.vectorizer.count(sentence for letter in batch for sentence in letter.text)
        subjects = self.vectorizer.count(sentence for letter in batch for sentence in letter.subject)
        stretches = stretches_of([len(letter.text) for letter in batch])
        text = _totals([len(letter.text) for letter in batch]) @ counts
        both = text + _totals([len(letter.subject) for letter in batch]) @ subjects
        rows = sparse.vstack([stretches.sums @ counts, text, both]).tocsr()
        weighed = self.vectorizer.weigh(rows)
        n_stretches, n_letters, n_kinds = len(stretches.owner), len(batch), len(self.taxonomy.kinds)
        scores = _rows(weighed, 0, n_stretches + n_letters) @ self._point_weights + self.points.intercept
        weights, intercept = self._letter_weights
        rest = _rows(weighed, n_stretches + n_letters, weighed.shape[0]) @ weights + intercept
        stretch_scores = scores[:n_stretches]
        return Signals(
            stretches,
            stretch_scores,
            letter_features(stretch_scores, scores[n_stretches:], stretches),
            rest[:, :n_kinds],
            rest[:, n_kinds:],
            self._named_places.of(batch),
        )

    def score(self, batch: Sequence[Tokens]) -> LetterScores:
        """Score letters.

        Parameters
        ----------
        batch : sequence of Tokens
            Letters; a letter's scores do not depend on the others.

        Returns
        -------
        LetterScores
            In the order of the batch.
        """
        return self.weigh_up(self.signals(batch))

    def weigh_up(self, signals: Signals) -> LetterScores:
        """Turn what the heads say into probabilities.

        Parameters
        ----------
        signals : Signals
            Of this model, or of one fitted on other folds in the same way.

        Returns
        -------
        LetterScores
            In the order of the batch.
        """
        points = self.letter_stage.probabilities(signals.features)
        kinds = softmax(_by_columns(kind_features(signals.kinds, points), self.kind_stage))
        chosen = carriers(signals.stretch_scores, signals.stretches, len(points), self.pair_gain)
        absent = chosen < 0
        if len(signals.stretches.owner):
            first = np.where(absent, -1, signals.stretches.first[chosen])
            last = np.where(absent, -1, signals.stretches.last[chosen])
        else:
            first = last = chosen
        return LetterScores(points, kinds, softmax(signals.places + NAMED_ODDS * signals.named), first, last)

    def with_thresholds(self, thresholds: np.ndarray) -> Model:
        """Return the same model with other cut-offs.

        Parameters
        ----------
        thresholds : numpy.ndarray, shape (n_points,), float in [0, 1]
            In the label book's order.

        Returns
        -------
        Model
            A copy that shares the arrays.
        """
        return replace(self, thresholds=thresholds)

    def with_facts(self, facts: Mapping[str, Any]) -> Model:
        """Return the same model with other figures and provenance.

        Parameters
        ----------
        facts : mapping
            JSON-ready.

        Returns
        -------
        Model
            A copy that shares the arrays.
        """
        return replace(self, facts=facts)


def kind_features(kinds: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Join what the kind head says with what the points say.

    Parameters
    ----------
    kinds : numpy.ndarray, shape (n_letters, n_kinds)
        Scores of the kind head.
    points : numpy.ndarray, shape (n_letters, n_points), float in [0, 1]
        Probabilities of the points.

    Returns
    -------
    numpy.ndarray, shape (n_letters, n_kinds + 2), float
        The kind scores, the log-odds of the likeliest point, and the expected number of points (logarithm of 1 + it).
    """
    likeliest = np.clip(points.max(axis=1), 1e-4, 1 - 1e-4)
    odds = np.log(likeliest / (1 - likeliest))
    return np.column_stack([kinds, odds, np.log1p(points.sum(axis=1))])


def _by_columns(features: np.ndarray, stage: KindStage) -> np.ndarray:
    """Multiply in one order of additions; BLAS chooses one by the number of rows, and the last bit with it."""
    total = np.tile(stage.intercept, (len(features), 1)).astype(np.float64)
    for column, weights in zip(features.T, stage.weights, strict=True):
        total += column[:, None] * weights
    return total


def _totals(lengths: Sequence[int]) -> sparse.csr_matrix:
    """Return the matrix that adds the rows of each letter's sentences up."""
    ends = np.concatenate([[0], np.cumsum(lengths)]).astype(int)
    total = int(ends[-1])
    return sparse.csr_matrix((np.ones(total, dtype=np.float32), np.arange(total), ends), shape=(len(lengths), total))


def _rows(matrix: sparse.csr_matrix, begin: int, end: int) -> sparse.csr_matrix:
    """Return neighbouring rows, without a copy."""
    first, last = matrix.indptr[begin], matrix.indptr[end]
    parts = (matrix.data[first:last], matrix.indices[first:last], matrix.indptr[begin : end + 1] - first)
    return sparse.csr_matrix(parts, shape=(end - begin, matrix.shape[1]))
