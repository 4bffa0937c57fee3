"""Gold labels against suggestions, as plain data; knows no estimator.

The label space is the label book's, never the gold letters': a wrong suggestion of a point nobody has counts, and a
point nobody has and nobody suggests is listed as unused, never averaged in. The figures agree with the project's
independent referee to the last digit (a test compares them).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from classifier.model.rollup import group_flags
from classifier.records import Labels, Prediction
from classifier.taxonomy import Taxonomy

__all__ = ["Counts", "Evaluation", "Judged", "evaluate", "passage_hit"]

MACRO_SUPPORT = 4
"""Points with fewer letters than this say too little to be averaged in the second macro-F1."""
_CALIBRATION_FROM = 0.1
_BINS = 10


@dataclass(frozen=True, slots=True)
class Counts:
    """Right and wrong suggestions of one point or group.

    Attributes
    ----------
    hits, false_alarms, misses : int
        Suggested and right, suggested and wrong, not suggested though it is there.
    """

    hits: int
    false_alarms: int
    misses: int

    @property
    def support(self) -> int:
        """Number of letters that have it."""
        return self.hits + self.misses

    @property
    def precision(self) -> float:
        """Share of suggestions that are right; 0 without a suggestion."""
        return self.hits / max(self.hits + self.false_alarms, 1)

    @property
    def recall(self) -> float:
        """Share of what is there that was suggested; 0 without support."""
        return self.hits / max(self.support, 1)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 0 without a hit."""
        return 2 * self.hits / (2 * self.hits + self.false_alarms + self.misses) if self.hits else 0.0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.hits + other.hits, self.false_alarms + other.false_alarms, self.misses + other.misses)


