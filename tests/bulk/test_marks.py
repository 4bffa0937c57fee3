"""Marks: a killed run goes on with the same letters and the same model, and with no others."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from classifier.bulk.marks import Marks, model_mark
from classifier.crosswalk import within
from classifier.errors import InputError
from classifier.model.bundle import Model
from classifier.model.letter import LetterStage
from classifier.records import Letter
from classifier.store import ModelStore
from classifier.translation import TranslatedModel

BATCHES = [[Letter("1", "Hej"), Letter("2", "med")], [Letter("3", "dig"), Letter("4", "")], [Letter("5", "Hilsen")]]


def marked(batches: list[list[Letter]]) -> list[str]:
    """Return the marks of batches that all pass."""
    marks = Marks()
    assert list(marks.watch(batches)) == batches
    return [marks.taken() for _ in batches]


def test_batches_that_are_done_are_left_out() -> None:
    """None twice, none lost, and the marks go on as if nothing had happened."""
    first, second, third = marked(BATCHES)
    for letters, mark, left in [(0, "", 3), (2, first, 2), (4, second, 1), (5, third, 0)]:
        marks = Marks(letters, mark)
        assert list(marks.watch(BATCHES)) == BATCHES[3 - left :]
        assert [marks.taken() for _ in range(left)] == [first, second, third][3 - left :]
        assert marks.current == third


@pytest.mark.parametrize(
    "changed",
    [
        [BATCHES[0], [Letter("3", "dig!"), Letter("4", "")], BATCHES[2]],
        [BATCHES[0], [Letter("3", "dig", extra={"case_no": "1"}), Letter("4", "")], BATCHES[2]],
        [BATCHES[1], BATCHES[0], BATCHES[2]],
        [BATCHES[0]],
        [[*BATCHES[0], *BATCHES[1]], BATCHES[2]],
        [BATCHES[0], [*BATCHES[1], Letter("4b", "")], BATCHES[2]],
        [],
    ],
    ids=["text", "column", "order", "fewer", "other batches", "more in a batch", "none"],
)
def test_other_letters_are_refused(changed: list[list[Letter]]) -> None:
    """Before any of them is tagged."""
    with pytest.raises(InputError, match="begin anew"):
        list(Marks(4, marked(BATCHES)[1]).watch(changed))


def test_where_a_letter_stands_does_not_matter() -> None:
    """A file may be reached by another path."""
    moved = [[replace(letter, source="elsewhere") for letter in batch] for batch in BATCHES]
    assert marked(moved) == marked(BATCHES)


def test_a_model_is_known_again(small_model: Model, small_home: Path) -> None:
    """Loaded twice it is the same; other cut-offs, base rates or another book make another of it."""
    mark = model_mark(ModelStore(small_home).load("small"))
    assert mark == model_mark(ModelStore(small_home).load("small"))
    loaded = ModelStore(small_home).load("small")
    stage = LetterStage(loaded.letter_stage.weights, loaded.letter_stage.offsets + 1)
    others = [
        small_model,
        loaded.with_thresholds(np.full(33, 0.25)),
        replace(loaded, letter_stage=stage),
        TranslatedModel.of(loaded, within(loaded.taxonomy)),
    ]
    assert len({mark, *map(model_mark, others)}) == 5
