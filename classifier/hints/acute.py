"""Acute: danger to life or to a child, force now, a home lost now, a time limit running out. Tuned for recall."""

from __future__ import annotations

from collections.abc import Iterator

from classifier.hints.passages import Passage, passages, windows
from classifier.hints.wordings import places, wordings
from classifier.hints.words import Weighing, is_plausible
from classifier.records import Hint

__all__ = ["acute_hints"]

LIFE = "Muligvis fare for liv eller helbred"
CHILD = "Muligvis fare for et barn"
FORCE = "Muligvis tvang eller magtanvendelse nu"
HOME = "Muligvis udsættelse eller ingen bolig nu"
DEADLINE = "Muligvis en klagefrist, der udløber"
PRESSING = "Lyder muligvis akut"


# Fixed wordings first; what they miss is left to the words and weights of words.py.
_DAY = r"(?:man|tirs|ons|tors|fre|lør|søn)dag"
_NUMBER = r"(?:\d{1,3}|en|et|én|ét|to|tre|fire|fem|seks|syv|otte|ni|ti|få|flere|par|mange)"
NOW = wordings(
    r"\bi (?:dag|nat|aften|morgen|eftermiddags?|formiddags?|middags?|morges|aftes|går|forgårs|weekenden|"
    r"overmorgen)\b|\bidag\b|\binat\b|\bimorgen\b|\biaften\b|\bigår\b",
    r"\b(?:lige )?nu\b|\bstraks\b|\bøjeblikkelig\w*|\bakut\w*|\bhaster\b|\bhast\b|\bmidnat\b|\bovermorgen\b|"
    r"\bstadig(?:væk)?\b|\bendnu\b",
    rf"\b(?:på|siden|inden|før|til|fra|hver|i|senest|denne|allerede|nu|næste)\s(?:på )?(?:{_DAY}|weekenden|nat|"
    rf"aften|dag|morgen|midnat|uge)\b|\bher til morgen\b|\bhele (?:dagen|natten|ugen)\b",
    rf"\b(?:om|i|inden for|siden) (?:de (?:sidste|næste) )?{_NUMBER} (?:timer?|dage?|døgn|minutter|uger?)\b|"
    rf"\b{_NUMBER} (?:dage|døgn|timer) (?:tilbage|endnu|til)\b",
    r"\b(?:den|senest|inden) (?:den )?\d{1,2}\.(?!\d)|\bklokken\b|\bkl\.|\bom natten\b|\bnatten\b|"
    r"\bi timevis\b|\btil den første\b|\bfrist\w*",
    r"\b(?:today|tonight|tomorrow|now|yesterday|urgent\w*|immediately|heute|morgen|jetzt|idag|inatt|imorgon)\b",
    r"\b(?:igen|bliver ved|fortsætter|er løbet tør|har ikke mere|alene)\b",
)

