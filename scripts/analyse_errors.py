"""Show where the program goes wrong on letters of our own corpus that were held out, hand by hand.

    python scripts/analyse_errors.py [--page docs/errors.md] [--jobs N] [--show 20]

Trains once as build_starter.py does (minutes) and keeps what was said of each held-out letter in --keep, which later runs
read; --fresh trains again. Writes tables into the page and two figures beside it. --show prints misread letters, drawn by
lot, one a hand, with what was missed and what was wrong: to be read, and the reasons written into the page by a person.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from classifier.evaluation import Assessment, Counts, Judged, assess
from classifier.examples import examples_of
from classifier.ingest import read_corpus
from classifier.records import LabelledLetter, Prediction
from classifier.taxonomy import Taxonomy, read_taxonomy
from classifier.training import train_judged
from scripts.pages import STYLE, put, save_figure, table

ROOT = Path(__file__).resolve().parent.parent
SEED = 2024
UNKNOWN = 0.1
"""A missed point below this probability was not seen at all; above it, it was seen and not believed."""


def held_out(
    corpus: Sequence[LabelledLetter], book: Taxonomy, keep: Path, *, fresh: bool, jobs: int
) -> tuple[list[Judged], float]:
    """Return what was said of each held-out letter, and the cut-off; trained anew, or as kept."""
    if keep.exists() and not fresh:
        held = json.loads(keep.read_text(encoding="utf-8"))
    else:
        trained = train_judged(
            examples_of(corpus, book), book, "held-out", jobs=jobs, progress=lambda step: print(step, file=sys.stderr)
        )
        rows = [asdict(each.prediction) for each in trained.judged if each.prediction]
        held = {"cut_off": float(trained.model.thresholds[0]), "rows": rows}
        keep.parent.mkdir(parents=True, exist_ok=True)
        keep.write_text(json.dumps(held), encoding="utf-8")
    labels = {text.id: text.labels for text in corpus}
    judged = []
    for row in held["rows"]:
        lists = {name: tuple(row[name]) for name in ("points", "groups", "review_reasons")}
        judged.append(Judged(row["id"], labels[row["id"]], Prediction(**{**row, **lists}), {}))
    return judged, float(held["cut_off"])


def missed_and_wrong(letter: Judged) -> tuple[list[str], list[str]]:
    """Return a letter's points that were missed, and those suggested wrongly."""
    given = letter.prediction.points if letter.prediction else ()
    return [p for p in letter.gold.points if p not in given], [p for p in given if p not in letter.gold.points]


