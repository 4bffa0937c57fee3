"""Bytes of a mail to text, whatever the mail says of its own encoding."""

from __future__ import annotations

import codecs
import re
from email.header import decode_header

__all__ = ["decode_bytes", "decode_header_value", "plain_characters", "tidy", "unflow"]

# Names that a Windows-1252 text is sent under (HTML5 reads them the same way).
_CALLED_LATIN1 = {"iso8859-1", "ascii", "ansi", "cp1252"}
# Tried where nothing usable is declared: what Danish letters have been typed on, the likeliest first.
_FALLBACKS = ("cp1252", "cp850", "mac_roman")
_DANISH = re.compile(r"(?<=[a-zæøåA-ZÆØÅ ])[æøåé](?=[a-zæøå ,.])|\b[ÆØÅ](?=[a-zæøå])|[a-zæøå][“”’–…]|[“”’–…] ?\w|§")
_STRANGE = re.compile(
    r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f¥ƒŽžŠšŒœ›‹†‡‰ˆ¿¾µ¶¹²³×÷°ªº¬¦¤]|(?<=[a-z])[\u2500-\u257f]|"
    r"[¸¢£ıïî∂ß≈π∏](?=[a-z])|(?<=[a-z])[A-ZÆØÅ‘’](?=[a-z])"
)
# A pair or triple that only UTF-8 read as Latin-1 makes.
_MOJIBAKE = re.compile(
    r"Ã[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â[€\u0080][\u0080-\u00bf™œ“”˜¦\u009d]|Â[\u00a0-\u00bf]"
)
_INVISIBLE = dict.fromkeys(map(ord, "\x00\u200b\u200c\u200e\u200f\u2060\ufeff\u00ad\x0b\x1a\x1b\x08\x07"))
_LINE_END = re.compile(r"\r\n?|[\x0c\x85\u2028\u2029]")
_TRAILING = re.compile(r"[ \t]+(?=\n)|[ \t]+\Z")
MAX_HEADER = 20_000


def decode_bytes(data: bytes, declared: str = "") -> str:
    """Decode a text part of a mail.

    What is valid UTF-8 beyond ASCII is UTF-8, whatever was declared: no Danish text in another encoding is that by
    chance. Otherwise the declared encoding is believed where Python knows it and it fits; else the likeliest of what
    Danish letters are typed in.

    Parameters
    ----------
    data : bytes
        The part, its transfer encoding undone.
    declared : str, default ""
        The encoding as the mail names it: may be missing, wrong or nonsense.

    Returns
    -------
    str
        Text; bytes that fit nothing become U+FFFD.

    Examples
    --------
    >>> decode_bytes("på “rådhuset”".encode("cp1252"), "iso-8859-1")
    'på “rådhuset”'
    >>> decode_bytes("får støtte".encode(), "iso-8859-1")
    'får støtte'
    """
    name = declared.strip().strip("\"'").lower()
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and len(data) % 2 == 0:
        return data.decode("utf-16", "replace")
    if name.startswith(("utf-16", "utf16", "utf-32", "utf-7", "utf7", "iso-2022", "hz")):
        # Their bytes are (mostly) ASCII or hold NULs, so the test for UTF-8 would take them.
        strict = _strictly(data, name)
        if strict is not None:
            return strict
    if data.isascii():
        return data.decode("ascii")
    utf8 = _strictly(data, "utf-8")
    if utf8 is not None:
        return _unscramble(utf8)
    if _canonical(name) not in _CALLED_LATIN1 and not name.startswith("utf"):
        strict = _strictly(data, name)
        if strict is not None:
            return strict
    if _mostly_utf8(data):
        # A few broken bytes in UTF-8 (a cut character) are better lost than the whole text garbled.
        return data.decode("utf-8", "replace")
    # Latin-1 takes every byte, so the better of the candidates is chosen by how Danish it reads.
    candidates = [(text, _danishness(text)) for text in (data.decode(name, "replace") for name in _FALLBACKS)]
    text, score = max(candidates, key=lambda item: item[1])
    return text if score >= 0 else _foreign(data) or text


def decode_header_value(value: object) -> str:
    """Decode a header that may be folded, encoded by RFC 2047 under any name, or hold raw 8-bit bytes.

    Parameters
    ----------
    value : object
        As Python's parser holds it (``str`` with surrogates for raw bytes, or ``email.header.Header``).

    Returns
    -------
    str
        One line; cut at 20,000 characters.
    """
    raw = str(value)[:MAX_HEADER]
    if any("\ud800" <= character <= "\udfff" for character in raw):
        raw = decode_bytes(raw.encode("utf-8", "surrogateescape"))
    if "=?" not in raw:
        return _one_line(raw)
    # A space between two encoded words is no space; decode_header joins neighbours of one encoding before decoding,
    # so a character cut in two by the sender survives.
    raw = re.sub(r"\?=\s+=\?", "?==?", raw)
    try:
        pieces = decode_header(raw)
    except (ValueError, LookupError, AssertionError):
        return _one_line(raw)
    except Exception:  # noqa: BLE001 - hostile headers; email.errors.HeaderParseError and whatever base64 raises
        return _one_line(raw)
    return _one_line("".join(_piece(text, charset) for text, charset in pieces))


