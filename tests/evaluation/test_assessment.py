"""What the evaluation report tells, by small examples worked out by hand."""

from __future__ import annotations

import json
from typing import Any

import pytest

from classifier.errors import ModelError
from classifier.evaluation import Judged, assess, compare
from classifier.records import Labels
from classifier.taxonomy import Taxonomy, taxonomy_from
from tests.evaluation.test_measures import HOW, SLOW, WHY, judged


@pytest.fixture
def eight(taxonomy: Taxonomy) -> list[Judged]:
    """Of 8 letters, SLOW is right in 6 and WHY, which nobody finds, is taken for HOW in 5."""
    sure = [judged(f"a{n}", (SLOW, WHY), (SLOW, HOW), taxonomy, scores={WHY: 0.2}) for n in range(5)]
    return [
        *sure,
        judged("b", (SLOW,), (SLOW,), taxonomy),
        judged("c", (), (), taxonomy, gold_kind="raad", kind="raad"),
        Judged("d", Labels("klage", "KMT", "", ("tilsyn",)), None, {}),
    ]


def test_verdict(eight: list[Judged], taxonomy: Taxonomy) -> None:
    """Relied on, not relied on, too few letters, unused."""
    verdict = assess(eight, taxonomy).verdict
    assert verdict["rely"] == [SLOW]
    assert verdict["distrust"] == [WHY]
    assert verdict["too_few"] == ["tilsyn"]
    assert len(verdict["unused"]) == len(taxonomy.points) - 3
    assert verdict["numbers"] == {"rely": 1, "care": 0, "distrust": 1, "too_few": 1, "unused": len(taxonomy.points) - 3}


def test_row_of_a_point(eight: list[Judged], taxonomy: Taxonomy) -> None:
    """Counts, figures, cut-off; what cannot be measured is None; too few letters have no interval."""
    found = assess(eight, taxonomy, thresholds=dict.fromkeys(taxonomy.point_ids, 0.4))
    assert found.per_point[SLOW] == {
        "f1": 1, "support": 6, "precision": 1, "recall": 1, "f1_low": 1, "f1_high": 1, "suggested": 6, "hits": 6,
        "false_alarms": 0, "misses": 0, "difference": 0, "verdict": "rely", "cut_off": 0.4,
    }  # fmt: skip
    how = found.per_point[HOW]
    assert (how["recall"], how["precision"], how["difference"], how["verdict"]) == (None, 0, 5, "unused")
    tilsyn = found.per_point["tilsyn"]
    assert (tilsyn["precision"], tilsyn["recall"], tilsyn["f1_low"]) == (None, 0, None)
    # Both are of Forvaltningsloven: the group is right though the point is not.
    assert found.per_group["Forvaltningsloven"]["f1"] == 1


def test_confusions(eight: list[Judged], taxonomy: Taxonomy) -> None:
    """The point missed, the one suggested in its place, and whether the label book has a border between them."""
    (pair,) = assess(eight, taxonomy).confusions
    borders = {border.point for border in taxonomy.point(WHY).borders}
    assert pair == {"missed": WHY, "suggested": HOW, "letters": 5, "neighbours": HOW in borders}


def test_matrices(eight: list[Judged], taxonomy: Taxonomy) -> None:
    """Rows are what a person says; a letter without a suggestion has its own column."""
    found = assess(eight, taxonomy)
    assert found.kind_matrix["klage"] == {"klage": 6, "raad": 0, "oevrige": 0, "": 1}
    assert found.kind_matrix["raad"]["raad"] == 1
    assert found.area_matrix["KMT"][""] == 1


def test_top_three(taxonomy: Taxonomy) -> None:
    """Of 4 points in 2 letters, 2 are among the three highest; both letters have one there."""
    scores = {SLOW: 0.9, WHY: 0.8, HOW: 0.7, "tilsyn": 0.6}
    letters = [
        judged("a", (SLOW, "tilsyn"), (), taxonomy, scores=scores),
        judged("b", (HOW, "tilsyn"), (), taxonomy, scores=scores),
        judged("c", (), (), taxonomy),
    ]
    assert assess(letters, taxonomy).top_three == {"letters": 2, "any": 1, "points": 0.5}


