"""HTML of a mail to text that says where quoted matter stands, and the choice between a mail's plain and HTML part."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from lxml import etree

from classifier.ingest.cleaning.body import Body, Span
from classifier.ingest.mail.decode import plain_characters, tidy

__all__ = ["choose_body", "from_html", "from_plain", "join_bodies"]


_SKIPPED = frozenset({"script", "style", "head", "title", "noscript", "template", "object", "svg", "select", "iframe"})
_BLOCKS = frozenset(
    "address article aside blockquote center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header "
    "hr li main nav ol p pre "
    "section table tbody td tfoot th thead tr ul body html".split()
)
_APART = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "table", "pre"})
_CELLS = frozenset({"td", "th"})
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])")
_NO_MARGIN = re.compile(r"margin(?:-top|-bottom)?\s*:\s*0", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_STUB = re.compile(
    r"html.?(?:format|mail|besked|message|version|visning)|(?:vis|view|se)\b.{0,40}\b(?:browser|html)|"
    r"(?:mailprogram|mail client|e-?mail client|mail reader)\b.{0,60}\b(?:ikke|not|cannot)",
    re.IGNORECASE | re.DOTALL,
)
_SPACES = re.compile(r"[ \t\r\n\f\v]+")
MAX_HTML = 20_000_000


class _Writer:
    """Collects text with white space as a browser shows it, and the stretches that are open."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.breaks = 0
        self.space = False
        self.waiting: list[int] = []
        self.starts: dict[int, int] = {}
        self.spans: list[Span] = []

    def line(self, count: int) -> None:
        self.breaks = max(self.breaks, count)
        self.space = False

    def more_line(self) -> None:
        self.breaks = min(self.breaks + 1, 2)
        self.space = False

    def write(self, text: str) -> None:
        if not text:
            return
        if self.length and self.breaks:
            self._put("\n" * self.breaks)
        elif self.length and self.space:
            self._put(" ")
        self.breaks = 0
        self.space = False
        for key in self.waiting:
            self.starts[key] = self.length
        self.waiting.clear()
        self._put(text)

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def open(self, key: int) -> None:
        self.waiting.append(key)

    def close(self, key: int, kind: str) -> None:
        if key in self.waiting:
            self.waiting.remove(key)
        elif key in self.starts:
            self.spans.append(Span(self.starts.pop(key), self.length, kind))


def from_plain(text: str) -> Body:
    """Return a plain text as a body.

    Parameters
    ----------
    text : str
        Decoded text.

    Returns
    -------
    Body
        Without spans.
    """
    return Body(tidy(text))


