"""Outside the remit: the writer asks the office for what it may not do. The letter is registered all the same.

The limits are those of the annual report for 2024: decisions, their professional content, political decisions, staff
matters, matters at another appeals body or the courts, matters older than a year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from classifier.hints.passages import passages
from classifier.records import Hint

__all__ = ["remit_hints"]

DECISION = "Beder om at få en afgørelse ændret eller truffet"
CONTENT = "Beder om en vurdering af en afgørelses faglige indhold eller skøn"
POLITICS = "Beder om indgreb i en politisk beslutning eller serviceniveauet"
STAFF = "Handler om et ansættelsesforhold i kommunen"
ELSEWHERE = "Beder om stillingtagen til en sag ved en anden klageinstans eller domstolene"
OLD = "Beder om undersøgelse af noget, der er ældre end et år"


def _pattern(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{part})" for part in parts), re.IGNORECASE)


# "Jeg beder dig …", "Kan du …", "Jeg vil have, at du …": without a request to the reader there is no hint.
_ASKS = _pattern(
    r"\b(?:vil|ønsker) (?:jeg |vi )?(?:også |gerne )?have (?:din|jeres|dig)\b",
    r"\b(?:jeg|vi|hun|han) (?:vil |må |skal |ønsker at |vil gerne )?(?:beder?|bede|anmoder?|anmode|kræver?|"
    r"kræve|opfordrer?|opfordre|ønsker|forlanger|håber|forventer)\b(?: (?:dig|jer|borgerrådgiver\w*|om|at|på|,))?",
    r"\b(?:kan|kunne|vil|ville|skal|må) (?:du|i|borgerrådgiver\w*|i ikke|du ikke)\b|\bdu bedes\b|\bbedes du\b",
    r"\b(?:vil|ønsker|skal) (?:jeg |vi )?(?:gerne )?(?:have|bede|se)\b.{0,12}\b(?:dig|du|jer|borgerrådgiver\w*|"
    r"det|den)\b|\bklager?e? (?:hermed )?(?:til dig |til jer )?over (?:selve |at )?|\bhar brug for,? at (?:du|i)\b",
    r"\b(?:please|can you|could you|i want you|we want you|bitte|können sie)\b",
)
_CHANGE = _pattern(
    r"\b(?:ændre|ændrer|ændret|omgøre|omgør|omgjort|omstøde|omstødt|annullere|annulleret|ophæve|ophævet|"
    r"underkende|underkender|underkendt|lave om|lav\w* om|laves om|vende|tilbagekalde|hjemvise|"
    r"rulle\w* tilbage|overturn|reverse|change)\b",
)
_A_DECISION = _pattern(
    r"\bafgørelse\w*|\bafslag\w*|\bbevilling\w*|\bbeslutning\w*|\bresultat\w*|\bnej\w*\b|\bdecision\b|"
    r"\bentscheidung\b|\btilladelse\w*|\bdommen\b"
)
_GRANT = _pattern(
    r"\b(?:du|i|borgerrådgiver\w*|dig|jer)\b.{0,30}\b(?:bevilge|bevilger|tildele|give (?:mig|os|hende|"
    r"ham) (?:medhold|førtidspension|pension|ydelsen|timerne|boligen|pladsen|tilladelse\w*|ret)|pålægge|"
    r"træffe\w* (?:en )?(?:ny )?afgørelse|udbetale|omgøre|dømme|afgøre (?:sagen|min sag|den))",
    r"\b(?:træffe|træf) (?:en )?ny afgørelse i min\b|\bgive mig medhold\b|\bgive (?:me|us) the\b",
)
_OVER_DECISION = _pattern(
    r"\bklager?e?\b.{0,40}\bselve (?:afgørelsen|afslaget|beslutningen|indholdet)\b",
    r"\bafgørelsen\b.{0,20}\b(?:skal|bør|må) (?:laves om|ændres|omgøres|annulleres)\b",
    r"\b(?:den|det) skal laves om\b",
)
_JUDGE = _pattern(
    r"\b(?:vurdere?|vurderer|bedømme|afgøre|tage stilling til|tager stilling til|efterprøve|undersøge|"
    r"se på)\b.{0,80}\b(?:faglig\w*|lægefaglig\w*|socialfaglig\w*|lægelig\w*|lægekonsulent\w*|diagnose\w*|"
    r"skøn\w*|pædagogisk\w* vurdering|vurdering\w* (?:af .{0,30})?er (?:rigtig|forkert|korrekt))",
)
_POLITICAL = _pattern(
    r"\b(?:byråd\w*|kommunalbestyrelse\w*|politiker\w*|udvalg\w*|borgmester\w*|byrådsbeslutning\w*|budget\w*|"
    r"serviceniveau\w*|grundskyld\w*|kommuneskat\w*|takst\w*)\b",
)
_STOP = _pattern(
    r"\b(?:stoppe?r?|stop|ændre\w*|hæve|hæver|sænke|sænker|annullere|omgøre|få (?:politikerne|byrådet|"
    r"kommunalbestyrelsen|borgmesteren) til|forhindre|ophæve|lave om|gribe ind|tvinge|bevare|genåbne)\b"
)
_EMPLOYED = _pattern(
    r"\b(?:jeg (?:er|var) (?:selv )?(?:ansat|medarbejder|lærer|pædagog|sosu\w*|sygeplejerske|sagsbehandler|"
    r"tillidsrepræsentant) (?:i|på|ved|hos) (?:kommunen|jeres|en af kommunens|hjemmeplejen|\w+skolen|"
    r"\w*plejehjem\w*|\w+)|hvor jeg (?:er|var) (?:ansat|lærer|pædagog|sygeplejerske|sosu\w*|medarbejder)|"
    r"jeg arbejder (?:selv )?(?:i|på|hos) (?:kommunen|hjemmeplejen|rådhuset))\b",
)
_EMPLOYMENT = _pattern(
    r"\b(?:min (?:chef|leder|opsigelse|fyring|ansættelse|arbejdsplads|advarsel|løn|stilling|kontrakt)|opsagt|"
    r"fyret|bortvist|afskediget|afskedigelse\w*|tjenstlig\w*|(?:den )?advarsel,? (?:jeg|som jeg)|"
    r"arbejdsmiljø\w*|lønnen|fratrædelse\w*)\b"
)
_OTHER_BODY = _pattern(
    r"\b(?:ankestyrelsen|folketingets ombudsmand|ombudsmanden|tilsynet|klagenævn\w*|byretten|landsretten|"
    r"retten|domstol\w*|familieretshuset|retssag\w*|stævn\w*|planklagenævn\w*|miljø- og fødevareklagenævn\w*|"
    r"ligebehandlingsnævn\w*|patientklage\w*|styrelsen for patient\w*)\b",
)
_TAKE_SIDE = _pattern(
    r"\b(?:afgøre|afgør|tage stilling|tager stilling|din afgørelse|din vurdering|underkende|hvem der har ret|"
    r"gå ind i|gribe ind|omgøre|presse|ændre|også (?:have )?(?:din|jeres)|vurdere|blande dig)\b",
)
_LOOK_INTO = _pattern(
    r"\b(?:undersøg\w*|se (?:på|nærmere)|gå ind i|tage (?:sagen|den) op|genoptage|kigge på|behandle|tag\w* op|"
    r"look into|investigat\w*)\b"
)
_LONG_AGO = re.compile(
    r"\b(?:(?:for|er) (?:(?:to|tre|fire|fem|seks|syv|otte|ni|ti|tyve|mange|flere|\d{1,2}|halvandet) år siden|"
    r"(?:over|mere end) et år siden)|det er (?:\w+ ){0,2}år siden|(?:skete?|var|foregik|dengang|"
    r"tilbage) i (?:19\d\d|200\d|201\d|202[0-3])|sagen (?:fra|er fra) (?:19\d\d|20[01]\d|202[0-3]))\b",
    re.IGNORECASE,
)


def remit_hints(text: str) -> Iterator[Hint]:
    """Find requests for what the office may not do.

    Parameters
    ----------
    text : str
        A letter's text or subject.

    Yields
    ------
    Hint
        At most one a reason, its passage a sentence of the text, or two where the request follows in the next.
    """
    sentences = passages(text)
    seen: set[str] = set()
    for index, passage in enumerate(sentences):
        following = sentences[index + 1] if index + 1 < len(sentences) else None
        pair = text[passage.start : following.start + len(following.text)] if following else passage.text
        for reason, shown in _reasons(passage.text, pair):
            if reason not in seen:
                seen.add(reason)
                yield Hint("remit", reason, shown)


def _reasons(sentence: str, pair: str) -> Iterator[tuple[str, str]]:
    if _OVER_DECISION.search(pair):
        yield DECISION, pair
    if _EMPLOYED.search(pair) and _EMPLOYMENT.search(pair):
        yield STAFF, pair
    if not _ASKS.search(pair):
        return
    if _ASKS.search(sentence):
        if _GRANT.search(sentence) or (
            _CHANGE.search(sentence) and _A_DECISION.search(sentence) and not _POLITICAL.search(sentence)
        ):
            yield DECISION, sentence
        if _JUDGE.search(sentence):
            yield CONTENT, sentence
    if (
        _POLITICAL.search(pair)
        and _STOP.search(pair)
        and re.search(r"\b(?:dig|du|jer|borgerrådgiver\w*)\b", pair, re.IGNORECASE)
    ):
        yield POLITICS, pair
    if (
        _OTHER_BODY.search(pair)
        and _TAKE_SIDE.search(pair)
        and re.search(r"\b(?:dig|du|din|borgerrådgiver\w*)\b", pair, re.IGNORECASE)
    ):
        yield ELSEWHERE, pair
    if _LONG_AGO.search(pair) and _LOOK_INTO.search(pair):
        yield OLD, pair
