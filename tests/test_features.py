"""Features agree with scikit-learn's, counts add up."""

from __future__ import annotations

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from classifier.features import FeatureSettings, SentenceVectorizer
from classifier.records import Sentence

TEXTS = ["ingen ringede tilbage", "de ringede ikke ikke tilbage", "kattens mad er god", "ingen mad", ""]
ALL = FeatureSettings(min_lemma=1, min_characters=1)


def sentence(text: str) -> Sentence:
    """Make a sentence whose lemmas are its words."""
    return Sentence(0, len(text), tuple(text.split()), tuple(text.split()))


def test_agrees_with_scikit_learn() -> None:
    """Word 1-2-grams and char_wb 3-5-grams, sublinear, each block of length 1."""
    ours = SentenceVectorizer(ALL).fit([sentence(text) for text in TEXTS])
    matrix = ours.transform([sentence(text) for text in TEXTS]).toarray()
    for prefix, theirs in (
        ("l", TfidfVectorizer(ngram_range=(1, 2), token_pattern=r"\S+", sublinear_tf=True)),
        ("c", TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)),
    ):
        expected = theirs.fit_transform(TEXTS).toarray()
        columns = [ours.vocabulary_[prefix + name] for name in theirs.get_feature_names_out()]
        np.testing.assert_allclose(matrix[:, columns], expected, atol=1e-6)


def test_counts_add_up() -> None:
    """The counts of two sentences are those of both, but for the lemma pair across the border."""
    vectorizer = SentenceVectorizer(ALL).fit([sentence(text) for text in TEXTS])
    both = vectorizer.count([sentence("ingen ringede"), sentence("tilbage")]).sum(axis=0)
    whole = vectorizer.count([sentence("ingen ringede tilbage")]).toarray()
    whole[0, vectorizer.vocabulary_["lringede tilbage"]] = 0
    np.testing.assert_array_equal(np.asarray(both), whole)


def test_placeholders_have_no_character_grams() -> None:
    """A masked name is a word, not letters."""
    vectorizer = SentenceVectorizer(ALL).fit([sentence("[NAVN] ringede")])
    assert "l[NAVN]" in vectorizer.vocabulary_
    assert not any("navn" in name.lower() for name in vectorizer.vocabulary_ if name.startswith("c"))
