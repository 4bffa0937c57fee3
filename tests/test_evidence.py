"""The scripts behind the tables of docs/: fair to everyone, and pages keep what people wrote."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from classifier.evaluation import Judged
from classifier.examples import Example
from classifier.records import LabelledLetter, Labels, Prediction
from classifier.taxonomy import Taxonomy
from classifier.training import TrainingSettings, train_judged
from scripts import analyse_errors, learning_curve
from scripts.analyse_errors import drawn_together, held_out, missed_and_wrong
from scripts.compare_peers import OURS, Kept, best_cut, report, row_of, tasks_of
from scripts.learning_curve import curve_text, draws, nearest, richness, variety_text
from scripts.pages import put, table
from scripts.peers import PEERS, Outcome

GOLD = np.array([[True, False], [False, True], [True, True], [False, False]] * 5)


def test_best_cut_is_that_of_the_highest_micro_f1() -> None:
    """Every right score lies above every wrong one, so that one cut-off finds them all."""
    scores = np.where(GOLD, 0.31, 0.29)
    assert best_cut(scores, GOLD) == pytest.approx(0.31)


def test_report_sets_ours_beside_the_best_of_the_others() -> None:
    """Without a fault against half of all points: error 0 of its, an interval above 0, the others in order."""
    half = np.where(GOLD & (np.arange(len(GOLD)) % 2 == 0)[:, None], 1.0, 0.0)
    rows = [
        row_of(name, Outcome(scores, 1.0, 10.0), GOLD)
        for name, scores in (("worst", np.zeros(GOLD.shape)), ("half", half), (OURS, GOLD.astype(float)))
    ]
    text = report(rows, GOLD, "Heading.")
    assert [line.split(" | ")[0].strip("| ") for line in text.splitlines()[4:7]] == [OURS, "half", "worst"]
    assert "Best of the others: half." in text
    assert "excludes 0: yes" in text
    assert "0.00 of its (target: at most 0.75): met" in text


def test_folds_keep_hands_apart(few: list[LabelledLetter]) -> None:
    """Every letter is tested once, by what learned nothing of its hand; passages are only learned from."""
    tasks = tasks_of(few, [])
    assert sorted(text.id for task in tasks for text in task.tested) == sorted(t.id for t in few if not t.passage)
    for task in tasks:
        assert not {text.group for text in task.learned} & {text.group for text in task.tested}
        assert len(task.learned_texts) == len(task.learned)


def test_a_cut_run_goes_on(few: list[LabelledLetter], tmp_path: Path) -> None:
    """What was measured on the same texts and labels is there again; on other texts it is not."""
    first, second, *_ = tasks_of(few, [])
    path = tmp_path / "kept.jsonl"
    Kept(path, False).add(first.key("x", False), "x", Outcome(np.array([[0.25]]), 2.0, 3.0))
    found = Kept(path, False).get(first.key("x", False))
    assert found is not None
    assert (found.scores.tolist(), found.seconds, found.speed) == ([[0.25]], 2.0, 3.0)
    assert Kept(path, False).get(second.key("x", False)) is None
    assert Kept(path, True).get(first.key("x", False)) is None


def test_the_plain_pipeline_learns(few: list[LabelledLetter]) -> None:
    """A row a tested text, a column a point."""
    texts = [text.letter.text for text in few]
    targets = np.array([[bool(text.labels.points), not text.labels.points] for text in few])
    outcome = PEERS["scikit-learn plain"](texts, targets, texts, ("a", "b"), True)
    assert outcome.scores.shape == (len(few), 2)
    assert outcome.scores[targets].mean() > outcome.scores[~targets].mean()


def test_a_page_keeps_what_people_wrote(tmp_path: Path) -> None:
    """A block is replaced where it stands, and added at the end the first time."""
    page = tmp_path / "page.md"
    page.write_text("# Title\n", encoding="utf-8")
    put(page, "a", "old")
    page.write_text(page.read_text(encoding="utf-8") + "\nBy hand.\n", encoding="utf-8")
    put(page, "a", "new \\1")
    text = page.read_text(encoding="utf-8")
    assert "old" not in text
    assert text.startswith("# Title\n\n<!-- a:")
    assert text.index("new \\1") < text.index("By hand.")


def test_table_writes_three_decimals() -> None:
    """Of real numbers alone."""
    assert table(["a", "b"], [[1, 0.5]]) == "| a | b |\n| --- | --- |\n| 1 | 0.500 |"


def judged(number: int, gold: tuple[str, ...], given: tuple[str, ...], taxonomy: Taxonomy) -> Judged:
    """Return a letter with points and suggestions."""
    scores = {point: float(point in given) for point in taxonomy.point_ids}
    prediction = Prediction(str(number), "klage", "SS", "", given, (), scores, {}, (), "")
    return Judged(str(number), Labels("klage", "SS", "", gold), prediction, {})


def test_points_drawn_together(taxonomy: Taxonomy) -> None:
    """Of four letters two have tilsyn; only there is serviceniveau wrongly suggested: two of them, by chance one."""
    letters = [judged(n, ("tilsyn",), ("tilsyn", "serviceniveau"), taxonomy) for n in (1, 2)]
    letters += [judged(n, ("enkelthed",), (), taxonomy) for n in (3, 4)]
    assert drawn_together(letters, taxonomy, 1) == [["serviceniveau", "tilsyn", 2, "1.0"]]
    assert missed_and_wrong(letters[3]) == (["enkelthed"], [])


def test_held_out_letters_are_kept(
    few: list[LabelledLetter], taxonomy: Taxonomy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second run reads what the first was told, and trains nothing."""
    keep = tmp_path / "kept.json"

    def small(examples: list[Example], book: Taxonomy, name: str, **options: object) -> object:
        return train_judged(examples, book, name, TrainingSettings(folds=2))

    monkeypatch.setattr(analyse_errors, "train_judged", small)
    first, cut_off = held_out(few, taxonomy, keep, fresh=False, jobs=1)
    monkeypatch.setattr(analyse_errors, "train_judged", None)
    again, same = held_out(few, taxonomy, keep, fresh=False, jobs=1)
    assert same == cut_off
    assert [each.prediction for each in again] == [each.prediction for each in first]
    assert len(first) == sum(not text.passage for text in few)


