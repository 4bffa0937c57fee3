"""Which letters to label next: those the model is unsure of, unlike each other, and likely to hold rare points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from classifier.model.bundle import LetterScores, Model
from classifier.records import Tokens

__all__ = ["Choice", "select"]

_RARE = 20
"""A point with fewer training letters counts as rare."""
_LIKELY = 0.15
_NEAR = 0.2
_ALIKE = 0.6
"""Above this cosine a letter is said to be like one chosen before."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A letter to label.

    Attributes
    ----------
    index : int
        Its position among the letters given.
    value : float
        What it is worth; comparable within a list only.
    reasons : tuple of str
        In Danish, for staff; nothing of the letter's text.
    """

    index: int
    value: float
    reasons: tuple[str, ...]


def select(model: Model, letters: Sequence[Tokens], scores: LetterScores, number: int) -> list[Choice]:
    """Choose letters one by one, each worth most beside those chosen before.

    Parameters
    ----------
    model : Model
        Its manifest tells how many letters each point was learned from.
    letters : sequence of Tokens
        The letters to choose from.
    scores : LetterScores
        Of the same letters, in the same order.
    number : int
        How many to choose.

    Returns
    -------
    list of Choice
        In the order of choice; fewer where there are fewer letters with text.
    """
    unsure = np.exp(-(((scores.points - np.minimum(model.thresholds, 1.0)) / _NEAR) ** 2))
    support = _support(model)
    rarity = 1 / np.sqrt(1 + support)
    rare = ((support < _RARE) & (scores.points >= _LIKELY)) * rarity
    kind_doubt = 1 - scores.kinds.max(axis=1, initial=0)
    worth = (unsure * (0.2 + rarity)).sum(axis=1) + 2 * rare.sum(axis=1) + kind_doubt
    vectors = _vectors(model, letters)
    left = np.array([bool(letter.text) for letter in letters], dtype=bool)
    closest = np.zeros(len(letters))
    chosen: list[Choice] = []
    while len(chosen) < number and left.any():
        values = np.where(left, worth * (1 - closest), -1.0)
        index = int(values.argmax())
        chosen.append(Choice(index, float(values[index]), _reasons(model, scores, index, unsure, rare, closest)))
        left[index] = False
        closest = np.maximum(closest, (vectors @ vectors[index].T).toarray().ravel())
    return chosen


def _support(model: Model) -> np.ndarray:
    told = model.facts.get("support", {})
    known = told if isinstance(told, Mapping) else {}
    return np.array([float(known.get(point, 0)) for point in model.taxonomy.point_ids])


def _vectors(model: Model, letters: Sequence[Tokens]) -> sparse.csr_matrix:
    """Return a row of length 1 for each letter, its sentences counted together."""
    counts = model.vectorizer.count(sentence for letter in letters for sentence in letter.text)
    ends = np.concatenate([[0], np.cumsum([len(letter.text) for letter in letters])]).astype(int)
    total = int(ends[-1])
    sums = sparse.csr_matrix((np.ones(total, dtype=np.float32), np.arange(total), ends), shape=(len(letters), total))
    rows = model.vectorizer.weigh((sums @ counts).tocsr())
    length = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return sparse.diags(1 / np.maximum(length, 1e-9)) @ rows


def _reasons(
    model: Model, scores: LetterScores, index: int, unsure: np.ndarray, rare: np.ndarray, closest: np.ndarray
) -> tuple[str, ...]:
    names = [point.name for point in model.taxonomy.points]
    reasons = []
    doubtful = [column for column in np.argsort(-unsure[index], kind="stable")[:3] if unsure[index, column] > 0.5]
    if doubtful:
        reasons.append("Usikker: " + ", ".join(names[column] for column in doubtful) + ".")
    if rare[index].any():
        reasons.append("Måske et sjældent punkt: " + ", ".join(names[c] for c in np.flatnonzero(rare[index])) + ".")
    if scores.kinds[index].max() < 1 - _NEAR:
        reasons.append("Henvendelsens art er usikker.")
    if closest[index] < _ALIKE:
        reasons.append("Ligner ikke de andre valgte.")
    return tuple(reasons)
