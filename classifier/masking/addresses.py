"""Postal addresses: road and house number, floor, postcode and town, roads named after "bor på", PO boxes."""

from __future__ import annotations

import re
from functools import lru_cache

from classifier.masking.lexicon import Kind, kind_of
from classifier.masking.spans import Span
from classifier.masking.spoken import NUMBER_WORD

__all__ = ["find_addresses"]

_GAP = r"[ \t\u00a0\u202f]"
# Endings that only roads have; with a number they are an address in any case, lower case too.
_STRONG = (
    r"(?:vej(?:en|n|s)?|vejj|vejne|vje|veij|gaden?|gadde|gaed|all[eéèê](?:en|n)?|stræde[tr]?|strade|vænge[t]?|vængerne|venge[t]?|boulevard(?:en)?|bulevard|blvd\.?|"
    r"torv(?:et)?|plads(?:en)?|passage(?:n)?|slippe(?:n)?|sving(?:et)?|sti(?:en)?|stræt|tværvej|kaj(?:en)?|straße|strasse|street|road|avenue|gatan?|vägen|vegen|veg|lane)"
)
# Endings that roads share with woods, farms and nursery schools: an address with a number and a capital.
_SOFT = (
    r"(?:park(?:en)?|drag(?:et)?|have(?:n)?|haverne|bakken?|bakkerne|vang(?:en|et)?|vangene|krog(?:en)?|toft(?:en)?|tofterne|lund(?:en)?|eng(?:en)?|engene|ager(?:en)?|agre(?:ne)?|høj(?:en)?|høje(?:ne)?|dal(?:en)?|"
    r"mark(?:en)?|skov(?:en)?|bro(?:en)?|led(?:det|et)?|bo|boet|hegn(?:et)?|gård(?:en)?|gårdene|gaarden?|løkken?|rækken?|kilden?|ås(?:en)?|strand(?:en)?|buen|buerne|kær(?:et)?|mose(?:n)?|næs(?:set)?|odden?|banken?|"
    r"skrænt(?:en)?|volden?|brink(?:en)?|bryn(?:et)?|gærdet?|hagen?|husene|huset|huse|byen|by|holm(?:en)?|bæk(?:ken)?|sø(?:en)?|søerne|ø(?:en)?|lyng(?:en)?|vænget|kvarter(?:et)?|dam(?:men)?|hallen|grunden|stykket?|lodden?|leddet|hjørnet?|port(?:en)?|vig(?:en)?|vejle|havn(?:en)?|nyhavn|mølle(?:n)?|skellet|linden?|tjørnen|hyld(?:en)?|gang(?:en)?|løbet|løb|skiftet|stævnet|vadet|sporet|trappen|ringen|vrå(?:en)?|pynten|kanten|folden|koblet|kilen|bugten|bølgen|krattet|lysningen|spangen?|hulvejen|stien|lejet|kæden|bækken|åen|dammen|kirkebakken|skrænterne|sløjfen|spiralen|svalen|kvisten|blokken|terrasse|heden?|kløften?|rosen|kammen|hulen?|kongens|terrasserne|terrassen|centret|center|have)"
)
_NUMBER = (
    rf"(?:,?{_GAP}{{0,2}}(?:nr\.?|nummer|no\.?){_GAP}?|{_GAP}{{1,2}}|,{_GAP})(?P<number>(?!0)\d{{1,3}}(?!(?!,\d{{1,2}}\.?{_GAP}?(?:tv|th|mf|sal)\b)[\d.,]*\d)(?!{_GAP}\d\d{_GAP}\d\d|(?:{_GAP}\d{{1,2}}){{4}}|/\d{{1,2}}{_GAP}kl)(?:{_GAP}?[A-HJ-Za-hj-z](?![\w])(?!{_GAP}\w{{3,}}\b(?!{_GAP}?\d)[^,.\n])|{_GAP}?[A-Z](?![\w]))?"
    rf"(?:{_GAP}?[\-–/]{_GAP}?\d{{1,3}}{_GAP}?[A-Za-z]?(?![\w]))?)"
)
_SIDE = rf"(?:t\.?{_GAP}?v\.?|t\.?{_GAP}?h\.?|m\.?{_GAP}?f\.?|dør{_GAP}?\.?{_GAP}?(?:nr\.?{_GAP}?)?\d{{1,3}}|lejl(?:ighed)?\.?{_GAP}?(?:nr\.?{_GAP}?)?\d{{1,4}}|til{_GAP}(?:venstre|højre)|midtfor|vær(?:else)?\.?{_GAP}?\d{{1,4}}|(?:opg(?:ang)?|blok|port|indgang){_GAP}?\.?{_GAP}?(?:\d{{1,2}}|[A-Z])|bag-?(?:hus(?:et)?|bygning(?:en)?)|forhus(?:et)?|sidehus(?:et)?|mellembygning(?:en)?|anneks(?:et)?)(?![\w])"
_FLOOR = rf"(?:(?:\d{{1,2}}\.?{_GAP}?(?:sal(?:en)?|etage)|\d{{1,2}}\.|st(?:uen|ue)?|kld?(?!\.?{_GAP}?\d)|kælder(?:en)?|kvist(?:en)?|mezz|parterre)\.?(?![\w]))"
_UNIT_TAIL = rf"(?:,?{_GAP}{{0,2}}(?:\d{{1,2}}\.|st\.?|kl\.?)[\-–]\d{{1,3}}(?![\w./])|,?{_GAP}{{0,2}}\n?{_FLOOR}(?:,?{_GAP}{{0,2}}{_SIDE})?|,?{_GAP}{{1,2}}{_SIDE}|,?{_GAP}{{0,2}}\d{{1,2}}[.,]?{_GAP}{{0,2}}(?:tv|th|mf)\b\.?|,{_GAP}(?:bag|for|side)(?:hus|bygning|h\.?|\b))"
_TOWN = r"(?-i:[A-ZÆØÅ][\w]+(?:[ \-](?:[A-ZÆØÅ]\b\.?|[NSØVKC]{1,2}\b\.?|Kbh\.?|Sj\.?|Fyn|Nord|Syd|Øst|Vest|Havn|Bro|Lyngby|Alslev|Skovby|Stillinge|Såby|Hyllinge|Eskilstrup|Saltum|Felding|Torup|Bjergby|Nebel|Hvalsø|Strøby|Småland|Gødstrup|Taastrup|Å|Aaby|Landet|Falster|Mors|Als|Ø|Fjord|Bakke))?)"
_POSTCODE = rf"(?:(?:DK|D|S|N)?-?{_GAP}?[1-9]\d{{3}}{_GAP}{{1,2}}(?:{_TOWN}|(?!(?:kr|kroner|dkk|om|pr|per|og|er|til|fra|har|stk)\b)[a-zæøå]{{2,20}}(?:{_GAP}(?:nv|sv|nø|[øvsnkc]))?(?![\w])))"
_PLACE_TAIL = rf"(?:{_GAP}{{0,2}}[,.;/\-–]?{_GAP}{{0,2}}(?:\n{_GAP}{{0,3}}){{0,2}}{_POSTCODE}|,{_GAP}(?:i{_GAP})?(?P<town>{_TOWN})(?=[\s.,]|$))"
_BARE_CODE = rf",{_GAP}[1-9]\d{{3}}(?=[ ]?(?:[.,;)]|\n|$))"
_TAIL = rf"(?:{_UNIT_TAIL}){{0,2}}(?:{_PLACE_TAIL}|{_BARE_CODE})?"
_AMOUNT = rf"(?!\.?{_GAP}?(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december|jan\b|feb\b|kr|km|m\b|meter|gang|timer?|min|dag|uge|måned|år|stk\.? ?\d*\.? *børn|%|procent|pct|børn|elever|personer|biler|huse|træer|cm|liter|beboere|pladser|boliger|lejligheder|grader|mand\b|ud af|af de|andre|meter))"
_PREFIX = (
    rf"(?:(?:[Gg]l\.?|[Gg]ammel|[Gg]amle|[Nn]y|[Nn]ye|[Nn]ørre|[Nn]r\.|[Ss]ønder|[Ss]dr\.?|[Øø]ster|[Øø]\.|[Vv]ester|[Ss]tore|[Ss]t\.|[Ll]ille|[Ll]\.|[Ss]ankt|[Ss]ct\.?|[Ss]kt\.?|[Kk]gs\.?|[Nn]edre|[Øø]vre|[Bb]ag|[Vv]ed|[Uu]nder|[Oo]ver|"
    rf"[A-ZÆØÅ]\.|[A-ZÆØÅ][a-z]{{1,3}}\.|[A-ZÆØÅ][\w’']+){_GAP}?)"
)
_STRONG_RE = re.compile(
    rf"(?<![\w])(?P<road>(?:{_PREFIX}{{1,3}}|(?:[A-ZÆØÅa-zæøå][\w’'\-]{{1,24}}s{_GAP})?)(?:[\w’'\-]{{0,30}}?(?i:{_STRONG}))|[A-ZÆØÅ][a-zæøå]{{3,20}}(?:v|g|gd|vj)\.)"
    rf"(?![\w])(?i:{_NUMBER}){_AMOUNT}{_TAIL}"
)
_SOFT_RE = re.compile(
    rf"(?<![\w])(?P<road>{_PREFIX}{{0,3}}[A-ZÆØÅ][\w’'\-]{{1,30}}?{_SOFT})(?![\w])(?i:{_NUMBER}){_AMOUNT}(?![.:]\d){_TAIL}"
)
_PREPOSITION_RE = re.compile(
    rf"(?<![\w])(?P<road>(?:Ved|Bag|Over|Under|Mellem|Langs|Inden|Neden|Oven|Syd|Nord|Øst|Vest|Foran|Imellem|På)(?:{_GAP}(?:for|om|de|den|det))?{_GAP}[A-ZÆØÅ][\w’'\-]{{2,25}}(?:{_GAP}[A-ZÆØÅ][\w’'\-]{{2,25}})?)(?i:{_NUMBER}){_AMOUNT}{_TAIL}"
)
# Any capitalised name before a number that a floor, a door or a postcode follows.
_TAILED_RE = re.compile(
    rf"(?<![\w])(?P<road>(?:[A-ZÆØÅ][\w’'.\-]{{1,25}}{_GAP}){{0,3}}[A-ZÆØÅ][\w’'\-]{{1,30}})(?i:{_NUMBER})(?:{_UNIT_TAIL}(?:{_UNIT_TAIL})?(?:{_PLACE_TAIL})?|{_GAP}{{0,2}}[,;\-–]?{_GAP}{{0,2}}(?:\n{_GAP}{{0,3}})?{_POSTCODE})"
)
# Any capitalised name before a number and a known town: "Sløjfen 9, Gentofte".
_TOWNED_RE = re.compile(
    rf"(?<![\w])(?P<road>(?:[A-ZÆØÅ][\w’'\-]{{1,25}}{_GAP}){{0,2}}[A-ZÆØÅ][\w’'\-]{{3,30}}){_GAP}(?P<number>(?!0)\d{{1,3}}{_GAP}?[A-Z]?),{_GAP}(?P<town>[A-ZÆØÅ][\w]{{2,20}})(?![\w])"
)
_TOWNED_SIGN = re.compile(rf"[^\W\d_]{_GAP}\d{{1,3}}{_GAP}?[A-Z]?,{_GAP}[A-ZÆØÅ]")
_SOFT_LOWER_RE = re.compile(
    rf"(?i)(?<![\w])(?:til|fra|på|ved|bor|i|adresse:?|adressen){_GAP}(?P<road>[a-zæøåé]{{2,25}}?{_SOFT})(?![\w]){_NUMBER}{_AMOUNT}(?![.:]\d){_TAIL}"
)
# A line, or its last part, at the top or the bottom of a letter: "Sløjfen 2".
_LINE_RE = re.compile(
    rf"(?m)(?:^|,{_GAP}){_GAP}{{0,3}}(?P<road>[A-ZÆØÅ][\w’'\-.]{{2,25}}(?:{_GAP}[A-ZÆØÅ][\w’'\-.]{{1,25}}){{0,2}}){_GAP}(?P<number>\d{{1,3}}{_GAP}?[A-Za-z]?){_GAP}?(?=,?{_GAP}?$)"
)
_TAILED_LOWER_RE = re.compile(
    rf"(?<![\w])(?P<road>[\wæøå]{{3,30}})(?i:{_NUMBER})(?:,?{_GAP}{{0,2}}(?:\d{{1,2}}\.?{_GAP}?(?:sal)?|st\.?){_GAP}?[,.]?{_GAP}?(?:tv|th|mf|t\.v|t\.h|m\.f)\b\.?)(?:{_PLACE_TAIL})?",
    re.I,
)
_HOME = r"(?:\b(?:bor|boede|bo|boet|boende|bopæl|adresse(?:n|r)?|adr\.?|adressen er|hjemmeadresse|flyttede?(?: \w+)?(?: til| fra| ind)|flytte(?: til| fra)|flyttet(?: \w+)?(?: til| fra| ind)|(?:hus|lejlighed|villa|ejendom|bolig|kolonihave|sommerhus|rækkehus|hjemme|opgang|ejendommen|hjem)(?:men|en|et)?)\b)"
_HOME_RE = re.compile(
    rf"(?i:{_HOME}[^\w\n]{{1,3}}(?:\w{{2,12}}{_GAP}){{0,2}}?(?:(?:på|i|ved|nede på|ovre på|ude på|til|fra|er|på nr\.?)[:]?{_GAP})?)"
    rf"(?P<road>{_PREFIX}{{0,3}}(?:[\w’'\-]{{2,30}}?(?i:{_STRONG})|[A-ZÆØÅ][\w’'\-]{{2,30}}?(?:toft(?:en)?|ager(?:en)?|krog(?:en)?|marken?|højen?|dalen?|vangen?|engen?|bakken?|løkken?|kæret|skrænten|brinken|banken|buen|hegnet|vænge))"
    rf"|[A-ZÆØÅ][\w’']{{1,25}}s{_GAP}(?i:{_STRONG})|(?:Ved|Bag|Over|Under)(?:{_GAP}[A-ZÆØÅ][\w]{{2,20}}){{1,2}})(?![\w])(?P<rest>(?i:{_NUMBER})?{_TAIL})"
)
_HOME_NUMBER_RE = re.compile(
    rf"(?i:(?:\bbor|\bboede|\bboende|\badresse(?:n)?|\badr\.?|\bbopæl|\bflyttet? til|\bflyttede til){_GAP}?:?{_GAP}?(?:er{_GAP}|nu{_GAP})?(?:på|i|ved|er)?{_GAP}?)"
    rf"(?P<road>(?:[A-ZÆØÅ][\w’'.\-]{{1,25}}{_GAP}){{0,2}}[A-ZÆØÅ][\w’'\-]{{2,30}}|[a-zæøå]{{4,30}})(?i:{_NUMBER}){_AMOUNT}{_TAIL}"
)
_POSTCODE_RE = re.compile(rf"(?<![\w\-./])(?:DK-?{_GAP}?)?[1-9]\d{{3}}{_GAP}{{1,2}}{_TOWN}(?![\w])")
_BOX_RE = re.compile(
    rf"(?i)\b(?:postboks|postbox|post boks|p\.?{_GAP}?o\.?{_GAP}?box|boks){_GAP}?(?:nr\.?{_GAP})?\d{{1,5}}(?:,?{_GAP}{_POSTCODE})?"
)
_DOOR_RE = re.compile(
    rf"(?i)(?<![\w.,])(?:nr\.?{_GAP}?|nummer{_GAP}|opgang{_GAP})?\d{{1,3}}{_GAP}?[A-Za-z]?,?{_GAP}{{0,2}}(?:\d{{1,2}}\.?{_GAP}?(?:sal)?|st\.?(?:uen)?)[,.]?{_GAP}{{0,2}}(?:tv|th|mf|t\.v|t\.h|m\.f)(?![\w])\.?"
    rf"|(?<![\w.,])\d{{1,2}}\.{_GAP}?(?:sal)?[,.]?{_GAP}{{0,2}}(?:tv|th|mf|t\.v|t\.h|m\.f)(?![\w])\.?"
)
# The letters of a plot, and no small word or unit behind its number.
_PLOT_LETTERS = rf"{_GAP}?(?!(?:og|er|i|på|har|år|kr|km)\b)[a-zæøå]{{1,3}}"
_MATRICULATION_RE = re.compile(
    rf"(?i)\b(?:matr(?:ikel)?\.?{_GAP}?-?(?:nr|nummer)?\.?){_GAP}?:?{_GAP}?(\d{{1,4}}(?:{_PLOT_LETTERS})?(?![\w])(?:,?{_GAP}[A-ZÆØÅ]\w+{_GAP}(?:By|Sogn)[\w ,]{{0,30}})?)"
)
_NEXT_PLOT_RE = re.compile(
    rf"(?i)\bmatr(?:ikel)?[\w.\- ]{{0,10}}:?{_GAP}?\d{{1,4}}(?:{_PLOT_LETTERS})?{_GAP}?(?:,|og|samt|/){_GAP}(\d{{1,4}}{_PLOT_LETTERS})(?![\w])"
)

