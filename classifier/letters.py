"""Letters → the rows of ``klagepunkt letters``: masked and without names, to be read or handed on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from classifier.hints import hints_of
from classifier.masking import mask_file_names, mask_letter, mask_passages
from classifier.pseudonyms import Pseudonyms
from classifier.records import Letter, MaskedText

__all__ = ["letter_row"]

ADMINISTRATIVE = frozenset("case_no document_no channel year resident register answered_by_office".split())
"""Columns of the input that the office gives itself: passed through as they are, the others masked."""


def letter_row(letter: Letter, pseudonyms: Pseudonyms | None = None) -> dict[str, Any]:
    """Return a letter as a row of the output contract.

    Parameters
    ----------
    letter : Letter
        As read, unmasked.
    pseudonyms : Pseudonyms, optional
        Masks the text, subject, removed text, names of attachments, passages of hints and other columns, and puts
        hashes in place of sender, citizen, thread and a mail's id. None leaves everything as it was read.

    Returns
    -------
    dict
        JSON-ready, in the order of the contract; other columns of the input last. ``masked`` counts what was masked in
        subject, text and removed text.

    Examples
    --------
    >>> row = letter_row(Letter("1", "Ring på 00 47 11 93, hilsen Bodil"), Pseudonyms(b"x" * 32))
    >>> row["text"], row["masked"]
    ('Ring på [TELEFON], hilsen [NAVN]', {'NAVN': 1, 'TELEFON': 1})
    """
    hints = letter.hints or hints_of(letter)
    names = [name for name in letter.extra if pseudonyms and name not in ADMINISTRATIVE]
    files = [each.name for each in letter.attachments]
    texts = [
        [each.text for each in letter.removed],
        [hint.passage for hint in hints],
        [letter.extra[name] for name in names],
    ]
    if pseudonyms:
        seen = mask_letter(letter)
        subject, text = seen.subject, seen.text
        removed, passages, extra = _masked(letter, texts)
        files = [each.text for each in mask_file_names(letter, files)]
        letter = pseudonyms.letter(letter)
    else:
        subject, text = MaskedText(letter.subject), MaskedText(letter.text)
        removed, passages, extra = ([MaskedText(each) for each in group] for group in texts)
    row: dict[str, Any] = {
        "id": letter.id,
        "source": letter.source,
        "received": letter.received,
        "sender": letter.sender,
        "thread": letter.thread,
        "subject": subject.text,
        "text": text.text,
        "removed": [
            {"kind": cut.kind, "rule": cut.rule, "characters": cut.characters, "text": shown.text}
            for cut, shown in zip(letter.removed, removed, strict=True)
        ],
        "masked": _counts([subject, text, *removed]),
        "attachments": [
            {"name": shown, "read": each.read, "reason": each.reason}
            for each, shown in zip(letter.attachments, files, strict=True)
        ],
        "hints": [
            {"kind": hint.kind, "reason": hint.reason, "passage": shown.text}
            for hint, shown in zip(hints, passages, strict=True)
        ],
        "citizen": letter.citizen,
        "complaint_no": letter.complaint_no,
        "writer": letter.writer,
    }
    hidden = {name: shown.text for name, shown in zip(names, extra, strict=True)}
    row.update({name: hidden.get(name, value) for name, value in letter.extra.items() if name not in row})
    return row


def _masked(letter: Letter, texts: Sequence[Sequence[str]]) -> list[list[MaskedText]]:
    masked = iter(mask_passages(letter, [text for group in texts for text in group]))
    return [[next(masked) for _ in group] for group in texts]


def _counts(texts: Iterable[MaskedText]) -> dict[str, int]:
    return dict(sorted(Counter(mask.kind for text in texts for mask in text.masks).items()))
