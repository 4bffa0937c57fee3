"""Compare with other programs: trained on the same texts, tested on the same letters, each at its best single cut-off.

    uv sync --extra peers
    python scripts/compare_peers.py [--gold LETTERS.jsonl] [--quick] [--peers NAMES] [--page docs/experiments.md]

Everyone learns from the same rows (letters, and passages as short letters) and sees the same masked text; ours also uses
where in a letter a point stands, which the others cannot. Without --gold the letters of our corpus are tested in grouped
folds, no hand on both sides. Annif runs by its own command in an environment of its own, as it wants older libraries than
ours: `annif` where it is installed, else through `uvx`. What is measured is kept in --keep, so that a run that was cut
goes on where it stopped; --fresh measures again.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from classifier.evaluation import MACRO_SUPPORT
from classifier.evaluation.intervals import resample
from classifier.examples import Example, examples_of
from classifier.ingest import read_corpus, read_labelled
from classifier.masking import mask_letter
from classifier.preprocess import Preprocessor
from classifier.records import LabelledLetter, Letter
from classifier.taxonomy import Taxonomy, read_taxonomy
from classifier.training import TrainingSettings, train, train_judged
from scripts.pages import put, table
from scripts.peers import PEERS, Outcome, UnavailableError, timed

OURS = "klagepunkt"
TARGET_RATIO = 0.75
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Task:
    """What is learned and what is tested.

    Attributes
    ----------
    learned, tested : list of LabelledLetter
        Letters and passages; letters.
    learned_texts, tested_texts : list of str
        Subject and text of each, masked.
    """

    learned: list[LabelledLetter]
    tested: list[LabelledLetter]
    learned_texts: list[str]
    tested_texts: list[str]

    def key(self, name: str, quick: bool) -> str:
        """Return what tells a measurement again."""
        labels = [text.labels.points for text in (*self.learned, *self.tested)]
        held = json.dumps([name, quick, self.learned_texts, self.tested_texts, labels])
        return hashlib.sha256(held.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Row:
    """A system's figures.

    Attributes
    ----------
    name : str
        The system.
    given : numpy.ndarray, shape (n_letters, n_points), bool
        What it suggests at its best cut-off.
    micro, macro : float
        F1; the second over points with at least ``MACRO_SUPPORT`` letters.
    seconds, speed : float
        Training time; letters a second.
    """

    name: str
    given: np.ndarray
    micro: float
    macro: float
    seconds: float
    speed: float


def masked(text: LabelledLetter) -> str:
    """Return what every system sees of a letter."""
    seen = mask_letter(text.letter)
    return f"{seen.subject.text}\n{seen.text.text}".strip()


def flags(texts: Sequence[LabelledLetter], book: Taxonomy) -> np.ndarray:
    """Return the points of each text as a table."""
    return np.array([[point in text.labels.points for point in book.point_ids] for text in texts], dtype=bool)


def ours_on_gold(task: Task, book: Taxonomy, folds: int) -> Outcome:
    """Train on everything, and score the tested letters."""
    examples = examples_of(task.learned, book)
    with timed() as fit:
        model, _ = train(examples, book, OURS, TrainingSettings(folds=folds), progress=_say)
    preprocessor = Preprocessor()
    letters = [mask_letter(text.letter) for text in task.tested]
    with timed() as read:
        tokens = list(preprocessor.stream(letters))
        found = model.score(tokens)
    complaint = np.array([kind.complaint for kind in book.kinds])
    return Outcome(
        found.points * complaint[found.kinds.argmax(axis=1)][:, None], fit.seconds, len(letters) / read.seconds
    )


def ours_in_folds(corpus: Sequence[LabelledLetter], book: Taxonomy, folds: int) -> Outcome:
    """Score each letter by heads that saw nothing of its hand, as training does."""
    examples: list[Example] = examples_of(corpus, book)
    with timed() as fit:
        trained = train_judged(examples, book, OURS, TrainingSettings(folds=folds), progress=_say)
    scores = [
        [each.prediction.scores[point] * (each.prediction.kind in book.complaint_kinds) for point in book.point_ids]
        for each in trained.judged
        if each.prediction
    ]
    letters = [Letter(text.id, text.letter.text, text.letter.subject) for text in corpus if not text.passage][:200]
    seen = [mask_letter(letter) for letter in letters]
    with timed() as read:
        trained.model.score(list(Preprocessor().stream(seen)))
    return Outcome(np.array(scores), fit.seconds, len(letters) / read.seconds)


def best_cut(scores: np.ndarray, gold: np.ndarray) -> float:
    """Return the cut-off with the highest micro-F1, which everyone is granted on the tested letters."""
    cuts = np.unique(np.quantile(scores, np.linspace(0.5, 1, 2001), method="higher"))
    found = [2 * (gold & (scores >= cut)).sum() / (gold.sum() + (scores >= cut).sum()) for cut in cuts]
    return float(cuts[int(np.argmax(found))])


def row_of(name: str, outcome: Outcome, gold: np.ndarray) -> Row:
    """Work a system's figures out."""
    given = outcome.scores >= best_cut(outcome.scores, gold)
    whole = resample(gold, given).whole
    counted = gold.sum(axis=0) >= MACRO_SUPPORT
    return Row(
        name, given, float(whole.micro[0, 2]), float(whole.f1[0, counted].mean()), outcome.seconds, outcome.speed
    )


