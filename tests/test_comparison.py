"""Old against new on the same letters: figures by hand, intervals that behave, plain words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from classifier.comparison import Comparison, compare_models
from classifier.evaluation import Judged
from classifier.records import Labels, Prediction
from classifier.taxonomy import Taxonomy

SLOW, TONE, WHY = "sagsbehandlingstid", "venlig-optraeden", "begrundelse"


def judged(letter: str, gold: tuple[str, ...], given: tuple[str, ...]) -> Judged:
    """A letter as a person and a model see it."""
    prediction = Prediction(letter, "klage", "SS", "", given, (), {}, {}, (), "m")
    return Judged(letter, Labels("klage", "SS", "", gold), prediction, {})


def run(pairs: list[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]], taxonomy: Taxonomy) -> Comparison:
    """Compare over letters of (gold, old, new)."""
    old = [judged(str(number), gold, before) for number, (gold, before, _) in enumerate(pairs)]
    new = [judged(str(number), gold, after) for number, (gold, _, after) in enumerate(pairs)]
    return compare_models(old, new, taxonomy)


def test_figures_by_hand(taxonomy: Taxonomy) -> None:
    """Old: 1 hit of 3 labels with 2 given; new: 2 hits with 3 given. Three tags flip, one of them wrongly."""
    found = run([((SLOW, TONE), (SLOW, WHY), (SLOW, TONE)), ((TONE,), (), (WHY,))], taxonomy)
    assert [found.old_f1, found.new_f1] == pytest.approx([2 / 5, 4 / 6])
    assert [(flip.letter, flip.point, flip.given, flip.right) for flip in found.flips] == [
        ("0", TONE, True, True),
        ("0", WHY, False, True),
        ("1", WHY, True, False),
    ]
    change = next(change for change in found.points if change.point == TONE)
    assert (change.support, change.verdict) == (2, "few")
    assert [change.old_f1, change.new_f1] == pytest.approx([0.0, 2 / 3])


def test_a_clear_gain_is_better(taxonomy: Taxonomy) -> None:
    """Interval above 0, small p, and the point is named."""
    found = run([((SLOW,), (), (SLOW,))] * 20 + [((TONE,), (TONE,), (TONE,))] * 20, taxonomy)
    assert found.verdict == "better"
    assert found.low > 0
    assert found.p_value < 0.01
    assert found.counted("better") == (SLOW,)
    assert found.counted("same") == (TONE,)
    assert "Den nye model er bedre på årets breve: mikro-F1 0,667 → 1,000" in found.in_words("da", "årets breve")
    assert "Bedre på 1 punkter, dårligere på 0" in found.in_words("da", "årets breve")
    assert "better on the letters" in found.in_words("en", "the letters")


def test_a_clear_loss_is_worse_and_named(taxonomy: Taxonomy) -> None:
    """In both languages."""
    found = run([((SLOW,), (SLOW,), ())] * 20, taxonomy)
    assert found.verdict == "worse"
    assert found.in_words("da", "årets breve").endswith(f"Dårligere: {SLOW}.")
    assert found.in_words("en", "x").endswith(f"Worse: {SLOW}.")
    assert found.figures()["worse"] == [SLOW]


def test_no_change_is_no_difference(taxonomy: Taxonomy) -> None:
    """p is 1."""
    found = run([((SLOW,), (SLOW,), (SLOW,))] * 5, taxonomy)
    assert (found.verdict, found.difference, found.p_value, found.flips) == ("same", 0.0, 1.0, ())


def test_letters_of_one_citizen_are_drawn_together(taxonomy: Taxonomy) -> None:
    """A gain on one citizen's twenty letters alone is no certain gain."""
    pairs = [((SLOW,), (), (SLOW,))] * 20 + [((TONE,), (TONE,), (TONE,))] * 3
    old = [judged(str(number), gold, before) for number, (gold, before, _) in enumerate(pairs)]
    new = [judged(str(number), gold, after) for number, (gold, _, after) in enumerate(pairs)]
    groups = {each.id: "one" if int(each.id) < 20 else each.id for each in old}
    assert compare_models(old, new, taxonomy, groups).verdict == "same"
    assert compare_models(old, new, taxonomy).verdict == "better"


def test_other_letters_are_refused(taxonomy: Taxonomy) -> None:
    """Never paired by position alone."""
    one = judged("1", (), ())
    with pytest.raises(ValueError, match="different letters"):
        compare_models([one], [replace(one, id="2")], taxonomy)
