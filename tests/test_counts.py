"""Counted once, cut to size: the same as counted again, to the last bit."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from classifier.admission import Admission, Source
from classifier.counts import count_grams
from classifier.examples import Example
from classifier.features import FeatureSettings, SentenceVectorizer
from classifier.fitting import TrainingSettings, fit_heads
from classifier.records import Sentence, Tokens
from classifier.taxonomy import Taxonomy

SETTINGS = FeatureSettings()


def sentences_of(texts: Sequence[Tokens]) -> list[Sentence]:
    """All sentences, a subject's before the text's own."""
    return [sentence for text in texts for part in (text.subject, text.text) for sentence in part]


@pytest.mark.parametrize(
    "settings",
    [SETTINGS, FeatureSettings(min_lemma=1, min_skip=2, skip_weight=0.0, character_range=(2, 4))],
    ids=["as shipped", "others"],
)
@pytest.mark.parametrize("every", [1, 2, 3], ids=lambda every: f"one text of {every}")
def test_a_part_is_what_counting_it_again_gives(every: int, settings: FeatureSettings, examples: list[Example]) -> None:
    """Vocabulary, weights and cells, also in another order of the texts."""
    texts = [example.tokens for example in examples]
    chosen = list(range(0, len(texts), every))[::-1]
    part = count_grams(texts, settings).part(chosen)
    sentences = sentences_of([texts[index] for index in chosen])

    def allowed(gram: str) -> bool:
        return "en" not in gram

    made, cells = part.fitted(allowed)
    again = SentenceVectorizer(settings).fit(sentences, allowed)
    assert made.vocabulary_ == again.vocabulary_
    assert np.array_equal(made.borders_, again.borders_)
    assert np.array_equal(made.idf_, again.idf_)
    counted = again.count(sentences)
    for mine, other in ((cells.data, counted.data), (cells.indices, counted.indices), (cells.indptr, counted.indptr)):
        assert np.array_equal(mine, other)
        assert mine.dtype == other.dtype
    assert part.vocabulary() == frozenset(SentenceVectorizer(settings).fit(sentences).vocabulary_)


def test_lemmas_that_hold_a_blank() -> None:
    """Two lemmas and one of two words are the same n-gram, counted or looked up."""
    texts = [
        Tokens(str(n), (), (Sentence(0, 9, ("ad", "hoc"), ("ad hoc", "møde")), Sentence(9, 12, ("ja",), ("ja",))))
        for n in range(4)
    ]
    made, cells = count_grams(texts, SETTINGS).part([1, 3]).fitted(lambda gram: True)
    again = SentenceVectorizer(SETTINGS).fit(sentences_of([texts[1], texts[3]]))
    assert made.vocabulary_ == again.vocabulary_
    assert (cells != again.count(sentences_of([texts[1], texts[3]]))).nnz == 0


def test_rows_of_texts_and_subjects() -> None:
    """A text without a sentence has none; a subject's are left out."""
    one = Sentence(0, 1, ("a",), ("a",))
    texts = [Tokens("1", (one,), (one, one)), Tokens("2", (), ()), Tokens("3", (one, one), (one,))]
    counts = count_grams(texts, SETTINGS)
    assert counts.text_rows().tolist() == [1, 2, 5]
    assert counts.part([2, 1]).text_rows().tolist() == [2]
    assert count_grams([], SETTINGS).text_rows().tolist() == []


def test_heads_are_the_same(examples: list[Example], taxonomy: Taxonomy) -> None:
    """Fitted on a part of what was counted, or on texts counted for it alone."""
    kept = [index for index, example in enumerate(examples) if example.group != examples[0].group]
    mine = [examples[index] for index in kept]
    settings = TrainingSettings()
    whole = count_grams([example.tokens for example in examples], settings.features)
    first, second = (fit_heads(mine, taxonomy, settings, counts) for counts in (whole.part(kept), None))
    assert first.vectorizer.vocabulary_ == second.vectorizer.vocabulary_
    for one, other in zip(
        (first.points, first.kinds, first.places), (second.points, second.kinds, second.places), strict=True
    ):
        assert np.array_equal(one.weights, other.weights)
        assert np.array_equal(one.scale, other.scale)


def test_what_invented_texts_hold_need_not_be_counted_again(examples: list[Example]) -> None:
    """The same n-grams are let in."""
    sources = [Source(example.tokens.text, "c" if index % 2 else "") for index, example in enumerate(examples)]
    texts = [Tokens(example.id, (), example.tokens.text) for example in examples]
    counts = count_grams(texts, SETTINGS)
    told = Admission(sources, SETTINGS, counts.part(range(0, len(texts), 2)).vocabulary())
    counted = Admission(sources, SETTINGS)
    names = counts.names
    assert [told(name) for name in names] == [counted(name) for name in names]
    assert told.dropped == counted.dropped
    assert told.dropped["few citizens"]
