"""Normal forms and lemmas: no number survives, placeholders do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.masking import KINDS
from classifier.preprocess import Preprocessor
from classifier.preprocess import lemmas as lemmas_module
from classifier.preprocess.lemmas import lemma_of, normal_form

PREPROCESSOR = Preprocessor()


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("Kommunen", "kommunen"),
        ("ÅRSAG", "årsag"),
        ("310262-4444", "00000-0000"),
        ("12345678", "00000"),
        ("kl.14", "kl.00"),
        ("ALDRIIIIG", "aldriig"),
        ("!!!", "!!!"),
        ("12½", "00½"),
        ("٣٤", "00"),
        ("sags\u00adbehandler", "sagsbehandler"),
        ("det’s", "det's"),
        ("[12345678]", "[00000]"),
        ("[hej]", "[hej]"),
        ("[Bodil]", "[bodil]"),
    ],
)
def test_normal_form(word: str, form: str) -> None:
    """Lower case, digits as zeros; brackets alone make no placeholder."""
    assert normal_form(word) == form


@pytest.mark.parametrize("kind", KINDS)
def test_placeholders_stay(kind: str) -> None:
    """As one word, wherever they stand, with their lemma the same."""
    placeholder = f"[{kind}]"
    assert normal_form(placeholder) == lemma_of(placeholder) == placeholder
    (sentence,) = PREPROCESSOR.sentences(f"Hun ({placeholder}) skrev til {placeholder}, og {placeholder}.")
    assert sentence.words.count(placeholder) == sentence.lemmas.count(placeholder) == 3


@given(st.text(max_size=40))
def test_no_digit_but_zero_survives(word: str) -> None:
    """Whatever masking missed."""
    assert all(letter == "0" for letter in normal_form(word) if letter.isdecimal())


@given(st.text("abcæøåABÆ019[]!½", max_size=12))
def test_normal_form_is_stable(word: str) -> None:
    """A form is its own form, unless a letter's small form differs in length."""
    assert normal_form(normal_form(word)) == normal_form(word)


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("sagsbehandleren", "sagsbehandler"),
        ("merudgiftsydelsen", "merudgiftsydelse"),
        ("svarede", "svare"),
        ("00.000", "00.000"),
        ("qwxzk", "qwxzk"),
    ],
)
def test_lemmas(form: str, lemma: str) -> None:
    """Definite compounds are resolved; what is unknown is its own."""
    assert lemma_of(form) == lemma


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive of misspellings does not fill it."""
    monkeypatch.setattr(lemmas_module, "_CACHE_LIMIT", 3)
    monkeypatch.setattr(lemmas_module, "_lemmas", {})
    for form in ("en", "to", "tre", "fire", "fem"):
        lemma_of(form)
    assert len(lemmas_module._lemmas) <= 3
