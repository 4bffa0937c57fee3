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
from typing import Any

from classifier.hints.families import families_of, families_together, family_bits
from classifier.hints.kin import kin_of
from classifier.hints.passages import Passage

__all__ = ["SHORTEST", "WEIGHTS", "Weighing", "features", "is_plausible", "is_pressing", "pressing_score"]

WEIGHTS = Path(__file__).with_name("weights.json")
SHORTEST = 40
"""Characters: a shorter window, such as a subject or a letter's last line, says too little to be weighed alone."""
_ROUGH = 1e-6
"""Far more than the error of a sum taken in another order."""
_WORD = re.compile(r"[a-zæøåéüöäıſ]+|\d+")
"""Of lower-case text; old and dotless letters that stand for one of these count as such."""


def features(passage: str) -> list[str]:
    """Return what of a passage is weighed: its words, their beginnings, pairs, kin and families.

    Parameters
    ----------
    passage : str
        A few sentences.

    Returns
    -------
    list of str
        Lower-case; figures as ``0``; each once, in order.

    Examples
    --------
    >>> features("Låst inde")
    ['låst', 'inde', 'låst inde', '#held']
    """
    words = ["0" if word.isdigit() else word for word in _WORD.findall(passage.lower())]
    # A beginning of five letters stands for a word's endings and compounds.
    beginnings = [f"{word[:5]}-" for word in words if len(word) > 6]
    pairs = [f"{first} {second}" for first, second in pairwise(words)]
    kin = filter(None, map(kin_of, words))
    return list(dict.fromkeys([*words, *beginnings, *pairs, *kin, *families_of(words)]))


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
    model = _model()
    weights: dict[str, float] = model["weights"]
    found = [weights[feature] for feature in features(passage) if feature in weights]
    return float(sum(sorted(found)) / max(len(found), 1) ** 0.5 + model["bias"])


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
        ends = [each.start + len(each.text) for each in sentences]
        # Where a border cuts a word in two, parts on their own hold other words than the text does.
        self._exact = len(lowered) == len(text) and not any(
            text[end - 1].isalnum() and text[end : end + 1].isalnum() for end in ends
        )
        self._read = (
            [_read(lowered[each.start : end]) for each, end in zip(sentences, ends, strict=True)] if self._exact else []
        )
        weight = _model()["weights"].__getitem__
        self._sums = [sum(map(weight, each[0])) for each in self._read]

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
        last = self._sentences[min(index + size, len(self._sentences)) - 1]
        if not self._exact:
            return pressing_score(self._text[self._sentences[index].start : last.start + len(last.text)])
        found: set[str] = set()
        bits = 0
        last_word = ""
        for features_, own, first_word, own_last in self._read[index : index + size]:
            found |= features_
            bits |= own
            if pair := _pairs().get((last_word, first_word)):
                found.add(pair)
            last_word = own_last or last_word
        model = _model()
        values = [*map(model["weights"].__getitem__, found), *_family_weights(bits)]
        values.sort()
        return float(sum(values) / max(len(values), 1) ** 0.5 + model["bias"])

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
        # Nearly all windows are far from pressing: a rough sum tells, and only the rest is weighed to the last bit.
        scores = [
            self.score(index, size) if self._may_be_pressing(index, size) else -inf
            for index in range(len(self._sentences))
        ]
        highest = max(scores, default=-inf)
        return scores.index(highest) if is_pressing(highest) else None

    def _may_be_pressing(self, index: int, size: int) -> bool:
        last = self._sentences[min(index + size, len(self._sentences)) - 1]
        if last.start + len(last.text) - self._sentences[index].start < SHORTEST:
            return False
        parts = self._read[index : index + size]
        if not self._exact or len(parts) != 3 or not (parts[0][3] and parts[1][3] and parts[2][3]):
            return True
        (one, bits_1, _, last_1), (two, bits_2, first_2, last_2), (three, bits_3, first_3, _) = parts
        model = _model()
        weight = model["weights"].__getitem__
        both, late, apart = one & two, two & three, one & three
        every = both & three
        number = len(one) + len(two) + len(three) - len(both) - len(late) - len(apart) + len(every)
        total = self._sums[index] + self._sums[index + 1] + self._sums[index + 2]
        total += sum(map(weight, every)) - sum(map(weight, both)) - sum(map(weight, late)) - sum(map(weight, apart))
        for pair in {_pairs().get((last_1, first_2)), _pairs().get((last_2, first_3))} - {None}:
            if pair not in one and pair not in two and pair not in three:
                total += weight(pair)
                number += 1
        family_sum, family_number = _family_sum(bits_1 | bits_2 | bits_3)
        score = (total + family_sum) / max(number + family_number, 1) ** 0.5 + model["bias"]
        return bool(score >= model["threshold"] - _ROUGH)


def _read(sentence: str) -> tuple[set[str], int, str, str]:
    """Return what of a sentence is weighed, its families, its first word and its last."""
    written = _WORD.findall(sentence)
    if not written:
        return set(), 0, "", ""
    weighed, bits, words = zip(*map(_word, written), strict=True)
    found = set().union(*weighed)
    found.update(filter(None, map(_pairs().get, pairwise(words))))
    return found, reduce(or_, bits), words[0], words[-1]


@lru_cache(maxsize=100_000)
def _word(written: str) -> tuple[tuple[str, ...], int, str]:
    """Return what of a word is weighed, its families, and itself."""
    word = "0" if written.isdigit() else written
    weights = _model()["weights"]
    features_ = (word, kin_of(word), f"{word[:5]}-") if len(word) > 6 else (word, kin_of(word))
    return tuple(each for each in features_ if each in weights), family_bits(word), word


@cache
def _pairs() -> dict[tuple[str, ...], str]:
    """Return the weighed pairs of words."""
    return {tuple(pair.split(" ")): pair for pair in _model()["weights"] if " " in pair and pair[0] != "#"}


@lru_cache(maxsize=10_000)
def _family_sum(bits: int) -> tuple[float, int]:
    weights = _family_weights(bits)
    return sum(weights), len(weights)


@lru_cache(maxsize=10_000)
def _family_weights(bits: int) -> tuple[float, ...]:
    weights = _model()["weights"]
    return tuple(weights[feature] for feature in families_together(bits) if feature in weights)


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
    return bool(score >= _model()["threshold"])


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
    return bool(score >= _model()["floor"])


@cache
def _model() -> Any:
    return json.loads(WEIGHTS.read_text(encoding="utf-8"))