# Not roads, though they end like one and a number may follow.
_NOT_ROADS = re.compile(
    r"(?i)(?:sving(?:et)?|(?:af|bi|for|fra|ud|op|ind|over|til|ned|hen|tag|ned)drag(?:et)?|kaj|dreng|seng(?:en)?|streng|hund|dag|fredag|motorvej(?:en)?|hovedvej(?:en)?|ringvej|cykelsti(?:en)?|fortov(?:et)?|undervejs|genvej(?:en)?|omvej(?:en)?|vej(?:en)?|gade(?:n)?|sti(?:en)?|plads(?:en)?|torv(?:et)?|alle|allé|parken|haven|"
    r"(?:parkerings|p-|lege|arbejds|bygge|institutions|vuggestue|plejehjems|dagtilbuds|dagpleje|børnehave|sidde|rast|bade|holde|markeds|praktik|elev|læreplads|studie|plejebolig|fritids|camping|sports|affalds|genbrugs|hvile|loppe|gæste|handicap(?:p|parkerings)?|skole|sove|botilbuds|aflastnings|behandlings|døgn|stå|ståe|bolig|døgntilbuds|tilbuds|handicap|trykke|i|alle)plads(?:en|er)?|"
    r"skolevej(?:en)?|hjemvej(?:en)?|udvej|indkørsel|sagsgang|fodgænger\w*|samtidig|side?vej(?:en)?|blindvej|villavej(?:en)?|privatvej|grusvej(?:en)?|for ?alle|os alle|dem alle|i alle|jer alle|vi alle|alle|samtale|tale|vekale|medale|omtale|tiltale|aftale|skade|anbefale|betale|"
    r"svale|male|lokale|personale|pige|skolegård(?:en)?|børnehave(?:n|r)?|naturbørnehave|skovbørnehave|børnehus(?:et)?|fælleshus(?:et)?|plejecenter|jobcenter|ungecenter|center|centret|centeret|kulturhus(?:et)?|værested|rådhus(?:et)?|hus(?:et)?|sygehus(?:et)?|plejehjem|hjemmet|klubhus(?:et)?|kollegium|kolonihave(?:n)?|legeplads|baggård(?:en)?|kirkegård(?:en)?|bondegård(?:en)?|gård(?:en)?|"
    r"bordet|stranden|skoven|marken|broen|bro|havnen|banken|søen|byen|by|dalen|bakken|engen|lunden|højen|høj|ø|øen|heden|have|holm|strand|mark|skov|dam|sø|bank|dal|bakke|hjørnet|port|porten|omgang|opgang|afdeling|stue|hold|model|sag|gruppe|klasse|trin|uge|side|bilag|kapitel|afsnit|punkt|linje|bus|tog|spor|lokale|rum|sektion|kategori|niveau|fase|version|indgang|dør|trappe|etage|(?:ind|op|ud|over|under|ned|til|stue|sags|mellem|fore|gennem|af|ad|om|ur|for|frem|rund|arbejds)?gang(?:en)?|trappen|folden|blokken|omkredsen|foldboldbanen|opløbet|forløb(?:et)?|løb(?:et)?|beløb(?:et)?|kursusforløb(?:et)?|kilen|kanten|bugten|lejet)"
)
_ROOM_WORDS = frozenset(
    "plejehjem plejehjemmet bosted bostedet institution institutionen kollegium kollegiet herberg hospital hotel botilbud skole skolen klinik ambulatorium plejecenter center værelse hjemmet afdeling stue hold model sag gruppe klasse trin uge side bilag kapitel afsnit punkt linje bus buslinje tog spor lokale rum sektion kategori niveau fase version indgang opgang trappe "
    "etage januar februar marts april maj juni juli august september oktober november december mandag tirsdag onsdag torsdag fredag lørdag søndag kl klokken nr nummer ca cirka kun over under "
    "hele alle stk kapitel paragraf bekendtgørelse lov den d de fra til og på i med for af er var har ca om mindst højst alder status windows iphone type team enhed hus bygning blok zone skema blanket formular version "
    "skat covid region distrikt rute færge film sæson del bind artikel konvention protokol område pulje takst lønramme pakke tilbud dag døgn måned år cirka omkring efter før inden mellem samt plus minus kun ialt kategori boks skab kasse køkken bord plads sæde vogn bane afkørsel frakørsel rampe perron gate terminal bøde mf".split()
)


