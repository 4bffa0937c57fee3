"""The trap collection: reads its files, builds the mails' bytes, and measures what cleaning made of them."""

from __future__ import annotations

import base64
import html
import quopri
import re
import zlib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

TRAPS = Path(__file__).with_name("traps")
_WORD = re.compile(r"\w+")


@dataclass
class TrapPart:
    """A part as the collection writes it: its lines with their sign."""

    kind: str
    keys: dict[str, str]
    lines: list[tuple[str, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(line for _, line in self.lines)

    def words(self, sign: str) -> Counter[str]:
        text = "\n".join(line for mark, line in self.lines if mark == sign)
        if self.kind == "html" or self.keys.get("type") == "text/html":
            text = html.unescape(re.sub(r"<style.*?</style>|<script.*?</script>|<[^>]*>", " ", text, flags=re.DOTALL))
        return Counter(_WORD.findall(text.lower()))


@dataclass
class Trap:
    """A mail of the collection."""

    name: str
    headers: dict[str, str] = field(default_factory=dict)
    parts: list[TrapPart] = field(default_factory=list)

    @property
    def held_out(self) -> bool:
        return zlib.crc32(self.name.encode()) % 3 == 0

    def words(self, sign: str) -> Counter[str]:
        return sum((part.words(sign) for part in self.parts), Counter())

    def expected(self, key: str) -> str:
        return self.headers.get(f"Expect-{key}", "")

    def build(self) -> bytes:
        headers = {
            "From": "Borger <borger@post.example>",
            "To": "br@kommune.example",
            "Date": "Wed, 06 Mar 2024 10:12:00 +0100",
        }
        headers["Message-ID"] = f"<{self.name}@trap.example>"
        headers |= {name: value for name, value in self.headers.items() if not name.startswith("Expect-")}
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items()) + "MIME-Version: 1.0\r\n"
        texts = [_part_bytes(part) for part in self.parts if part.kind != "file"]
        files = [_part_bytes(part) for part in self.parts if part.kind == "file"]
        body = texts[0] if len(texts) == 1 else _multipart("alternative", texts)
        return head.encode("utf-8") + (_multipart("mixed", [body, *files]) if files else body)


def _multipart(kind: str, parts: list[bytes]) -> bytes:
    boundary = f"=_{kind}"
    inner = b"".join(b"--" + boundary.encode() + b"\r\n" + part + b"\r\n" for part in parts)
    return (
        f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode()
        + inner
        + f"--{boundary}--\r\n".encode()
    )


def _part_bytes(part: TrapPart) -> bytes:
    keys = part.keys
    charset = keys.get("charset", "utf-8")
    text = part.text
    twice = charset == "utf-8-twice"
    data = text.encode("utf-8").decode("cp1252").encode("utf-8") if twice else text.encode(charset)
    data = (
        data.replace(b"\n", {"cr": b"\r", "crlf": b"\r\n"}[keys.get("newline", "crlf")])
        if charset != "utf-16"
        else data
    )
    mime = keys.get("type", f"text/{part.kind}")
    declared = keys.get("declared", charset)
    fields = f"Content-Type: {mime}"
    if mime.startswith("text/") and declared != "none":
        fields += f'; charset="{declared}"' if declared else '; charset=""'
    if keys.get("flowed"):
        fields += "; format=flowed"
    if part.kind == "file":
        fields += f'; name="{keys["name"]}"\r\nContent-Disposition: attachment; filename="{keys["name"]}"'
    cte = keys.get("cte", "8bit")
    encoded = {
        "8bit": lambda: data,
        "qp": lambda: quopri.encodestring(data),
        "base64": lambda: base64.encodebytes(data),
    }[cte]()
    name = {"qp": "quoted-printable"}.get(cte, cte)
    return f"{fields}\r\nContent-Transfer-Encoding: {name}\r\n\r\n".encode() + encoded


def read_traps() -> list[Trap]:
    """Every mail of the collection, by file and place."""
    traps: list[Trap] = []
    for path in sorted(TRAPS.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("##### "):
                traps.append(Trap(line[6:].strip()))
            elif re.match(r"\[(plain|html|file)\b", line):
                kind, *keys = line.strip("[] ").split()
                traps[-1].parts.append(TrapPart(kind, dict(key.split("=", 1) for key in keys)))
            elif not traps[-1].parts:
                if line.strip():
                    name, _, value = line.partition(":")
                    traps[-1].headers[name] = value.strip()
            else:
                traps[-1].parts[-1].lines.append((line[:1], line[1:]))
    return traps


@dataclass
class Outcome:
    """Words of the new text that were lost and words of the old text that stayed."""

    lost: Counter[str]
    stayed: int
    old: int


def measure(trap: Trap, kept: str) -> Outcome:
    """Compare the kept text with what the collection marks."""
    words = Counter(_WORD.findall(kept.lower()))
    new, old = trap.words("+"), trap.words("-")
    spare = words - new - trap.words("=") - trap.words("~")
    return Outcome(new - words, (spare & old).total(), old.total())
