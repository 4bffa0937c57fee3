"""The starter model: a second build says the same of every letter."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from classifier.model.bundle import Model
from classifier.records import LabelledLetter
from classifier.taxonomy import Taxonomy
from classifier.training import TrainingSettings
from scripts.build_starter import build, differing

SMALL = TrainingSettings(folds=2)


@pytest.fixture(scope="module")
def part(corpus: list[LabelledLetter]) -> list[LabelledLetter]:
    """Every twelfth text of four hands."""
    hands = sorted({text.group for text in corpus})[:4]
    return [text for text in corpus if text.group in hands][::12]


@pytest.fixture(scope="module")
def first(part: list[LabelledLetter], taxonomy: Taxonomy, tmp_path_factory: pytest.TempPathFactory) -> Model:
    """A first build."""
    return build(part, taxonomy, tmp_path_factory.mktemp("first"), settings=SMALL)[0]


def test_a_second_build_says_the_same(
    first: Model, part: list[LabelledLetter], taxonomy: Taxonomy, tmp_path: Path
) -> None:
    """Of every letter, on another number of cores."""
    second, _ = build(part, taxonomy, tmp_path, settings=SMALL, jobs=2)
    letters = [text.letter for text in part]
    assert len(letters) > 80
    assert differing(first, second, letters) == []
    assert first.digest == second.digest


def test_another_model_is_told_apart(first: Model, part: list[LabelledLetter]) -> None:
    """Even where a single point's scores have moved by a little."""
    intercept = first.points.intercept.copy()
    intercept[first.taxonomy.point_ids.index("begrundelse")] += 0.05
    other = replace(first, points=replace(first.points, intercept=intercept))
    letters = [text.letter for text in part]
    assert differing(first, other, letters)