# A house number in words: "jahnsensvej tredive", "Nymosevej nummer femten b".
_WORDED_RE = re.compile(
    rf"(?P<end>vej|gade|all[eé]|vænget?|stræde|torv|boulevard|parken|vang|toften|bakken)(?:,|{_GAP}komma)?{_GAP}(?:nummer{_GAP}|nr\.?{_GAP})?{NUMBER_WORD}(?:{_GAP}[a-h])?"
    rf"(?![\w])(?!{_GAP}(?:gang|år|\w{{0,8}}dag|aften|morgen|uge|måned|time|minut|børn|biler|meter|km|kilometer|procent|kroner|kr|andre|af|steder|mand|mennesker|personer|huse|træer))"
)
# The fields of a form: "Vej: Rosavej", and on the next line "Nr.: 8 B".
_FIELD_RE = re.compile(
    r"(?im)^[ \t]{0,3}(?:(?:hjemme|post|folkeregister)?adresse|bopæl|vej|vejnavn|gade)[ \t]{0,2}:[ \t]{0,3}"
    r"(?P<road>(?!ukendt|hemmelig|samme|ingen|som |se |beskyttet)[^\W\d_][^\n.:?!]{2,50})(?:\n[ \t]{0,3}(?:hus)?(?:nr|nummer)\.?[ \t]{0,2}:[ \t]{0,3}(?P<house>\d{1,3}(?: ?[a-z])?))?$"
)
_DIGIT = re.compile(r"\d")
# Each with what a window must show before it is tried.
_ROADS = (
    *((_STRONG_RE, "strong"), (_SOFT_RE, "soft"), (_PREPOSITION_RE, ""), (_TAILED_RE, ""), (_TOWNED_RE, "town")),
    *((_TAILED_LOWER_RE, "door"), (_HOME_NUMBER_RE, "home"), (_SOFT_LOWER_RE, "soft"), (_LINE_RE, "")),
)
_BARE = ((_BOX_RE, 0, "box"), (_DOOR_RE, 0, "door"), (_MATRICULATION_RE, 1, "plot"), (_NEXT_PLOT_RE, 1, "plot"))
# Cheap looks before the costly ones: a word and a number that counts nothing.
_HOUSE_RE = re.compile(
    rf"(?i)[^\W\d_][.,]?(?:{_GAP}{{1,2}}(?:nr\.?|nummer|no\.?))?{_GAP}{{0,2}}[1-9]\d{{0,2}}(?!\d|[.,:]\d){_AMOUNT}"
)
# Of lower-case text: a word and then a number; and how the words of roads end.
_NUMBERED_WORD_RE = re.compile(
    rf"(?<![^\W\d_])([^\W\d_]++)(?=(\.?)[,. \t\u00a0\u202f]{{1,5}}(?:(?:nr|nummer|no)\.?{_GAP}?)?(?!0)\d)"
)
_STRONG_END_RE = re.compile(rf"(?:{_STRONG})\Z")
_SOFT_END_RE = re.compile(rf"(?:{_SOFT})\Z")
_DOORS = ("tv", "th", "mf", "t.v", "t.h", "m.f")
# Parts of lower-case words, one of which must stand in a window.
_WORD_SIGNS = (
    ("door", _DOORS),
    ("box", ("boks", "box")),
    ("plot", ("matr",)),
    ("home", ("bor", "boede", "boende", "bopæl", "adr", "flyt")),
)
_ALL_SIGNS = frozenset({"strong", "soft", "town", "door", "home", "box", "plot"})
_UNLIKE = re.compile("[ſıİ]")
"""Letters that a pattern takes for an s or an i, though their lower case is neither."""
# What the words before a home begin with.
_HOME_CUES = (
    "bor",
    "bo",
    "adr",
    "flyt",
    "hus",
    "lejlighed",
    "villa",
    "hjem",
    "opgang",
    "ejendom",
    "kolonihave",
    "sommerhus",
    "rækkehus",
)


