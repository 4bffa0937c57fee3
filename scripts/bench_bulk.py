"""Measure tagging in bulk: speed and memory against letters and cores, where the time goes, and how far off the floor is.

    python scripts/bench_bulk.py [--sizes 2000,20000] [--most 200000] [--jobs 1,2] [--repeat 3] [--page docs/bulk.md]

Letters are put together by lot from the starter corpus: 120 words on average, with a name, a telephone number and a number
that looks like a CPR number (with a date that does not exist). They are tagged as ``klagepunkt tag`` does: masked, with
evidence, all scores written. Start-up (a run over a batch of letters a job) is deducted; the best of the repeats counts. Letters a
second of processor time say what a machine does that has nothing else to do. Writes docs/bulk.svg and tables of docs/bulk.md.
Linux alone: memory is told by the system.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from classifier.tagging import BATCH
from scripts.pages import STYLE, put, save_figure, table

ROOT = Path(__file__).resolve().parent.parent
WORDS = 120
NAMES = ("Bodil Kragh", "Mehmet Yilmaz", "Ida Holm", "Jens Peter Lund", "Fatima Said", "Åse Bjerre")
REFERENCE = "import spacy, sklearn.linear_model, sklearn.feature_extraction.text"
STAGES = 2_000
"""Letters whose stages are timed, after as many that fill the caches."""


@dataclass(frozen=True)
class Run:
    """What a process and its children took: seconds on the clock and of processor time, peak of the largest in MB."""

    wall: float
    cpu: float
    memory: float


def measured(*arguments: str) -> Run:
    """Run Python in a process of its own."""
    begin = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
    )
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(arguments)} ended with {status}.")
    return Run(time.perf_counter() - begin, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def best(repeat: int, *arguments: str) -> Run:
    """Return the least of each of several runs."""
    runs = [measured(*arguments) for _ in range(repeat)]
    return Run(*(min(getattr(run, name) for run in runs) for name in ("wall", "cpu", "memory")))


def letters(number: int) -> Iterator[dict[str, str]]:
    """Yield letters by lot, the same on every run."""
    chance = random.Random(2024)
    texts = [
        json.loads(line)["text"]
        for path in sorted((ROOT / "data" / "corpus").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    for each in range(number):
        parts: list[str] = []
        while (missing := WORDS - 20 - sum(len(part.split()) for part in parts)) > 0:
            part = chance.choice(texts)
            if len(part.split()) < missing + 30:
                parts.append(part)
        end = f"{chance.choice(NAMES)}\nTlf. 2{chance.randrange(10**6, 10**7)}, 990{chance.randrange(100, 1000)}-{chance.randrange(1000, 10000)}"
        text = "Kære borgerrådgiver\n\n" + chance.choice([" ", "\n\n"]).join(parts) + f"\n\nVenlig hilsen\n{end}"
        yield {"id": f"b{each}", "subject": chance.choice(["Klage", ""]), "text": text, "received": "2024-03-01"}


def stages(path: Path) -> tuple[dict[str, float], dict[str, float]]:
    """Return milliseconds a letter of each stage, and of what nothing of the kind can do without."""
    import spacy

    from classifier.bulk.marks import Marks
    from classifier.hints import hints_of
    from classifier.ingest import open_letters
    from classifier.masking import mask_letter
    from classifier.output import line_of
    from classifier.preprocess import Preprocessor
    from classifier.records import Letter
    from classifier.store import ModelStore
    from classifier.tagging import Tagged, batches, predictions, row_of

    spent: dict[str, float] = {}

    def timed(name: str, work: Callable[[], Any]) -> Any:
        begin = time.process_time()
        found = work()
        spent[name] = spent.get(name, 0.0) + time.process_time() - begin
        return found

    model = ModelStore(Path("nowhere")).load("starter")
    preprocessor = Preprocessor()
    every = timed("reading", lambda: [item for item in open_letters([path]) if isinstance(item, Letter)][: 2 * STAGES])
    reading = spent["reading"] * STAGES / len(every)
    for batch in batches(every):
        if batch[0] is every[len(every) // 2 // BATCH * BATCH]:
            spent.clear()
        timed("marks for --resume", lambda: list(Marks().watch([batch])))  # noqa: B023
        timed("hints", lambda: [hints_of(letter) for letter in batch])  # noqa: B023
        masked = timed("masking", lambda: [mask_letter(letter) for letter in batch])  # noqa: B023
        tokens = timed("sentences, words, lemmas", lambda: list(preprocessor.stream(masked)))  # noqa: B023
        signals = timed("features and linear heads", lambda: model.signals(tokens))  # noqa: B023
        scores = timed("probabilities", lambda: model.weigh_up(signals))  # noqa: B023
        said = timed("suggestions, evidence", lambda: predictions(model, tokens, scores, masked, batch))  # noqa: B023
        whole = [Tagged(*each) for each in zip(batch, masked, said, strict=True)]
        timed("rows", lambda: [line_of(row_of(each)) for each in whole])  # noqa: B023
    counted = len(every) - len(every) // 2 // BATCH * BATCH
    per = {"reading": reading, **spent}
    found = {name: 1000 * seconds / (STAGES if name == "reading" else counted) for name, seconds in per.items()}
    plain = spacy.blank("da")
    texts = [letter.text for letter in every]
    for text in texts[: len(texts) // 2]:
        plain.tokenizer(text)
    spent.clear()
    timed("tokenising", lambda: [plain.tokenizer(text) for text in texts[len(texts) // 2 :]])
    floor = {
        "reading the file": found["reading"],
        "spaCy tokeniser": 1000 * spent["tokenising"] / (len(texts) - len(texts) // 2),
    }
    return found, floor


def speed_of(runs: dict[tuple[int, int], Run], number: int, jobs: int, *, clock: bool = True) -> float:
    """Return letters a second on the clock or of processor time, start-up deducted."""
    run, start = runs[number, jobs], runs[BATCH * jobs, jobs]
    spent = run.wall - start.wall if clock else run.cpu - start.cpu
    return (number - BATCH * jobs) / max(spent, 1e-9)


def draw(runs: dict[tuple[int, int], Run], path: Path) -> None:
    """Draw speed and memory against letters, a line a number of jobs."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(7.5, 2.8), layout="constrained")
        speed, memory = figure.subplots(1, 2)
        for jobs, mark in zip(sorted({jobs for _, jobs in runs}), "osD^v", strict=False):
            sizes = sorted(size for size, each in runs if each == jobs and size > BATCH * jobs)
            label = f"{jobs} job" + "s" * (jobs > 1)
            speed.plot(sizes, [speed_of(runs, size, jobs) for size in sizes], marker=mark, label=label)
            memory.plot(sizes, [runs[size, jobs].memory for size in sizes], marker=mark, label=label)
        speed.set(xscale="log", xlabel="letters", ylabel="letters a second", ylim=(0, None))
        memory.set(xscale="log", xlabel="letters", ylabel="MB, largest process", ylim=(0, None))
        speed.legend(frameon=False)
        save_figure(figure, path)


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="2000,20000")
    parser.add_argument("--most", type=int, default=0, help="letters of one more run, with the most jobs")
    parser.add_argument("--jobs", default="1,2")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--page", type=Path, default=ROOT / "docs" / "bulk.md")
    options = parser.parse_args()
    jobs = [int(each) for each in options.jobs.split(",")]
    wanted = [(int(size), each, options.repeat) for size in options.sizes.split(",") for each in jobs]
    wanted += [(options.most, jobs[-1], 1)] if options.most else []
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["KLAGEPUNKT_HOME"] = str(folder / "home")

        def tag(number: int, each: int, repeat: int) -> Run:
            source = folder / f"{number}.jsonl"
            if not source.exists():
                with source.open("w", encoding="utf-8") as file:
                    file.writelines(json.dumps(letter, ensure_ascii=False) + "\n" for letter in letters(number))
            arguments = ("-m", "classifier", "tag", str(source), "-o", str(folder / f"ud{each}.jsonl"), "--force")
            return best(repeat, *arguments, "--jobs", str(each))

        cold = best(options.repeat + 2, "-c", REFERENCE)
        start = tag(1, 1, options.repeat + 2)
        usage = best(options.repeat + 2, "-m", "classifier", "--help")
        runs = {(BATCH * each, each): tag(BATCH * each, each, options.repeat + 2) for each in jobs}
        for number, each, repeat in wanted:
            runs[number, each] = tag(number, each, repeat)
            print(number, each, runs[number, each], flush=True)
            if (
                each > 1
                and repeat > 1
                and (folder / f"ud{each}.jsonl").read_bytes() != (folder / "ud1.jsonl").read_bytes()
            ):
                raise SystemExit("The output depends on the number of jobs.")
        found, floor = stages(folder / f"{max(size for size, _, _ in wanted)}.jsonl")
    first = (wanted[0][0], jobs[0])
    rows = [
        [
            f"{number:,}",
            each,
            f"{speed_of(runs, number, each):.0f}",
            f"{speed_of(runs, number, each, clock=False):.0f}",
            f"{speed_of(runs, number, each) / speed_of(runs, *first):.2f}",
            f"{runs[number, each].memory:.0f}",
            f"{runs[number, each].memory / runs[first].memory:.2f}",
        ]
        for number, each, _ in wanted
    ]
    head = [
        "letters",
        "jobs",
        "letters a second",
        "a second of processor time",
        "speed, first row = 1",
        "MB",
        "MB, first row = 1",
    ]
    total = sum(found.values())
    text = [
        "![Speed and memory against letters](bulk.svg)",
        table(head, rows),
        f"Best of {options.repeat}, {WORDS} words a letter, start-up deducted; MB are those of the largest process. The load of the "
        f"machine ({os.cpu_count()} cores) was {load:.1f} when it began: what others did on it makes the third column smaller.",
        f"From a cold start to a tagged letter: {start.cpu / cold.cpu:.2f} times the processor time of `python -c \"{REFERENCE}\"` "
        f"({start.wall / cold.wall:.2f} times on the clock); `--help` takes {usage.wall:.2f} s.",
        table(
            ["stage", "share", "times reading"],
            [[name, f"{each / total:.1%}", f"{each / found['reading']:.1f}"] for name, each in found.items()],
        ),
        f"All stages together take {total / floor['reading the file']:.0f} times as long as reading the file, and "
        f"{total / floor['spaCy tokeniser']:.1f} times as long as spaCy's Danish tokeniser alone.",
    ]  # fmt: skip
    put(options.page, "bulk", "\n\n".join(text))
    draw(runs, options.page.parent / "bulk.svg")
    print("\n\n".join(text))


if __name__ == "__main__":
    main()
