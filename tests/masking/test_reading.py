"""Reading of a text: names that touch become one stretch, in time that grows with the text."""

from __future__ import annotations

from typing import SupportsIndex

import pytest

from classifier.masking.reading import NAME, Reading
from classifier.masking.spans import Span


class CountedText(str):
    """A text that counts how often a place of it is looked at."""

    __slots__ = ("looks",)
    looks: int

    def __getitem__(self, key: SupportsIndex | slice) -> str:
        """Count and look."""
        self.looks = getattr(self, "looks", 0) + 1
        return super().__getitem__(key)


def looks_for_spans(text: str) -> int:
    """Return how often the text is looked at where every word of it is a name."""
    reading = Reading(text)
    reading.named[:] = bytes([NAME]) * len(reading.tokens)
    reading.text = counted = CountedText(text)
    assert reading.spans() == [Span(0, len(text), "NAVN")]
    return counted.looks


@pytest.mark.parametrize("piece", ["Anne_", "Anne1", "a_Bo2"])
def test_joined_names_are_looked_at_in_proportion_to_the_text(piece: str) -> None:
    """Twice the text takes twice the looks: a long row of joined names once took their square."""
    assert looks_for_spans(piece * 800) < 2.5 * looks_for_spans(piece * 400)