def find_addresses(text: str) -> list[Span]:
    """Find postal addresses, and every other mention of a road that was found.

    Parameters
    ----------
    text : str
        The letter.

    Returns
    -------
    list of Span
        ``ADRESSE``; may overlap.

    Examples
    --------
    >>> [text[start:end] for text in ["Jeg bor Gl. Skovvej 12, 2. tv., 2900 Hellerup nu"] for start, end, _ in find_addresses(text)][0]
    'Gl. Skovvej 12, 2. tv., 2900 Hellerup'
    """
    spans: list[Span] = []
    roads: set[str] = set()
    if _DIGIT.search(text):
        for start, end in _windows(text):
            _numbered(text, start, end, spans, roads)
    lower = text.lower()
    for match in _homes(text, lower):
        if not _no_road(match["road"]):
            spans.append(Span(match.start("road"), match.end(), "ADRESSE"))
            roads.add(_core(match["road"]))
    if len(lower) == len(text):
        for match in _WORDED_RE.finditer(lower):
            start = match.start()
            while start and (lower[start - 1].isalnum() or lower[start - 1] in "'’-"):
                start -= 1
            road = text[start : match.end("end")]
            if match.start() - start > 2 and not _no_road(road):
                spans.append(Span(start, match.end(), "ADRESSE"))
                roads.add(_core(road))
    if ":" in text:
        for match in _FIELD_RE.finditer(text):
            spans += [Span(*match.span(group), "ADRESSE") for group in ("road", "house") if match[group]]
    for road in roads:
        if len(road) >= 5:
            spans += _mentions(text, lower, road)
    return spans


