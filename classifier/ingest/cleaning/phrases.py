"""The wordings by which mail programs mark what they quote: Danish first, and the languages around it."""

from __future__ import annotations

import re

__all__ = [
    "ANNOUNCED_BELOW",
    "ATTRIBUTION_END",
    "ATTRIBUTION_ISO",
    "ATTRIBUTION_START",
    "CLOCK",
    "DATE",
    "DIVIDER",
    "FORWARD_DIVIDER",
    "FORWARD_SUBJECT",
    "INLINE_ANSWERS",
    "LABEL",
    "MAIL_ADDRESS",
    "REPLY_SUBJECT",
    "RULER",
    "SIGN_OFF",
    "label_of",
]

_LABELS = {
    "from": "fra|from|von|från|de|van|afsender|sender",
    "sent": "sendt|sent|gesendet|skickat|envoyé|verzonden|enviado|enviado el|inviato|dato|date|datum|datoen|"
    "data|fecha|modtaget|received",
    "to": "til|to|an|till|à|aan|para|modtager|modtagere",
    "cc": "cc|bcc|kopi|kopi til|kopia",
    "subject": "emne|subject|betreff|ämne|objet|onderwerp|asunto|assunto|oggetto|vedr|vedrørende|re",
    "extra": "vedhæftet|vedhæftede filer|vedhæftet fil|vedhæftning|vedhæftninger|attachments?|anlagen|bifogade "
    "filer|prioritet|vigtighed|importance|priority|"
    "wichtigkeit|prioritering|følsomhed|sensitivity|reply-to|svar til|besvar til|message-id|sikkerhed|"
    "organisation|kategorier|categories",
}
_ALL_LABELS = "|".join(_LABELS.values())
# "Fra:", "*Fra:*", "**Fra**:", "Fra :", behind quote marks and white space.
LABEL = re.compile(
    rf"^[\s>|]*[*_]{{0,2}}(?P<label>{_ALL_LABELS})[*_]{{0,2}}\s?:[*_]{{0,2}}(?P<value>.*)$", re.IGNORECASE
)
_KINDS = [(kind, re.compile(f"(?:{names})$", re.IGNORECASE)) for kind, names in _LABELS.items()]
_MONTHS = (
    "jan|feb|mar|apr|maj|mai|may|mei|jun|jul|aug|sep|okt|oct|nov|dec|dez|des|januar|februar|marts|mars|march|"
    "april|juni|june|juli|july|august|september|"
    "oktober|october|november|december|dezember|desember|januari|februari|augusti|mär|märz|janv|févr|avr|mai|"
    "juin|juil|août|sept|déc"
)
DATE = re.compile(
    rf"\b\d{{1,2}}[./-]\s?\d{{1,2}}[./-]\s?\d{{2,4}}\b|\b\d{{4}}-\d{{2}}-\d{{2}}\b|"
    rf"\b\d{{1,2}}\.?\s(?:{_MONTHS})\w*\.?,?\s\d{{2,4}}\b|"
    rf"\b(?:{_MONTHS})\w*\.?\s\d{{1,2}},?\s\d{{4}}\b",
    re.IGNORECASE,
)
CLOCK = re.compile(r"\b\d{1,2}[.:]\d{2}(?:[.:]\d{2})?\b")
MAIL_ADDRESS = re.compile(r"[\w.+-]+@\s?[\w-]+(?:\.[\w-]+)+")
# Gmail until about 2017: "2017-02-05 13:29 GMT+01:00 X <x@y>:"
ATTRIBUTION_ISO = re.compile(
    r"^[\s>]*(?:\d{4}[-/]\d{1,2}[-/]\d{1,2}|"
    r"\d{1,2}\.\d{1,2}\.\d{4}),? \d{1,2}[.:]\d{2}(?:[.:]\d{2})?,? (?:(?:GMT|"
    r"UTC)?[+-]\d{2}:?\d{2} )?.{0,200}<[^<>]{3,120}>\s?:$",
    re.DOTALL,
)
# "Den … skrev X:", "On … X wrote:", "X skrev den …:", "Am … schrieb X:", "Le … X a écrit :"
ATTRIBUTION_START = re.compile(
    r"^[\s>]*(?:den|på|d\.|on|am|le|op|i|em|el|il|in data|dnia|pe|(?:man|tirs?|ons|tors?|fre|lør|søn|mon|tue|"
    r"wed|thu|fri|sat|sun)\.?,? |tirsdag|mandag|onsdag|torsdag|fredag|lørdag|søndag|\d{1,2}[./]|\d{4}-\d{2}|"
    r"\"?[\w.'-]+(?: [\w.'-]+){0,5}\"?(?: [<(][^<>()]{3,80}[>)])? (?:skrev|wrote|schrieb)\b)",
    re.IGNORECASE,
)
ATTRIBUTION_END = re.compile(
    r"(?:\b(?:skrev|wrote|schrieb|schreef|skrifaði|kirjoitti)\b.{0,200}|\b(?:skrev|wrote|schrieb|a écrit|"
    r"schreef|kirjoitti|ha scritto|escreveu|escribió|napisał\(?a?\)?|írta))\s?:?$",
    re.IGNORECASE | re.DOTALL,
)
_WRITER = re.compile(r"\b(?:skrev|wrote|schrieb|schreef)\b\s*(?P<name>[^:]*):$", re.IGNORECASE | re.DOTALL)
DIVIDER = re.compile(
    r"^[\s>]*[-–—─━_=*]{2,}\s?(?:oprindelig (?:meddelelse|besked|mail|e-mail)|original(?: message| besked|"
    r" meddelelse| mail|-nachricht|nachricht)?|"
    r"ursprüngliche nachricht|ursprungligt meddelande|opprinnelig melding|message d'origine|"
    r"oorspronkelijk bericht|mensaje original|mensagem original|messaggio originale|"
    r"(?:videresendt|forwarded|weitergeleitete|vidarebefordrat|videresendt) ?(?:besked|meddelelse|mail|message|"
    r"nachricht|meddelande|e-mail|av.{0,60}|by.{0,60}|af.{0,60})?|"
    r"(?:on|den|am|le|på) .{10,200}\b(?:wrote|skrev|schrieb|a écrit)\b.{0,100}|svar (?:til|fra) .{0,60}|"
    r"reply (?:message|above this line).{0,40})\s?:?\s?[-–—─━_=*]{2,}\s*$",
    re.IGNORECASE,
)
FORWARD_DIVIDER = re.compile(
    r"^[\s>]*(?:[-–—─━_=*]{2,}\s?)?(?:start på videresendt (?:besked|meddelelse|mail)|begin(?: |"
    r"ning of )forwarded message|start of forwarded message|"
    r"anfang der weitergeleiteten (?:nachricht|e-mail)|vidarebefordrat (?:brev|meddelande)|"
    r"[-–—─━_=*]{2,}\s?(?:videresendt|forwarded|weitergeleitete|vidarebefordrat)[^-–—─━_=*\n]{0,80})\s?:?\s?[-–—─━_=*]{0,}\s*$",
    re.IGNORECASE,
)
RULER = re.compile(r"^[\s>]*(?:[_]{8,}|[-]{8,}|[=]{8,}|[*]{8,})\s*$")
REPLY_SUBJECT = re.compile(
    r"^\s*(?:\[[^\]]{1,40}\]\s*)?(?:sv|re|aw|antw|svar|ref|vs|fwd?|wg|videresendt|tr)\s?(?:\[\d+\])?\s?:", re.IGNORECASE
)
FORWARD_SUBJECT = re.compile(
    r"^\s*(?:\[[^\]]{1,40}\]\s*)?(?:vs|fwd?|wg|videresendt|tr|vb|vidarebefordrat)\s?:", re.IGNORECASE
)
SIGN_OFF = re.compile(
    r"^\s*(?:(?:med )?(?:de )?(?:venlige?|venligst|kærlige?|bedste|mange|høflige?|de bedste) hils(?:en|ner)|"
    r"hilsen|hilsner|mvh|m\.?v\.?h\.?|vh|v\.h\.|dbh|kh|"
    r"k\.h\.|(?:kind |best |warm )?regards|sincerely|yours (?:sincerely|faithfully|truly)|best wishes|"
    r"mit freundlichen grüßen|freundliche grüße|mfg|"
    r"(?:med )?vänliga? hälsning(?:ar)?|hälsningar|med vennlig hilsen|på forhånd tak|ærbødigst|"
    r"højagtelsesfuldt|cordialement|kærligst|de bedste ønsker)\b",
    re.IGNORECASE,
)
# What points from a few words at the top to the text below.
ANNOUNCED_BELOW = re.compile(
    r"\b(?:neden(?:for|under|stående|staaende)|herunder|nedenst\.?|jf\.? (?:nedenfor|nedenstående)|(?:se|læs|"
    r"lœs) (?:her|mail(?:en)?|mine? mail)|længere nede|"
    r"videresend\w*|vidresend\w*|viderestill\w*|sender (?:den|det|dem|dig|jer|denne|hermed|lige|"
    r"videre)\b.{0,40}\b(?:videre|mail|besked|klage|tråd|korrespondance)|"
    r"(?:til|for) (?:din|jeres|deres|rette)? ?(?:orientering|info|information|videre foranstaltning|kendskab|"
    r"besvarelse|behandling|vedkommende)|t\.o\.|fyi|"
    r"(?:har|vi har|jeg har) (?:fået|modtaget) (?:denne|nedenstående|dette|følgende)|hermed (?:min|klage|mail|"
    r"korrespondance|videre)|"
    r"(?:see|please see) (?:below|attached)|below|forward(?:ed|ing)?|siehe unten|weiterleit\w*|weitergeleitet|"
    r"se nedan|vidarebefordr\w*)\b",
    re.IGNORECASE,
)
INLINE_ANSWERS = re.compile(
    r"(?:\b(?:svar|svarer|svaret|besvaret|kommentar\w*|bemærkning\w*|kommenteret|rettelser|tilføjelser|skrevet|"
    r"answers?|repl(?:y|ies)|comments?)\b[^.\n]{0,60}"
    r"(?:neden(?:for|under)|herunder|inde i|i teksten|i din mail|i din tekst|i mailen|i jeres mail|"
    r"med (?:rød\w*|blå\w*|grøn\w*|fed\w*|kursiv|versaler|"
    r"store bogstaver|stort|caps|gult|farve)|under hver\w*|efter hver\w*|ud for|imellem|inline|below|in red|"
    r"in blue|in bold|in capitals|mellem linjerne)\b)|"
    r"(?:\b(?:neden(?:for|under)|herunder|med (?:rød\w*|blå\w*|grøn\w*|fed\w*|kursiv|versaler|store bogstaver)|"
    r"in (?:red|blue|bold|capitals))\b[^.\n]{0,40}\b(?:svar|svarer|besvaret|kommentar\w*|answers?|comments?)\b)",
    re.IGNORECASE,
)


def label_of(line: str) -> tuple[str, str] | None:
    """Return which header a line is labelled as, and the value behind the label.

    Parameters
    ----------
    line : str
        One line.

    Returns
    -------
    tuple of str or None
        ``from``, ``sent``, ``to``, ``cc``, ``subject`` or ``extra``, and the value; None for any other line.

    Examples
    --------
    >>> label_of("*Sendt:* 5. marts 2024 10:12")
    ('sent', '5. marts 2024 10:12')
    >>> label_of("Fra mandag har jeg ingen penge: ingen") is None
    True
    """
    match = LABEL.match(line)
    if match is None:
        return None
    label = match["label"]
    return next(kind for kind, names in _KINDS if names.match(label)), match["value"].strip(" *_\t")


def named_writer(attribution: str) -> str:
    """Return who an attribution says has written, as far as the name stands behind the verb.

    Parameters
    ----------
    attribution : str
        ``Den … skrev Lone Toft <l@…>:``.

    Returns
    -------
    str
        ``Lone Toft <l@…>``; empty where the name stands before the verb.
    """
    match = _WRITER.search(attribution.strip())
    return match["name"].strip() if match else ""