def _piece(text: bytes | str, charset: str | None) -> str:
    if isinstance(text, str):
        return text
    if charset is None:
        return text.decode("utf-8", "replace")
    return decode_bytes(text, charset)


def _one_line(text: str) -> str:
    return " ".join(plain_characters(text).split())


def tidy(text: str) -> str:
    r"""Bring a decoded text to the form that everything after works on: this is *the decoded text* of a letter.

    Line ends become ``\n``; NULs, zero-width characters and trailing blanks of lines go, non-breaking spaces become
    spaces; blank lines before and after the text go.

    Parameters
    ----------
    text : str
        Decoded text.

    Returns
    -------
    str
        The decoded text.

    Examples
    --------
    >>> tidy("\ufeff\r\nHej\u00a0du  \r\n")
    'Hej du'
    """
    text = plain_characters(_LINE_END.sub("\n", text))
    text = _TRAILING.sub("", text)
    return text.strip("\n").rstrip() if text.strip() else ""


def plain_characters(text: str) -> str:
    """Drop what no reader sees and make every kind of space a space.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        Without NULs, zero-width characters, soft hyphens and lone surrogates.

    Examples
    --------
    >>> plain_characters("be\u00adslut\u00a0nu")
    'beslut nu'
    """
    text = text.translate(_INVISIBLE).replace("\u00a0", " ").replace("\u202f", " ").replace("\u2007", " ")
    # A lone surrogate cannot be written to any file.
    return text.encode("utf-8", "replace").decode("utf-8")


def unflow(text: str, delete_space: bool = False) -> str:
    """Join the lines that a ``format=flowed`` part (RFC 3676) broke.

    Parameters
    ----------
    text : str
        With any line ends.
    delete_space : bool, default False
        The part's ``DelSp=yes``.

    Returns
    -------
    str
        Paragraphs on one line each; quote marks stay at their beginning.
    """
    joined: list[str] = []
    open_depth: int | None = None
    for line in _LINE_END.sub("\n", text).split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        content = line[depth:]
        if content.startswith(" "):
            content = content[1:]
        if open_depth == depth and content.rstrip() != "--":
            joined[-1] += content
        else:
            joined.append((">" * depth + " " if depth else "") + content)
        flows = content.endswith(" ") and content != "-- "
        if flows and delete_space:
            joined[-1] = joined[-1][:-1]
        open_depth = depth if flows else None
    return "\n".join(joined)


def _canonical(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        return name


def _strictly(data: bytes, name: str) -> str | None:
    try:
        codec = codecs.lookup(name)
        if not codec._is_text_encoding:
            return None
        return data.decode(codec.name)
    except (LookupError, UnicodeError, ValueError):
        # LookupError: no such encoding; ValueError: a NUL in its name.
        return None


def _foreign(data: bytes) -> str:
    """Text in an encoding that no Danish letter has, empty if none fits."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:20_000]).best()
    if best is None:
        return ""
    return data.decode(best.encoding, "replace")


def _mostly_utf8(data: bytes) -> bool:
    sample = data[:200_000].decode("utf-8", "replace")
    broken = sample.count("\ufffd")
    fine = len(re.findall(r"[\u0080-\ufffc]", sample))
    return fine > 3 * broken


def _danishness(text: str) -> float:
    sample = text[:20_000]
    return 2 * len(_DANISH.findall(sample)) - 2 * len(_STRANGE.findall(sample)) - 3 * sample.count("\ufffd")


def _unscramble(text: str) -> str:
    # Some mail has been misread twice.
    for _ in range(3):
        before = text
        text = _unscramble_foreign(text)
        text = _MOJIBAKE_RUN.sub(_unscramble_run, text) if _MOJIBAKE.search(text) else text
        if text == before:
            break
    return text


_CONTINUED = "[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
_MOJIBAKE_RUN = re.compile(f"[ÃÂâ]{_CONTINUED}{{1,2}}")
_FOREIGN_RUN = re.compile(f"[\u00c2-\u00df]{_CONTINUED}|[\u00e0-\u00ef]{_CONTINUED}{{2}}")


def _unscramble_foreign(text: str) -> str:
    """Do the same for other scripts, where any letter may begin a run: only if nearly all letters are such runs."""
    runs = _FOREIGN_RUN.findall(text)
    if len(runs) < 20 or sum(map(len, runs)) < 0.9 * sum(not character.isascii() for character in text):
        return text
    return _FOREIGN_RUN.sub(_unscramble_run, text)


def _unscramble_run(match: re.Match[str]) -> str:
    run = match.group()
    for length in (len(run), 2):
        try:
            read = b"".join(_byte(character) for character in run[:length]).decode("utf-8")
        except (UnicodeError, ValueError):
            continue
        return read + run[length:]
    return run


def _byte(character: str) -> bytes:
    code = ord(character)
    return bytes([code]) if code < 256 else character.encode("cp1252")
