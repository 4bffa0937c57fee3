"""Figures: worked by hand, and as the independent referee has them."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from classifier.evaluation import Judged, evaluate, passage_hit
from classifier.records import Labels, Prediction
from classifier.taxonomy import Taxonomy

REFEREE = Path(__file__).resolve().parents[2] / "shared" / "tools" / "score.py"

GOLD = {
    "a": Labels(
        "klage", "SS", "", ("sagsbehandlingstid", "begrundelse"), {"begrundelse": "ingen sagde hvorfor til mig"}
    ),
    "b": Labels("klage", "KMT", "Plan og Byg", ("vejledning",), {}),
    "c": Labels("raad", "SS", "", (), {}),
}
GIVEN = {
    "a": ("klage", "SS", ("sagsbehandlingstid", "klagevejledning", "begrundelse"), "Og ingen sagde hvorfor."),
    "b": ("klage", "SS", (), ""),
    "c": ("raad", "SS", ("tilsyn",), ""),
}


def judged(taxonomy: Taxonomy) -> list[Judged]:
    """Three letters: three points right of five given, one missed."""
    letters = []
    for name, gold in GOLD.items():
        kind, area, points, passage = GIVEN[name]
        scores = {p: 0.9 if p in points else 0.15 if p in gold.points else 0.01 for p in taxonomy.point_ids}
        passages = {"begrundelse": (passage,)} if passage else {}
        prediction = Prediction(name, kind, area, "", points, taxonomy.groups_of(points), scores, {}, (), "m")
        letters.append(Judged(name, gold, prediction, passages))
    return letters


def test_hand_worked(taxonomy: Taxonomy) -> None:
    """Two hits, two false alarms, one miss."""
    result = evaluate(judged(taxonomy), taxonomy)
    total = result.point_total
    assert (total.hits, total.false_alarms, total.misses) == (2, 2, 1)
    assert total.f1 == pytest.approx(4 / 7)
    assert result.point_macro_f1 == pytest.approx(2 / 3)
    assert result.exact_letters == 0
    assert result.false_points_on_non_complaints == 1
    assert result.kind_accuracy == 1
    assert result.area_accuracy == pytest.approx(2 / 3)
    assert result.unit_accuracy == 0
    assert result.evidence_hit_rate == 1
    assert "tilsyn" in result.unused
    assert "vejledning" not in result.unused
    # Letter a: begrundelse 1st or 2nd among three at 0.9; letter b: vejledning first alone.
    assert result.lrap is not None
    assert result.lrap > 0.8


def test_wrong_labels_outside_the_gold_count(taxonomy: Taxonomy) -> None:
    """Taking the label space from the gold letters would hide them."""
    result = evaluate(judged(taxonomy), taxonomy)
    assert result.points["tilsyn"].false_alarms == 1
    assert result.point_total.precision == pytest.approx(0.5)


@pytest.mark.skipif(not REFEREE.exists(), reason="the referee is not beside this checkout")
def test_agrees_with_the_referee(taxonomy: Taxonomy) -> None:
    """Figure by figure."""
    rows = judged(taxonomy)
    gold = {
        row.id: {
            "id": row.id, "kind": row.gold.kind, "area": row.gold.area, "unit": row.gold.unit,
            "points": list(row.gold.points), "evidence": dict(row.gold.evidence),
        }
        for row in rows
    }  # fmt: skip
    tagged = {}
    for row in rows:
        assert row.prediction is not None
        tagged[row.id] = {
            "id": row.id, "kind": row.prediction.kind, "area": row.prediction.area, "unit": row.prediction.unit,
            "points": list(row.prediction.points), "scores": dict(row.prediction.scores),
            "evidence": {point: list(passages) for point, passages in row.passages.items()},
        }  # fmt: skip
    expected, _ = referee().score(json.loads(json.dumps(gold)), json.loads(json.dumps(tagged)))
    figures = evaluate(rows, taxonomy).figures()
    for name, value in expected.items():
        assert figures[name] == pytest.approx(value), name


def referee() -> ModuleType:
    """Load the referee, which is a script."""
    spec = importlib.util.spec_from_file_location("referee", REFEREE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_buried_passage_is_no_hit() -> None:
    """Showing the whole letter is no evidence."""
    assert passage_hit("ingen ringede tilbage", ["Men ingen ringede tilbage."])
    assert not passage_hit("ingen ringede tilbage", ["ingen ringede tilbage " + "ord " * 40])
    assert not passage_hit("ingen ringede tilbage", [])
