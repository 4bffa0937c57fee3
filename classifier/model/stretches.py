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
    sizes = np.asarray(lengths, dtype=np.int64).reshape(-1)
    numbers = np.maximum(2 * sizes - 1, 0)
    owner = np.repeat(np.arange(len(sizes)), numbers)
    within = np.arange(len(owner)) - np.repeat(np.cumsum(numbers) - numbers, numbers)
    pair = within >= sizes[owner]
    first = np.where(pair, within - sizes[owner], within)
    ends = np.concatenate([[0], np.cumsum(1 + pair)])
    columns = np.repeat((np.cumsum(sizes) - sizes)[owner] + first, 1 + pair)
    columns[ends[1:] - 1] += pair
    shape = (len(owner), int(sizes.sum()))
    data = np.ones(len(columns), dtype=np.float32)
    sums = sparse.csr_matrix((data, columns.astype(np.int32), ends.astype(np.int32)), shape=shape)
    return Stretches(owner, first, first + pair, sums)
