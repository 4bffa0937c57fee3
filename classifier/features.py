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
from itertools import pairwise

import numpy as np
from scipy import sparse

from classifier.records import Sentence

__all__ = ["FeatureSettings", "SentenceVectorizer"]

_CACHE_LIMIT = 200_000
LEMMA, CHARACTERS = "l", "c"
"""Prefixes of a vocabulary entry: lemma n-gram, character n-gram."""


@dataclass(frozen=True, slots=True)
class FeatureSettings:
    """What a vocabulary is made of.

    Attributes
    ----------
    character_range : tuple of int
        Shortest and longest character n-gram, a word's border (a space) counted in.
    lemma_pairs : bool
        Whether pairs of neighbouring lemmas are features.
    min_lemma, min_characters : int
        Least number of training texts that hold a lemma n-gram, a character n-gram.
    character_weight : float
        Weight of the character block beside the lemma block's 1; each block has length 1 a sentence.
    """

    character_range: tuple[int, int] = (3, 5)
    lemma_pairs: bool = True
    min_lemma: int = 2
    min_characters: int = 3
    character_weight: float = 1.0


class SentenceVectorizer:
    """Learns a vocabulary and weighs it.

    Parameters
    ----------
    settings : FeatureSettings
        What the vocabulary is made of.

    Attributes
    ----------
    vocabulary_ : dict of str to int
        Prefixed n-gram to column; lemma n-grams first, each block in alphabetical order.
    n_lemma_ : int
        Number of lemma columns.
    idf_ : numpy.ndarray, shape (n_features,), float32
        Smoothed inverse document frequency, ``ln((1 + n) / (1 + df)) + 1``, as scikit-learn's.

    Notes
    -----
    Deterministic. Sees normal forms only: digits are zeros (classifier.preprocess.lemmas).
    """

    def __init__(self, settings: FeatureSettings | None = None) -> None:
        self.settings = settings or FeatureSettings()
        self.vocabulary_: dict[str, int] = {}
        self.n_lemma_ = 0
        self.idf_ = np.zeros(0, dtype=np.float32)
        self._characters: dict[str, tuple[int, ...]] = {}

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
        lemma_counts: Counter[str] = Counter()
        word_rows: Counter[str] = Counter()
        character_counts: Counter[str] = Counter()
        grams_of: dict[str, frozenset[str]] = {}
        for sentence in sentences:
            lemma_counts.update(set(self._lemma_grams(sentence)))
            word_rows.update(set(sentence.words))
            grams: set[str] = set()
            for word in set(sentence.words):
                if word not in grams_of:
                    grams_of[word] = frozenset(character_grams(word, *self.settings.character_range))
                grams |= grams_of[word]
            character_counts.update(grams)
        accept = allowed or (lambda gram: True)
        lemmas = sorted(g for g, n in lemma_counts.items() if n >= self.settings.min_lemma and accept(LEMMA + g))
        characters = sorted(
            g for g, n in character_counts.items() if n >= self.settings.min_characters and accept(CHARACTERS + g)
        )
        frequency = [lemma_counts[gram] for gram in lemmas] + [character_counts[gram] for gram in characters]
        names = [LEMMA + gram for gram in lemmas] + [CHARACTERS + gram for gram in characters]
        idf = np.log((1 + len(sentences)) / (1 + np.asarray(frequency, dtype=np.float64))) + 1
        return self.restore(names, idf.astype(np.float32))

    def restore(self, names: Sequence[str], idf: np.ndarray) -> SentenceVectorizer:
        """Take over a vocabulary that was learned before.

        Parameters
        ----------
        names : sequence of str
            Prefixed n-grams in column order, the lemma block first.
        idf : numpy.ndarray, shape (n_features,)
            Their weights.

        Returns
        -------
        SentenceVectorizer
            Itself.
        """
        self.vocabulary_ = {name: column for column, name in enumerate(names)}
        self.n_lemma_ = sum(name.startswith(LEMMA) for name in names)
        self.idf_ = np.asarray(idf, dtype=np.float32)
        self._characters = {}
        return self

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
        columns: list[int] = []
        ends = [0]
        vocabulary = self.vocabulary_
        for sentence in sentences:
            for gram in self._lemma_grams(sentence):
                column = vocabulary.get(LEMMA + gram)
                if column is not None:
                    columns.append(column)
            for word in sentence.words:
                columns.extend(self._character_columns(word))
            ends.append(len(columns))
        shape = (len(ends) - 1, len(vocabulary))
        counts = sparse.csr_matrix((np.ones(len(columns), dtype=np.float32), columns, ends), shape=shape)
        counts.sum_duplicates()
        return counts

    def weigh(self, counts: sparse.csr_matrix) -> sparse.csr_matrix:
        """Weigh counts by sublinear TF-IDF.

        Parameters
        ----------
        counts : scipy.sparse.csr_matrix, shape (n_rows, n_features), float32
            As ``count`` returns them, or sums of its rows. Changed in place.

        Returns
        -------
        scipy.sparse.csr_matrix, shape (n_rows, n_features), float32
            ``(1 + ln count) * idf``, each block scaled to length 1 and the character block to its weight.
        """
        np.log(counts.data, out=counts.data)
        counts.data += 1
        counts.data *= self.idf_[counts.indices]
        in_lemmas = counts.indices < self.n_lemma_
        rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
        squares = counts.data**2
        for block, weight in ((in_lemmas, 1.0), (~in_lemmas, self.settings.character_weight)):
            length = np.sqrt(np.bincount(rows[block], weights=squares[block], minlength=counts.shape[0]))
            scale = np.divide(weight, length, out=np.zeros_like(length), where=length > 0)
            counts.data[block] *= scale[rows[block]].astype(np.float32)
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
            found.update(LEMMA + gram for gram in self._lemma_grams(sentence))
            words.update(sentence.words)
        for word in words:
            found.update(CHARACTERS + gram for gram in character_grams(word, *self.settings.character_range))
        return found

    def _lemma_grams(self, sentence: Sentence) -> list[str]:
        lemmas = list(sentence.lemmas)
        if self.settings.lemma_pairs:
            lemmas += [f"{first} {second}" for first, second in pairwise(lemmas)]
        return lemmas

    def _character_columns(self, word: str) -> tuple[int, ...]:
        columns = self._characters.get(word)
        if columns is None:
            grams = character_grams(word, *self.settings.character_range)
            found = (self.vocabulary_.get(CHARACTERS + gram) for gram in grams)
            columns = tuple(column for column in found if column is not None)
            if len(self._characters) >= _CACHE_LIMIT:
                self._characters.clear()
            self._characters[word] = columns
        return columns


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
