"""What a count of unconfirmed suggestions may stand for, by the model's known error rates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any

from classifier.annual.statistics import Figures

__all__ = ["Rates", "estimate", "wilson"]

_Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Rates:
    """Known error rates of a model over all points.

    Attributes
    ----------
    precision, recall : float in [0, 1]
        Share of suggested points that are right, and of points that were suggested.
    suggested, present : int
        The numbers of points behind each.
    """

    precision: float
    recall: float
    suggested: int
    present: int

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> Rates | None:
        """Read the rates from what a model's manifest says of its held-out letters.

        Parameters
        ----------
        facts : mapping
            With ``held_out`` and ``support``, as training writes them.

        Returns
        -------
        Rates or None
            None where the manifest does not say, or the model found nothing.
        """
        held_out, support = facts.get("held_out"), facts.get("support")
        if not isinstance(held_out, Mapping) or not isinstance(support, Mapping):
            return None
        precision, recall = held_out.get("point_precision"), held_out.get("point_recall")
        if not precision or not recall:
            return None
        present = int(sum(support.values()))
        return cls(float(precision), float(recall), max(round(recall * present / precision), 1), max(present, 1))


def wilson(rate: float, number: int) -> tuple[float, float]:
    """Return the 95 % Wilson interval of a share.

    Parameters
    ----------
    rate : float in [0, 1]
        The share.
    number : int
        Of how many, at least 1.

    Returns
    -------
    tuple of float
        Lower and upper end, in [0, 1].

    Examples
    --------
    >>> [round(end, 3) for end in wilson(0.5, 10)]
    [0.237, 0.763]
    """
    square = _Z * _Z / number
    middle = (rate + square / 2) / (1 + square)
    half = _Z * sqrt(rate * (1 - rate) / number + square / (4 * number)) / (1 + square)
    return max(middle - half, 0.0), min(middle + half, 1.0)


def estimate(points: Figures, rates: Rates, confirmed: Figures | None = None) -> dict[str, Any]:
    """Say what suggested points may stand for: the count times precision over recall, with an interval.

    What a person has confirmed is taken as it is.

    Parameters
    ----------
    points : mapping
        ``total`` and ``by_group`` as counted from suggestions and confirmed letters.
    rates : Rates
        Of the model that suggested them.
    confirmed : mapping, optional
        The same counts of the confirmed letters alone; without it none is confirmed.

    Returns
    -------
    dict
        ``precision``, ``recall``; ``total`` and ``by_group`` with ``low``, ``expected``, ``high`` as whole numbers.

    Notes
    -----
    The interval knows of the model's measured errors alone, on the letters that it was measured on. On letters of
    another kind the model may be worse than it says.
    """
    precision, recall = wilson(rates.precision, rates.suggested), wilson(rates.recall, rates.present)

    def around(count: int, sure: int) -> dict[str, int]:
        suggested = count - sure
        return {
            "low": sure + int(suggested * precision[0] / recall[1]),
            "expected": sure + round(suggested * rates.precision / rates.recall),
            "high": sure + int(-(-suggested * precision[1] // recall[0])),
        }

    sure = confirmed or {"total": 0, "by_group": {}}

    return {
        "precision": round(100 * rates.precision, 1),
        "recall": round(100 * rates.recall, 1),
        "total": around(points["total"], sure["total"]),
        "by_group": {
            group: around(number, sure["by_group"].get(group, 0)) for group, number in points["by_group"].items()
        },
    }
