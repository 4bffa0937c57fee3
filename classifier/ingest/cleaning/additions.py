"""What mail programs and mail servers add to a letter: device lines, warning banners, disclaimers, virus notes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from classifier.ingest.cleaning.phrases import SIGN_OFF

__all__ = ["find_additions", "is_device_line"]

_LINK = r"(?:\s?[<(\[]?(?:https?://|www\.|mailto:)\S+)?"
_APOLOGY = (
    r"(?:[,.;–-]?\s*(?:og )?(?:jeg )?(?:undskyld|beklager|sorry|excuse|pardon|please excuse|tilgiv)[^.\n]{0,70})?"
)
_DEVICE = (
    r"(?:iphone|ipad|ipod|galaxy|samsung|huawei|android\w*|mobil\w*|telefon\w*|smart ?phone|tablet|outlook|"
    r"mail|yahoo|proton ?mail|proton|bluemail|windows\w*|"
    r"blackberry|xiaomi|sony|xperia|nokia|oneplus|motorola|gmail|spark|thunderbird|em client|webmail|tutanota|"
    r"airmail|k-9|boxer|gmx|web\.de|aol|mailspring|"
    r"one\.com|simply|hey|handy|computer|mac|macbook|pc|nine|aquamail|type ?app|mit\.dk|bredbånd)"
)
_SENT_FROM = re.compile(
    r"^\s*[-–—*]{0,3}\s*(?:sendt|afsendt|skickat|sent|gesendet|verzonden|envoyé|verschickt)\s(?:sikkert |"
    r"securely )?(?:fra|från|from|von|med|via|with|vom|mit|using|depuis|vanaf|de)\s"
    rf"(?:min |mit |my |mein(?:em|er)? |mon |mijn |den |the )?(?:nye |new )?{_DEVICE}"
    rf"(?:[\s/+-]+(?:(?:til|for|on|på|für|för|to|pour|over|an|mit|med|von|by|af)\s)?(?:{_DEVICE}|\d{{1,4}}\w?|"
    rf"ios|app|sikker e-?mail|secure e-?mail|e-?mail|s\d\w*|pro|max|plus|note|ultra|net|tele\w*|mail)\b|"
    rf"{_LINK})*"
    rf"{_LINK}(?:\s(?:til|for|on|på|für|för)\s{_DEVICE})?\s?[.!]?{_APOLOGY}\s?[.!]?\s*$",
    re.IGNORECASE,
)
_FROM_MY = re.compile(
    rf"^\s*von meinem {_DEVICE}(?:\s{_DEVICE})? gesendet\.?\s*$|^\s*(?:fra|from) (?:min|my) {_DEVICE}\.?\s*$",
    re.IGNORECASE,
)
_GET_APP = re.compile(
    r"^\s*(?:hent|get|hämta|download|få|holen sie sich|hol dir|téléchargez|laden sie)\s(?:outlook|bluemail|"
    r"yahoo mail|proton mail|spark|gmail|mail)\s(?:til|for|för|für|på|on|pour)\s"
    rf"(?:ios|android|mac|windows|iphone|ipad|mobil\w*|[\w ]{{1,20}}){_LINK}\s*$",
    re.IGNORECASE,
)
_SECURE = re.compile(
    r"^\s*(?:denne (?:mail|e-mail|besked|meddelelse) er (?:sendt (?:sikkert|krypteret|som sikker (?:mail|"
    r"e-mail|post))|krypteret)|sendt (?:som|via|med) sikker (?:mail|e-mail|post)|"
    r"(?:sikker|secure) (?:mail|e-?mail)|this (?:e-?mail|message) (?:was|is) (?:sent securely|"
    r"encrypted))[^.\n]{0,60}[.!]?\s*$",
    re.IGNORECASE,
)
_VIRUS = re.compile(
    r"virus-?fri\b|virus-?free|virenfrei|(?:kontrolleret|scannet|tjekket|checked|scanned|geprüft|"
    r"undersøgt) (?:for|af|by|auf|med|mod)\s(?:virus\w*|viruses|viren|avast|avg|norton|"
    r"mcafee|bitdefender|f-secure|eset|messagelabs)|www\.(?:avast|avg)\.com|this (?:e-?mail|"
    r"message) has been scanned",
    re.IGNORECASE,
)
_PRINT = re.compile(
    r"(?:tænk|spar|skån|pas på|overvej|beskyt|consider|think|save|respect|denken)\b.{0,60}\b(?:miljø\w*|"
    r"environment|naturen|træ\w*|papir|planet\w*|klimaet|umwelt|earth|tree\w*|paper)\b.{0,80}|"
    r"(?:behøver|nødvendigt|need|før du|before)\b.{0,60}\b(?:printe\w*|udskrive\w*|print\w*)\b.{0,40}(?:mail|"
    r"e-mail|besked)",
    re.IGNORECASE,
)
_PRINTING = re.compile(r"\bprint|udskriv|drucken", re.IGNORECASE)
_PRIVACY = re.compile(
    r"(?:behandl\w+|beskytt\w+|håndter\w+|process\w*)\b.{0,60}(?:personoplysning\w*|personlige oplysninger|"
    r"persondata|personal data)|privatlivspolitik\w*|persondatapolitik\w*|privacy policy|databeskyttelsespolitik\w*",
    re.IGNORECASE,
)
_LINKED = re.compile(r"https?://|www\.|\bher\b\s*\.?$|\bhere\b\s*\.?$|læs (?:mere|om)|se (?:mere|vores)", re.IGNORECASE)
_THIS_MAIL = re.compile(
    r"\b(?:denne|dette|this|diese|detta|denna|the|die)\s+(?:e-?mail|mail|meddelelse|besked|message|"
    r"communication|nachricht|transmission|e-post|e-postmeddelande|meddelande|information)\w*\b|"
    r"\be-?mailen\b|\bmeddelelsen\b|\bindholdet\b",
    re.IGNORECASE,
)
_CONFIDENTIAL = re.compile(
    r"\bfortrolig\w*|\bconfidential\w*|\bprivileged|\bvertraulich\w*|\bkonfidenti\w*|\btavshedspligt|"
    r"\b(?:beregnet|tiltænkt|bestemt|påtænkt)\b|\bintended\b|\bsolely\b|\bavsedd?\b",
    re.IGNORECASE,
)
_WRONG = re.compile(
    r"(?:ved en|som|ved) fejl\w*|fejlagtigt|in error|by mistake|erroneously|irrtümlich|av misstag|"
    r"ikke\s(?:er\s)?(?:(?:den|de)\s)?(?:rette|retmæssige|tiltænkte|påtænkte|rigtige|angivne)?\s?(?:modtager|"
    r"adressat)\w*|"
    r"not\s(?:be\s)?(?:the|an)\s(?:intended|named|correct)?\s?(?:recipient|addressee)|"
    r"nicht der richtige adressat|inte (?:är )?(?:rätt|avsedd) mottagare",
    re.IGNORECASE,
)
_ACTION = re.compile(
    r"\bslet\w*|tilintetgør\w*|destruer\w*|\bdelet\w*|\bdestroy\w*|\bunderret\w*|\binformer\w*|\bnotify\w*|"
    r"\bkontakt\w*|\bbesked\b|\breturner\w*|vernicht\w*|\blösch\w*|\bkopier\w*|"
    r"\bvideregiv\w*|\bdisclos\w*|\bcopy\w*|\bdistribut\w*|\braderar?\b|\bmeddela\w*|\binform\w*|\badvise\w*|"
    r"\bvideresend\w*|\boffentliggør\w*",
    re.IGNORECASE,
)
_OUTSIDE = re.compile(
    r"\b(?:ekstern\w*|external\w*|extern\w*|outside|udefra|uden for (?:organisationen|kommunen|virksomheden)|"
    r"(?:ikke|don't|do not) (?:så )?(?:ofte|often)|unknown sender|ukendt afsender)\b",
    re.IGNORECASE,
)
_CAREFUL = re.compile(
    r"\b(?:klik\w*|links?|vedhæft\w*|click\w*|attachments?|vær (?:opmærksom|kritisk|forsigtig|påpasselig)|"
    r"caution|advarsel|obs|afsenders?|sender|klicken|anhänge|klicka|bifogad\w*|"
    r"få mere at vide|learn why|phishing)\b",
    re.IGNORECASE,
)
_TAG = re.compile(
    r"^\s*\[?\s*(?:ekstern|external|extern|ekstern (?:mail|e-mail|afsender)|external (?:mail|email|"
    r"sender))\s*\]?\s*:?\s*$",
    re.IGNORECASE,
)
_PERSONAL = re.compile(r"\b(?:jeg|mig|min|mit|mine|vi|os|i|my|me|we|us|our|ich|wir|mein\w*|jag|mina?)\b", re.IGNORECASE)
# Not the Danish "I" (you), with which a disclaimer speaks to its reader.
_SPEAKING = re.compile(
    r"\b(?:(?i:jeg|mig|min|mit|mine|ich|jag|my|mein\w*)|I (?:am|have|had|was|want|would|need|do|did|can|could|"
    r"ask|think|know))\b"
)
_SOLE_LINK = re.compile(r"^\s*[<(\[]?(?:https?://|www\.)\S+\s*$", re.IGNORECASE)

Label = tuple[str, str]
_MAX_LINES = 60
"""Longest disclaimer."""


def is_device_line(line: str) -> bool:
    """Tell whether a mail program wrote the line to say what it is.

    Parameters
    ----------
    line : str
        One line.

    Returns
    -------
    bool
        True for ``Sendt fra min iPhone`` and its like.

    Examples
    --------
    >>> is_device_line("Sendt fra min iPhone"), is_device_line("sendt fra min mors telefon, for min egen er lukket.")
    (True, False)
    """
    return len(line) < 300 and any(pattern.match(line) for pattern in (_SENT_FROM, _FROM_MY, _GET_APP, _SECURE))


def find_additions(lines: Sequence[str], kept: Sequence[bool]) -> dict[int, Label]:
    """Find the lines that programs added.

    Parameters
    ----------
    lines : sequence of str
        A decoded text's lines.
    kept : sequence of bool
        False for lines that are cut already.

    Returns
    -------
    dict of int to (str, str)
        Line number to kind and rule.
    """
    found: dict[int, Label] = {
        number: ("automatic", "device-line")
        for number, line in enumerate(lines)
        if kept[number] and is_device_line(line)
    }
    paragraphs = _paragraphs(lines, kept, found)
    _mark_top(lines, paragraphs, found)
    _mark_bottom(lines, paragraphs, found)
    return found


def _paragraphs(lines: Sequence[str], kept: Sequence[bool], found: dict[int, Label]) -> list[list[int]]:
    paragraphs: list[list[int]] = [[]]
    for number, line in enumerate(lines):
        if kept[number] and number not in found and line.strip():
            paragraphs[-1].append(number)
        elif paragraphs[-1]:
            paragraphs.append([])
    return [paragraph for paragraph in paragraphs if paragraph]


def _mark_top(lines: Sequence[str], paragraphs: list[list[int]], found: dict[int, Label]) -> None:
    for paragraph in paragraphs[:3]:
        # The whole paragraph, or its first lines where the letter follows without a blank line.
        for count in (len(paragraph), 3, 2, 1):
            if count <= len(paragraph) and _is_banner(" ".join(lines[number] for number in paragraph[:count])):
                found.update(dict.fromkeys(paragraph[:count], ("banner", "external-sender")))
                break
        else:
            return
        if count < len(paragraph):
            return


def _is_banner(text: str) -> bool:
    if _TAG.match(text):
        return True
    return len(text) < 600 and bool(_OUTSIDE.search(text) and _CAREFUL.search(text)) and not _SPEAKING.search(text)


def _mark_bottom(lines: Sequence[str], paragraphs: list[list[int]], found: dict[int, Label]) -> None:
    """From the end upwards, as long as nothing that a person wrote comes between; a sign-off may."""
    below: list[int] = []
    for paragraph in reversed(paragraphs):
        if paragraph[0] in found:
            break
        rest = list(paragraph)
        while rest and (ending := _ending(lines, rest, below)):
            taken, label = ending
            below = rest[len(rest) - taken :]
            found.update(dict.fromkeys(below, label))
            del rest[len(rest) - taken :]
        if not rest:
            continue
        words = " ".join(lines[number] for number in rest)
        if _is_disclaimer_piece(words) and len(rest) == len(paragraph):
            below = [*paragraph, *below]
            continue
        if _SOLE_LINK.match(words) and len(rest) == 1 == len(paragraph):
            below = [*rest, *below]
            continue
        # Signatures may stand between two additions; a sentence may not.
        if not (
            SIGN_OFF.match(lines[rest[0]])
            or all(
                len(lines[number].split()) <= 6 and not lines[number].rstrip().endswith((".", "!", "?"))
                for number in rest
            )
        ):
            return
    return


_NOTES: tuple[tuple[Callable[[str], bool], Label], ...] = (
    (lambda text: _is_virus_note(text), ("automatic", "virus-check")),
    (lambda text: _is_print_note(text), ("disclaimer", "print-note")),
    (lambda text: _is_privacy_note(text), ("disclaimer", "privacy-note")),
)


def _ending(lines: Sequence[str], paragraph: list[int], below: list[int]) -> tuple[int, Label] | None:
    """How many of a paragraph's last lines were added, and what they are."""
    text_below = " ".join(lines[number] for number in below)
    for start in range(max(0, len(paragraph) - _MAX_LINES), len(paragraph)):
        number = paragraph[start]
        # A disclaimer may follow a signature without a blank line; it begins with a line that speaks of it.
        if not (
            _THIS_MAIL.search(lines[number]) or _CONFIDENTIAL.search(lines[number]) or _WRONG.search(lines[number])
        ):
            continue
        text = " ".join(lines[later].strip(" >*_") for later in paragraph[start:])
        if _is_disclaimer(text) or (below and _is_disclaimer_piece(text) and _is_disclaimer(f"{text} {text_below}")):
            return len(paragraph) - start, ("disclaimer", "wrong-receiver")
    for count in range(1, min(3, len(paragraph)) + 1):
        text = " ".join(lines[number].strip(" >*_") for number in paragraph[-count:])
        for test, label in _NOTES:
            if test(text):
                return count, label
    return None


def _is_disclaimer_piece(text: str) -> bool:
    return (
        not _SPEAKING.search(text)
        and bool(_THIS_MAIL.search(text) or _CONFIDENTIAL.search(text))
        and bool(_WRONG.search(text) or _ACTION.search(text) or _CONFIDENTIAL.search(text))
    )


def _is_disclaimer(text: str) -> bool:
    if len(text) > 6000 or _SPEAKING.search(text):
        return False
    first = text[:250]
    return bool(
        (_THIS_MAIL.search(first) or _CONFIDENTIAL.search(first) or _WRONG.search(first))
        and (_CONFIDENTIAL.search(text) or _THIS_MAIL.search(text))
        and _WRONG.search(text)
        and _ACTION.search(text)
    )


def _is_virus_note(text: str) -> bool:
    return len(text) < 300 and bool(_VIRUS.search(text)) and not _PERSONAL.search(text)


def _is_print_note(text: str) -> bool:
    return len(text) < 250 and bool(_PRINT.search(text) and _PRINTING.search(text)) and not _SPEAKING.search(text)


def _is_privacy_note(text: str) -> bool:
    return len(text) < 500 and bool(_PRIVACY.search(text) and _LINKED.search(text)) and not _SPEAKING.search(text)
