"""Features agree with scikit-learn's, counts add up."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from classifier import lookup
from classifier.features import FeatureSettings, SentenceVectorizer, character_grams
from classifier.records import Sentence

TEXTS = [
    "ingen ringede tilbage",
    "de ringede ikke ikke tilbage",
    "kattens mad er god",
    "ingen mad",
    "",
    "§ 00 nej nej nej",
]
ALL = FeatureSettings(min_lemma=1, min_characters=1)


def sentence(text: str) -> Sentence:
    """Make a sentence whose lemmas are its words."""
    return Sentence(0, len(text), tuple(text.split()), tuple(text.split()))


def agree(texts: list[str], settings: FeatureSettings) -> None:
    """Compare each block with TfidfVectorizer: same columns, same weights."""
    ours = SentenceVectorizer(settings).fit([sentence(text) for text in texts])
    matrix = ours.transform([sentence(text) for text in texts]).toarray()
    words = TfidfVectorizer(
        ngram_range=(1, 2) if settings.lemma_pairs else (1, 1),
        token_pattern=r"\S+",
        sublinear_tf=True,
        min_df=settings.min_lemma,
    )
    characters = TfidfVectorizer(
        analyzer="char_wb", ngram_range=settings.character_range, sublinear_tf=True, min_df=settings.min_characters
    )
    for prefix, weight, theirs in (("l", 1.0, words), ("c", settings.character_weight, characters)):
        expected = theirs.fit_transform(texts).toarray() * weight
        names = [name for name in ours.vocabulary_ if name.startswith(prefix)]
        assert names == sorted(prefix + name for name in theirs.get_feature_names_out())
        columns = [ours.vocabulary_[prefix + name] for name in theirs.get_feature_names_out()]
        np.testing.assert_allclose(matrix[:, columns], expected, atol=1e-5)


@pytest.mark.parametrize(
    "settings",
    [
        ALL,
        FeatureSettings(min_lemma=2, min_characters=2),
        FeatureSettings(min_lemma=1, min_characters=1, lemma_pairs=False, character_range=(2, 4), character_weight=0.5),
    ],
    ids=["all", "rare ones left out", "other settings"],
)
def test_agrees_with_scikit_learn(settings: FeatureSettings) -> None:
    """Word 1-2-grams and char_wb n-grams, sublinear, each block of its length."""
    agree(TEXTS, settings)


@given(
    st.lists(st.text("abæ ", min_size=1, max_size=14), min_size=2, max_size=6).filter(lambda t: any(map(str.strip, t)))
)
@settings(max_examples=50)
def test_agrees_with_scikit_learn_on_anything(texts: list[str]) -> None:
    """Also on texts of one letter and of none."""
    agree([*texts, "aba"], ALL)


def test_counts_of_sentences_add_up() -> None:
    """To those of the stretch, but for the lemma pair across the border; weighed like one text."""
    vectorizer = SentenceVectorizer(ALL).fit([sentence(text) for text in TEXTS])
    parts = vectorizer.count([sentence("ingen ringede"), sentence("tilbage")])
    whole = vectorizer.count([sentence("ingen ringede tilbage")])
    pair = vectorizer.vocabulary_["lringede tilbage"]
    assert whole[0, pair] == 1
    expected = whole.toarray()
    expected[0, pair] = 0
    np.testing.assert_array_equal(np.asarray(parts.sum(axis=0)), expected)


def test_length_of_each_block_is_one() -> None:
    """A row without a known n-gram is empty, not divided by nothing."""
    vectorizer = SentenceVectorizer(ALL).fit([sentence(text) for text in TEXTS])
    matrix = vectorizer.transform([sentence("ingen mad"), sentence("xyz")])
    lemmas = np.linalg.norm(matrix[:, : vectorizer.borders_[1]].toarray(), axis=1)
    np.testing.assert_allclose(lemmas, [1, 0], atol=1e-6)
    np.testing.assert_allclose(np.linalg.norm(matrix.toarray(), axis=1), [2**0.5, 0], atol=1e-6)


def test_nothing_to_count() -> None:
    """No sentences, or no vocabulary, are allowed."""
    vectorizer = SentenceVectorizer(ALL).fit([sentence(text) for text in TEXTS])
    assert vectorizer.transform([]).shape == (0, len(vectorizer.vocabulary_))
    assert SentenceVectorizer().fit([]).transform([sentence("ingen")]).shape == (1, 0)


def test_what_is_not_allowed_does_not_enter() -> None:
    """Lemma or character n-gram; weights of the rest stay."""
    everything = SentenceVectorizer(ALL).fit([sentence(text) for text in TEXTS])
    some = SentenceVectorizer(ALL).fit([sentence(text) for text in TEXTS], allowed=lambda gram: "mad" not in gram[1:])
    assert {name for name in everything.vocabulary_ if "mad" not in name[1:]} == set(some.vocabulary_)
    assert some.idf_[some.vocabulary_["lingen"]] == everything.idf_[everything.vocabulary_["lingen"]]


def test_restored_vocabulary_gives_the_same_matrix() -> None:
    """From names and weights alone, as a saved model has them."""
    fitted = SentenceVectorizer(ALL).fit([sentence(text) for text in TEXTS])
    again = SentenceVectorizer(ALL).restore(list(fitted.vocabulary_), fitted.idf_)
    ours, theirs = (v.transform([sentence(text) for text in TEXTS]).toarray() for v in (again, fitted))
    np.testing.assert_array_equal(ours, theirs)


def test_placeholders_have_no_character_grams() -> None:
    """A masked name is a word, not letters."""
    vectorizer = SentenceVectorizer(ALL).fit([sentence("[NAVN] ringede")])
    assert "l[NAVN]" in vectorizer.vocabulary_
    assert not any("navn" in name.lower() for name in vectorizer.vocabulary_ if name.startswith("c"))
    assert character_grams("[NAVN]", 3, 5) == []


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of words looked up; the matrix stays the same."""
    monkeypatch.setattr(lookup, "_LIMIT", 2)
    vectorizer = SentenceVectorizer(ALL).fit([sentence(text) for text in TEXTS])
    first, again = (vectorizer.transform([sentence(text) for text in TEXTS]).toarray() for _ in range(2))
    np.testing.assert_array_equal(first, again)
    vectorizer.count([sentence("ingen mad")])
    assert len(vectorizer._lookups.characters._known) <= 2