def report(rows: Sequence[Row], gold: np.ndarray, heading: str) -> str:
    """Write the table, and how far ours is from the best of the others."""
    ordered = sorted(rows, key=lambda row: -row.micro)
    lines = [heading, ""]
    ours = next((row for row in rows if row.name == OURS), None)
    cells = []
    for row in ordered:
        apart = "" if row is ours or ours is None else _difference(ours, row, gold)
        cells.append([row.name, row.micro, row.macro, apart, f"{row.seconds:,.0f}", f"{row.speed:,.0f}"])
    head = ["system", "micro-F1", f"macro-F1 (support ≥ {MACRO_SUPPORT})", "ours less its micro-F1, 95 % interval"]
    lines.append(table([*head, "training, seconds", "letters a second"], cells))
    others = [row for row in ordered if row is not ours]
    if ours and others:
        best, low = others[0], _interval(ours, others[0], gold)[0]
        ratio = (1 - ours.micro) / (1 - best.micro)
        lines += [
            "",
            f"Best of the others: {best.name}. Ours is above it with an interval that excludes 0: "
            f"{'yes' if low > 0 else 'no'}. Our error (1 − micro-F1) is {ratio:.2f} of its (target: at most "
            f"{TARGET_RATIO}): {'met' if ratio <= TARGET_RATIO else 'missed'}.",
        ]
    return "\n".join(lines)


def _interval(ours: Row, other: Row, gold: np.ndarray) -> tuple[float, float]:
    low, high = resample(gold, ours.given).f1_difference(resample(gold, other.given))
    return (low, high) if low is not None and high is not None else (float("-inf"), float("inf"))


def _difference(ours: Row, other: Row, gold: np.ndarray) -> str:
    low, high = _interval(ours, other, gold)
    return f"{ours.micro - other.micro:+.3f} [{low:+.3f}, {high:+.3f}]"


def _say(step: str) -> None:
    print(f"  {step}", file=sys.stderr, flush=True)


class Kept:
    """Measurements in a file, a line each, so that a run that was cut goes on.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    fresh : bool
        Whether older measurements are passed over.
    """

    def __init__(self, path: Path, fresh: bool) -> None:
        self._path = path
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() and not fresh else []
        self._held = {row["key"]: row for row in map(json.loads, lines)}

    def get(self, key: str) -> Outcome | None:
        """Return a measurement, if there is one."""
        row = self._held.get(key)
        return Outcome(np.array(row["scores"]), row["seconds"], row["speed"]) if row else None

    def add(self, key: str, name: str, outcome: Outcome) -> None:
        """Keep a measurement."""
        held = asdict(outcome) | {"key": key, "name": name, "scores": np.round(outcome.scores, 6).tolist()}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(held) + "\n")


def measure(name: str, tasks: Sequence[Task], kept: Kept, book: Taxonomy, quick: bool) -> Outcome:
    """Run a peer on every task; the scores stand in the order of the tasks' tested letters."""
    outcomes = []
    for number, task in enumerate(tasks, 1):
        key = task.key(name, quick)
        outcome = kept.get(key)
        if outcome is None:
            _say(f"{name}, {number} of {len(tasks)}")
            targets = flags(task.learned, book)
            outcome = PEERS[name](task.learned_texts, targets, task.tested_texts, book.point_ids, quick)
            kept.add(key, name, outcome)
        outcomes.append(outcome)
    speed = 1 / np.mean([1 / each.speed for each in outcomes])
    return Outcome(np.concatenate([each.scores for each in outcomes]), sum(e.seconds for e in outcomes), float(speed))


