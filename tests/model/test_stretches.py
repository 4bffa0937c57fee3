"""Sentences and pairs of neighbours, never across letters."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from classifier.model.stretches import stretches_of


@pytest.mark.parametrize("lengths", [[], [0], [1], [3], [2, 0, 1, 4]], ids=str)
def test_each_sentence_and_each_pair(lengths: list[int]) -> None:
    """2 n - 1 of a letter with n sentences, none of an empty one."""
    stretches = stretches_of(lengths)
    expected = [
        (letter, start, start + size - 1)
        for letter, n in enumerate(lengths)
        for size in (1, 2)
        for start in range(n - size + 1)
    ]
    found = zip(stretches.owner.tolist(), stretches.first.tolist(), stretches.last.tolist(), strict=True)
    assert list(found) == expected
    assert stretches.sums.shape == (len(expected), sum(lengths))


def test_sums_add_the_letters_own_sentences() -> None:
    """With sentences of all letters one below the other."""
    counts = sparse.csr_matrix(np.diag([1.0, 10.0, 100.0]))
    stretches = stretches_of([2, 1])
    assert (stretches.sums @ counts).sum(axis=1).ravel().tolist() == [[1, 10, 11, 100]]
