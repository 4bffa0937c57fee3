"""Training: the same on every run and on any number of cores; folds are honest."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from classifier.errors import InputError
from classifier.examples import Example, example_rows
from classifier.model.bundle import Model
from classifier.store import save_folder
from classifier.taxonomy import Taxonomy
from classifier.training import TrainingSettings, _folds, train


def test_same_seed_same_model_on_two_cores(
    small_model: Model, examples: list[Example], taxonomy: Taxonomy, tmp_path: Path
) -> None:
    """Byte for byte."""
    again, _ = train(examples, taxonomy, "small", TrainingSettings(folds=2), jobs=2)
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert save_folder(again, tmp_path / "a") == save_folder(small_model, tmp_path / "b")


def test_a_group_never_stands_on_both_sides(examples: list[Example]) -> None:
    """Every example is held out once, with all of its group."""
    folds = _folds(examples, 3)
    assert sorted(index for fold in folds for index in fold) == list(range(len(examples)))
    groups = [{examples[index].group for index in fold} for fold in folds]
    assert not (groups[0] & groups[1]) | (groups[0] & groups[2]) | (groups[1] & groups[2])


def test_one_author_alone_cannot_be_held_out(examples: list[Example], taxonomy: Taxonomy) -> None:
    """Says so, and what to do."""
    with pytest.raises(InputError, match="Add letters of others"):
        train([replace(example, group="a") for example in examples], taxonomy, "x")


def test_passages_alone_are_no_letters(examples: list[Example], taxonomy: Taxonomy) -> None:
    """There is nothing to calibrate on."""
    with pytest.raises(InputError, match="no letter"):
        train([example for example in examples if example.passage], taxonomy, "x")


def test_point_without_passage_still_counts(examples: list[Example], taxonomy: Taxonomy) -> None:
    """A letter whose evidence is unknown adds itself as a whole."""
    letter = next(example for example in examples if not example.passage and example.targets.any())
    blank = replace(letter, sentence_targets=letter.sentence_targets & False, unplaced=letter.targets)
    rows = example_rows([blank], len(taxonomy.points))
    assert (rows.targets[-1] == letter.targets).all()
    assert not rows.targets[:-1].any()