@dataclass(frozen=True, slots=True)
class Judged:
    """One letter's gold labels beside what was suggested.

    Attributes
    ----------
    id : str
        The letter's id.
    gold : Labels
        What a person says.
    prediction : Prediction or None
        None counts as a letter without any suggestion.
    passages : mapping of str to tuple of str
        Suggested point to its evidence, as text.
    """

    id: str
    gold: Labels
    prediction: Prediction | None
    passages: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures of a run over gold letters. Shares are in [0, 1]; None where nothing was there to measure.

    Attributes
    ----------
    letters, untagged : int
        Gold letters; those without a prediction.
    points, groups : mapping of str to Counts
        By point id and group name, in the label book's order.
    point_macro_f1, point_macro_f1_support4, group_macro_f1 : float
        Means over the points (groups) with support, with support of at least ``MACRO_SUPPORT``.
    exact_letters : float
        Share of letters whose points are exactly right.
    false_points_on_non_complaints : int
        Points suggested on letters that are no complaint.
    kind_accuracy, area_accuracy, unit_accuracy : float or None
        Over the letters whose gold label is known.
    lrap : float or None
        Label ranking average precision over letters with points (scikit-learn's definition).
    calibration_error : float or None
        Expected calibration error over scores of at least 0.1, in ten bins.
    evidence_hit_rate : float or None
        Share of rightly suggested points whose passage is right (``passage_hit``).
    unused : tuple of str
        Points that no gold letter has.
    """

    letters: int
    untagged: int
    points: Mapping[str, Counts]
    groups: Mapping[str, Counts]
    point_macro_f1: float
    point_macro_f1_support4: float
    group_macro_f1: float
    exact_letters: float
    false_points_on_non_complaints: int
    kind_accuracy: float | None
    area_accuracy: float | None
    unit_accuracy: float | None
    lrap: float | None
    calibration_error: float | None
    evidence_hit_rate: float | None
    unused: tuple[str, ...]

    @property
    def point_total(self) -> Counts:
        """All points added up: micro-averaged precision, recall and F1."""
        return sum(self.points.values(), Counts(0, 0, 0))

    @property
    def group_total(self) -> Counts:
        """All groups added up."""
        return sum(self.groups.values(), Counts(0, 0, 0))

    def figures(self) -> dict[str, float | int | None]:
        """Return the headline figures under the names that the referee uses.

        Returns
        -------
        dict
            Name to figure; what could not be measured is None.
        """
        total = self.point_total
        return {
            "letters": self.letters,
            "untagged": self.untagged,
            "point_precision": total.precision,
            "point_recall": total.recall,
            "point_micro_f1": total.f1,
            "point_macro_f1": self.point_macro_f1,
            "group_micro_f1": self.group_total.f1,
            "group_macro_f1": self.group_macro_f1,
            "point_macro_f1_support4": self.point_macro_f1_support4,
            "exact_letters": self.exact_letters,
            "false_points_on_non_complaints": self.false_points_on_non_complaints,
            "kind_accuracy": self.kind_accuracy,
            "area_accuracy": self.area_accuracy,
            "unit_accuracy": self.unit_accuracy,
            "lrap": self.lrap,
            "ece": self.calibration_error,
            "evidence_hit_rate": self.evidence_hit_rate,
        }


def evaluate(letters: Sequence[Judged], taxonomy: Taxonomy) -> Evaluation:
    """Measure suggestions against gold labels.

    Parameters
    ----------
    letters : sequence of Judged
        At least one.
    taxonomy : Taxonomy
        The label book both sides use.

    Returns
    -------
    Evaluation
        All figures.
    """
    order = {point: index for index, point in enumerate(taxonomy.point_ids)}
    gold = _flags([letter.gold.points for letter in letters], order)
    given = _flags([letter.prediction.points if letter.prediction else () for letter in letters], order)
    points = dict(zip(taxonomy.point_ids, _counts(gold, given), strict=True))
    group_names = [group.name for group in taxonomy.groups]
    groups = dict(zip(group_names, _counts(group_flags(gold, taxonomy), group_flags(given, taxonomy)), strict=True))
    no_complaint = [letter.gold.kind not in taxonomy.complaint_kinds and bool(letter.gold.kind) for letter in letters]
    return Evaluation(
        letters=len(letters),
        untagged=sum(letter.prediction is None for letter in letters),
        points=points,
        groups=groups,
        point_macro_f1=_mean_f1(points, 1),
        point_macro_f1_support4=_mean_f1(points, MACRO_SUPPORT),
        group_macro_f1=_mean_f1(groups, 1),
        exact_letters=float((gold == given).all(axis=1).mean()) if len(letters) else 0.0,
        false_points_on_non_complaints=int(given[np.array(no_complaint, dtype=bool)].sum()) if len(letters) else 0,
        kind_accuracy=_accuracy(letters, "kind"),
        area_accuracy=_accuracy(letters, "area"),
        unit_accuracy=_accuracy(letters, "unit"),
        lrap=_lrap(letters, gold, taxonomy),
        calibration_error=_calibration_error(letters, gold, taxonomy),
        evidence_hit_rate=_evidence_hit_rate(letters),
        unused=tuple(point for point, counts in points.items() if not counts.support),
    )


def _flags(chosen: Sequence[Sequence[str]], order: Mapping[str, int]) -> np.ndarray:
    flags = np.zeros((len(chosen), len(order)), dtype=bool)
    for row, points in enumerate(chosen):
        flags[row, [order[point] for point in points]] = True
    return flags


def _counts(gold: np.ndarray, given: np.ndarray) -> list[Counts]:
    hits, alarms, misses = ((a & b).sum(axis=0) for a, b in ((gold, given), (~gold, given), (gold, ~given)))
    return [Counts(int(h), int(f), int(m)) for h, f, m in zip(hits, alarms, misses, strict=True)]


def _mean_f1(counts: Mapping[str, Counts], least: int) -> float:
    values = [each.f1 for each in counts.values() if each.support >= least]
    return sum(values) / max(len(values), 1)


def _accuracy(letters: Sequence[Judged], field: str) -> float | None:
    known = [letter for letter in letters if getattr(letter.gold, field)]
    if not known:
        return None
    right = [letter.prediction and getattr(letter.prediction, field) == getattr(letter.gold, field) for letter in known]
    return sum(map(bool, right)) / len(known)


def _scores(letters: Sequence[Judged], taxonomy: Taxonomy) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows that have scores, and the scores."""
    rows = [row for row, letter in enumerate(letters) if letter.prediction and letter.prediction.scores]
    scores = np.array(
        [
            [prediction.scores[point] for point in taxonomy.point_ids]
            for row in rows
            if (prediction := letters[row].prediction)
        ]
    )
    return np.array(rows, dtype=int), scores.reshape(len(rows), len(taxonomy.points))


def _lrap(letters: Sequence[Judged], gold: np.ndarray, taxonomy: Taxonomy) -> float | None:
    rows, scores = _scores(letters, taxonomy)
    if not len(rows):
        return None
    total, count = 0.0, 0
    for row, values in zip(rows, scores, strict=True):
        mine = np.flatnonzero(gold[row])
        if not len(mine):
            continue
        # Ties keep the label book's order, as a stable sort of the written scores does.
        rank = np.empty(len(values), dtype=int)
        rank[np.argsort(-values, kind="stable")] = np.arange(1, len(values) + 1)
        total += float(np.mean([(rank[mine] <= rank[point]).sum() / rank[point] for point in mine]))
        count += 1
    return total / max(count, 1)


def _calibration_error(letters: Sequence[Judged], gold: np.ndarray, taxonomy: Taxonomy) -> float | None:
    rows, scores = _scores(letters, taxonomy)
    if not len(rows):
        return None
    counted = scores >= _CALIBRATION_FROM
    values, right = scores[counted], gold[rows][counted]
    bins = np.minimum((values * _BINS).astype(int), _BINS - 1)
    gaps = np.abs(
        np.bincount(bins, weights=values, minlength=_BINS) - np.bincount(bins, weights=right, minlength=_BINS)
    )
    return float(gaps.sum() / max(len(values), 1))


def _evidence_hit_rate(letters: Sequence[Judged]) -> float | None:
    hits = [
        passage_hit(passage, letter.passages.get(point, ()))
        for letter in letters
        if letter.prediction
        for point, passage in letter.gold.evidence.items()
        if point in letter.prediction.points
    ]
    return sum(hits) / len(hits) if hits else None


def passage_hit(gold: str, given: Sequence[str]) -> bool:
    """Tell whether the passages given show the gold passage without burying it.

    Parameters
    ----------
    gold : str
        The passage that a person marked.
    given : sequence of str
        The passages suggested.

    Returns
    -------
    bool
        True where they hold at least half of its word pairs and are at most four times as long plus ten words.

    Examples
    --------
    >>> passage_hit("ingen ringede tilbage", ["Jeg ventede, men ingen ringede tilbage."])
    True
    """
    wanted, got = _words(gold), [_words(passage) for passage in given]
    pairs: set[tuple[str, ...]] = set(pairwise(wanted)) or {(word,) for word in wanted}
    found: set[tuple[str, ...]] = set()
    for words in got:
        found |= {*pairwise(words), *((word,) for word in words)}
    return len(pairs & found) >= 0.5 * len(pairs) and sum(map(len, got)) <= 4 * len(wanted) + 10


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