def _homes(text: str, lower: str) -> list[re.Match[str]]:
    found: list[re.Match[str]] = []
    if len(lower) != len(text):
        return list(_HOME_RE.finditer(text))
    for cue in _HOME_CUES:
        at = lower.find(cue)
        while at >= 0:
            if at == 0 or not lower[at - 1].isalnum():
                match = _HOME_RE.match(text, at)
                if match:
                    found.append(match)
            at = lower.find(cue, at + 2)
    return found


def _windows(text: str) -> list[tuple[int, int]]:
    windows: list[tuple[int, int]] = []
    for match in re.finditer(r"\d+", text):
        start, end = max(match.start() - 90, 0), min(match.end() + 70, len(text))
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((start, end))
    return windows


def _road_endings(window: str) -> tuple[bool, bool]:
    """Return whether a word before a number ends as roads alone do, and whether one ends as roads and others do."""
    strong = soft = False
    for word, stop in _NUMBERED_WORD_RE.findall(window):
        as_road, as_other = _road_ending(word)
        strong |= as_road or bool(stop and word.endswith(("v", "g", "gd", "vj")))
        soft |= as_other
    return strong, soft


@lru_cache(maxsize=10_000)
def _road_ending(word: str) -> tuple[bool, bool]:
    return _STRONG_END_RE.search(word) is not None, _SOFT_END_RE.search(word) is not None


