"""Fit the word model of the acute hint and write it as plain JSON.

    python scripts/build_hints.py ORDINARY.jsonl...

ORDINARY: letters (``text``, ``subject``) that are not acute, such as the starter corpus. Acute passages:
data/hints/acute.txt. A passage is three neighbouring sentences. The result is a word list with weights, read without
any library; the same input gives the same file. The threshold is the score that 5 % of the ordinary letters reach when
each is scored by a model that saw no letter by the same hand; the floor, under which a fixed wording counts as
harmless, the score that half of them reach.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from classifier.hints.passages import passages, windows
from classifier.hints.words import WEIGHTS, features

SHARE = 0.05
FLOOR = 0.5
FOLDS = 5


def main(paths: list[str]) -> None:
    """Fit, set the threshold and write the file."""
    acute = [
        line
        for line in Path("data/hints/acute.txt").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    rows = [
        row
        for path in paths
        for row in map(json.loads, Path(path).read_text(encoding="utf-8").splitlines())
        if row.get("type", "letter") == "letter"
    ]
    ordinary = [f"{row.get('subject', '')}\n{row['text']}" for row in rows]
    # A letter is scored by a model that has seen no letter by the same hand.
    hands = [str(row.get("author", number)) for number, row in enumerate(rows)]
    folds = [sorted(set(hands)).index(hand) % FOLDS for hand in hands]
    held_out: list[float] = []
    for fold in range(FOLDS):
        model = _fit(acute, [text for text, own in zip(ordinary, folds, strict=True) if own != fold])
        held_out += [_score(text, *model) for text, own in zip(ordinary, folds, strict=True) if own == fold]
    weights, bias = _fit(acute, ordinary)
    threshold = float(np.quantile(held_out, 1 - SHARE))
    rounded = {word: round(weight, 3) for word, weight in sorted(weights.items()) if abs(weight) >= 0.02}
    floor = float(np.quantile(held_out, 1 - FLOOR))
    content = {
        "bias": round(bias, 3), "threshold": round(threshold, 3), "floor": round(floor, 3), "weights": rounded,
    }  # fmt: skip
    WEIGHTS.write_text(json.dumps(content, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(f"{len(acute)} acute, {len(ordinary)} ordinary, {len(rounded)} words, threshold {threshold:.3f}")


def _windows(text: str) -> list[str]:
    return [passage.text for passage in windows(text, passages(text), 3)] or [""]


def _fit(acute: list[str], ordinary: list[str]) -> tuple[dict[str, float], float]:
    texts = acute + [window for text in ordinary for window in _windows(text)]
    labels = [1] * len(acute) + [0] * (len(texts) - len(acute))
    vectorizer = CountVectorizer(analyzer=features, binary=True, min_df=2)
    matrix = vectorizer.fit_transform(texts)
    # Rows of one length, so that a long passage is not more pressing than a short one.
    norms = np.sqrt(np.asarray(matrix.sum(axis=1)).ravel())
    matrix = matrix.multiply(1 / np.maximum(norms, 1)[:, None]).tocsr()
    model = LogisticRegression(C=10.0, class_weight="balanced", max_iter=2000).fit(matrix, labels)
    return dict(zip(vectorizer.get_feature_names_out(), map(float, model.coef_[0]), strict=True)), float(
        model.intercept_[0]
    )


def _score(text: str, weights: dict[str, float], bias: float) -> float:
    best = -1e9
    for window in _windows(text):
        found = set(features(window)) & weights.keys()
        best = max(best, sum(sorted(weights[word] for word in found)) / max(len(found), 1) ** 0.5 + bias)
    return best


if __name__ == "__main__":
    main(sys.argv[1:])
