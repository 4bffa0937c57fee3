"""Rich text of Outlook to HTML or plain text: own code, since the free readers drop the HTML tags, where quotes are marked."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace

__all__ = ["RichText", "decompress", "read_rtf"]

MAX_RTF = 16 << 20
_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,9})?[ ]?|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<symbol>[^a-zA-Z'])|(?P<brace>[{}])|"
    r"[\r\n]+|(?P<text>[^\\{}\r\n]+)",
    re.DOTALL,
)
# Groups whose content no reader sees.
_UNSEEN = frozenset(
    "fonttbl colortbl stylesheet info pict object header footer headerl headerr footerl footerr listtable themedata generator "
    "datastore xmlnstbl latentstyles rsidtbl mmathPr fldinst bkmkstart bkmkend".split()
)
_CHARACTERS = {
    "par": "\n", "line": "\n", "tab": "\t", "cell": "\t", "row": "\n", "sect": "\n", "page": "\n", "lquote": "‘", "rquote": "’",  # noqa: RUF001
    "ldblquote": "“", "rdblquote": "”", "bullet": "•", "endash": "–", "emdash": "—", "emspace": " ", "enspace": " ",  # noqa: RUF001
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RichText:
    """What rich text holds: HTML where it was made from HTML, else plain text; the other is empty."""

    plain: str = ""
    html: str = ""


@dataclass(frozen=True, slots=True)
class _State:
    unseen: bool = False
    tag: bool = False
    doubled: bool = False
    fallback: int = 1


def decompress(data: bytes) -> bytes:
    """Undo Outlook's compression of rich text.

    Parameters
    ----------
    data : bytes
        Property 0x1009.

    Returns
    -------
    bytes
        Rich text; empty if the data is damaged or would grow beyond 16 MB.
    """
    import struct

    import compressed_rtf

    # The size that it grows to stands in its header.
    if len(data) < 16 or len(data) > MAX_RTF or struct.unpack_from("<I", data, 4)[0] > MAX_RTF:
        return b""
    try:
        return bytes(compressed_rtf.decompress(data))
    except Exception:  # noqa: BLE001 - hostile data; the library raises whatever its reading meets
        return b""


def read_rtf(data: bytes) -> RichText:
    r"""Read rich text.

    Parameters
    ----------
    data : bytes
        Rich text, however broken.

    Returns
    -------
    RichText
        HTML if the text says that it was made from HTML (``\fromhtml1``), else plain text.

    Examples
    --------
    >>> read_rtf(rb"{\rtf1\ansi\ansicpg1252 K\'e6re{\*\generator x;}\par Hej}").plain
    'Kære\nHej'
    """
    source = data[:MAX_RTF].decode("latin-1")
    from_html = "\\fromhtml" in source[:2000]
    codepage = _codepage(source)
    out: list[str] = []
    pending = bytearray()
    stack: list[_State] = []
    state = _State()
    skip = 0
    starred = False
    position = 0

    def flush() -> None:
        if pending:
            out.append(pending.decode(codepage, "replace"))
            pending.clear()

    while position < len(source):
        match = _TOKEN.match(source, position)
        if match is None:
            position += 1
            continue
        position = match.end()
        if brace := match["brace"]:
            flush()
            skip = 0
            if brace == "{":
                if len(stack) < 10_000:
                    stack.append(state)
            elif stack:
                state = stack.pop()
            starred = False
            continue
        word = match["word"]
        if word:
            number = int(match["number"]) if match["number"] else None
            if word == "bin":
                position += max(number or 0, 0)
            elif word == "htmltag":
                flush()
                state = replace(state, tag=True, unseen=False)
            elif starred or word in _UNSEEN:
                state = replace(state, unseen=True)
            elif word == "htmlrtf":
                flush()
                state = replace(state, doubled=number != 0)
            elif word == "uc":
                state = replace(state, fallback=max(0, min(number if number is not None else 1, 10)))
            elif word == "u" and number is not None:
                flush()
                if not (state.unseen or state.doubled):
                    out.append(_unicode(number))
                skip = state.fallback
            elif word in _CHARACTERS and not (state.unseen or state.doubled):
                flush()
                # Between HTML tags a paragraph is only a line break of the HTML source.
                out.append(_CHARACTERS[word])
            starred = False
            continue
        if match["symbol"] == "*":
            starred = True
            continue
        starred = False
        if state.unseen or state.doubled:
            continue
        if match["byte"]:
            if skip:
                skip -= 1
            else:
                pending.append(int(match["byte"], 16))
        elif symbol := match["symbol"]:
            flush()
            out.append({"~": "\u00a0", "_": "-", "-": "", "\n": "\n", "\r": "\n"}.get(symbol, symbol if symbol in "\\{}" else ""))
        elif text := match["text"]:
            flush()
            taken = min(skip, len(text))
            skip -= taken
            out.append(text[taken:] if text.isascii() else text[taken:].encode("latin-1").decode(codepage, "replace"))
    flush()
    joined = "".join(out).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return RichText(html=joined) if from_html else RichText(plain=joined)


def _unicode(number: int) -> str:
    # Signed 16 bits; surrogate pairs are joined at the end.
    return chr(number % 65536) if number % 65536 else ""


def _codepage(source: str) -> str:
    match = re.search(r"\\ansicpg(\d{1,6})", source[:5000])
    name = f"cp{match[1]}" if match else "cp1252"
    if match and match[1] == "65001":
        name = "utf-8"
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name
