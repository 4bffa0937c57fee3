"""Letters wrapped as mail get the tags of the bare letters."""

from __future__ import annotations

import pytest

from classifier.model.bundle import Model
from classifier.records import LabelledLetter
from scripts.score_mail import FORMS, compare


@pytest.mark.slow
def test_wrapped_letters_are_tagged_as_bare_ones(starter: Model, corpus: list[LabelledLetter]) -> None:
    """Every tenth letter of our own, in each way of wrapping: micro-F1 at most 0.01 apart, none lost or renamed."""
    letters = [each for each in corpus if not each.passage][::10]
    rows = [
        {"id": each.id, "subject": each.letter.subject, "text": each.letter.text, "points": each.labels.points}
        for each in letters
    ]
    figures = compare(rows, starter)
    assert len(rows) > 40
    assert set(figures) == {"bare", *FORMS}
    assert figures["bare"]["micro_f1"] > 0.5
    assert {name: each["distance"] for name, each in figures.items() if each["distance"] > 0.01} == {}
