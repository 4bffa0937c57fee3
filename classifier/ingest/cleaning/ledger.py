"""The account of a cleaning: which stretch of the decoded text is kept, which was cut, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from classifier.records import Removed

__all__ = ["Cleaned", "Cut", "restores"]


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch of a decoded text that is cut.

    Attributes
    ----------
    start, end : int
        Offsets in the decoded text, half-open.
    kind, rule : str
        As in Removed.
    """

    start: int
    end: int
    kind: str
    rule: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A decoded text and the stretches cut from it.

    Attributes
    ----------
    decoded : str
        The decoded text.
    cuts : tuple of Cut
        In order, without overlap; what none of them covers is kept.
    review_reasons : tuple of str
        Danish: why a person must look.
    """

    decoded: str
    cuts: tuple[Cut, ...] = ()
    review_reasons: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The kept text: the decoded text without the cuts, nothing added."""
        kept: list[str] = []
        position = 0
        for cut in self.cuts:
            kept.append(self.decoded[position : cut.start])
            position = cut.end
        kept.append(self.decoded[position:])
        return "".join(kept)

    @property
    def removed(self) -> tuple[Removed, ...]:
        """The ledger: one entry a cut, in the order of the text."""
        return tuple(Removed(cut.kind, cut.rule, self.decoded[cut.start : cut.end]) for cut in self.cuts)


def merge(cuts: Iterable[Cut]) -> tuple[Cut, ...]:
    """Join neighbours of one kind and rule.

    Parameters
    ----------
    cuts : iterable of Cut
        In order, without overlap.

    Returns
    -------
    tuple of Cut
        Covering the same text.
    """
    merged: list[Cut] = []
    for cut in cuts:
        last = merged[-1] if merged else None
        if last and last.end == cut.start and (last.kind, last.rule) == (cut.kind, cut.rule):
            merged[-1] = Cut(last.start, cut.end, cut.kind, cut.rule)
        elif cut.start < cut.end:
            merged.append(cut)
    return tuple(merged)


def restores(decoded: str, kept: str, removed: Sequence[Removed]) -> bool:
    """Tell whether a kept text and its ledger together are the decoded text.

    They are if the ledger's texts can be put back into the kept text, each once and in their order, so that the
    decoded text results: nothing was lost, added or moved.

    Parameters
    ----------
    decoded : str
        The letter as read with cleaning off.
    kept : str
        The letter's text.
    removed : sequence of Removed
        Its ledger.

    Returns
    -------
    bool
        True if so.

    Examples
    --------
    >>> restores("Hej. > gammelt", "Hej. ", (Removed("quote", "quoted-lines", "> gammelt"),))
    True
    >>> restores("Hej. > gammelt", "Hej.", (Removed("quote", "quoted-lines", "> gammelt"),))
    False
    """
    texts = [entry.text for entry in removed]
    if len(kept) + sum(map(len, texts)) != len(decoded):
        return False
    # Where a cut may stand at several places, all are followed: these are offsets in the kept text.
    reachable = {0}
    for index, text in enumerate(texts):
        done = sum(map(len, texts[:index]))
        following: set[int] = set()
        for start in reachable:
            position = start
            while True:
                if decoded.startswith(text, position + done):
                    following.add(position)
                if position >= len(kept) or decoded[position + done] != kept[position]:
                    break
                position += 1
        reachable = following
    done = sum(map(len, texts))
    return any(decoded[position + done :] == kept[position:] for position in reachable)
