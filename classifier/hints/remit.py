"""Outside the remit: the writer asks the office for what it may not do. The letter is registered all the same.

The limits are those of the annual report for 2024: decisions, their professional content, political decisions, staff
matters, matters at another appeals body or the courts, matters older than a year.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from classifier.hints.passages import Passage, passages
from classifier.hints.wordings import places, wordings
from classifier.records import Hint

__all__ = ["remit_hints"]

DECISION = "Beder om at få en afgørelse ændret eller truffet"
CONTENT = "Beder om en vurdering af en afgørelses faglige indhold eller skøn"
POLITICS = "Beder om indgreb i en politisk beslutning eller serviceniveauet"
STAFF = "Handler om et ansættelsesforhold i kommunen"
ELSEWHERE = "Beder om stillingtagen til en sag ved en anden klageinstans eller domstolene"
OLD = "Beder om undersøgelse af noget, der er ældre end et år"


# "Jeg beder dig …", "Kan du …", "Jeg vil have, at du …": without a request to the reader there is no hint.
_ASKS = wordings(
    r"\b(?:vil|ønsker) (?:jeg |vi )?(?:også |gerne )?have (?:din|jeres|dig)\b",
    r"\b(?:jeg|vi|hun|han) (?:vil |må |skal |ønsker at |vil gerne )?(?:beder?|bede|anmoder?|anmode|kræver?|"
    r"kræve|opfordrer?|opfordre|ønsker|forlanger|håber|forventer)\b(?: (?:dig|jer|borgerrådgiver\w*|om|at|på|,))?",
    r"\b(?:kan|kunne|vil|ville|skal|må) (?:du|i|borgerrådgiver\w*|i ikke|du ikke)\b|\bdu bedes\b|\bbedes du\b",
    r"\b(?:vil|ønsker|skal) (?:jeg |vi )?(?:gerne )?(?:have|bede|se)\b.{0,12}\b(?:dig|du|jer|borgerrådgiver\w*|"
    r"det|den)\b|\bklager?e? (?:hermed )?(?:til dig |til jer )?over (?:selve |at )?|\bhar brug for,? at (?:du|i)\b",
    r"\bbeder (?:jeg|vi) (?:dig|jer|borgerrådgiver\w*)\b|\b(?:du|borgerrådgiver\w*) (?:skal|må|bør)\b",
    r"\b(?:please|can you|could you|i want you|we want you|bitte|können sie)\b",
)
# "Can you tell me who changes it?" asks for advice, which the office gives.
_ENQUIRES = wordings(
    r"\b(?:kan|kunne|vil|ville|må) (?:du|i|borgerrådgiver\w*) (?:ikke |måske )?(?:fortælle|oplyse|"
    r"sige|forklare|vejlede)\b|\bhvem (?:skal|kan|må) jeg (?:bede|spørge)\b"
)
_CHANGE = wordings(
    r"\b(?:ændre|ændrer|ændret|omgøre|omgør|omgjort|omstøde|omstødt|annullere|annulleret|ophæve|ophævet|"
    r"underkende|underkender|underkendt|lave om|lav\w* om|laves om|lave (?:\w+ )?(?:afgørelsen|"
    r"afslaget|beslutningen|den|det) om|tilsidesætte\w*|vende|tilbagekalde|hjemvise|"
    r"rulle\w* tilbage|overturn|reverse|change)\b",
)
_A_DECISION = wordings(
    r"\bafgørelse\w*|\bafslag\w*|\bbevilling\w*|\bbeslutning\w*|\bresultat\w*|\bnej\w*\b|\bdecision\b|"
    r"\bentscheidung\b|\btilladelse\w*|\bdommen\b"
)
_GRANT = wordings(
    r"\b(?:du|i|borgerrådgiver\w*|dig|jer)\b.{0,30}\b(?:bevilge|bevilger|tildele|bestemme,? at|give (?:mig|os|hende|"
    r"ham) (?:(?:den|en) bevilling|medhold|"
    r"førtidspension|pension|ydelsen|timerne|boligen|pladsen|tilladelse\w*|ret)|pålægge|"
    r"træffe\w* (?:en )?(?:ny )?afgørelse|udbetale|omgøre|dømme|afgøre (?:sagen|min sag|den))",
    r"\b(?:træffe|træf) (?:en )?ny afgørelse i min\b|\bgive mig medhold\b|\bgive (?:me|us) the\b",
)
_OVER_DECISION = wordings(
    r"\bklager?e?\b.{0,40}\bselve (?:afgørelsen|afslaget|beslutningen|indholdet)\b",
    r"\bafgørelsen\b.{0,20}\b(?:skal|bør|må) (?:laves om|ændres|omgøres|annulleres)\b",
    r"\b(?:den|det) skal laves om\b",
)
_JUDGE = wordings(
    r"\b(?:vurdere?|vurderer|din vurdering|bedømme|afgøre|tage stilling til|tager stilling til|efterprøve|undersøge|"
    r"se på)\b.{0,80}\b(?:faglig\w*|lægefaglig\w*|socialfaglig\w*|lægelig\w*|lægekonsulent\w*|diagnose\w*|"
    r"skøn\w*|pædagogisk\w* vurdering|vurdering\w* (?:af .{0,30})?er (?:rigtig|forkert|korrekt))",
)
_POLITICAL = wordings(
    r"\b(?:byråd\w*|kommunalbestyrelse\w*|politiker\w*|udvalg\w*|borgmester\w*|byrådsbeslutning\w*|budget\w*|"
    r"serviceniveau\w*|grundskyld\w*|kommuneskat\w*|takst\w*)\b",
)
_STOP = wordings(
    r"\b(?:stoppe?r?|stop|ændre\w*|hæve|hæver|sænke|sænker|annullere|omgøre|få (?:politikerne|byrådet|"
    r"kommunalbestyrelsen|borgmesteren) til|forhindre|ophæve|lave om|gribe ind|tvinge|bevare|genåbne)\b"
)
_EMPLOYED = wordings(
    r"\b(?:jeg (?:er|var) (?:selv )?(?:ansat|medarbejder|lærer|pædagog|sosu\w*|sygeplejerske|sagsbehandler|"
    r"tillidsrepræsentant) (?:i|på|ved|hos) (?:kommunen|jeres|en af kommunens|hjemmeplejen|\w+skolen|"
    r"\w*plejehjem\w*|\w+)|hvor jeg (?:er|var) (?:ansat|lærer|pædagog|sygeplejerske|sosu\w*|medarbejder)|"
    r"jeg arbejder (?:selv )?(?:i|på|hos) (?:kommunen|hjemmeplejen|rådhuset))\b",
)
_EMPLOYMENT = wordings(
    r"\b(?:min (?:chef|leder|opsigelse|fyring|ansættelse|arbejdsplads|advarsel|løn|stilling|kontrakt)|opsagt|"
    r"fyret|bortvist|afskediget|afskedigelse\w*|tjenstlig\w*|(?:den )?advarsel,? (?:jeg|som jeg)|"
    r"arbejdsmiljø\w*|lønnen|fratrædelse\w*)\b"
)
_OTHER_BODY = wordings(
    r"\b(?:ankestyrelsen|folketingets ombudsmand|ombudsmanden|tilsynet|klagenævn\w*|byretten|landsretten|"
    r"retten|domstol\w*|familieretshuset|retssag\w*|stævn\w*|planklagenævn\w*|miljø- og fødevareklagenævn\w*|"
    r"ligebehandlingsnævn\w*|patientklage\w*|styrelsen for patient\w*)\b",
)
_TAKE_SIDE = wordings(
    r"\b(?:afgøre|afgør|tage stilling|tager stilling|din afgørelse|din vurdering|underkende|hvem der har ret|"
    r"gå ind i|gribe ind|omgøre|presse|ændre|også (?:have )?(?:din|jeres)|vurdere|blande dig)\b",
)
_LOOK_INTO = wordings(
    r"\b(?:undersøg\w*|ser? (?:på|nærmere)|gå ind i|tage (?:sagen|den) op|genoptage|kigge på|behandle|tag\w* op|"
    r"look into|investigat\w*)\b"
)
_TO_READER = wordings(r"\b(?:dig|du|din|jer|borgerrådgiver\w*)\b")
_LONG_AGO = wordings(
    r"\b(?:for|er) (?:to|tre|fire|fem|seks|syv|otte|ni|ti|tyve|mange|flere|\d{1,2}|halvandet) år siden\b",
    r"\b(?:for|er) (?:over|mere end) et år siden\b|\bdet er (?:\w+ ){0,2}år siden\b",
)
_IN_YEAR = re.compile(r"\b(?:skete?|var|foregik|dengang|tilbage|sagen(?: er)?) (?:i|fra) ((?:19|20)\d\d)\b")
_ANY = places(_ASKS, _OVER_DECISION, _EMPLOYED)
_LETTER = re.compile(r"\w")
_KNOWN_YEAR = 2024
"""Year to count from where a letter has no date: that of the report."""


def remit_hints(text: str, received: str = "", sentences: list[Passage] | None = None) -> Iterator[Hint]:
    """Find requests for what the office may not do.

    Parameters
    ----------
    text : str
        A letter's text or subject.
    received : str, default ""
        Its date, from whose year matters older than a year are counted.
    sentences : list of Passage, optional
        As ``passages`` splits it, if that is done already.

    Yields
    ------
    Hint
        At most one a reason, its passage a sentence of the text, or two where the request follows in the next.
    """
    sentences = passages(text) if sentences is None else sentences
    asked = _places_asked(text, sentences)
    if asked == []:
        return
    year = int(received[:4]) if received[:4].isascii() and received[:4].isdigit() else _KNOWN_YEAR
    seen: set[str] = set()
    for index, passage in enumerate(sentences):
        following = sentences[index + 1] if index + 1 < len(sentences) else None
        pair = text[passage.start : following.start + len(following.text)] if following else passage.text
        if asked is not None and bisect_left(asked, passage.start) == bisect_left(asked, passage.start + len(pair)):
            continue
        found = [(reason, passage.text) for reason in _in_sentence(passage.text.lower())]
        found += [(reason, pair) for reason in _in_pair(pair.lower(), year)]
        for reason, shown in found:
            if reason not in seen:
                seen.add(reason)
                yield Hint("remit", reason, shown)


def _places_asked(text: str, sentences: list[Passage]) -> list[int] | None:
    """Return where anything begins without which there is no hint; None where that cannot be told by reading once."""
    lowered = text.lower()
    if len(lowered) != len(text) or any(
        _LETTER.match(text, max(each.start - 1, 0), each.start) or _LETTER.match(text, each.start + len(each.text))
        for each in sentences
    ):
        # A very long sentence was cut inside a word: the parts read on their own may hold other words.
        return None
    return [match.start() for match in _ANY.finditer(lowered)]


def _in_sentence(sentence: str) -> Iterator[str]:
    if not _ASKS.search(sentence) or _ENQUIRES.search(sentence):
        return
    changing = _CHANGE.search(sentence) and _A_DECISION.search(sentence) and not _POLITICAL.search(sentence)
    if changing or _GRANT.search(sentence):
        yield DECISION
    if _JUDGE.search(sentence):
        yield CONTENT


def _in_pair(pair: str, year: int) -> Iterator[str]:
    if _OVER_DECISION.search(pair):
        yield DECISION
    if _EMPLOYED.search(pair) and _EMPLOYMENT.search(pair):
        yield STAFF
    if not _ASKS.search(pair):
        return
    if _TO_READER.search(pair):
        if _POLITICAL.search(pair) and _STOP.search(pair):
            yield POLITICS
        if _OTHER_BODY.search(pair) and _TAKE_SIDE.search(pair):
            yield ELSEWHERE
    if _LOOK_INTO.search(pair) and (_LONG_AGO.search(pair) or _is_old(pair, year)):
        yield OLD


def _is_old(pair: str, year: int) -> bool:
    return any(int(match[1]) < year - 1 for match in _IN_YEAR.finditer(pair))