def test_draws_are_the_same_every_time() -> None:
    """Small sizes several times, all hands once and last."""
    hands = [f"h{number}" for number in range(24)]
    found = draws(hands, [6, 3])
    assert [len(each) for each in found] == [3, 3, 3, 3, 6, 6, 24]
    assert found == draws(hands, [3, 6])
    assert draws(hands[:3], [3]) == [hands[:3]]


def test_curve_says_what_the_last_doubling_brought() -> None:
    """From 100 to 400 texts are two doublings."""
    figures = {"point_micro_f1": 0.5, "point_macro_f1_support4": 0.4, "lrap": 0.8}
    rows = [
        {"hands": 3, "draws": 1, "texts": 100, "folds": figures},
        {"hands": 12, "draws": 1, "texts": 400, "folds": {**figures, "point_micro_f1": 0.7}},
    ]
    assert "brought +0.100 on held-out hands (micro-F1)" in curve_text(rows)


def test_richness_counts_full_stretches() -> None:
    """Two lemmas in a thousand words; the rest that fills no stretch is left out."""
    assert richness([["en", "hest"] * 500, ["ko"] * 10]) == pytest.approx(2)
    assert np.isnan(richness([["ko"]]))


def test_nearest_neighbour_is_sought_inside_a_point() -> None:
    """The same words under another point do not count; a text alone with its point has no neighbour."""
    texts = [["rykke", "svar"], ["rykke", "svar"], ["rykke", "svar"], ["tolk"]]
    found = nearest(texts, [("a",), ("a",), ("b",), ("c",)])
    assert found[:2] == pytest.approx([1, 1])
    assert np.isnan(found[2:]).all()


def test_variety_lists_every_hand(examples: list[Example], taxonomy: Taxonomy, monkeypatch: pytest.MonkeyPatch) -> None:
    """And every point that has two passages."""
    monkeypatch.setattr(learning_curve, "WINDOW", 50)
    text = variety_text(examples, taxonomy)
    for hand in {example.group for example in examples}:
        assert f"| {hand} |" in text
