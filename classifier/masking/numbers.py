"""Numbers of the written form of a CPR number, telephone, account, case number, plate or date of birth.

Two families of rules. A *named* number stands after a word that says what it is ("cpr.nr.", "tlf", "konto") and is masked
in nearly any form. A *shaped* number has the form alone; it is left where it is also an amount, a date, a time or a
section of law. Every repetition is bounded, so that time grows with the length of the text and no faster.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from classifier.masking.spans import Span

__all__ = ["find_numbers"]

_MONTH = (
    r"(?:jan(?:uar)?|feb(?:r|ruar)?|mar(?:ts)?|apr(?:il)?|maj|jun[ie]?|jul[ie]?|aug(?:ust)?|sep(?:t|tember)?|"
    r"o[kc]t(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_GAP = r"[ \t\u00a0\u202f]"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_YEAR = r"(?:(?:19|20)\d\d|['’´]?\d\d)"
# A whole date of any form.
_DATE = (
    rf"(?:{_DAY}\.?{_GAP}?(?:i{_GAP})?{_MONTH}(?:{_GAP}*(?:i{_GAP})?{_YEAR}(?!\d))?"
    rf"|{_DAY}{_GAP}?[./\-–]{_GAP}?{_DAY}{_GAP}?[./\-–,]?{_GAP}?{_YEAR}(?!\d)"
    rf"|{_DAY}{_GAP}\d\d{_GAP}(?:19|20)?\d\d(?!\d)"
    rf"|(?:19|20)\d\d[\-./]\d\d[\-./]\d\d(?!\d)"
    rf"|\d{{6}}(?!\d|[ ]?[-–—./ ][ ]?\d{{4}}(?!\d))|(?:\d{{4}}(?:19|20)\d\d)(?!\d)"
    rf"|{_DAY}\.?{_GAP}?/{_GAP}?\d{{1,2}}(?!\d))"
)

_UNIT = (
    r"(?:kr\b|kroner|dkk\b|t\.?kr\b|mio\b|mia\b|tusind|million|øre\b|euro?\b|€|\$|%|pct|procent|m2|m²|kvm|kvadrat|m3|m³|km\b|"
    r"meter\b|cm\b|mm\b|kg\b|gram\b|mg\b|ml\b|liter\b|kwh|watt|timer?\b|minut|min\.|sekund|dag(?:e|es)?\b|uger?\b|"
    r"måned|år\b|gange?\b|stk\b(?!\.{0,1} ?\d)|personer|børn\b|elever|borgere|mennesker|familier|husstande|sider?\b|procent)"
)
# What stays: dates, times, amounts, sections and numbers of laws, ranges of years.
_KEPT = re.compile(
    rf"(?<![\d])(?:(?:19|20)\d\d-\d\d-\d\d(?!\d)|{_DAY}[./\-]{_GAP}?(?:1[0-2]|0?[1-9])[./\-]{_GAP}?(?:(?:19|20)\d\d|\d\d)(?!\d)"
    rf"|{_DAY}\.?{_GAP}?{_MONTH}(?:{_GAP}*(?:19|20)\d\d(?!\d))?"
    rf"|(?:19|20)\d\d{_GAP}?[/\-–]{_GAP}?(?:(?:19|20)\d\d|\d\d)(?![\d/\-])"
    rf"|(?:1[0-2]|0?[1-9]){_GAP}?[/\-.]{_GAP}?(?:19|20)\d\d(?![\d/\-])"
    rf"|(?:[01]?\d|2[0-4])[.:][0-5]\d{_GAP}?(?:[\-–]|til|og){_GAP}?(?:[01]?\d|2[0-4])[.:][0-5]\d(?!\d)"
    rf"|\d{{1,3}}(?:\.\d{{3}}){{1,4}}(?:,(?:\d\d?(?!\d)|-))?(?!\d)(?![\-/]\d)"
    rf"|\d{{1,9}}(?:{_GAP}\d{{3}}){{0,3}}(?:[.,]\d{{1,3}})?{_GAP}?(?:,-|,[\-–]{{1,2}}|{_UNIT}))"
    rf"|(?i:\bkl(?:\.|okken)?{_GAP}?\d{{1,2}}(?:[.:]?\d\d)?(?:{_GAP}?(?:[\-–]|til|og){_GAP}?\d{{1,2}}(?:[.:]?\d\d)?)?(?!\d))"
    rf"|(?i:(?:\bkr\.?|\bkroner|\bdkk|€|\bbeløb(?:et)?(?: på)?|\beur){_GAP}?\d[\d.,]{{0,14}}(?:{_GAP}\d{{3}}(?!\d)){{0,3}})"
    rf"|(?i:§+{_GAP}?\d{{1,4}}(?:{_GAP}?[a-z]\b)?(?:,?{_GAP}?stk\.?{_GAP}?\d{{1,2}})?(?:,?{_GAP}?nr\.?{_GAP}?\d{{1,2}})?)"
    rf"|(?i:\b(?:lov|lbk|lovbekendtgørelse|bekendtgørelse|cirkulære|forordning|direktiv|bek|cir|vejledning|vej|l)(?:en|n)?"
    rf"{_GAP}?(?:\(?eu\)?{_GAP})?(?:nr\.?|nummer){_GAP}?\d{{1,5}}(?:[/\-]\d{{1,4}})?(?:{_GAP}af{_GAP}(?:den{_GAP}|d\.{_GAP}?)?{_DATE})?)"
    rf"|(?i:\b(?:forordning|direktiv)(?:en|et)?{_GAP}(?:\(?eu\)?{_GAP})?\d{{2,4}}/\d{{2,4}})"
    rf"|(?i:\b(?:sommeren|vinteren|foråret|efteråret|skoleåret|året|årene|år|siden|fra|i|primo|ultimo|medio|start|slut|maj|juni|juli)"
    rf"{_GAP}(?:19|20)\d\d{_GAP}?(?:[/\-–]|og|til){_GAP}?(?:(?:19|20)\d\d|\d\d)(?![\d]))"
)

_NOT_IN = r"(?<![\w])"
_LINK = r"[ \t\u00a0\u202f\n\r]{0,3}[-–—−·./_]?[ \t\u00a0\u202f\n\r]{0,3}"
_SEP = r"[ \u00a0\u202f.\-–—/]{0,3}"
# --- named numbers: group 1 is the number, kind by pattern --------------------------------------------------------------
_RUN = r"\+?\d(?:[ \u00a0\u202f.\-–—/()]{0,3}\d)"
_NAMED: tuple[tuple[str, int, re.Pattern[str]], ...] = (
    (
        "CPR",
        4,
        re.compile(
            r"(?i)(?:\bcpr|\bc\.p\.r\.?|\bpersonnummer|\bpersonnr|\bperson-nr)(?!-?(?:lov|reg|kont|syst))[^\d\n]{0,25}\n?"
            r"(\d(?:[ \u00a0\u202f._\-–—/\n]{0,3}[\dxX*]){3,9})(?![\d])"
        ),
    ),
    (
        "CPR",
        4,
        re.compile(
            r"(?i)\bsidste (?:fire|4)(?: (?:cifre|tal))?(?: (?:i|af) (?:mit |hendes |hans )?cpr[\w.\-]{0,12})?[^\d\n]{0,12}(\d{4})(?!\d)"
        ),
    ),
    (
        "KONTO",
        9,
        re.compile(
            rf"(?i)\b(?:reg|registrerings)\.?{_GAP}?-?(?:nr|nummer|no)?\.?[:\s]{{0,3}}(\d{{4}}[^\d\n]{{0,25}}{_GAP}?\n?\d(?:[ \u00a0.\-]{{0,2}}\d){{5,13}})(?!\d)"
        ),
    ),
    ("KONTO", 4, re.compile(rf"(?i)\breg\.?{_GAP}?-?(?:nr|nummer|no)\.?[:\s]{{0,3}}(\d{{4}})(?!\d)")),
    (
        "KONTO",
        5,
        re.compile(
            rf"(?i)(?:(?<!\d)konto|\b(?:kto|kontonr|girokort|giro|iban|kortnr|kortnummer|kort nr|"
            rf"dankort|betalingskort|visakort|bs-nr|betalings-?id|kreditornr|kreditornummer|deb\.?gr|swift))"
            rf"(?!r|ud|hav|form|hjælp)(?:nummer|nummeret|nr|en|no)?\b[^\d\n]{{0,20}}((?:[A-Za-z]{{2}}{_GAP}?)?{_RUN}{{4,26}})(?!\d)"
        ),
    ),
    (
        "SAGSNR",
        3,
        re.compile(
            rf"(?i)(?:\b|(?=sags?[\-. nid]))(?:(?:sags?|sagens|journal|jour|j|jr|dok|dokument|akt|aktid|brev|løbe|kunde|faktura|ordre|police|medlems|patient|borger|klient|"
            rf"elev|lejemåls?|lejer|kvitterings|henvendelses|ansøgnings|ref|reference|vores ref|deres ref|ticket|bon|bilags|p|cvr|ean|bbr|bfe|matr|matrikel|"
            rf"måler|stel|imei|serie|pas|kørekorts?|opholds|kørselsordning|bestillings|booking|gebyr|afgifts|bøde|forsikrings|skades?|låner|bruger|id|se|udl|udlændinge|person-id|tjeneste|køre)"
            rf"(?:[\-. ]{{0,2}}(?:id|nr|nummeret|nummer|no|#))|jnr|snr|ref|sagsid|journalnr|journalnummer|aktnr|brugernavn|aktindsigtssag|cvr|ean|police|ticket|betalingsreference)"
            rf"\.?{_GAP}?(?:på sagen|er|var|hos jer|i kommunen|:|#|=|\(|-)?{_GAP}?:?{_GAP}{{0,2}}"
            rf"((?:[A-Za-zÆØÅæøå]{{1,8}}[\-./ ]{{1,2}})?[A-Za-zÆØÅæøå]{{0,5}}\d[\wÆØÅæøå]{{0,20}}(?:{_GAP}?[\-./:–]{_GAP}?[\wÆØÅæøå]{{1,16}}|{_GAP}\d{{1,8}}(?![\d./\-]*[\w])){{0,8}})"
        ),
    ),
    (
        "SAGSNR",
        4,
        re.compile(
            rf"(?i)\b(?:sag|sagen|sager|sagerne|journal|vedr|vedrørende|ang|angående|j|ref|jeres|deres|vores|akt|kmd)\.?{_GAP}?(?:om|med|:|#|nr\.?)?{_GAP}{{0,2}}:?{_GAP}{{0,2}}"
            rf"((?:[A-ZÆØÅa-zæøå]{{1,6}}[\-/])?\d[\dA-Za-zÆØÅ]{{1,12}}(?:[\-./–][\dA-Za-zÆØÅ]{{1,12}}){{1,6}}|\d{{4,12}}(?![\d.,]|{_GAP}?{_UNIT}))(?!\w)"
        ),
    ),
    (
        "TELEFON",
        5,
        re.compile(
            r"(?i)\b(?:tlf|telf|tel|tlfnr|telefon|tele|tlefon|telfon|mobil|mobiltlf|mobiltelefon|mob|mobilnr|fax|lokalnr|lokalnummer|lokal|fastnet|hjemmetelefon|arbejdstelefon|sms|whatsapp|viber|mobilepay|mobilpay|omstillingen|direkte)"
            r"(?:(?:nummer|nummeret|nr|en|isk|no)?)\b[^\d\n+]{0,25}\n?(\+?\d(?:[ \u00a0\u202f.\-–—/()\n]{0,3}\d){3,14})(?!\d)"
        ),
    ),
    (
        "TELEFON",
        4,
        re.compile(r"(?i)\b(?:lokal|lokalnr|lokalnummer|direkte|omstilling)\.?[:\s]{1,3}(\d{3,5})(?!\d)"),
    ),
    (
        "TELEFON",
        7,
        re.compile(
            rf"(?i)\b(?:nummer|nummeret|nr|ring|ringe|ringer|ringede|kontaktes|kontakt|træffes|fanges|fås|fange mig|skriv|privat|hjemme|arbejde|dagtid|aften|mit nr|mit nummer|på)\b[^\d\n+]{{0,25}}(\+?{_RUN}{{6,16}})(?!\d)"
        ),
    ),
    (
        "NUMMERPLADE",
        2,
        re.compile(
            rf"(?i)\b(?:nummerplade|nummerpladen|indregistreringsnummer|indregistrerings-?nr|registreringsnummer|registrerings-?nr|reg\.?{_GAP}?-?(?:nr|nummer)|"
            rf"nr\.?{_GAP}?plade|nummer{_GAP}plade|plade|pladen|plader|nummerplader|bilen|bil|bilnr|bilens nummer|knallert|knallerten|traileren|trailer|scooteren|varevogn(?:en)?|kassevogn(?:en)?|indregistreret|mc|motorcykel)"
            rf"\b\.?{_GAP}?(?:er|var|med|med nummer|nr\.?|nummer|hed|hedder|som|:|,|\(|står der)?{_GAP}{{0,2}}:?{_GAP}{{0,2}}([A-ZÆØÅ]{{1,3}}[ \-.]{{0,2}}\d[\d \-.]{{0,7}}\d(?:[ \-]?[A-ZÆØÅ]{{1,3}}\b)?)(?!\w)"
        ),
    ),
)
# A pattern is tried only where one of its words stands, for most windows have none.
_NAMED_CUES: tuple[tuple[str, ...], ...] = (
    ("cpr", "c.p.r", "person"),
    ("sidste",),
    ("reg",),
    ("reg",),
    ("kont", "kto", "kort", "giro", "iban", "bs-nr", "betal", "kredit", "swift", "deb"),
    ("nr", "nummer", "id", "no", "ref", "#", "cvr", "ean", "police", "ticket", "brugernavn", "aktindsigtssag"),
    ("sag", "journal", "vedr", "ang", "j.", "j ", "ref", "eres", "vores", "akt", "kmd"),
    ("tlf", "tel", "tlef", "mob", "fax", "lokal", "fastnet", "sms", "whatsapp", "viber", "omstil", "direkte"),
    ("lokal", "direkte", "omstil"),
    (
        "nummer",
        "nr",
        "ring",
        "kontakt",
        "træffes",
        "fange",
        "fås",
        "skriv",
        "privat",
        "hjemme",
        "arbejde",
        "dagtid",
        "aften",
        "på",
    ),
    ("plade", "bil", "reg", "knallert", "trailer", "scooter", "vogn", "mc", "motorc"),
)
# The least that a shaped number has: four digits near each other, or letters before two.
_SHAPED = re.compile(r"\d(?:[ \u00a0\u202f.\-–—/,()\n]{0,4}\d){3}|[A-Za-zÆØÅæøå][ \-.]?\d{2}")
_COUNTED = re.compile(r"\d")
_TWO_LETTER_WORDS = frozenset(
    "af på er kr nr ca en et om op og at de du vi så nu ad bo by da do fx få gå ha ho hr id ih is jo ja ka ku la le lo må my ni no ny nå ok os pr rå sa se si sø ta te to ud ui um ve vs år øl ør åh".split()
)

# --- shaped numbers -----------------------------------------------------------------------------------------------------
_CPR = re.compile(
    rf"(?<![\d+])(?<!\d[.,])\d{{6}}{_LINK}\d{{4}}(?!\d)"
    rf"|(?<![\d+])\d{{2}}[ .\-/–]\d{{2}}[ .\-/–]\d{{2}}[ \u00a0]?[\-–—./ ][ \u00a0]?\d{{4}}(?!\d)"
    rf"|(?<![\d+])\d(?:[ \u00a0.]\d){{5}}(?:[ \u00a0.]{{1,3}}|[ \u00a0.]{{0,3}}[\-–—/]?[ \u00a0.]{{0,3}})\d(?:[ \u00a0.]\d){{3}}(?!\d)"
    rf"|(?<![\d+])\d{{6}}[ \u00a0]?[\-–—]?[ \u00a0]?(?:[xX*?•_]{{4}}|\d{{1,3}}[xX*?•_]{{1,3}})"
    rf"|(?<![\d+])\d{{3}}[ ]\d{{3}}[ \-–]{{1,3}}\d{{4}}(?!\d)|(?<![\d+])\d{{6}}[ \u00a0]?[\-–—][ \u00a0]?\d{{2}}[ ]\d{{2}}(?!\d)"
)
_ACCOUNT = re.compile(
    rf"(?<![\w])(?:DK|dk|Dk){_SEP}\d{{2}}(?:{_SEP}\d){{14}}(?!\d)"
    rf"|(?<![\w])[A-Z]{{2}}\d{{2}}(?:[ \-]?[A-Z0-9]{{2,4}}){{3,8}}(?![\w])"
    rf"|(?<!\d)\d{{4}}([ \u00a0.\-]?)\d{{4}}\1\d{{4}}\1\d{{4}}(?!\d)"
    rf"|(?<!\d)\d{{4}}[ \u00a0\-–/.]{{1,3}}\d{{10}}(?!\d)"
    rf"|(?<!\d)\d{{4}}[ \u00a0]?[ \-–/][ \u00a0]?\d{{6,9}}(?!\d)"
    rf"|(?<!\d)\d{{4}}[ \u00a0\-]{{1,3}}\d{{3}}[ \u00a0\-.]\d{{3}}[ \u00a0\-.]?\d{{1,4}}(?!\d)"
    rf"|\+\d{{2}}<[\d ]{{10,20}}\+[\d ]{{6,9}}<?"
)
_PLATE = re.compile(
    r"(?<![\w])(?:([A-Za-zÆØÅæøå]{2})[ \u00a0\-.]{0,2}\d{2}[ \u00a0.\-]{0,2}\d{3}|([A-ZÆØÅ]{2})[ \-]?\d{3}[ .]\d{2})(?![\w])(?![.,]\d)"
)
_CASE = re.compile(
    r"(?<![\w.])(?:\d{2}\.\d{2}\.\d{2}[ \-–]{1,2}[A-ZÆØÅ]\d{2}(?:[ \-–/]{1,2}[\dA-Z]{1,7}){0,4}"
    r"|[A-ZÆØÅ]{1,6}[\-–/_. ]?(?:19|20)?\d{2}[\-–/_. ]\d{3,9}(?:[\-–/]\d{1,5})?"
    r"|[A-ZÆØÅ]{2,6}[\-–/_]\d{2,8}[\-–/_]\d{1,8}(?:[\-–/_]\d{1,8})?"
    r"|[A-ZÆØÅ]{1,5}[\-–_/]?\d{5,10}"
    r"|(?:19|20)\d{2}[\-–/]\d{3,9}(?:[\-–/]\d{1,6})?"
    r"|\d{2}[\-–/]\d{4,8}(?:[\-–/]\d{1,6})?"
    r"|\d{4,8}[\-–/]\d{2,3}"
    r"|\d{3,6}[\-–/]\d{5,8}|\d{6,8}[\-–/]\d{1,6}"
    r"|\d{2,6}[\-–]\d{3,6}[\-–]\d{2,6})(?![\w])(?!\.\d)"
)
_PHONE = re.compile(
    r"(?<![\w+])(?<!\d[.,])(?:"
    r"(?:\+|00)[ ]?\(?\d{1,3}\)?(?:[ \u00a0.\-–/()]{0,3}\d){6,13}"
    r"|\(?45\)?[ \-.]{1,2}\d(?:[ \u00a0.\-–/]{0,2}\d){7}"
    r"|\d{8}"
    r"|\d\d(?P<s>[ \u00a0\u202f.\-–/]|[ ][\-–/.][ ]|[ ]{2})\d\d(?P=s)\d\d(?P=s)\d\d"
    r"|\d\d[ \u00a0.\-–/]\d\d[ \u00a0.\-–/]\d\d[ \u00a0.\-–/]\d\d"
    r"|\d{4}[ \u00a0]?[ \u00a0.\-–/][ \u00a0]?\d{4}"
    r"|\d{3}(?P<t>[ \u00a0.\-–/])\d{2}(?P=t)\d{3}|\d{2}(?P<u>[ \u00a0\-–/])\d{3}(?P=u)\d{3}|\d{3}(?P<v>[ \u00a0\-–/])\d{3}(?P=v)\d{2}"
    r"|\d\d[ ]\d\d[ ]\d{4}|\d{4}[ ]\d\d[ ]\d\d|\d\d[ \-–/]\d{6}|\d{3}[ ]\d{5}|\d{5}[ ]\d{3}|\d{6}[ ]\d\d"
    r"|\d(?:[ \u00a0.\-]\d){7}"
    r")(?![\d])(?![.\-]\d|/\d(?!\d[ ]\d\d))"
)
_LONG = re.compile(r"(?<![\w+])\d(?:[ \u00a0\-–/.]?\d){8,24}(?!\d)|(?<![\w.,])\d{7,}(?![\d])")
_ABROAD = re.compile(
    r"(?<![\w+])(?:\+[ ]?\(?\d{1,3}\)?(?:[ \u00a0.\-–/()]{0,3}\d){6,13}|(?<!\d[ ])00[ ]?\d{2}(?:[ \u00a0.\-–/()]{0,3}\d){8,12})(?!\d)(?!<)"
)
_IP = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w])(?!\.\d)")

# --- dates of birth -----------------------------------------------------------------------------------------------------
_BIRTH = (
    r"(?:(?:ny)?født|fødte|fødtes|fød|føds|føtt?|fødselsdato\w{0,2}|fødsesdato|fødselsdata|fødselsdag\w{0,4}|fødelsdag\w{0,3}|fødelsedato|føds\.?dato|fødselsår\w{0,2}|fødsel|fødslen|fødselen|"
    r"fødd?|født\.|f\.?dato|fdato|f\.?d\.?|f|født den|date of birth|dob|born|birthday|birthdate|årgang|kom til verden|fyld(?:er|te|t)(?: \d{1,3}| [a-zæøå]{2,15})(?: år)?)"
)
_WORDY = (
    r"(?:(?:den |d\. ?)?(?:første|anden|andet|tredje|tredie|fjerde|femte|sjette|syvende|ottende|niende|tiende|ellevte|tolvte|trettende|fjortende|femtende|sekstende|syttende|attende|nittende|tyvende|"
    rf"\w{{2,8}}ogtyvende|tredivte|enogtredivte|otteogtyvende) (?:i )?{_MONTH}(?: (?:nitten|to ?tusinde?)[\w ]{{0,30}}|{_GAP}*{_YEAR})?)"
)
_BORN_THEN = re.compile(
    rf"(?i)(?<![\w])(?P<word>{_BIRTH})(?![a-zæøå])(?P<gap>[^\d\n!?;]{{0,32}}\n?[^\d\n!?;]{{0,6}}?)(?P<date>{_DATE}|(?:19|20)\d\d(?!\d)|['’´]\d\d(?!\d)|(?<=i )\d\d(?!\d)(?!{_GAP}?{_UNIT}|[.,]\d))"
)
_BORN_WORDY = re.compile(rf"(?i)(?<![\w])(?:{_BIRTH})(?![a-zæøå])[^\d\n!?.;]{{0,24}}?(?P<date>{_WORDY})")
_THEN_BORN = re.compile(
    rf"(?i)(?<![\d.])(?P<date>{_DATE})(?P<gap>[^\d.!?\n;]{{0,22}}[ (])(?P<word>født|fødselsdag\w{{0,4}}|fødselsdato)(?![a-zæøå])"
)
_BIRTH_CUES = (
    "fød",
    "føt",
    "føs",
    "føl",
    "fyld",
    "årgang",
    "verden",
    "born",
    "birth",
    "dob",
    " f.",
    " f:",
    " f ",
    "(f",
    ",f",
    "\nf.",
    "\nf:",
    " fd",
    " f,",
    "fdato",
)
_SIGNED_DATE = re.compile(
    r"(?<=[^\W\d_])[,:]?[ \u00a0]{1,2}\(?(?P<date>(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d\d|(?:0[1-9]|[12]\d|3[01])[.\-/ ](?:0[1-9]|1[0-2])[.\-/ ](?:19|20)?\d\d)\)?[ \u00a0]*(?=[,\n)]|$)",
    re.M,
)


_PIECE = 1500
_OVERLAP = 80


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches around digits: all that the rules can match lies inside one."""
    start = end = -1
    for match in re.finditer(r"\d[\d\s.,/\-–]{0,60}", text):
        if start < 0:
            start, end = max(match.start() - 70, 0), match.end() + 60
        elif match.start() - 70 <= end:
            end = match.end() + 60
        else:
            yield start, min(end, len(text))
            start, end = match.start() - 70, match.end() + 60
    if start >= 0:
        yield start, min(end, len(text))


