"""Show what retraining on a new year gives: each hand in turn is the new year of a starter model that never saw it.

Half of the hand's letters, without evidence and taken for citizens' letters, are learned; the other half is measured, and
so are letters by other hands with --gold. The starter vocabulary is the smaller model's, so that nothing of the hand is
known beforehand.

Usage: python scripts/benchmark_retraining.py [--share 0.4] [--hands a03,a07] [--gold FILE] [--jobs 1] [--places]
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from classifier import admission, retraining
from classifier.comparison import compare_models
from classifier.evaluation import Judged
from classifier.examples import Example, examples_of
from classifier.ingest import read_corpus, read_labelled
from classifier.model.bundle import Model
from classifier.records import LabelledLetter
from classifier.tagging import predictions
from classifier.taxonomy import Taxonomy, read_taxonomy
from classifier.training import TrainingSettings, fit_draft, train


def main() -> None:
    """Run hand by hand, and print a line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--share", type=float, default=1.0, help="Share of the passages to learn from.")
    parser.add_argument("--hands", default="a01,a04,a07,a10,a13")
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--weights", default="1,2,4,8")
    parser.add_argument("--evidence", action="store_true", help="The new letters keep their marked passages.")
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--places", action="store_true", help="Compare ways of placing points instead.")
    options = parser.parse_args()
    book = read_taxonomy()
    corpus = read_corpus(None, book)
    every = max(round(1 / options.share), 1)
    corpus = [text for number, text in enumerate(corpus) if not text.passage or number % every == 0]
    gold = examples_of(read_labelled([options.gold], book), book) if options.gold else []
    settings = TrainingSettings(folds=options.folds)
    weights = [float(weight) for weight in options.weights.split(",")]
    sides: tuple[list[Judged], list[Judged]] = ([], [])
    pooled: dict[str, list[tuple[np.ndarray, np.ndarray]]] = {}
    for hand in options.hands.split(","):
        began = time.perf_counter()
        others = [text for text in corpus if text.group != hand]
        letters = [citizens(text, options.evidence) for text in corpus if text.group == hand and not text.passage]
        learned, tested = letters[::2], examples_of(letters[1::2], book)
        old, _ = train(examples_of(others, book), book, "old", settings, jobs=options.jobs)
        setattr(admission, "starter_vocabulary", partial(frozenset, old.vectorizer.vocabulary_))  # noqa: B010
        if options.places:
            places(others, learned, tested, old, book, settings, weights, pooled)
            continue
        result = retraining.retrain(learned, [], others, old, book, "new", settings, weights=weights, jobs=options.jobs)
        before, after = judged(old, tested), judged(result.model, tested)
        sides[0].extend(before)
        sides[1].extend(after)
        change = compare_models(before, after, book)
        told = (
            f"{change.old_f1:.3f} -> {change.new_f1:.3f} [{change.low:+.3f}, {change.high:+.3f}] p {change.p_value:.3f}"
        )
        held_out = result.new_year
        line = (
            f"{hand}: learned {len(learned)}, weight {result.weight:g}; held out {held_out.old_f1:.3f} -> {held_out.new_f1:.3f};"
            f" other half ({len(tested)}) {told}"
        )
        if gold:
            lost = compare_models(judged(old, gold), judged(result.model, gold), book)
            line += f"; other hands {lost.old_f1:.3f} -> {lost.new_f1:.3f}"
        print(f"{line}; {time.perf_counter() - began:.0f} s", flush=True)
    if sides[0]:
        print(compare_models(*sides, book).in_words("en", "all hands' other halves"))
    for name, parts in pooled.items():
        scores, targets = (np.concatenate(each) for each in zip(*parts, strict=True))
        print(f"all hands, {name}: {best_f1(scores, targets):.3f}")


def citizens(text: LabelledLetter, evidence: bool) -> LabelledLetter:
    """Return a letter of the corpus as an office has it: no author, its own citizen, perhaps no evidence."""
    letter = replace(text.letter, text=f"{text.letter.text} .", citizen=text.id, extra={})
    return replace(
        text, letter=letter, labels=text.labels if evidence else replace(text.labels, evidence={}), group=text.id
    )


def judged(model: Model, examples: Sequence[Example]) -> list[Judged]:
    """Tag examples."""
    return [Judged(e.id, e.labels, predictions(model, [e.tokens], model.score([e.tokens]))[0], {}) for e in examples]


def best_f1(scores: np.ndarray, targets: np.ndarray) -> float:
    """Return the micro-F1 at the best shared cut-off."""
    cuts = np.arange(0.05, 0.9, 0.01)
    return float(max(2 * (targets & (scores >= c)).sum() / (targets.sum() + (scores >= c).sum()) for c in cuts))


def places(
    others: Sequence[LabelledLetter],
    learned: Sequence[LabelledLetter],
    tested: Sequence[Example],
    old: Model,
    book: Taxonomy,
    settings: TrainingSettings,
    weights: Sequence[float],
    pooled: dict[str, list[tuple[np.ndarray, np.ndarray]]],
) -> None:
    """Compare ways of placing the points of confirmed letters: best micro-F1 on the other half."""

    def carriers(examples: Sequence[Example], model: Model) -> list[Example]:
        placed = []
        for example in examples:
            scores, targets = model.score([example.tokens]), example.sentence_targets.copy()
            for column in np.flatnonzero(example.unplaced):
                targets[scores.first[0, column] : scores.last[0, column] + 1, column] = True
            placed.append(replace(example, sentence_targets=targets, unplaced=example.unplaced & ~targets.any(axis=0)))
        return placed

    def soft(examples: Sequence[Example], model: Model) -> list[Example]:
        placed = []
        for example in examples:
            signals = model.signals([example.tokens])
            alone = signals.stretches.first == signals.stretches.last
            scores, targets = signals.stretch_scores[alone], example.sentence_targets.copy()
            for column in np.flatnonzero(example.unplaced):
                targets[:, column] = (scores[:, column] > 0) | (scores[:, column] == scores[:, column].max())
            placed.append(replace(example, sentence_targets=targets, unplaced=example.unplaced & ~targets.any(axis=0)))
        return placed

    ways: dict[str, Callable[[list[Example]], list[Example]]] = {
        "none learned": lambda fresh: [],
        "whole letter": lambda fresh: fresh,
        "best sentence": lambda fresh: retraining.place_points(fresh, old),
        "best stretch": lambda fresh: carriers(fresh, old),
        "all that score above 0": lambda fresh: soft(fresh, old),
    }
    base, fresh = examples_of(others, book), examples_of(learned, book)
    targets = np.array([example.targets for example in tested])
    for weight in weights:
        figures = []
        for name, way in ways.items():
            rows = [*base, *(replace(example, weight=weight) for example in way(fresh))]
            draft = fit_draft(rows, book, settings)
            scores = np.concatenate(
                [old.letter_stage.probabilities(draft.signals([e.tokens]).features) for e in tested]
            )
            pooled.setdefault(f"{name}, weight {weight:g}", []).append((scores, targets))
            figures.append(f"{name} {best_f1(scores, targets):.3f}")
        print(f"weight {weight:g}: {', '.join(figures)}", flush=True)


if __name__ == "__main__":
    main()
