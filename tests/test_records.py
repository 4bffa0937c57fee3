"""The way back from masked to original offsets."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from classifier.records import Mask, MaskedText

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