def find_numbers(text: str) -> list[Span]:
    """Find CPR numbers, telephones, accounts, case numbers, plates and dates of birth.

    Parameters
    ----------
    text : str
        The letter.

    Returns
    -------
    list of Span
        In no order; may overlap.

    Examples
    --------
    >>> [span.kind for span in find_numbers("cpr.nr. 320299 1234, tlf. 00471193, jeg fik 12.500 kr. den 3. maj 2024")]
    ['CPR', 'TELEFON']
    """
    spans: list[Span] = []
    for start, end in _windows(text):
        # Whoever writes nothing but numbers is read in pieces that overlap, for each piece compares its finds.
        for piece in range(start, end, _PIECE):
            spans += _find_in(text, max(piece - _OVERLAP, start), min(piece + _PIECE, end))
    if "fød" in text or "Fød" in text:
        spans += [Span(*match.span("date"), "FØDSELSDATO") for match in _BORN_WORDY.finditer(text)]
    return spans


def _find_in(text: str, start: int, end: int) -> list[Span]:
    found: list[Span] = []
    stays: list[tuple[int, int]] | None = None

    def kept() -> list[tuple[int, int]]:
        nonlocal stays
        if stays is None:
            stays = [match.span() for match in _KEPT.finditer(text, start, end)]
        return stays

    def free(left: int, right: int, spans: Iterable[tuple[int, int]]) -> bool:
        return all(right <= first or last <= left for first, last in spans)

    def covered(left: int, right: int) -> bool:
        return not free(left, right, ((span.start, span.end) for span in found))

    found += _birth_dates(text, start, end)
    window = text[start:end].lower()
    if len(_COUNTED.findall(window)) < 3:
        return found
    for (kind, digits, pattern), words in zip(_NAMED, _NAMED_CUES, strict=True):
        if not any(word in window for word in words):
            continue
        for match in pattern.finditer(text, start, end):
            left, right = match.span(1)
            value = match[1]
            if len(_COUNTED.findall(value)) < digits or covered(left, right):
                continue
            if (
                kind not in ("CPR", "NUMMERPLADE")
                and not (kind == "SAGSNR" and digits == 3)
                and not free(left, right, kept())
            ):
                continue
            if kind == "TELEFON" and digits == 7 and _CASE.fullmatch(value) and not _PHONE.fullmatch(value):
                continue
            if kind == "NUMMERPLADE" and value[:2].lower().strip() in _TWO_LETTER_WORDS and not value[:2].isupper():
                continue
            found.append(Span(left, right, kind))
    if not _SHAPED.search(text, start, end):
        return found
    for kind, pattern in (
        ("TELEFON", _ABROAD),
        ("KONTO", _ACCOUNT),
        ("CPR", _CPR),
        ("NUMMERPLADE", _PLATE),
        ("SAGSNR", _CASE),
        ("TELEFON", _PHONE),
        ("IP", _IP),
        ("KONTO", _LONG),
    ):
        for match in pattern.finditer(text, start, end):
            left, right = match.span()
            if not free(left, right, ((s.start, s.end) for s in found if kind != "CPR" or s.kind != "FØDSELSDATO")):
                continue
            inside = [(a, b) for a, b in kept() if a < right and left < b]
            if (
                inside
                and kind != "CPR"
                and not _outgrows(left, right, inside, kind, re.search(r"[A-ZÆØÅ]", match[0]) is not None)
            ):
                continue
            if kind == "NUMMERPLADE" and (match[1] or match[2]).lower() in _TWO_LETTER_WORDS:
                continue
            if kind in ("SAGSNR", "TELEFON") and _plain(match[0], text, right):
                continue
            if kind == "KONTO" and pattern is _ACCOUNT and len(_COUNTED.findall(match[0])) < 9:
                continue
            found.append(Span(left, right, kind))
    return found


