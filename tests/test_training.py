"""Training: the same on every run and on any number of cores; folds are honest."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from classifier.errors import InputError
from classifier.examples import Example, example_rows, examples_of
from classifier.model.bundle import Model
from classifier.records import LabelledLetter, Labels, Letter
from classifier.store import save_folder
from classifier.tagging import tag
from classifier.taxonomy import Taxonomy
from classifier.training import TrainingSettings, _folds, train

SMALL = TrainingSettings(folds=2)


def saved(model: Model, folder: Path) -> dict[str, bytes]:
    """Return the bytes of all of a model's files."""
    folder.mkdir()
    save_folder(model, folder)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_same_seed_same_model_on_two_cores(
    small_model: Model, examples: list[Example], taxonomy: Taxonomy, tmp_path: Path
) -> None:
    """Byte for byte, in every file."""
    again, _ = train(examples, taxonomy, "small", SMALL, jobs=2)
    assert saved(again, tmp_path / "a") == saved(small_model, tmp_path / "b")


@pytest.mark.slow
def test_same_model_in_another_process(small_model: Model, tmp_path: Path) -> None:
    """With another order of sets and dictionaries of strings, and another number of threads."""
    program = (
        "import sys; from pathlib import Path; from classifier.examples import examples_of;"
        "from classifier.ingest import read_labelled; from classifier.store import save_folder;"
        "from classifier.taxonomy import read_taxonomy; from classifier.training import TrainingSettings, train;"
        "book = read_taxonomy(); letters = read_labelled([sys.argv[1]], book);"
        "model, _ = train(examples_of(letters, book), book, 'small', TrainingSettings(folds=2));"
        "save_folder(model, Path(sys.argv[2]))"
    )
    data = Path(__file__).parent / "data" / "labelled.jsonl"
    (tmp_path / "a").mkdir()
    subprocess.run(
        [sys.executable, "-c", program, str(data), str(tmp_path / "a")],
        check=True,
        cwd=Path(__file__).parent.parent,
        env={**_environment(), "PYTHONHASHSEED": "7", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
    )
    assert {path.name: path.read_bytes() for path in (tmp_path / "a").iterdir()} == saved(small_model, tmp_path / "b")


def _environment() -> dict[str, str]:
    import os

    return dict(os.environ)


def test_a_group_never_stands_on_both_sides(examples: list[Example]) -> None:
    """Every example is held out once, with all of its group."""
    folds = _folds(examples, 3)
    assert sorted(index for fold in folds for index in fold) == list(range(len(examples)))
    groups = [{examples[index].group for index in fold} for fold in folds]
    assert not (groups[0] & groups[1]) | (groups[0] & groups[2]) | (groups[1] & groups[2])


def test_held_out_letters_are_unseen(examples: list[Example], taxonomy: Taxonomy) -> None:
    """A point that one hand alone writes about cannot be found when that hand is held out."""
    point = taxonomy.point_ids.index("tilsyn")
    told = np.zeros(len(taxonomy.points), dtype=bool)
    told[point] = True
    mine = [
        replace(
            example,
            labels=Labels("klage", "SS", "", ("tilsyn",)),
            targets=told,
            sentence_targets=np.tile(told, (len(example.tokens.text), 1)),
            unplaced=told & False,
        )
        if example.group == "h1"
        else example
        for example in examples
    ]
    _, evaluation = train(mine, taxonomy, "small", SMALL)
    assert evaluation.points["tilsyn"].support == 4
    assert evaluation.points["tilsyn"].hits == 0


def test_evaluation_covers_the_letters_alone(examples: list[Example], taxonomy: Taxonomy) -> None:
    """Passages are learned from, never measured on; the label space is the book's."""
    model, evaluation = train(examples, taxonomy, "small", SMALL)
    assert evaluation.letters == 16
    assert evaluation.untagged == 0
    assert list(evaluation.points) == list(taxonomy.point_ids)
    assert "personoplysninger" in evaluation.unused
    assert evaluation.evidence_hit_rate is None
    assert model.facts["letters"] == 16
    assert model.facts["passages"] == 39
    assert model.facts["held_out"] == evaluation.figures()


def test_steps_are_told_in_order(examples: list[Example], taxonomy: Taxonomy) -> None:
    """Long work says what it does, nothing of a letter."""
    steps: list[str] = []
    train(examples, taxonomy, "small", SMALL, progress=steps.append)
    assert steps == ["folds", "1 of 3 fits", "2 of 3 fits", "calibration"]


def test_one_author_alone_cannot_be_held_out(examples: list[Example], taxonomy: Taxonomy) -> None:
    """Says so, and what to do."""
    with pytest.raises(InputError, match="Add letters of others"):
        train([replace(example, group="a") for example in examples], taxonomy, "x")


def test_passages_alone_are_no_letters(examples: list[Example], taxonomy: Taxonomy) -> None:
    """There is nothing to calibrate on."""
    with pytest.raises(InputError, match="no letter"):
        train([example for example in examples if example.passage], taxonomy, "x")


def test_rare_point_is_never_a_constant(examples: list[Example], taxonomy: Taxonomy) -> None:
    """A point of a single passage gets scores, but is not suggested left and right; one of none stays near zero."""
    model, _ = train(examples, taxonomy, "small", SMALL)
    scores = model.score([example.tokens for example in examples]).points
    rare, unused = taxonomy.point_ids.index("personoplysninger"), taxonomy.point_ids.index("magtanvendelse")
    assert np.ptp(scores[:, rare]) > 0
    assert (scores[:, rare] >= model.thresholds[rare]).mean() < 0.1
    assert (scores[:, unused] < model.thresholds[unused]).all()


def test_points_without_evidence_are_learned(few: list[LabelledLetter], taxonomy: Taxonomy) -> None:
    """From the letter as a whole, where no passage is marked."""
    bare = [replace(letter, labels=replace(letter.labels, evidence={})) for letter in few]
    model, _ = train(examples_of(bare, taxonomy), taxonomy, "small", SMALL)
    told = Letter("x", "Jeg har rykket for svar, og fristen er overskredet. Ingen har svaret mig.")
    (tagged,) = tag([told], model)
    ranked = sorted(tagged.prediction.scores, key=tagged.prediction.scores.__getitem__, reverse=True)
    assert ranked[0] == "sagsbehandlingstid"


def test_point_without_passage_adds_the_whole_letter(examples: list[Example], taxonomy: Taxonomy) -> None:
    """So that it is not lost."""
    letter = next(example for example in examples if not example.passage and example.targets.any())
    blank = replace(letter, sentence_targets=letter.sentence_targets & False, unplaced=letter.targets)
    rows = example_rows([blank], len(taxonomy.points))
    assert (rows.targets[-1] == letter.targets).all()
    assert not rows.targets[:-1].any()


@pytest.mark.parametrize(
    "change",
    [
        lambda labels: replace(labels, kind=""),
        lambda labels: replace(labels, area="", unit=""),
        lambda labels: Labels("klage", "SS", ""),
        lambda labels: replace(labels, kind="klage"),
    ],
    ids=["no kind", "no area", "no point at all", "one kind alone"],
)
def test_labels_that_are_missing_are_no_error(change: object, examples: list[Example], taxonomy: Taxonomy) -> None:
    """Missing or empty is allowed: what cannot be learned is left at its start."""
    assert callable(change)
    bare = [replace(example, labels=change(example.labels)) for example in examples]
    if not any(example.labels.points for example in bare):
        bare = [replace(e, targets=e.targets & False, sentence_targets=e.sentence_targets & False) for e in bare]
    model, evaluation = train(bare, taxonomy, "small", SMALL)
    assert np.isfinite(model.score([bare[0].tokens]).points).all()
    assert evaluation.letters == 16


def test_empty_letters_among_others(examples: list[Example], taxonomy: Taxonomy) -> None:
    """Are learned from as far as they go."""
    empty = examples_of([LabelledLetter(Letter("tom", ""), Labels("raad", "SS"), "h9")], taxonomy)
    _, evaluation = train([*examples, *empty], taxonomy, "small", SMALL)
    assert evaluation.letters == 17


def test_texts_that_share_no_word(taxonomy: Taxonomy) -> None:
    """Two short letters leave an empty vocabulary: a model that suggests nothing."""
    letters = [
        LabelledLetter(Letter(str(number), text), Labels("klage", "SS", "", points), group)
        for number, (text, points, group) in enumerate((("Ja.", ("begrundelse",), "a"), ("Nej.", (), "b")))
    ]
    model, _ = train(examples_of(letters, taxonomy), taxonomy, "small", SMALL)
    assert np.isfinite(model.score([]).points).all()
