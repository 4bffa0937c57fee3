"""Numbers told in words."""

from __future__ import annotations

import pytest

from classifier.masking import mask_text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("ring på tre ni, seks to, nul fire, en syv i aften", "ring på [TELEFON] i aften"),
        ("telefon enogtyve fjorten syv og halvtreds nul tre tak", "telefon [TELEFON] tak"),
        ("mit cpr er fem fire en tre nul syv, 2219", "mit cpr er [CPR]"),
        ("kontoen er fire fire syv syv, nul nul en to tre fire fem", "kontoen er [KONTO]"),
        ("jeg bor på jahnsensvej tredive nu", "jeg bor på [ADRESSE] nu"),
        (
            "De er fire, fem eller seks børn, og tre af dem er syv år.",
            "De er fire, fem eller seks børn, og tre af dem er syv år.",
        ),
        ("Vi ventede på Vangedevej tre gange.", "Vi ventede på Vangedevej tre gange."),
    ],
    ids=["phone", "phone with and", "cpr", "account", "house number", "counted", "times"],
)
def test_numbers_in_words(text: str, masked: str) -> None:
    """What is dictated is masked under what the words before it say it is; what is counted stays."""
    assert mask_text(text).text == masked


@pytest.mark.parametrize("number", ["ti", "elleve", "tolv", "atten", "nitten", "tredive", "enogfyrre b"])
@pytest.mark.parametrize("between", [" ", ", ", " nummer "])
def test_every_number_in_words_behind_a_road_is_its_house(number: str, between: str) -> None:
    """Also the numbers whose words hold no smaller one."""
    assert mask_text(f"boet på Tulipangade{between}{number} siden 2011").text == "boet på [ADRESSE] siden 2011"


@pytest.mark.parametrize("time", ["en onsdag", "en eftermiddag", "en aften", "tre uger"])
def test_a_time_behind_a_road_is_no_house(time: str) -> None:
    """Who counts days names no house."""
    text = f"De gravede på Ellebakken {time} i maj."
    assert mask_text(text).text == text