def _outgrows(left: int, right: int, kept: list[tuple[int, int]], kind: str, lettered: bool) -> bool:
    """A date or amount inside a longer number is a part of it: 27.36.00-G01-12-23, 12.03.61-1234."""
    inside = sum(b - a for a, b in kept)
    if kind == "SAGSNR" and lettered:
        return True
    return (
        kind in ("CPR", "SAGSNR", "KONTO")
        and right - left >= inside + 4
        and all(left <= a and b <= right for a, b in kept)
    )


_YEAR_PAIR = re.compile(r"(?:19|20)\d\d[ \u00a0]?[ \-–/.][ \u00a0]?(?:19|20)\d\d")
_CLOCK_PAIR = re.compile(r"(?:[01]\d|2[0-4])[0-5]\d[\-–](?:[01]\d|2[0-4])[0-5]\d")
_CLOCKS = re.compile(r"(?:[01]\d|2[0-4])[. :][0-5]\d ?[\-–] ?(?:[01]\d|2[0-4])[. :][0-5]\d")
_DAYS = re.compile(r"(?:[0-2]\d|3[01])[ .\-/](?:0\d|1[0-2])[ .\-/](?:19|20)\d\d")
_MONTH_YEAR = re.compile(r"(?:\d\d[\-–/](?:19|20)\d\d|(?:19|20)\d\d[\-–/]\d\d)")
_ROUND = re.compile(r"\d{1,4}000 ?[\-–] ?\d{1,4}000")
_TRAILING_UNIT = re.compile(rf"[.,]?\d{{0,2}}{_GAP}?(?:,-|,[\-–]{{1,2}}|{_UNIT})", re.I)


