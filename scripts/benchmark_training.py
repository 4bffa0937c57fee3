"""How long training takes: the starter model from scratch at several sizes of the corpus, and a retraining on top.

Seconds by the clock and of the processors: on a machine that others use too, only the second say anything. The corpus is
cut by texts, each n-th of every hand, so that all sizes hold the same hands.

Usage: python scripts/benchmark_training.py [--shares 0.25,0.5,1] [--retrain] [--letters 120] [--jobs 2] [--page docs/retraining.md]
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from classifier.corpus_cache import CorpusCache
from classifier.counts import count_grams
from classifier.examples import Example, examples_of
from classifier.ingest import read_corpus
from classifier.records import LabelledLetter
from classifier.retraining import WEIGHTS, place_points, retrain
from classifier.store import STARTER, ModelStore
from classifier.taxonomy import Taxonomy, read_taxonomy
from classifier.training import TrainingSettings, train_judged
from scripts.pages import put, table
from scripts.peers import Clock, timed


@contextmanager
def spent() -> Iterator[Clock]:
    """Measure a block, its worker processes too: what they used is known when they have ended."""
    from joblib.externals.loky import get_reusable_executor

    with timed() as clock:
        yield clock
        get_reusable_executor().shutdown(wait=True)


def told(*clocks: Clock) -> str:
    """Write seconds by the clock and of all processors."""
    return f"{sum(each.seconds for each in clocks):,.0f} / {sum(each.processors for each in clocks):,.0f}"


def part_of(corpus: Sequence[LabelledLetter], share: float) -> list[LabelledLetter]:
    """Take a share of each hand's texts, evenly."""
    return [text for number, text in enumerate(corpus) if int((number + 1) * share) > int(number * share)]


def from_scratch(corpus: Sequence[LabelledLetter], book: Taxonomy, jobs: int) -> list[object]:
    """Read, count and train, with folds; return a row of the table."""
    with tempfile.TemporaryDirectory() as home:
        with spent() as reading:
            examples = examples_of(corpus, book, cache=CorpusCache(Path(home)))
        with spent() as again:
            examples_of(corpus, book, cache=CorpusCache(Path(home)))
    with spent() as counting:
        counts = count_grams([example.tokens for example in examples], TrainingSettings().features)
    with spent() as fitting:
        trained = train_judged(examples, book, "measured", counts=counts, jobs=jobs)
    letters = sum(not example.passage for example in examples)
    name = f"{len(examples):,} texts, {letters:,} of them letters"
    micro = trained.evaluation.figures()["point_micro_f1"]
    columns = [told(each) for each in (reading, again, counting, fitting)]
    return [name, *columns, told(reading, counting, fitting), f"{micro:.3f}" if micro else "–"]


def citizens(corpus: Sequence[LabelledLetter], number: int) -> tuple[list[LabelledLetter], list[LabelledLetter]]:
    """Take letters out of the corpus as an office would have them: of citizens, without marked passages."""
    letters = [text for text in corpus if not text.passage]
    chosen = {letters[index * len(letters) // number].id for index in range(number)}
    new = [
        replace(
            text,
            letter=replace(text.letter, text=f"{text.letter.text} .", citizen=text.id, extra={}),
            labels=replace(text.labels, evidence={}),
            group=text.id,
        )
        for text in corpus
        if text.id in chosen
    ]
    return new, [text for text in corpus if text.id not in chosen]


def again(corpus: Sequence[LabelledLetter], book: Taxonomy, number: int, jobs: int) -> str:
    """Retrain with the search for a weight; return what it took."""
    new, rest = citizens(corpus, number)
    with tempfile.TemporaryDirectory() as home:
        old = ModelStore(Path(home)).load(STARTER)
        CorpusCache(Path(home))
        with spent() as whole:
            result = retrain(new, [], rest, old, book, "measured", cache=CorpusCache(Path(home)), jobs=jobs)
        examples: list[Example] = examples_of(rest, book, cache=CorpusCache(Path(home)))
        with spent() as placing:
            place_points(examples, old)
    return (
        f"Retraining with {number} new letters beside {len(rest):,} texts, {len(WEIGHTS)} weights in 3 folds, then 5 folds with"
        f" and without them: {whole.seconds / 60:.1f} minutes by the clock with --jobs {jobs}, {whole.processors / 60:.1f} minutes of"
        f" processors (placing points {placing.processors:.0f} seconds of them); weight chosen: {result.weight:g}."
    )


def main() -> None:
    """Measure, print, and write into a page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--shares", default="0.25,0.5,1", help="Shares of the corpus, separated by commas; empty: none."
    )
    parser.add_argument("--retrain", action="store_true", help="Measure a retraining as well.")
    parser.add_argument("--letters", type=int, default=120, help="New letters of the retraining.")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--page", type=Path, help="A Markdown page to write the table into.")
    options = parser.parse_args()
    book = read_taxonomy()
    corpus = read_corpus(None, book)
    rows = []
    for share in (float(each) for each in options.shares.split(",") if each):
        rows.append(from_scratch(part_of(corpus, share), book, options.jobs))
        print(*rows[-1], sep=" | ", flush=True)
    lines = []
    if rows:
        head = ["texts", "read and mask", "from the cache", "count", "fit and calibrate, 5 folds", "in all"]
        lines.append(table([*head, "micro-F1, held out"], rows))
        lines.append("\nEach: seconds by the clock / seconds of processors, summed over both cores.")
    if options.retrain:
        lines.append("\n" + again(corpus, book, options.letters, options.jobs))
    text = "\n".join(lines)
    print(text)
    if options.page:
        put(options.page, "training time", text)


if __name__ == "__main__":
    main()
