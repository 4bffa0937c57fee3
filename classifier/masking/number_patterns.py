"""Patterns of numbers: named ones, whose word says what they are, shaped ones, dates of birth, and what stays."""

from __future__ import annotations

import re

__all__ = [
    "ABROAD",
    "ACCOUNT",
    "BIRTH_CUES",
    "BORN_THEN",
    "BORN_WORDY",
    "CASE",
    "CHILD_DATE",
    "CLOCKS",
    "CLOCK_PAIR",
    "COUNTED",
    "CPR",
    "DAYS",
    "FROM_YEAR",
    "IP",
    "KEPT",
    "KIN_DATE",
    "LAW_REPORT",
    "LONG",
    "MONTH_YEAR",
    "NAMED",
    "NAMED_CUES",
    "PHONE",
    "PLATE",
    "ROUND",
    "SECOND_DATE",
    "SHAPED",
    "SIGNED_DATE",
    "THEN_BORN",
    "TRAILING_DAY",
    "TRAILING_UNIT",
    "TWO_LETTER_WORDS",
    "YEAR_PAIR",
]

MONTH = (
    r"(?:jan(?:uar)?|feb(?:r|ruar)?|mar(?:ts)?|apr(?:il)?|maj|jun[ie]?|jul[ie]?|aug(?:ust)?|sep(?:t|tember)?|"
    r"o[kc]t(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
GAP = r"[ \t\u00a0\u202f]"
DAY = r"(?:3[01]|[12]\d|0?[1-9])"
YEAR = r"(?:(?:19|20)\d\d|['’´]?\d\d)"
# A whole date of any form.
DATE = (
    rf"(?:{DAY}\.?{GAP}?(?:i{GAP})?{MONTH}(?:{GAP}*(?:i{GAP})?{YEAR}(?!\d))?"
    rf"|{DAY}{GAP}?[./\-–]{GAP}?{DAY}{GAP}?[./\-–,]?{GAP}?{YEAR}(?!\d)"
    rf"|{DAY}{GAP}\d\d{GAP}(?:19|20)?\d\d(?!\d)"
    rf"|(?:19|20)\d\d[\-./]\d\d[\-./]\d\d(?!\d)"
    rf"|\d{{6}}(?!\d|[ ]?[-–—./ ][ ]?\d{{4}}(?!\d))|(?:\d{{4}}(?:19|20)\d\d)(?!\d)"
    rf"|{DAY}\.?{GAP}?/{GAP}?\d{{1,2}}(?!\d)"
    rf"|{DAY}\.?{GAP}i{GAP}\d{{1,2}}\.?{GAP}?,?{GAP}?(?:19|20)?\d\d(?!\d))"
)

UNIT = (
    r"(?:kr\b|kroner|dkk\b|t\.?kr\b|mio\b|mia\b|tusind|million|øre\b|euro?\b|€|\$|%|pct|procent|m2|m²|kvm|kvadrat|m3|m³|km\b|"
    r"meter\b|cm\b|mm\b|kg\b|gram\b|mg\b|ml\b|liter\b|kwh|watt|timer?\b|minut|min\.|sekund|dag(?:e|es)?\b|uger?\b|"
    r"måned|år\b|gange?\b|stk\b(?!\.{0,1} ?\d)|personer|børn\b|elever|borgere|mennesker|familier|husstande|sider?\b|procent)"
)
# What stays: dates, times, amounts, sections and numbers of laws, ranges of years. Its first line says no more than the
# rest: with what anything of it begins, so that most places are passed at once.
KEPT = re.compile(
    rf"(?=[\d§€]|(?<!\w)(?i:[kdbelcvfstuåipmj]))(?:(?<![\d])(?:(?:19|20)\d\d-\d\d-\d\d(?!\d)|{DAY}[./\-]{GAP}?(?:1[0-2]|0?[1-9])[./\-](?:{GAP}?(?:19|20)\d\d|\d\d)(?!\d|[./\-]\d\d(?!\d|[./\-]\d))"
    rf"|{DAY}\.?{GAP}?{MONTH}(?:{GAP}*(?:19|20)\d\d(?!\d))?"
    rf"|(?:19|20)\d\d{GAP}?[/\-–]{GAP}?(?:(?:19|20)\d\d|\d\d)(?![\d/\-])"
    rf"|(?:1[0-2]|0?[1-9]){GAP}?[/\-.]{GAP}?(?:19|20)\d\d(?![\d/\-])"
    rf"|(?:[01]?\d|2[0-4])[.:][0-5]\d{GAP}?(?:[\-–]|til|og){GAP}?(?:[01]?\d|2[0-4])[.:][0-5]\d(?!\d)"
    rf"|\d{{1,3}}(?:\.\d{{3}}){{1,4}}(?:,(?:\d\d?(?!\d)|-))?(?!\d)(?![\-/]\d)"
    rf"|\d{{1,9}}(?:{GAP}\d{{3}}){{0,3}}(?:[.,]\d{{1,3}})?{GAP}?(?:,-|,[\-–]{{1,2}}|{UNIT}))"
    rf"|(?i:\bkl(?:\.|okken)?{GAP}?\d{{1,2}}(?:[.:]?\d\d)?(?:{GAP}?(?:[\-–]|til|og){GAP}?\d{{1,2}}(?:[.:]?\d\d)?)?(?!\d))"
    rf"|(?i:(?:\bkr\.?|\bkroner|\bdkk|€|\bbeløb(?:et)?(?: på)?|\beur){GAP}?\d[\d.,]{{0,14}}(?:{GAP}\d{{3}}(?!\d)){{0,3}})"
    rf"|(?i:§+{GAP}?\d{{1,4}}(?:{GAP}?[a-z]\b)?(?:,?{GAP}?stk\.?{GAP}?\d{{1,2}})?(?:,?{GAP}?nr\.?{GAP}?\d{{1,2}})?)"
    rf"|(?i:\b(?:lov|lbk|lovbekendtgørelse|bekendtgørelse|cirkulære|forordning|direktiv|bek|cir|vejledning|vej|l)(?:en|n)?"
    rf"{GAP}?(?:\(?eu\)?{GAP})?(?:nr\.?|nummer){GAP}?\d{{1,5}}(?:[/\-]\d{{1,4}})?(?:{GAP}af{GAP}(?:den{GAP}|d\.{GAP}?)?{DATE})?)"
    rf"|\b[CT]-\d{{1,4}}/\d\d(?!\d)"
    rf"|\b(?:U|UfR|TfK|FED|KFE|TFA|FM)\.?{GAP}?(?:19|20)\d\d[./]{GAP}?\d{{1,4}}(?!\d)"
    rf"|(?i:\b(?:forordning|direktiv)(?:en|et)?{GAP}(?:\(?eu\)?{GAP})?\d{{2,4}}/\d{{2,4}})"
    rf"|(?i:\b(?:sommeren|vinteren|foråret|efteråret|skoleåret|året|årene|år|siden|fra|i|primo|ultimo|medio|start|slut|maj|juni|juli)"
    rf"{GAP}(?:19|20)\d\d{GAP}?(?:[/\-–]|og|til){GAP}?(?:(?:19|20)\d\d|\d\d)(?![\d])))"
)

LINK = r"[ \t\u00a0\u202f\n\r]{0,3}[-–—−·./_÷~:*=|+]?[ \t\u00a0\u202f\n\r]{0,3}"
SEP = r"[ \u00a0\u202f.\-–—/]{0,3}"
# --- named numbers: group 1 is the number, kind by pattern --------------------------------------------------------------
RUN = r"\+?\d(?:[ \u00a0\u202f.\-–—/()]{0,3}\d)"
NAMED: tuple[tuple[str, int, re.Pattern[str]], ...] = (
    (
        "CPR",
        4,
        re.compile(
            r"(?i)(?:\bcpr|\bc\.p\.r\.?|\bpersonnummer|\bpersonnr|\bperson-nr)(?!-?(?:lov|reg|kont|syst|tal|kort))[^\d\n]{0,25}\n?"
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
    # Its two halves, told apart: "cpr slutter -4418, begynder 43 19 90", "390278 og de sidste er 1187".
    (
        "CPR",
        4,
        re.compile(
            r"(?i)\b(?:begynder|starter|slutter|ender|sidste|første|resten)\b[^\d\n.]{0,22}(?<![\d.,])(\d\d[ .\-]?\d\d[ .\-]?\d\d|\d{4})(?!\d|[.,]\d| ?(?:kr|uger|dage))"
        ),
    ),
    (
        "CPR",
        6,
        re.compile(
            r"(?i)(?<![\d.,\-])(\d\d[ .\-]?\d\d[ .\-]?\d\d)(?!\d)[^\d\n]{1,12}(?:de )?(?:sidste|resten|slutter|ender|efterfulgt)\b[^\d\n]{0,22}\d{4}(?!\d)"
        ),
    ),
    (
        "KONTO",
        9,
        re.compile(
            rf"(?i)\b(?:reg|registrerings)\.?{GAP}?-?(?:nr|nummer|no)?\.?[:\s]{{0,3}}(\d{{4}}[^\d\n]{{0,25}}{GAP}?\n?\d(?:[ \u00a0.\-]{{0,2}}\d){{5,13}})(?!\d)"
        ),
    ),
    (
        "KONTO",
        4,
        re.compile(
            rf"(?i)\breg(?:istrerings)?\.?{GAP}?-?(?:nr|nummer|nummeret|no)?\.?(?: (?:er|var|hedder))?[:\s]{{0,3}}(\d{{4}}|\d(?: \d){{3}})(?!\d)"
        ),
    ),
    (
        "KONTO",
        5,
        re.compile(
            rf"(?i)(?:(?<!\d)konto|\b(?:kto|kontonr|girokort|giro|iban|kortnr|kortnummer|kort nr|"
            rf"dankort|betalingskort|visakort|bs-nr|betalings-?id|kreditornr|kreditornummer|deb\.?gr|swift))"
            rf"(?!r|ud|hav|form|hjælp)(?:nummer|nummeret|nr|en|no)?\b[^\d\n]{{0,20}}((?:[A-Za-z]{{2}}{GAP}?)?{RUN}{{4,26}})(?!\d)"
        ),
    ),
    (
        "SAGSNR",
        3,
        re.compile(
            rf"(?i)(?:\b|(?=sags?[\-. nid]))(?:(?:sags?|sagens|journal|jour|j|jr|dok|dokument|akt|aktid|brev|løbe|kunde|faktura|ordre|police|medlems|patient|borger|klient|"
            rf"elev|lejemåls?|lejer|kvitterings|henvendelses|ansøgnings|ref|reference|vores ref|deres ref|ticket|bon|bilags|p|cvr|ean|bbr|bfe|matr|matrikel|"
            rf"måler|stel|imei|serie|pas|kørekorts?|opholds|kørselsordning|bestillings|booking|gebyr|afgifts|bøde|forsikrings|skades?|låner|bruger|id|se|udl|udlændinge|person-id|tjeneste|køre)"
            rf"(?:[\-. ]{{0,2}}(?:id|nr|nummeret|nummer|no|#))|jnr|snr|ref|sagsid|journalnr|journalnummer|aktnr|brugernavn|aktindsigtssag|cvr|ean|police|ticket|betalingsreference|chr|bbr|bfe|pnr)"
            rf"(?![^\W\d_])\.?{GAP}?(?:på sagen|er|var|hos jer|i kommunen|:|#|=|\(|-)?{GAP}?:?{GAP}{{0,2}}"
            rf"((?:[A-Za-zÆØÅæøå]{{1,8}}[\-./ ]{{1,2}})?[A-Za-zÆØÅæøå]{{0,5}}\d[\wÆØÅæøå]{{0,20}}(?:{GAP}?[\-/–]{GAP}?(?=[^\W\d]{{0,4}}\d|[^\W\d]{{1,5}}(?![^\W\d]))\w{{1,16}}|[.:](?=[^\W\d]?\d)\w{{1,16}}|{GAP}\d{{1,8}}(?![\d./\-]*[\w])){{0,8}})"
        ),
    ),
    (
        "SAGSNR",
        4,
        re.compile(
            rf"(?i)\b(?:[^\W\d_]{{0,12}}sag|sagen|sager|sagerne|journal|j0urnal|journa1|vedr|vedrørende|ang|angående|j|ref|jeres|deres|vores|akt|kmd)\.?{GAP}?(?:om|med|:|#|nr\.?)?{GAP}{{0,2}}:?{GAP}{{0,2}}"
            rf"((?:[A-ZÆØÅa-zæøå]{{1,6}}[\-/]|(?-i:[A-ZÆØÅ]{{1,3}})\.|(?-i:[A-ZÆØÅ]{{1,3}})\d\d#|(?-i:[A-ZÆØÅ]{{2,5}}) )?\d[\dA-Za-zÆØÅ]{{1,12}}(?:[\-./–][\dA-Za-zÆØÅ]{{1,12}}){{1,6}}|(?-i:[A-ZÆØÅ]{{1,4}})\d{{2}}#\d{{3,8}}|\d{{4,12}}(?![\d.,]|{GAP}?{UNIT}))(?!\w)"
        ),
    ),
    (
        "SAGSNR",
        2,
        re.compile(
            rf"(?i)\b(?:(?:akt|sags?|journal|dok|j)[\-.]{{0,2}}(?:nr|nummer)\.?{GAP}?(?:er|var|:){GAP}?|akt{GAP}(?=\d{{1,3}}-\d))(\d{{1,3}}-\d{{1,3}}|\d{{2,3}})(?![\w.,/\-]*\d|{GAP}?{UNIT})"
        ),
    ),
    # Any other number with a name of its own, be its word cut short: "kvitt.nr.", "chr-nr.", "skadenr.".
    (
        "SAGSNR",
        4,
        re.compile(
            rf"(?i)(?<![\w])(?!(?:post|tlf|telefon|mobil|lov|bek|cpr|person|konto|kto|reg|kort|giro|hus|lok|kl|uge|bus|linje|lb|løbe)\w{{0,7}}[.\- ]?nr)"
            rf"[^\W\d_]{{2,16}}[.\-]?(?:nr|nummer)\.?:?{GAP}{{0,2}}((?:[A-ZÆØÅ]{{1,5}}[\-./ ]{{1,2}})?\d[\w]{{1,14}}(?:[\-./–][\w]{{1,12}}){{0,5}})(?!\w)"
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
            rf"(?i)\b(?:nummer|nummeret|nr|ring|ringe|ringer|ringede|kontaktes|kontakt|træffes|fanges|fås|fange mig|skriv|privat|hjemme|arbejde|dagtid|aften|mit nr|mit nummer|på)\b[^\d\n+]{{0,25}}(\+?{RUN}{{6,16}})(?!\d)"
        ),
    ),
    (
        "NUMMERPLADE",
        2,
        re.compile(
            rf"(?i)\b(?:nummerplade|nummerpladen|indregistreringsnummer|indregistrerings-?nr|registreringsnummer|registrerings-?nr|reg\.?{GAP}?-?(?:nr|nummer)|"
            rf"nr\.?{GAP}?plade|nummer{GAP}plade|plade|pladen|plader|nummerplader|bilen|bil|bilnr|bilens nummer|knallert|knallerten|traileren|trailer|scooteren|varevogn(?:en)?|kassevogn(?:en)?|indregistreret|mc|motorcykel)"
            rf"\b\.?{GAP}?(?:er|var|med|med nummer|nr\.?|nummer|hed|hedder|som|:|,|\(|står der)?{GAP}{{0,2}}:?{GAP}{{0,2}}([A-ZÆØÅ]{{1,3}}[ \-.,]{{0,2}}\d[\d \-.,]{{0,9}}\d(?:[ \-]?[A-ZÆØÅ]{{1,3}}\b)?)(?!\w)"
        ),
    ),
    # Plates of other countries, behind a word for it: svensk nummer MLK 41R, nummer HH-AB 1234.
    (
        "NUMMERPLADE",
        2,
        re.compile(
            r"(?:[Nn]ummer|[Nn]ummeret|[Ll]astbil(?:en)?|[Bb]il(?:en)?|[Vv]are(?:vogn|bil)(?:en)?|[Vv]ogn(?:en)?|[Pp]lade|[Pp]laden|[Nn]ummerplade|[Nn]ummerpladen|[Rr]eg\.?(?: ?nr\.?)?|[Ii]ndregistreret|Volvo|Saab|Skoda|Opel|Ford|Toyota|Peugeot|Fiat|Kia|Mazda|BMW|Audi|Tesla|Renault|Hyundai|Seat|Nissan|Mercedes|VW|Volkswagen|Citroën)(?: er| med| var|:|,)? ?:? ?"
            r"([A-ZÆØÅ]{3}[ \-]?\d{2}[A-Z0-9]|[A-Z]{2,3} \d{2}[A-Z]\d|[A-Z]{2,3} \d{4,5}|[A-Z]{1,3}[ \-][A-Z]{1,2}[ \-]?\d{1,4}|[A-ZÆØÅ]{2},? ?\d(?:,? ?\d){4})(?!\w)"
        ),
    ),
)
# A pattern is tried only where one of its words stands, for most windows have none.
NAMED_CUES: tuple[tuple[str, ...], ...] = (
    ("cpr", "c.p.r", "person"),
    ("sidste",),
    ("cpr", "person"),
    ("sidste", "resten", "slutter", " ender", "efterfulgt"),
    ("reg",),
    ("reg",),
    ("kont", "kto", "kort", "giro", "iban", "bs-nr", "betal", "kredit", "swift", "deb"),
    (
        "nr",
        "nummer",
        "id",
        "no",
        "ref",
        "#",
        "chr",
        "bbr",
        "bfe",
        "cvr",
        "ean",
        "police",
        "ticket",
        "brugernavn",
        "aktindsigtssag",
    ),
    ("sag", "journal", "j0urnal", "vedr", "ang", "j.", "j ", "ref", "eres", "vores", "akt", "kmd"),
    ("nr", "nummer", "akt"),
    ("nr", "nummer"),
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
    (
        "plade",
        "nummer",
        "reg",
        "bil",
        "vogn",
        *"volvo saab skoda opel ford toyota peugeot fiat kia mazda bmw audi tesla".split(),
        *"renault hyundai seat nissan mercedes vw volkswagen citroën".split(),
    ),
)
# The least that a shaped number has: four digits near each other, or letters before two.
SHAPED = re.compile(r"\d(?:[ \u00a0\u202f.\-–—/,()\n]{0,4}\d){3}|[A-Za-zÆØÅæøå][ \-.]?\d{2}")
COUNTED = re.compile(r"\d")
TWO_LETTER_WORDS = frozenset(
    "af på er kr nr ca en et om op og at de du vi så nu ad bo by da do fx få gå ha ho hr id ih is jo ja ka ku la le lo må my ni no ny nå ok os pr rå sa se si sø ta te to ud ui um ve vs år øl ør åh".split()
)

# --- shaped numbers -----------------------------------------------------------------------------------------------------
# (Each begins with what all that follows begins with, so that most places are passed at once.)
CPR = re.compile(
    rf"(?=\d)(?:(?<![\d+])(?<!\d[.,])\d{{6}}{LINK}\d{{4}}(?!\d)"
    rf"|(?<![\d+])\d{{2}}[ .\-/–]\d{{2}}[ .\-/–]\d{{2}}[ \u00a0]?[\-–—./ ][ \u00a0]?\d{{4}}(?!\d)"
    rf"|(?<![\d+])(?<!\d[ .\-–])(?<!\d [\-–] )\d(?:[ \u00a0.]\d){{5}}(?:[ \u00a0.]{{1,3}}|[ \u00a0.]{{0,3}}[\-–—/]?[ \u00a0.]{{0,3}})\d(?:[ \u00a0.]\d){{3}}(?!\d)"
    rf"|(?<![\d+])\d{{6}}[ \u00a0]?[\-–—]?[ \u00a0]?(?:[xX*?•_]{{4}}|\d{{1,3}}[xX*?•_]{{1,3}})"
    rf"|(?<![\d+])\d{{3}}[ ]\d{{3}}[ \-–]{{1,3}}\d{{4}}(?!\d)|(?<![\d+])\d{{6}}[ \u00a0]?[\-–—][ \u00a0]?\d{{2}}[ ]\d{{2}}(?!\d))"
)
ACCOUNT = re.compile(
    rf"(?=[\dA-Zd+])(?:(?<![\w])(?:DK|dk|Dk){SEP}\d{{2}}(?:{SEP}\d){{14}}(?!\d)"
    rf"|(?<![\w])[A-Z]{{2}}\d{{2}}(?:[ \-]?[A-Z0-9]{{2,4}}){{3,8}}(?![\w])"
    rf"|(?<!\d)\d{{4}}([ \u00a0.\-]?)\d{{4}}\1\d{{4}}\1\d{{4}}(?!\d)"
    rf"|(?<!\d)\d{{4}}[ \u00a0\-–/.]{{1,3}}\d{{10}}(?!\d)"
    rf"|(?<!\d)\d{{4}}[ \u00a0]?[ \-–/][ \u00a0]?\d{{6,9}}(?!\d)"
    rf"|(?<!\d)\d{{4}}[ \u00a0\-]{{1,3}}\d{{3}}[ \u00a0\-.]\d{{3}}[ \u00a0\-.]?\d{{1,4}}(?!\d)"
    rf"|(?<![\d,.])\d{{4}}[ \u00a0\-–/]{{1,3}}\d{{2,4}}(?:[ \u00a0.\-]\d{{2,4}}){{1,3}}(?![\d]|[.,]\d)"
    rf"|(?<!\d)(?<!\d[ .\-])\d(?:[ \u00a0.\-–/]{{1,3}}\d){{10,19}}(?!\d|[ ]\d)"
    rf"|\+\d{{2}}<[\d ]{{10,20}}\+[\d ]{{6,9}}<?)"
)
PLATE = re.compile(
    r"(?<![\w])(?:([A-ZÆØÅ]{2})(?:[ .\-]\d){5}(?![ .\-]?\d)|([A-Za-zÆØÅæøå]{2})[ \u00a0\-.*·_]{0,2}\d{2}[ \u00a0.\-*·_]{0,2}\d{3}|([A-ZÆØÅ]{2})[ \-]?\d{3}[ .]\d{2})(?![\w])(?![.,]\d)"
)
CASE = re.compile(
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
PHONE = re.compile(
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
    # In ones and twos, as a person says them: 20-11 9 4 3 3; with a part in brackets: 39 (63) 0912.
    r"|\d\d(?:[ \u00a0./\-]\d{1,2}(?!\d)){4,6}"
    r"|\(?\d\d\)?[ ]?\(\d\d\)[ ]?\d\d[ ]?\d\d"
    r")(?![\d])(?![.\-]\d|/\d(?!\d[ ]\d\d))"
)
LONG = re.compile(r"(?<![\w+])\d(?:[ \u00a0\-–/.]?\d){8,24}(?!\d)|(?<![\w.,])\d{7,}(?![\d])")
ABROAD = re.compile(
    r"(?<![\w+])(?:\+[ ]?\(?\d{1,3}\)?(?:[ \u00a0.\-–/()]{0,3}\d){6,13}|(?<!\d[ ])00[ ]?\d{2}(?:[ \u00a0.\-–/()]{0,3}\d){8,12})(?!\d)(?!<)"
)
IP = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w])(?!\.\d)")

# --- dates of birth -----------------------------------------------------------------------------------------------------
BIRTH = (
    r"(?:(?:ny)?født|fødte|fødtes|fød|føds|føtt?|fødselsdato\w{0,2}|fødsesdato|fødselsdata|fødselsdag\w{0,4}|fødelsdag\w{0,3}|fødelsedato|føds\.?dato|fødselsår\w{0,2}|fødsel|fødslen|fødselen|"
    r"fødd?|født\.|f\.?dato|fdato|f\.?d\.?|f|født den|date of birth|dob|born|birthday|birthdate|årgang|kom til verden|fyld(?:er|te|t)(?: \d{1,3}| [a-zæøå]{2,15})(?: år)?)"
)
WORDY = (
    r"(?:(?:den |d\. ?)?(?:første|anden|andet|tredje|tredie|fjerde|femte|sjette|syvende|ottende|niende|tiende|ellevte|tolvte|trettende|fjortende|femtende|sekstende|syttende|attende|nittende|tyvende|"
    rf"\w{{2,8}}ogtyvende|tredivte|enogtredivte|otteogtyvende) (?:i )?{MONTH}(?: (?:nitten|to ?tusinde?)[\w ]{{0,30}}|{GAP}*{YEAR})?)"
)
BORN_THEN = re.compile(
    rf"(?i)(?<![\w])(?P<word>{BIRTH})(?![a-zæøå])(?P<gap>[^\d\n!?;]{{0,32}}\n?[^\d\n!?;]{{0,6}}?)(?P<date>{DATE}|{MONTH}{GAP}(?:i{GAP})?{YEAR}(?!\d|[.,]\d)|(?:19|20)\d\d(?!\d)|['’´]\d\d(?!\d)|(?<=i )\d\d(?!\d)(?!{GAP}?{UNIT}|[.,]\d))"
)
BORN_WORDY = re.compile(rf"(?i)(?<![\w])(?:{BIRTH})(?![a-zæøå])[^\d\n!?.;]{{0,24}}?(?P<date>{WORDY})")
THEN_BORN = re.compile(
    rf"(?i)(?<![\d.])(?P<date>{DATE})(?P<gap>[^\d.!?\n;]{{0,22}}[ (\-])(?P<word>født|fødselsdag\w{{0,4}}|fødselsdato)(?![a-zæøå])"
)
BIRTH_CUES = (
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
# A form's line: "Barn: Defne Kaya, 12.08.2019".
CHILD_DATE = re.compile(
    rf"(?im)^[ \t]*(?:barn\w{{0,8}}|elev\w{{0,8}}|søn|datter|patient\w{{0,4}}|ægtefælle)[^:\d\n]{{0,20}}:[^\d\n]{{0,60}}(?P<date>{DATE})"
)
# A second person's date after a first one's: "født i '61, han er fra 1958", "Min dato er også 1/1 1990".
SECOND_DATE = re.compile(
    rf"(?i)[^\d\n]{{0,25}}\b(?:også|(?:er|var) fra|dato(?:en)?|(?:min|hans|hendes) er|(?:skal|skulle|burde) (?:være|have været|stå))\b[^\d\n]{{0,10}}(?P<date>{DATE}|(?:19|20)\d\d(?!\d))"
)
# "jeg er fra '79", "han er selv fra 1958": a person's year.
FROM_YEAR = re.compile(
    r"(?i)\b(?:jeg|han|hun|mor|far|manden|konen|sønnen|datteren|barnet|drengen|pigen)(?: selv)? (?:er|var)(?: selv| også)? (?:fra|årgang) (?:år(?:gang)? )?"
    r"(?P<date>['’´]\d\d|(?:19\d\d|20[0-2]\d))(?!\d|[-/]\d)"
)
# A list of a family: "Haval Barzinji, far, 5/6 1978".
KIN_DATE = re.compile(
    rf"(?i),[ ]?(?:far|mor|søn|datter|barn|bror|søster|ægtefælle|mand|kone|ung|pige|dreng),[ ]?(?P<date>{DAY}{GAP}?[./\-]{GAP}?{DAY}{GAP}?[./\-,]?{GAP}?(?:19|20)\d\d(?!\d)|(?:19|20)\d\d-\d\d-\d\d(?!\d)|{DAY}\.?{GAP}?{MONTH}{GAP}*(?:19|20)\d\d(?!\d))"
)
# What follows a year or a day of birth and belongs to it: "født '07, 14. maj".
TRAILING_DAY = re.compile(rf",?{GAP}(?:den{GAP})?(?P<date>{DAY}\.?{GAP}?{MONTH})")
# Six digits that are a day, behind a capitalised word at the end of a line: "Bodil Kragh, 030561".
SIGNED_DATE = re.compile(
    r"[A-ZÆØÅ][^\W\d_]{1,30}[,:]?[ \u00a0]{1,2}\(?(?P<date>(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d\d)\)?(?=[ .,]{0,2}(?:\n|$)|, |\) )"
)

LAW_REPORT = re.compile(r"(?:U|UfR|TfK|FED|KFE|TFA|FM)\.? ?(?:19|20)\d\d[./] ?\d{1,4}")
YEAR_PAIR = re.compile(r"(?:19|20)\d\d[ \u00a0]?[ \-–/.][ \u00a0]?(?:19|20)\d\d")
CLOCK_PAIR = re.compile(r"(?:[01]\d|2[0-4])[0-5]\d[\-–](?:[01]\d|2[0-4])[0-5]\d")
CLOCKS = re.compile(r"(?:[01]\d|2[0-4])[. :][0-5]\d ?[\-–] ?(?:[01]\d|2[0-4])[. :][0-5]\d")
DAYS = re.compile(r"(?:[0-2]\d|3[01])[ .\-/](?:0\d|1[0-2])[ .\-/](?:19|20)\d\d")
MONTH_YEAR = re.compile(r"(?:\d\d[\-–/](?:19|20)\d\d|(?:19|20)\d\d[\-–/]\d\d)")
ROUND = re.compile(r"\d{1,4}000 ?[\-–] ?\d{1,4}000")
TRAILING_UNIT = re.compile(rf"[.,]?\d{{0,2}}{GAP}?(?:,-|,[\-–]{{1,2}}|{UNIT})", re.I)
