"""N-grams of labelled texts, counted once for every fit: folds and weights take their share of the same table.

A fit on some of the texts needs the vocabulary of those texts alone. What is frequent in a part is frequent in the
whole, so the whole's table holds it: a part's vocabulary, frequencies and counts are rows and columns cut out of it,
the same to the last bit as if they had been counted again (a test compares them).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from classifier.features import FeatureSettings, SentenceVectorizer, smoothed_idf
from classifier.records import Tokens

__all__ = ["GramCounts", "count_grams", "rows_of"]


@dataclass(frozen=True, slots=True)
class GramCounts:
    """How often each n-gram stands in each sentence of some texts.

    Attributes
    ----------
    settings : FeatureSettings
        What the vocabulary is made of.
    names : tuple of str
        Prefixed n-grams, in the order of a vocabulary.
    cells : scipy.sparse.csr_matrix, shape (n_sentences, n_names), float32
        Text by text, the sentences of its subject before those of the text itself.
    ends : numpy.ndarray, shape (n_texts + 1,), int
        Where the sentences of each text begin and end.
    subjects : numpy.ndarray, shape (n_texts,), int
        How many of them are its subject's.
    """

    settings: FeatureSettings
    names: tuple[str, ...]
    cells: sparse.csr_matrix
    ends: np.ndarray
    subjects: np.ndarray

    def part(self, texts: Sequence[int] | np.ndarray) -> GramCounts:
        """Return the counts of some of the texts.

        Parameters
        ----------
        texts : sequence of int
            Their places, in the order wanted.

        Returns
        -------
        GramCounts
            Over the same names.
        """
        chosen = np.asarray(texts, dtype=np.int64)
        lengths = np.diff(self.ends)[chosen]
        rows = np.repeat(self.ends[:-1][chosen], lengths) + _places(lengths)
        ends = np.concatenate([[0], np.cumsum(lengths)])
        return replace(self, cells=rows_of(self.cells, rows), ends=ends, subjects=self.subjects[chosen])

    def frequent(self) -> np.ndarray:
        """Tell which names stand in as many sentences as the settings ask for.

        Returns
        -------
        numpy.ndarray, shape (n_names,), bool
            True for those.
        """
        least = np.array([self.settings.least(name[0]) for name in self.names], dtype=np.int64)
        found: np.ndarray = self._frequency() >= least
        return found

    def vocabulary(self) -> frozenset[str]:
        """Return what a vocabulary of these texts alone holds.

        Returns
        -------
        frozenset of str
            Prefixed n-grams.
        """
        return frozenset(self.names[column] for column in np.flatnonzero(self.frequent()).tolist())

    def fitted(self, allowed: Callable[[str], bool]) -> tuple[SentenceVectorizer, sparse.csr_matrix]:
        """Fit a vocabulary on these texts, and count by it.

        Parameters
        ----------
        allowed : callable
            Tells whether an n-gram may enter the vocabulary; asked only of those frequent enough.

        Returns
        -------
        vectorizer : SentenceVectorizer
            As ``SentenceVectorizer.fit`` makes it of the same sentences.
        counts : scipy.sparse.csr_matrix, shape (n_sentences, n_features), float32
            As its ``count`` returns them.
        """
        columns = np.array(
            [column for column in np.flatnonzero(self.frequent()).tolist() if allowed(self.names[column])],
            dtype=np.int64,
        )
        idf = smoothed_idf(self.cells.shape[0], self._frequency()[columns])
        vectorizer = SentenceVectorizer(self.settings)
        vectorizer.restore([self.names[column] for column in columns.tolist()], idf)
        return vectorizer, _columns(self.cells, columns)

    def text_rows(self) -> np.ndarray:
        """Return the rows of the texts' own sentences, those of subjects left out.

        Returns
        -------
        numpy.ndarray, shape (n_text_sentences,), int
            In order.
        """
        lengths = np.diff(self.ends) - self.subjects
        rows: np.ndarray = np.repeat(self.ends[:-1] + self.subjects, lengths) + _places(lengths)
        return rows

    def _frequency(self) -> np.ndarray:
        return np.bincount(self.cells.indices, minlength=len(self.names))


def count_grams(texts: Sequence[Tokens], settings: FeatureSettings) -> GramCounts:
    """Count the n-grams of texts.

    Parameters
    ----------
    texts : sequence of Tokens
        Any number, also none.
    settings : FeatureSettings
        What the vocabulary is made of.

    Returns
    -------
    GramCounts
        Over every n-gram that is frequent enough in all of them together.
    """
    sentences = [sentence for text in texts for part in (text.subject, text.text) for sentence in part]
    vectorizer = SentenceVectorizer(settings).fit(sentences)
    return GramCounts(
        settings,
        tuple(vectorizer.vocabulary_),
        vectorizer.count(sentences),
        np.cumsum([0, *(len(text.subject) + len(text.text) for text in texts)]),
        np.array([len(text.subject) for text in texts], dtype=np.int64),
    )


def _places(lengths: np.ndarray) -> np.ndarray:
    """Count from 0 within each run."""
    places: np.ndarray = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return places


def rows_of(cells: sparse.csr_matrix, rows: np.ndarray) -> sparse.csr_matrix:
    """Take rows out of a table.

    Parameters
    ----------
    cells : scipy.sparse.csr_matrix, shape (n_rows, n_columns)
        The table.
    rows : numpy.ndarray, shape (n_wanted,), int
        Which, in the order wanted.

    Returns
    -------
    scipy.sparse.csr_matrix, shape (n_wanted, n_columns)
        A copy.
    """
    lengths = np.diff(cells.indptr)[rows].astype(np.int64)
    taken = np.repeat(cells.indptr[:-1][rows].astype(np.int64), lengths) + _places(lengths)
    return _matrix(cells.data[taken], cells.indices[taken], lengths, cells.shape[1])


def _columns(cells: sparse.csr_matrix, columns: np.ndarray) -> sparse.csr_matrix:
    """Cut columns out; given in ascending order, they stay sorted within each row."""
    places = np.full(cells.shape[1], -1, dtype=np.int32)
    places[columns] = np.arange(len(columns), dtype=np.int32)
    indices = places[cells.indices]
    kept = indices >= 0
    passed = np.concatenate([[0], np.cumsum(kept)])
    return _matrix(cells.data[kept], indices[kept], np.diff(passed[cells.indptr]), len(columns))


def _matrix(data: np.ndarray, indices: np.ndarray, lengths: np.ndarray, width: int) -> sparse.csr_matrix:
    ends = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    matrix = sparse.csr_matrix((data, indices, ends), shape=(len(lengths), width))
    matrix.has_canonical_format = True
    return matrix
