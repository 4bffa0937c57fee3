"""Digital Post: messages in the MeMo format (XML) of the Danish Agency for Digital Government."""

from __future__ import annotations

import base64
import binascii
import re
from xml.etree import ElementTree

from classifier.ingest.mail.decode import decode_bytes, decode_header_value
from classifier.ingest.mail.message import MAX_BYTES, MAX_PARTS, Alternative, Mail, Part, UnreadableError

__all__ = ["parse_memo"]

_NAMESPACE = re.compile(r"^\{https?://digitalpost\.dk/memo[^}]*\}", re.IGNORECASE)


def parse_memo(data: bytes) -> Mail:
    """Take a Digital Post message apart.

    Parameters
    ----------
    data : bytes
        The XML.

    Returns
    -------
    Mail
        The main document's text where it is text or HTML; its other files, and the additional documents, as parts.
        Technical documents (for machines) are left out.

    Raises
    ------
    UnreadableError
        If it is no XML, no MeMo message or too large.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableError(f"It is larger than {MAX_BYTES >> 20} MB.")
    if re.search(rb"<!(?:DOCTYPE|ENTITY)", data[:100_000], re.IGNORECASE):
        # MeMo has none; refused, since entities can grow without bound or name files.
        raise UnreadableError("It is XML with a document type, so it is no Digital Post message.")
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError, RecursionError):
        raise UnreadableError("It is no well-formed XML.") from None
    if not _NAMESPACE.match(root.tag) or _local(root) != "message":
        raise UnreadableError("It is XML, but no Digital Post message (MeMo).")
    header = _child(root, "messageheader")
    body = _child(root, "messagebody")
    mail = Mail(headers=_headers(header, body))
    if body is None:
        return mail
    for document in body:
        if _local(document) == "maindocument":
            _add_files(document, mail, main=True)
        elif _local(document) == "additionaldocument":
            _add_files(document, mail, main=False)
    return mail


def _headers(header: ElementTree.Element | None, body: ElementTree.Element | None) -> dict[str, list[str]]:
    headers: dict[str, list[str]] = {}
    if header is not None:
        sender = _child(header, "sender")
        recipient = _child(header, "recipient")
        reply = [item for item in header.iter() if _local(item) == "replydata"]
        found = {
            "subject": _text(header, "label"),
            "message-id": _text(header, "messageuuid") or _text(header, "messageid"),
            "from": _text(sender, "label"),
            "x-memo-sender": _text(sender, "senderid"),
            "x-memo-sender-type": _text(sender, "idtype"),
            "to": _text(recipient, "label"),
            "references": " ".join(_text(item, "messageuuid") or _text(item, "replyuuid") for item in reply),
        }
        headers = {key: [decode_header_value(value)] for key, value in found.items() if value.strip()}
    if created := _text(body, "createddatetime"):
        headers["date"] = [created]
    return headers


def _add_files(document: ElementTree.Element, mail: Mail, main: bool) -> None:
    label = _text(document, "label")
    versions = Alternative()
    for number, file in enumerate((item for item in document.iter() if _local(item) == "file"), start=1):
        if len(mail.parts) >= MAX_PARTS:
            mail.problems.append(f"Meddelelsen har mere end {MAX_PARTS} filer; resten er ikke læst.")
            break
        mime = _text(file, "encodingformat").lower()
        name = (
            decode_header_value(_text(file, "filename")).replace("\\", "/").rsplit("/", 1)[-1]
            or label
            or f"bilag-{number}"
        )
        data = _content(_text(file, "content"))
        if data is None:
            mail.parts.append(Part(name, "application/x-damaged"))
        elif main and mime == "text/plain":
            versions.plain.append(decode_bytes(data))
        elif main and mime in ("text/html", "application/xhtml+xml"):
            versions.html.append(decode_bytes(data))
        else:
            mail.parts.append(Part(name, mime or "application/octet-stream", data))
    if versions.plain or versions.html:
        mail.texts.append(versions)


def _content(encoded: str) -> bytes | None:
    try:
        return base64.b64decode("".join(encoded.split()), validate=True)
    except (binascii.Error, ValueError):
        return None


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _child(element: ElementTree.Element | None, name: str) -> ElementTree.Element | None:
    return next((item for item in element if _local(item) == name), None) if element is not None else None


def _text(element: ElementTree.Element | None, name: str) -> str:
    found = _child(element, name)
    return (found.text or "").strip() if found is not None else ""
