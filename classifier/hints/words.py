"""How pressing a passage sounds where no fixed wording says it: words with weights that add up.

Fixed wordings miss what is told indirectly ("hun leder efter mad i skraldespanden"). The weights are fitted by
scripts/build_hints.py on invented passages; they are a plain word list that anyone can read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache, lru_cache, reduce
from itertools import pairwise
from math import inf
from operator import or_
from pathlib import Path
from typing import NamedTuple

from classifier.hints.families import families_of, families_together, family_bits
from classifier.hints.kin import kin_of
from classifier.hints.passages import Passage

__all__ = ["SHORTEST", "WEIGHTS", "Weighing", "features", "is_plausible", "is_pressing", "pressing_score"]

WEIGHTS = Path(__file__).with_name("weights.json")
SHORTEST = 40
"""Characters: a shorter window, such as a subject or a letter's last line, says too little to be weighed alone."""
_UNIT = 1000
"""Weights are whole thousandths, so that a sum is the same in any order."""
_WORD = re.compile(r"[a-zæøåéüöäıſ]+|\d+")
"""Of lower-case text; old and dotless letters that stand for one of these count as such."""


def features(passage: str) -> list[str]:
    """Return what of a passage is weighed: its words, their beginnings, kin, pairs and families.

    Parameters
    ----------
    passage : str
        A few sentences.

    Returns
    -------
    list of str
        Lower-case; figures as ``0``; as often as they stand there, families once.

    Examples
    --------
    >>> features("Han er 12 år")
    ['han', 'er', '0', 'år', 'han er', 'er 0', '0 år']
    """
    words = [_word_form(written) for written in _WORD.findall(passage.lower())]
    pairs = [f"{first} {second}" for first, second in pairwise(words)]
    return [
        *(each for word in words for each in _word_features(word)),
        *pairs,
        *families_of(words),
    ]


def pressing_score(passage: str) -> float:
    """Return how pressing a passage sounds.

    Parameters
    ----------
    passage : str
        A few sentences.

    Returns
    -------
    float
        Log-odds of the fitted model; higher is more pressing.
    """
    weights = _model().weights
    found = [weights[feature] for feature in features(passage) if feature in weights]
    return _log_odds(sum(found), len(found))


class Weighing:
    """The same score for windows of a text's sentences: its words are read once.

    Parameters
    ----------
    text : str
        A letter.
    sentences : sequence of Passage
        In order.
    """

    def __init__(self, text: str, sentences: Sequence[Passage]) -> None:
        self._text = text
        self._sentences = sentences
        lowered = text.lower()
        self._ends = [each.start + len(each.text) for each in sentences]
        # Where a border cuts a word in two, parts on their own hold other words than the text does.
        self._exact = len(lowered) == len(text) and not any(
            text[end - 1].isalnum() and text[end : end + 1].isalnum() for end in self._ends
        )
        self._read = (
            [_read(lowered[each.start : end]) for each, end in zip(sentences, self._ends, strict=True)]
            if self._exact
            else []
        )

    def score(self, index: int, size: int) -> float:
        """Return how pressing a window of sentences sounds.

        Parameters
        ----------
        index : int
            Of its first sentence.
        size : int
            How many sentences it has, fewer at the end of the text.

        Returns
        -------
        float
            As ``pressing_score`` of it, to the last bit.
        """
        if not self._exact:
            end = self._ends[min(index + size, len(self._ends)) - 1]
            return pressing_score(self._text[self._sentences[index].start : end])
        pairs = _model().pairs
        total = number = bits = 0
        last_word = ""
        for sum_, count, own, first, last in self._read[index : index + size]:
            total += sum_
            number += count
            bits |= own
            if (pair := pairs.get((last_word, first))) is not None:
                total += pair
                number += 1
            last_word = last or last_word
        family_total, family_number = _family_weight(bits)
        return _log_odds(total + family_total, number + family_number)

    def most_pressing(self, size: int) -> int | None:
        """Return the window that sounds most pressing, if it is pressing enough.

        Parameters
        ----------
        size : int
            Sentences in a window.

        Returns
        -------
        int or None
            Index of its first sentence, the earliest of several.
        """
        last = len(self._sentences) - 1
        scores = [
            self.score(index, size) if self._ends[min(index + size - 1, last)] - each.start >= SHORTEST else -inf
            for index, each in enumerate(self._sentences)
        ]
        highest = max(scores, default=-inf)
        return scores.index(highest) if is_pressing(highest) else None


class _Read(NamedTuple):
    """What of a sentence is weighed: sum and number of its weights, its families, its first word and its last."""

    total: int
    number: int
    bits: int
    first: str
    last: str


def _read(sentence: str) -> _Read:
    written = _WORD.findall(sentence)
    if not written:
        return _Read(0, 0, 0, "", "")
    totals, numbers, bits, words = zip(*map(_word, written), strict=True)
    known = _model().pairs
    pairs = [known[pair] for pair in pairwise(words) if pair in known]
    return _Read(sum(totals) + sum(pairs), sum(numbers) + len(pairs), reduce(or_, bits), words[0], words[-1])


@lru_cache(maxsize=100_000)
def _word(written: str) -> tuple[int, int, int, str]:
    """Return sum and number of a word's weights, its families, and itself."""
    word = _word_form(written)
    weights = _model().weights
    found = [weights[each] for each in _word_features(word) if each in weights]
    return sum(found), len(found), family_bits(word), word


def _word_form(written: str) -> str:
    return "0" if written.isdigit() else written


def _word_features(word: str) -> list[str]:
    # A beginning of five letters stands for a word's endings and compounds.
    beginning = [f"{word[:5]}-"] if len(word) > 6 else []
    return [word, *beginning, *filter(None, [kin_of(word)])]


@lru_cache(maxsize=10_000)
def _family_weight(bits: int) -> tuple[int, int]:
    weights = _model().weights
    found = [weights[feature] for feature in families_together(bits) if feature in weights]
    return sum(found), len(found)


def _log_odds(total: int, number: int) -> float:
    model = _model()
    return float(total / _UNIT / max(number, 1) ** 0.5 + model.bias)


def is_pressing(score: float) -> bool:
    """Tell whether a score reaches the fitted threshold.

    Parameters
    ----------
    score : float
        From ``pressing_score``.

    Returns
    -------
    bool
        True at or above it.
    """
    return bool(score >= _model().threshold)


def is_plausible(score: float) -> bool:
    """Tell whether a score is not so low that a fixed wording must mean something harmless.

    Parameters
    ----------
    score : float
        From ``pressing_score``.

    Returns
    -------
    bool
        True at or above a second, far lower threshold.
    """
    return bool(score >= _model().floor)


class _Model(NamedTuple):
    """The fitted weights, in thousandths; those of pairs of words by their two words too."""

    weights: dict[str, int]
    pairs: dict[tuple[str, ...], int]
    bias: float
    threshold: float
    floor: float


@cache
def _model() -> _Model:
    read = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    weights = {feature: round(weight * _UNIT) for feature, weight in read["weights"].items()}
    pairs = {tuple(each.split(" ")): weight for each, weight in weights.items() if " " in each and each[0] != "#"}
    return _Model(weights, pairs, read["bias"], read["threshold"], read["floor"])
