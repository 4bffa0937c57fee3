"""Everything that the evaluation report tells, as plain data: figures, intervals, the answer, where it goes wrong."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

import numpy as np

from classifier.errors import ModelError
from classifier.evaluation.intervals import Resamples, resample
from classifier.evaluation.measures import MACRO_SUPPORT, Counts, Evaluation, Judged, evaluate
from classifier.evaluation.tables import Tables, tables_of
from classifier.taxonomy import Taxonomy

__all__ = ["GOOD", "LOW", "WEAK", "Assessment", "assess", "compare"]

GOOD, LOW, WEAK = 0.7, 0.5, 0.5
"""A point is relied on from F1 ``GOOD`` with an interval from ``LOW``; below F1 ``WEAK`` it is not."""
WORST = 20
CONFUSIONS = 15
_BIN_COUNT = 10
_COUNTED_FROM = 0.1


@dataclass(frozen=True, slots=True)
class Assessment:
    """Figures of a model on gold letters, and what follows from them.

    Attributes
    ----------
    evaluation : Evaluation
        The figures that the command line prints.
    identity : mapping
        Model, label book and data: names, digests, numbers of letters and labels.
    verdict : mapping
        ``rely``, ``care``, ``distrust``, ``too_few``, ``unused``: ids of points; ``micro`` with its interval.
    averages : mapping
        ``points`` and ``groups``: ``micro``, ``macro``, ``weighted``, ``letter``, each with precision, recall, F1 and
        interval.
    per_point, per_group : mapping
        In the label book's order: precision, recall, F1 with interval, counts, cut-off, verdict.
    top_three : mapping
        Of letters with points: share with a right one among the three highest scores; share of all points found there.
    review : mapping
        ``now``: share left to a person and precision of the rest; ``curve``: the same for fixed shares.
    reliability : tuple of mapping
        Ten bins of scores: count, mean score, share that is right.
    confusions : tuple of mapping
        Points missed in letters in which another was wrongly suggested, most frequent first.
    kind_matrix, area_matrix : mapping
        Gold label to suggested label to number of letters; "" is no suggestion.
    worst : tuple of mapping
        Letters with the most wrong and missed points, by id.
    against : mapping
        Another model's figures on the same letters; empty where none was asked for.
    """

    evaluation: Evaluation
    identity: Mapping[str, Any]
    verdict: Mapping[str, Any]
    averages: Mapping[str, Any]
    per_point: Mapping[str, Mapping[str, Any]]
    per_group: Mapping[str, Mapping[str, Any]]
    top_three: Mapping[str, Any]
    review: Mapping[str, Any]
    reliability: tuple[Mapping[str, Any], ...]
    confusions: tuple[Mapping[str, Any], ...]
    kind_matrix: Mapping[str, Mapping[str, int]]
    area_matrix: Mapping[str, Mapping[str, int]]
    worst: tuple[Mapping[str, Any], ...]
    resamples: Resamples = field(repr=False, compare=False)
    against: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    def figures(self) -> dict[str, Any]:
        """Return the JSON object.

        Returns
        -------
        dict
            ``model``, the headline figures under the referee's names, ``per_point``, and an object or list for each
            attribute.
        """
        return {
            "model": self.identity["model"],
            **self.evaluation.figures(),
            "identity": dict(self.identity),
            "verdict": dict(self.verdict),
            "averages": {key: dict(value) for key, value in self.averages.items()},
            "per_point": {key: dict(value) for key, value in self.per_point.items()},
            "per_group": {key: dict(value) for key, value in self.per_group.items()},
            "top_three": dict(self.top_three),
            "review": dict(self.review),
            "reliability": [dict(each) for each in self.reliability],
            "confusions": [dict(each) for each in self.confusions],
            "kind_matrix": {key: dict(value) for key, value in self.kind_matrix.items()},
            "area_matrix": {key: dict(value) for key, value in self.area_matrix.items()},
            "worst_letters": [dict(each) for each in self.worst],
            "against": dict(self.against),
        }


def assess(
    letters: Sequence[Judged], taxonomy: Taxonomy, *, model: str = "", thresholds: Mapping[str, float] | None = None
) -> Assessment:
    """Measure a model and say how far it can be relied on.

    Parameters
    ----------
    letters : sequence of Judged
        At least one.
    taxonomy : Taxonomy
        The label book both sides use.
    model : str, default ""
        The model's name and digest.
    thresholds : mapping of str to float, optional
        Each point's cut-off.

    Returns
    -------
    Assessment
        Deterministic: letters are drawn with a fixed seed.
    """
    tables = tables_of(letters, taxonomy)
    evaluation = evaluate(letters, taxonomy)
    points, groups = resample(tables.gold, tables.given), resample(tables.gold_groups, tables.given_groups)
    cut_offs = thresholds or {}
    per_point = {
        point: {**_row(counts, points, column), "cut_off": cut_offs.get(point)}
        for column, (point, counts) in enumerate(evaluation.points.items())
    }
    per_group = {
        group: _row(counts, groups, column) for column, (group, counts) in enumerate(evaluation.groups.items())
    }
    limits = np.array([cut_offs.get(point, np.nan) for point in taxonomy.point_ids])
    averages = {
        name: {way: found.average(way) for way in ("micro", "macro", "weighted", "letter")}
        for name, found in (("points", points), ("groups", groups))
    }
    return Assessment(
        evaluation=evaluation,
        identity=_identity(letters, tables, taxonomy, model),
        verdict=_verdict(per_point, averages["points"]["micro"]),
        averages=averages,
        per_point=per_point,
        per_group=per_group,
        top_three=_top_three(tables),
        review=_review(letters, tables, limits),
        reliability=_reliability(tables),
        confusions=_confusions(tables, taxonomy),
        kind_matrix=_matrix(letters, "kind", [kind.id for kind in taxonomy.kinds]),
        area_matrix=_matrix(letters, "area", [area.id for area in taxonomy.areas]),
        worst=_worst(letters),
        resamples=points,
    )


def compare(mine: Assessment, other: Assessment) -> Assessment:
    """Set another model beside one, on the same letters.

    Parameters
    ----------
    mine : Assessment
        The model that is reported.
    other : Assessment
        The one it is compared with.

    Returns
    -------
    Assessment
        Mine with ``against``: the other's label, figures, averages and F1 by point; ``difference`` is mine less the
        other's micro-F1 with its interval.

    Raises
    ------
    ModelError
        If the two have different label books.
    """
    if mine.identity["taxonomy"]["digest"] != other.identity["taxonomy"]["digest"]:
        raise ModelError(
            f"The models {mine.identity['model']} and {other.identity['model']} have different label books.",
            remedy="Compare models of one label book.",
        )
    low, high = mine.resamples.f1_difference(other.resamples)
    ours, theirs = (each.averages["points"]["micro"]["f1"] for each in (mine, other))
    against = {
        "model": other.identity["model"],
        "figures": other.evaluation.figures(),
        "averages": {key: dict(value) for key, value in other.averages.items()},
        "per_point": {
            point: {
                **{name: row[name] for name in ("precision", "recall", "f1")},
                "difference": mine.per_point[point]["f1"] - row["f1"] if row["support"] else None,
            }
            for point, row in other.per_point.items()
        },
        "difference": {"micro_f1": ours - theirs, "low": low, "high": high},
    }
    return replace(mine, against=against)


def _row(counts: Counts, resamples: Resamples, column: int) -> dict[str, Any]:
    # Fewer letters would give an interval that says more than is known.
    low, high = resamples.f1_interval(column) if counts.support >= MACRO_SUPPORT else (None, None)
    used = bool(counts.support)
    return {
        "f1": counts.f1,
        "support": counts.support,
        "precision": counts.precision if counts.hits + counts.false_alarms else None,
        "recall": counts.recall if used else None,
        "f1_low": low,
        "f1_high": high,
        "suggested": counts.hits + counts.false_alarms,
        "hits": counts.hits,
        "false_alarms": counts.false_alarms,
        "misses": counts.misses,
        "difference": counts.false_alarms - counts.misses,
        "verdict": _judge(counts, low),
    }


def _judge(counts: Counts, low: float | None) -> str:
    if not counts.support:
        return "unused"
    if counts.support < MACRO_SUPPORT or low is None:
        return "too_few"
    if counts.f1 < WEAK:
        return "distrust"
    return "rely" if counts.f1 >= GOOD and low >= LOW else "care"


def _verdict(per_point: Mapping[str, Mapping[str, Any]], micro: Mapping[str, Any]) -> dict[str, Any]:
    by = {
        name: [point for point, row in per_point.items() if row["verdict"] == name]
        for name in ("rely", "care", "distrust", "too_few", "unused")
    }
    least = {"good": GOOD, "low": LOW, "weak": WEAK, "support": MACRO_SUPPORT}
    return {**by, "numbers": {name: len(points) for name, points in by.items()}, "limits": least, "micro": dict(micro)}


def _identity(letters: Sequence[Judged], tables: Tables, taxonomy: Taxonomy, model: str) -> dict[str, Any]:
    labels = "\n".join(
        sorted(f"{each.id}\t{each.gold.kind}\t{each.gold.area}\t{' '.join(each.gold.points)}" for each in letters)
    )
    return {
        "model": model,
        "taxonomy": {"id": taxonomy.id, "name": taxonomy.name, "digest": taxonomy.digest},
        "letters": len(letters),
        "letters_with_points": int(tables.gold.any(axis=1).sum()),
        "points": int(tables.gold.sum()),
        "data_digest": hashlib.sha256(labels.encode()).hexdigest(),
    }


def _top_three(tables: Tables) -> dict[str, Any]:
    rows = tables.gold.any(axis=1) & ~np.isnan(tables.scores).any(axis=1)
    gold, scores = tables.gold[rows], tables.scores[rows]
    if not len(gold):
        return {"letters": 0, "any": None, "points": None}
    best = np.argsort(-scores, axis=1, kind="stable")[:, :3]
    found = np.take_along_axis(gold, best, axis=1)
    return {
        "letters": len(gold),
        "any": float(found.any(axis=1).mean()),
        "points": float(found.sum() / gold.sum()),
    }


def _review(letters: Sequence[Judged], tables: Tables, limits: np.ndarray) -> dict[str, Any]:
    left = np.array([not letter.prediction or letter.prediction.needs_review for letter in letters], dtype=bool)
    # A letter is as sure as its least sure point.
    distance = np.abs(tables.scores - limits)
    distance[np.isnan(distance)] = 0
    order = np.argsort(distance.min(axis=1), kind="stable") if len(letters) else np.zeros(0, dtype=int)
    curve = []
    for tenth in range(10):
        number = round(len(letters) * tenth / 10)
        kept = np.ones(len(letters), dtype=bool)
        kept[order[:number]] = False
        curve.append({"left": tenth / 10, **_kept(tables, kept)})
    return {"now": {"left": float(left.mean()) if len(letters) else None, **_kept(tables, ~left)}, "curve": curve}


def _kept(tables: Tables, kept: np.ndarray) -> dict[str, Any]:
    gold, given = tables.gold[kept], tables.given[kept]
    hits, suggested, present = int((gold & given).sum()), int(given.sum()), int(gold.sum())
    return {
        "letters": int(kept.sum()),
        "precision": hits / suggested if suggested else None,
        "recall": hits / present if present else None,
    }


def _reliability(tables: Tables) -> tuple[Mapping[str, Any], ...]:
    counted = tables.scores >= _COUNTED_FROM
    values, right = tables.scores[counted], tables.gold[counted]
    bins = np.minimum((values * _BIN_COUNT).astype(int), _BIN_COUNT - 1)
    found = []
    for number in range(1, _BIN_COUNT):
        inside = bins == number
        count = int(inside.sum())
        found.append(
            {
                "from": number / _BIN_COUNT,
                "to": (number + 1) / _BIN_COUNT,
                "count": count,
                "score": float(values[inside].mean()) if count else None,
                "right": float(right[inside].mean()) if count else None,
            }
        )
    return tuple(found)


def _confusions(tables: Tables, taxonomy: Taxonomy) -> tuple[Mapping[str, Any], ...]:
    missed, wrong = tables.gold & ~tables.given, ~tables.gold & tables.given
    together = missed.astype(int).T @ wrong.astype(int)
    neighbours = {point.id: {border.point for border in point.borders} for point in taxonomy.points}
    ids = taxonomy.point_ids
    pairs = [
        {
            "missed": ids[row],
            "suggested": ids[column],
            "letters": int(together[row, column]),
            "neighbours": ids[column] in neighbours[ids[row]] or ids[row] in neighbours[ids[column]],
        }
        for row, column in zip(*np.nonzero(together), strict=True)
    ]
    return tuple(sorted(pairs, key=lambda pair: (-pair["letters"], not pair["neighbours"]))[:CONFUSIONS])


def _matrix(letters: Sequence[Judged], name: str, order: Sequence[str]) -> dict[str, dict[str, int]]:
    pairs = Counter(
        (str(getattr(letter.gold, name)), str(getattr(letter.prediction, name)) if letter.prediction else "")
        for letter in letters
        if getattr(letter.gold, name)
    )
    columns = [*order, *([""] if any(not given for _, given in pairs) else [])]
    return {gold: {given: pairs[gold, given] for given in columns} for gold in order}


def _worst(letters: Sequence[Judged]) -> tuple[Mapping[str, Any], ...]:
    found: list[dict[str, Any]] = []
    for letter in letters:
        given = letter.prediction.points if letter.prediction else ()
        missed = [point for point in letter.gold.points if point not in given]
        wrong = [point for point in given if point not in letter.gold.points]
        if missed or wrong:
            found.append(
                {
                    "id": letter.id,
                    "errors": len(missed) + len(wrong),
                    "right": len(letter.gold.points) - len(missed),
                    "missed": missed,
                    "wrong": wrong,
                }
            )
    return tuple(sorted(found, key=lambda row: (-row["errors"], row["right"]))[:WORST])
