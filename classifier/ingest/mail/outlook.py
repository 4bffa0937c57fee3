"""Mail saved by Outlook (``.msg``).

The ``.msg`` properties are read here over olefile: the libraries that do it are GPL (extract-msg), without a release
since 2019 (msg-parser, independentsoft-msg) or do not know code pages (python-oxmsg).
"""

from __future__ import annotations

import codecs
import io
import struct
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from classifier.ingest.mail.decode import decode_bytes, decode_header_value
from classifier.ingest.mail.message import MAX_BYTES, MAX_PARTS, Alternative, Mail, Part, UnreadableError, parse_mail
from classifier.ingest.mail.rtf import decompress, read_rtf

__all__ = ["parse_msg"]

_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAX_DEPTH = 8
_UNICODE, _STRING, _BINARY, _OBJECT = 0x001F, 0x001E, 0x0102, 0x000D


class _Properties:
    """The properties of a message, recipient or attachment: a storage of an OLE file."""

    def __init__(self, ole: object, path: tuple[str, ...], header: int) -> None:
        self._ole = ole
        self.path = path
        self._fixed: dict[int, tuple[int, bytes]] = {}
        raw = self._stream("__properties_version1.0")
        for offset in range(header, len(raw) - 15, 16):
            kind, number = struct.unpack_from("<HH", raw, offset)
            self._fixed[number] = (kind, raw[offset + 8 : offset + 16])
        self.codepage = _codepage(self.number(0x3FFD) or self.number(0x3FDE))

    def _stream(self, name: str) -> bytes:
        path = [*self.path, name]
        if not self._ole.exists(path) or self._ole.get_type(path) != 2:  # type: ignore[attr-defined]
            return b""
        with self._ole.openstream(path) as stream:  # type: ignore[attr-defined]
            data = stream.read(MAX_BYTES)
        return bytes(data)

    def text(self, *numbers: int) -> str:
        """Return the first of some text properties that is there."""
        for number in numbers:
            wide = self._stream(f"__substg1.0_{number:04X}{_UNICODE:04X}")
            if wide:
                return wide.decode("utf-16-le", "replace").replace("\x00", "")
            narrow = self._stream(f"__substg1.0_{number:04X}{_STRING:04X}")
            if narrow:
                return decode_bytes(narrow.rstrip(b"\x00"), self.codepage)
        return ""

    def binary(self, number: int) -> bytes:
        return self._stream(f"__substg1.0_{number:04X}{_BINARY:04X}")

    def number(self, number: int) -> int:
        kind, value = self._fixed.get(number, (0, b"\x00" * 8))
        return int(struct.unpack_from("<i", value)[0]) if kind in (0x0003, 0x0002, 0x000B) else 0

    def time(self, *numbers: int) -> str:
        for number in numbers:
            kind, value = self._fixed.get(number, (0, b""))
            ticks = struct.unpack("<q", value)[0] if kind == 0x0040 else 0
            if 0 < ticks < 1 << 60:
                moment = datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=ticks // 10)
                return moment.strftime("%a, %d %b %Y %H:%M:%S +0000")
        return ""

    def children(self, prefix: str) -> list[tuple[str, ...]]:
        depth = len(self.path)
        found = {
            tuple(entry[: depth + 1])
            for entry in self._ole.listdir(streams=True, storages=True)  # type: ignore[attr-defined]
            if len(entry) > depth and tuple(entry[:depth]) == self.path and entry[depth].startswith(prefix)
        }
        return sorted(found)

    def has_storage(self, name: str) -> bool:
        return bool(self._ole.exists([*self.path, name]))  # type: ignore[attr-defined]


def parse_msg(data: bytes) -> Mail:
    """Take a mail saved by Outlook apart.

    Parameters
    ----------
    data : bytes
        The ``.msg`` file.

    Returns
    -------
    Mail
        As much of it as can be read.

    Raises
    ------
    UnreadableError
        If it is no ``.msg`` file, too large or too damaged.
    """
    import olefile

    if len(data) > MAX_BYTES:
        raise UnreadableError(f"It is larger than {MAX_BYTES >> 20} MB.")
    if not data.startswith(_MAGIC):
        raise UnreadableError("It is no Outlook message.")
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            mail = _message(_Properties(ole, (), 32), 0)
    except (
        OSError,
        ValueError,
        IndexError,
        KeyError,
        struct.error,
        OverflowError,
        TypeError,
        AttributeError,
        RecursionError,
    ) as error:
        # olefile raises OSError for what it recognises as damage and the rest for what it does not.
        raise UnreadableError(f"It is a damaged Outlook message ({type(error).__name__}).") from None
    if not (mail.headers or mail.texts or mail.parts or mail.message_class):
        raise UnreadableError("It is no Outlook message.")
    return mail


