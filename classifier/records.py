"""Frozen types at the borders of the pipeline: Letter → MaskedLetter → Tokens → Prediction.

Each carries the letter's id. Offsets count characters (not bytes) of the text
they refer to, half-open ``[start, end)``.
"""

from __future__ import annotations

import copyreg
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

__all__ = [
    "Attachment",
    "Hint",
    "LabelledLetter",
    "Labels",
    "Letter",
    "Mask",
    "MaskedLetter",
    "MaskedText",
    "Prediction",
    "Removed",
    "Sentence",
    "Skipped",
    "Tokens",
]

_EMPTY: Mapping[str, str] = MappingProxyType({})


def _read_only(mapping: dict[str, str]) -> MappingProxyType[str, str]:
    return MappingProxyType(mapping)


# A letter may go to another process; Python does not say by itself how a read-only mapping goes there.
copyreg.pickle(MappingProxyType, lambda mapping: (_read_only, (dict(mapping),)))


@dataclass(frozen=True, slots=True)
class Removed:
    """A stretch that cleaning cut from a mail: one entry of the ledger.

    Attributes
    ----------
    kind : str
        ``quote``, ``header``, ``disclaimer``, ``banner`` or ``automatic``.
    rule : str
        Name of the rule that justified the cut.
    text : str
        What was cut, as decoded.
    """

    kind: str
    rule: str
    text: str

    @property
    def characters(self) -> int:
        """Length of what was cut, in characters."""
        return len(self.text)


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attachment of a mail.

    Attributes
    ----------
    name : str
        Its file name.
    read : bool
        True if its text could be read.
    reason : str
        Danish: why it was not read, or that it was read and is no part of the letter. Empty: it is part of the letter.
    harmless : bool
        True for one that by its kind holds no letter (a signature, a logo): nobody needs to read it.
    """

    name: str
    read: bool
    reason: str = ""
    harmless: bool = False


@dataclass(frozen=True, slots=True)
class Hint:
    """Something a person should look at first; its absence says nothing.

    Attributes
    ----------
    kind : str
        ``remit`` (the office may not do what is asked) or ``acute``.
    reason : str
        Danish, for staff.
    passage : str
        The words of the letter that raised it.
    """

    kind: str
    reason: str
    passage: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A citizen's letter, cleaned, as the citizen wrote it. Holds personal data.

    Attributes
    ----------
    id : str
        Stable and unique within a run.
    text, subject : str
        The cleaned letter and its subject line; either may be empty.
    received : str
        ISO 8601 where it was known, else as the input had it, else empty.
    sender, thread, citizen : str
        As the input had them, or derived from the mail; empty where unknown.
    complaint_no : int or None
        1 for a citizen's first complaint of the table, None where unknown.
    writer : str
        ``self``, ``relative``, ``representative`` or ``note``.
    source : str
        The file's path as reached from the path given, with ``#row`` inside a table or mailbox.
    removed : tuple of Removed
        The ledger of what cleaning cut, in the order of the text.
    attachments : tuple of Attachment
        Every attachment, read or not.
    review_reasons : tuple of str
        Why a person must look, as far as reading the letter told.
    hints : tuple of Hint
        See Hint.
    extra : mapping of str to str
        Columns of the input that are neither text nor label, passed through.
    mail : bool
        True for what came as a mail: its id is the mail's own, or made of the mail.
    """

    id: str
    text: str
    subject: str = ""
    received: str = ""
    sender: str = ""
    thread: str = ""
    citizen: str = ""
    complaint_no: int | None = None
    writer: str = "self"
    source: str = ""
    removed: tuple[Removed, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    review_reasons: tuple[str, ...] = ()
    hints: tuple[Hint, ...] = ()
    extra: Mapping[str, str] = field(default_factory=lambda: _EMPTY)
    mail: bool = False


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that was read and is no letter, or could not be read.

    Attributes
    ----------
    source : str
        File, row or attachment, as reached from the path given.
    reason : str
        What is the matter, without text of a letter.
    rule : str
        Name of the rule for mail that no person wrote; ``system-file``, ``empty-file``; ``attachment`` for one that
        was not read though its letter was; empty for anything else that could not be read.
    failed : bool
        True where something could not be read (exit code 1), False where it is rightly left out (exit code 0).
    """

    source: str
    reason: str
    rule: str = ""
    failed: bool = True


@dataclass(frozen=True, slots=True)
class Mask:
    """One masked stretch: where it stood in the original, where its placeholder stands, and its kind.

    Attributes
    ----------
    start, end : int
        Offsets in the original text.
    masked_start, masked_end : int
        Offsets of the placeholder in the masked text.
    kind : str
        ``NAVN``, ``CPR`` …: the placeholder is ``[kind]``.
    """

    start: int
    end: int
    masked_start: int
    masked_end: int
    kind: str


@dataclass(frozen=True, slots=True)
class MaskedText:
    """A text with its personal data replaced by placeholders, and the way back to the original's offsets.

    Attributes
    ----------
    text : str
        The masked text.
    masks : tuple of Mask
        In order, without overlap.
    """

    text: str
    masks: tuple[Mask, ...] = ()

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """Translate a stretch of the masked text into offsets of the original.

        A border inside a placeholder moves outwards, so that the stretch never cuts a masked item in two.

        Parameters
        ----------
        start : int
            Begin of a half-open stretch of ``text``.
        end : int
            Its end.

        Returns
        -------
        tuple of int
            Half-open stretch of the original text.

        Examples
        --------
        >>> masked = MaskedText("Kære [NAVN], tak.", (Mask(5, 10, 5, 11, "NAVN"),))
        >>> masked.to_original(0, 17)  # of "Kære Bodil, tak."
        (0, 16)
        """
        return self._original(start, after=False), self._original(end, after=True)

    def to_masked(self, start: int, end: int) -> tuple[int, int]:
        """Translate a stretch of the original into offsets of the masked text.

        Parameters
        ----------
        start : int
            Begin of a half-open stretch of the original; a border inside a masked item moves outwards.
        end : int
            Its end.

        Returns
        -------
        tuple of int
            Half-open stretch of ``text``.

        Examples
        --------
        >>> masked = MaskedText("Kære [NAVN], tak.", (Mask(5, 10, 5, 11, "NAVN"),))
        >>> masked.to_masked(5, 16)
        (5, 17)
        """
        return self._masked(start, after=False), self._masked(end, after=True)

    def _masked(self, position: int, after: bool) -> int:
        index = bisect_right(self.masks, position, key=lambda mask: mask.start) - 1
        if index < 0:
            return position
        mask = self.masks[index]
        if position >= mask.end:
            return mask.masked_end + position - mask.end
        if position == mask.start:
            return mask.masked_start
        return mask.masked_end if after else mask.masked_start

    def _original(self, position: int, after: bool) -> int:
        index = bisect_right(self.masks, position, key=lambda mask: mask.masked_start) - 1
        if index < 0:
            return position
        mask = self.masks[index]
        if position >= mask.masked_end:
            return mask.end + position - mask.masked_end
        if position == mask.masked_start:
            return mask.start
        return mask.end if after else mask.start


@dataclass(frozen=True, slots=True)
class MaskedLetter:
    """What everything that learns may see of a letter: masked subject and text, under the same id."""

    id: str
    subject: MaskedText
    text: MaskedText

    @property
    def counts(self) -> dict[str, int]:
        """Number of masked items a kind, over subject and text, kinds in alphabetical order."""
        counted = Counter(mask.kind for part in (self.subject, self.text) for mask in part.masks)
        return dict(sorted(counted.items()))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or a clause of a run-on one, of a masked text.

    Attributes
    ----------
    start, end : int
        Offsets in the masked text.
    words : tuple of str
        Lower-case forms in order, without white space; placeholders as they are.
    lemmas : tuple of str
        One a word.
    """

    start: int
    end: int
    words: tuple[str, ...]
    lemmas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tokens:
    """A letter's sentences, under the same id.

    Attributes
    ----------
    id : str
        The letter's id.
    subject, text : tuple of Sentence
        In order; offsets refer to the masked subject and the masked text.
    """

    id: str
    subject: tuple[Sentence, ...]
    text: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Labels:
    """What a person (or the corpus) says of a letter.

    Attributes
    ----------
    kind, area, unit : str
        Ids of the label book; empty where unknown (and ``unit`` where there is none).
    points : tuple of str
        Point ids in label-book order, each once.
    evidence : mapping of str to str
        Point id to the passage of the text that carries it.
    """

    kind: str = ""
    area: str = ""
    unit: str = ""
    points: tuple[str, ...] = ()
    evidence: Mapping[str, str] = field(default_factory=lambda: _EMPTY)


@dataclass(frozen=True, slots=True)
class LabelledLetter:
    """A letter with its labels, and what else the table says of it.

    Attributes
    ----------
    letter : Letter
        Its ``extra`` holds the remaining columns (``year``, ``resident``, ``channel`` …) as text.
    labels : Labels
        Checked against the label book.
    group : str
        Key for honest folds: letters with the same key never stand on both sides.
    passage : bool
        True for a passage of the corpus: a few sentences that stand for part of a letter.
    """

    letter: Letter
    labels: Labels
    group: str = ""
    passage: bool = False

    @property
    def id(self) -> str:
        """The letter's id."""
        return self.letter.id


@dataclass(frozen=True, slots=True)
class Prediction:
    """What the model suggests for a letter.

    Attributes
    ----------
    id : str
        The letter's id.
    kind, area, unit : str
        Ids of the label book; ``unit`` is empty where it cannot be told.
    points : tuple of str
        Suggested points, in label-book order.
    groups : tuple of str
        Names of the suggested points' main groups, in label-book order.
    scores : mapping of str to float
        Probability in [0, 1] of every point, in label-book order.
    evidence : mapping of str to tuple of (int, int)
        Suggested point to the stretches of the original text that raised it, strongest first.
    review_reasons : tuple of str
        Why a person must look; empty where nothing calls for it.
    model : str
        ``name@digest``.
    """

    id: str
    kind: str
    area: str
    unit: str
    points: tuple[str, ...]
    groups: tuple[str, ...]
    scores: Mapping[str, float]
    evidence: Mapping[str, tuple[tuple[int, int], ...]]
    review_reasons: tuple[str, ...]
    model: str

    @property
    def needs_review(self) -> bool:
        """True where a person must look at the suggestions."""
        return bool(self.review_reasons)
