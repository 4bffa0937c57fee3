"""The places a letter can be about: areas and their units, as one list."""

from __future__ import annotations

from classifier.taxonomy import Taxonomy

__all__ = ["place_classes"]


def place_classes(taxonomy: Taxonomy) -> list[tuple[str, str]]:
    """List the places a letter can be about: each area without a unit, then its units.

    One head for both: a unit can never contradict its area.

    Parameters
    ----------
    taxonomy : Taxonomy
        The label book.

    Returns
    -------
    list of (str, str)
        Area id and unit name (empty for the area alone).
    """
    return [(area.id, unit) for area in taxonomy.areas for unit in ("", *area.units)]
