"""Words round a name that say it is one, and words that never are."""

from __future__ import annotations

import re

__all__ = [
    "ANNOUNCING",
    "BODY_BEFORE",
    "DETERMINERS",
    "FORM_LABELS",
    "FUNCTION",
    "GREETINGS",
    "KIN",
    "MASS",
    "MONTHS",
    "NAMED",
    "NEVER",
    "NO_NAME",
    "OPENERS",
    "PARTICLES",
    "PERSON_VERBS",
    "PLACE_ENDING",
    "PLACE_PREPOSITIONS",
    "POSSESSIVES",
    "RARE_ALONE",
    "SAYING_VERBS",
    "SIGNATURE_FILLERS",
    "SIGN_OFF",
    "SIGN_OFF_CUES",
    "TITLES",
    "TITLE_ENDINGS",
]


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


GREETINGS = _set("hej kære hejsa hallo goddag dear hi davs kjære kær halløj heej hej! kærer kere godmorgen mojn")
TITLES = _set(
    "hr herr fru frk frøken dr doktor prof lærer læreren lære lærerinde klasselærer klasselæreren lærervikar pædagog pædagogen sagsbehandler sagsbehandleren sagsbehanler "
    "sagsbehandlere læge lægen overlæge overlægen egenlæge kontorchef rådgiver rådgiveren socialrådgiver socialrådgiveren familierådgiver familierådgiveren jobkonsulent jobkonsulenten "
    "konsulent konsulenten teamleder teamlederen afdelingsleder afdelingslederen leder lederen daginstitutionsleder chef chefen direktør direktøren advokat advokaten tandlæge tandlægen psykolog psykologen psykiater "
    "sygeplejerske sygeplejersken hjemmesygeplejerske hjemmehjælper hjemmehjælperen fysioterapeut fysioterapeuten ergoterapeut ergoterapeuten sundhedsplejerske sundhedsplejersken "
    "skoleleder skolelederen viceskoleleder inspektør inspektøren viceinspektør vicevært viceværten nabo naboen genbo genboen underbo overbo borger borgeren ven vennen veninde veninden kollega kollegaen "
    "bisidder bisidderen værge værgen kontaktperson kontaktpersonen mentor mentoren støttepædagog støttepædagogen dagplejer dagplejeren dagplejemor plejer plejeren plejefamilie assistent assistenten "
    "visitator visitatoren koordinator koordinatoren borgmester borgmesteren medarbejder medarbejderen ekspedient vikar vikaren chauffør chaufføren tolk tolken pastor præst præsten "
    "bestyrer formand formanden familien familie ægteparret herre frøkenen bibliotekar bibliotekaren ingeniør ingeniøren byggesagsbehandler tilsynsførende forstander forstanderen kommunaldirektør "
    "afsender modtager patient klient elev eleven barnet spædbarnet mr mrs ms miss damen dame manden fyren kvinden træner træneren "
    "specialkonsulent fuldmægtig kontorassistent sagsbehandlerne socialformidler virksomhedskonsulent beskæftigelsesmedarbejder kontorfuldmægtig jordemoder jordemoderen socialrådgiverne "
    "udlejer udlejeren mekaniker håndværker tømrer murer pedel pedellen afdelingschef vej-ingeniør centerchef centerleder souschef dyrlæge dyrlægen provst kurator kuratoren kaptajn skipper havnefoged byggeleder formand kasserer dommer dommeren betjent betjenten gartner gartneren vagt vagten kok kokken postbud landmand gårdejer holdleder holdlederen enkefru onklen tanten områdeleder rektor lektor redaktør stuepædagog"
)
# What else is a title ends so: nattevagten, cheftræner, familiekonsulenten.
TITLE_ENDINGS = tuple(
    form
    for stem in "vagt lærer leder chef læge assistent konsulent rådgiver hjælper passer fører koordinator medarbejder mester pædagog plejerske terapeut inspektør vejleder behandler formidler træner mentor ansvarlig direktør sekretær vært præst fuldmægtig advokat psykolog jordemoder kasserer".split()
    for form in (stem, stem + ("n" if stem.endswith("e") else "en"))
)
KIN = _set(
    "søn sønnen sønner datter datteren døtre dater mor moren moderen mors far faren faderen fars mand manden kone konen hustru ægtefælle samlever samleverske kæreste kæresten bror broren broder søster søsteren søskende "
    "barn barnet børn børnene barnebarn barnebarnet børnebørn svigermor svigerfar svigersøn svigerdatter moster faster onkel tante mormor morfar farmor farfar oldemor dreng drengen drenge pige pigen piger "
    "tvillinger tvillingerne lillebror lillesøster storebror storesøster niece nevø kusine fætter papfar papmor stedsøn stedfar bonussøn bonusdatter plejesøn plejedatter plejebarn plejemor ældste yngste mellemste eks eksmand ekskone eksen mindste "
    "forlovede ven veninde kammerat kollega nabo hund knægt tøs baby babyen"
)
POSSESSIVES = _set("min mit mine vores vor hans hendes deres sin sit sine din dit jeres hennes mins voress vorres")
NAMED = _set(
    "hedder hed hede heder hedte hedda kaldes kaldt kalder navn navnet navne fornavn efternavn mellemnavn underskrevet undertegnede underskrift ved_navn døbt alias mvh"
)
FORM_LABELS = _set(
    "fra til navn barn barnets elev elevens att afsender modtager underskrift kontaktperson forælder forældre mor far værge borger borgerens patient beboer pårørende anmelder ansøger klager klagerens "
    "sagsbehandler sagsbeh sagsb sbh spl soc beh init initialer afs modt ansv kontakt vidne vidner forurettede sigtede deltagere deltager tilstede ref referent tlf-besked ringet opringning henvender indringer medunderskriver fuldmægtig cc v fornavn efternavn søn datter ægtefælle vedr vedrørende ang angående sag sagen emne co"
)
PARTICLES = _set(
    "van von de da al el bin abu ibn af la du den der ter le di della dos del das do á í við av zu zum ud ul bint ben ould st und y e ul el- al-"
)
SAYING_VERBS = _set(
    "ringede ringer sagde siger skrev skriver lovede svarede svarer mente mener fortalte fortæller spurgte spørger forklarede forklarer råbte græd grædt nægtede påstod påstår oplyste oplyser oplyste henviste "
    "lagde smækkede afbrød grinede sukkede bad hviskede hjalp hjælper ringet mailede mailer sms'ede tilbød foreslog arbejder lyttede smilede glemte undskyldte vidste tror troede synes syntes havde husker huskede kontaktede elsker savner"
)
PERSON_VERBS = _set(
    "er har var blev bliver kom kommer fik får skal skulle vil ville kan kunne går gik bor boede sad sidder stod står sov sover tog tager måtte må vil fyldte fylder hedder ligger lå kørte kører faldt vågnede voksede spiser spiste "
    "gå være komme blive gøre mangler manglede begyndte startede starter lider led trives flyttede mistede bruger brugte og selv samt fra i på læser kender lever døde nåede viste gav giver laver lavede så ser"
)
DETERMINERS = _set(
    "en et den det de dette denne disse nogen noget nogle ingen intet hver hvert al alt alle mange få flere fleste begge ene eneste samme egen eget egne sådan sådant sådanne hvilken hvilket hvilke to tre fire fem seks syv otte ni ti elleve tolv "
    "hel hele halv halve første anden andet andre sidste næste ny nyt nye gammel gamle stor stort store lille små god godt gode lang lange kort korte dårlig dårlige fin fint fine sort sorte hvid hvide rød røde grøn grønne blå min mit mine din dit sin sit sine vor vort vores jeres megen meget mere mindre lidt nok ren rent rene utallige diverse under over gennem per pr uden a hånd "
    "frisk friske kold kolde varm varme tung tunge høj høje lav lave stærk stærke hård hårde"
)
# Words for stuff and seasons: they begin a sentence without an article, so that a verb after them says nothing.
MASS = _set(
    "sand vind sol is løn skat jul vinter sommer juni juli maj april marts august storm frost regn sne fred kraft tid dag grus jord ild vand fisk sten tang gran eg rust lyng skov strand mark vej mad sport skak sang bank post sejr lykke fryd grønt glas humle silke art bly guld salt fog park hall villa "
    "armen frisk kilde drift bil tillid håb hope stilling fin finder viol vest øst syd nord"
)
MONTHS = _set("januar februar marts april maj juni juli august september oktober november december jul påske")
# Never a name when written small, and no part of one after a first name.
# Never a name, not even with a capital.
FUNCTION = _set(
    "er til helt jo ville tage lave lyder holdt skriver vinde find finde løber løb ender svarer drejer han hun den det de vi i jeg du man en et der som at og men så da når hvor hvad hvem hvis fordi for fra med om op ned ud ind af på ved under over efter før uden mod mellem hos "
    "har havde var blev bliver kan kunne skal skulle vil må måtte får fik går gik kom kommer ikke også kun bare lige nu her igen altid aldrig ofte tit måske nok vel dog endnu allerede selv mig dig ham hende os jer dem sig min mit mine din dit sin sit vores jeres deres hans hendes "
    "tak hej kære hilsen mvh venlig venlige kærlig mange bedste hilsner ps nb obs emne vedr vedrørende ang sagde siger andre dag dage nogen alle alt noget intet hele hver begge sådan samt både enten eller hverken herre herrer damer "
    "kan may day the and of to my ja nej okay ok hvorfor hvordan hvornår derfor derefter først siden sidst heldigvis desværre imidlertid ligesom mens indtil dette denne disse samme anden andet to tre fire fem seks syv otte ni ti års år kr kl nr tlf cpr mail "
    "monday tuesday wednesday thursday friday saturday sunday january february march june july feb oct dec wed fri imens imod ukendt ingen att sv vs fw fwd re best lex kristi natur ben team let lidt mere mest meget alene hjem hjemme ude inde oppe nede væk frem tilbage sammen bort tør hilser ønsker skrev svarede dine sine sendt gør gave"
)
# Never a name when written small.
NEVER = FUNCTION | _set(
    "have per kone mark kroner frisk ingen otte frede kamp live høj lange tal hvid hvide mor far bror broder søster søn datter mand barn børn dame frue dreng pige glad lang lav sort rød grøn grå kold varm ren fin god stor lille skal vis vist vor stilling kraft ring art park bank tryk kabel line skjold høst nat sol fred jul tung brun frost lykke sommer vinter maj juni juli april august marts "
    "just even made can west long black white hill very "
    "blok plet blad kok pil mus trang tøj oral bil konge gul kort ting bange rask tom sulten ked tavs syg rast hurtig bor bo boet løn lyst dårlig mine lister holder grand penge rage smidt kør vej byg plads gade"
)
# Surnames that are so much words that a capital alone does not make them names.
RARE_ALONE = _set(
    "vej byg gade park have eng sø bank hall port skade by bad blad grund stock stage bakke bakken vejen havn dag plads skov strand kirke torv borg mark jul gave kamp ring slot lov juni drift stilling kort plet blok kabel tryk line made trap art tal høst løn krone kroner konge kong"
)
# What stands before the name of a school, a home or a shop.
BODY_BEFORE = _set(
    "lex projekt operation dommen konventionen traktaten hospice storm-hold kæden mærket modellen typen robotten planen pjecen sankt skt sct krisecenter krisecentret dartklubben plejehjemmet plejehjem plejecenter plejecentret plejecenteret skolen skole børnehaven børnehave børnehuset børnehus vuggestuen vuggestue institutionen naturbørnehaven skovbørnehaven dagtilbuddet bostedet bosted botilbuddet botilbud opholdsstedet opholdssted firmaet butikken restaurant restauranten "
    "café caféen cafe hotel hotellet avisen bladet foreningen klubben fritidsklubben fritidshjemmet hospitalet hospital klinikken byen landsbyen øen kirken kroen lægehuset lægerne værestedet daghjemmet dagcentret aktivitetscentret ungdomsskolen efterskolen højskolen kollegiet herberget krisecentret gymnasiet selskabet virksomheden "
    "grundejerforeningen ejerforeningen boligforeningen haveforeningen fodboldklubben sejlklubben teatret museet programmet filmen bogen spillet systemet appen mærket medicinen stuen gruppen afdelingen projektet bus skibet båden færgen supermarkedet dagligvarebutikken netavisen musicalen bandet sprogskolen tandklinikken plejefirmaet leverandøren vikarbureauet parken strandparken idrætsklubben sportsklubben sognegården vandrehjemmet hjemmesiden"
)
# Words that begin sentences and are no names there.
OPENERS = frozenset(
    "thi ben tak held just live even find lad lov stil vis hans møder mød min din sin vest øst nord syd ring tag kom kør skriv hold tro håb helt jo til er van from tal otte to alle ja nej stop vent drej side sen sent lang kort "
    "kære hej godt dårligt skat løn mor far onsdag mandag tirsdag torsdag fredag lørdag søndag dag nat is regn sne kan vil skal må".split()
)
PLACE_PREPOSITIONS = _set("i til fra på ved nær hos omkring mellem mod via over gennem bag langs")
PLACE_ENDING = re.compile(
    r"\w{2,}(?:skolen?|skoles|huset|hus|hjemmet|hjem|gården|gård|gårds|haven|have|parken|park|centret|centeret|center|centrets|centerets|hallen|kirken?|kirkes|plejen|styrelsen?|styrelsens|nævnet|udvalget|forvaltningen|afdelingen|foreningen|"
    r"forening|rådet|tilsynet|banken|kassen|værket|stationen|klubben|bladet|posten|avisen|tidende|biblioteket|klinikken|hospital(?:et)?|sygehus(?:et)?|stiftelsen?|kollegiet|fonden?|fondens|bakken|dalen|lunden|engen|vangen|havnen?|stranden?|skoven|"
    r"vej(?:en)?|gade(?:n)?|allé(?:en)?|alle|stræde(?:t)?|vænge(?:t)?|plads(?:en)?|torv(?:et)?|boulevard|kommune|kommunes|amt|region|loven|lovens|syndrom|sygdom|land|by|sø|bugt|fjord|slot|kro|hotel|museum|museet|teatret|bio|apotek|marked|"
    r"børnehave|vuggestue|fritidshjem|idrætsforening|stadion|banen|service|net|dk|com|tek|data|gruppen|selskabet|byg|taxa|koncernen|system|app|appen|portalen|ordningen|toften|højen|engen|krogen|ageren|mosen|mose|bæk|bro|broen|øen|næs|rup|lev|sted|borg|holt|løse|inge|hus|ien|isk|ske|erne|ernes|heden|hedens|ningen|elsen|tion|tionen|itet|iteten|ist|isme|ment|mentet|ologi)s?"
)
SIGN_OFF = re.compile(
    r"(?im)\b(?:hils(?:en|ner|ning|ninger|ne|ener|er)\b|m\.?[ ]?v\.?[ ]?h\b\.?|v\.?h\b\.?(?=[ \t,\n]|$)|k\.?h\b\.?(?=[ \t,\n/]|$)|[bd]bh\b\.?|ærbødigst\b|respektfuldt\b|regards\b|"
    r"højagtelse(?:sfuldt)?\b|respekt\b(?=[ \t]*[,\n])|forhånd (?:mange )?tak\b|underskrift\b|underskrevet\b|undertegnede\b|sign\.|bedste\b(?=[ \t]*[,\n])|"
    r"(?:tak|knus|kram|venligst|venlig)[ \t]*[,.!]?[ \t]*(?=\n)|vegne af\b|(?:knus|kram|foragt|kærligst)\b)"
)
# What each of them begins with, so that the pattern is tried only there.
SIGN_OFF_CUES = (
    *(
        "hils",
        "mvh",
        "m.v",
        "mv h",
        "m v",
        "vh",
        "v.h",
        "kh",
        "k.h",
        "bh",
        "dbh",
        "ærbødigst",
        "respekt",
        "regards",
        "højagtelse",
        "forhånd",
    ),
    *("tak", "undersk", "underteg", "sign.", "bedste", "venlig", "vegne", "knus", "kram", "foragt", "kærligst"),
)
SIGNATURE_FILLERS = _set(
    "adv cand stud pens pensioneret pensionist fhv stud.jur cand.jur biavler fra og din jeres deres en et mor far til hele familien familie som er den de af for med os jer i samt også venlig venlige venligst hilsen hilsner tak mange på hilser mvh kh vh forældre forældrene mormor morfar farmor farfar datter søn bror søster ægtefælle hustru mand kone pårørende borger nabo naboen beboer lejer formand bestyrelsen "
    "underskrevet ved v sign hr fru bisidder værge partsrepræsentant advokat beboeren stadig altid glad vred træt håbefuld bekymret bekymrede trætte vrede mig jeg hund hunden katten lille moster tante onkel dr læge tolk nu hendes hans mit min vores mail ps"
)

# Who somebody is, or a small word: never a name by itself.
NO_NAME = TITLES | KIN | FUNCTION
# Every word that `_cue` of names looks at.
ANNOUNCING = GREETINGS | TITLES | KIN | NAMED | FORM_LABELS | frozenset({"c"})