def _plain(value: str, text: str, end: int) -> bool:
    """Return whether a shape is more likely years, times, days or amounts."""
    if any(pattern.fullmatch(value) for pattern in (_YEAR_PAIR, _CLOCK_PAIR, _CLOCKS, _DAYS, _MONTH_YEAR, _ROUND)):
        return True
    return _TRAILING_UNIT.match(text, end) is not None


def _birth_dates(text: str, start: int, end: int) -> list[Span]:
    spans: list[Span] = []
    window = text[start:end].lower()
    if any(cue in window for cue in _BIRTH_CUES) or window.startswith("f"):
        for match in _BORN_THEN.finditer(text, start, end):
            word, gap, date = match["word"].lower(), match["gap"], match["date"]
            short = word.rstrip(".") in ("f", "fd", "f.d", "fød", "føt")
            if re.search(r"\b(?:før|efter|siden|mellem|inden)\b", gap):
                continue
            if short and len(gap.strip(" .:,d")) > 4:
                continue
            if word.startswith("fyld") and not re.search(r"(?i)den|d\.", gap):
                continue
            if re.fullmatch(r"(?:19|20)\d\d|\d\d", date) and ("." in gap.strip(" .") or word.startswith("fyld")):
                continue
            spans.append(Span(*match.span("date"), "FØDSELSDATO"))
        if "fød" in window:
            spans += [Span(*match.span("date"), "FØDSELSDATO") for match in _THEN_BORN.finditer(text, start, end)]
    return spans
