"""Letters worth labelling: uncertain, varied, rare."""

from __future__ import annotations

import pytest

from classifier.model.bundle import Model
from classifier.preprocess import Preprocessor
from classifier.records import MaskedLetter, MaskedText, Tokens
from classifier.selection import select

SURE = "Jeg har rykket for svar, og fristen er overskredet."
UNSURE = "Hun var hånlig, måske, og der var noget med en frist."
OTHER = "Kattens cykel, begrundelsen og månen."


@pytest.fixture(scope="module")
def letters() -> list[Tokens]:
    """Two letters that are alike, one unlike them, a sure one, an empty one."""
    texts = [SURE, UNSURE, UNSURE + " Ja.", OTHER, ""]
    preprocessor = Preprocessor()
    return [preprocessor.tokens(MaskedLetter(str(n), MaskedText(""), MaskedText(text))) for n, text in enumerate(texts)]


def test_uncertain_before_sure_and_no_second_of_a_kind(small_model: Model, letters: list[Tokens]) -> None:
    """With reasons that name the points."""
    chosen = select(small_model, letters, small_model.score(letters), 2)
    indices = [choice.index for choice in chosen]
    assert 0 not in indices
    assert not {1, 2} <= set(indices)
    assert any(reason.startswith("Usikker: ") for choice in chosen for reason in choice.reasons)


def test_no_more_than_there_are(small_model: Model, letters: list[Tokens]) -> None:
    """An empty letter is never worth labelling; each letter is chosen once; values fall."""
    chosen = select(small_model, letters, small_model.score(letters), 50)
    assert sorted(choice.index for choice in chosen) == [0, 1, 2, 3]
    values = [choice.value for choice in chosen]
    assert values == sorted(values, reverse=True)
    assert select(small_model, [], small_model.score([]), 5) == []
