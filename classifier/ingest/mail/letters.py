"""A mail taken apart to a letter: its new text, its attachments, its ledger, its thread and whose it is."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import getaddresses, parsedate_to_datetime

from classifier.ingest.automatic import Signs, automatic_rule
from classifier.ingest.cleaning import Body, Cleaned, Context, Cut, clean
from classifier.ingest.cleaning.headers import find_headings
from classifier.ingest.cleaning.phrases import FORWARD_SUBJECT, MAIL_ADDRESS, REPLY_SUBJECT
from classifier.ingest.cleaning.substance import substance
from classifier.ingest.mail.attachments import ReadPart, expand, mail_body, read_part, reads_like_letter
from classifier.ingest.mail.message import Mail
from classifier.ingest.threads import ThreadBook, ThreadKey, message_ids
from classifier.ingest.writers import writer_of
from classifier.records import Attachment, Letter, Skipped

__all__ = ["BY_HAND", "letter_of"]

BY_HAND = "Must be registered by hand: "
_SHORT = 60
_POINTS_TO_FILE = re.compile(
    r"\b(?:vedhæft\w*|vedlagt\w*|bilag\w*|attached|attachment|enclosed|anbei|im anhang|bifoga\w*|som fil|"
    r"(?:brev|klage|skrivelse|dokument)\w* (?:er )?(?:med|her))\b|^\s*hermed\b",
    re.IGNORECASE | re.MULTILINE,
)
_POINTS_TO_LETTER = re.compile(
    r"(?:vedhæft\w*|vedlagt\w*)\W+(?:\w+\W+){0,3}(?:klage\w*|brev\w*|redegørelse\w*|beskrivelse\w*|"
    r"henvendelse\w*|skrivelse\w*|mail\w*)|"
    r"(?:klage\w*|brev\w*|redegørelse\w*|beskrivelse\w*|henvendelse\w*)\W+(?:\w+\W+){0,4}(?:vedhæft\w*|vedlagt\w*)",
    re.IGNORECASE,
)
_OFFICE = re.compile(r"kommune\b|kommune\.|borgerraadgiv|borgerrådgiv", re.IGNORECASE)
_RUBBISH = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff\u2500-\u259f]")
_NOBODY = re.compile(r"no[-_.]?reply|ikke[-_.]?svar|webform|formular|do[-_.]?not", re.IGNORECASE)


def letter_of(mail: Mail, source: str, *, clean_text: bool = True, book: ThreadBook | None = None) -> Letter | Skipped:
    """Make a letter of a mail.

    Parameters
    ----------
    mail : Mail
        A mail taken apart.
    source : str
        The path as shown.
    clean_text : bool, default True
        False keeps the whole decoded text.
    book : ThreadBook, optional
        The threads of the run.

    Returns
    -------
    Letter or Skipped
        Skipped (not failed) for mail that no person wrote, Skipped (failed) for mail whose text cannot be read at all.
    """
    mail = expand(mail)
    body = mail_body(mail)
    assert isinstance(body, Body)
    signs = Signs(mail.header, body.text, mail.report, mail.message_class, tuple(mail.calendar))
    if automatic := automatic_rule(signs):
        return Skipped(source, automatic.reason, rule=automatic.rule, failed=False)
    if mail.unreadable and not body.text:
        return Skipped(source, BY_HAND + mail.unreadable)
    name, address = _sender(mail)
    context = Context(
        reply=bool(
            mail.header("in-reply-to") or mail.header("references") or REPLY_SUBJECT.match(mail.header("subject"))
        ),
        forward=bool(FORWARD_SUBJECT.match(mail.header("subject"))),
        sender_name=name,
        sender_address=address,
    )
    cleaned = clean(body, context)
    parts = [read for part in mail.parts for read in read_part(part)]
    chosen = _parts_of_letter(cleaned, parts)
    whole = _joined(cleaned, [part.text for part in parts if part.name in chosen], clean_text)
    return _letter(mail, source, whole, cleaned, parts, chosen, context, book or ThreadBook())


def _letter(
    mail: Mail,
    source: str,
    whole: Cleaned,
    cleaned: Cleaned,
    parts: Sequence[ReadPart],
    chosen: set[str],
    context: Context,
    book: ThreadBook,
) -> Letter:
    text = whole.text
    subject = mail.header("subject")
    own_id = next(iter(message_ids(mail.header("message-id"))), mail.header("message-id").strip(" <>")) or _content_id(
        mail, whole.decoded
    )
    citizen = _citizen(mail, cleaned, context)
    answered = message_ids(mail.header("references")) + message_ids(mail.header("in-reply-to"))
    if not answered and mail.header("x-memo-sender"):
        answered = tuple(mail.header("references").split())
    thread, number = book.join(ThreadKey(own_id, tuple(dict.fromkeys(answered)), citizen, subject, cleaned.text))
    reasons = [*whole.review_reasons, *mail.problems, *_part_reasons(parts, chosen)]
    if not text.strip():
        reasons.append("Mailen har ingen tekst.")
    elif len(_RUBBISH.findall(text)) > 0.05 * len(text):
        reasons.append("Mailens tekst ser ødelagt ud.")
    return Letter(
        id=own_id,
        text=text,
        subject=subject,
        received=_received(mail),
        sender=context.sender_address or context.sender_name,
        thread=thread,
        citizen=citizen,
        complaint_no=number,
        writer=writer_of(text),
        source=source,
        removed=whole.removed,
        attachments=tuple(_attachment(part, chosen) for part in parts),
        review_reasons=tuple(dict.fromkeys(reasons)),
        mail=True,
    )


def _parts_of_letter(cleaned: Cleaned, parts: Sequence[ReadPart]) -> set[str]:
    """Names of the attachments that are part of the letter."""
    words, text = substance(cleaned.text.split("\n"))
    candidates = [part for part in parts if part.text]
    pointing = bool(_POINTS_TO_FILE.search(text))
    chosen = set()
    for part in candidates:
        if not reads_like_letter(part.text):
            continue
        opening = part.text[:400].lower()
        if (
            words <= _SHORT
            or _POINTS_TO_LETTER.search(text)
            or "borgerrådgiver" in opening
            or "klage over" in opening
            or "jeg klager" in opening
        ):
            chosen.add(part.name)
    if not chosen and candidates and (words <= 3 or (words <= 15 and pointing)):
        # The mail itself says nothing, so the letter must be here, whatever it looks like.
        chosen.add(max(candidates, key=lambda part: len(part.text)).name)
    return chosen


def _joined(cleaned: Cleaned, texts: Sequence[str], clean_text: bool) -> Cleaned:
    decoded = "\n\n".join(text for text in (cleaned.decoded, *texts) if text)
    cuts = cleaned.cuts if clean_text else ()
    if cuts and texts and cuts[-1].end == len(cleaned.decoded) and not cleaned.text.strip():
        # Nothing is left of the mail itself: the blank line before the attachment goes with it.
        last = cuts[-1]
        cuts = (*cuts[:-1], Cut(last.start, last.end + 2, last.kind, last.rule))
    return Cleaned(decoded, cuts, cleaned.review_reasons if clean_text else ())


def _part_reasons(parts: Sequence[ReadPart], chosen: set[str]) -> list[str]:
    reasons: list[str] = []
    for part in parts:
        if part.reason and not part.silent:
            reasons.append(f"Bilaget {part.name} er ikke læst: {part.reason}.")
        elif part.text and part.name not in chosen:
            reasons.append(f"Bilaget {part.name} er læst, men ikke regnet som en del af brevet.")
        reasons += [f"Bilaget {part.name}: {reason}" for reason in part.reasons]
    return reasons


def _attachment(part: ReadPart, chosen: set[str]) -> Attachment:
    if part.text:
        return Attachment(part.name, read=True, reason="" if part.name in chosen else "ikke en del af brevet")
    return Attachment(part.name, read=False, reason=part.reason or "uden tekst", harmless=part.silent)


def _sender(mail: Mail) -> tuple[str, str]:
    if memo := mail.header("x-memo-sender"):
        return mail.header("from"), memo
    for header in ("from", "reply-to", "sender", "return-path"):
        value = mail.header(header)[:2000]
        name, address = _address(value)
        if address and _NOBODY.search(address) and (other := _address(mail.header("reply-to")[:2000])[1]):
            return name, other
        if name or address:
            return name, address
    return "", ""


def _address(value: str) -> tuple[str, str]:
    if not value:
        return "", ""
    try:
        pairs = getaddresses([value])
    except (ValueError, IndexError, RecursionError):
        pairs = []
    name, address = next(((name, address) for name, address in pairs if "@" in address), ("", ""))
    if not address and (match := MAIL_ADDRESS.search(value)):
        address = match.group()
    if not name:
        name = re.sub(r"[<(\[].*", "", value).strip(" \"'") if "@" not in value.partition("<")[0] else ""
    if "," in name:
        last, _, first = name.partition(",")
        name = f"{first.strip()} {last.strip()}"
    return name.strip(" \"'"), address.lower().strip()


def _citizen(mail: Mail, cleaned: Cleaned, context: Context) -> str:
    """Whose letter it is: the sender's, or, where the municipality forwards it, who wrote the mail below."""
    if not _OFFICE.search(context.sender_address.rpartition("@")[2] or context.sender_name):
        return context.sender_address or context.sender_name.lower()
    for heading in find_headings(cleaned.decoded.split("\n")):
        name, address = _address(heading.writer)
        if (name or address) and not _OFFICE.search(f"{name} {address}"):
            return address or name.lower()
    return ""


def _content_id(mail: Mail, decoded: str) -> str:
    """Make an id for a mail without one, the same in any container: of sender, date, subject and words."""
    words = " ".join([mail.header("from"), mail.header("date"), mail.header("subject"), *decoded.split()])
    return f"sha256-{hashlib.sha256(' '.join(words.split()).encode('utf-8', 'replace')).hexdigest()[:32]}"


def _received(mail: Mail) -> str:
    """ISO 8601 of the Date header, else of the time stamp of the first server that had it."""
    for value in (mail.header("date"), mail.header("received").rpartition(";")[2]):
        moment = _moment(value[:200].strip())
        if moment and 1970 <= moment.year <= 9998:
            return moment.isoformat()
    return ""


def _moment(value: str) -> datetime | None:
    if not value:
        return None
    try:
        if re.match(r"\d{4}-\d{2}-\d{2}", value):
            return datetime.fromisoformat(value.replace("Z", "+00:00"))
        moment = parsedate_to_datetime(value)
        # A zone beyond what a clock can show is no zone.
        moment.utcoffset()
        moment.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment
