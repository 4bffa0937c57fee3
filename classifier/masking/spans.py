"""Stretches to mask, and how several that overlap become one masked text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from classifier.records import Mask, MaskedText

__all__ = ["KINDS", "Span", "apply"]

# The order decides which kind a stretch gets that several rules found.
KINDS = (
    "MAIL",
    "LINK",
    "CPR",
    "KONTO",
    "SAGSNR",
    "NUMMERPLADE",
    "FØDSELSDATO",
    "ADRESSE",
    "TELEFON",
    "IP",
    "NAVN",
)
_RANK = {kind: rank for rank, kind in enumerate(KINDS)}


class Span(NamedTuple):
    """A stretch to mask: half-open offsets and the kind, one of `KINDS`."""

    start: int
    end: int
    kind: str


def apply(text: str, spans: Iterable[Span]) -> MaskedText:
    """Replace stretches by their placeholders.

    Parameters
    ----------
    text : str
        The original.
    spans : Iterable[Span]
        In any order. Where some overlap, all of their letters are masked, under the kind that stands first in `KINDS`.

    Returns
    -------
    MaskedText
        With masks in order, without overlap.

    Examples
    --------
    >>> apply("Hej Bodil, ring 00 11 22 33", [Span(16, 27, "TELEFON"), Span(4, 9, "NAVN")]).text
    'Hej [NAVN], ring [TELEFON]'
    """
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start < merged[-1].end:
            last = merged[-1]
            kind = min(last.kind, span.kind, key=_RANK.__getitem__)
            merged[-1] = Span(last.start, max(last.end, span.end), kind)
        else:
            merged.append(span)
    if not merged:
        return MaskedText(text)
    pieces: list[str] = []
    masks: list[Mask] = []
    done = length = 0
    for start, end, kind in merged:
        between = text[done:start]
        placeholder = f"[{kind}]"
        pieces += (between, placeholder)
        length += len(between)
        masks.append(Mask(start, end, length, length + len(placeholder), kind))
        length += len(placeholder)
        done = end
    pieces.append(text[done:])
    return MaskedText("".join(pieces), tuple(masks))
