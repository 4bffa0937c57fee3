"""Rich text of Outlook to HTML or plain text: own code, since the free readers drop the tags that mark quotes."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace

__all__ = ["RichText", "decompress", "read_rtf"]

MAX_RTF = 16 << 20
_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,9})?[ ]?|\\'(?P<byte>[0-9a-fA-F]{2})|"
    r"\\(?P<symbol>[^a-zA-Z'])|(?P<brace>[{}])|"
    r"[\r\n]+|(?P<text>[^\\{}\r\n]+)",
    re.DOTALL,
)
# Groups whose content no reader sees.
_UNSEEN = frozenset(
    "fonttbl colortbl stylesheet info pict object header footer headerl headerr footerl footerr listtable "
    "themedata generator "
    "datastore xmlnstbl latentstyles rsidtbl mmathPr fldinst bkmkstart bkmkend".split()
)
_CHARACTERS = {
    "par": "\n", "line": "\n", "tab": "\t", "cell": "\t", "row": "\n", "sect": "\n", "page": "\n",
    "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "bullet": "•", "endash": "–", "emdash": "—", "emspace": " ", "enspace": " ",
}  # fmt: skip


_SYMBOLS = {"~": "\u00a0", "_": "-", "\n": "\n", "\r": "\n", "\\": "\\", "{": "{", "}": "}"}
_MAX_DEPTH = 10_000


@dataclass(frozen=True, slots=True)
class RichText:
    """What rich text holds: HTML where it was made from HTML, else plain text; the other is empty."""

    plain: str = ""
    html: str = ""


@dataclass(frozen=True, slots=True)
class _State:
    unseen: bool = False
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
    reader = _Reader(_codepage(source))
    reader.read(source)
    joined = "".join(reader.out).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return RichText(html=joined) if "\\fromhtml" in source[:2000] else RichText(plain=joined)


class _Reader:
    """Goes through the tokens and collects what a reader sees."""

    def __init__(self, codepage: str) -> None:
        self.out: list[str] = []
        self._codepage = codepage
        self._bytes = bytearray()
        self._stack: list[_State] = []
        self._state = _State()
        self._skip = 0
        self._starred = False

    def read(self, source: str) -> None:
        position = 0
        while position < len(source):
            match = _TOKEN.match(source, position)
            if match is None:
                position += 1
                continue
            position = match.end()
            if match["brace"]:
                self._brace(match["brace"])
            elif match["word"]:
                number = int(match["number"]) if match["number"] else None
                if match["word"] == "bin":
                    position += max(number or 0, 0)
                self._word(match["word"], number)
            elif match["symbol"] == "*":
                self._starred = True
            else:
                self._starred = False
                if not self._hidden:
                    self._content(match)
        self._flush()

    @property
    def _hidden(self) -> bool:
        return self._state.unseen or self._state.doubled

    def _flush(self) -> None:
        if self._bytes:
            self.out.append(self._bytes.decode(self._codepage, "replace"))
            self._bytes.clear()

    def _brace(self, brace: str) -> None:
        self._flush()
        self._skip = 0
        self._starred = False
        if brace == "}" and self._stack:
            self._state = self._stack.pop()
        elif brace == "{" and len(self._stack) < _MAX_DEPTH:
            self._stack.append(self._state)

    def _word(self, word: str, number: int | None) -> None:
        self._flush()
        if word == "htmltag":
            self._state = replace(self._state, unseen=False)
        elif self._starred or word in _UNSEEN:
            self._state = replace(self._state, unseen=True)
        elif word == "htmlrtf":
            self._state = replace(self._state, doubled=number != 0)
        elif word == "uc":
            self._state = replace(self._state, fallback=max(0, min(1 if number is None else number, 10)))
        elif word == "u" and number is not None:
            if not self._hidden:
                self.out.append(_unicode(number))
            self._skip = self._state.fallback
        elif word in _CHARACTERS and not self._hidden:
            self.out.append(_CHARACTERS[word])
        self._starred = False

    def _content(self, match: re.Match[str]) -> None:
        if match["byte"]:
            if self._skip:
                self._skip -= 1
            else:
                self._bytes.append(int(match["byte"], 16))
            return
        self._flush()
        if symbol := match["symbol"]:
            self.out.append(_SYMBOLS.get(symbol, ""))
        elif text := match["text"]:
            taken = min(self._skip, len(text))
            self._skip -= taken
            self.out.append(text[taken:].encode("latin-1").decode(self._codepage, "replace"))


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
