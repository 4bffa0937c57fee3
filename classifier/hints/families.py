"""Families of words that stand for one another where danger is told: what one passage teaches holds for its kin.

A stem with a hyphen matches every word that begins with it, one without only itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache, reduce
from itertools import combinations
from operator import or_

__all__ = ["FAMILIES", "families_of", "families_together", "family_bits"]

FAMILIES: Mapping[str, str] = {
    "child": (
        "baby- barn- bleen børn- børnehav- child- datter- dreng- elev- fodboldpige- kid kids klassen lille "
        "lillebror lillesøster nevø- niece- nyfødt- pige- pigen plejebarn- plejesøn- skolebarn- små småt son spæd- "
        "søn sønnen teenager- tvilling- unge ungen unger- vuggestue-"
    ),
    "frail": (
        "blind- dement- døv- enke- epilep- far farfar- farmor- føde føder gamle gammel gravid- handicap- hjertesyg- "
        "højgravid- kræft- kørestol- lam lammet lungesyg- moder- mor morfar- mormor- nyopereret opereret psykotisk- "
        "rollator sengeliggende skizofren- spastiker- syg syge termin udviklingshæmmede veer ældre"
    ),
    "age": (
        "elleve fem femten fire fjorten måneder ni otte seks seksten sytten syv ti tolv tre tretten uger årig- årige"
    ),
    "now": (
        "aften aftenen aftes akut dag døgn eftermiddag- endnu formiddag- hastigt idag imorgen inat lige middag- "
        "midnat minutter morgen morges nat natten now nu overmorgen stadig straks time timer today tonight weekend- "
        "øjeblik-"
    ),
    "day": ("fredag- kl klokken lørdag- mandag- onsdag- søndag- tirsdag- torsdag-"),
    "body": (
        "ambulance- arm arme armen besvim- betændelse- bevidst- bleed- blod- blå bløder blødt brud bruises brækk- "
        "dehydr- feber- gul gule hals- hjerte- hoster hoved- hud- hæl- hævede hævet jamr- kilo knogle- kold kolde "
        "koldsved- kramp- kvæl- lilla luft lugter læber mager mat opsvulm- pus ryggen skadestue- slap slappe slim- "
        "smerte- stinker stønner svimmel- svælg- synke- sår sårene såret tynd tynde tænder udtørr- vejer vejr- "
        "vildelse vågne- vække- væske ånde- ømm-"
    ),
    "filth": ("afføring- ble bleer fækalier lagen- lagner lort opkast- pis skarn snavset tisse- urin- våd vådt"),
    "cold": (
        "barfodet brændeovn- dyne- el frost- frys- gas gassen grader is isen jakke kulde- nattøj radiator- regn- "
        "sko sne- sneen sokker storm- strøm strømmen strømpesokker tæppe vandet varme varmen"
    ),
    "hunger": (
        "brød drikke- drop drukket ernæring- flaske- food gegessen havregryn køleskab- mad maden milk modermælk- "
        "måltid- skraldespand- sonde- spise- spist sult- suppe"
    ),
    "drugs": (
        "alkohol- antabus barberblad- bedøv- benzin beroligende dosering- dosis- druk- drukket dråber fuld gevær- "
        "hash hætteglas ilt iltflaske- insulin- kanyle- kniv- knive lighter- medicin- metadon morfin- overdosis "
        "pille- piller pillerne pistol- plaster plastret reb rebet respirat- sløvet snor sprøjte- stof- stoffer "
        "tablet- tændstik- våben- økse"
    ),
    "held": (
        "alarm- bar betjent- binde- bundet båret bærer dør døre døren fanget fast fastholdt gitter gulv gulvet hegn "
        "holder holdt håndjern indelukk- indespærret isoleret klamr- krog kælder- lukket lås- låse låser låst magt "
        "nede nøgle- politi- rem remme ruden seler skab skubb- slæb- spærre- tremme- tvang- tving- vagt- vindue- "
        "værelse-"
    ),
    "violence": (
        "angst- ar arret badet bange bank banker blåt bortfør- brækker brændemærke- cigaret- ekskone eksmand "
        "faderen faren filmer flygt- forbrænd- forfølg- gemmer gemt gemte gråd græd- hulk- hviske- hævn- kastede "
        "kaster krisecent- kvæle kæreste kæresten manden mærker onkel overfald- pas passet raser- ryst- råb- råber "
        "rører skreg skrig- skræk- skyde- slag slog slå slået slår smadr- spark- stalk- stedfar tilhold- true- "
        "truer truet trussel- tæv- tør vold- voldtæg- x"
    ),
    "despair": (
        "afsked- altan- altid alting begrav- besvær bro broen byrde dø død døde dør- ende enden evig farvel "
        "forsvinde hav havet hunden håb katten leve lever lige ligegyldig- liv livet meget mening- meningen "
        "meningsløs orker perron- ro selvmord- sidste skinne- skinner skov skoven slut sove tag taget tak "
        "testamente- tilgiv- tog toget undskyld"
    ),
    "homeless": (
        "bil bilen bolig- bænk- campingvogn- container- deport- flytte- flyttebil- flytter foged- gaden genhus- "
        "herberg- hjemløs- kasser lejemål- lejlighed- losseplads- ly låsesmed- madras- møbler- nedriv- opgang- "
        "opsagt rive river rømme- sofa- sove sover tag telt- trappe- ubebo- ubeboelig- udsæt- udvis- varmestue-"
    ),
    "missing": (
        "alene efterladt efterlys- efterlyst- eftersøg- finde forsvandt forsvund- fundet gik glemt glemte gået hjem "
        "hjemme kommet leder ledt overladt savn- slukket sporløst stukket svarer telefon- væk"
    ),
    "limit": (
        "advokat- anke ankefrist- anken ankestyrelsen bilag- dage dato- datoen frist- fristen hverdage inden klage "
        "klagefrist- klagen klager nævn- nævnet retten senest sidste stævning- udløb- udløber underskrift-"
    ),
    "waiting": (
        "aflyst- afvent- akutteam- bosted- elektrik- ferie- først hjemmehjælp- hjemmepleje- hjemmesygepleje- "
        "kollega- kommer kontortid- lægevagt- møde mødet natte- nattevagt- opholdssted- plejehjem- selv "
        "sundhedsplejerske- svarer telefontid uger vagt- vagten vender ventetid vikar- åbningstid-"
    ),
    "danger": (
        "asbest- brand brænde brænder drukn- eksplo- elkab- fare farlig- forgift- gas gaslugt gift- gnist- hul "
        "hænger ild kabel ledning- loftet lugte- oversvøm- rotter- røg sammenstyrt- skimmel- skred styrte- styrter "
        "trafik-"
    ),
}
_ORDER = {family: place for place, family in enumerate(FAMILIES)}


@cache
def _forms() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return whole words, and beginnings of words, each with its families."""
    whole: dict[str, list[str]] = {}
    beginnings: dict[str, list[str]] = {}
    for family, stems in FAMILIES.items():
        for stem in stems.split():
            forms = beginnings if stem.endswith("-") else whole
            forms.setdefault(stem.rstrip("-"), []).append(family)
    return whole, beginnings


