"""Groups follow from points."""

from __future__ import annotations

import numpy as np
import pytest

from classifier.model.rollup import group_flags
from classifier.taxonomy import Taxonomy


def test_groups_agree_with_the_label_book(taxonomy: Taxonomy) -> None:
    """For every single point, and for none."""
    names = [group.name for group in taxonomy.groups]
    flags = group_flags(np.vstack([np.eye(33, dtype=bool), np.zeros((1, 33), dtype=bool)]), taxonomy)
    assert flags.shape == (34, 9)
    for row, point in enumerate(taxonomy.point_ids):
        assert tuple(np.array(names)[flags[row]]) == taxonomy.groups_of([point])
    assert not flags[-1].any()


def test_wrong_number_of_columns(taxonomy: Taxonomy) -> None:
    """Scores of another label book are refused."""
    with pytest.raises(ValueError, match="11 columns for 33 points"):
        group_flags(np.zeros((2, 11), dtype=bool), taxonomy)
