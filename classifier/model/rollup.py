"""Groups derived from points, so that they cannot disagree."""

from __future__ import annotations

import numpy as np

from classifier.taxonomy import Taxonomy

__all__ = ["group_flags"]


def group_flags(point_flags: np.ndarray, taxonomy: Taxonomy) -> np.ndarray:
    """Roll points up to main groups.

    Parameters
    ----------
    point_flags : numpy.ndarray, shape (n_letters, n_points), bool
        Columns in the label book's order.
    taxonomy : Taxonomy
        The label book.

    Returns
    -------
    numpy.ndarray, shape (n_letters, n_groups), bool
        True where any point of the group is; columns in the label book's order.

    Raises
    ------
    ValueError
        If the column count differs from the label book's points.
    """
    if point_flags.shape[1] != len(taxonomy.points):
        raise ValueError(f"{point_flags.shape[1]} columns for {len(taxonomy.points)} points")
    flags = np.zeros((len(point_flags), len(taxonomy.groups)), dtype=bool)
    for point, group in enumerate(taxonomy.group_index):
        flags[:, group] |= point_flags[:, point]
    return flags
