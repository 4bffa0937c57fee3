"""Labelled letters made ready to learn from: masked, tokenised, each sentence with the points its words carry."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from classifier.corpus_cache import CorpusCache, ReadText
from classifier.masking import mask_letter
from classifier.preprocess import Preprocessor
from classifier.preprocess.lemmas import lemma_of, normal_form
from classifier.provenance import citizen_of, is_invented
from classifier.records import LabelledLetter, Labels, MaskedLetter, Sentence, Tokens
from classifier.taxonomy import Taxonomy

__all__ = ["Example", "Rows", "example_rows", "examples_of"]

_COVERED = 0.5
"""Share of a sentence that the marked passage must cover, or of the passage the sentence, for it to carry the point."""


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled letter or passage, ready to learn from.

    Attributes
    ----------
    tokens : Tokens
        Of the masked text.
    labels : Labels
        As confirmed.
    group : str
        Key for honest folds.
    passage : bool
        True for a passage of the corpus.
    targets : numpy.ndarray, shape (n_points,), bool
        The letter's points, in the label book's order.
    sentence_targets : numpy.ndarray, shape (n_sentences, n_points), bool
        The points that each sentence of the text carries.
    unplaced : numpy.ndarray, shape (n_points,), bool
        Points of the letter that no marked passage places.
    citizen : str
        Key of the real citizen who wrote it (``citizen``, else the sender, else the letter's id); empty for an invented
        text.
    found : frozenset of str
        Normal forms of what masking found in a real letter, whole and word by word: held in memory alone.
    weight : float
        How much it counts beside a text of weight 1.
    doubtful : frozenset of int
        Sentences of which it is not known whether they carry one of the letter's points: not learned from.
    """

    tokens: Tokens
    labels: Labels
    group: str
    passage: bool
    targets: np.ndarray
    sentence_targets: np.ndarray
    unplaced: np.ndarray
    citizen: str = ""
    found: frozenset[str] = frozenset()
    weight: float = 1.0
    doubtful: frozenset[int] = frozenset()

    @property
    def id(self) -> str:
        """The letter's id."""
        return self.tokens.id


def examples_of(
    letters: Iterable[LabelledLetter],
    taxonomy: Taxonomy,
    *,
    masking: bool = True,
    cache: CorpusCache | None = None,
    progress: Callable[[int], object] = lambda done: None,
) -> list[Example]:
    """Mask and tokenise labelled letters, and place their points on their sentences.

    Parameters
    ----------
    letters : iterable of LabelledLetter
        Checked against the label book.
    taxonomy : Taxonomy
        The label book.
    masking : bool, default True
        False only to measure what masking costs; nothing is then read from the cache or kept.
    cache : CorpusCache, optional
        What is known of the shipped corpus; grows by what is not known yet, and is saved.
    progress : callable, optional
        Called with the number of letters done.

    Returns
    -------
    list of Example
        In order.
    """
    preprocessor = Preprocessor()
    examples = []
    for number, labelled in enumerate(letters, 1):
        real = not is_invented(labelled)
        known = cache.get(labelled.letter) if cache and masking and not real else None
        found: frozenset[str] = frozenset()
        if known is None:
            masked = mask_letter(labelled.letter, enabled=masking)
            tokens = preprocessor.tokens(masked)
            spans = tuple(masked.text.to_original(sentence.start, sentence.end) for sentence in tokens.text)
            known = ReadText(tokens.subject, tokens.text, spans)
            if real:
                found = _found(labelled, masked)
            elif cache and masking:
                cache.put(labelled.letter, known)
        placed = _sentence_targets(labelled, known.spans, taxonomy)
        targets = _flags(labelled.labels.points, taxonomy)
        examples.append(
            Example(
                tokens=Tokens(labelled.id, known.subject, known.text),
                labels=labelled.labels,
                group=labelled.group or labelled.id,
                passage=labelled.passage,
                targets=targets,
                sentence_targets=placed,
                unplaced=targets & ~placed.any(axis=0),
                citizen=citizen_of(labelled) if real else "",
                found=found,
            )
        )
        progress(number)
    if cache:
        cache.save()
    return examples


def _found(labelled: LabelledLetter, masked: MaskedLetter) -> frozenset[str]:
    found: set[str] = set()
    for original, part in ((labelled.letter.subject, masked.subject), (labelled.letter.text, masked.text)):
        for mask in part.masks:
            words = [normal_form(word) for word in re.findall(r"\w[\w'’.@/-]*", original[mask.start : mask.end])]
            words = [word.rstrip(".-/'") for word in words]
            found.update(words, map(lemma_of, words), [" ".join(words), " ".join(map(lemma_of, words))])
    return frozenset(found - {""})


def _flags(points: Sequence[str], taxonomy: Taxonomy) -> np.ndarray:
    return np.array([point in points for point in taxonomy.point_ids], dtype=bool)


def _sentence_targets(labelled: LabelledLetter, spans: Sequence[tuple[int, int]], taxonomy: Taxonomy) -> np.ndarray:
    targets = np.zeros((len(spans), len(taxonomy.points)), dtype=bool)
    for point, passage in labelled.labels.evidence.items():
        begin = labelled.letter.text.find(passage)
        if begin < 0:
            continue
        column, end = taxonomy.point_ids.index(point), begin + len(passage)
        for row, (start, stop) in enumerate(spans):
            common = min(end, stop) - max(begin, start)
            targets[row, column] |= common > 0 and common >= _COVERED * min(stop - start, end - begin)
    return targets


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows that the sentence model learns from.

    Attributes
    ----------
    sentences : list of Sentence
        Everything that is counted, in order.
    members : list of (int, int)
        Half-open range of ``sentences`` that makes up each row.
    targets : numpy.ndarray, shape (n_rows, n_points), bool
        Points each row carries.
    weights : numpy.ndarray, shape (n_rows,), float
        Those of the texts they are from.
    """

    sentences: list[Sentence]
    members: list[tuple[int, int]]
    targets: np.ndarray
    weights: np.ndarray


def example_rows(examples: Sequence[Example], n_points: int) -> Rows:
    """List the training rows: each passage whole; of a letter each sentence and each pair of neighbours.

    Doubtful sentences, and pairs with one, are left out.

    A letter with a point that no marked passage places adds itself as a whole, so that the point is not lost.

    Parameters
    ----------
    examples : sequence of Example
        Passages and letters.
    n_points : int
        Number of points of the label book.

    Returns
    -------
    Rows
        In order.
    """
    sentences: list[Sentence] = []
    members: list[tuple[int, int]] = []
    targets: list[np.ndarray] = []
    starts: list[int] = []
    for example in examples:
        starts.append(len(members))
        begin, length = len(sentences), len(example.tokens.text)
        sentences.extend(example.tokens.text)
        if not length:
            continue
        if example.passage:
            members.append((begin, begin + length))
            targets.append(example.targets)
            continue
        for index in range(length):
            if index in example.doubtful:
                continue
            members.append((begin + index, begin + index + 1))
            targets.append(example.sentence_targets[index])
        for index in range(length - 1):
            if {index, index + 1} & example.doubtful:
                continue
            members.append((begin + index, begin + index + 2))
            targets.append(example.sentence_targets[index] | example.sentence_targets[index + 1])
        if example.unplaced.any():
            members.append((begin, begin + length))
            targets.append(example.targets)
    weights = np.repeat([example.weight for example in examples], np.diff([*starts, len(members)]))
    return Rows(sentences, members, np.array(targets, dtype=bool).reshape(-1, n_points), weights)