def _numbered(text: str, start: int, end: int, spans: list[Span], roads: set[str]) -> None:
    window = text[start:end].lower()
    strong, soft = _road_endings(window)
    housed = _HOUSE_RE.search(text, start, end) is not None
    towned = housed and _TOWNED_SIGN.search(text, start, end) is not None
    shown = {""} | {sign for sign, words in _WORD_SIGNS if any(word in window for word in words)}
    shown |= {sign for sign, true in (("strong", strong), ("soft", soft), ("town", towned)) if true}
    if _UNLIKE.search(text, start, end):
        shown |= _ALL_SIGNS
    for pattern, sign in _ROADS if housed else ():
        if sign not in shown:
            continue
        for match in pattern.finditer(text, start, end):
            road = match["road"]
            last = road.split()[-1].lower().strip(".")
            if sign in ("strong", "soft") and _no_road(road):
                continue
            if (last in _ROOM_WORDS and len(road.split()) == 1) or (
                pattern is _LINE_RE and 250 < match.start() < len(text) - 250
            ):
                continue
            if pattern is _TOWNED_RE and (not kind_of(match["town"].lower()) & Kind.PLACE or kind_of(last) & Kind.BODY):
                continue
            left = match.start("road") + _leading_words(road)
            spans.append(Span(left, match.end(), "ADRESSE"))
            roads.add(_core(text[left : match.end("road")]))
    for match in _POSTCODE_RE.finditer(text, start, end):
        digits = re.search(r"\d{4}", match[0])
        year = digits is not None and digits[0][:2] in ("19", "20")
        if year and not re.search(r"(?:Frederiksberg|København)", match[0]):
            continue
        if re.search(r"(?i)\b(?:kr|kroner|kr\.)\b", match[0]) or re.match(
            r"(?i)[1-9]\d{3}\s+(?:Kr|Dkk|Kroner|Meter|Timer|Borgere|Børn|Elever|Personer|Danskere)\b", match[0]
        ):
            continue
        spans.append(Span(*match.span(), "ADRESSE"))
    for pattern, group, sign in _BARE:
        if sign in shown:
            spans += [Span(*match.span(group), "ADRESSE") for match in pattern.finditer(text, start, end)]