_SUICIDE = wordings(
    r"\bselvmord\w*|\btage (?:mit|sit|hendes|hans|eget|mit eget|sit eget) liv\b|\btaget (?:mit|sit) liv\b|"
    r"\bslå (?:mig|sig) (?:selv )?ihjel\b|\btager? livet af\b",
    r"\b(?:ikke|aldrig) (?:at )?(?:leve|være her|være til|eksistere|vågne)(?:r)? (?:mere|længere|igen|op)\b|"
    r"\b(?:vil|orker|magter|gider|kan|kunne|ville) (?:jeg |hun |han )?ikke (?:at )?leve\b|\bikke (?:vil|orker|"
    r"ønsker|kan|ville)(?: at)? leve\b",
    r"\bgøre en ende på|\bgøre (?:det )?af med (?:mig|sig)\b|\bafslutte (?:det hele|mit liv|livet)\b|"
    r"\bdet (?:slutter|hele slutter|er slut) (?:i aften|i dag|nu|i nat)|\bnu er det slut\b|\blivstræt\b|"
    r"\blivslede\b|\b(?:ønske\w*|lyst til)(?: sig)? (?:at|bare at) dø\b|\b(?:jeg|hun|han) (?:vil|"
    r"ville) (?:helst |gerne |bare )?dø\b|\bbare (?:vil|ville) dø\b",
    r"\bhoppe? (?:ud|ned) (?:fra|af|foran)|\bspringe? (?:ud|ned)\b.{0,30}\b(?:bro\w*|vindue\w*|altan\w*|tog\w*|"
    r"femte|tag)|\bkøre (?:ind i|ud over|galt med vilje)|\bforan (?:et tog|toget)|\btoget\b.{0,60}\btænker\b",
    r"\b(?:skåret|skærer|skære|cutte\w*) i (?:mig|sig|min arm|mine arme|sine arme)\b|\bskåret (?:mig|"
    r"sig) selv\b(?! ned)|\boverdosis\b|\b(?:piller|pillerne|rebet|et reb)\b.{0,30}\b(?:ligger|bord|samlet|"
    r"klar|gemt|hænger|parat)",
    r"\b(?:ved ikke,?) om (?:jeg|hun|han) (?:er her|lever|overlever)|\bhar (?:jeg|hun|han) (?:nok |"
    r"måske )?gjort det\b|\bså gør jeg det\b|\bvære til (?:besvær|last|ulejlighed)\b|\bså slipper (?:i|du|"
    r"de)\b.{0,20}\b(?:for|mig)",
    r"\bkill (?:myself|himself|herself)|\bsuicid\w*|\bend (?:my life|it all)\b|\b(?:skrevet|skriver|efterladt|"
    r"lagt) (?:et )?(?:afskeds|farvel)brev\w*|\bsagt farvel til (?:alle|børnene|os)|\bmig selv ihjel|"
    r"\bingen grund til at (?:leve|være her)|\bforsvinde for altid\b|\bbedre (?:stillet )?uden mig\b|"
    r"\bgiver op\b.{0,30}\blivet\b|\bikke mere liv\b|\blivet (?:er )?ikke værd\b",
)
_DEADLY = wordings(
    r"\blivsfar\w*|\blivstru\w*|\bliv (?:eller|og) død|\boverlever (?:ikke|måske|hun|han|jeg)|"
    r"\bfare for (?:mit|hendes|hans|sit|vores|livet|at dø)\w*|\bbange for (?:mit|hendes|hans|vores) liv|"
    r"\b(?:hun|han|jeg|mor|far|barnet) dør\b|\bdør (?:hun|han|jeg|mor|far|barnet)\b|\bved at dø\b|"
    r"\bdø af (?:det|sult|kulde)\b|\bikke i live\b|\bfinder (?:hende|ham|mig) død\b",
    r"\b(?:slå|slår|stikke|skyde|brænde|dræbe)\w* (?:mig|os|hende|ham|dem|vores)\b.{0,40}\b(?:ihjel|ned|"
    r"inde)\b|\bslå\w* ihjel\b|\bdræbe\w*\b|\bmordtrus\w*|\b(?:med|har|tog|tager|hev|trak|trukket|"
    r"svinger) (?:en |sin |et )?(?:køkken)?kniv\w*\b|\bskydevåben|\bpistol\w*|\bbenzin (?:på|ud|ind|over)\b",
    r"\btrue\w*\b.{0,50}\b(?:liv|ihjel|kniv|brænde|tæsk|slå|død|ild)\b|\bfundet (?:vores|min|"
    r"hendes) (?:nye )?adresse\b|\bkan (?:næsten )?ikke (?:få luft|trække vejret|ånde)\b|\bhoste\w* blod\b|"
    r"\bfuld af røg\b|\bstår i brand\b|\bbrænder (?:i|det|hele)\b",
    r"\bbevidstløs\w*|\bhjertestop\w*|\bblodprop\w* (?:i dag|nu|i nat)|\bblodforgift\w*|\bin danger\b|"
    r"\bafraid for my life\b|\brespirator\w*|\banafylak\w*|\ballergisk chok\b|\bfalder om\b",
)
_BODY = wordings(
    r"\bblod\b|\bbløde?r\b|\bbesvim\w*|\bkramper?\b|\banfald\b|\bkvæl\w*|\bfeber\w*|\bsløv\b|\bsorte pletter\b|"
    r"\bbrandsår\b|\bpsykotisk\w*|\bpsykose\w*|\bgasos\b|\bgaslugt\b|\bkoldbrand|\bliggesår\w*|\bdehydrer\w*|"
    r"\bafmagre\w*|\bbrystsmerter\b|\bambulance\b|\bgravid\b|\bveer\b|\bforgift\w*|\bselvskad\w*|"
    r"\bhallucin\w*|\bforvirret og\b|\bvejrtrækning\w*",
    r"\binsulin\w*|\biltapparat\w*|\bilt\b.{0,40}\b(?:ikke|uden|slut|tom|strøm)|\b(?:sonde\w*|dialyse\w*|"
    r"morfin\w*)\b.{0,80}\b(?:ikke|uden|mangler|aflyst|siden)\b|\b(?:uden|ikke fået|løbet tør for|mangler|"
    r"ingen|får ikke|fik ikke|ikke får) (?:sin |min |hendes |hans )?(?:livsvigtig\w* )?(?:medicin|vand|væske|"
    r"mad|varme|drikke|noget at (?:spise|drikke))\b|\bmedicin\w*\b.{0,40}\b(?:slut|sluppet op|tom|løbet tør|"
    r"ikke fået|mangler)|\bepilepsi\w*",
    r"\b(?:ikke|hverken|intet) (?:har )?(?:spist|drukket|spiser|drikker|fået (?:mad|noget))\b|"
    r"\bikke fået mad\b|\bingen (?:mad|penge til (?:mad|medicin|mælk))\b|\bikke (?:mere )?mad\b|\b(?:har|"
    r"haft) ikke (?:haft )?(?:mad|varme|strøm|vand)\b|\bikke haft (?:varme|strøm|vand|mad)\b|\bpenge til mad\b|"
    r"\b(?:no|kein) (?:food|money|milk|essen)\b|\bholder op med at spise\b|\bsulter?\b|\bsultne?\b|\bhavregryn til\b",
    r"\b(?:ligger|lå|ligget|fundet|falder|faldet|faldt) (?:stadig )?(?:på|ned på)? ?(?:\w+ )?(?:gulv\w*|"
    r"badeværelsesgulv\w*)|\bfaldet? (?:ned ad|om)\b|\bnødkald\w*\b.{0,40}\b(?:ikke|virker|stykker|død)|"
    r"\bsvarer (?:han |hun )?ikke,? når\b|\bsvarer ikke rigtigt\b|\b(?:tager ikke telefonen|"
    r"svarer ikke)\b.{0,60}\b(?:bange|bekymr|fjernsyn|besvær|gardiner)|\bgået hjemmefra\b|\bforsvundet\b|"
    r"\bstukket af\b|\bsavnet\b",
    r"\bstrømmen (?:bliver|er|er blevet) (?:lukket|slukket|afbrudt)|\b(?:lukke|lukker|lukket) for (?:strømmen|"
    r"varmen|vandet) (?:hos|til|i morgen|i dag|fra)\b|\bminus \w+ grader|\bfrostgrader|"
    r"\bfryser (?:om natten|i nat|hele|og)|\bblå om (?:læberne|fingrene)|\bkan ikke komme (?:ned|"
    r"ud af (?:sengen|lejligheden|huset))\b|\bkan ikke (?:synke|vækkes)\b|\bringe? (?:efter )?112\b|"
    r"\bringet (?:efter )?112\b|\bskadestue\w*|\bfamler|\bvåd og kold",
    r"\bvold (?:mod|fra|i hjemmet|hjemme)\b|\b(?:for|af|øver|udøver|bruger|med) vold\b|"
    r"\bvoldelig\w*|\b(?:slår|tæver|sparker) (?:mig|hende|ham|os|børnene)\b|\b(?:bliver|blev|"
    r"blevet) (?:slået|tævet|overfaldet|truet)\b(?! (?:fra|op|til|fejl|fast))|\btæsk\b|\btruer (?:mig|os|hende|"
    r"ham|med)\b|\bvoldtæg\w*|\boverfald\w*|\btage(?:r)? mit pas\b|\bkrisecent\w*|\bstalk\w*|\bforfølg\w*",
)
_YOUNG = wordings(
    r"\b(?:barn\w*|børn\w*|dreng\w*|pige\w*|datter\w*|søn\w*|baby\w*|spæd\w*|unge?\b|årig\w*|\w*årige\b|"
    r"child\w*|son|daughter|barnebarn\w*|elev\w*|hende|ham|hun er|han er|jeg er 1[0-7])\b"
)
_HARM = wordings(
    r"\b(?:slår|slog|tæver|tævede|sparker|sparkede|rusker|pisker) (?:mig|hende|ham|dem|børnene|barnet|sin|sine|"
    r"drengen|pigen|min|mit|løs)\b|\b(?:bliver|blev|blevet) (?:slået|tævet|sparket|mishandlet|misbrugt|"
    r"krænket)\b|\bslået (?:af|hende|ham|mig|børnene|barnet|min)\b|\btæsk\b|\bmishandl\w*|\bovergreb\w*|"
    r"\bmisbrug(?:t|es)\b|\bseksuel\w*|\bincest\b|\bvanrøgt\w*|\bomsorgssvigt\w*|\bblå mærker\b|\bmærkerne\b|"
    r"\bmærker (?:på|efter) (?:hans|hendes|kroppen|armene|halsen|hals|ryg)|\bbrandsår\b|\bblod (?:på|ud|i)\b|"
    r"\bvold (?:mod|fra|i hjemmet|hjemme)\b|\b(?:for|af|øver|udøver|bruger|med) vold\b|\bvoldelig\w*",
    r"\bkommer ind til (?:hende|ham) om natten|\brører? ved (?:hende|ham)\b|\bi undertøj\b|\barm,? der (?:hang|"
    r"hænger)|\bbrækket\b.{0,30}\barm|\btør ikke (?:gå|komme|tage|være) hjem\w*|\bbange for (?:at (?:komme|gå|"
    r"tage|være) hjem|sin (?:far|mor|stedfar|plejefar|stedmor))\b|\btruer? med (?:at )?(?:slå|dræbe|bortføre)",
    r"\balene hjemme\b|\bladt alene\b|\blåst (?:inde|ude)\b|\blukket (?:inde|ude)\b|"
    r"\bikke (?:har )?fået (?:noget )?mad\b|\bsulter\b|\bsultne\b|\bsulten\b.{0,30}\b(?:hver|aldrig|altid|dag)|"
    r"\bno food\b|\bstukket af\b|\b(?:datter|søn|barn|pige|dreng|hun|han) er (?:forsvundet|væk|savnet)\b|"
    r"\bvoksne mænd\b|\bgræder hver nat\b|\bskriger\b.{0,30}\b(?:nat|hver)|\bsom straf\b|\bfulde? (?:forældre|"
    r"mor|far)|\bberusede?\b|\bbortfør\w*|\bkidnap\w*|\bomskære\w*|\bgenopdragelses\w*|\btvangsgift\w*|"
    r"\bspænder\b.{0,30}\bfast|\bspændt fast\b",
    r"\bin danger\b|\b(?:barn\w*|børn\w*|hun|han|dreng\w*|pige\w*) er i fare\b|\btager de (?:min (?:søn|datter|"
    r"baby)|mit barn|vores børn|mine børn)\b|\bskærer i sig\b|\bi sit eget skarn\b",
)
_FORCED = wordings(
    r"\bhold(?:er|t|es)? (?:min |mit |vores )?(?:\w+ ){0,2}(?:nede|fanget)\b|\b(?:holder|holdt|holdes) (?:ham|"
    r"hende|mig|dem|min \w+|mit \w+|vores \w+) fast\b|\bspænd\w*\b.{0,30}\bfast\b|\bspændt fast\b|\bfikser\w*|"
    r"\bbæltefikser\w*|\blåst? (?:\w+ )?inde\b|\b(?:låser|låste|låst) (?:\w+ )?(?:døren|dør|døre)\b|"
    r"\bdøren (?:er |bliver |var )?låst (?:udefra|om)|\b(?:en )?lås på\b|\bspærret inde\b|\bindespærr\w*|"
    r"\bindelukke\w*|\baflåst\b|\bbundet til\b|\bhåndjern\w*|\bisoler(?:et|es) på\b|\bi isolation\b",
    r"\btvang(?:s\w+)?\b|\bmed magt\b|\bmagtanvend\w*|\bimod (?:sin|min|hendes|hans) vilje\b|\bmod (?:sin|min|"
    r"hendes|hans) vilje\b|\bsprøjter\b|\bmedicin\b.{0,25}\b(?:tving|hun ikke vil|han ikke vil|mod)\w*|"
    r"\btving(?:er|es) (?:ham|hende|mig|dem|min|medicin)\b|\bsidder på (?:min|ham|hende)\b|"
    r"\bpolitiet (?:hentede|kom|tog|står|henter|kommer)\b|\bsammen med politiet\b|\bhentet af politi\w*|"
    r"\bovermand\w*|\blagt i (?:jorden|gulvet)|\bslæb(?:t|te|er) (?:ham|hende|mig|ud|af)|"
    r"\bbåret (?:ud|væk)\b|\b(?:må|får) ikke (?:lov (?:til )?at )?(?:forlade|gå ud af|komme ud af)\b",
    r"\b(?:tog|tage|tager|hentede|fjerne|fjerner|fjernede) (?:min|mit|mine|vores) (?:lille |to |tre |yngste |"
    r"ældste |nyfødte )?(?:pige|dreng|barn|børn|datter|søn|sønner|døtre|baby|unger)\b|\b(?:datter|søn|barn|"
    r"børn|børnene|pigen|drengen|baby\w*) (?:er |blev |bliver )?(?:blevet )?(?:fjernet|hentet af|taget fra)|"
    r"\btvangsfjern\w*|\btvangsanbring\w*|\bakut anbragt|\banbragt (?:akut|uden|i dag)|\blukket afdeling\b|"
    r"\bstår uden for døren\b|\btake[n]? (?:away )?my (?:child|son|daughter|baby)|\btelefonen fra (?:hende|ham|mig)",
)
_HOMELESS = wordings(
    r"\bsætte?s? (?:mig|os|ham|hende|dem|familien) (?:ud|på gaden)\b|\bsættes (?:ud|på gaden)\b|\bsat (?:ud af|"
    r"på gaden|på porten)\b|\bbliver sat ud\b|\bfogeden\b|\bfogedret\w*|\budsættelsesforretning\w*|"
    r"\budsættelse (?:af|fra) (?:bolig\w*|lejlighed\w*|lejemål\w*|min|vores)|\b(?:smid|kast)\w* (?:mig|os|ham|"
    r"hende|dem) (?:ud|på gaden)\b|\bsmidt ud\b|\b(?:skal|må) være ude (?:af \w+ )?(?:inden|senest|på|i morgen|"
    r"den)\b|\bskal (?:flytte|fraflytte|forlade)\b.{0,30}\b(?:inden|senest|i morgen|på \w+dag)\b|\b(?:ender|"
    r"bor|lever|står|havner|sover|være|mig|os|ham|hende) (?:\w+ )?på gaden\b|\bevict\w*|\blåsen er (?:skiftet|"
    r"udskiftet)|\blejemålet (?:er )?ophævet",
    r"\bsover? (?:\w+ ){0,2}(?:i (?:min |en |vores |hans |sin |et )?(?:bil\w*|telt\w*|opgang\w*|kælder\w*|"
    r"skur\w*|båd\w*|vogn\w*)|på (?:gaden|en bænk|bænken|stationen)|under (?:en|et|broen))|"
    r"\bbor i (?:min |en |vores |et )?(?:bil|telt|skur)\b|\bikke,? hvor (?:jeg|vi|han|hun) skal sove|"
    r"\bikke (?:noget|et) sted at (?:sove|bo|være)|\bingen steder? at (?:sove|bo|være)|\bintet sted at|"
    r"\bikke (?:andet|noget) sted at (?:sove|bo|være)\b|\bhjemløs\w*|\bherberg\w*\b.{0,80}\b(?:nat|plads|"
    r"afvist|fuldt|smid\w*|smed|ikke)\b|\b(?:smed|afvist)\b.{0,40}\bherberg\w*|\bherberg\w*\b.{0,20}\bsmed\b|"
    r"\bhomeless\b|\bsleep(?:ing)? (?:in|on) (?:my|the) (?:car|street)|\btag over hovedet\b",
    r"\briver? (?:\w+ )?(?:ned|huset)\b.{0,40}\b(?:hvor jeg bor|mit hjem|hjem)|\bnøglerne skal afleveres|"
    r"\bmister (?:min|vores) (?:bolig|lejlighed|hjem)|\bsendt ud af (?:landet|danmark)\b|"
    r"\bsendes ud af (?:landet|danmark)\b|\budvis(?:es|ning)\b|\bdeport\w*",
)
_LIMIT = wordings(
    r"\bklagefrist\w*|\bankefrist\w*|\bfristen? (?:for|til) at (?:klage|anke|gøre indsigelse|svare|søge)\w*|"
    r"\b(?:klage|klagen|anke|anken|indsigelse\w*|klager)\b.{0,60}\b(?:senest|inden|frist\w*|være inde|nå)\b|"
    r"\b(?:senest|inden|frist\w*|nå)\b.{0,60}\b(?:klage|klagen|anke|indsigelse)\b",
    r"\bret(?:ten)? til at klage\b|\btilbage til at (?:klage|anke)\b|\b(?:dage|timer|døgn) til at (?:klage|"
    r"anke)\b|\b(?:indsigelses|søgsmåls|hørings)frist\w*|\bankestyrelsen\b.{0,60}\b(?:senest|inden|frist|"
    r"midnat)\b|\bdeadline\b.{0,40}\b(?:appeal|complain)|\bappeal\b.{0,40}\b(?:deadline|expires|before|days)|"
    r"\bfire uger\b.{0,60}\b(?:klage|gået|udløb|anke)|\b(?:klage|anke)\b.{0,60}\bfire uger\b|"
    r"\bfrist\w*\b.{0,40}\b(?:udløb\w*|løber ud|slutter|er i (?:dag|morgen))",
)
_RUNNING = wordings(
    r"\budløber\b|\budløbe\b|\bløber (?:snart )?ud\b|\brinder ud\b|\bi (?:dag|morgen|aften|overmorgen|nat)\b|"
    r"\bidag\b|\bimorgen\b|\bovermorgen\b|\bmidnat\b|\bsnart\b|\bnår (?:jeg|vi|hun|han)? ?(?:det )?ikke\b|"
    r"\bikke (?:at )?nå\w*\b",
    rf"\b{_NUMBER} (?:dage?|timer|døgn|hverdage) (?:tilbage|endnu|til|igen)\b|\bom {_NUMBER} (?:dage?|timer)\b|"
    rf"\b(?:på|inden|senest) (?:på )?(?:den )?(?:{_DAY}|\d{{1,2}}\.)|\bsidste (?:dag|frist|chance)\b|"
    rf"\bmister\b|\btomorrow|\btoday|\bexpires?\b|\ber de gået\b|\bnæste uge\b|\bdenne uge\b|\buge endnu\b",
)
_OVER = wordings(
    r"\bfristen (?:er|var) (?:overskredet|gået|sprunget|udløbet)\b", r"\bsvarfrist\w*", r"\bsagsbehandlingsfrist\w*"
)
_TRIGGERS = (_SUICIDE, _DEADLY, _BODY, _HARM, _FORCED, _HOMELESS, _LIMIT)
# What takes the edge off: long ago, over and done with, or only spoken of.
_PAST = wordings(
    r"\bsidste (?:år|sommer|vinter|efterår|forår|jul)\b",
    r"\bfor (?:\w+ )?(?:år|måneder) siden\b",
    r"\bi (?:19|20)\d\d\b",
    r"\bdengang\b",
    r"\bi fjor\b",
    r"\bheldigvis\b",
)


