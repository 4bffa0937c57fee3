"""Sentence borders in letters as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.preprocess import Preprocessor

PREPROCESSOR = Preprocessor()

CASES = {
    "abbreviations stay inside": (
        "Jeg ringede kl. 14.30 den 3. marts, bl.a. til nr. 4 på tlf. 12.",
        ["Jeg ringede kl. 14.30 den 3. marts, bl.a. til nr. 4 på tlf. 12."],
    ),
    "marks pile up": ("Ingen tog den!! Hvad nu?! Sig det.", ["Ingen tog den!!", "Hvad nu?!", "Sig det."]),
    "writer without capitals": ("det er ikke iorden. jeg skrev igen.", ["det er ikke iorden.", "jeg skrev igen."]),
    "ellipsis goes on": ("Vi ventede ... og ventede.", ["Vi ventede ... og ventede."]),
    "list": ("Hun mangler:\n- bad\n- mad", ["Hun mangler:", "- bad", "- mad"]),
    "no space after the stop": ("Ingen kom.Vi gik hjem.", ["Ingen kom.", "Vi gik hjem."]),
    "quote keeps its stop": ('"Kom igen i morgen." Det sagde hun.', ['"Kom igen i morgen."', "Det sagde hun."]),
    "wrapped line goes on": (
        "En linje som er ret lang og som er brudt af et mailprogram midt i en\nsætning der går videre.",
        ["En linje som er ret lang og som er brudt af et mailprogram midt i en\nsætning der går videre."],
    ),
    "greeting stands alone": ("Hej\n\nMin mor er syg.", ["Hej", "Min mor er syg."]),
    "placeholder is one word": ("Kære [NAVN], tak.", ["Kære [NAVN], tak."]),
}


@pytest.mark.parametrize("case", CASES)
def test_borders(case: str) -> None:
    """Each trap by itself."""
    text, expected = CASES[case]
    assert [text[sentence.start : sentence.end] for sentence in PREPROCESSOR.sentences(text)] == expected


def test_run_on_letter_is_cut_into_clauses() -> None:
    """Without a single full stop, evidence would otherwise be the whole letter."""
    text = (
        "ja hallo det er mig igen jeg har ringet om den der ansøgning og så sagde damen at den lå hos en anden og"
        " han var på ferie og nu er der gået tre måneder og jeg kan ikke betale min husleje"
    )
    sentences = PREPROCESSOR.sentences(text)
    assert len(sentences) >= 2
    assert all(len(sentence.words) <= 24 for sentence in sentences)


@given(st.text("abæ .,!?\n\t-0…\"'()[]AÅ", max_size=200))
def test_no_word_is_lost_and_offsets_ascend(text: str) -> None:
    """Whatever is written."""
    position = 0
    for sentence in PREPROCESSOR.sentences(text):
        assert position <= sentence.start < sentence.end <= len(text)
        assert len(sentence.words) == len(sentence.lemmas) > 0
        assert not any(letter.isalnum() for letter in text[position : sentence.start])
        position = sentence.end
    assert not any(letter.isalnum() for letter in text[position:])
