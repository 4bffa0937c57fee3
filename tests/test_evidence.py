"""The scripts behind the tables of docs/: fair to everyone, and pages keep what people wrote."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from classifier.records import LabelledLetter
from scripts.compare_peers import OURS, Kept, best_cut, report, row_of, tasks_of
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
