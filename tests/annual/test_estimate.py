"""What unconfirmed suggestions may stand for."""

from __future__ import annotations

import pytest

from classifier.annual import Rates, estimate
from classifier.annual.estimate import wilson


def test_estimate_by_hand() -> None:
    """100 suggestions of a model that is right in 80 % and finds half: 160 are expected."""
    found = estimate({"total": 100, "by_group": {"Andet": 0}}, Rates(0.8, 0.5, 1000, 1600))
    assert found["total"]["expected"] == 160
    assert found["total"]["low"] < 160 < found["total"]["high"]
    assert found["by_group"]["Andet"] == {"low": 0, "expected": 0, "high": 0}


def test_confirmed_points_are_sure() -> None:
    """90 of 100 are confirmed: only the ten suggestions are uncertain."""
    rates = Rates(0.8, 0.5, 1000, 1600)
    points, confirmed = {"total": 100, "by_group": {"Andet": 7}}, {"total": 90, "by_group": {"Andet": 7}}
    found = estimate(points, rates, confirmed)
    assert found["total"]["expected"] == 106
    assert 90 < found["total"]["low"] < 106 < found["total"]["high"] < 110
    assert found["by_group"]["Andet"] == {"low": 7, "expected": 7, "high": 7}


def test_fewer_measured_wider_interval() -> None:
    """And never outside 0 to 1."""
    assert wilson(0.9, 10)[0] < wilson(0.9, 1000)[0]
    low, high = wilson(1.0, 3)
    assert (low, high) == pytest.approx((0.438, 1.0), abs=0.001)
    assert high <= 1


def test_rates_from_a_manifest() -> None:
    """None where it does not say."""
    facts = {"held_out": {"point_precision": 0.5, "point_recall": 0.25}, "support": {"a": 60, "b": 40}}
    assert Rates.from_facts(facts) == Rates(0.5, 0.25, 50, 100)
    assert Rates.from_facts({}) is None
    assert Rates.from_facts({"held_out": {"point_precision": 0.0, "point_recall": 0.0}, "support": {}}) is None
