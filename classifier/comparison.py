"""Two models on the same letters: point by point, which tags flip, whether the difference is more than chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from classifier.evaluation import Judged
from classifier.taxonomy import Taxonomy

__all__ = ["Comparison", "Flip", "PointChange", "compare_models"]

DRAWS = 2000
SEED = 2024
_ENDS = (2.5, 97.5)
_LEAST = 4
"""Points with fewer letters say too little for a verdict of their own."""


@dataclass(frozen=True, slots=True)
class PointChange:
    """One point under both models.

    Attributes
    ----------
    point : str
        Its id.
    support : int
        Letters that have it.
    old_f1, new_f1 : float
        In [0, 1].
    low, high : float
        95 % interval of the difference, new less old; both 0 without support.
    verdict : str
        ``better``, ``worse`` (the interval leaves 0 out), ``same``, or ``few`` (support below 4).
    """

    point: str
    support: int
    old_f1: float
    new_f1: float
    low: float
    high: float
    verdict: str


@dataclass(frozen=True, slots=True)
class Flip:
    """A tag that one model gives and the other does not: ``right`` tells whether the new model is right."""

    letter: str
    point: str
    given: bool
    right: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Old against new on the same letters.

    Attributes
    ----------
    letters : int
        Number of letters.
    old_f1, new_f1 : float
        Micro-F1 over all points.
    low, high : float
        95 % interval of the difference, from citizens (or hands) drawn with replacement.
    p_value : float
        Of a paired permutation test: how often a difference this large comes about when each citizen's two results
        change places by chance.
    points : tuple of PointChange
        In the label book's order.
    flips : tuple of Flip
        By letter, then point.
    """

    letters: int
    old_f1: float
    new_f1: float
    low: float
    high: float
    p_value: float
    points: tuple[PointChange, ...]
    flips: tuple[Flip, ...]

    @property
    def difference(self) -> float:
        """New micro-F1 less old."""
        return self.new_f1 - self.old_f1

    @property
    def verdict(self) -> str:
        """``better`` or ``worse`` where the interval leaves 0 out, else ``same``."""
        return _verdict(self.low, self.high)

    def counted(self, verdict: str) -> tuple[str, ...]:
        """Return the points of a verdict.

        Parameters
        ----------
        verdict : str
            See ``PointChange``.

        Returns
        -------
        tuple of str
            Ids in the label book's order.
        """
        return tuple(change.point for change in self.points if change.verdict == verdict)

    def in_words(self, language: str, letters: str) -> str:
        """Say it plainly.

        Parameters
        ----------
        language : str
            ``da`` or ``en``.
        letters : str
            What the letters are, such as "årets breve".

        Returns
        -------
        str
            Two or three sentences.
        """
        better, worse, same = (self.counted(name) for name in ("better", "worse", "same"))
        right = sum(flip.right for flip in self.flips)
        if language == "da":
            head = {
                "better": f"Den nye model er bedre på {letters}",
                "worse": f"Den nye model er dårligere på {letters}",
                "same": f"Der er ingen sikker forskel på {letters}",
            }[self.verdict]
            figures = (
                f"mikro-F1 {self.old_f1:.3f} → {self.new_f1:.3f}, forskel {self.difference:+.3f}"
                f" (95 %: {self.low:+.3f} til {self.high:+.3f}; p = {self.p_value:.3f})"
            )
            told = (
                f"{head}: {figures.replace('.', ',')}."
                f" Bedre på {len(better)} punkter, dårligere på {len(worse)}, ens på {len(same)},"
                f" for få breve på {len(self.counted('few'))}."
                f" {len(self.flips)} mærker skifter, heraf {right} til det rigtige."
            )
            return told + (f" Dårligere: {', '.join(worse)}." if worse else "")
        head = {
            "better": f"The new model is better on {letters}",
            "worse": f"The new model is worse on {letters}",
            "same": f"There is no certain difference on {letters}",
        }[self.verdict]
        told = (
            f"{head}: micro-F1 {self.old_f1:.3f} -> {self.new_f1:.3f}, difference {self.difference:+.3f}"
            f" (95 %: {self.low:+.3f} to {self.high:+.3f}; p = {self.p_value:.3f})."
            f" Better on {len(better)} points, worse on {len(worse)}, the same on {len(same)},"
            f" too few letters on {len(self.counted('few'))}."
            f" {len(self.flips)} tags flip, {right} of them to what is right."
        )
        return told + (f" Worse: {', '.join(worse)}." if worse else "")

    def figures(self) -> dict[str, Any]:
        """Return all but the flips for a manifest.

        Returns
        -------
        dict
            JSON-ready.
        """
        return {
            "letters": self.letters,
            "old_f1": self.old_f1,
            "new_f1": self.new_f1,
            "low": self.low,
            "high": self.high,
            "p_value": self.p_value,
            "verdict": self.verdict,
            "better": list(self.counted("better")),
            "worse": list(self.counted("worse")),
            "flips": len(self.flips),
            "flips_right": sum(flip.right for flip in self.flips),
        }