_ANY = places(*_TRIGGERS)


def acute_hints(text: str, sentences: list[Passage] | None = None) -> Iterator[Hint]:
    """Find what may not wait.

    Parameters
    ----------
    text : str
        A letter's text or subject.
    sentences : list of Passage, optional
        As ``passages`` splits it, if that is done already.

    Yields
    ------
    Hint
        At most one a reason, its passage one to three sentences of the text.
    """
    sentences = passages(text) if sentences is None else sentences
    seen: set[str] = set()
    weighing = Weighing(text, sentences)
    for index, passage in _suspect(text, sentences):
        for reason, sure in _reasons(passage.text.lower()):
            # A fever or a locked door stands in many a harmless sentence, and the words around it tell.
            if reason not in seen and (sure or is_plausible(weighing.score(index, 2))):
                seen.add(reason)
                yield Hint("acute", reason, passage.text)
    if seen or not sentences:
        return
    # What no fixed wording names: the most pressing passage, if it is pressing enough.
    pressing = weighing.most_pressing(3)
    if pressing is not None:
        yield Hint("acute", PRESSING, windows(text, sentences, 3)[pressing].text)


def _suspect(text: str, sentences: list[Passage]) -> list[tuple[int, Passage]]:
    """Return the pairs of sentences in which anything at all is found: most letters have none."""
    lowered = text.lower()
    possible = [match.start() for match in _ANY.finditer(lowered)]
    if not possible:
        return []
    starts: set[int] = set()
    for pattern in _TRIGGERS:
        # As pattern.finditer would, which looks at every character.
        end = 0
        for place in possible:
            if place >= end and (match := pattern.match(lowered, place)):
                starts.add(place)
                end = match.end()
    pairs = enumerate(windows(text, sentences, 2))
    if len(lowered) != len(text):
        return list(pairs)
    return [
        (index, pair)
        for index, pair in pairs
        if any(pair.start <= start < pair.start + len(pair.text) for start in starts)
    ]


def _reasons(text: str) -> Iterator[tuple[str, bool]]:
    """Yield reasons, and whether the wording alone is enough."""
    if _SUICIDE.search(text) or _DEADLY.search(text):
        yield LIFE, True
    now = bool(NOW.search(text)) and not _PAST.search(text)
    if _LIMIT.search(text) and _RUNNING.search(text) and not _OVER.search(text) and not _PAST.search(text):
        yield DEADLINE, True
    if _HARM.search(text) and _YOUNG.search(text) and not _PAST.search(text):
        yield CHILD, False
    if not now:
        return
    if _BODY.search(text):
        yield LIFE, False
    if _FORCED.search(text):
        yield FORCE, False
    if _HOMELESS.search(text):
        yield HOME, False
