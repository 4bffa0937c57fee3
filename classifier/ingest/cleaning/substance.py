"""What a few lines say when greeting, sign-off and signature are left out; and whose they are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from classifier.ingest.cleaning.additions import find_additions
from classifier.ingest.cleaning.body import Context
from classifier.ingest.cleaning.phrases import SIGN_OFF

__all__ = ["is_same_person", "signs_below", "substance"]

_GREETING = re.compile(
    r"^\s*(?:(?:kære|hej|hejsa|hallo|halløj|goddag|god (?:dag|morgen|aften|formiddag)|til|att\.?|dear|hi|hello|"
    r"sehr geehrte\w*|liebe\w*|guten tag|hallå|bedste)\b[^.!?\n]{0,60}|hej)[,.!:]?\s*$",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")


def substance(lines: Sequence[str]) -> tuple[int, str]:
    """Count the words of some lines without greeting, sign-off, signature and what programs added.

    Parameters
    ----------
    lines : sequence of str
        A letter's lines, or those of a quoted one.

    Returns
    -------
    tuple of (int, str)
        Number of words, and the text that holds them.

    Examples
    --------
    >>> substance(["Hej", "Se nedenfor.", "Venlig hilsen", "Grethe Vang", "Tlf. 00 11 22 33"])
    (2, 'Se nedenfor.')
    """
    added = find_additions(lines, [True] * len(lines))
    remaining = [line.strip(" >\t") for number, line in enumerate(lines) if number not in added]
    kept: list[str] = []
    signing = 0
    for line in remaining:
        if not line:
            continue
        match = SIGN_OFF.match(line)
        if match and len(line.split()) <= 9:
            signing = 7
            continue
        if signing and len(line.split()) <= 7 and not line.endswith(("?", "!")):
            signing -= 1
            continue
        signing = 0
        if _GREETING.match(line) and len(line.split()) <= 7:
            continue
        kept.append(line)
    text = "\n".join(kept)
    return len(_WORD.findall(text)), text


def is_same_person(writer: str, context: Context) -> bool:
    """Tell whether a name or address in a quoted heading is the sender's.

    Parameters
    ----------
    writer : str
        ``Grethe Vang <grethe@vang.example>``, or either half.
    context : Context
        Whose mail it is.

    Returns
    -------
    bool
        True where the address or the whole name is the same.
    """
    if context.sender_address and context.sender_address.lower() in writer.lower():
        return True
    name = {word.lower() for word in _WORD.findall(context.sender_name)}
    return len(name) >= 2 and name <= {word.lower() for word in _WORD.findall(writer)}


def signs_below(lines: Sequence[str], context: Context) -> bool:
    """Tell whether the sender signs at the end of some lines.

    Parameters
    ----------
    lines : sequence of str
        What stands below a heading.
    context : Context
        Whose mail it is.

    Returns
    -------
    bool
        True where a sign-off is followed by the sender's first name.
    """
    names = [word.lower() for word in _WORD.findall(context.sender_name) if len(word) > 1]
    if not names:
        return False
    for number, line in enumerate(lines):
        if SIGN_OFF.match(line):
            signature = " ".join([line, *lines[number + 1 : number + 3]]).lower()
            if any(re.search(rf"\b{re.escape(name)}\b", signature) for name in names):
                return True
    return False