def test_review_curve(taxonomy: Taxonomy) -> None:
    """The letter whose score lies nearest to the cut-off is left to a person first."""
    letters = [judged(f"a{n}", (SLOW,), (SLOW,), taxonomy) for n in range(4)]
    letters.append(judged("b", (SLOW,), (WHY,), taxonomy, scores={WHY: 0.55, SLOW: 0.05}))
    review = assess(letters, taxonomy, thresholds=dict.fromkeys(taxonomy.point_ids, 0.5)).review
    first, second, third = review["curve"][:3]
    assert (first["letters"], first["precision"]) == (5, 0.8)
    assert (second["letters"], third["letters"], third["precision"]) == (5, 4, 1)
    assert review["now"] == {"left": 0, "letters": 5, "precision": 0.8, "recall": 0.8}


def test_reliability(taxonomy: Taxonomy) -> None:
    """Scores below 0.1 are left out; a bin has its mean score and the share that is right."""
    letter = judged("a", (SLOW,), (SLOW,), taxonomy, scores={SLOW: 0.84, WHY: 0.86, HOW: 0.31})
    bins = {each["from"]: each for each in assess([letter], taxonomy).reliability}
    assert bins[0.8] == {"from": 0.8, "to": 0.9, "count": 2, "score": pytest.approx(0.85), "right": 0.5}
    assert bins[0.3]["right"] == 0
    assert sum(each["count"] for each in bins.values()) == 3


def test_worst_letters(eight: list[Judged], taxonomy: Taxonomy) -> None:
    """By id, most errors first."""
    worst = assess(eight, taxonomy).worst
    assert [row["id"] for row in worst] == ["a0", "a1", "a2", "a3", "a4", "d"]
    assert worst[0] == {"id": "a0", "errors": 2, "right": 1, "missed": [WHY], "wrong": [HOW]}


def test_json_keeps_the_headline_figures(eight: list[Judged], taxonomy: Taxonomy) -> None:
    """Under the referee's names, and nothing in it is no JSON."""
    found = assess(eight, taxonomy, model="m@1").figures()
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert found["model"] == "m@1"
    assert found["point_micro_f1"] == found["averages"]["points"]["micro"]["f1"]
    assert found["point_macro_f1"] == pytest.approx(found["averages"]["points"]["macro"]["f1"])


def test_against_another_model(eight: list[Judged], taxonomy: Taxonomy) -> None:
    """The difference with its interval, over the same draws of letters."""
    better = [
        Judged(each.id, each.gold, judged(each.id, (), each.gold.points, taxonomy).prediction, {}) for each in eight
    ]
    found = compare(assess(better, taxonomy, model="new"), assess(eight, taxonomy, model="old")).against
    assert found["model"] == "old"
    assert found["difference"]["micro_f1"] > 0
    assert found["difference"]["low"] > 0
    assert found["per_point"][WHY] == {"precision": None, "recall": 0, "f1": 0, "difference": 1}
    assert found["per_point"]["notatpligt"]["difference"] is None


def test_models_of_two_label_books(eight: list[Judged], taxonomy: Taxonomy) -> None:
    """Cannot be compared."""
    source: dict[str, Any] = {**taxonomy.source, "name": "En anden bog"}
    other = assess(eight, taxonomy_from(source, "x"), model="b")
    with pytest.raises(ModelError, match="a and b have different label books"):
        compare(assess(eight, taxonomy, model="a"), other)


def test_one_letter_and_none(taxonomy: Taxonomy) -> None:
    """Figures without intervals; nothing at all without letters."""
    one = assess([judged("a", (SLOW,), (SLOW,), taxonomy)], taxonomy)
    assert one.averages["points"]["micro"]["f1"] == 1
    assert one.averages["points"]["micro"]["f1_low"] is None
    assert one.verdict["too_few"] == [SLOW]
    assert assess([], taxonomy).figures()["letters"] == 0