def drawn_together(letters: Sequence[Judged], book: Taxonomy, most: int = 10) -> list[list[object]]:
    """List points that were wrongly suggested more often in letters with another point than chance would have it."""
    ids = book.point_ids
    gold = np.array([[point in each.gold.points for point in ids] for each in letters])
    wrong = np.array([[point in missed_and_wrong(each)[1] for point in ids] for each in letters])
    together = wrong.T.astype(int) @ gold.astype(int)
    expected = np.outer(wrong.sum(axis=0), gold.mean(axis=0))
    order = np.argsort(-(together - expected), axis=None, kind="stable")[:most]
    pairs = [(int(place) // len(ids), int(place) % len(ids)) for place in order]
    return [[ids[f], ids[g], int(together[f, g]), f"{expected[f, g]:.1f}"] for f, g in pairs]


def by_trait(letters: Sequence[Judged], corpus: Mapping[str, LabelledLetter], least: int = 30) -> list[list[object]]:
    """Return figures of letters by how they are written, by length and by number of points."""
    traits: dict[str, list[Judged]] = {}
    for letter in letters:
        text = corpus[letter.id].letter
        words = len(text.text.split())
        names = [f"written: {name.strip()}" for name in text.extra.get("register", "").split(",") if name.strip()]
        names.append(f"channel: {text.extra.get('channel', '')}")
        names.append("length: " + ("under 60" if words < 60 else "60–150" if words <= 150 else "over 150") + " words")
        number = len(letter.gold.points)
        names.append(f"points: {number if number < 5 else '5 and more'}")
        for name in names:
            traits.setdefault(name, []).append(letter)
    rows: list[list[object]] = []
    for name in sorted(traits):
        counts = _counts(traits[name])
        if len(traits[name]) >= least and counts.support:
            rows.append([name, len(traits[name]), counts.precision, counts.recall, counts.f1])
    return rows


def _counts(letters: Sequence[Judged]) -> Counts:
    parts = [missed_and_wrong(each) for each in letters]
    misses, alarms = (sum(len(part[side]) for part in parts) for side in (0, 1))
    return Counts(sum(len(each.gold.points) for each in letters) - misses, alarms, misses)


def tables(letters: Sequence[Judged], found: Assessment, corpus: Sequence[LabelledLetter], book: Taxonomy) -> str:
    """Write everything that is counted."""
    total = found.evaluation.point_total
    scores = [
        [each.prediction.scores[point] for point in side]
        for each in letters
        if each.prediction
        for side in [missed_and_wrong(each)[0]]
    ]
    missed = [score for row in scores for score in row]
    unseen = sum(score < UNKNOWN for score in missed)
    misread = sum(bool(sum(map(len, missed_and_wrong(each)))) for each in letters)
    hands = len({text.group for text in corpus})
    rows = sorted(found.per_point.items(), key=lambda item: item[1]["difference"])
    names = {point.id: point.name for point in book.points}

    def line(item: tuple[str, Mapping[str, Any]]) -> list[object]:
        point, row = item
        return [
            f"{point} ({names[point]})", row["support"], row["suggested"], row["misses"], row["false_alarms"], row["f1"]
        ]  # fmt: skip

    head = ["point", "letters that have it", "suggested", "missed", "wrong", "F1"]
    parts = [
        f"{len(letters):,} letters of {hands} hands, each read by a model that saw nothing of its hand: {misread:,} misread in"
        f" at least one point; {total.misses} points missed, {total.false_alarms} suggested wrongly, {total.hits:,} right"
        f" (micro-F1 {total.f1:.3f}). Of the missed points {unseen} had a probability below {UNKNOWN}: not"
        f" recognised at all; {len(missed) - unseen} were seen and not believed.",
        "### Confused with each other\nMissed, and another suggested in the same letter.\n\n"
        + table(
            ["missed", "suggested instead", "letters", "neighbours in the label book"],
            [
                [each["missed"], each["suggested"], each["letters"], "yes" if each["neighbours"] else ""]
                for each in found.confusions
            ],
        )
        + "\n\nSuggested wrongly in letters that have another point, more often than chance would have it.\n\n"
        + table(["suggested wrongly", "the letter has", "letters", "by chance"], drawn_together(letters, book)),
        "### Suggested too seldom\n" + table(head, list(map(line, rows[:6]))),
        "### Suggested too often\n" + table(head, list(map(line, rows[::-1][:6]))),
        "### Lowest F1\n" + table(head, [line(i) for i in sorted(rows, key=lambda item: item[1]["f1"])[:6]]),
        "### By the way letters are written\n"
        + table(
            ["letters", "number", "precision", "recall", "micro-F1"],
            by_trait(letters, {text.id: text for text in corpus}),
        ),
        "### Reliability and what is left to a person\n![Reliability](errors-reliability.svg) ![Review](errors-review.svg)\n\n"
        f"Expected calibration error {found.evaluation.calibration_error:.3f}. As the program is set, "
        f"{found.review['now']['left']:.0%} of the letters are marked for a person to look at; of the points suggested in the "
        f"others {found.review['now']['precision']:.1%} are right.\n\n"
        + table(
            ["least sure letters left to a person", "precision in the others", "recall in the others"],
            [
                [f"{row['left']:.0%}", row["precision"], row["recall"]]
                for row in found.review["curve"]
                if row["precision"] is not None and row["recall"] is not None
            ],
        ),
    ]
    return "\n\n".join(parts)


def figures(found: Assessment, folder: Path) -> None:
    """Draw reliability, and precision against the share of letters left to a person."""
    bins = [row for row in found.reliability if row["count"]]
    _draw(
        folder / "errors-reliability.svg",
        "probability given",
        "share that is right",
        lambda axes: (
            axes.plot([0, 1], [0, 1], color="#6b6b6b", linestyle=":", label="as it should be"),
            axes.plot(
                [row["score"] for row in bins],
                [row["right"] for row in bins],
                "o-",
                color="#0d2f4f",
                label="held-out letters",
            ),
        ),
        (0, 1),
    )
    curve = [row for row in found.review["curve"] if row["precision"] is not None]
    now = found.review["now"]
    _draw(
        folder / "errors-review.svg",
        "share of letters left to a person, the least sure first",
        "precision and recall in the others",
        lambda axes: (
            axes.plot([r["left"] for r in curve], [r["precision"] for r in curve], "o-", color="#0d2f4f", label="precision"),
            axes.plot([r["left"] for r in curve], [r["recall"] for r in curve], "s--", color="#e8923a", label="recall"),
            axes.plot([now["left"]], [now["precision"]], "D", color="#1f78a4", label="precision, as the program is set"),
        ),
        (0.7, 1),
    )  # fmt: skip


def _draw(path: Path, x: str, y: str, draw: Callable[[Any], object], limits: tuple[float, float]) -> None:
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(4.6, 3.4), layout="constrained")
        axes = figure.subplots()
        draw(axes)
        axes.set(xlabel=x, ylabel=y, xlim=(-0.02, 1.02), ylim=limits)
        axes.grid(color="#dddddd", linewidth=0.5)
        axes.legend(frameon=False)
        save_figure(figure, path)


def show(letters: Sequence[Judged], corpus: Sequence[LabelledLetter], number: int) -> None:
    """Print misread letters, drawn by lot, at most one a hand; every text is invented."""
    texts = {text.id: text for text in corpus}
    misread = [each for each in letters if any(missed_and_wrong(each))]
    random.Random(SEED).shuffle(misread)
    chosen: dict[str, Judged] = {}
    for each in misread:
        chosen.setdefault(texts[each.id].group, each)
    for each in list(chosen.values())[:number]:
        missed, wrong = missed_and_wrong(each)
        text = texts[each.id]
        print(f"\n== {each.id} {text.letter.extra.get('register')}\n{text.letter.subject}\n{text.letter.text}")
        scores = each.prediction.scores if each.prediction else {}
        for point in missed:
            print(f"  missed {point} {scores.get(point, 0):.2f}: {text.labels.evidence.get(point)}")
        for point in wrong:
            print(f"  wrong {point} {scores.get(point, 0):.2f}")


def main() -> None:
    """Analyse, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--page", type=Path, default=ROOT / "docs" / "errors.md")
    parser.add_argument("--keep", type=Path, default=Path("build/held-out.json"))
    parser.add_argument("--fresh", action="store_true")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--show", type=int, default=0)
    options = parser.parse_args()
    book = read_taxonomy()
    corpus = read_corpus(None, book)
    letters, cut_off = held_out(corpus, book, options.keep, fresh=options.fresh, jobs=options.jobs)
    found = assess(letters, book, thresholds=dict.fromkeys(book.point_ids, cut_off))
    if options.show:
        show(letters, corpus, options.show)
        return
    put(options.page, "errors", tables(letters, found, corpus, book))
    figures(found, options.page.parent)


if __name__ == "__main__":
    main()
