"""Lemmas from simplemma as a spaCy component."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from simplemma import Lemmatizer
from simplemma.strategies import DefaultStrategy
from spacy.attrs import LEMMA, NORM, ORTH
from spacy.language import Language
from spacy.tokens import Doc

from classifier.preprocess.dictionary import DanishDictionary

__all__ = ["lemma_of", "normal_form"]

_PLACEHOLDER = re.compile(r"\[[A-ZÆØÅ]+\]")
_DIGIT = re.compile(r"\d")
_LONG_NUMBER = re.compile(r"0{5,}")
_STRETCHED = re.compile(r"([^\W\d])\1{2,}")
_CACHE_LIMIT = 200_000
_lemmas: dict[str, str] = {}
_lemmatize = Lemmatizer(1, lemmatization_strategy=DefaultStrategy(dictionary_factory=DanishDictionary())).lemmatize
"""Keeps nothing itself: what was found is in ``_lemmas``."""


def normal_form(word: str) -> str:
    """Return the form of a word that features are built from.

    Lower case; every digit becomes 0, so that no number that masking missed can reach a vocabulary; a letter repeated
    for emphasis is kept twice. Placeholders stay as they are.

    Parameters
    ----------
    word : str
        A token.

    Returns
    -------
    str
        Its normal form.

    Examples
    --------
    >>> normal_form("Luuuukket"), normal_form("§95"), normal_form("[NAVN]")
    ('luukket', '§00', '[NAVN]')
    """
    if _PLACEHOLDER.fullmatch(word):
        return word
    form = word.lower().replace("\u00ad", "").replace("’", "'")
    form = _LONG_NUMBER.sub("00000", _DIGIT.sub("0", form))
    return _STRETCHED.sub(r"\1\1", form)


def lemma_of(form: str) -> str:
    """Return the lemma of a normal form; placeholders and numbers are their own.

    Parameters
    ----------
    form : str
        As ``normal_form`` returns it.

    Returns
    -------
    str
        Lower-case lemma.

    Examples
    --------
    >>> lemma_of("sagsbehandleren")
    'sagsbehandler'
    """
    lemma = _lemmas.get(form)
    if lemma is None:
        lemma = _lemmatize(form, "da").lower() if form.isalpha() else form
        # Bounded, since an archive of many years holds millions of misspellings; dropped whole, since order is cheap.
        if len(_lemmas) >= _CACHE_LIMIT:
            _lemmas.clear()
        _lemmas[form] = lemma
    return lemma


@Language.component("klagepunkt_lemmas")
def add_lemmas(doc: Doc) -> Doc:
    """Set each token's norm to its normal form and its lemma to simplemma's.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        Tokenised.

    Returns
    -------
    spacy.tokens.Doc
        The same document.
    """
    strings = doc.vocab.strings
    known = {}
    orths = doc.to_array(ORTH).tolist()
    for orth in set(orths):
        form = normal_form(strings[orth])
        known[orth] = (strings.add(form), strings.add(lemma_of(form)))
    values: Any = np.array([known[orth] for orth in orths], dtype="uint64").reshape(-1, 2)
    doc.from_array([NORM, LEMMA], values)
    return doc
