"""Mail addresses, plain and written around, and links that lead to a person or a case."""

from __future__ import annotations

import re

from classifier.masking.spans import Span

__all__ = ["find_mails"]

_GAP = r"[ \t\u00a0]{0,2}"
_DOT = rf"(?:[ ]\.[ ]|\.|{_GAP}[(\[{{]?\b(?:punktum|punkt|prik|dot)\b[)\]}}]?{_GAP})"
_LOCAL = r"[\w+'’!#$%&*=?^`{|}~-]{1,64}"
_AT = r"(?:@|＠|[(\[{<][ ]?(?:at|a|@|snabel-?[ ]?a|ved)[ ]?[)\]}>]|\bsnabel[- ]?a\b|\bsnabela\b|\bkrølle-?[ ]?a\b|\bat-tegn(?:et)?\b|\balfakrølle\b)"
_END = r"(?:com|dk|net|org|eu|de|se|no|info|pl|uk|fr|nu|me|io|ro|ua|it|es|nl|tr|edu|gov|biz|fi|is|fo|gl|be|at|ch|lt|lv|ee|ru|bg|hu|gr|pt|us|cc|tv)"

# With an at-sign of some form; the domain may be cut short.
_MAIL = re.compile(
    rf"(?<![\w.+])(?:{_LOCAL}(?:\.{_LOCAL}){{0,6}}|{_LOCAL}(?:{_DOT}{_LOCAL}){{1,4}}){_GAP}{_AT}{_GAP}"
    rf"(?:[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,5}}|[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{0,2}}{_DOT}{_END}\b|[\w-]{{1,63}})",
    re.I,
)
# "bodil at gmail punktum com", "bodil at hotmail.com": only with a known host, for "at" is a Danish word.
_SPOKEN = re.compile(
    rf"(?<![\w.+])(?:{_LOCAL}(?:\.{_LOCAL}){{0,6}}|{_LOCAL}(?:{_DOT}{_LOCAL}){{1,4}}) (?:at|ad|ætt?) "
    rf"(?:gmail|hotmail|outlook|live|yahoo|icloud|mail|msn|jubii|ofir|tdcadsl|stofanet|youmail|protonmail|webspeed|privat|\w{{2,30}}(?={_DOT}{_END}\b))"
    rf"(?:{_DOT}{_END}\b)?",
    re.I,
)
_HANDLE = re.compile(r"(?<![\w@.])@[A-Za-z][\w.]{2,30}")
_SERVICES = (
    *("snap", "insta", "discord", "telegram", "tiktok", "psn", "xbox", "skype"),
    *("brugernavn", "gamertag", "steam", "messenger"),
)
# What somebody is called in a service of messages: "Snap: zakkz_2900", "min insta er bob.holm".
_ACCOUNT = re.compile(
    rf"(?i)\b(?:{'|'.join(_SERVICES)})(?:chat|gram)?(?:en|et|navn)?(?:[ ]?[:=]|[ ]er|[ ]hedder)?[ ]{{1,2}}@?"
    r"(?P<handle>(?=[\w.]*[_\d.]\w)[A-Za-zæøå][\w.]{2,30})"
)
_LINK = re.compile(
    r"(?i)\b(?:https?://|www\.)[^\s<>\"']{3,2000}|\b(?:facebook|fb|instagram|linkedin|twitter|x|tiktok|youtube|dropbox|drive\.google|wa|t)\.(?:com|me|dk)/[^\s<>\"']{2,500}"
)
_BARE_HOST = re.compile(r"(?i)(?:https?://)?[\w.\-]+/?[.,;:!?)]*")


def find_mails(text: str) -> list[Span]:
    """Find mail addresses and personal links.

    Parameters
    ----------
    text : str
        The letter.

    Returns
    -------
    list of Span
        ``MAIL`` and ``LINK``; a link to a mere host (``www.gentofte.dk``) stays.

    Examples
    --------
    >>> [text[start:end] for text in ["skriv til bodil punktum k snabel-a mail punktum dk nu"] for start, end, _ in find_mails(text)]
    ['bodil punktum k snabel-a mail punktum dk']
    """
    spans: list[Span] = []
    lower = text.lower()
    if (
        "@" in text
        or "＠" in text
        or any(cue in lower for cue in ("(a", "[a", "{a", "snabel", "krølle", "at-tegn", "<a", "( a", "(snab"))
    ):
        spans += [Span(*match.span(), "MAIL") for match in _around(_MAIL, text, _AT_SIGN)]
        spans += [Span(*match.span(), "MAIL") for match in _HANDLE.finditer(text)]
    if any(cue in lower for cue in _SERVICES):
        spans += [Span(*match.span("handle"), "MAIL") for match in _ACCOUNT.finditer(text)]
    if any(cue in lower for cue in ("punktum", " dot ", " prik ", "mail", "outlook", "live", "yahoo", "icloud")) and (
        " at " in lower or " ad " in lower
    ):
        spans += [Span(*match.span(), "MAIL") for match in _around(_SPOKEN, text, _SPOKEN_SIGN)]
    if "www" in lower or "http" in lower or "/" in text:
        for match in _LINK.finditer(text):
            if not _BARE_HOST.fullmatch(match[0]):
                spans.append(Span(match.start(), match.start() + len(match[0].rstrip(".,;:!?)")), "LINK"))
    return spans


_AT_SIGN = re.compile(_AT, re.I)
_SPOKEN_SIGN = re.compile(r"(?i) (?:at|ad|ætt?) (?=[a-zæøå])")


def _around(pattern: re.Pattern[str], text: str, sign: re.Pattern[str]) -> list[re.Match[str]]:
    """Return the matches near each sign: a local part may begin anywhere, so searching from every letter would be slow."""
    found: list[re.Match[str]] = []
    done = 0
    for at in sign.finditer(text):
        if at.start() < done:
            continue
        low = max(at.start() - 140, done)
        match = None
        for start in _starts(text, low, at.start()):
            candidate = pattern.match(text, start, min(at.end() + 120, len(text)))
            if candidate and candidate.end() > at.start():
                match = candidate
                break
        if match:
            found.append(match)
            done = match.end()
    return found


_START = re.compile(r"(?<![\w.+])[\w+]")


def _starts(text: str, low: int, high: int) -> list[int]:
    """Return the places where a local part may begin, the nearest chain of at most eight words, longest first."""
    return [match.start() for match in _START.finditer(text, low, high)][-9:]
