"""A mail taken apart: headers, bodies and attachments, whatever its form; nothing here raises for what a mail holds."""

from __future__ import annotations

import email
import email.message
import email.policy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from classifier.ingest.mail.decode import decode_bytes, decode_header_value, unflow

__all__ = ["MAX_BYTES", "MAX_PARTS", "Alternative", "Mail", "Part", "UnreadableError", "parse_mail"]

MAX_BYTES = 100 << 20
"""Largest mail that is read (100 MB; mail servers stop at half of it)."""
MAX_PARTS = 200
"""Most parts, at any depth, of a mail that is read."""
MAX_TEXT = 4 << 20
"""Most characters of one text part."""

_CONTAINER = re.compile(rb"^content-type[ \t]*:\s*(?:multipart|message)/", re.IGNORECASE | re.MULTILINE)
_UUENCODED = re.compile(
    r"(?:^|(?<=\n))begin [0-7]{3,4} (?P<name>[^\n]{1,200})\n(?P<lines>(?:[\x20-\x60]{1,90}\n)*?)(?:`|"
    r"\x20)?\n?end[ \t]*(?:\n|\Z)"
)


class UnreadableError(Exception):
    """A mail or attachment that cannot be read; its text says why, in English and without text of a letter."""


@dataclass(slots=True)
class Alternative:
    """One text in its versions: several pieces of a version stand one after the other.

    Attributes
    ----------
    plain, html : list of str
        Decoded text parts.
    """

    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a mail that is not its text.

    Attributes
    ----------
    name : str
        File name, or a made-up one (``bilag-2``).
    mime : str
        Lower-case type.
    data : bytes
        Content, empty for a mail in a mail.
    mail : Mail or None
        The mail that the part is.
    embedded : bool
        True for what the text shows itself (a logo in a signature).
    """

    name: str
    mime: str
    data: bytes = b""
    mail: Mail | None = None
    embedded: bool = False


@dataclass(slots=True)
class Mail:
    """A mail taken apart.

    Attributes
    ----------
    headers : dict of str to list of str
        Lower-case name to decoded values.
    texts : list of Alternative
        The mail's own text, in order.
    parts : list of Part
        Everything else, in order.
    calendar : list of str
        Text of calendar parts.
    report : str
        ``report-type`` of a multipart/report.
    message_class : str
        Outlook's own name for the kind of item.
    problems : list of str
        Danish, for staff: what is wrong with it.
    unreadable : str
        English: why the text cannot be read at all (encrypted); empty otherwise.
    """

    headers: dict[str, list[str]] = field(default_factory=dict)
    texts: list[Alternative] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    calendar: list[str] = field(default_factory=list)
    report: str = ""
    message_class: str = ""
    problems: list[str] = field(default_factory=list)
    unreadable: str = ""

    def header(self, name: str) -> str:
        """Return a header's first value, empty if it has none.

        Parameters
        ----------
        name : str
            Lower-case.

        Returns
        -------
        str
            Decoded, one line.
        """
        values = self.headers.get(name)
        return values[0] if values else ""


def parse_mail(data: bytes) -> Mail:
    """Take a mail in internet format apart.

    Parameters
    ----------
    data : bytes
        The whole mail.

    Returns
    -------
    Mail
        As much of it as can be read.

    Raises
    ------
    UnreadableError
        If it is too large, holds too many parts, or is no mail.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableError(f"It is larger than {MAX_BYTES >> 20} MB.")
    # Counted before parsing: Python's parser recurses into nested parts.
    if len(_CONTAINER.findall(data)) > MAX_PARTS:
        raise UnreadableError(f"It holds more than {MAX_PARTS} nested parts.")
    data = _with_line_ends(data.lstrip(b"\xef\xbb\xbf\r\n \t"))
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        if not message.keys():
            raise UnreadableError("It has no headers, so it is no mail.")
        mail = Mail(headers=_headers(message))
        _collect(message, mail)
    except RecursionError:
        raise UnreadableError("Its parts are nested too deep.") from None
    return mail


