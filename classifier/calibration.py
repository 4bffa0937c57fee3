"""What held-out letters settle: the last word on the kind, the scale of the places, the cut-off of the points."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from classifier.examples import Example
from classifier.fitting import example_weights, place_names
from classifier.model.bundle import KindStage, LetterScores
from classifier.model.heads import fit_choice, softmax
from classifier.taxonomy import Taxonomy

__all__ = ["fit_kind_stage", "place_factor", "shared_threshold"]


def fit_kind_stage(features: np.ndarray, letters: Sequence[Example], taxonomy: Taxonomy) -> KindStage:
    """Fit the last word on the kind.

    Parameters
    ----------
    features : numpy.ndarray, shape (n_letters, n_kind_features)
        Of held-out letters, as ``kind_features`` returns them.
    letters : sequence of Example
        The same letters.
    taxonomy : Taxonomy
        The label book.

    Returns
    -------
    KindStage
        Deterministic.
    """
    n_kinds = len(taxonomy.kinds)
    known = [row for row, letter in enumerate(letters) if letter.labels.kind]
    present = sorted({letters[row].labels.kind for row in known})
    if len(present) < 2:
        return KindStage(np.eye(features.shape[1], n_kinds), np.zeros(n_kinds))
    scale = np.maximum(features.std(axis=0), 1e-6)
    head = fit_choice(
        sparse.csr_matrix(features[known] / scale),
        [letters[row].labels.kind for row in known],
        [kind.id for kind in taxonomy.kinds],
        strength=1.0,
        balanced=False,
        sample_weights=example_weights([letters[row] for row in known]),
    )
    return KindStage(head.real_weights().astype(float) / scale[:, None], head.intercept.astype(float))


def place_factor(margins: np.ndarray, letters: Sequence[Example], taxonomy: Taxonomy) -> float:
    """Choose what margins are multiplied by, so that they give the likeliest probabilities.

    Parameters
    ----------
    margins : numpy.ndarray, shape (n_letters, n_places)
        Of held-out letters.
    letters : sequence of Example
        The same letters.
    taxonomy : Taxonomy
        The label book.

    Returns
    -------
    float
        Above 0.
    """
    classes = place_names(taxonomy)
    known = [row for row, letter in enumerate(letters) if letter.labels.area]
    right = [classes.index(f"{letters[row].labels.area}|{letters[row].labels.unit}") for row in known]
    if not known:
        return 1.0

    def likelihood(factor: float) -> float:
        shares = softmax(margins[known] * factor)[np.arange(len(known)), right]
        return float(np.log(np.maximum(shares, 1e-9)).sum())

    return max((0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0), key=likelihood)


def shared_threshold(drafts: Sequence[LetterScores], letters: Sequence[Example], taxonomy: Taxonomy) -> np.ndarray:
    """Choose the probability from which a point is suggested: the highest micro-F1.

    One for all points: what sets points apart is in their calibrated offsets, shrunk for rare ones; cut-offs chosen
    point by point did worse (docs/experiments.md).

    Parameters
    ----------
    drafts : sequence of LetterScores
        Of held-out letters, one each.
    letters : sequence of Example
        The same letters.
    taxonomy : Taxonomy
        The label book.

    Returns
    -------
    numpy.ndarray, shape (n_points,), float in [0, 1]
        All the same.
    """
    complaint = np.array([kind.complaint for kind in taxonomy.kinds])
    scores = np.concatenate([each.points for each in drafts])
    scores *= complaint[np.concatenate([each.kinds for each in drafts]).argmax(axis=1)][:, None]
    targets = np.array([letter.targets for letter in letters])
    candidates = np.arange(0.10, 0.81, 0.01)
    weights = np.array([letter.weight for letter in letters])[:, None]
    best = max(candidates, key=lambda cut: (_micro_f1(targets, scores >= cut, weights), cut))
    return np.full(len(taxonomy.points), round(float(best), 2))


def _micro_f1(targets: np.ndarray, given: np.ndarray, weights: np.ndarray) -> float:
    both = (weights * (targets & given)).sum()
    return float(2 * both / max((weights * targets).sum() + (weights * given).sum(), 1))
