"""Labels that look wrong come first."""

from __future__ import annotations

import numpy as np

from classifier.evaluation import Judged
from classifier.records import Labels, Prediction
from classifier.suspects import suspects
from classifier.taxonomy import Taxonomy


def judged(letter: str, gold: tuple[str, ...], scores: dict[str, float], taxonomy: Taxonomy) -> Judged:
    """A letter with its labels and out-of-fold scores."""
    full = {point: scores.get(point, 0.01) for point in taxonomy.point_ids}
    return Judged(letter, Labels("klage", "", "", gold), Prediction(letter, "", "", "", (), (), full, {}, (), ""), {})


def test_a_label_the_model_does_not_see_and_one_it_misses(taxonomy: Taxonomy) -> None:
    """With the reason, in Danish, and no text."""
    rows = [judged(str(n), ("tilsyn",), {"tilsyn": 0.8}, taxonomy) for n in range(6)]
    rows.append(judged("wrong", ("tilsyn",), {"tilsyn": 0.02}, taxonomy))
    rows.append(judged("missing", (), {"tilsyn": 0.9}, taxonomy))
    first, second, third, *_ = suspects(rows, taxonomy)
    assert (first.letter, first.given) == ("wrong", True)
    assert first.reason == "Mærket 'Kommunens tilsyn' står der, men modellen giver det 2 % (plejer: 80 %)."
    assert (second.letter, second.given, second.reason) == (
        "missing", False, "Mærket 'Kommunens tilsyn' mangler, men modellen giver det 90 %.",
    )  # fmt: skip
    assert third.doubt == 0


def test_a_point_that_is_always_hard_is_no_suspect(taxonomy: Taxonomy) -> None:
    """It is measured by how sure the model usually is of it."""
    rows = [judged(f"h{n}", ("notatpligt",), {"notatpligt": 0.2}, taxonomy) for n in range(6)]
    rows += [judged(f"e{n}", ("tilsyn",), {"tilsyn": 0.9}, taxonomy) for n in range(6)]
    rows.append(judged("x", ("tilsyn",), {"tilsyn": 0.3}, taxonomy))
    assert suspects(rows, taxonomy)[0].letter == "x"


def test_flipped_labels_are_found(taxonomy: Taxonomy) -> None:
    """With scores as a fair model gives them, most flips are among the first."""
    draw = np.random.default_rng(1)
    rows, flipped = [], set()
    for number in range(300):
        point = taxonomy.point_ids[number % 10]
        scores = {point: float(draw.beta(6, 2))}
        given: tuple[str, ...] = (point,)
        if number % 10 == number // 10 % 10:
            given = (taxonomy.point_ids[(number + 3) % 10],)
            flipped.add(str(number))
        rows.append(judged(str(number), given, scores, taxonomy))
    letters = list(dict.fromkeys(each.letter for each in suspects(rows, taxonomy)))
    assert len(flipped & set(letters[:45])) >= 0.8 * len(flipped)


def test_nothing_to_look_at(taxonomy: Taxonomy) -> None:
    """No letters, or none with a prediction."""
    assert suspects([], taxonomy) == []
    assert suspects([Judged("1", Labels(), None, {})], taxonomy) == []
