"""Marks of what was read and of what reads it: a killed run goes on only where both are the same as before."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

import numpy as np

from classifier.errors import InputError
from classifier.model.bundle import Model
from classifier.records import Letter
from classifier.translation import TranslatedModel

__all__ = ["Marks", "model_mark"]

_content = attrgetter(*(name for name in Letter.__dataclass_fields__ if name not in ("source", "extra")))
_CHANGED = "The letters that the killed run has read are not those that are there now."
_REMEDY = "Give it the letters of before, or begin anew: --force in place of --resume."


class Marks:
    """Marks batches as they pass; a batch's mark depends on all before it.

    Parameters
    ----------
    letters : int, default 0
        How many a killed run has written; they are left out.
    mark : str, default ""
        The mark that the killed run had come to.

    Attributes
    ----------
    current : str
        The mark of all batches that were ``taken``.
    """

    def __init__(self, letters: int = 0, mark: str = "") -> None:
        self.current = mark
        self._done = letters
        self._passed: deque[str] = deque()

    def watch(self, batches: Iterable[Sequence[Letter]]) -> Iterator[Sequence[Letter]]:
        """Pass batches through, but for those that are done.

        Parameters
        ----------
        batches : iterable of sequence of Letter
            From the first letter on, cut as in the killed run.

        Yields
        ------
        sequence of Letter
            Those still to be tagged.

        Raises
        ------
        InputError
            If those that are done were others than in the killed run.
        """
        mark, left = "", self._done
        for batch in batches:
            mark = _next(mark, batch)
            if left >= len(batch):
                left -= len(batch)
                if not left and mark != self.current:
                    raise InputError(_CHANGED, remedy=_REMEDY)
                continue
            if left:
                raise InputError(_CHANGED, remedy=_REMEDY)
            self._passed.append(mark)
            yield batch
        if left:
            raise InputError(_CHANGED, remedy=_REMEDY)

    def taken(self) -> str:
        """Say that the rows of the next batch in order were written.

        Returns
        -------
        str
            The mark of all that is written now.
        """
        self.current = self._passed.popleft()
        return self.current


def _next(mark: str, batch: Sequence[Letter]) -> str:
    hashed = hashlib.blake2b(mark.encode("ascii"), digest_size=16)
    for letter in batch:
        hashed.update(repr((_content(letter), dict(letter.extra))).encode("utf-8", "surrogatepass"))
    return hashed.hexdigest()


def model_mark(model: Model) -> str:
    """Return a mark of a model as it is used: its files, and what label book, crosswalk and base rates made of it.

    Parameters
    ----------
    model : Model
        As loaded or changed.

    Returns
    -------
    str
        Equal for models that suggest the same.
    """
    hashed = hashlib.blake2b(model.label.encode(), digest_size=16)
    hashed.update(f"{model.digest} {model.taxonomy.digest} {model.pair_gain!r}".encode())
    stages = (model.letter_stage.weights, model.letter_stage.offsets, model.kind_stage.weights)
    heads = (model.points, model.kinds, model.places)
    for array in (model.thresholds, *stages, model.kind_stage.intercept, *(head.intercept for head in heads)):
        hashed.update(np.ascontiguousarray(array).tobytes())
    if isinstance(model, TranslatedModel):
        ways = model.crosswalk
        hashed.update(repr((dict(ways.points), dict(ways.kinds), dict(ways.areas))).encode())
    return hashed.hexdigest()