def families_of(words: Iterable[str]) -> list[str]:
    """Return the families that words belong to, and each pair of them.

    Parameters
    ----------
    words : iterable of str
        Lower-case.

    Returns
    -------
    list of str
        ``#family`` and ``#one #other``, in alphabetical order.

    Examples
    --------
    >>> families_of(["drengen", "rystede"])
    ['#child', '#violence', '#child #violence']
    """
    return list(families_together(reduce(or_, map(family_bits, words), 0)))


@lru_cache(maxsize=100_000)
def family_bits(word: str) -> int:
    """Return the families of a word, a bit each.

    Parameters
    ----------
    word : str
        Lower-case.

    Returns
    -------
    int
        0 for a word of no family.
    """
    whole, beginnings = _forms()
    found = set(whole.get(word, ()))
    for length in range(2, len(word) + 1):
        found.update(beginnings.get(word[:length], ()))
    return sum(1 << _ORDER[family] for family in found)


@lru_cache(maxsize=10_000)
def families_together(bits: int) -> tuple[str, ...]:
    """Return the names of families, and each pair of them.

    Parameters
    ----------
    bits : int
        Of the words of a passage, joined.

    Returns
    -------
    tuple of str
        As ``families_of``.
    """
    names = [f"#{family}" for family in sorted(family for family, place in _ORDER.items() if bits >> place & 1)]
    return (*names, *(f"{one} {other}" for one, other in combinations(names, 2)))
