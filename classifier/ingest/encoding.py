"""Telling text from rubbish, and which encoding a text has: UTF-8, UTF-16, UTF-32 or Windows-1252."""

from __future__ import annotations

import codecs
import contextlib
import io
import re
from typing import BinaryIO

__all__ = ["CHUNK", "FALLBACK", "decode", "detect", "is_rubbish"]

CHUNK = 1 << 16
"""Bytes read at a time, and looked at to tell text from rubbish."""

FALLBACK = "klagepunkt-windows-1252"
"""Name of the codec error handler that reads a byte the encoding does not allow as Windows-1252."""

# The order matters: the mark of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"PAR1", b"{\\rtf")
# Symbol fonts put Word's bullets at U+F000-F0FF; the rest of the private area stands in no letter.
_STRANGE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd-\uffff\ud800-\udfff\ue000-\uefff\uf100-\uf8ff]")


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    if error.encoding.startswith(("utf-16", "utf-32", "utf_16", "utf_32")):
        return "\ufffd", error.end
    return wrong.decode("cp1252", errors="replace"), error.end


codecs.register_error(FALLBACK, _as_windows)


def detect(file: BinaryIO) -> str:
    """Return the encoding of a text, read to its end in bounded memory.

    A mark at the start decides. Else UTF-16 shows by its regular zero bytes; else the text is UTF-8, unless more of
    its bytes beyond ASCII are invalid as UTF-8 than valid: then it is Windows-1252.

    Parameters
    ----------
    file : binary file
        Open at its start; left at its end.

    Returns
    -------
    str
        A Python codec name. Decode with ``errors=FALLBACK``: then no byte is lost and none raises.
    """
    head = file.read(CHUNK)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    if regular := _regular_zeros(head):
        return regular
    invalid = valid = 0

    def count(error: UnicodeError) -> tuple[str, int]:
        nonlocal invalid
        assert isinstance(error, UnicodeDecodeError)
        invalid += error.end - error.start
        return "", error.end

    codecs.register_error("klagepunkt-count", count)
    decoder = codecs.getincrementaldecoder("utf-8")("klagepunkt-count")
    while head:
        text = decoder.decode(head)
        if not text.isascii():
            valid += len(text) - len(text.encode("ascii", errors="ignore"))
        head = file.read(CHUNK)
    decoder.decode(b"", final=True)
    return "utf-8" if valid >= invalid else "cp1252"


def _regular_zeros(head: bytes) -> str:
    """UTF-16 without a mark: in Danish text nearly every second byte is zero, and hardly any other."""
    half = len(head) // 2
    if half < 4:
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > half * 0.8 and even < half * 0.05:
        return "utf-16-le"
    if even > half * 0.8 and odd < half * 0.05:
        return "utf-16-be"
    return ""


def decode(data: bytes) -> str:
    """Decode a whole text whose encoding is not known.

    Parameters
    ----------
    data : bytes
        The text as it stands in its file.

    Returns
    -------
    str
        Without a byte order mark. Bytes that no encoding explains are U+FFFD.

    Examples
    --------
    >>> decode("Kære ombudsmand".encode("cp1252"))
    'Kære ombudsmand'
    """
    # Nearly every text is UTF-8 without a mark: one look in place of three.
    if b"\x00" not in data and not data.startswith(codecs.BOM_UTF8):
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode("utf-8")
    return data.decode(detect(io.BytesIO(data)), errors=FALLBACK)


def is_rubbish(text: str, head: bytes = b"") -> bool:
    """Return whether a decoded text is no text: zero characters, many control characters, or another format's start.

    Parameters
    ----------
    text : str
        As ``decode`` gives it.
    head : bytes, default b""
        The first bytes of the file, if it is to be looked at for the marks of PDF, ZIP, pictures and the like.

    Returns
    -------
    bool
        True if a person would see rubbish.

    Examples
    --------
    >>> is_rubbish("Kære ombudsmand"), is_rubbish("a" + chr(0))
    (False, True)
    """
    if "\x00" in text or head.startswith(_MAGIC):
        return True
    # One stray control character is let pass in a text of any length, else one in a hundred.
    return len(_STRANGE.findall(text)) * 100 > len(text) + 100