_LEADING = re.compile(
    r"(?:(?:Jeg|Vi|Han|Hun|De|Den|Det|Min|Mit|Vores|På|I|Fra|Til|Ved|Hos|Adresse|Adressen|Bor|Boende|Hej|Ikke|Og|Men|Så|Her|Der|Når|Da|Kære|Hilsen|Mvh|Navn|Bopæl|Hjemme|Huset|Lejligheden|Ejendommen|Krydset|Hjørnet|Mellem|Langs|Om|For|Af|Sag|Vedr|Vedrørende|Ang|Angående|Lejemålet|Grunden|Matriklen)[ \t\u00a0.:,]+)+"
)
_ROAD_PREPOSITIONS = ("Ved ", "Mellem ", "Langs ")


def _leading_words(road: str) -> int:
    """Return how many characters of words that are no part of the road's name stand before it."""
    match = _LEADING.match(road)
    if not match or (road.startswith(_ROAD_PREPOSITIONS) and not re.search(r"(?i)(?:vej|gade|allé|vænge)\w*$", road)):
        return 0
    return match.end()


def _core(road: str) -> str:
    """Return a road's name in lower case, as it may stand again without its number."""
    return re.sub(r"\s+", " ", road.lower()).strip(" .")


def _no_road(road: str) -> bool:
    """Return whether the name is a common noun such as legeplads, and no proper name stands before it."""
    words = road[_leading_words(road) :].split()
    if len(words) > 1 and (
        words[-2][:1].isupper() or words[-2].endswith("s") or words[-2].strip(".") in ("gl", "gammel", "ny", "nye")
    ):
        return False
    if words and words[-1].islower() and words[-1].endswith(("plads", "pladsen")):
        return True
    return bool(words) and _NOT_ROADS.fullmatch(words[-1]) is not None


def _mentions(text: str, lower: str, road: str) -> list[Span]:
    spans: list[Span] = []
    at = lower.find(road)
    while at >= 0:
        end = at + len(road)
        if (at == 0 or not lower[at - 1].isalnum()) and len(lower) == len(text):
            while end < len(lower) and lower[end].isalnum() and end - at - len(road) < 3:
                end += 1
            if end == len(lower) or not lower[end].isalnum():
                spans.append(Span(at, end, "ADRESSE"))
        at = lower.find(road, at + len(road))
    return spans