def compare_models(
    old: Sequence[Judged], new: Sequence[Judged], taxonomy: Taxonomy, groups: Mapping[str, str] | None = None
) -> Comparison:
    """Compare two models on the same letters.

    Parameters
    ----------
    old : sequence of Judged
        The letters as the old model tagged them.
    new : sequence of Judged
        The same letters, in the same order, as the new one did.
    taxonomy : Taxonomy
        The label book of both.
    groups : mapping of str to str, optional
        Letter id to citizen or hand: drawn together, since letters of one hand are alike. Each letter by itself if
        None.

    Returns
    -------
    Comparison
        Deterministic.

    Raises
    ------
    ValueError
        If the letters are not the same.
    """
    if [each.id for each in old] != [each.id for each in new]:
        raise ValueError("the two models judged different letters")
    order = {point: index for index, point in enumerate(taxonomy.point_ids)}
    gold = _flags([each.gold.points for each in old], order)
    before, after = (
        _flags([each.prediction.points if each.prediction else () for each in side], order) for side in (old, new)
    )
    names = [(groups or {}).get(each.id, each.id) for each in old]
    keys = sorted(set(names))
    member = np.zeros((len(keys), len(names)))
    member[[keys.index(name) for name in names], range(len(names))] = 1
    old_counts, new_counts = (member @ _parts(gold, given) for given in (before, after))
    drawn = _draws(len(keys)) @ np.hstack([old_counts, new_counts])
    width = old_counts.shape[1]
    gain = _micro(drawn[:, width:]) - _micro(drawn[:, :width])
    per_point = _f1(drawn[:, width:]) - _f1(drawn[:, :width])
    whole = [_f1(counts.sum(axis=0)[None])[0] for counts in (old_counts, new_counts)]
    support = gold.sum(axis=0)
    changes = []
    for column, point in enumerate(taxonomy.point_ids):
        low, high = _interval(per_point[:, column])
        few = support[column] < _LEAST
        changes.append(
            PointChange(
                point,
                int(support[column]),
                float(whole[0][column]),
                float(whole[1][column]),
                low,
                high,
                "few" if few else _verdict(low, high),
            )
        )
    low, high = _interval(gain)
    flips = [
        Flip(
            old[row].id,
            taxonomy.point_ids[column],
            bool(after[row, column]),
            bool(after[row, column] == gold[row, column]),
        )
        for row, column in zip(*np.nonzero(before != after), strict=True)
    ]
    micro = [float(_micro(counts.sum(axis=0)[None])[0]) for counts in (old_counts, new_counts)]
    p_value = _permuted(old_counts, new_counts, abs(micro[1] - micro[0]))
    return Comparison(len(old), micro[0], micro[1], low, high, p_value, tuple(changes), tuple(flips))


def _flags(chosen: Sequence[Sequence[str]], order: Mapping[str, int]) -> np.ndarray:
    flags = np.zeros((len(chosen), len(order)), dtype=bool)
    for row, points in enumerate(chosen):
        flags[row, [order[point] for point in points]] = True
    return flags


def _parts(gold: np.ndarray, given: np.ndarray) -> np.ndarray:
    """Return a letter's hits, then what it has or was given, point by point: sums of these give every F1."""
    return np.hstack([gold & given, gold.astype(int) + given]).astype(float)


def _f1(parts: np.ndarray) -> np.ndarray:
    hits, total = np.split(parts, 2, axis=1)
    shares: np.ndarray = np.divide(2 * hits, total, out=np.zeros_like(hits), where=total > 0)
    return shares


def _micro(parts: np.ndarray) -> np.ndarray:
    hits, total = (part.sum(axis=1) for part in np.split(parts, 2, axis=1))
    shares: np.ndarray = np.divide(2 * hits, total, out=np.zeros_like(hits), where=total > 0)
    return shares


def _draws(n_groups: int) -> np.ndarray:
    """Return how often each group is drawn, a row a draw."""
    return np.random.default_rng(SEED).multinomial(n_groups, np.full(n_groups, 1 / max(n_groups, 1)), size=DRAWS)


def _permuted(old: np.ndarray, new: np.ndarray, found: float) -> float:
    swapped = np.random.default_rng(SEED + 1).integers(0, 2, size=(DRAWS, len(old))).astype(float)
    totals = old.sum(axis=0) + new.sum(axis=0)
    first = swapped @ old + (1 - swapped) @ new
    larger = np.abs(_micro(first) - _micro(totals - first)) >= found - 1e-12
    return float((1 + larger.sum()) / (1 + DRAWS))


def _interval(values: np.ndarray) -> tuple[float, float]:
    low, high = np.percentile(values, _ENDS).tolist()
    return low, high


def _verdict(low: float, high: float) -> str:
    return "better" if low > 0 else "worse" if high < 0 else "same"
