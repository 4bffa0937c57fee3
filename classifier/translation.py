"""An old model run with another label book: what it says is handed on to the points that took its points' place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from classifier.crosswalk import Crosswalk
from classifier.errors import TaxonomyError
from classifier.model.bundle import LetterScores, Model, Signals
from classifier.model.places import place_classes
from classifier.records import Tokens

__all__ = ["TranslatedModel"]

_NEVER = 1.01
"""Threshold of a point that nothing leads to."""


@dataclass(frozen=True)
class TranslatedModel(Model):
    """An old model that suggests with a new label book's points.

    Attributes
    ----------
    original : Model
        The old model.
    crosswalk : Crosswalk
        From its book to the new one.
    """

    original: Model = field(kw_only=True)
    crosswalk: Crosswalk = field(kw_only=True)

    @classmethod
    def of(cls, model: Model, crosswalk: Crosswalk) -> TranslatedModel:
        """Translate a model.

        Parameters
        ----------
        model : Model
            Made with the crosswalk's old book.
        crosswalk : Crosswalk
            What became what.

        Returns
        -------
        TranslatedModel
            Of the same name and digest. A point that nothing leads to is never suggested.

        Raises
        ------
        TaxonomyError
            If the model was made with another book.
        """
        if model.taxonomy.digest != crosswalk.old.digest:
            raise TaxonomyError(
                f"The crosswalk leads from another label book than the model's ({model.taxonomy.name}).", model.label
            )
        sources = _sources(crosswalk)
        lowest = [min((float(model.thresholds[column]) for column in columns), default=_NEVER) for columns in sources]
        values = {
            name: getattr(model, name) for name in model.__dataclass_fields__ if name not in ("original", "crosswalk")
        }
        values |= {"taxonomy": crosswalk.new, "thresholds": np.array(lowest)}
        return cls(**values, original=model, crosswalk=crosswalk)

    def sources(self) -> list[list[str]]:
        """List the old points that lead to each new one alone.

        Returns
        -------
        list of list of str
            In the new book's order.
        """
        return [[self.original.taxonomy.point_ids[c] for c in columns] for columns in _sources(self.crosswalk)]

    def score(self, batch: Sequence[Tokens]) -> LetterScores:
        """Score letters with the old model, and hand its scores on to the new points.

        Parameters
        ----------
        batch : sequence of Tokens
            Letters.

        Returns
        -------
        LetterScores
            In the order of the batch; a point that several lead to has the highest of their scores.
        """
        return self._translate(self.original.score(batch))

    def signals(self, batch: Sequence[Tokens]) -> Signals:
        """Run the old model's heads.

        Parameters
        ----------
        batch : sequence of Tokens
            Letters.

        Returns
        -------
        Signals
            In the old book's order.
        """
        return self.original.signals(batch)

    def weigh_up(self, signals: Signals) -> LetterScores:
        """Turn what the old heads say into the new points' probabilities.

        Parameters
        ----------
        signals : Signals
            Of the old model.

        Returns
        -------
        LetterScores
            In the new book's order.
        """
        return self._translate(self.original.weigh_up(signals))

    def _translate(self, scores: LetterScores) -> LetterScores:
        n_letters = len(scores.points)
        sources = _sources(self.crosswalk)
        points = np.zeros((n_letters, len(sources)))
        first = np.full((n_letters, len(sources)), -1)
        last = first.copy()
        for column, old in enumerate(sources):
            if old and n_letters:
                best = np.array(old)[scores.points[:, old].argmax(axis=1)]
                rows = np.arange(n_letters)
                points[:, column] = scores.points[rows, best]
                first[:, column], last[:, column] = scores.first[rows, best], scores.last[rows, best]
        kinds = _sums(scores.kinds, self.crosswalk.kinds, [kind.id for kind in self.taxonomy.kinds])
        old_places, places = place_classes(self.original.taxonomy), place_classes(self.taxonomy)
        moves: dict[int, int] = {}
        for row, (area, unit) in enumerate(old_places):
            targets = self.crosswalk.areas[area]
            if len(targets) == 1:
                place = (targets[0], unit) if (targets[0], unit) in places else (targets[0], "")
                moves[row] = places.index(place)
        shares = np.zeros((n_letters, len(places)))
        for row, column in moves.items():
            shares[:, column] += scores.places[:, row]
        return LetterScores(points, kinds, shares, first, last)


def _sources(crosswalk: Crosswalk) -> list[list[int]]:
    """List, for each point of the new book, the columns of the old points that lead to it alone."""
    return [
        [column for column, old in enumerate(crosswalk.old.point_ids) if tuple(crosswalk.points[old]) == (point,)]
        for point in crosswalk.new.point_ids
    ]


def _sums(shares: np.ndarray, ids: Mapping[str, Sequence[str]], new: Sequence[str]) -> np.ndarray:
    summed = np.zeros((len(shares), len(new)))
    for column, targets in enumerate(ids.values()):
        if len(targets) == 1:
            summed[:, new.index(targets[0])] += shares[:, column]
    return summed
