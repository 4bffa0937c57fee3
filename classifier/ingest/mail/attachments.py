"""Attachments of a mail: their text where it can be read, and whether it is part of the letter."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from classifier.ingest.cleaning import Context, clean
from classifier.ingest.mail.body import choose_body, from_html, from_plain, join_bodies
from classifier.ingest.mail.decode import decode_bytes, tidy
from classifier.ingest.mail.message import Mail, Part, UnreadableError, parse_mail

__all__ = ["ReadPart", "expand", "mail_body", "read_part", "reads_like_letter"]

_MAX_DEPTH = 4
_MAX_FILES = 200
_TEXT_LIMIT = 1_000_000
_WITHOUT_TEXT = {
    ".vcf": "visitkort",
    ".p7s": "digital signatur",
    ".asc": "digital signatur",
    ".sig": "digital signatur",
    ".ics": "kalenderfil",
}
_WORD = re.compile(r"\w+")
_FIRST = re.compile(r"\b(?:jeg|mig|min|mit|mine|vi|os|vores|i|my|me|we|our)\b", re.IGNORECASE)
_SECOND = re.compile(r"\b(?:du|dig|din|dit|dine|deres|dem)\b", re.IGNORECASE)
_BUSINESS = re.compile(
    r"\b(?:faktura\w*|kvittering\w*|ordrebekræftelse|forfald\w*|moms|cvr|betalingsbetingelser|rykker\w*|netto|"
    r"kontoudtog|beløb i alt|at betale|subtotal|varenr|"
    r"kreditnota|saldo|lønseddel|årsopgørelse|betalingsservice|indbetalingskort)\b",
    re.IGNORECASE,
)
_DECISION = re.compile(
    r"\b(?:vi har (?:behandlet|truffet|modtaget|vurderet|besluttet|afgjort)|kommunen har (?:truffet|vurderet|"
    r"besluttet|afgjort)|du (?:har|er) (?:ikke )?(?:ret til|berettiget|bevilget)|din ansøgning|"
    r"du kan klage|klagevejledning|afgørelse om|ankestyrelsen|med venlig hilsen\W+(?:\w+\W+){0,6}\w*kommune\w*|"
    r"sagsbehandler\b|partshøring|journalnummer|lovgrundlag)\b",
    re.IGNORECASE,
)
_LETTER = re.compile(
    r"\b(?:klage\w*|borgerrådgiver\w*|kære|til rette vedkommende|utilfreds\w*|jeg (?:ønsker|vil|skriver|har|"
    r"er)|complain\w*|dear)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ReadPart:
    """An attachment as far as it could be read.

    Attributes
    ----------
    name : str
        Its file name.
    text : str
        Its text, tidied; empty if it was not read.
    reason : str
        Danish: why it was not read.
    silent : bool
        True for an unread one that holds no letter (a signature, a logo): nobody needs to look.
    reasons : tuple of str
        Danish: what a person must look at though it was read.
    """

    name: str
    text: str = ""
    reason: str = ""
    silent: bool = False
    reasons: tuple[str, ...] = ()


def mail_body(mail: Mail) -> object:
    """Return the decoded text of a mail's own text parts.

    Parameters
    ----------
    mail : Mail
        A mail taken apart.

    Returns
    -------
    Body
        Of each part the version that says most, one after the other.
    """
    return join_bodies(
        [
            choose_body(
                join_bodies([from_plain(text) for text in texts.plain]) if texts.plain else None,
                join_bodies([from_html(text) for text in texts.html]) if texts.html else None,
            )
            for texts in mail.texts
        ]
    )


def expand(mail: Mail) -> Mail:
    """Put what is wrapped around a mail's own text (winmail.dat, a signed envelope) in its place.

    Parameters
    ----------
    mail : Mail
        A mail taken apart; changed.

    Returns
    -------
    Mail
        The same.
    """
    parts: list[Part] = []
    for part in mail.parts:
        try:
            inner = _unwrap(part)
        except UnreadableError as error:
            if not mail.texts and part.mime == "application/pkcs7-mime":
                mail.unreadable = str(error)
            inner = None
        if inner is None:
            parts.append(part)
            continue
        if not any(text.strip() for texts in mail.texts for text in (*texts.plain, *texts.html)):
            mail.texts = inner.texts
        elif inner.texts and part.mime == "application/pkcs7-mime":
            mail.texts += inner.texts
        parts += inner.parts
    mail.parts = parts
    return mail


def _unwrap(part: Part) -> Mail | None:
    name = part.name.lower()
    if part.mime in ("application/ms-tnef", "application/vnd.ms-tnef") or name == "winmail.dat":
        from classifier.ingest.mail.tnef import parse_tnef

        return parse_tnef(part.data)
    if part.mime in ("application/pkcs7-mime", "application/x-pkcs7-mime") or name.endswith(".p7m"):
        from classifier.ingest.mail.smime import signed_content

        return expand(parse_mail(signed_content(part.data)))
    return None


def read_part(part: Part, depth: int = 0) -> Iterator[ReadPart]:
    """Read an attachment; an archive yields one for each file in it.

    Parameters
    ----------
    part : Part
        The attachment.
    depth : int, default 0
        How deep it is wrapped.

    Yields
    ------
    ReadPart
        In order.
    """
    if depth > _MAX_DEPTH:
        yield ReadPart(part.name, reason="pakket for dybt ind")
        return
    if part.mail is not None:
        yield from _read_mail(part.mail, part.name, depth)
        return
    ending = "." + part.name.lower().rpartition(".")[2] if "." in part.name else ""
    if ending in _WITHOUT_TEXT:
        yield ReadPart(part.name, reason=_WITHOUT_TEXT[ending], silent=True)
    elif part.embedded and len(part.data) < 20_000:
        yield ReadPart(part.name, reason="lille indlejret billede", silent=True)
    elif part.mime == "application/x-damaged":
        yield ReadPart(part.name, reason="beskadiget")
    elif not part.data:
        yield ReadPart(part.name, reason="tomt")
    elif ending == ".zip" or (
        part.data.startswith(b"PK\x03\x04") and ending not in (".docx", ".xlsx", ".pptx", ".odt", ".ods")
    ):
        yield from _read_archive(part, depth)
    else:
        yield from _read_file(part, ending, depth)


def _read_file(part: Part, ending: str, depth: int) -> Iterator[ReadPart]:
    if ending in (".email", ".mht") or (
        ending not in _KNOWN
        and re.match(rb"(?:[A-Za-z-]{2,40}:[^\n]{0,998}\n(?:[ \t][^\n]{0,998}\n){0,9}){3}", part.data)
    ):
        ending = ".eml"
    reader = next(
        (
            reader
            for endings, mimes, reader in _READERS
            if ending in endings or (part.mime in mimes and ending not in _KNOWN)
        ),
        None,
    )
    if reader is None:
        yield ReadPart(part.name, reason="filtypen kan ikke læses")
        return
    try:
        yield from reader(part, depth)
    except UnreadableError as error:
        yield ReadPart(part.name, reason=_DANISH.get(str(error), "kan ikke læses"))
    except Exception:  # noqa: BLE001 - one hostile attachment must not hide the letter
        yield ReadPart(part.name, reason="beskadiget")


def _read_plain(part: Part, depth: int) -> Iterator[ReadPart]:
    if part.data.count(b"\x00") > len(part.data) // 50 and not part.data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableError("It is no text.")
    yield ReadPart(part.name, tidy(decode_bytes(part.data[:_TEXT_LIMIT])))


def _read_html(part: Part, depth: int) -> Iterator[ReadPart]:
    yield ReadPart(part.name, from_html(decode_bytes(part.data[:_TEXT_LIMIT])).text)


def _read_rtf(part: Part, depth: int) -> Iterator[ReadPart]:
    from classifier.ingest.mail.rtf import read_rtf

    rich = read_rtf(part.data)
    text = from_html(rich.html).text if rich.html else tidy(rich.plain)
    if not text:
        raise UnreadableError("It is no text.")
    yield ReadPart(part.name, text)


def _read_pdf(part: Part, depth: int) -> Iterator[ReadPart]:
    from classifier.ingest.documents import NoTextError, pdf_text

    try:
        document = pdf_text(part.data)
    except NoTextError as error:
        raise UnreadableError(str(error)) from None
    yield ReadPart(part.name, document.text, reasons=document.reasons)


def _read_docx(part: Part, depth: int) -> Iterator[ReadPart]:
    from classifier.ingest.documents import NoTextError, docx_text

    try:
        document = docx_text(part.data)
    except NoTextError as error:
        raise UnreadableError(str(error)) from None
    if not document.text:
        raise UnreadableError("It holds no text.")
    yield ReadPart(part.name, document.text)


def _read_eml(part: Part, depth: int) -> Iterator[ReadPart]:
    yield from _read_mail(parse_mail(part.data), part.name, depth)


def _read_msg(part: Part, depth: int) -> Iterator[ReadPart]:
    from classifier.ingest.mail.outlook import parse_msg

    yield from _read_mail(parse_msg(part.data), part.name, depth)


def _read_mail(mail: Mail, name: str, depth: int) -> Iterator[ReadPart]:
    from classifier.ingest.cleaning.body import Body

    body = mail_body(expand(mail))
    assert isinstance(body, Body)
    # Of a mail sent along the newest text counts; its own history is cut as that of any mail.
    cleaned = clean(body, Context(reply=bool(mail.header("in-reply-to") or mail.header("references"))))
    if cleaned.text.strip():
        yield ReadPart(name, cleaned.text)
    elif not mail.parts:
        yield ReadPart(name, reason="mail uden tekst")
    for part in mail.parts:
        yield from read_part(part, depth + 1)


def _read_archive(part: Part, depth: int) -> Iterator[ReadPart]:
    from classifier.ingest.mail.archives import open_archive

    try:
        for number, (name, data) in enumerate(open_archive(part.data)):
            if number >= _MAX_FILES:
                yield ReadPart(part.name, reason="for mange filer i arkivet")
                return
            if "__MACOSX/" in name or name.endswith((".DS_Store", "Thumbs.db")):
                continue
            if isinstance(data, str):
                yield ReadPart(f"{part.name}#{name}", reason="kan ikke læses i arkivet")
            else:
                yield from read_part(Part(f"{part.name}#{name}", "application/octet-stream", data), depth + 1)
    except UnreadableError:
        yield ReadPart(part.name, reason="arkivet kan ikke læses")


_Reader = Callable[[Part, int], Iterator[ReadPart]]
_READERS: Iterable[tuple[tuple[str, ...], tuple[str, ...], _Reader]] = (
    ((".txt", ".text", ".md", ".log"), ("text/plain",), _read_plain),
    ((".html", ".htm"), ("text/html",), _read_html),
    ((".rtf",), ("text/rtf", "application/rtf"), _read_rtf),
    ((".pdf",), ("application/pdf", "application/x-pdf"), _read_pdf),
    ((".docx", ".docm"), ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",), _read_docx),
    ((".eml",), ("message/rfc822",), _read_eml),
    ((".msg",), ("application/vnd.ms-outlook",), _read_msg),
)
_KNOWN = frozenset(ending for endings, _, _ in _READERS for ending in endings) | {
    ".jpg",
    ".jpeg",
    ".png",
    ".gif",
    ".xlsx",
    ".xls",
    ".doc",
    ".csv",
    ".heic",
    ".mp4",
    ".mp3",
    ".m4a",
    ".wav",
    ".tif",
    ".tiff",
    ".pptx",
    ".odt",
    ".pages",
}
_DANISH = {
    "It is a scan without a text layer.": "scannet billede uden tekst",
    "It needs a password.": "kræver adgangskode",
    "It is protected by a password, or an old .doc file.": "kræver adgangskode eller er en gammel .doc-fil",
    "It holds no text.": "uden tekst",
    "It is no text.": "ikke tekst",
    "It is encrypted.": "krypteret",
}


def reads_like_letter(text: str) -> bool:
    """Tell whether an attachment's text reads as a letter a citizen wrote, rather than an invoice or a decision.

    Parameters
    ----------
    text : str
        Its text.

    Returns
    -------
    bool
        True where it speaks in the first person, and no more of business or of a decision.

    Examples
    --------
    >>> reads_like_letter("Kære borgerrådgiver. Jeg klager over, at min mor ikke får bad.")
    True
    >>> reads_like_letter("Faktura 7. Beløb i alt 20 kr.")
    False
    """
    words = max(len(_WORD.findall(text)), 1)
    first = len(_FIRST.findall(text))
    business = len(_BUSINESS.findall(text))
    decision = len(_DECISION.findall(text))
    if business >= 2 and first < 3:
        return False
    if decision >= 2 and len(_SECOND.findall(text)) > first:
        return False
    return first >= max(1, words // 60) and (bool(_LETTER.search(text)) or first >= words // 25) and first >= business
