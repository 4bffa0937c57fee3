"""Names: told from words by their context."""

from __future__ import annotations

import pytest

from classifier.masking import mask_text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Kære Bo, jeg bor alene.", "Kære [NAVN], jeg bor alene."),
        ("Min søn Storm er bange for storm.", "Min søn [NAVN] er bange for storm."),
        ("Annettes mail, Jens' svar og Niels's bil", "[NAVN] mail, [NAVN] svar og [NAVN] bil"),
        ("Det siger P. Holm og fru K.", "Det siger [NAVN] og fru [NAVN]."),
        ("min dreng oliver er syg\nhilsen bent", "min dreng [NAVN] er syg\nhilsen [NAVN]"),
        ("hun hedder xaveriy", "hun hedder [NAVN]"),
        ("Jeg talte med Tesfalem Gebremeskel i går.", "Jeg talte med [NAVN] i går."),
        ("Vi venter.\n- Bo", "Vi venter.\n- [NAVN]"),
        ("MIN SØN OLIVER ER SYG OG INGEN RINGER", "MIN SØN [NAVN] ER SYG OG INGEN RINGER"),
        ("Jean-Pierre Al-Hassan van Dijk ringede", "[NAVN] ringede"),
    ],
)
def test_names_are_masked(text: str, masked: str) -> None:
    """Full, alone, genitive, initials, lower case, foreign, in greetings, kinship and signatures."""
    assert mask_text(text).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "Per 1. januar bor vi på Tranegården i Gentofte.",
        "Der var storm og sol over skov, mark og dam.",
        "Vi sejler fra Skovshoved Havn og går på Bakkegårdsskolen.",
        "Jobcenter Gentofte, Ankestyrelsen og Udbetaling Danmark svarer ikke.",
        "Om Sommeren kommer min Mand til Byen, og en stor Storm tog Taget. Det er en Skam for Skolen.",
        "Park og Vej fældede en birk.",
        "NU ER DET NOK OG INGEN SVARER PÅ BREVE",
        "Serviceloven og Forvaltningsloven siger noget andet end Politiken.",
        "Hun taler dari, har Parkinsons og kører Volvo.",
        "Onsdag den 3. april spiste jeg ris.",
    ],
)
def test_words_places_and_bodies_stay(text: str) -> None:
    """No ordinary word, place, body, law, language or brand is taken for a name."""
    assert mask_text(text).text == text


def test_a_learned_name_is_masked_everywhere() -> None:
    """Lower case and genitive of a name that the letter taught."""
    assert mask_text("Jeg hedder Xaveriy. xaveriys taske er væk.").text == "Jeg hedder [NAVN]. [NAVN] taske er væk."


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Nus er hans søster.", "[NAVN] er hans søster."),
        ("Dam, sø og holm er fredet.", "Dam, sø og holm er fredet."),
        ("Per måned betaler jeg 400 kr.", "Per måned betaler jeg 400 kr."),
        ("Bo i eget hjem er en pjece.", "Bo i eget hjem er en pjece."),
        ("Vi kom fra Debrecen i maj.", "Vi kom fra Debrecen i maj."),
        ("Han går på Ingrid Jespersens Gymnasieskole.", "Han går på Ingrid Jespersens Gymnasieskole."),
        ("Ulykken skete ved H.C. Ørsteds Vej.", "Ulykken skete ved H.C. Ørsteds Vej."),
        ("Advokatfirmaet Gorrissen svarede.", "Advokatfirmaet Gorrissen svarede."),
        ("Lægen gav hende Mesalazin.", "Lægen gav hende Mesalazin."),
        ("Nattevagten Xaveriy kom.", "Nattevagten [NAVN] kom."),
        ("Undertegnede er jæger.", "Undertegnede er jæger."),
        ("Det står i min anke, og avisen skrev det.", "Det står i min anke, og avisen skrev det."),
        ("Ved Annelise Skriver fik vi nej.", "Ved [NAVN] fik vi nej."),
        ("I går sagde Annelise Siger du nej.", "I går sagde [NAVN] Siger du nej."),
        ("Maj, hans hjælper, kom til tiden.", "[NAVN], hans hjælper, kom til tiden."),
        ("Det var i Maj, min mor kom.", "Det var i Maj, min mor kom."),
        ("Grethe & Hans Jørn Tarp", "[NAVN] & [NAVN]"),
        ("Og Hanne Lykkegård i visitationen siger nej.", "Og [NAVN] i visitationen siger nej."),
    ],
)
def test_neighbours_decide(text: str, masked: str) -> None:
    """Who is said to be somebody's kin is a person; a word used as a word, a place, a body and a medicine are none."""
    assert mask_text(text).text == masked
