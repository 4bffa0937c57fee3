"""What is done with a batch of letters, wherever it is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from classifier.model.bundle import Model
from classifier.output import line_of
from classifier.records import Letter
from classifier.tagging import Tagged, Tagger, row_of

__all__ = ["Batch", "Rows", "rows", "suggestions"]

Batch = Sequence[Letter]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a batch, ready to be written.

    Attributes
    ----------
    lines : bytes
        JSON Lines, one a letter, in order.
    letters : int
        How many.
    for_person : int
        How many of them a person must look at.
    names : tuple of str
        Names of the rows' columns, each once.
    """

    lines: bytes
    letters: int
    for_person: int
    names: tuple[str, ...]


def rows(model: Model, *, masking: bool = True, masked: bool = False) -> Callable[[Batch], Rows]:
    """Return what tags a batch and writes its rows.

    Parameters
    ----------
    model : Model
        The model.
    masking : bool, default True
        False lets the model see letters unmasked.
    masked : bool, default False
        True masks the evidence that is written.

    Returns
    -------
    callable
        Its result depends on the batch alone.
    """
    tagger = Tagger(model, masking=masking)

    def write(batch: Batch) -> Rows:
        found = [row_of(each, masked=masked) for each in tagger.tag(batch)]
        return Rows(
            b"".join(map(line_of, found)),
            len(found),
            sum(row["needs_review"] for row in found),
            tuple(dict.fromkeys(name for row in found for name in row)),
        )

    return write


def suggestions(model: Model, *, masking: bool = True) -> Callable[[Batch], list[Tagged]]:
    """Return what tags a batch.

    Parameters
    ----------
    model : Model
        The model.
    masking : bool, default True
        False lets the model see letters unmasked.

    Returns
    -------
    callable
        Returns the tagged letters in order.
    """
    return Tagger(model, masking=masking).tag
