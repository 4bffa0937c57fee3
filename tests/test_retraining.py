"""Checks of the new letters, points placed by the old model, the weight chosen by validation."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from classifier.crosswalk import within
from classifier.errors import InputError
from classifier.examples import Example, example_rows, examples_of
from classifier.model.bundle import Model
from classifier.records import LabelledLetter, Labels, Letter
from classifier.retraining import check_letters, place_points, retrain
from classifier.store import save_folder
from classifier.taxonomy import Taxonomy
from classifier.training import TrainingSettings
from classifier.translation import TranslatedModel

SMALL = TrainingSettings(folds=2)
SLOW = "sagsbehandlingstid"


def letters(number: int, texts: tuple[str, ...], *points: str) -> list[LabelledLetter]:
    """Confirmed letters without evidence, each by a citizen of its own."""
    return [
        LabelledLetter(
            Letter(f"n{n}", f"{texts[n % len(texts)]} Det er brev {'abcdefghijklmnop'[n]}.", citizen=f"c{n}"),
            Labels("klage", "SS", "", points),
            f"c{n}",
        )
        for n in range(number)
    ]


def test_duplicates_and_masks() -> None:
    """The first of two letters stays; white space and case do not hide a copy."""
    new = letters(2, ("Ring på 00 11 22 33.",))
    copy = replace(new[0], letter=replace(new[0].letter, id="copy", text=new[0].letter.text.upper()))
    checked = check_letters([*new, copy], [])
    assert [each.id for each in checked.letters] == ["n0", "n1"]
    assert checked.duplicates == (("copy", "n0"),)
    assert checked.masked == {"TELEFON": 2}
    assert check_letters(new, [], masking=False).masked == {}
    with pytest.raises(InputError, match="known already"):
        check_letters(new, new)


def test_points_go_to_the_sentence_the_old_model_sees(small_model: Model, taxonomy: Taxonomy) -> None:
    """Not to the whole letter; a placed point and a passage stay as they are."""
    text = "Min datter cykler. Jeg har rykket for svar, og fristen er overskredet. Katten trives."
    bare = examples_of([LabelledLetter(Letter("a", text), Labels("klage", "SS", "", (SLOW,)))], taxonomy)
    column = taxonomy.point_ids.index(SLOW)
    assert bare[0].unplaced[column]
    (placed,) = place_points(bare, small_model)
    assert np.flatnonzero(placed.sentence_targets[:, column]).tolist() == [1]
    assert not placed.unplaced.any()
    assert 1 not in placed.doubtful
    assert place_points([placed], small_model) == [placed]
    empty = examples_of([LabelledLetter(Letter("a", ""), Labels("klage", "SS", "", (SLOW,)))], taxonomy)
    assert place_points(empty, small_model) == empty


def test_sentences_that_may_carry_a_point_are_left_out(small_model: Model, taxonomy: Taxonomy) -> None:
    """Neither as such nor as the contrary, alone or in a pair."""
    text = "Jeg har rykket for svar, og fristen er overskredet. Katten trives. Jeg har rykket for svar i maj."
    bare = examples_of([LabelledLetter(Letter("a", text), Labels("klage", "SS", "", (SLOW,)))], taxonomy)
    (placed,) = place_points(bare, small_model)
    assert 2 in placed.doubtful
    rows = example_rows([replace(placed, doubtful=frozenset({2}))], len(taxonomy.points))
    column = taxonomy.point_ids.index(SLOW)
    assert (rows.members, rows.targets[:, column].tolist()) == ([(0, 1), (1, 2), (0, 2)], [True, False, True])


def test_points_are_placed_by_a_translated_model(small_model: Model, taxonomy: Taxonomy) -> None:
    """By the old points that lead to each."""
    model = TranslatedModel.of(small_model, within(taxonomy))
    text = "Min datter cykler. Jeg har rykket for svar, og fristen er overskredet. Katten trives."
    bare = examples_of([LabelledLetter(Letter("a", text), Labels("klage", "SS", "", (SLOW,)))], taxonomy)
    ours, theirs = place_points(bare, small_model)[0], place_points(bare, model)[0]
    assert (ours.sentence_targets == theirs.sentence_targets).all()
    assert ours.doubtful == theirs.doubtful


def test_the_weight_is_chosen_among_those_tried(
    few: list[LabelledLetter], small_model: Model, taxonomy: Taxonomy
) -> None:
    """New words for a point that the starter corpus lacks: the model learns them, the comparison says so."""
    said = ("Sagen har samlet støv på et skrivebord.", "Sagen samler støv, og ingen rører den.")
    other = letters(8, ("Tak for jeres hjælp med cyklen.",))
    new = [*letters(8, said, SLOW), *(replace(o, letter=replace(o.letter, id=f"o{o.id}")) for o in other)]
    result = retrain(new, [], few, small_model, taxonomy, "y", SMALL, weights=(1.0, 4.0))
    assert set(result.tried) == {1.0, 4.0}
    assert result.weight in result.tried
    assert result.new_year.letters == 16
    assert result.new_year.new_f1 > result.new_year.old_f1
    assert result.starter is not None
    assert result.starter.letters == 16
    assert result.model.facts["data"]["real"] == 16
    assert (result.worse, result.new_year.verdict) == (False, "better")


def test_the_same_on_two_cores(
    few: list[LabelledLetter], small_model: Model, taxonomy: Taxonomy, tmp_path: Path
) -> None:
    """Byte for byte."""
    new = letters(6, ("Jeg har rykket for svar.", "Sagen samler støv."), SLOW)
    digests = []
    for jobs in (1, 2):
        folder = tmp_path / str(jobs)
        folder.mkdir()
        made = retrain(new, [], few, small_model, taxonomy, "y", SMALL, weights=(1.0, 2.0), jobs=jobs)
        digests.append(save_folder(made.model, folder))
    assert digests[0] == digests[1]


def test_too_few_citizens_to_choose_by(few: list[LabelledLetter], small_model: Model, taxonomy: Taxonomy) -> None:
    """The weight is 1 then, and the letters are learned all the same."""
    result = retrain(letters(2, ("Jeg har rykket.",), SLOW), [], few, small_model, taxonomy, "y", SMALL)
    assert (dict(result.tried), result.weight) == ({}, 1.0)


def test_only_real_letters_are_weighed(examples: list[Example]) -> None:
    """Invented texts count 1 whatever is chosen."""
    assert all(example.weight == 1 and not example.citizen for example in examples)
