"""Which mails belong together, and which is a citizen's first, second … complaint: suggestions."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

__all__ = ["ThreadBook", "ThreadKey", "message_ids"]

_ID = re.compile(r"<\s*([^<>\s]{1,400})\s*>")
_PREFIX = re.compile(
    r"^\s*(?:(?:sv|re|aw|antw|svar|vs|fwd?|wg|videresendt|vb)\s?(?:\[\d+\])?\s?:|\[[^\]]{1,40}\])\s*", re.IGNORECASE
)
_GENERAL = frozenset(
    "klage hej spørgsmål henvendelse hjælp sag min sag mail besked borgerrådgiver til borgerrådgiveren klage "
    "over kommunen digital post svar vedhæftet".split()
) | {
    "klage over kommunen",
    "til borgerrådgiveren",
    "min sag",
    "digital post",
    "ingen emne",
    "(no subject)",
    "min klage",
    "klage til borgerrådgiveren",
}
_FOLLOWS = re.compile(
    r"\b(?:glemte (?:at (?:vedhæfte|sende)|bilag\w*|lige|vedhæft\w*)|bilag\w* manglede|manglede (?:bilag|"
    r"den vedhæftede|vedhæft\w*)|her (?:er|kommer|kommer så) (?:bilag\w*|den vedhæftede|vedhæft\w*|filen|"
    r"brevet, jeg)|"
    r"(?:som|til) svar på (?:dit|jeres|dine) spørgsmål|svar på (?:dit|dine|jeres) spørgsmål|du (?:spurgte|bad|"
    r"skriver|ville (?:vide|have))|som aftalt (?:sender|får|i telefonen)|"
    r"i forlængelse af (?:min|vores)|supplerende (?:til|oplysning\w*)|jf\. (?:min|vores) (?:mail|samtale)|"
    r"forgot (?:to attach|the attachment))\b",
    re.IGNORECASE,
)
_SHORT = 60


@dataclass(frozen=True, slots=True)
class ThreadKey:
    """What a mail says of its place among others.

    Attributes
    ----------
    id : str
        Its own id.
    references : tuple of str
        Ids of the mails it answers, oldest first; the last is the one answered directly.
    citizen : str
        Whose it is, empty where unknown.
    subject : str
        Its subject line.
    text : str
        Its new text.
    """

    id: str
    references: tuple[str, ...] = ()
    citizen: str = ""
    subject: str = ""
    text: str = ""


@dataclass(slots=True)
class ThreadBook:
    """Joins mails to threads one after the other, whatever order they come in; holds ids and short keys, no text.

    Attributes
    ----------
    thread_of : dict of str to str
        Mail id to thread.
    by_subject : dict of (str, str) to str
        Citizen and subject to thread.
    numbers : dict of str to dict of str to int
        Citizen to thread to the number of the complaint.
    hide : callable
        Changes ids, citizens and subjects before they are kept as keys; for a book that is stored.
    """

    thread_of: dict[str, str] = field(default_factory=dict)
    by_subject: dict[tuple[str, str], str] = field(default_factory=dict)
    numbers: dict[str, dict[str, int]] = field(default_factory=dict)
    hide: Callable[[str], str] = str

    def join(self, key: ThreadKey) -> tuple[str, int | None]:
        """Enter a mail and say where it belongs.

        Parameters
        ----------
        key : ThreadKey
            The mail.

        Returns
        -------
        tuple of (str, int or None)
            The thread (id of the oldest mail known of it) and, where the citizen is known, the number of the complaint:
            mails of one thread, a forgotten attachment and an answer to a question share it.

        Examples
        --------
        >>> book = ThreadBook()
        >>> book.join(ThreadKey("a", citizen="x", subject="Rampen")), book.join(ThreadKey("b", ("a",), "x"))
        (('a', 1), ('a', 1))
        >>> book.join(ThreadKey("c", citizen="x", subject="Skoven"))
        ('c', 2)
        """
        thread = self._thread(key)
        for name in (key.id, *key.references):
            self.thread_of.setdefault(self.hide(name), thread)
        subject = _subject(key.subject)
        if not key.citizen:
            return thread, None
        citizen = self.hide(key.citizen)
        if subject:
            self.by_subject.setdefault((citizen, self.hide(subject)), thread)
        known = self.numbers.setdefault(citizen, {})
        number = known.setdefault(thread, len(set(known.values())) + 1)
        return thread, number

    def _thread(self, key: ThreadKey) -> str:
        # Its own id may be known already: an answer to it came in before it.
        for name in map(self.hide, (key.id, *reversed(key.references))):
            if name in self.thread_of:
                return self.thread_of[name]
        citizen = self.hide(key.citizen) if key.citizen else ""
        subject = _subject(key.subject)
        same = self.by_subject.get((citizen, self.hide(subject))) if citizen and subject else None
        if same:
            return same
        if citizen in self.numbers and _follows(key):
            return list(self.numbers[citizen])[-1]
        return key.references[0] if key.references else key.id


def _subject(subject: str) -> str:
    """Return the subject without prefixes; empty where it is too general to tell one matter from another."""
    previous = None
    while previous != subject:
        previous, subject = subject, _PREFIX.sub("", subject, count=1)
    plain = " ".join(subject.lower().split()).strip(" .!")
    return "" if len(plain) < 4 or plain in _GENERAL else plain[:100]


def _follows(key: ThreadKey) -> bool:
    return len(key.text.split()) <= _SHORT and bool(_FOLLOWS.search(key.text[:600]))


def message_ids(value: str) -> tuple[str, ...]:
    """Return the ids that a header such as ``References`` holds.

    Parameters
    ----------
    value : str
        The header.

    Returns
    -------
    tuple of str
        Without angle brackets, in order, each once.

    Examples
    --------
    >>> message_ids("<a@b> <c@d> <a@b>")
    ('a@b', 'c@d')
    """
    return tuple(dict.fromkeys(_ID.findall(value[:20_000])))
