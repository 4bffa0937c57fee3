"""Measure whether more text would still pay: the score against the number of hands, and how varied the corpus is.

    python scripts/learning_curve.py [--gold LETTERS.jsonl] [--hands 3,6,12] [--jobs N] [--variety]

Each size is trained on hands drawn by lot (smaller ones several times), measured on its own letters in grouped folds and
on --gold. Takes as long as several trainings; what is measured is kept in --keep, so that a run that was cut goes on.
Writes docs/learning-curve.svg and the tables of docs/corpus.md; --variety writes the variety alone, in a minute.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import sys
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np

from classifier.evaluation import Judged, evaluate
from classifier.examples import Example, examples_of
from classifier.ingest import read_corpus, read_labelled
from classifier.tagging import predictions
from classifier.taxonomy import Taxonomy, read_taxonomy
from classifier.training import train
from scripts.pages import STYLE, put, save_figure, table

ROOT = Path(__file__).resolve().parent.parent
SEED = 2024
WINDOW = 1000
DRAWN = 12
"""So many draws times hands at most: small corpora differ most from draw to draw, and are trained fastest."""
SHOWN = ("point_micro_f1", "point_macro_f1_support4", "lrap")


def draws(hands: Sequence[str], sizes: Sequence[int]) -> list[list[str]]:
    """Return the sets of hands to train on, the smallest first, all hands last."""
    chance = random.Random(SEED)
    chosen = [
        sorted(chance.sample(list(hands), size))
        for size in sorted(sizes)
        if size < len(hands)
        for _ in range(max(DRAWN // size, 1))
    ]
    return [*chosen, list(hands)]


def score(examples: Sequence[Example], gold: Sequence[Example], book: Taxonomy, jobs: int) -> dict[str, Any]:
    """Train, and return the figures in grouped folds and on gold letters."""
    model, evaluation = train(examples, book, "curve", jobs=jobs)
    found: dict[str, Any] = {"texts": len(examples), "folds": evaluation.figures()}
    if gold:
        judged = [
            Judged(each.id, each.labels, predictions(model, [each.tokens], model.score([each.tokens]))[0], {})
            for each in gold
        ]
        found["gold"] = evaluate(judged, book).figures()
    return found


def curve(
    examples: Sequence[Example], gold: Sequence[Example], sizes: Sequence[int], book: Taxonomy, keep: Path, jobs: int
) -> list[dict[str, Any]]:
    """Measure every draw that is not kept; return a row a size, means over its draws."""
    keep.parent.mkdir(parents=True, exist_ok=True)
    lines = keep.read_text(encoding="utf-8").splitlines() if keep.exists() else []
    held = {row["key"]: row for row in map(json.loads, lines)}
    rows = []
    for hands in draws(sorted({example.group for example in examples}), sizes):
        chosen = [example for example in examples if example.group in hands]
        texts = [[example.id, example.labels.points, len(example.tokens.text)] for example in (*chosen, *gold)]
        key = hashlib.sha256(json.dumps(texts).encode()).hexdigest()[:16]
        if key not in held:
            print(f"{len(hands)} hands: {' '.join(hands)}", file=sys.stderr, flush=True)
            held[key] = {"key": key, "hands": len(hands), **score(chosen, gold, book, jobs)}
            with keep.open("a", encoding="utf-8") as file:
                file.write(json.dumps(held[key]) + "\n")
        rows.append(held[key])
    return [_mean(list(group)) for _, group in groupby(rows, key=lambda row: row["hands"])]


def _mean(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {"hands": rows[0]["hands"], "draws": len(rows), "texts": round(_average(rows, "texts"))}
    for side in ("folds", "gold"):
        if side in rows[0]:
            found[side] = {name: _average([row[side] for row in rows], name) for name in SHOWN}
            found[side]["each"] = [row[side][SHOWN[0]] for row in rows]
    return found


def _average(rows: Sequence[dict[str, Any]], name: str) -> float:
    return float(np.mean([row[name] for row in rows]))


def curve_text(rows: Sequence[dict[str, Any]]) -> str:
    """Write the table, and what the last doubling brought."""
    sides = [(side, name) for side, name in (("folds", "held-out hands"), ("gold", "other hands")) if side in rows[0]]
    head = ["hands (draws)", "passages and letters"]
    head += [f"{name}: {figure}" for _, name in sides for figure in ("micro-F1", "macro-F1", "LRAP")]
    cells: list[list[object]] = [
        [
            f"{row['hands']} ({row['draws']})",
            f"{row['texts']:,}",
            *(row[side][name] for side, _ in sides for name in SHOWN),
        ]
        for row in rows
    ]
    first, last = rows[-2:]
    doublings = np.log2(last["texts"] / first["texts"])
    gains = [f"{(last[s][SHOWN[0]] - first[s][SHOWN[0]]) / doublings:+.3f} on {name}" for s, name in sides]
    return (
        f"![Learning curve](learning-curve.svg)\n\n{table(head, cells)}\n\nFrom {first['hands']} to {last['hands']} hands a "
        f"doubling of the text brought {' and '.join(gains)} (micro-F1)."
    )


def draw(rows: Sequence[dict[str, Any]], path: Path) -> None:
    """Draw micro-F1 against the number of hands."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(6.2, 3.8), layout="constrained")
        axes = figure.subplots()
        looks = (
            ("folds", "held-out hands of the corpus", "o-", "#0d2f4f"),
            ("gold", "letters by other hands", "s--", "#e8923a"),
        )
        for side, name, style, colour in looks:
            known = [row for row in rows if side in row]
            axes.plot([r["hands"] for r in known], [r[side][SHOWN[0]] for r in known], style, color=colour, label=name)
            for row in known:
                axes.plot([row["hands"]] * row["draws"], row[side]["each"], ".", color=colour, alpha=0.5)
        sizes = [row["hands"] for row in rows]
        axes.set_xscale("log", base=2)
        axes.set_xticks(sizes, [f"{row['hands']}\n{row['texts']:,} texts" for row in rows])
        axes.minorticks_off()
        axes.set(xlabel="writing hands", ylabel="points, micro-F1", ylim=(0.4, 1))
        axes.grid(color="#dddddd", linewidth=0.5)
        axes.legend(frameon=False, loc="lower right")
        save_figure(figure, path)


