"""Letters with their labels as arrays, in the label book's order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from classifier.evaluation.measures import Judged
from classifier.model.rollup import group_flags
from classifier.taxonomy import Taxonomy

__all__ = ["Tables", "tables_of"]


@dataclass(frozen=True, slots=True)
class Tables:
    """Gold labels, suggestions and scores of the same letters.

    Attributes
    ----------
    gold, given : numpy.ndarray, shape (n_letters, n_points), bool
        What a person says and what was suggested.
    gold_groups, given_groups : numpy.ndarray, shape (n_letters, n_groups), bool
        The same by main group.
    scores : numpy.ndarray, shape (n_letters, n_points), float
        Probabilities; NaN in letters without scores.
    """

    gold: np.ndarray
    given: np.ndarray
    gold_groups: np.ndarray
    given_groups: np.ndarray
    scores: np.ndarray


def tables_of(letters: Sequence[Judged], taxonomy: Taxonomy) -> Tables:
    """Lay letters out as arrays.

    Parameters
    ----------
    letters : sequence of Judged
        Rows, in order.
    taxonomy : Taxonomy
        Columns, in order.

    Returns
    -------
    Tables
        All arrays.
    """
    order = {point: index for index, point in enumerate(taxonomy.point_ids)}
    gold, given = (np.zeros((len(letters), len(order)), dtype=bool) for _ in range(2))
    scores = np.full((len(letters), len(order)), np.nan)
    for row, letter in enumerate(letters):
        gold[row, [order[point] for point in letter.gold.points]] = True
        if letter.prediction:
            given[row, [order[point] for point in letter.prediction.points]] = True
            if letter.prediction.scores:
                scores[row] = [letter.prediction.scores[point] for point in order]
    return Tables(gold, given, group_flags(gold, taxonomy), group_flags(given, taxonomy), scores)
