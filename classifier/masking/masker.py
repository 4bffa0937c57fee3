"""Masking of a text, a letter, and the other strings of a letter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from classifier.masking.addresses import find_addresses
from classifier.masking.mails import find_mails
from classifier.masking.names import find_names, names_in
from classifier.masking.numbers import find_numbers
from classifier.masking.spans import Span, apply
from classifier.masking.spoken import find_spoken
from classifier.masking.tables import find_cells
from classifier.records import Letter, MaskedLetter, MaskedText

__all__ = ["mask_file_names", "mask_letter", "mask_passages", "mask_text"]

# Characters that no reader sees: a word or number must not hide behind one.
_UNSEEN = dict.fromkeys((0x00AD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF))

# What stands for a blank in the name of a file; a hyphen between digits is part of a number.
_SEPARATOR = re.compile(r"_|(?<=[^\W\d])-(?=[^\W\d])")
_ENDING = re.compile(r"(?<=\w)\.(?=[A-Za-z]{1,5}\b)")


def mask_text(text: str) -> MaskedText:
    """Mask the personal data of a text.

    Parameters
    ----------
    text : str
        Unmasked; sees personal data, keeps none.

    Returns
    -------
    MaskedText
        Placeholders for what has the written form, valid or not.

    Examples
    --------
    >>> mask_text("Hej Annette. Ring på 00 47 11 93, hilsen Bo").text
    'Hej [NAVN]. Ring på [TELEFON], hilsen [NAVN]'
    """
    return apply(text, _spans(text, ()))


def mask_letter(letter: Letter, enabled: bool = True) -> MaskedLetter:
    """Mask a letter's subject and text; a name that one of them teaches is masked in both.

    Parameters
    ----------
    letter : Letter
        As the citizen wrote it.
    enabled : bool, default True
        False passes the letter through, without masks.

    Returns
    -------
    MaskedLetter
        Under the letter's id.
    """
    if not enabled:
        return MaskedLetter(letter.id, MaskedText(letter.subject), MaskedText(letter.text))
    text = mask_text(letter.text)
    subject = MaskedText("")
    if letter.subject:
        known = _known(letter.text, text)
        subject = apply(letter.subject, _spans(letter.subject, known))
        taught = _known(letter.subject, subject) - known
        if taught:
            text = apply(letter.text, _spans(letter.text, taught))
    return MaskedLetter(letter.id, subject, text)


def mask_passages(letter: Letter, texts: Iterable[str]) -> list[MaskedText]:
    """Mask other strings of a letter, such as evidence or what cleaning cut, with the names that the letter teaches.

    Parameters
    ----------
    letter : Letter
        The unmasked letter.
    texts : Iterable[str]
        Unmasked strings.

    Returns
    -------
    list of MaskedText
        One a string, in order.
    """
    strings = list(texts)
    if not strings:
        return []
    masked = mask_letter(letter)
    known = _known(letter.text, masked.text) | _known(letter.subject, masked.subject)
    return [apply(text, _spans(text, known)) for text in strings]


def mask_file_names(letter: Letter, texts: Iterable[str]) -> list[MaskedText]:
    """Mask names of files, or our own sentences that hold one: words stand between underscores and hyphens there.

    Parameters
    ----------
    letter : Letter
        The unmasked letter that they belong to.
    texts : Iterable[str]
        Unmasked strings.

    Returns
    -------
    list of MaskedText
        One a string, in order.

    Examples
    --------
    >>> [masked] = mask_file_names(Letter("1", "Hilsen Bodil Holm"), ["Klage_fra_Bodil_Holm.pdf"])
    >>> masked.text
    'Klage_fra_[NAVN].pdf'
    """
    strings = list(texts)
    plain = (text if "@" in text else _ENDING.sub(";", text) for text in strings)
    masked = mask_passages(letter, [_SEPARATOR.sub(" ", text) for text in plain])
    return [
        apply(text, (Span(mask.start, mask.end, mask.kind) for mask in each.masks))
        for text, each in zip(strings, masked, strict=True)
    ]


def _known(text: str, masked: MaskedText) -> set[str]:
    return names_in(text, (Span(mask.start, mask.end, mask.kind) for mask in masked.masks))


def _spans(text: str, known: Iterable[str]) -> list[Span]:
    plain, origins = _plain(text)
    spans = [
        *find_mails(plain),
        *find_numbers(plain),
        *find_addresses(plain),
        *find_spoken(plain),
        *find_names(plain, known),
    ]
    if "\n" in plain and ("|" in plain or ";" in plain or "\t" in plain):
        spans += find_cells(plain)
    if origins is None:
        return spans
    return [Span(origins[start], origins[end - 1] + 1, kind) for start, end, kind in spans]


def _plain(text: str) -> tuple[str, Sequence[int] | None]:
    """Return a text in composed letters without unseen characters, and each character's place in the original."""
    if text.isascii() or (unicodedata.is_normalized("NFC", text) and not any(chr(code) in text for code in _UNSEEN)):
        return text, None
    pieces: list[str] = []
    origins: list[int] = []
    position = 0
    while position < len(text):
        end = position + 1
        while end < len(text) and end - position < 8 and unicodedata.combining(text[end]):
            end += 1
        cluster = unicodedata.normalize("NFC", text[position:end]).translate(_UNSEEN)
        pieces.append(cluster)
        # A mark that does not compose stays its own character; all of a cluster's point at its first letter.
        origins += [position] * max(len(cluster) - 1, 0) + ([end - 1] if cluster else [])
        position = end
    return "".join(pieces), origins
