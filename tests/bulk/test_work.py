"""Tagging in batches: what goes to another process says the same there."""

from __future__ import annotations

import json
import pickle
from functools import partial

import numpy as np

from classifier.bulk.engines import run
from classifier.bulk.work import rows, suggestions
from classifier.examples import Example
from classifier.model.bundle import Model
from classifier.records import Hint, LabelledLetter, Letter
from classifier.tagging import batches, row_of, tag


def test_rows_are_those_of_tag(starter: Model, few: list[LabelledLetter]) -> None:
    """Byte for byte, from this process and from two others; who must look is counted."""
    letters = [each.letter for each in few] * 3
    wanted = [row_of(each) for each in tag(letters, starter)]
    here = list(run(partial(rows, starter), batches(letters), 1))
    there = list(run(partial(rows, starter), batches(letters), 2))
    assert here == there
    assert [json.loads(line) for each in here for line in each.lines.splitlines()] == wanted
    assert sum(each.letters for each in here) == len(letters)
    assert sum(each.for_person for each in here) == sum(row["needs_review"] for row in wanted)
    assert here[0].names[:2] == ("id", "received")


def test_suggestions_are_those_of_tag(small_model: Model, few: list[LabelledLetter]) -> None:
    """Whole, with the letter."""
    letters = [each.letter for each in few]
    assert [each for batch in run(partial(suggestions, small_model), batches(letters), 2) for each in batch] == list(
        tag(letters, small_model)
    )


def test_a_letter_arrives_whole() -> None:
    """Its read-only columns as well."""
    letter = Letter("a", "Hej", hints=(Hint("acute", "Haster", "Hej"),), extra={"case_no": "24/7"})
    for each in (letter, Letter("b", "")):
        assert pickle.loads(pickle.dumps(each)) == each


def test_a_model_arrives_whole(small_model: Model, examples: list[Example]) -> None:
    """It scores to the last bit as before."""
    batch = [example.tokens for example in examples]
    there = pickle.loads(pickle.dumps(small_model))
    here, again = small_model.score(batch), there.score(batch)
    for name in ("points", "kinds", "places", "first", "last"):
        np.testing.assert_array_equal(getattr(here, name), getattr(again, name), err_msg=name)
