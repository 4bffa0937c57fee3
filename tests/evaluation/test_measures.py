"""Figures: worked by hand, as the independent referee has them, and as scikit-learn has them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.metrics import label_ranking_average_precision_score

from classifier.evaluation import Counts, Judged, evaluate, passage_hit
from classifier.records import Labels, Prediction
from classifier.taxonomy import Taxonomy

REFEREE = Path(__file__).resolve().parents[3] / "shared" / "tools" / "score.py"
GOLDEN = Path(__file__).parents[1] / "data" / "referee"
SLOW, WHY, HOW = "sagsbehandlingstid", "begrundelse", "klagevejledning"


def judged(name: str, gold: tuple[str, ...], given: tuple[str, ...], taxonomy: Taxonomy, **fields: Any) -> Judged:
    """Make one letter; scores are 0.9 for what is given and 0.05 for the rest, unless told."""
    scores = {point: 0.9 if point in given else 0.05 for point in taxonomy.point_ids} | fields.get("scores", {})
    prediction = Prediction(
        name, fields.get("kind", "klage"), fields.get("area", "SS"), "", given, (), scores, {}, (), "m"
    )
    labels = Labels(fields.get("gold_kind", "klage"), "SS", "", gold, fields.get("evidence", {}))
    return Judged(name, labels, prediction, fields.get("passages", {}))


@pytest.fixture
def three(taxonomy: Taxonomy) -> list[Judged]:
    """Two hits, two false alarms, one miss."""
    return [
        judged(
            "a", (SLOW, WHY), (SLOW, WHY, HOW), taxonomy,
            evidence={WHY: "ingen sagde hvorfor til mig"}, passages={WHY: ("Og ingen sagde hvorfor.",)},
        ),
        judged("b", ("vejledning",), (), taxonomy, area="KMT", scores={"vejledning": 0.3}),
        judged("c", (), ("tilsyn",), taxonomy, gold_kind="raad"),
    ]  # fmt: skip


def test_hand_worked(three: list[Judged], taxonomy: Taxonomy) -> None:
    """Every figure, by paper and pencil."""
    result = evaluate(three, taxonomy)
    total = result.point_total
    assert (total.hits, total.false_alarms, total.misses) == (2, 2, 1)
    assert [total.precision, total.recall, total.f1] == pytest.approx([0.5, 2 / 3, 4 / 7])
    # Three points have support: 1, 1 and 0.
    assert result.point_macro_f1 == pytest.approx(2 / 3)
    assert result.point_macro_f1_support4 == 0
    # Forvaltningsskik 1 hit; Forvaltningsloven 1 hit, 1 miss; Andet 1 false alarm.
    assert result.groups["Forvaltningsloven"] == Counts(1, 0, 1)
    assert result.groups["Andet"] == Counts(0, 1, 0)
    assert result.group_total.f1 == pytest.approx(2 * 2 / (2 * 2 + 1 + 1))
    assert result.group_macro_f1 == pytest.approx((1 + 2 / 3) / 2)
    assert result.exact_letters == 0
    assert result.false_points_on_non_complaints == 1
    assert result.kind_accuracy == pytest.approx(2 / 3)
    assert result.area_accuracy == pytest.approx(2 / 3)
    assert result.unit_accuracy is None
    # Letter a: SLOW, WHY and HOW tie at 0.9, in the book's order; letter b: vejledning is first.
    assert result.lrap == pytest.approx(1)
    assert result.evidence_hit_rate == 1


def test_calibration_error_by_hand(taxonomy: Taxonomy) -> None:
    """Scores below 0.1 are left out: most points are plainly absent and would drown the figure."""
    letter = judged("a", (SLOW,), (SLOW,), taxonomy, scores={SLOW: 0.8, WHY: 0.3, HOW: 0.35, "tilsyn": 0.09})
    # Bin 0.8: one score, right: gap 0.2. Bin 0.3: two scores that sum to 0.65, none right. Three scores in all.
    assert evaluate([letter], taxonomy).calibration_error == pytest.approx((0.2 + 0.65) / 3)


def test_wrong_labels_outside_the_gold_count(taxonomy: Taxonomy) -> None:
    """Taking the label space from the gold letters would say precision 1.00 instead of 0.57."""
    gold = [(SLOW,), (SLOW,), (WHY,), (WHY,)]
    letters = [
        judged(str(n), points, (*points, "tilsyn") if n < 3 else points, taxonomy) for n, points in enumerate(gold)
    ]
    result = evaluate(letters, taxonomy)
    assert result.point_total.precision == pytest.approx(4 / 7)
    assert result.points["tilsyn"] == Counts(0, 3, 0)


def test_unused_points_are_listed_not_averaged(taxonomy: Taxonomy) -> None:
    """Two points that nobody used would turn a perfect score into a half."""
    result = evaluate([judged("a", (SLOW, WHY), (SLOW, WHY), taxonomy)], taxonomy)
    assert result.point_macro_f1 == 1
    assert result.unused == tuple(point for point in taxonomy.point_ids if point not in (SLOW, WHY))
    assert list(result.points) == list(taxonomy.point_ids)
    assert list(result.groups) == [group.name for group in taxonomy.groups]


def test_correctly_empty_letter_is_exact(taxonomy: Taxonomy) -> None:
    """And costs nothing."""
    result = evaluate([judged("a", (), (), taxonomy), judged("b", (SLOW,), (SLOW,), taxonomy)], taxonomy)
    assert result.exact_letters == 1
    assert result.point_total.f1 == 1


def test_macro_over_points_with_enough_letters(taxonomy: Taxonomy) -> None:
    """Four letters make a point count in the second macro-F1."""
    letters = [judged(str(n), (SLOW, WHY) if n < 3 else (SLOW,), (SLOW,), taxonomy) for n in range(4)]
    result = evaluate(letters, taxonomy)
    assert (result.point_macro_f1, result.point_macro_f1_support4) == (0.5, 1)


def test_untagged_letters_count_as_misses(taxonomy: Taxonomy) -> None:
    """And are counted by themselves."""
    letters = [Judged("a", Labels("klage", "SS", "", (SLOW,)), None, {}), judged("b", (SLOW,), (SLOW,), taxonomy)]
    result = evaluate(letters, taxonomy)
    assert (result.letters, result.untagged, result.point_total.recall, result.kind_accuracy) == (2, 1, 0.5, 0.5)


def test_nothing_to_measure(taxonomy: Taxonomy) -> None:
    """No letter, no figure, no error."""
    figures = evaluate([], taxonomy).figures()
    assert figures["letters"] == figures["point_micro_f1"] == 0
    assert figures["kind_accuracy"] is figures["lrap"] is figures["ece"] is figures["evidence_hit_rate"] is None


def test_ranking_agrees_with_scikit_learn(taxonomy: Taxonomy) -> None:
    """On scores without ties."""
    chance = np.random.default_rng(7)
    scores = chance.permutation(12 * 33).reshape(12, 33) / 400
    gold = chance.random((12, 33)) < 0.1
    gold[0, 3] = True
    points = taxonomy.point_ids
    letters = [
        judged(
            str(n), tuple(p for p, flag in zip(points, gold[n], strict=True) if flag), (), taxonomy,
            scores=dict(zip(points, scores[n].tolist(), strict=True)),
        )
        for n in range(12)
    ]  # fmt: skip
    with_points = gold.any(axis=1)
    expected = label_ranking_average_precision_score(gold[with_points], scores[with_points])
    assert evaluate(letters, taxonomy).lrap == pytest.approx(expected)


def rows(name: str) -> list[dict[str, Any]]:
    """Read one of the golden files."""
    return [json.loads(line) for line in (GOLDEN / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def golden() -> dict[str, Any]:
    """Return what the referee says of the golden pair; said again where the referee stands beside the checkout."""
    figures: dict[str, Any] = json.loads((GOLDEN / "figures.json").read_text(encoding="utf-8"))
    if REFEREE.exists():
        command = [sys.executable, str(REFEREE), str(GOLDEN / "gold.jsonl"), str(GOLDEN / "tagged.jsonl"), "--json"]
        said = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
        assert json.loads(said) == figures
    return figures


def test_agrees_with_the_referee(golden: dict[str, Any], taxonomy: Taxonomy) -> None:
    """Figure by figure, point by point."""
    tagged = {row["id"]: row for row in rows("tagged")}
    letters = []
    for row in rows("gold"):
        labels = Labels(row["kind"], row["area"], row["unit"], tuple(row["points"]), row["evidence"])
        given = tagged.get(row["id"])
        if given is None:
            letters.append(Judged(row["id"], labels, None, {}))
            continue
        prediction = Prediction(
            row["id"], given["kind"], given["area"], given["unit"], tuple(given["points"]), (), given["scores"], {}, (),
            "m",
        )  # fmt: skip
        passages = {point: tuple(found) for point, found in given["evidence"].items()}
        letters.append(Judged(row["id"], labels, prediction, passages))
    result = evaluate(letters, taxonomy)
    assert result.figures() == pytest.approx({name: golden[name] for name in result.figures()}, abs=1e-12)
    per_point = {point: {"f1": c.f1, "support": c.support} for point, c in result.points.items() if c.support}
    assert per_point == golden["per_point"]


@pytest.mark.parametrize(
    ("gold", "given", "hit"),
    [
        ("ingen ringede tilbage", ["Men ingen ringede tilbage."], True),
        ("ingen ringede tilbage", ["INGEN RINGEDE"], True),
        ("ingen ringede tilbage", ["tilbage ringede ingen"], False),
        ("ingen ringede tilbage", [], False),
        ("ingen ringede tilbage", ["ingen ringede tilbage " + "ord " * 19], True),
        ("ingen ringede tilbage", ["ingen ringede tilbage " + "ord " * 20], False),
        ("ingen ringede tilbage", ["ingen ringede", "ringede tilbage"], True),
        ("Nej", ["Hun sagde nej"], True),
    ],
)
def test_passage_hit(gold: str, given: list[str], hit: bool) -> None:
    """Half of the word pairs, and not buried in more than four times its length plus ten words."""
    assert passage_hit(gold, given) is hit
