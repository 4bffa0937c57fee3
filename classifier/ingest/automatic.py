"""Mail that no person wrote: bounces, out-of-office replies, calendar mail, newsletters, notifications."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

__all__ = ["RULES", "Automatic", "Signs", "automatic_rule"]

RULES = ("bounce", "receipt", "out-of-office", "calendar", "newsletter", "notification", "outlook-item")
"""Names of the rules."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What of a mail tells whether a person wrote it.

    Attributes
    ----------
    header : callable
        Returns a header's first value by its lower-case name, else an empty text.
    text : str
        The decoded text.
    report : str
        ``report-type`` of a multipart/report.
    message_class : str
        Outlook's name for the kind of item.
    calendar : tuple of str
        Text of calendar parts.
    """

    header: Callable[[str], str]
    text: str
    report: str = ""
    message_class: str = ""
    calendar: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Automatic:
    """Why a mail is no letter.

    Attributes
    ----------
    rule : str
        One of ``RULES``.
    reason : str
        In a sentence, without the mail's text.
    """

    rule: str
    reason: str


_REPLIED = re.compile(r"^\s*(?:sv|re|aw|antw|svar|vs|fwd?|wg)\s?:", re.IGNORECASE)
_OUT_OF_OFFICE = re.compile(
    r"^\s*(?:auto\s?:|[^:]{0,80}\b(?:is out of (?:the )?office|er ikke (?:til stede|på kontoret))|"
    r"automatisk (?:svar|besked)|autosvar|autoreply|auto(?:matic|mated)?[ -]?(?:reply|response)|"
    r"out of (?:the )?office|fraværsbesked|fraværsmeddelelse|fravær\b|ikke til stede|"
    r"ikke på kontoret|ude af (?:huset|kontoret)|på ferie|automatische antwort|abwesenheitsnotiz|abwesend|"
    r"autosvar|frånvaro\w*|ej på kontoret|autom(?:atiskt)? svar|réponse automatique)",
    re.IGNORECASE,
)
_AWAY = re.compile(
    r"\b(?:ude af kontoret|ikke på kontoret|på ferie|holder ferie|på barsel|på orlov|fraværende|ikke til stede|"
    r"vender tilbage|er tilbage|træffes (?:igen|ikke)|retur på kontoret|"
    r"bliver (?:ikke )?(?:læst|besvaret|videresendt)|læser ikke mails|kontakt i stedet|i mit fravær|"
    r"out of (?:the )?office|on (?:annual )?leave|on vacation|away from|will be back|i return|"
    r"nicht im büro|im urlaub|abwesend|zurück|tjänstledig|på semester|åter på kontoret|automatisk svar)\b",
    re.IGNORECASE,
)
_BOUNCE_SENDER = re.compile(
    r"mailer-?daemon|postmaster@|mail delivery (?:sub)?system|microsoft outlook|mail administrator|smtp@", re.IGNORECASE
)
_BOUNCE_SUBJECT = re.compile(
    r"undeliver|returned (?:mail|to sender)|delivery (?:status|failure|has failed|notification|report|delayed)|"
    r"mail delivery|failure notice|kunne ikke leveres|ikke leveret|"
    r"leveringsfejl|meddelelse om mislykket|uanbringelig|nicht zugestellt|unzustellbar|kunde inte levereras|"
    r"could not be delivered|message not delivered|forsinket levering|rejected",
    re.IGNORECASE,
)
_RECEIPT = re.compile(
    r"^\s*(?:læst|read|gelesen|læsekvittering|leveret|delivered|ikke læst|not read|modtaget|zugestellt|läst)\s?:",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"no[-_.]?reply|do[-_.]?not[-_.]?reply|ingen[-_.]?svar|svar[-_.]?ikke|noreply|nyhedsbrev|newsletter|"
    r"notification|notifikation|advis@|mailer@|bounce",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"\b(?:automatisk (?:genereret|besked|mail|kvittering|meddelelse|udsendt|e-mail|svar)|kan ikke besvares|"
    r"du kan ikke svare|må ikke besvares|besvar ikke|ny (?:digital )?post|"
    r"nyt brev i|ny besked i|har modtaget en (?:ny )?(?:besked|meddelelse)|do not reply|"
    r"automatically generated|kvittering for|afmeld|unsubscribe|log ind|log på)\b",
    re.IGNORECASE,
)
_METHOD = re.compile(r"^METHOD:(\w+)", re.IGNORECASE | re.MULTILINE)
_FIRST_PERSON = re.compile(
    r"\b(?:jeg|mig|min|mit|mine|vores|vi|os|i|my|we|our|me|ich|wir|mein\w*|jag|mina?)\b", re.IGNORECASE
)
_OFFICE_ADDRESSED = re.compile(r"borgerrådgiver|ombudsm\w+|\bklage\b|klager over|\bcomplain", re.IGNORECASE)
_BULK = re.compile(r"^(?:bulk|list|junk)$", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_MEETING_BOILERPLATE = re.compile(
    r"(?s)_{20,}.*|Microsoft Teams.*|Deltag i .*møde.*|Join (?:the|on).*|When:.*|Hvornår:.*"
)


def automatic_rule(signs: Signs) -> Automatic | None:
    """Say by which rule a mail was written by no person.

    A mail is called automatic only where its build says so; the words alone never do. What a program sent for a
    person (a web form, a letter over a mailing list) is a letter.

    Parameters
    ----------
    signs : Signs
        The mail.

    Returns
    -------
    Automatic or None
        None for whatever a person may have written.

    Examples
    --------
    >>> headers = {"subject": "Automatisk svar: Møde", "auto-submitted": "auto-replied"}
    >>> automatic_rule(Signs(lambda name: headers.get(name, ""), "Jeg er på ferie.")).rule
    'out-of-office'
    """
    for rule in (_outlook_item, _bounce, _receipt, _out_of_office, _calendar, _newsletter, _notification):
        if found := rule(signs):
            return found
    return None


def _outlook_item(signs: Signs) -> Automatic | None:
    name = signs.message_class.lower()
    if name.startswith("report."):
        return Automatic("bounce" if name.endswith(("ndr", "delayed")) else "receipt", "A report of the mail system.")
    if name.startswith("ipm.note.rules.ooftemplate"):
        return Automatic("out-of-office", "An out-of-office reply.")
    if name.startswith(("ipm.schedule.", "ipm.appointment")):
        return None if _written(signs.text, 25) else Automatic("calendar", "A calendar item.")
    if name.startswith(("ipm.contact", "ipm.distlist", "ipm.task", "ipm.activity", "ipm.outlook.recall")):
        return Automatic("outlook-item", "An Outlook item that is no mail.")
    return None


def _bounce(signs: Signs) -> Automatic | None:
    if signs.report == "delivery-status":
        return Automatic("bounce", "A report that a mail was not delivered.")
    sender = f"{signs.header('from')} {signs.header('sender')} {signs.header('return-path')}"
    failed = bool(signs.header("x-failed-recipients")) or bool(_BOUNCE_SUBJECT.search(signs.header("subject")))
    if failed and (_BOUNCE_SENDER.search(sender) or signs.header("return-path").strip() == "<>"):
        return Automatic("bounce", "A report that a mail was not delivered.")
    return None


def _receipt(signs: Signs) -> Automatic | None:
    if signs.report == "disposition-notification":
        return Automatic("receipt", "A receipt that a mail was read or delivered.")
    if _RECEIPT.match(signs.header("subject")) and signs.report:
        return Automatic("receipt", "A receipt that a mail was read or delivered.")
    return None


def _out_of_office(signs: Signs) -> Automatic | None:
    subject = signs.header("subject")
    if _REPLIED.match(subject):
        # A person answers an automatic reply; only the mail's own header can say otherwise.
        return (
            Automatic("out-of-office", "An automatic reply.")
            if signs.header("auto-submitted").lower().startswith("auto-replied")
            else None
        )
    told = signs.header("auto-submitted").lower().startswith("auto-replied") or any(
        signs.header(name)
        for name in (
            "x-autoreply",
            "x-autorespond",
            "x-auto-reply",
            "x-vacation",
            "x-autogenerated",
            "x-mdsent-autoreply",
        )
    )
    told = (
        told
        or signs.header("precedence").strip().lower() == "auto_reply"
        or "oof" in signs.header("x-ms-exchange-inbox-rules-loop").lower()
    )
    named = bool(_OUT_OF_OFFICE.match(subject))
    away = bool(_AWAY.search(signs.text[:2000]))
    suppressed = "all" in signs.header("x-auto-response-suppress").lower()
    if told or (named and (away or suppressed or not signs.text.strip())):
        return Automatic("out-of-office", "An automatic reply.")
    return None


def _calendar(signs: Signs) -> Automatic | None:
    if not signs.calendar:
        return None
    method = next((match[1].upper() for text in signs.calendar if (match := _METHOD.search(text))), "")
    if not method or method == "PUBLISH":
        return None
    return None if _written(signs.text, 25) else Automatic("calendar", "A calendar invitation or the answer to one.")


def _newsletter(signs: Signs) -> Automatic | None:
    listed = bool(signs.header("list-unsubscribe"))
    bulk = bool(_BULK.match(signs.header("precedence").strip())) or bool(
        signs.header("feedback-id") or signs.header("x-campaign") or signs.header("x-mailer-campaign")
    )
    nobody = bool(_NOBODY.search(signs.header("from")))
    if not ((listed and (bulk or nobody or signs.header("list-id"))) or (bulk and nobody)):
        return None
    if _OFFICE_ADDRESSED.search(signs.header("subject") + " " + signs.text) and _written(signs.text, 15):
        return None
    return Automatic("newsletter", "A newsletter or other bulk mail.")


def _notification(signs: Signs) -> Automatic | None:
    nobody = bool(_NOBODY.search(signs.header("from")))
    generated = signs.header("auto-submitted").lower().startswith("auto-generated")
    if not (nobody or generated) or signs.header("reply-to"):
        return None
    notice = bool(_NOTICE.search(signs.text[:5000] + " " + signs.header("subject")))
    if not notice or _written(signs.text, 20):
        return None
    return Automatic("notification", "A notification that a system sent.")


def _written(text: str, words: int) -> bool:
    """Tell whether a text of some length speaks in the first person: a person may have written it."""
    own = _MEETING_BOILERPLATE.sub("", text)
    return len(_WORD.findall(own)) >= words and len(_FIRST_PERSON.findall(own)) >= 2
