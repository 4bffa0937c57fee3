"""The programs that compare_peers.py sets beside ours: each learns texts with points, and scores other texts."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

__all__ = ["PEERS", "Clock", "Outcome", "Peer", "UnavailableError", "timed"]

SEED = 2024
BATCH = 64
ANNIF = "annif[omikuji]==1.4.3"


class UnavailableError(Exception):
    """A peer is not installed here."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a system says of the tested letters.

    Attributes
    ----------
    scores : numpy.ndarray, shape (n_letters, n_points), float
        Higher is likelier.
    seconds : float
        Training time.
    speed : float
        Letters a second, from masked text to scores, loading and a first letter left out.
    processor_speed : float
        The same for a second of processors: what holds on a machine that others use too; 0 where it was not measured.
    """

    scores: np.ndarray
    seconds: float
    speed: float
    processor_speed: float = 0.0


class Clock:
    """Seconds that a block took, by the clock and of processors."""

    seconds = 0.0
    processors = 0.0


@contextmanager
def timed() -> Iterator[Clock]:
    """Measure how long a block takes.

    Yields
    ------
    Clock
        Its ``seconds``, and ``processors``' seconds with those of ended child processes, are known after the block.
    """
    clock, began, before = Clock(), time.perf_counter(), sum(os.times()[:4])
    yield clock
    clock.seconds = max(time.perf_counter() - began, 1e-6)
    clock.processors = max(sum(os.times()[:4]) - before, 1e-6)


Peer = Callable[[Sequence[str], np.ndarray, Sequence[str], Sequence[str], bool], Outcome]
"""Training texts, their points (rows of flags), tested texts, point ids, whether to be quick → Outcome."""


def _scikit_learn(plain: bool) -> Peer:
    def run(
        texts: Sequence[str], targets: np.ndarray, tested: Sequence[str], points: Sequence[str], quick: bool
    ) -> Outcome:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.multiclass import OneVsRestClassifier
        from sklearn.pipeline import make_pipeline

        # The tuned one has what text classification gains most by; the plain one is what everybody writes first.
        vectorizer = TfidfVectorizer() if plain else TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), min_df=2)
        strength = 1.0 if plain else 30.0
        pipeline = make_pipeline(
            vectorizer, OneVsRestClassifier(LogisticRegression(C=strength, solver="liblinear", random_state=SEED))
        )
        with timed() as fit:
            pipeline.fit(texts, targets)
        pipeline.predict_proba(tested[:1])
        with timed() as read:
            scores = pipeline.predict_proba(tested)
        return Outcome(np.asarray(scores), fit.seconds, len(tested) / read.seconds, len(tested) / read.processors)

    return run


def _fasttext(
    texts: Sequence[str], targets: np.ndarray, tested: Sequence[str], points: Sequence[str], quick: bool
) -> Outcome:
    try:
        import fasttext
    except ImportError as error:
        raise UnavailableError("uv sync --extra peers installs it") from error
    with tempfile.TemporaryDirectory() as folder:
        lines = []
        for text, row in zip(texts, targets, strict=True):
            # A line without a label would be passed over, and nothing learned from it.
            labels = [points[index] for index in np.flatnonzero(row).tolist()] or ["intet"]
            lines.append(" ".join([*(f"__label__{label}" for label in labels), *_words(text)]))
        Path(folder, "train.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
        with timed() as fit:
            # One thread, as several would make the result depend on chance.
            model = fasttext.train_supervised(
                str(Path(folder, "train.txt")), loss="ova", epoch=10 if quick else 50, lr=0.3, dim=100, wordNgrams=2,
                minn=3, maxn=5, bucket=200_000, thread=1, seed=SEED, verbose=0,
            )  # fmt: skip
    columns = {f"__label__{point}": column for column, point in enumerate(points)}
    scores = np.zeros((len(tested), len(points)))
    with timed() as read:
        for number, text in enumerate(tested):
            found, shares = model.predict(" ".join(_words(text)), k=-1)
            for label, share in zip(found, shares, strict=True):
                if label in columns:
                    scores[number, columns[label]] = share
    return Outcome(scores, fit.seconds, len(tested) / read.seconds, len(tested) / read.processors)


def _words(text: str) -> list[str]:
    import re

    return re.findall(r"\w+|[^\w\s]", text.lower())


def _spacy(architecture: str, rounds: int) -> Peer:
    def run(
        texts: Sequence[str], targets: np.ndarray, tested: Sequence[str], points: Sequence[str], quick: bool
    ) -> Outcome:
        import spacy
        from spacy.training import Example
        from thinc.api import fix_random_seed

        fix_random_seed(SEED)
        nlp = spacy.blank("da")
        nlp.add_pipe("textcat_multilabel", config=_CONFIGS[architecture])
        examples = [
            Example.from_dict(nlp.make_doc(text), {"cats": dict(zip(points, row.astype(float), strict=True))})
            for text, row in zip(texts, targets, strict=True)
        ]
        chance = random.Random(SEED)
        with timed() as fit:
            optimizer = nlp.initialize(lambda: examples)
            for _ in range(max(rounds // 4, 1) if quick else rounds):
                chance.shuffle(examples)
                for start in range(0, len(examples), BATCH):
                    nlp.update(examples[start : start + BATCH], sgd=optimizer, drop=0.2)
        nlp(tested[0])
        with timed() as read:
            found = [[doc.cats[point] for point in points] for doc in nlp.pipe(tested)]
        return Outcome(np.array(found), fit.seconds, len(tested) / read.seconds, len(tested) / read.processors)

    return run


_CONFIGS: Mapping[str, dict[str, object]] = {
    "bow": {
        "model": {
            "@architectures": "spacy.TextCatBOW.v3",
            "exclusive_classes": False,
            "ngram_size": 2,
            "no_output_layer": False,
            "length": 262144,
        }
    },
    "ensemble": {},  # the component's own default
}


def _annif(
    texts: Sequence[str], targets: np.ndarray, tested: Sequence[str], points: Sequence[str], quick: bool
) -> Outcome:
    command = _annif_command()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # Annif's word splitter asks for a table of English abbreviations, which it would download; an empty one does.
        tables = folder / "nltk" / "tokenizers" / "punkt_tab" / "english"
        tables.mkdir(parents=True)
        for file in ("collocations.tab", "sent_starters.txt", "abbrev_types.txt", "ortho_context.tab"):
            (tables / file).write_text("", encoding="utf-8")
        (folder / "projects.cfg").write_text(
            "[klage]\nname=klage\nlanguage=da\nbackend=omikuji\nanalyzer=snowball(danish)\nvocab=punkter\nngram=2\n"
            "min_df=2\n",
            encoding="utf-8",
        )
        uris = [f"http://klage.example/{point}" for point in points]
        _write(folder / "points.tsv", [f"<{uri}>\t{point}" for uri, point in zip(uris, points, strict=True)])
        rows = zip(texts, targets, strict=True)
        _write(
            folder / "train.tsv",
            [
                f"{' '.join(text.split())}\t{' '.join(f'<{uris[i]}>' for i in np.flatnonzero(row).tolist())}"
                for text, row in rows
            ],
        )
        _write(folder / "one.tsv", [" ".join(tested[0].split()) + "\t"])
        _write(folder / "all.tsv", [" ".join(text.split()) + "\t" for text in tested])

        def annif(*arguments: str) -> Clock:
            with timed() as clock:
                done = subprocess.run(
                    [*command, *arguments],
                    cwd=folder,
                    env={**os.environ, "NLTK_DATA": str(folder / "nltk"), "ANNIF_DATADIR": str(folder / "data")},
                    capture_output=True,
                    text=True,
                    encoding="utf-8",
                    check=False,
                )
            if done.returncode:
                raise UnavailableError(f"annif {arguments[0]} failed: {done.stderr.strip().splitlines()[-1:]}")
            return clock

        annif("load-vocab", "punkter", "--language", "da", "points.tsv")
        start = annif("list-vocabs").seconds
        seconds = annif("train", "klage", "train.tsv").seconds - start
        limits = ("--limit", str(len(points)), "--threshold", "0")
        one, everything = (annif("index", "klage", *limits, f"{file}.tsv") for file in ("one", "all"))
        lines = next(folder.glob("all*.jsonl")).read_text(encoding="utf-8").splitlines()
    scores = np.zeros((len(tested), len(points)))
    columns = {uri: column for column, uri in enumerate(uris)}
    for number, line in enumerate(lines):
        for each in json.loads(line)["results"]:
            scores[number, columns[each["uri"]]] = each["score"]
    if len(lines) != len(tested):
        raise UnavailableError(f"annif answered for {len(lines)} of {len(tested)} letters")
    rest = len(tested) - 1
    return Outcome(
        scores,
        seconds,
        rest / max(everything.seconds - one.seconds, 0.1),
        rest / max(everything.processors - one.processors, 0.1),
    )


def _annif_command() -> list[str]:
    if found := shutil.which("annif"):
        return [found]
    if found := shutil.which("uvx"):
        return [found, "--quiet", "--from", ANNIF, "annif"]
    raise UnavailableError("neither annif nor uvx is on the path")


def _write(path: Path, lines: Sequence[str]) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


PEERS: Mapping[str, Peer] = {
    "scikit-learn plain": _scikit_learn(plain=True),
    "scikit-learn tuned": _scikit_learn(plain=False),
    "fastText": _fasttext,
    "spaCy bow": _spacy("bow", 20),
    "Annif omikuji": _annif,
    "spaCy ensemble": _spacy("ensemble", 12),
}
"""Name to peer, the quickest first."""