def from_html(html: str) -> Body:
    """Turn HTML into the text that a reader sees.

    Parameters
    ----------
    html : str
        A page or a piece of one, however broken.

    Returns
    -------
    Body
        Hidden text, scripts and styles are left out; paragraphs, lines, list items and table rows stand on lines of
        their own.

    Examples
    --------
    >>> from_html("<p>Hej<p>Jeg <b>venter</b> &amp; venter<blockquote type=cite>Svar f&oslash;lger").spans
    (Span(start=26, end=37, kind='cite'),)
    """
    cleaned = tidy(html[:MAX_HTML])
    if not cleaned:
        return Body("")
    parser = etree.HTMLParser(
        encoding="utf-8", recover=True, huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(cleaned.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or any(
        entry.level_name == "FATAL" and "depth" in entry.message.lower() for entry in parser.error_log
    ):
        # Nested deeper than the parser goes: the text of all tags is better than what stands above that depth.
        return from_plain(re.sub(r"<[^<>]{0,2000}>", "\n", cleaned))
    return _text_of(root)


def _text_of(root: etree._Element) -> Body:
    writer = _Writer()
    skipping = 0
    pre = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        hidden = tag in _SKIPPED or _is_hidden(element)
        if event == "start":
            if hidden:
                skipping += 1
            if skipping:
                continue
            _start(writer, element, tag)
            pre += _is_pre(element, tag)
            _write(writer, element.text, pre)
        else:
            if not skipping:
                _end(writer, element, tag)
                pre -= _is_pre(element, tag)
            if hidden:
                skipping -= 1
            if not skipping and element is not root:
                _write(writer, element.tail, pre)
    while writer.parts and not writer.parts[-1].strip():
        writer.length -= len(writer.parts.pop())
    text = "".join(writer.parts)
    stripped = text.rstrip()
    spans = (Span(span.start, min(span.end, len(stripped)), span.kind) for span in writer.spans)
    return Body(
        stripped,
        tuple(sorted((span for span in spans if span.start < span.end), key=lambda span: (span.start, -span.end))),
    )


def _start(writer: _Writer, element: etree._Element, tag: str) -> None:
    if tag in _CELLS and element.getprevious() is not None:
        writer.space = not writer.breaks
    elif tag in _BLOCKS:
        writer.line(_distance(element, tag))
    if _mark(element, tag):
        writer.open(id(element))
    if tag == "li":
        writer.write("-")
        writer.space = True
    elif tag == "br":
        writer.more_line()


def _end(writer: _Writer, element: etree._Element, tag: str) -> None:
    if kind := _mark(element, tag):
        writer.close(id(element), kind)
    if tag in _BLOCKS and tag not in _CELLS:
        writer.line(_distance(element, tag))


def _distance(element: etree._Element, tag: str) -> int:
    if tag == "p" and ("Mso" in (element.get("class") or "") or _NO_MARGIN.search(element.get("style") or "")):
        return 1
    return 2 if tag in _APART else 1


def _write(writer: _Writer, text: str | None, pre: int) -> None:
    if not text:
        return
    blank = "\u00a0" in text
    text = plain_characters(text)
    if pre:
        for index, line in enumerate(text.split("\n")):
            if index:
                writer.more_line()
            if line.strip():
                writer.write(line.rstrip())
        return
    if blank and not text.strip() and writer.breaks:
        # A paragraph that holds a non-breaking space alone is how Outlook writes a blank line.
        writer.breaks = 2
        return
    words = _SPACES.sub(" ", text)
    if words.startswith(" ") and not writer.breaks:
        writer.space = True
    if stripped := words.strip(" "):
        writer.write(stripped)
        writer.space = words.endswith(" ")


def _is_hidden(element: etree._Element) -> bool:
    style = element.get("style")
    return bool(style and _HIDDEN.search(style.lower()))


def _is_pre(element: etree._Element, tag: str) -> bool:
    return tag in ("pre", "textarea") or "white-space:pre" in (element.get("style") or "").lower().replace(" ", "")


def _mark(element: etree._Element, tag: str) -> str:
    """Kind of the span that an element opens, by the marks that mail programs leave; empty for none."""
    classes = (element.get("class") or "").lower()
    if tag == "blockquote":
        cited = (element.get("type") or "").lower() == "cite" or element.get("cite") is not None
        return "cite" if cited or "quote" in classes or "cite" in classes else "blockquote"
    if tag == "div":
        name = (element.get("id") or "").lower()
        if "gmail_attr" in classes or "moz-cite-prefix" in classes:
            return "attribution"
        if "divrplyfwdmsg" in name or "outlookmessageheader" in classes:
            return "header"
    return ""


def choose_body(plain: Body | None, html: Body | None) -> Body:
    """Choose the version that holds what the writer saw: the plain one, unless it is missing, a stub or shortened.

    Parameters
    ----------
    plain : Body or None
        One version of the text.
    html : Body or None
        The other version.

    Returns
    -------
    Body
        One of them, empty if neither holds text.

    Examples
    --------
    >>> choose_body(Body("Din mail kan ikke vise HTML"), Body("Jeg klager over at der ikke er svaret.")).text
    'Jeg klager over at der ikke er svaret.'
    """
    if plain is None or not plain.text:
        return html or Body("")
    if html is None or not html.text:
        return plain
    plain_words = Counter(_WORD.findall(plain.text.lower()))
    html_words = Counter(_WORD.findall(html.text.lower()))
    shared = (plain_words & html_words).total()
    missing = html_words.total() - shared
    if missing <= max(3, 0.1 * html_words.total()) and not _quotes_only_in_html(plain, html):
        return plain
    if shared < 0.5 * plain_words.total() and not _STUB.search(plain.text) and plain_words.total() > html_words.total():
        return plain
    # Words that the plain part alone has are link targets and quote marks, or it is a stub.
    return html


def _quotes_only_in_html(plain: Body, html: Body) -> bool:
    return any(span.kind == "cite" for span in html.spans) and not re.search(r"(?m)^\s*>", plain.text)


def join_bodies(bodies: Sequence[Body]) -> Body:
    """Put the texts of a mail's parts one after the other.

    Parameters
    ----------
    bodies : sequence of Body
        In order; empty ones are passed over.

    Returns
    -------
    Body
        With a blank line between two.
    """
    texts: list[str] = []
    spans: list[Span] = []
    length = 0
    for body in bodies:
        if not body.text:
            continue
        if texts:
            length += 2
        spans += [Span(span.start + length, span.end + length, span.kind) for span in body.spans]
        texts.append(body.text)
        length += len(body.text)
    return Body("\n\n".join(texts), tuple(spans))