def tasks_of(corpus: Sequence[LabelledLetter], gold: Sequence[LabelledLetter]) -> list[Task]:
    """Return one task for gold letters, else a task a fold, in an order that keeps hands apart."""
    from sklearn.model_selection import GroupKFold

    texts = [masked(text) for text in corpus]
    if gold:
        return [Task(list(corpus), list(gold), texts, [masked(text) for text in gold])]
    groups = [text.group for text in corpus]
    tasks = []
    for learned, tested in GroupKFold(min(FOLDS, len(set(groups)))).split(texts, groups=groups):
        letters = [index for index in tested if not corpus[index].passage]
        tasks.append(
            Task(
                [corpus[index] for index in learned],
                [corpus[index] for index in letters],
                [texts[index] for index in learned],
                [texts[index] for index in letters],
            )
        )
    return tasks


def run(options: argparse.Namespace) -> str:
    """Measure the systems chosen, and return the report."""
    book = read_taxonomy()
    corpus = read_corpus(options.corpus, book)
    if options.quick:
        corpus = [text for number, text in enumerate(corpus) if number % 6 == 0 or not text.passage]
    gold = read_labelled([options.gold], book) if options.gold else []
    tasks, kept = tasks_of(corpus, gold), Kept(options.keep, options.fresh)
    names = options.peers.split(",") if options.peers else [OURS, *PEERS]
    outcomes: dict[str, Outcome] = {}
    order = [text.id for task in tasks for text in task.tested]
    for name in names:
        if name == OURS:
            whole = Task(corpus, [text for task in tasks for text in task.tested], [], order)
            key = whole.key(name, options.quick)
            found = kept.get(key)
            if found is None:
                _say(OURS)
                folds = 3 if options.quick else FOLDS
                found = ours_on_gold(tasks[0], book, folds) if gold else _ordered(corpus, book, order)
                kept.add(key, name, found)
            outcomes[name] = found
            continue
        try:
            outcomes[name] = measure(name, tasks, kept, book, options.quick)
        except UnavailableError as reason:
            print(f"{name} was left out: {reason}", file=sys.stderr)
    targets = flags([text for task in tasks for text in task.tested], book)
    hands, letters = len({text.group for text in corpus}), sum(not text.passage for text in corpus)
    heading = (
        f"Trained on {letters:,} letters and {len(corpus) - letters:,} passages of {hands} hands; tested on {len(targets):,}"
        f" {'letters by other hands' if gold else 'letters of the same hands, each held out'}."
    )
    return report([row_of(name, outcome, targets) for name, outcome in outcomes.items()], targets, heading)


def _ordered(corpus: Sequence[LabelledLetter], book: Taxonomy, order: Sequence[str]) -> Outcome:
    found = ours_in_folds(corpus, book, FOLDS)
    rows = {text.id: row for row, text in enumerate(text for text in corpus if not text.passage)}
    return Outcome(found.scores[[rows[known] for known in order]], found.seconds, found.speed)


def main() -> None:
    """Compare, print, and write into a page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--gold", type=Path, help="Labelled letters to test on; grouped folds of the corpus if missing."
    )
    parser.add_argument("--corpus", type=Path, help="Another folder than data/corpus.")
    parser.add_argument("--quick", action="store_true", help="A sixth of the passages, fewer rounds.")
    parser.add_argument("--peers", help=f"Of {', '.join([OURS, *PEERS])}, separated by commas; all if missing.")
    parser.add_argument("--keep", type=Path, default=Path("build/peers.jsonl"), help="Where measurements are kept.")
    parser.add_argument("--fresh", action="store_true", help="Measure again what was measured before.")
    parser.add_argument("--page", type=Path, help="A Markdown page to write the table into.")
    options = parser.parse_args()
    text = run(options)
    print(text)
    if options.page:
        put(options.page, "peers on other hands" if options.gold else "peers in folds", text)


if __name__ == "__main__":
    main()