def _with_line_ends(data: bytes) -> bytes:
    # Old Mac line ends, and the NULs that some stores leave, which would end up inside header names.
    if b"\n" not in data[:100_000] and b"\r" in data:
        data = data.replace(b"\r", b"\n")
    if b"\r\r\n" in data:
        data = data.replace(b"\r\r\n", b"\r\n")
    if data.startswith((b"From ", b">From ")):
        return data.partition(b"\n")[2]
    return data


def _headers(message: email.message.Message) -> dict[str, list[str]]:
    headers: dict[str, list[str]] = {}
    for name, value in message.raw_items():
        headers.setdefault(name.lower(), []).append(decode_header_value(value))
    return headers


def _collect(message: email.message.Message, mail: Mail) -> None:
    if _mime(message) == "multipart/report":
        mail.report = _parameter(message, "report-type").lower() or "report"
    if _mime(message).startswith("multipart/encrypted"):
        mail.unreadable = "It is encrypted."
    groups: dict[int, Alternative] = {}
    for count, (part, group) in enumerate(_leaves(message), start=1):
        if count > MAX_PARTS:
            mail.problems.append(f"Mailen har mere end {MAX_PARTS} dele; resten er ikke læst.")
            return
        _add(part, group, groups, mail, count)


def _leaves(message: email.message.Message) -> Iterator[tuple[email.message.Message, int]]:
    """Walk the parts that hold something, not entering mails in the mail, with the outermost alternative around."""
    waiting = [(message, 0)]
    while waiting:
        part, group = waiting.pop()
        payload = _payload(part)
        if isinstance(payload, list) and not _mime(part).startswith("message/"):
            if not payload and part.preamble:
                # A multipart without a single boundary: all of its text is its preamble.
                part.set_payload(part.preamble)
                part.set_type("text/plain")
                yield part, group
            if _mime(part) == "multipart/alternative":
                group = group or id(part)
            waiting += [(item, group) for item in reversed(payload) if isinstance(item, email.message.Message)]
        else:
            yield part, group


def _add(part: email.message.Message, group: int, groups: dict[int, Alternative], mail: Mail, number: int) -> None:
    mime = _mime(part)
    name = _name(part)
    disposition = str(part.get("content-disposition", "")).strip().lower()
    if mime.startswith("message/") and mime != "message/delivery-status":
        mail.parts.append(_mail_part(part, name or f"mail-{number}.eml", mime))
        return
    if mime in ("message/delivery-status", "text/rfc822-headers", "message/disposition-notification"):
        return
    data = _content(part)
    if mime.startswith("multipart/"):
        # No boundary was found in it: what stands there is text.
        mime = "text/html" if data.lstrip()[:1] == b"<" else "text/plain"
    if mime == "text/calendar":
        mail.calendar.append(decode_bytes(data, _charset(part)))
    elif mime in ("text/plain", "text/html", "text/enriched") and not disposition.startswith("attachment") and not name:
        versions = groups.get(group) if group else None
        if versions is None:
            versions = Alternative()
            mail.texts.append(versions)
            groups[group] = versions
        _add_text(part, mime, data, versions, mail)
    elif data or name:
        embedded = (
            bool(part.get("content-id")) and mime.startswith("image/") and not disposition.startswith("attachment")
        )
        mail.parts.append(Part(name or f"bilag-{number}{_ending(mime)}", mime, data, embedded=embedded))


def _add_text(part: email.message.Message, mime: str, data: bytes, versions: Alternative, mail: Mail) -> None:
    charset = _charset(part)
    if mime == "text/html" and not charset:
        charset = _meta_charset(data)
    text = decode_bytes(data, charset)
    if len(text) > MAX_TEXT:
        mail.problems.append(f"Mailens tekst er længere end {MAX_TEXT} tegn; resten er ikke læst.")
        text = text[:MAX_TEXT]
    if mime == "text/html":
        versions.html.append(text)
        return
    if _parameter(part, "format").lower() == "flowed":
        text = unflow(text, _parameter(part, "delsp").lower() == "yes")
    versions.plain.append(_take_uuencoded(text, mail))


