"""How fast we tag beside other programs, in one run on one machine: ratios, the floor, where our time goes, starting up.

    uv sync --extra peers
    python scripts/bench_peers.py [--letters 8000] [--quick] [--peers NAMES] [--start] [--page docs/benchmarks.md]

Letters are made of sentences of the corpus, drawn by chance, about 120 words each, no two alike. We read them from a file, mask
them, tag them with the starter model and write every score and the passages; the others get the bare text in memory (Annif in
a file, as its `index` wants it), mask nothing, explain nothing and write nothing. Loading and the first letters are deducted
from everybody. The others learn the corpus first, as scripts/compare_peers.py has them do.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from classifier.hints import hints_of
from classifier.ingest import open_letters, read_corpus
from classifier.masking import mask_letter
from classifier.model.bundle import Model
from classifier.output import line_of
from classifier.preprocess import Preprocessor
from classifier.records import LabelledLetter, Letter
from classifier.store import STARTER, ModelStore
from classifier.tagging import BATCH, batches, predictions, row_of, tag
from classifier.taxonomy import Taxonomy, read_taxonomy
from scripts.pages import put, table
from scripts.peers import PEERS, UnavailableError, timed

OURS = "klagepunkt"
PLAIN, ANNIF = "scikit-learn plain", "Annif omikuji"
CHOSEN = (PLAIN, "fastText", "spaCy bow", ANNIF)
WORDS = 120
FEW = 4 * BATCH
"""Letters of the short run whose time is deducted: start-up, loading, worker processes, first words."""
SEED = 2024
TARGETS = {"rate": 1000.0, ANNIF: 5.0, PLAIN: 0.15, "help": 0.35, "start": 1.5}


@dataclass(frozen=True, slots=True)
class Speed:
    """What a system does in a second.

    Attributes
    ----------
    name : str
        The system.
    letters, each : float
        Letters a second by the clock, and a second of processors.
    """

    name: str
    letters: float
    each: float


def made_letters(corpus: Sequence[LabelledLetter], number: int) -> list[str]:
    """Make letters of about ``WORDS`` words from sentences of the corpus."""
    preprocessor = Preprocessor()
    sentences = []
    for text in corpus:
        if not text.passage:
            masked = mask_letter(Letter(text.id, text.letter.text), enabled=False)
            tokens = preprocessor.tokens(masked)
            sentences += [text.letter.text[each.start : each.end] for each in tokens.text]
    chance = random.Random(SEED)
    found = []
    for _ in range(number):
        parts: list[str] = []
        while sum(len(part.split()) for part in parts) < WORDS:
            parts.append(chance.choice(sentences))
        found.append(" ".join(parts))
    return found


def write_letters(texts: Sequence[str], path: Path) -> Path:
    """Write letters as JSON Lines."""
    rows = (json.dumps({"id": f"b{number}", "text": text}, ensure_ascii=False) for number, text in enumerate(texts))
    path.write_text("\n".join(rows) + "\n", encoding="utf-8", newline="\n")
    return path


def run_tag(letters: Path, folder: Path, jobs: int) -> tuple[float, float]:
    """Tag a file by the command; return seconds by the clock and of processors."""
    command = [sys.executable, "-m", "classifier", "tag", str(letters), "-o", str(folder / "out.jsonl"), "--force"]
    with timed() as clock:
        subprocess.run([*command, "--jobs", str(jobs), "--home", str(folder / "home")], check=True, capture_output=True)
    return clock.seconds, clock.processors


def ours(texts: Sequence[str], folder: Path, jobs: int) -> Speed:
    """Measure the command with everything it does, a short run deducted; the better of two runs."""
    everything, few = write_letters(texts, folder / "all.jsonl"), write_letters(texts[:FEW], folder / "few.jsonl")
    short, whole = (np.min([run_tag(path, folder, jobs) for _ in range(2)], axis=0) for path in (few, everything))
    clock, processors = (len(texts) - FEW) / np.maximum(whole - short, 1e-6)
    return Speed(f"{OURS}, --jobs {jobs}", float(clock), float(processors))


def theirs(
    name: str, corpus: Sequence[LabelledLetter], book: Taxonomy, texts: Sequence[str], quick: bool
) -> Speed | None:
    """Train another program and measure it; None where it is not installed."""
    learned = [f"{each.letter.subject}\n{each.letter.text}".strip() for each in corpus]
    targets = np.array([[point in each.labels.points for point in book.point_ids] for each in corpus], dtype=bool)
    try:
        found = PEERS[name](learned, targets, texts, book.point_ids, quick)
    except UnavailableError as reason:
        print(f"{name} was left out: {reason}", file=sys.stderr)
        return None
    return Speed(name, found.speed, found.processor_speed)


def stages(path: Path, model: Model, folder: Path) -> list[tuple[str, float, float]]:
    """Measure what tagging is made of, in one process; return each stage, its letters a second and its share."""
    items = list(open_letters([path]))
    with timed() as read:
        items = list(open_letters([path]))
    letters = [item for item in items if isinstance(item, Letter)]
    list(tag(letters[:FEW], model))
    preprocessor, parts = Preprocessor(), [list(each) for each in batches(letters)]
    clocks = {"hints": 0.0, "masking": 0.0, "tokens and lemmas": 0.0, "scores": 0.0, "points, passages, reasons": 0.0}
    for part in parts:
        with timed() as hints:
            for letter in part:
                hints_of(letter)
        with timed() as masking:
            masked = [mask_letter(letter) for letter in part]
        with timed() as cutting:
            tokens = list(preprocessor.stream(masked))
        with timed() as scoring:
            scores = model.score(tokens)
        with timed() as deciding:
            predictions(model, tokens, scores, masked, part)
        for name, clock in zip(clocks, (hints, masking, cutting, scoring, deciding), strict=True):
            clocks[name] += clock.seconds
    tagged = list(tag(letters, model))
    with timed() as writing, (folder / "stages.jsonl").open("wb") as file:
        file.writelines(line_of(row_of(each)) for each in tagged)
    clocks = {"reading the file": read.seconds, **clocks, "writing": writing.seconds}
    whole = sum(clocks.values())
    return [(name, len(letters) / seconds, seconds / whole) for name, seconds in clocks.items()]


def starting(folder: Path, times: int) -> tuple[float, float, float]:
    """Measure ``--help``, a letter from a cold start, and the import of what it stands on; medians, taken in turns."""
    letter = folder / "brev.txt"
    letter.write_text("Jeg skrev til jer i marts og igen i maj. Der er ikke kommet noget svar.", encoding="utf-8")
    base = "import spacy, sklearn.linear_model, sklearn.feature_extraction.text"
    commands = {
        "help": ["-m", "classifier", "--help"],
        "letter": ["-m", "classifier", "tag", str(letter), "-o", "-", "--home", str(folder / "home")],
        "base": ["-c", base],
    }
    found: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(times):
        for name, command in commands.items():
            with timed() as clock:
                subprocess.run([sys.executable, *command], check=True, capture_output=True)
            found[name].append(clock.seconds)
    helped, tagged, imported = (statistics.median(found[name]) for name in ("help", "letter", "base"))
    return helped, tagged, imported


def verdict(met: bool) -> str:
    """Say whether a target was met."""
    return "met" if met else "missed"


def report_speeds(mine: Sequence[Speed], others: Sequence[Speed], number: int) -> str:
    """Lay the ratios out, and set them against the targets."""
    best = mine[-1]
    rows = [
        [
            each.name,
            *(f"{value:,.0f}" for value in (each.letters, each.each)),
            *(f"{part:.2f}" for part in _parts(best, each)),
        ]
        for each in (*mine, *others)
    ]
    known = {each.name: each for each in others}
    head = [
        "system",
        "letters a second",
        "letters a processor-second",
        "ours, two processes, by its",
        "for a processor-second",
    ]
    lines = [
        f"{number:,} letters of about {WORDS} words, {os.cpu_count()} cores, load {_load()} at the end (where it is above the"
        " number of processes measured, others used the machine too, and the second ratio tells more).",
        "",
        table(head, rows),
        "",
        f"- {best.letters:,.0f} letters a second with two processes (target 1,000): {verdict(best.letters >= TARGETS['rate'])}",
        f"- {best.letters / mine[0].letters:.2f} times one process",
    ]
    for name in (ANNIF, PLAIN):
        if name in known:
            clock, each = _parts(best, known[name])
            lines.append(
                f"- {clock:.2f} times {name} by the clock (target at least {TARGETS[name]}): {verdict(clock >= TARGETS[name])};"
                f" {each:.2f} times for a processor-second"
            )
    return "\n".join(lines)


def _parts(ours: Speed, other: Speed) -> tuple[float, float]:
    return ours.letters / other.letters, ours.each / other.each


def _load() -> str:
    # Windows has no such figure.
    found = getattr(os, "getloadavg", None)
    return f"{found()[0]:.1f}" if found else "unknown"


def main() -> None:
    """Measure, print, and write into a page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--letters", type=int, default=8000)
    parser.add_argument(
        "--quick", action="store_true", help="The others learn a sixth of the passages, in fewer rounds."
    )
    parser.add_argument("--peers", default=",".join(CHOSEN), help=f"Of {', '.join(PEERS)}, separated by commas.")
    parser.add_argument("--start", action="store_true", help="Measure starting up alone.")
    parser.add_argument("--times", type=int, default=9, help="Starts to take the median of.")
    parser.add_argument("--page", type=Path, help="A Markdown page to write the tables into.")
    options = parser.parse_args()
    blocks = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if not options.start:
            book = read_taxonomy()
            corpus = read_corpus(None, book)
            texts = made_letters(corpus, options.letters)
            if options.quick:
                corpus = [text for number, text in enumerate(corpus) if number % 6 == 0 or not text.passage]
            mine = [ours(texts, folder, jobs) for jobs in (1, 2)]
            others = [theirs(each, corpus, book, texts, options.quick) for each in options.peers.split(",") if each]
            blocks["speed beside others"] = report_speeds(mine, [each for each in others if each], len(texts))
            model = ModelStore(folder / "home").load(STARTER)
            rows = [
                [stage, f"{speed:,.0f}", f"{share:.0%}"]
                for stage, speed, share in stages(folder / "all.jsonl", model, folder)
            ]
            blocks["where our time goes"] = table(["stage, one process", "letters a second", "share of time"], rows)
        helped, tagged, imported = starting(folder, options.times)
        blocks["starting up"] = "\n".join(
            [
                f"Medians of {options.times} starts, taken in turns, load {_load()}:",
                "",
                f"- `klagepunkt --help`: {helped:.2f} s (target at most {TARGETS['help']}): {verdict(helped <= TARGETS['help'])}",
                f"- one letter tagged from a cold start: {tagged:.2f} s, {tagged / imported:.2f} times the {imported:.2f} s of importing spaCy and"
                f" scikit-learn (target at most {TARGETS['start']}): {verdict(tagged / imported <= TARGETS['start'])}",
            ]
        )
    for title, text in blocks.items():
        print(f"\n{text}")
        if options.page:
            put(options.page, title, text)


if __name__ == "__main__":
    main()
