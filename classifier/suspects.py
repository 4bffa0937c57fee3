"""Labels that look wrong: what letters that the model did not learn from say of them.

The idea is confident learning's (Northcutt and others, 2021): a label is set against the out-of-fold probability of the
point, measured by how sure the model usually is where the label is right. cleanlab does the same, but loads pandas and
found fewer of our wrong labels (docs/experiments.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from classifier.evaluation import Judged
from classifier.taxonomy import Taxonomy

__all__ = ["Suspect", "suspects"]

_LIKELY = 0.5
_FEW = 5
"""Points with fewer letters have no usual confidence of their own; that of all points stands for it."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """A label that looks wrong.

    Attributes
    ----------
    letter : str
        The letter's id.
    point : str
        The point's id.
    given : bool
        True where the label is there and looks wrong, False where it seems to be missing.
    probability : float
        Of the point, by a model that learned from no letter of this citizen.
    doubt : float
        In [0, 1]; 1 is the most suspicious.
    reason : str
        In Danish, for staff; nothing of the letter's text.
    """

    letter: str
    point: str
    given: bool
    probability: float
    doubt: float
    reason: str


def suspects(letters: Sequence[Judged], taxonomy: Taxonomy) -> list[Suspect]:
    """List every label and every missing label by how suspicious it is.

    Parameters
    ----------
    letters : sequence of Judged
        Each tagged by a model that saw no letter of its citizen; the predictions hold all scores.
    taxonomy : Taxonomy
        The label book.

    Returns
    -------
    list of Suspect
        Most suspicious first: all labels that are there, and the missing ones whose probability is at least a half.
    """
    known = [letter for letter in letters if letter.prediction is not None]
    if not known:
        return []
    scores = np.array(
        [[each.prediction.scores[point] for point in taxonomy.point_ids] for each in known if each.prediction]
    )
    gold = np.array([[point in each.gold.points for point in taxonomy.point_ids] for each in known])
    sure = _usual(scores, gold)
    found = []
    for row, column in zip(*np.nonzero(gold | (scores >= _LIKELY)), strict=True):
        point, probability, given = taxonomy.points[column], float(scores[row, column]), bool(gold[row, column])
        # How far below what the model usually says where the label is right, or how near to it where it is missing.
        share = min(probability / max(float(sure[column]), 1e-9), 1.0)
        doubt = 1 - share if given else share * probability
        percent = f"{100 * probability:.0f} %"
        reason = (
            f"Mærket {point.name!r} står der, men modellen giver det {percent} (plejer: {100 * sure[column]:.0f} %)."
            if given
            else f"Mærket {point.name!r} mangler, men modellen giver det {percent}."
        )
        found.append(Suspect(known[row].id, point.id, given, probability, doubt, reason))
    return sorted(found, key=lambda each: (-each.doubt, each.letter, each.point))


def _usual(scores: np.ndarray, gold: np.ndarray) -> np.ndarray:
    """Return the median probability of each point in letters that have it."""
    everywhere = float(np.median(scores[gold])) if gold.any() else 1.0
    return np.array(
        [
            np.median(scores[gold[:, column], column]) if gold[:, column].sum() >= _FEW else everywhere
            for column in range(gold.shape[1])
        ]
    )