def richness(texts: Sequence[Sequence[str]]) -> float:
    """Return distinct lemmas per 1,000 words: the mean over full stretches of 1,000 words, in the order of the texts.

    Examples
    --------
    >>> richness([["en", "hest"] * 500])
    2.0
    """
    words = [word for text in texts for word in text]
    windows = [words[start : start + WINDOW] for start in range(0, len(words) - WINDOW + 1, WINDOW)]
    return float(np.mean([len(set(window)) for window in windows])) if windows else float("nan")


def nearest(texts: Sequence[Sequence[str]], points: Sequence[tuple[str, ...]]) -> np.ndarray:
    """Return each text's cosine to the most similar other text with one of its points (TF-IDF of lemmas); NaN without."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    matrix = TfidfVectorizer(analyzer=list, sublinear_tf=True).fit_transform(texts)
    found = np.full(len(texts), np.nan)
    for point in sorted({point for row in points for point in row}):
        rows = [index for index, own in enumerate(points) if point in own]
        if len(rows) < 2:
            continue
        similar = (matrix[rows] @ matrix[rows].T).toarray()
        np.fill_diagonal(similar, -1)
        found[rows] = np.fmax(found[rows], similar.max(axis=1))
    return found


def variety_text(examples: Sequence[Example], book: Taxonomy) -> str:
    """Write the tables of variety, a hand and a point."""
    lemmas = [[lemma for sentence in each.tokens.text for lemma in sentence.lemmas] for each in examples]
    passages = [index for index, each in enumerate(examples) if each.passage and each.labels.points]
    similar = np.full(len(examples), np.nan)
    similar[passages] = nearest([lemmas[i] for i in passages], [examples[i].labels.points for i in passages])

    def row(name: str, chosen: Sequence[int]) -> list[object]:
        known = similar[list(chosen)]
        known = known[~np.isnan(known)]
        words = sum(len(lemmas[index]) for index in chosen)
        ends = (
            [f"{known.mean():.2f}", f"{np.quantile(known, 0.95):.2f}", f"{known.max():.2f}"]
            if len(known)
            else ["–"] * 3
        )
        rich = richness([lemmas[index] for index in chosen])
        return [name, len(chosen), f"{words:,}", "–" if np.isnan(rich) else f"{rich:.0f}", *ends]

    names = [
        "texts",
        "words",
        "distinct lemmas per 1,000 words",
        "nearest neighbour: mean",
        "95th percentile",
        "highest",
    ]
    hands = sorted({each.group for each in examples})
    by_hand = [row(hand, [i for i, each in enumerate(examples) if each.group == hand]) for hand in hands]
    by_point = [row(point, [i for i in passages if point in examples[i].labels.points]) for point in book.point_ids]
    return (
        "### By hand\n"
        + table(["hand", *names], [*by_hand, row("all", range(len(examples)))])
        + "\n\n### By point (passages)\n"
        + table(["point", *names], by_point)
    )


def main() -> None:
    """Measure, draw, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--hands", default="3,6,12")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--keep", type=Path, default=Path("build/learning-curve.jsonl"))
    parser.add_argument("--page", type=Path, default=ROOT / "docs" / "corpus.md")
    parser.add_argument("--variety", action="store_true")
    options = parser.parse_args()
    book = read_taxonomy()
    examples = examples_of(read_corpus(None, book), book)
    put(options.page, "variety", variety_text(examples, book))
    if options.variety:
        return
    gold = examples_of(read_labelled([options.gold], book), book) if options.gold else []
    sizes = [int(size) for size in options.hands.split(",")]
    rows = curve(examples, gold, sizes, book, options.keep, options.jobs)
    put(options.page, "learning curve", curve_text(rows))
    draw(rows, options.page.parent / "learning-curve.svg")


if __name__ == "__main__":
    main()
