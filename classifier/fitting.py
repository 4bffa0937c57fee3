"""Fits the heads of a model on examples: one vocabulary, one head a point, heads for kind, area and unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy import sparse

from classifier.admission import Admission, Source
from classifier.counts import GramCounts, count_grams, rows_of
from classifier.examples import Example, example_rows
from classifier.features import CHARACTERS, LEMMA, FeatureSettings, SentenceVectorizer
from classifier.model.heads import LinearHead, fit_choice, fit_margins, fit_points
from classifier.model.places import place_classes
from classifier.taxonomy import Taxonomy

__all__ = ["Heads", "TrainingSettings", "example_weights", "fit_heads", "place_names"]


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """How a model is fitted.

    The defaults were chosen by grouped cross-validation on our own corpus (docs/experiments.md).

    Attributes
    ----------
    seed : int
        Of everything that is shuffled.
    folds : int
        Number of folds for calibration; fewer where there are fewer groups.
    point_strength, kind_strength, place_strength : float
        scikit-learn's ``C`` of each head.
    letter_weight : float
        Weight of a letter beside a passage's 1 for area and unit.
    positive_weight : float
        Weight of rows that carry a point.
    shrinkage : float
        scikit-learn's ``C`` of the points' offsets.
    pair_gain : float
        See ``classifier.model.letter.carriers``.
    features : FeatureSettings
        What the vocabulary is made of.
    """

    seed: int = 2024
    folds: int = 5
    point_strength: float = 0.5
    kind_strength: float = 10.0
    place_strength: float = 0.2
    letter_weight: float = 3.0
    positive_weight: float = 2.0
    shrinkage: float = 1.0
    pair_gain: float = -0.2
    features: FeatureSettings = field(default_factory=FeatureSettings)


@dataclass(frozen=True, slots=True)
class Heads:
    """What is fitted in one go.

    Attributes
    ----------
    vectorizer : SentenceVectorizer
        Shared by all heads.
    points, kinds, places : LinearHead
        Columns in the label book's order; places as ``place_names`` lists them.
    dropped : mapping of str to int
        N-grams that were not let in, by reason (classifier.admission).
    """

    vectorizer: SentenceVectorizer
    points: LinearHead
    kinds: LinearHead
    places: LinearHead
    dropped: Mapping[str, int]


def fit_heads(
    examples: Sequence[Example], taxonomy: Taxonomy, settings: TrainingSettings, counts: GramCounts | None = None
) -> Heads:
    """Fit vocabulary and heads.

    Parameters
    ----------
    examples : sequence of Example
        Letters and passages.
    taxonomy : Taxonomy
        The label book.
    settings : TrainingSettings
        How to fit.
    counts : GramCounts, optional
        Of the same examples in the same order, where they have been counted before; the result is the same.

    Returns
    -------
    Heads
        Deterministic.
    """
    rows = example_rows(examples, len(taxonomy.points))
    counts = counts or count_grams([example.tokens for example in examples], settings.features)
    admission = Admission(_sources(examples), settings.features, _invented(examples, counts))
    vectorizer, cells = counts.fitted(admission)
    features = vectorizer.weigh(_sums(rows.members, len(rows.sentences)) @ rows_of(cells, counts.text_rows()))
    points = fit_points(
        features,
        rows.targets,
        strength=settings.point_strength,
        positive_weight=settings.positive_weight,
        seed=settings.seed,
        weights=None if (rows.weights == 1).all() else rows.weights,
    )
    wholes = vectorizer.weigh(
        _sums(list(zip(counts.ends[:-1].tolist(), counts.ends[1:].tolist(), strict=True)), cells.shape[0]) @ cells
    )
    kinds, places = _fit_choices(examples, taxonomy, vectorizer, wholes, settings)
    return Heads(vectorizer, points, kinds, places, admission.dropped)


def _sources(examples: Sequence[Example]) -> list[Source]:
    return [
        Source((*example.tokens.subject, *example.tokens.text), example.citizen, example.found) for example in examples
    ]


def example_weights(examples: Sequence[Example]) -> np.ndarray | None:
    """Return how much each example counts; None where all count the same, which is fitted faster.

    Parameters
    ----------
    examples : sequence of Example
        Letters and passages.

    Returns
    -------
    numpy.ndarray, shape (n_examples,), or None
        Their weights.
    """
    weights = np.array([example.weight for example in examples])
    return None if (weights == 1).all() else weights


def _invented(examples: Sequence[Example], counts: GramCounts) -> frozenset[str]:
    """Return what a vocabulary of the invented texts alone would hold; nothing where all are invented."""
    invented = [index for index, example in enumerate(examples) if not example.citizen]
    return counts.part(invented).vocabulary() if len(invented) < len(examples) else frozenset()


def _sums(members: Sequence[tuple[int, int]], n_sentences: int) -> sparse.csr_matrix:
    columns = np.concatenate([np.arange(begin, end) for begin, end in members]) if members else np.zeros(0, dtype=int)
    ends = np.concatenate([[0], np.cumsum([end - begin for begin, end in members])]).astype(int)
    shape = (len(members), n_sentences)
    return sparse.csr_matrix((np.ones(len(columns), dtype=np.float32), columns, ends), shape=shape)


def _fit_choices(
    examples: Sequence[Example],
    taxonomy: Taxonomy,
    vectorizer: SentenceVectorizer,
    wholes: sparse.csr_matrix,
    settings: TrainingSettings,
) -> tuple[LinearHead, LinearHead]:
    """Fit the heads for kind (on letters) and for area and unit (on everything whose area is known)."""
    # Pairs apart and negations tell what went wrong, not where.
    columns = vectorizer.columns(LEMMA, CHARACTERS)
    wholes = wholes[:, columns]
    with_kind = [index for index, example in enumerate(examples) if not example.passage and example.labels.kind]
    kinds = fit_choice(
        wholes[with_kind],
        [examples[index].labels.kind for index in with_kind],
        [kind.id for kind in taxonomy.kinds],
        strength=settings.kind_strength,
        balanced=True,
        sample_weights=example_weights([examples[index] for index in with_kind]),
    )
    with_area = [index for index, example in enumerate(examples) if example.labels.area]
    letter_weight = np.array([1.0 if examples[index].passage else settings.letter_weight for index in with_area])
    places = fit_margins(
        wholes[with_area],
        [_place(examples[index].labels.area, examples[index].labels.unit) for index in with_area],
        place_names(taxonomy),
        strength=settings.place_strength,
        seed=settings.seed,
        sample_weights=letter_weight * np.array([examples[index].weight for index in with_area]),
    )
    n_features = len(vectorizer.vocabulary_)
    return kinds.spread(columns, n_features), places.spread(columns, n_features)


def _place(area: str, unit: str) -> str:
    return f"{area}|{unit}"


def place_names(taxonomy: Taxonomy) -> list[str]:
    """Name the classes of the head for area and unit.

    Parameters
    ----------
    taxonomy : Taxonomy
        The label book.

    Returns
    -------
    list of str
        ``area|unit``, in the order of the head's columns.
    """
    return [_place(area, unit) for area, unit in place_classes(taxonomy)]
