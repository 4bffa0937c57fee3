"""Measure masking beside spaCy's blank Danish tokeniser, on the same letters in the same run.

Run from the checkout::

    python scripts/benchmark_masking.py
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path

import spacy

from classifier.masking import mask_text

ROOT = Path(__file__).parent.parent
MARKED = ROOT / "tests" / "masking" / "letters.jsonl"
CORPUS = ROOT / "data" / "corpus"
WORDS = 120
LETTER_COUNT = 2000
# Shapes on which a careless pattern takes time that grows with the square of the length.
HOSTILE = (
    "1 ",
    "12.03.61-",
    "a@",
    "Bo ",
    "Skovvej 12, 2. tv. ",
    "cpr.nr. 1",
    "a-",
    "født 1 ",
    "bor på ",
    "A. ",
    "hilsen ",
    "Anne_",
    "Anne1",
)


def texts_of(paths: list[Path]) -> list[str]:
    """Return letters of about 120 words, made by joining the texts of JSON Lines files.

    Parameters
    ----------
    paths : list[Path]
        Each row has a ``text``.

    Returns
    -------
    list of str
        As many as `LETTER_COUNT`.
    """
    texts = [json.loads(line)["text"] for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    joined: list[str] = []
    parts: list[str] = []
    index = words = 0
    while len(joined) < LETTER_COUNT:
        text = texts[index % len(texts)]
        parts.append(text)
        words += len(text.split())
        # A step that shares no factor with the count pairs the texts anew on each round.
        index += 7
        if words >= WORDS:
            joined.append("\n".join(parts))
            parts, words = [], 0
    return joined


def seconds(work: Callable[[str], object], texts: list[str]) -> float:
    """Return the processor time of a function over texts.

    Parameters
    ----------
    work : Callable[[str], object]
        Takes a text.
    texts : list[str]
        The texts.

    Returns
    -------
    float
        Seconds.
    """
    start = time.process_time()
    for text in texts:
        work(text)
    return time.process_time() - start


def main() -> None:
    """Print milliseconds a letter for both, and how time grows on hostile text."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    tokenise = spacy.blank("da")
    sources = {"corpus": sorted(CORPUS.glob("*.jsonl")), "letters full of secrets": [MARKED]}
    for source, paths in sources.items():
        texts = texts_of(paths)
        for work in (mask_text, tokenise):
            seconds(work, texts[:300])
        words = sum(len(text.split()) for text in texts)
        for name, work in (("masking", mask_text), ("spacy.blank('da')", tokenise)):
            taken = seconds(work, texts)
            print(
                f"{source}, {name}: {1000 * taken / words * WORDS:.3f} ms a letter of {WORDS} words, {words / taken:,.0f} words/s"
            )
    for piece in HOSTILE:
        once, twice = (seconds(mask_text, [piece * count]) for count in (20_000, 40_000))
        print(f"{piece!r:24} 20,000 times {once:.2f} s, 40,000 times {twice:.2f} s")


if __name__ == "__main__":
    main()
