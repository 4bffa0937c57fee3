"""Frozen records, ids that survive, and the way between masked and original offsets."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier import records
from classifier.records import LabelledLetter, Labels, Letter, Mask, MaskedLetter, MaskedText, Prediction

PARTS = st.lists(st.tuples(st.text("abc ", max_size=5), st.text("xyz", min_size=1, max_size=6)), max_size=5)


def masked_from(parts: list[tuple[str, str]]) -> tuple[str, MaskedText]:
    """Return an original in which every second part is secret, and its masked form."""
    original, text = "", ""
    masks = []
    for plain, secret in parts:
        original, text = original + plain, text + plain
        masks.append(Mask(len(original), len(original) + len(secret), len(text), len(text) + 6, "NAVN"))
        original, text = original + secret, text + "[NAVN]"
    return original, MaskedText(text, tuple(masks))


@given(PARTS)
def test_whole_text_maps_to_whole_text(parts: list[tuple[str, str]]) -> None:
    """Both ways."""
    original, masked = masked_from(parts)
    assert masked.to_original(0, len(masked.text)) == (0, len(original))
    assert masked.to_masked(0, len(original)) == (0, len(masked.text))


@given(PARTS, st.integers(0, 60), st.integers(0, 60))
def test_stretch_never_cuts_a_masked_item(parts: list[tuple[str, str]], one: int, other: int) -> None:
    """Borders inside a placeholder move outwards; outside they keep their letters."""
    original, masked = masked_from(parts)
    start, end = sorted((min(one, len(masked.text)), min(other, len(masked.text))))
    begin, stop = masked.to_original(start, end)
    assert 0 <= begin <= stop <= len(original)
    for mask in masked.masks:
        assert not (mask.start < begin < mask.end)
        assert not (mask.start < stop < mask.end)
    if not any(mask.masked_start < end and start < mask.masked_end for mask in masked.masks):
        assert original[begin:stop] == masked.text[start:end]


@given(PARTS, st.integers(0, 60), st.integers(0, 60))
def test_there_and_back_holds_what_was_asked(parts: list[tuple[str, str]], one: int, other: int) -> None:
    """Both ways round; exactly, where no border lies inside a masked item."""
    original, masked = masked_from(parts)
    start, end = sorted((min(one, len(original)), min(other, len(original))))
    begin, stop = masked.to_original(*masked.to_masked(start, end))
    assert begin <= start
    assert end <= stop
    if not any(mask.start < place < mask.end for mask in masked.masks for place in (start, end)):
        assert (begin, stop) == (start, end)
    start, end = sorted((min(one, len(masked.text)), min(other, len(masked.text))))
    begin, stop = masked.to_masked(*masked.to_original(start, end))
    assert begin <= start
    assert end <= stop
    if not any(mask.masked_start < place < mask.masked_end for mask in masked.masks for place in (start, end)):
        assert (begin, stop) == (start, end)


def test_neighbouring_masks_stay_apart() -> None:
    """A border between two of them belongs to neither."""
    masked = MaskedText("[NAVN][CPR]", (Mask(0, 5, 0, 6, "NAVN"), Mask(5, 15, 6, 11, "CPR")))
    assert masked.to_original(0, 6) == (0, 5)
    assert masked.to_original(6, 11) == (5, 15)
    assert masked.to_original(5, 7) == (0, 15)


def test_counts_are_over_subject_and_text() -> None:
    """In alphabetical order."""
    name = MaskedText("[NAVN]", (Mask(0, 5, 0, 6, "NAVN"),))
    both = MaskedText("[NAVN] [CPR]", (Mask(0, 5, 0, 6, "NAVN"), Mask(6, 17, 7, 12, "CPR")))
    assert list(MaskedLetter("a", name, both).counts.items()) == [("CPR", 1), ("NAVN", 2)]


@pytest.mark.parametrize("name", [name for name in records.__all__ if dataclasses.is_dataclass(getattr(records, name))])
def test_records_are_frozen_and_slotted(name: str) -> None:
    """Nobody changes a letter underway."""
    record = getattr(records, name)
    assert record.__dataclass_params__.frozen
    assert "__dict__" not in dir(record)


def test_default_mappings_cannot_be_changed() -> None:
    """They are shared by all records."""
    with pytest.raises(TypeError, match="item assignment"):
        Letter("a", "").extra["x"] = "y"  # type: ignore[index]


def test_review_is_needed_where_there_is_a_reason() -> None:
    """And nowhere else."""
    sure = Prediction("a", "klage", "SS", "", (), (), {}, {}, (), "m@1")
    assert not sure.needs_review
    assert dataclasses.replace(sure, review_reasons=("Brevet er tomt.",)).needs_review


def test_labelled_letter_has_its_letters_id() -> None:
    """The id stands in one place."""
    assert LabelledLetter(Letter("a", "Tekst"), Labels()).id == "a"
