"""Units and areas that a letter calls by the label book's own name."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from classifier.model.places import place_classes
from classifier.records import Tokens
from classifier.taxonomy import Taxonomy

__all__ = ["NAMED_ODDS", "NamedPlaces"]

NAMED_ODDS = 2.0
"""Added to the log-odds of a place that is called by its name.

Our own letters seldom name a department, so that no weight can be learned; real ones do. On held-out letters of ours it
changes nothing (docs/experiments.md).
"""


class NamedPlaces:
    """Looks for the names of areas and units in letters.

    A name of one word (*Skole*) is an everyday word as well and counts for nothing; nor does a place that is not the
    municipality's.

    Parameters
    ----------
    taxonomy : Taxonomy
        The label book.
    """

    def __init__(self, taxonomy: Taxonomy) -> None:
        names = {area.id: area.name for area in taxonomy.areas if area.municipal}
        places = place_classes(taxonomy)
        self._columns = {
            column: f" {spelt} "
            for column, (area, unit) in enumerate(places)
            if area in names and " " in (spelt := _spelt(unit or names[area]))
        }
        # Few letters hold the longest word of a name, and only they are spelt alike.
        self._longest = frozenset(max(name.split(), key=len) for name in self._columns.values())
        self._n_places = len(places)

    def of(self, batch: Sequence[Tokens]) -> np.ndarray:
        """Say which places letters name.

        Parameters
        ----------
        batch : sequence of Tokens
            Letters.

        Returns
        -------
        numpy.ndarray, shape (n_letters, n_places), bool
            Columns as ``place_classes`` lists them.
        """
        found = np.zeros((len(batch), self._n_places), dtype=bool)
        for row, letter in enumerate(batch):
            words = [word for part in (letter.subject, letter.text) for each in part for word in each.words]
            text = " ".join(words).lower()
            if not any(word in text for word in self._longest):
                continue
            text = f" {_spelt(text)} "
            for column, name in self._columns.items():
                found[row, column] = name in text
        return found


_SPELT = str.maketrans("-/,.()&:;", " " * 9) | str.maketrans("123456789", "0" * 9)
"""Marks part words; digits are what the tokens of a letter hold in their place."""


def _spelt(name: str) -> str:
    return " ".join(name.lower().translate(_SPELT).split())
