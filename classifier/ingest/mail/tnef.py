"""Outlook's ``winmail.dat`` (TNEF).

Own code: on damaged data the library for it (tnefparse) was seen to work for seven minutes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from classifier.ingest.mail.decode import decode_bytes, decode_header_value
from classifier.ingest.mail.message import MAX_PARTS, Alternative, Mail, Part, UnreadableError
from classifier.ingest.mail.rtf import decompress, read_rtf

__all__ = ["parse_tnef"]

_SIGNATURE = 0x223E9F78
_SUBJECT, _BODY, _DATA, _TITLE, _RENDERING, _MESSAGE_PROPERTIES, _ATTACHMENT_PROPERTIES, _CODEPAGE = (
    0x8004, 0x800C, 0x800F, 0x8010, 0x9002, 0x9003, 0x9005, 0x9007,
)  # fmt: skip
_STRING, _UNICODE, _BINARY, _OBJECT, _CLASS_ID = 0x001E, 0x001F, 0x0102, 0x000D, 0x0048
_VARIABLE = (_STRING, _UNICODE, _BINARY, _OBJECT)
_FOUR_BYTES = (0x0000, 0x0001, 0x0002, 0x0003, 0x0004, 0x000A, 0x000B)
_MESSAGE_CLASS_ID = bytes.fromhex("0703020000000000c000000000000046")
_MAX_ATTRIBUTES = 20_000
_MAX_VALUES = 20_000
_MAX_DEPTH = 5


@dataclass(slots=True)
class _Attachment:
    name: str = ""
    data: bytes = b""
    mail: Mail | None = field(default=None)


@dataclass(slots=True)
class _Found:
    versions: Alternative = field(default_factory=Alternative)
    rich: list[bytes] = field(default_factory=list)
    attachments: list[_Attachment] = field(default_factory=list)
    codepage: str = "cp1252"


def parse_tnef(data: bytes, depth: int = 0) -> Mail:
    """Take a ``winmail.dat`` apart.

    Parameters
    ----------
    data : bytes
        The attachment.
    depth : int, default 0
        How many it is wrapped in.

    Returns
    -------
    Mail
        Its text and attachments; of the headers only the subject. Of damaged data as much as stands before the damage.

    Raises
    ------
    UnreadableError
        If it is none, or holds nothing that can be read.
    """
    if len(data) < 6 or struct.unpack_from("<I", data)[0] != _SIGNATURE:
        raise UnreadableError("It is no winmail.dat.")
    mail = Mail()
    found = _Found()
    for name, value in _attributes(data):
        if len(found.attachments) > MAX_PARTS:
            break
        _take(name, value, mail, found, depth)
    versions = found.versions
    if not versions.plain and not versions.html and found.rich:
        read = read_rtf(decompress(found.rich[0]))
        versions.html += [read.html] if read.html else []
        versions.plain += [read.plain] if read.plain else []
    if versions.plain or versions.html:
        mail.texts.append(versions)
    for number, attachment in enumerate(found.attachments, start=1):
        mime = "message/rfc822" if attachment.mail else "application/octet-stream"
        mail.parts.append(Part(attachment.name or f"bilag-{number}", mime, attachment.data, attachment.mail))
    if not mail.texts and not mail.parts:
        raise UnreadableError("It is an empty or damaged winmail.dat.")
    return mail


def _take(name: int, value: bytes, mail: Mail, found: _Found, depth: int) -> None:
    if name == _CODEPAGE and len(value) >= 4:
        found.codepage = f"cp{struct.unpack_from('<I', value)[0]}"
    elif name == _SUBJECT:
        mail.headers["subject"] = [decode_header_value(decode_bytes(value.rstrip(b"\x00"), found.codepage))]
    elif name == _BODY:
        found.versions.plain.append(decode_bytes(value.rstrip(b"\x00"), found.codepage))
    elif name == _MESSAGE_PROPERTIES:
        _read_message(value, found.codepage, found.versions, found.rich)
    elif name == _RENDERING:
        found.attachments.append(_Attachment())
    elif found.attachments:
        _read_attachment(name, value, found.codepage, found.attachments[-1], depth)


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Level (1 byte), name and type (2 each), length (4), value, checksum (2), over and over."""
    position = 6
    for _ in range(_MAX_ATTRIBUTES):
        if position + 9 > len(data):
            return
        name, _, length = struct.unpack_from("<HHI", data, position + 1)
        position += 9
        yield name, data[position : position + length]
        position += length + 2


def _properties(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield number, type and first value of each MAPI property; stops at damage."""
    try:
        (count,) = struct.unpack_from("<I", data)
        position = 4
        for _ in range(min(count, _MAX_VALUES)):
            kind, number = struct.unpack_from("<HH", data, position)
            position += 4
            if number >= 0x8000:
                position = _after_name(data, position)
            value, position = _value(data, position, kind)
            yield number, kind & 0x0FFF, value
    except (struct.error, ValueError):
        return


def _after_name(data: bytes, position: int) -> int:
    (kind,) = struct.unpack_from("<I", data, position + 16)
    position += 20
    if kind == 0:
        return position + 4
    (length,) = struct.unpack_from("<I", data, position)
    return position + 4 + _padded(length)


def _value(data: bytes, position: int, kind: int) -> tuple[bytes, int]:
    basic = kind & 0x0FFF
    count = 1
    if kind & 0x1000 or basic in _VARIABLE:
        (count,) = struct.unpack_from("<I", data, position)
        position += 4
    if count > _MAX_VALUES:
        raise ValueError("more values than a mail has")
    first = b""
    for index in range(count):
        if basic in _VARIABLE:
            (length,) = struct.unpack_from("<I", data, position)
            position += 4
        else:
            length = 4 if basic in _FOUR_BYTES else 16 if basic == _CLASS_ID else 8
        if position + length > len(data):
            raise ValueError("a value beyond the end")
        if not index:
            first = data[position : position + length]
        position += _padded(length)
    return first, position


def _padded(length: int) -> int:
    return (length + 3) // 4 * 4


def _text(kind: int, value: bytes, codepage: str) -> str:
    if kind == _UNICODE:
        return value.decode("utf-16-le", "replace").rstrip("\x00")
    return decode_bytes(value.rstrip(b"\x00"), codepage)


def _read_message(value: bytes, codepage: str, versions: Alternative, rich: list[bytes]) -> None:
    for number, kind, held in _properties(value):
        if number == 0x1000 and not versions.plain:
            versions.plain.append(_text(kind, held, codepage))
        elif number == 0x1013:
            versions.html.append(_text(kind, held, codepage))
        elif number == 0x1009:
            rich.append(held)


def _read_attachment(name: int, value: bytes, codepage: str, attachment: _Attachment, depth: int) -> None:
    if name == _TITLE:
        attachment.name = attachment.name or decode_header_value(decode_bytes(value.rstrip(b"\x00"), codepage))
    elif name == _DATA:
        attachment.data = value
    elif name == _ATTACHMENT_PROPERTIES:
        for number, kind, held in _properties(value):
            if number == 0x3707:
                attachment.name = decode_header_value(_text(kind, held, codepage))
            elif number == 0x3701 and kind == _OBJECT and held.startswith(_MESSAGE_CLASS_ID) and depth < _MAX_DEPTH:
                try:
                    attachment.mail = parse_tnef(held[16:], depth + 1)
                except UnreadableError:
                    attachment.data = held[16:]
            elif number == 0x3701 and not attachment.data:
                attachment.data = held[16:] if kind == _OBJECT else held
