"""Addresses: road and number go together, also unknown roads; schools and offices stay."""

from __future__ import annotations

import json
import re
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.masking import addresses, mask_text


@pytest.mark.parametrize(
    "text",
    [
        "Ved Kirken 4",
        "Gl. Skovvej 12, 2. tv.",
        "Nyhavn 12, 3. th",
        "Strandvejn 212",
        "H.C. Andersens Boulevard 12",
        "Peter Bangs Vej 12A, st. tv.",
        "postboks 123",
        "Hovmarksvej nr. 7",
        "Åkandevej 3, 2900 Hellerup",
        "Skovbrynet 14",
        "Rosengangen 7",
        "Hyldebærvej 5, opg. C",
        "Hyldebærvej 5, baghuset",
        "dyrehavevej 3 st tv",
        "Tingvej 8-10",
        "Jægersborg Allé 88",
    ],
)
def test_an_address_is_one_placeholder(text: str) -> None:
    """Road, number, floor, postcode and town leave nothing."""
    assert mask_text(f"Det er {text}").text == "Det er [ADRESSE]"


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\t", "\u202f"], ids=["blank", "hard", "tab", "narrow"])
def test_any_name_before_a_number_and_a_town_is_a_road(blank: str) -> None:
    """Whatever blank stands between them."""
    assert mask_text(f"Det er Duskgrøn{blank}9,{blank}Gentofte nu").text == "Det er [ADRESSE] nu"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("matr.nr. 14 bx og 14 cd, Vangede By", "matr.nr. [ADRESSE] og [ADRESSE], Vangede By"),
        ("matr.nr. 12 og 14 dage senere", "matr.nr. [ADRESSE] og 14 dage senere"),
        ("matr.nr. 12 og 14 år senere", "matr.nr. [ADRESSE] og 14 år senere"),
    ],
)
def test_a_second_plot_is_masked_as_well(text: str, masked: str) -> None:
    """And a small word or a unit behind a number is none of its letters."""
    assert mask_text(text).text == masked


def test_the_road_is_masked_where_it_stands_again() -> None:
    """A road learned from an address is masked without its number, too."""
    assert "egevej" not in mask_text("Jeg bor Egevej 3. Hele egevej er mørk.").text.lower()


@pytest.mark.parametrize(
    "text",
    [
        "på Ordrup Skole 5. klasse",
        "parkeringsplads 14",
        "Børnehaven 3 gange om ugen",
        "plejehjemmet har 48 pladser",
        "bor på Tranegården",
        "på vej 2 gange",
        "i 2020 Gentofte Kommune",
        "stue 3",
    ],
)
def test_places_that_are_no_address_stay(text: str) -> None:
    """Institutions, rooms and counts are no addresses."""
    assert mask_text(f"Det var {text}.").masks == ()


LINES = Path(__file__).with_name("letters.jsonl").read_text(encoding="utf-8").splitlines()
LETTERS = [json.loads(line)["text"] for line in LINES]
PIECES = (
    "Gl. |Skovvej|skovvej|Strandalle|allé|Nordre |Sct.|Lærkev.|Lærkegd.|Bag Kirken|Park|parken|Åen|Ø|til |bor på |"
    "adr: |flyttede til |, |. | |  |nr. |nr|nummer |12|5|0|112A|12-14|3. |2900 |sal |tv|th.|st. tv|mf|Boks |"
    "postboks |matr. nr. |Kbh. K|\n|ſ|ı|STRÆDET |TORVET|blvd.|m2|kr.|,|.|ved |\u00a0|Duskgrøn|Gentofte"
).split("|")


@given(st.one_of(st.sampled_from(LETTERS), st.lists(st.sampled_from(PIECES), max_size=14).map("".join)))
def test_looking_first_misses_no_address(text: str) -> None:
    """The same stretches as when every pattern is tried on every window."""
    found = addresses.find_addresses(text)
    with patch.object(addresses, "_UNLIKE", re.compile("")):
        assert addresses.find_addresses(text) == found