def test_pairs_apart_and_negated_lemmas() -> None:
    """What stands between two words does not hide that they belong together, nor a negation what it negates."""
    vectorizer = SentenceVectorizer(FeatureSettings(min_lemma=1, min_skip=1, min_characters=1))
    names = vectorizer.fit([sentence("ingen har ringet tilbage")]).vocabulary_
    assert {name for name in names if name[0] == "s"} == {"singen ringet", "singen tilbage", "shar tilbage"}
    assert {name for name in names if name[0] == "n"} == {"nhar", "nringet", "ntilbage"}


WORDS = st.sampled_from(["ingen", "ikke", "ringede", "de", "tilbage", "nej", "mad", "a b", "b", "[NAVN]", "ukendt"])


@given(st.lists(st.lists(WORDS, max_size=9), max_size=6))
@settings(deadline=None)
def test_arrays_agree_with_looking_up_every_gram(words: list[list[str]]) -> None:
    """Also where a lemma holds a blank, so that a pair of lemmas reads like three."""
    every = FeatureSettings(min_lemma=1, min_skip=1, min_characters=1)
    known = [sentence(text) for text in TEXTS] + [Sentence(0, 9, ("b", "a"), ("b", "a b"))]
    vectorizer = SentenceVectorizer(every).fit(known)
    sentences = [Sentence(0, 1, tuple(row), tuple(row)) for row in words]
    counted = vectorizer.count(sentences).toarray()
    expected = np.zeros((len(words), len(vectorizer.vocabulary_)))
    for row, each in enumerate(sentences):
        grams = vectorizer._word_grams(each) + [g for word in each.words for g in vectorizer._character_grams(word)]
        for gram in grams:
            if gram in vectorizer.vocabulary_:
                expected[row, vectorizer.vocabulary_[gram]] += 1
    np.testing.assert_array_equal(counted, expected)
