"""Fit the word model of the acute hint, measure it, and write it as plain JSON.

    python scripts/build_hints.py [--measure] ORDINARY.jsonl...

ORDINARY: letters and passages of the starter corpus, which are not acute, but for those that tell of force or neglect.
Acute ones and harmless likenesses: data/hints, a file for each writing hand. A passage is three neighbouring sentences.
The result is a word list with weights, read without any library; the same input gives the same file. The threshold is
the score that 5.5 % of the ordinary letters reach when each is scored by a model that saw no letter by the same hand; the
floor, under which a fixed wording counts as harmless, the score that 15 % of them reach. With --measure each hand of
data/hints is left out in turn and the file is not written.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from classifier.hints.passages import passages, windows
from classifier.hints.words import SHORTEST, WEIGHTS, features

SHARE = 0.055
FLOOR = 0.15
FOLDS = 5
FORCE = frozenset({"magtanvendelse", "omsorgspligt"})
"""Letters with these points may well be acute: they are neither learned as harmless nor counted as flagged wrongly."""
_PRESSING = re.compile(r"\{([^}]*)\}")


@dataclass(frozen=True)
class Hand:
    """What one hand wrote: in acute letters, only what stands in braces is learned, if anything does."""

    name: str
    acute: list[str]
    harmless: list[str]


@dataclass(frozen=True)
class Ordinary:
    """A text of the starter corpus."""

    hand: str
    text: str
    letter: bool


Score = Callable[[str], float]


def main() -> None:
    """Fit, set the threshold and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ordinary", type=Path, nargs="+")
    parser.add_argument("--measure", action="store_true")
    options = parser.parse_args()
    measure = options.measure
    hands = [_read(path) for path in sorted(Path("data/hints").glob("*.txt"))]
    ordinary = [each for path in options.ordinary for each in _ordinary(path)]
    writers = sorted({each.hand for each in ordinary})
    folds = len(hands) if measure else FOLDS
    fold = {writer: number % folds for number, writer in enumerate(writers)}
    held_out: list[float] = []
    found: list[tuple[str, list[float], list[float]]] = []
    for number in range(folds):
        # A letter is scored by a model that has seen no letter by the same hand.
        learned = [hand for place, hand in enumerate(hands) if not measure or place != number]
        score = _scorer(*_fit(learned, [each for each in ordinary if fold[each.hand] != number]))
        held_out += [score(each.text) for each in ordinary if each.letter and fold[each.hand] == number]
        if measure:
            out = hands[number]
            found.append((out.name, [*map(score, map(_whole, out.acute))], [*map(score, out.harmless)]))
    threshold = float(np.quantile(held_out, 1 - SHARE))
    if measure:
        _tell(found, held_out)
        return
    weights, bias = _fit(hands, ordinary)
    rounded = {word: round(weight, 3) for word, weight in sorted(weights.items()) if abs(weight) >= 0.02}
    floor = float(np.quantile(held_out, 1 - FLOOR))
    content = {
        "bias": round(bias, 3), "threshold": round(threshold, 3), "floor": round(floor, 3), "weights": rounded,
    }  # fmt: skip
    WEIGHTS.write_text(json.dumps(content, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    numbers = [sum(len(hand.acute) for hand in hands), sum(len(hand.harmless) for hand in hands), len(held_out)]
    print("{} acute, {} harmless, {} ordinary letters".format(*numbers), end=", ")
    print(f"{len(rounded)} words, threshold {threshold:.3f}, floor {floor:.3f}")


def _read(path: Path) -> Hand:
    lines = path.read_text(encoding="utf-8").splitlines()
    return Hand(
        path.stem, [line[2:] for line in lines if line[:2] == "+ "], [line[2:] for line in lines if line[:2] == "- "]
    )


def _ordinary(path: Path) -> Iterable[Ordinary]:
    for number, row in enumerate(map(json.loads, path.read_text(encoding="utf-8").splitlines())):
        if FORCE.isdisjoint(row.get("points", ())):
            text = f"{row.get('subject', '')}\n{row['text']}"
            yield Ordinary(str(row.get("author", number)), text, row.get("type", "letter") == "letter")


def _whole(text: str) -> str:
    return text.replace("{", "").replace("}", "")


def _windows(text: str) -> list[str]:
    return [passage.text for passage in windows(text, passages(text), 3)] or [""]


def _fit(hands: Sequence[Hand], ordinary: Sequence[Ordinary]) -> tuple[dict[str, float], float]:
    acute = [
        window
        for hand in hands
        for text in hand.acute
        for part in (_PRESSING.findall(text) or [text])
        for window in _windows(part)
    ]
    harmless = [window for hand in hands for text in hand.harmless for window in _windows(text)]
    # A passage of the corpus is hardly longer than a window.
    others = [window for each in ordinary for window in (_windows(each.text) if each.letter else [each.text])]
    texts = [*acute, *harmless, *others]
    labels = [1] * len(acute) + [0] * (len(texts) - len(acute))
    vectorizer = CountVectorizer(analyzer=features, min_df=2)
    matrix = vectorizer.fit_transform(texts)
    # Rows of one length, so that a long passage is not more pressing than a short one.
    norms = np.sqrt(np.asarray(matrix.sum(axis=1)).ravel())
    matrix = matrix.multiply(1 / np.maximum(norms, 1)[:, None]).tocsr()
    model = LogisticRegression(C=10.0, class_weight="balanced", max_iter=2000).fit(matrix, labels)
    return dict(zip(vectorizer.get_feature_names_out(), map(float, model.coef_[0]), strict=True)), float(
        model.intercept_[0]
    )


def _scorer(weights: dict[str, float], bias: float) -> Score:
    def score(text: str) -> float:
        best = -1e9
        for window in _windows(text):
            if len(window) < SHORTEST:
                continue
            found = [weights[word] for word in features(window) if word in weights]
            best = max(best, sum(found) / max(len(found), 1) ** 0.5 + bias)
        return best

    return score


def _tell(found: Sequence[tuple[str, list[float], list[float]]], held_out: Sequence[float]) -> None:
    """Print what of each hand left out would be flagged, by the words alone."""
    for share in (SHARE, 0.08):
        cut = float(np.quantile(held_out, 1 - share))

        def part(scores: Sequence[float], cut: float = cut) -> str:
            return f"{np.mean([each >= cut for each in scores]):.2f}" if scores else "-"

        every = ("all", [s for each in found for s in each[1]], [s for each in found for s in each[2]])
        print(f"at the score that {share:.1%} of ordinary letters reach (acute, harmless likenesses):")
        print("; ".join(f"{name} {part(acute)}, {part(harmless)}" for name, acute, harmless in [*found, every]))


if __name__ == "__main__":
    main()
