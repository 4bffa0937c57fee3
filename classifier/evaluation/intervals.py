"""How sure a figure is: 95 % intervals from letters drawn again and again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

__all__ = ["DRAWS", "Averages", "Resamples", "averages", "resample"]

DRAWS = 1000
SEED = 2024
_ENDS = (2.5, 97.5)


@dataclass(frozen=True, slots=True)
class Averages:
    """Precision, recall and F1 of each label and averaged in four ways; a row a draw.

    Attributes
    ----------
    precision, recall, f1 : numpy.ndarray, shape (n_draws, n_labels), float
        0 where nothing was suggested (had, hit), as ``Counts`` has it.
    present : numpy.ndarray, shape (n_draws, n_labels), bool
        Labels that a letter of the draw has.
    micro, macro, weighted, letter : numpy.ndarray, shape (n_draws, 3), float
        Precision, recall and F1: of all labels added up; mean over labels with support; the same weighted by support;
        mean over letters, a letter that is rightly without labels counting as 1.
    """

    precision: np.ndarray
    recall: np.ndarray
    f1: np.ndarray
    present: np.ndarray
    micro: np.ndarray
    macro: np.ndarray
    weighted: np.ndarray
    letter: np.ndarray


@dataclass(frozen=True, slots=True)
class Resamples:
    """Figures of all letters, and of letters drawn with replacement.

    Attributes
    ----------
    whole : Averages
        One row: all letters.
    drawn : Averages or None
        A row a draw; None where there are too few letters to draw from.
    """

    whole: Averages
    drawn: Averages | None

    def average(self, name: str) -> dict[str, float | None]:
        """Return an average with its interval.

        Parameters
        ----------
        name : str
            ``micro``, ``macro``, ``weighted`` or ``letter``.

        Returns
        -------
        dict
            ``precision``, ``recall``, ``f1``, and ``f1_low``, ``f1_high`` (None where none can be given).
        """
        precision, recall, f1 = getattr(self.whole, name)[0].tolist()
        low, high = _ends(getattr(self.drawn, name)[:, 2]) if self.drawn else (None, None)
        return {"precision": precision, "recall": recall, "f1": f1, "f1_low": low, "f1_high": high}

    def f1_interval(self, label: int) -> tuple[float | None, float | None]:
        """Return the interval of a label's F1.

        Parameters
        ----------
        label : int
            Its column.

        Returns
        -------
        tuple of float or None
            Over the draws in which a letter has the label; None where there is no draw.
        """
        if self.drawn is None or not self.drawn.present[:, label].any():
            return None, None
        return _ends(self.drawn.f1[self.drawn.present[:, label], label])

    def f1_difference(self, other: Resamples) -> tuple[float | None, float | None]:
        """Return the interval of this micro-F1 less another's on the same letters.

        Parameters
        ----------
        other : Resamples
            Of the same letters in the same order: both were drawn alike.

        Returns
        -------
        tuple of float or None
            None where there is no draw.
        """
        if self.drawn is None or other.drawn is None:
            return None, None
        return _ends(self.drawn.micro[:, 2] - other.drawn.micro[:, 2])


def _ends(values: np.ndarray) -> tuple[float, float]:
    low, high = np.percentile(values, _ENDS).tolist()
    return low, high


def resample(gold: np.ndarray, given: np.ndarray, *, least: int = 4, draws: int = DRAWS, seed: int = SEED) -> Resamples:
    """Draw letters with replacement, and work the figures out for each draw.

    Parameters
    ----------
    gold : numpy.ndarray, shape (n_letters, n_labels), bool
        What a person says.
    given : numpy.ndarray, shape (n_letters, n_labels), bool
        What was suggested.
    least : int, default 4
        With fewer letters nothing is drawn: the interval would say more than is known.
    draws : int, default 1000
        How often.
    seed : int, default 2024
        The same seed draws the same letters.

    Returns
    -------
    Resamples
        Deterministic.
    """
    n_letters = len(gold)
    whole = averages(gold, given, np.ones((1, n_letters)))
    if n_letters < least:
        return Resamples(whole, None)
    chance = np.random.default_rng(seed)
    weights = chance.multinomial(n_letters, np.full(n_letters, 1 / n_letters), size=draws).astype(float)
    return Resamples(whole, averages(gold, given, weights))


def averages(gold: np.ndarray, given: np.ndarray, weights: np.ndarray) -> Averages:
    """Work out all figures with letters weighted.

    Parameters
    ----------
    gold : numpy.ndarray, shape (n_letters, n_labels), bool
        What a person says.
    given : numpy.ndarray, shape (n_letters, n_labels), bool
        What was suggested.
    weights : numpy.ndarray, shape (n_draws, n_letters), float
        How often each letter counts.

    Returns
    -------
    Averages
        A row a draw.
    """
    hits, alarms, misses = (weights @ table for table in (gold & given, ~gold & given, gold & ~given))
    support = hits + misses
    precision, recall, f1 = _figures(hits, alarms, misses)
    present = support > 0
    count = np.maximum(present.sum(axis=1), 1)
    total = np.maximum(support.sum(axis=1), 1)
    micro = _figures(hits.sum(axis=1), alarms.sum(axis=1), misses.sum(axis=1))
    per_letter = _figures((gold & given).sum(axis=1), (~gold & given).sum(axis=1), (gold & ~given).sum(axis=1))
    empty = ~gold.any(axis=1) & ~given.any(axis=1)
    letters = [np.where(empty, 1.0, figure) for figure in per_letter]
    of_all = np.maximum(weights.sum(axis=1), 1)
    return Averages(
        precision,
        recall,
        f1,
        present,
        np.stack(micro, axis=1),
        np.stack([(figure * present).sum(axis=1) / count for figure in (precision, recall, f1)], axis=1),
        np.stack([(figure * support).sum(axis=1) / total for figure in (precision, recall, f1)], axis=1),
        np.stack([weights @ figure / of_all for figure in letters], axis=1),
    )


def _figures(hits: np.ndarray, alarms: np.ndarray, misses: np.ndarray) -> Sequence[np.ndarray]:
    # Whole numbers of letters: below 1 means 0, where the figure is 0 as in Counts.
    return (
        hits / np.maximum(hits + alarms, 1),
        hits / np.maximum(hits + misses, 1),
        2 * hits / np.maximum(2 * hits + alarms + misses, 1),
    )
