"""The stretches of a letter that are scored: each sentence, and each pair of neighbouring sentences.

What happened is often told over two sentences ("Hun lovede at ringe. Det er fem uger siden."); a pair sees both. Longer
stretches did not help (docs/experiments.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

__all__ = ["Stretches", "stretches_of"]


@dataclass(frozen=True, slots=True)
class Stretches:
    """The stretches of a batch of letters, letter by letter, sentences before pairs.

    Attributes
    ----------
    owner : numpy.ndarray, shape (n_stretches,), int
        Position of the letter in the batch, ascending.
    first, last : numpy.ndarray, shape (n_stretches,), int
        First and last sentence of the stretch (inclusive), counted within its letter.
    sums : scipy.sparse.csr_matrix, shape (n_stretches, n_sentences)
        Adds the rows of the batch's sentences up to those of its stretches.
    """

    owner: np.ndarray
    first: np.ndarray
    last: np.ndarray
    sums: sparse.csr_matrix


def stretches_of(lengths: Sequence[int]) -> Stretches:
    """List the stretches of letters with these numbers of sentences.

    Parameters
    ----------
    lengths : sequence of int
        Number of sentences of each letter; 0 is allowed.

    Returns
    -------
    Stretches
        Of a letter with n > 0 sentences there are 2 n - 1.

    Examples
    --------
    >>> stretches_of([2, 1]).first.tolist(), stretches_of([2, 1]).last.tolist()
    ([0, 1, 0, 0], [0, 1, 1, 0])
    """
    owner: list[int] = []
    first: list[int] = []
    last: list[int] = []
    columns: list[int] = []
    ends = [0]
    offset = 0
    for letter, length in enumerate(lengths):
        for size in (1, 2):
            for start in range(length - size + 1):
                owner.append(letter)
                first.append(start)
                last.append(start + size - 1)
                columns += range(offset + start, offset + start + size)
                ends.append(len(columns))
        offset += length
    sums = sparse.csr_matrix((np.ones(len(columns), dtype=np.float32), columns, ends), shape=(len(owner), offset))
    return Stretches(np.array(owner, dtype=int), np.array(first, dtype=int), np.array(last, dtype=int), sums)
