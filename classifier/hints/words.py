"""How pressing a passage sounds where no fixed wording says it: words with weights that add up.

Fixed wordings miss what is told indirectly ("hun leder efter mad i skraldespanden"). The weights are fitted by
scripts/build_hints.py on invented passages; they are a plain word list that anyone can read.
"""

from __future__ import annotations

import json
import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from classifier.hints.families import families_of

__all__ = ["WEIGHTS", "features", "is_plausible", "is_pressing", "pressing_score"]

WEIGHTS = Path(__file__).with_name("weights.json")
_WORD = re.compile(r"[a-zæøåéüöä]+|\d+", re.IGNORECASE)


def features(passage: str) -> list[str]:
    """Return what of a passage is weighed: its words, their beginnings, pairs of neighbours, and families of words.

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
    return list(dict.fromkeys([*words, *beginnings, *pairs, *families_of(words)]))


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