def _take_uuencoded(text: str, mail: Mail) -> str:
    if "\nbegin " not in text and not text.startswith("begin "):
        return text
    text = text.replace("\r\n", "\n")

    def take(match: re.Match[str]) -> str:
        if not match["lines"]:
            return match.group()
        import binascii

        data = bytearray()
        for line in match["lines"].splitlines():
            try:
                data += binascii.a2b_uu(line.encode("ascii"))
            except (binascii.Error, ValueError):
                continue
        mail.parts.append(Part(decode_header_value(match["name"]), "application/octet-stream", bytes(data)))
        return ""

    return _UUENCODED.sub(take, text)


def _mail_part(part: email.message.Message, name: str, mime: str) -> Part:
    payload = _payload(part)
    inner = payload[0] if isinstance(payload, list) and payload else None
    if not isinstance(inner, email.message.Message) or not inner.keys():
        return Part(name, mime, _content(part))
    mail = Mail(headers=_headers(inner))
    _collect(inner, mail)
    return Part(name, mime, mail=mail)


def _payload(part: email.message.Message) -> object:
    try:
        return part.get_payload()
    except (ValueError, LookupError, AssertionError):
        # Python decodes by the declared encoding even here, whatever nonsense that is; this is what it would decode.
        return getattr(part, "_payload", "")


def _content(part: email.message.Message) -> bytes:
    """Content with its transfer encoding undone; as it stands where that fails."""
    payload = _payload(part)
    if isinstance(payload, list):
        return b"\n\n".join(bytes(item) if isinstance(item, email.message.Message) else b"" for item in payload)
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        data = None
    if isinstance(data, bytes):
        encoding = str(part.get("content-transfer-encoding", "")).strip().lower()
        if encoding == "base64" and (
            not _is_base64(payload) or (len(data) < 100 and _mime(part).startswith("text/") and _is_rubbish(data))
        ):
            # Called base64, but plain text: Python would decode it to rubbish.
            return str(payload).encode("utf-8", "surrogateescape")
        return data
    return str(payload).encode("utf-8", "surrogateescape")


def _is_rubbish(data: bytes) -> bool:
    return len(re.findall(rb"[\x00-\x08\x0e-\x1f\x7f-\x9f]", data)) > 0.2 * len(data) and not data.startswith(
        (b"\xff\xfe", b"\xfe\xff")
    )


def _is_base64(payload: object) -> bool:
    sample = "".join(str(payload)[:2000].split())
    return len(re.findall(r"[A-Za-z0-9+/=]", sample)) >= 0.97 * len(sample) and " " not in str(payload)[:200].strip()


def _mime(part: email.message.Message) -> str:
    try:
        return part.get_content_type()
    except (ValueError, LookupError, TypeError, AssertionError):
        return "text/plain"


def _parameter(part: email.message.Message, name: str) -> str:
    try:
        value = part.get_param(name)
    except (ValueError, LookupError, TypeError, AssertionError):
        return ""
    if isinstance(value, tuple):
        value = value[2]
    return str(value or "").strip()


def _charset(part: email.message.Message) -> str:
    name = _parameter(part, "charset")
    return name if name.isascii() and len(name) < 60 else ""


def _meta_charset(data: bytes) -> str:
    match = re.search(rb"<meta[^>]{0,200}charset=[\"']?([\w-]{1,40})", data[:4000], re.IGNORECASE)
    return match[1].decode("ascii", "replace") if match else ""


def _name(part: email.message.Message) -> str:
    try:
        name = part.get_filename()
    except (ValueError, LookupError, TypeError, AssertionError):
        name = None
    cleaned = decode_header_value(name or "")
    return cleaned.replace("\\", "/").rsplit("/", 1)[-1][:200]


_ENDINGS: Mapping[str, str] = {
    "application/pdf": ".pdf",
    "text/plain": ".txt",
    "text/html": ".html",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "application/ms-tnef": ".dat",
    "application/pkcs7-signature": ".p7s",
}


def _ending(mime: str) -> str:
    return _ENDINGS.get(mime, "")
