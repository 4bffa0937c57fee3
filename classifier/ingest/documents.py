"""Text of ``.docx`` and ``.pdf`` files, as letters of their own and as attachments of mails."""

from __future__ import annotations

import hashlib
import io
import logging
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from classifier.ingest.mail.decode import tidy
from classifier.records import Letter, Skipped

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["Document", "NoTextError", "docx_text", "pdf_text", "read_document"]

MAX_FILE = 100 << 20
MAX_UNPACKED = 200 << 20
MAX_PAGES = 500
MAX_SECONDS = 60.0
"""Longest that one PDF is worked on; what was read until then is used."""
_WORD_NAMESPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


class NoTextError(Exception):
    """A document whose text cannot be read; says why, in English, without its text."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document's text, and in Danish why a person must look at it.

    Attributes
    ----------
    text : str
        Tidied.
    reasons : tuple of str
        Pages that are pictures, pages left out.
    """

    text: str
    reasons: tuple[str, ...] = ()


def read_document(path: Path, source: str, letter_id: str = "") -> Letter | Skipped:
    """Read a document as a letter.

    Parameters
    ----------
    path : pathlib.Path
        A ``.docx`` or ``.pdf`` file.
    source : str
        The path as shown.
    letter_id : str, default ""
        The letter's id; if empty, one is made of the file's content, the same under any name.

    Returns
    -------
    Letter or Skipped
        Skipped (failed) for a file that cannot be read, and for a scan without a text layer.
    """
    try:
        data = _read(path)
        document = pdf_text(data) if path.suffix.lower() == ".pdf" else docx_text(data)
    except OSError as error:
        return Skipped(source, f"It cannot be read: {error.strerror or type(error).__name__}.")
    except NoTextError as error:
        return Skipped(source, f"Must be registered by hand: {error}")
    return Letter(
        id=letter_id or f"sha256-{hashlib.sha256(data).hexdigest()[:32]}",
        text=document.text,
        source=source,
        review_reasons=document.reasons,
    )


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise NoTextError(f"It is larger than {MAX_FILE >> 20} MB.")
    return data


def docx_text(data: bytes) -> Document:
    """Read a Word document: body, tables, form fields and text boxes, in the order of the document.

    Parameters
    ----------
    data : bytes
        The ``.docx`` file.

    Returns
    -------
    Document
        A paragraph a line. Deleted text under tracked changes is left out.

    Raises
    ------
    NoTextError
        If it is no Word document, protected by a password, damaged, or would unpack to more than 200 MB.
    """
    import docx

    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise NoTextError("It is protected by a password, or an old .doc file.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(info.file_size for info in archive.infolist())
        if unpacked > MAX_UNPACKED or unpacked > 200 * len(data) + (10 << 20):
            raise NoTextError("It unpacks to far more than its size.")
        document = docx.Document(io.BytesIO(data))
    except NoTextError:
        raise
    except Exception as error:  # noqa: BLE001 - hostile files; zipfile, zlib, lxml and python-docx raise whatever they meet
        raise NoTextError(f"It is no Word document, or damaged ({type(error).__name__}).") from None
    # python-docx itself passes over form fields (content controls) and text boxes.
    lines = [
        "".join(_runs(paragraph))
        for paragraph in document.element.body.iter(f"{_WORD_NAMESPACE}p")
        if not _is_fallback(paragraph)
    ]
    return Document(tidy("\n".join(lines)))


def _is_fallback(paragraph: etree._Element) -> bool:
    # A text box stands twice in the file, the second time for old programs.
    return any(ancestor.tag == _FALLBACK for ancestor in paragraph.iterancestors())


def _runs(paragraph: etree._Element) -> Iterator[str]:
    for element in paragraph.iter():
        tag = element.tag.removeprefix(_WORD_NAMESPACE) if isinstance(element.tag, str) else ""
        if tag not in ("t", "tab", "br", "cr", "noBreakHyphen"):
            continue
        # A text box inside the paragraph holds paragraphs of its own.
        nearest = next(
            (ancestor for ancestor in element.iterancestors() if ancestor.tag == f"{_WORD_NAMESPACE}p"), None
        )
        if nearest is not paragraph:
            continue
        if tag == "tab" and (parent := element.getparent()) is not None and parent.tag == f"{_WORD_NAMESPACE}tabs":
            continue
        yield {"t": element.text or "", "tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}[tag]


def pdf_text(data: bytes) -> Document:
    """Read the text layer of a PDF.

    Parameters
    ----------
    data : bytes
        The file.

    Returns
    -------
    Document
        Pages one after the other; pages without text are named in its reasons.

    Raises
    ------
    NoTextError
        If it is no PDF, needs a password, is damaged, or is a scan without a text layer.
    """
    import pypdf

    # Its warnings quote the file.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)
    if b"%PDF" not in data[:2000]:
        raise NoTextError("It is no PDF.")
    started = time.monotonic()
    pages: list[str] = []
    reasons: list[str] = []
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise NoTextError("It needs a password.")
        count = len(reader.pages)
        for number in range(min(count, MAX_PAGES)):
            if time.monotonic() - started > MAX_SECONDS:
                break
            pages.append(_page(reader, number))
    except NoTextError:
        raise
    except Exception as error:  # noqa: BLE001 - hostile files; pypdf raises whatever its reading meets, RecursionError too
        raise NoTextError(f"It is a damaged PDF ({type(error).__name__}).") from None
    if not "".join(pages).strip():
        raise NoTextError("It is a scan without a text layer." if count else "It has no pages.")
    if len(pages) < count:
        reasons.append(f"Kun {len(pages)} af {count} sider er læst.")
    empty = [str(number) for number, page in enumerate(pages, start=1) if not page.strip()]
    if empty:
        reasons.append(f"Uden læsbar tekst: side {', '.join(empty[:20])}.")
    return Document(tidy("\n\n".join(page.strip() for page in pages)), tuple(reasons))


def _page(reader: object, number: int) -> str:
    try:
        return str(reader.pages[number].extract_text() or "")  # type: ignore[attr-defined]
    except Exception:  # noqa: BLE001 - a damaged page must not hide the others
        return ""