def _message(properties: _Properties, depth: int) -> Mail:
    mail = Mail(headers=_headers(properties), message_class=properties.text(0x001A))
    versions = Alternative()
    if plain := properties.text(0x1000):
        versions.plain.append(plain)
    if html := _html(properties.binary(0x1013), properties.text(0x1013), properties.number(0x3FDE)):
        versions.html.append(html)
    elif not plain:
        _add_rtf(properties.binary(0x1009), versions)
    if versions.plain or versions.html:
        mail.texts.append(versions)
    for number, path in enumerate(properties.children("__attach_version1.0_"), start=1):
        if number > MAX_PARTS:
            mail.problems.append(f"Mailen har mere end {MAX_PARTS} bilag; resten er ikke læst.")
            break
        mail.parts.append(_attachment(_Properties(properties._ole, path, 8), number, depth))
    if "smime" in mail.message_class.lower() and not mail.texts:
        mail.parts = [
            Part("smime.p7m", "application/pkcs7-mime", part.data) if len(mail.parts) == 1 else part
            for part in mail.parts
        ]
    return mail


def _attachment(properties: _Properties, number: int, depth: int) -> Part:
    name = decode_header_value(properties.text(0x3707, 0x3704, 0x3001)) or f"bilag-{number}"
    mime = properties.text(0x370E).lower()
    embedded = bool(properties.text(0x3712)) and (mime.startswith("image/") or _is_image(name))
    if properties.has_storage(f"__substg1.0_3701{_OBJECT:04X}"):
        if properties.number(0x3705) == 5 or not mime:
            if depth >= _MAX_DEPTH:
                return Part(name, "message/rfc822")
            inner = _Properties(properties._ole, (*properties.path, f"__substg1.0_3701{_OBJECT:04X}"), 24)
            return Part(name, "message/rfc822", mail=_message(inner, depth + 1))
        return Part(name, mime or "application/octet-stream")
    return Part(name, mime or "application/octet-stream", properties.binary(0x3701), embedded=embedded)


def _is_image(name: str) -> bool:
    return name.lower().endswith((".png", ".jpg", ".jpeg", ".gif", ".bmp", ".emz", ".wmz"))


def _headers(properties: _Properties) -> dict[str, list[str]]:
    headers: dict[str, list[str]] = {}
    if transport := properties.text(0x007D):
        try:
            headers = dict(parse_mail(transport.lstrip().encode("utf-8", "replace") + b"\n\n").headers)
        except UnreadableError:
            headers = {}
    name = properties.text(0x0C1A, 0x0042)
    address = next(
        (
            value
            for value in (
                properties.text(0x5D01),
                properties.text(0x5D02),
                properties.text(0x0C1F),
                properties.text(0x0065),
            )
            if "@" in value
        ),
        "",
    )
    known: Iterable[tuple[str, str]] = (
        ("from", f'"{name}" <{address}>' if address else name),
        ("to", properties.text(0x0E04)),
        ("subject", properties.text(0x0037)),
        ("date", properties.time(0x0039, 0x0E06)),
        ("message-id", properties.text(0x1035)),
        ("references", properties.text(0x1039)),
        ("in-reply-to", properties.text(0x1042)),
    )
    for key, value in known:
        if value and key not in headers:
            headers[key] = [decode_header_value(value)]
    return headers


def _html(data: bytes, text: str, codepage: int) -> str:
    return decode_bytes(data.rstrip(b"\x00"), _codepage(codepage)) if data else text


def _add_rtf(data: bytes, versions: Alternative) -> None:
    if not data:
        return
    rich = read_rtf(decompress(data))
    if rich.html:
        versions.html.append(rich.html)
    elif rich.plain:
        versions.plain.append(rich.plain)


def _codepage(number: int) -> str:
    name = {65001: "utf-8", 1200: "utf-16-le", 28591: "cp1252", 20127: "cp1252", 0: "cp1252"}.get(number, f"cp{number}")
    if 28592 <= number <= 28606:
        name = f"iso8859-{number - 28590}"
    try:
        codecs.lookup(name)
    except (LookupError, ValueError):
        return "cp1252"
    return name
