"""Sentences → sparse matrix: TF-IDF of lemma 1-2-grams and of character n-grams inside words.

The contract is scikit-learn's (``fit`` learns, ``transform`` applies, constructor only stores), but nothing of
scikit-learn is loaded: tagging one letter must not wait for its import. A word's character n-grams do not depend on
its neighbours, so they are looked up once a word, which makes this several times faster than ``TfidfVectorizer``
with ``analyzer="char_wb"`` and gives the same matrix (a test compares them).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from scipy import sparse

from classifier.lookup import PairColumns, WordColumns, sorted_counts
from classifier.records import Sentence

__all__ = ["FeatureSettings", "SentenceVectorizer", "smoothed_idf"]

LEMMA, SKIP, NEGATED, CHARACTERS = "l", "s", "n", "c"
"""Prefixes of a vocabulary entry: lemma n-gram, pair of lemmas further apart, negated lemma, character n-gram."""
_BLOCKS = (LEMMA, SKIP, NEGATED, CHARACTERS)
"""The order of the columns."""
_NEGATIONS = frozenset("ikke ikk aldrig ingen intet ingenting uden hverken".split())
_NEGATED_WORDS = 4
"""So many lemmas behind a negation are negated."""
_APART = range(2, 6)
"""How far the two lemmas of a pair may stand apart, beyond neighbours."""


@dataclass(frozen=True, slots=True)
class FeatureSettings:
    """What a vocabulary is made of.

    Attributes
    ----------
    character_range : tuple of int
        Shortest and longest character n-gram, a word's border (a space) counted in.
    lemma_pairs : bool
        Whether pairs of neighbouring lemmas are features.
    min_lemma, min_skip, min_characters : int
        Least number of training texts that hold a lemma n-gram; a pair further apart or a negated lemma; a character
        n-gram.
    skip_weight, negation_weight, character_weight : float
        Weight of these blocks beside the lemma block's 1; each block has length 1 a sentence. A block of weight 0 is
        left out.
    """

    character_range: tuple[int, int] = (3, 5)
    lemma_pairs: bool = True
    min_lemma: int = 2
    min_skip: int = 3
    min_characters: int = 3
    skip_weight: float = 0.7
    negation_weight: float = 0.7
    character_weight: float = 1.0

    def least(self, block: str) -> int:
        """Return the least number of training texts that an n-gram of a block must stand in.

        Parameters
        ----------
        block : str
            Its prefix.

        Returns
        -------
        int
            At least 1.
        """
        return {LEMMA: self.min_lemma, CHARACTERS: self.min_characters}.get(block, self.min_skip)

    def weight(self, block: str) -> float:
        """Return the weight of a block.

        Parameters
        ----------
        block : str
            Its prefix.

        Returns
        -------
        float
            The length of its part of a row.
        """
        weights = {SKIP: self.skip_weight, NEGATED: self.negation_weight, CHARACTERS: self.character_weight}
        return weights.get(block, 1.0)


class SentenceVectorizer:
    """Learns a vocabulary and weighs it.

    Parameters
    ----------
    settings : FeatureSettings
        What the vocabulary is made of.

    Attributes
    ----------
    vocabulary_ : dict of str to int
        Prefixed n-gram to column; block by block, each in alphabetical order.
    borders_ : numpy.ndarray, shape (n_blocks + 1,), int
        Where each block's columns begin and end.
    idf_ : numpy.ndarray, shape (n_features,), float32
        Smoothed inverse document frequency, ``ln((1 + n) / (1 + df)) + 1``, as scikit-learn's.

    Notes
    -----
    Deterministic. Sees normal forms only: digits are zeros (classifier.preprocess.lemmas).
    """

    def __init__(self, settings: FeatureSettings | None = None) -> None:
        self.settings = settings or FeatureSettings()
        self.vocabulary_: dict[str, int] = {}
        self.borders_ = np.zeros(len(_BLOCKS) + 1, dtype=int)
        self.idf_ = np.zeros(0, dtype=np.float32)
        self._lookups = _Lookups(self)

    def __reduce__(self) -> tuple[Any, ...]:
        # To another process goes what was learned; what counting looks up is made there.
        return _restored, (self.settings, list(self.vocabulary_), self.idf_)

    def fit(self, sentences: Sequence[Sentence], allowed: Callable[[str], bool] | None = None) -> SentenceVectorizer:
        """Learn vocabulary and weights.

        Parameters
        ----------
        sentences : sequence of Sentence
            The training rows.
        allowed : callable, optional
            Tells whether an n-gram (with its prefix) may enter the vocabulary; asked only of those frequent enough.

        Returns
        -------
        SentenceVectorizer
            Itself.
        """
        counts: Counter[str] = Counter()
        grams_of: dict[str, frozenset[str]] = {}
        for sentence in sentences:
            grams = set(self._word_grams(sentence))
            for word in set(sentence.words):
                if word not in grams_of:
                    grams_of[word] = frozenset(self._character_grams(word))
                grams |= grams_of[word]
            counts.update(grams)
        accept = allowed or (lambda gram: True)
        least = {block: self.settings.least(block) for block in _BLOCKS}
        order = {block: index for index, block in enumerate(_BLOCKS)}
        frequent = (gram for gram, number in counts.items() if number >= least[gram[0]] and accept(gram))
        names = sorted(frequent, key=lambda gram: (order[gram[0]], gram))
        return self.restore(names, smoothed_idf(len(sentences), np.array([counts[name] for name in names])))

    def restore(self, names: Sequence[str], idf: np.ndarray) -> SentenceVectorizer:
        """Take over a vocabulary that was learned before.

        Parameters
        ----------
        names : sequence of str
            Prefixed n-grams in column order, block by block.
        idf : numpy.ndarray, shape (n_features,)
            Their weights.

        Returns
        -------
        SentenceVectorizer
            Itself.
        """
        self.vocabulary_ = {name: column for column, name in enumerate(names)}
        sizes = Counter(name[:1] for name in names)
        self.borders_ = np.cumsum([0, *(sizes[block] for block in _BLOCKS)])
        self.idf_ = np.asarray(idf, dtype=np.float32)
        self._lookups = _Lookups(self)
        return self

    def columns(self, *blocks: str) -> np.ndarray:
        """Return the columns of some blocks.

        Parameters
        ----------
        *blocks : str
            Their prefixes.

        Returns
        -------
        numpy.ndarray, shape (n_columns,), int
            In order.
        """
        wanted = [index for index, block in enumerate(_BLOCKS) if block in blocks]
        return np.concatenate([np.arange(self.borders_[index], self.borders_[index + 1]) for index in wanted])

    def transform(self, sentences: Iterable[Sentence]) -> sparse.csr_matrix:
        """Count and weigh the n-grams of each sentence.

        Parameters
        ----------
        sentences : iterable of Sentence
            Any number, also none.

        Returns
        -------
        scipy.sparse.csr_matrix, shape (n_sentences, n_features), float32
            As ``weigh`` returns it.
        """
        return self.weigh(self.count(sentences))

    def count(self, sentences: Iterable[Sentence]) -> sparse.csr_matrix:
        """Count the n-grams of each sentence.

        Counts of neighbouring sentences may be added up: a longer stretch is then weighed without reading it again.

        Parameters
        ----------
        sentences : iterable of Sentence
            Any number, also none.

        Returns
        -------
        scipy.sparse.csr_matrix, shape (n_sentences, n_features), float32
            Counts of at least 1; absent n-grams are not stored.
        """
        found = list(sentences)
        shape = (len(found), len(self.vocabulary_))
        cells = [self._word_cells(found), self._character_cells(found)]
        rows, columns = (np.concatenate(part) for part in zip(*cells, strict=True))
        counts = sparse.csr_matrix(sorted_counts(rows, columns, *shape), shape=shape)
        counts.has_canonical_format = True
        return counts

    def _character_cells(self, sentences: Sequence[Sentence]) -> tuple[np.ndarray, np.ndarray]:
        words = [word for sentence in sentences for word in sentence.words]
        columns, lengths = self._lookups.characters.of(words)
        rows = np.repeat(np.arange(len(sentences)), [len(sentence.words) for sentence in sentences])
        return np.repeat(rows, lengths), columns

    def _word_cells(self, sentences: Sequence[Sentence]) -> tuple[np.ndarray, np.ndarray]:
        """Return rows and columns of all but the character n-grams, with repetitions."""
        lookups, settings = self._lookups, self.settings
        lemmas = [lemma for sentence in sentences for lemma in sentence.lemmas]
        owner = np.repeat(np.arange(len(sentences)), [len(sentence.lemmas) for sentence in sentences])
        columns, lengths = lookups.lemmas.of(lemmas)
        if not lookups.with_blank.isdisjoint(lemmas):
            return self._cells_one_by_one(sentences)
        cells = [(np.repeat(owner, lengths), columns)]
        numbers = lookups.pairs.numbers(lemmas)
        for prefix, apart in self._distances():
            inside = np.flatnonzero(owner[apart:] == owner[: len(owner) - min(apart, len(owner))])
            found = lookups.pairs.of(prefix, numbers[inside], numbers[inside + apart])
            kept = found >= 0
            cells.append((owner[inside[kept]], found[kept]))
        if settings.negation_weight:
            behind = [
                negated(sentence.lemmas) if not _NEGATIONS.isdisjoint(sentence.lemmas) else [] for sentence in sentences
            ]
            columns, lengths = lookups.negated.of([lemma for lemmas in behind for lemma in lemmas])
            rows = np.repeat(np.arange(len(sentences)), [len(lemmas) for lemmas in behind])
            cells.append((np.repeat(rows, lengths), columns))
        rows, columns = (np.concatenate(part) for part in zip(*cells, strict=True))
        return rows, columns

    def _distances(self) -> list[tuple[str, int]]:
        """List which pairs are features: their block and how far apart they stand."""
        near = [(LEMMA, 1)] if self.settings.lemma_pairs else []
        return near + ([(SKIP, apart) for apart in _APART] if self.settings.skip_weight else [])

    def _cells_one_by_one(self, sentences: Sequence[Sentence]) -> tuple[np.ndarray, np.ndarray]:
        rows, columns = [], []
        for row, sentence in enumerate(sentences):
            found = [
                column for gram in self._word_grams(sentence) if (column := self.vocabulary_.get(gram)) is not None
            ]
            columns += found
            rows += [row] * len(found)
        return np.array(rows, dtype=np.int64), np.array(columns, dtype=np.int32)

    def weigh(self, counts: sparse.csr_matrix) -> sparse.csr_matrix:
        """Weigh counts by sublinear TF-IDF.

        Parameters
        ----------
        counts : scipy.sparse.csr_matrix, shape (n_rows, n_features), float32
            As ``count`` returns them, or sums of its rows. Changed in place.

        Returns
        -------
        scipy.sparse.csr_matrix, shape (n_rows, n_features), float32
            ``(1 + ln count) * idf``, each block scaled to its weight.
        """
        _sublinear(counts.data)
        counts.data *= self.idf_[counts.indices]
        n_rows, n_blocks = counts.shape[0], len(_BLOCKS)
        cells = np.repeat(np.arange(n_rows) * n_blocks, np.diff(counts.indptr))
        cells += self._lookups.blocks[counts.indices]
        length = np.sqrt(np.bincount(cells, weights=np.square(counts.data), minlength=n_rows * n_blocks))
        weights = np.tile([self.settings.weight(block) for block in _BLOCKS], n_rows)
        scale = np.divide(weights, length, out=np.zeros_like(length), where=length > 0)
        counts.data *= scale.astype(np.float32)[cells]
        return counts

    def grams(self, sentences: Iterable[Sentence]) -> set[str]:
        """List every n-gram of some sentences, in the vocabulary or not.

        Parameters
        ----------
        sentences : iterable of Sentence
            Any number, also none.

        Returns
        -------
        set of str
            With their prefixes.
        """
        found: set[str] = set()
        words: set[str] = set()
        for sentence in sentences:
            found.update(self._word_grams(sentence))
            words.update(sentence.words)
        for word in words:
            found.update(self._character_grams(word))
        return found

    def _word_grams(self, sentence: Sentence) -> list[str]:
        """List all but the character n-grams of a sentence, with their prefixes."""
        lemmas, settings = sentence.lemmas, self.settings
        grams = [LEMMA + lemma for lemma in lemmas]
        if settings.lemma_pairs:
            grams += [f"{LEMMA}{first} {second}" for first, second in pairwise(lemmas)]
        if settings.skip_weight:
            for apart in _APART:
                grams += [f"{SKIP}{first} {second}" for first, second in zip(lemmas, lemmas[apart:], strict=False)]
        if settings.negation_weight and not _NEGATIONS.isdisjoint(lemmas):
            grams += [NEGATED + lemma for lemma in negated(lemmas)]
        return grams

    def _character_grams(self, word: str) -> list[str]:
        return [CHARACTERS + gram for gram in character_grams(word, *self.settings.character_range)]

    def _column(self, gram: str) -> tuple[int, ...]:
        column = self.vocabulary_.get(gram)
        return () if column is None else (column,)


def _restored(settings: FeatureSettings, names: Sequence[str], idf: np.ndarray) -> SentenceVectorizer:
    return SentenceVectorizer(settings).restore(names, idf)


class _Lookups:
    """What counting looks up, made when it is first needed."""

    def __init__(self, vectorizer: SentenceVectorizer) -> None:
        self._vectorizer = vectorizer
        self.with_blank: set[str] = set()
        """Lemmas seen that hold a blank: a pair of theirs could be read in two ways."""

    @cached_property
    def blocks(self) -> np.ndarray:
        """The block of each column; small numbers, so that all of it stays near the processor."""
        return np.repeat(np.arange(len(_BLOCKS), dtype=np.int8), np.diff(self._vectorizer.borders_))

    @cached_property
    def pairs(self) -> PairColumns:
        return PairColumns(self._vectorizer.vocabulary_, (LEMMA, SKIP))

    @cached_property
    def lemmas(self) -> WordColumns:
        def columns_of(lemma: str) -> tuple[int, ...]:
            if " " in lemma:
                self.with_blank.add(lemma)
            return self._vectorizer._column(LEMMA + lemma)

        return WordColumns(columns_of)

    @cached_property
    def negated(self) -> WordColumns:
        return WordColumns(lambda lemma: self._vectorizer._column(NEGATED + lemma))

    @cached_property
    def characters(self) -> WordColumns:
        vocabulary, grams = self._vectorizer.vocabulary_, self._vectorizer._character_grams

        def columns_of(word: str) -> list[int]:
            return [column for gram in grams(word) if (column := vocabulary.get(gram)) is not None]

        return WordColumns(columns_of)


def smoothed_idf(n_sentences: int, frequency: np.ndarray) -> np.ndarray:
    """Return the inverse document frequency as scikit-learn smooths it: ``ln((1 + n) / (1 + df)) + 1``.

    Parameters
    ----------
    n_sentences : int
        All of them.
    frequency : numpy.ndarray, shape (n_features,)
        In how many each feature stands.

    Returns
    -------
    numpy.ndarray, shape (n_features,), float32
        At least 1.
    """
    idf: np.ndarray = np.log((1 + n_sentences) / (1 + frequency.astype(np.float64))) + 1
    return idf.astype(np.float32)


_SUBLINEAR = 1 + np.log(np.arange(1, 64, dtype=np.float32))


def _sublinear(counts: np.ndarray) -> None:
    """Replace counts by 1 + ln count, in place; nearly all are small, and looking those up is faster."""
    if len(counts) and counts.max() <= len(_SUBLINEAR):
        np.take(_SUBLINEAR, counts.astype(np.int32) - 1, out=counts)
    else:
        np.log(counts, out=counts)
        counts += 1


def character_grams(word: str, shortest: int, longest: int) -> list[str]:
    """Return the character n-grams of a word, its borders marked by a space; a placeholder has none.

    Parameters
    ----------
    word : str
        A normal form.
    shortest : int
        Least length, borders counted in.
    longest : int
        Greatest length, borders counted in.

    Returns
    -------
    list of str
        With repetitions, shortest first.

    Examples
    --------
    >>> character_grams("bad", 3, 4)
    [' ba', 'bad', 'ad ', ' bad', 'bad ']
    """
    if word.startswith("["):
        return []
    padded = f" {word} "
    return [
        padded[start : start + length]
        for length in range(shortest, min(longest, len(padded)) + 1)
        for start in range(len(padded) - length + 1)
    ]


def negated(lemmas: Sequence[str]) -> list[str]:
    """Return the lemmas that stand shortly behind a negation.

    Parameters
    ----------
    lemmas : sequence of str
        Of a sentence, in order.

    Returns
    -------
    list of str
        In order, the negations themselves left out.

    Examples
    --------
    >>> negated("han ringe ikke tilbage til hun den dag".split())
    ['tilbage', 'til', 'hun', 'den']
    """
    found, left = [], 0
    for lemma in lemmas:
        if lemma in _NEGATIONS:
            left = _NEGATED_WORDS
        elif left:
            found.append(lemma)
            left -= 1
    return found
