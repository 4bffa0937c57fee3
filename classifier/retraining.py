"""Retraining on a new year's confirmed letters: checked, weighed, trained, and set against the model before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from classifier.comparison import Comparison, compare_models
from classifier.corpus_cache import CorpusCache
from classifier.counts import GramCounts, count_grams
from classifier.errors import InputError
from classifier.evaluation import Evaluation, Judged
from classifier.examples import Example, examples_of
from classifier.masking import mask_letter
from classifier.model.bundle import LetterScores, Model, Signals
from classifier.provenance import citizen_of, fingerprint, provenance
from classifier.records import LabelledLetter
from classifier.suspects import Suspect, suspects
from classifier.tagging import predictions
from classifier.taxonomy import Taxonomy
from classifier.training import TrainingSettings, fit_draft, train_judged
from classifier.translation import TranslatedModel

__all__ = ["WEIGHTS", "Checked", "Retrained", "check_letters", "place_points", "retrain"]

WEIGHTS = (1.0, 2.0, 4.0, 8.0)
"""How much a real letter may count beside an invented text; validation on the new letters chooses one."""
_SEARCH_FOLDS = 3
_LEAST_CITIZENS = 3
"""With fewer citizens among the new letters nothing can be held out to choose a weight by; it is then 1."""
_SHOWN_SUSPECTS = 0.8
_DOUBTFUL = -0.9
"""A sentence that scores above this for a point of its letter may carry it."""


@dataclass(frozen=True, slots=True)
class Checked:
    """The new letters that are learned from, and what was found in them.

    Attributes
    ----------
    letters : tuple of LabelledLetter
        Without duplicates.
    duplicates : tuple of (str, str)
        Id of each letter left out, and the id of the one it repeats.
    masked : mapping of str to int
        Personal data masked in the letters, by kind.
    """

    letters: tuple[LabelledLetter, ...]
    duplicates: tuple[tuple[str, str], ...]
    masked: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Retrained:
    """A retrained model and how it stands beside the old one.

    Attributes
    ----------
    model : Model
        Not saved.
    evaluation : Evaluation
        Of all held-out letters.
    weight : float
        Of each real letter.
    tried : mapping of float to float
        Weight to micro-F1 on held-out new letters.
    new_year, starter : Comparison
        Old against new on the new letters, and on the letters of the starter folds.
    suspects : tuple of Suspect
        Labels of the new letters that look wrong, most suspicious first.
    """

    model: Model
    evaluation: Evaluation
    weight: float
    tried: Mapping[float, float]
    new_year: Comparison
    starter: Comparison | None
    suspects: tuple[Suspect, ...]

    @property
    def worse(self) -> bool:
        """True where the new model is worse on the new letters or on the starter's."""
        return any(each.verdict == "worse" for each in (self.new_year, self.starter) if each)


def check_letters(new: Sequence[LabelledLetter], known: Sequence[LabelledLetter], *, masking: bool = True) -> Checked:
    """Leave out new letters that are known already, and count the personal data that will be masked.

    Parameters
    ----------
    new : sequence of LabelledLetter
        The new year's confirmed letters.
    known : sequence of LabelledLetter
        Former years' letters and the starter corpus.
    masking : bool, default True
        Whether personal data will be masked.

    Returns
    -------
    Checked
        A letter of the same id or the same text as another is a duplicate; the first one stays.

    Raises
    ------
    InputError
        If no letter is left.
    """
    seen = {fingerprint(letter.letter.text): letter.id for letter in known}
    ids = {letter.id for letter in known}
    kept, duplicates = [], []
    for letter in new:
        mark = fingerprint(letter.letter.text)
        repeated = letter.id if letter.id in ids else seen.get(mark)
        if repeated is not None:
            duplicates.append((letter.id, repeated))
            continue
        seen[mark] = letter.id
        ids.add(letter.id)
        kept.append(letter)
    if not kept:
        raise InputError(
            "Every new letter is known already, or there is none.", remedy="Give the letters of a new year with --new."
        )
    counts: Counter[str] = Counter()
    for letter in kept:
        counts.update(mask_letter(letter.letter, enabled=masking).counts)
    return Checked(tuple(kept), tuple(duplicates), dict(sorted(counts.items())))


def place_points(examples: Sequence[Example], model: Model) -> list[Example]:
    """Put points that no passage places on the sentences where a model sees them most.

    A confirmed letter says which points it has, seldom where. Learning them from the whole letter would teach that its
    greeting is a complaint, and that the sentence which carries the point is none (docs/experiments.md). Other
    sentences that may carry one of the letter's points are learned neither as such nor as their contrary.

    Parameters
    ----------
    examples : sequence of Example
        Letters and passages, labelled with the model's book.
    model : Model
        The model before.

    Returns
    -------
    list of Example
        In order; letters whose points are all placed, and passages, as they were.
    """
    placed = []
    for example in examples:
        if example.passage or not example.unplaced.any() or not example.tokens.text:
            placed.append(example)
            continue
        scores = _sentence_scores(model, example)
        targets, columns = example.sentence_targets.copy(), np.flatnonzero(example.unplaced)
        targets[scores[:, columns].argmax(axis=0), columns] = True
        doubtful = (scores[:, columns].max(axis=1) > _DOUBTFUL) & ~targets.any(axis=1)
        placed.append(
            replace(
                example,
                sentence_targets=targets,
                unplaced=np.zeros_like(example.unplaced),
                doubtful=frozenset(np.flatnonzero(doubtful).tolist()),
            )
        )
    return placed


def _sentence_scores(model: Model, example: Example) -> np.ndarray:
    """Return the score of each point on each sentence of a letter, in the label book's order."""
    original = model.original if isinstance(model, TranslatedModel) else model
    signals = original.signals([example.tokens])
    alone = signals.stretches.first == signals.stretches.last
    scores: np.ndarray = signals.stretch_scores[alone]
    if isinstance(model, TranslatedModel):
        columns = [[model.original.taxonomy.point_ids.index(p) for p in each] for each in model.sources()]
        scores = np.stack([scores[:, c].max(axis=1) if c else np.full(len(scores), -np.inf) for c in columns], axis=1)
    return scores


def retrain(
    new: Sequence[LabelledLetter],
    earlier: Sequence[LabelledLetter],
    starter: Sequence[LabelledLetter],
    old: Model,
    taxonomy: Taxonomy,
    name: str,
    settings: TrainingSettings | None = None,
    *,
    masking: bool = True,
    weights: Sequence[float] = WEIGHTS,
    cache: CorpusCache | None = None,
    jobs: int = 1,
    progress: Callable[[str], object] = lambda step: None,
) -> Retrained:
    """Train on the starter corpus, former years' letters and the new ones, and compare with the old model.

    Parameters
    ----------
    new : sequence of LabelledLetter
        The new year's confirmed letters, checked; the old model must not have learned from them.
    earlier : sequence of LabelledLetter
        Former years' confirmed letters.
    starter : sequence of LabelledLetter
        The starter corpus.
    old : Model
        The model before, in terms of the same label book.
    taxonomy : Taxonomy
        The label book.
    name : str
        The new model's name.
    settings : TrainingSettings, optional
        How to fit.
    masking : bool, default True
        Whether personal data is masked.
    weights : sequence of float
        Weights of a real letter to choose from.
    cache : CorpusCache, optional
        What is known of the shipped corpus's sentences; the result is the same.
    jobs : int, default 1
        Fits at the same time; the result does not depend on it.
    progress : callable, optional
        Called with the name of each step.

    Returns
    -------
    Retrained
        Deterministic.

    Raises
    ------
    InputError
        If all letters are of one citizen or hand.

    Notes
    -----
    New letters are judged as held-out ones: by the old model, which has not seen them, and by models of the new kind
    that learned everything but the letters of a third of the citizens. On the starter's folds the old model's place is
    taken by one trained in the same folds without the new letters, since the old model itself has seen them.
    """
    settings = settings or TrainingSettings()
    progress("masking and tokenising")
    base = examples_of([*starter, *earlier], taxonomy, masking=masking, cache=cache)
    base = place_points(base, old)
    fresh = place_points(examples_of(new, taxonomy, masking=masking), old)
    progress("counting")
    counts = count_grams([example.tokens for example in (*base, *fresh)], settings.features)
    tried, unseen = _try_weights(base, fresh, counts, old, taxonomy, settings, weights, jobs, progress)
    weight = max(tried, key=lambda each: (round(tried[each], 4), -each)) if tried else 1.0
    trained = train_judged(
        [_weighed(example, weight) for example in (*base, *fresh)],
        taxonomy,
        name,
        settings,
        counts=counts,
        jobs=jobs,
        progress=progress,
    )
    by_id = {each.id: each for each in trained.judged}
    groups = {example.id: example.group for example in (*base, *fresh)}
    letters = [example for example in fresh if not example.passage]
    after = [
        _decided(trained.model, example, trained.model.weigh_up(unseen[weight][example.id]))
        if unseen
        else by_id[example.id]
        for example in letters
    ]
    before = [_decided(old, example, old.score([example.tokens])) for example in letters]
    progress("comparing")
    new_year = compare_models(before, after, taxonomy, {letter.id: citizen_of(letter) for letter in new})
    others = None
    if len({example.group for example in base if not example.passage}) > 1:
        without = train_judged(
            [_weighed(example, weight) for example in base],
            taxonomy,
            name,
            settings,
            counts=counts.part(range(len(base))),
            jobs=jobs,
            progress=progress,
        )
        others = compare_models(without.judged, [by_id[each.id] for each in without.judged], taxonomy, groups)
    doubtful = [each for each in suspects(after, taxonomy) if each.doubt >= _SHOWN_SUSPECTS]
    facts: dict[str, Any] = {
        **trained.model.facts,
        "data": provenance([*starter, *earlier, *new]),
        "masked": masking,
        "weight": weight,
        "weights_tried": {str(each): round(figure, 4) for each, figure in tried.items()},
        "compared_with": old.label,
        "comparison": {
            "new_year": new_year.figures(),
            **({"starter": others.figures()} if others else {}),
        },
    }
    return Retrained(
        trained.model.with_facts(facts), trained.evaluation, weight, tried, new_year, others, tuple(doubtful)
    )


def _weighed(example: Example, weight: float) -> Example:
    return replace(example, weight=weight) if example.citizen else example


def _decided(model: Model, example: Example, scores: LetterScores) -> Judged:
    (prediction,) = predictions(model, [example.tokens], scores)
    # No text is kept, so evidence is not measured here.
    return Judged(example.id, replace(example.labels, evidence={}), prediction, {})


def _try_weights(
    base: Sequence[Example],
    fresh: Sequence[Example],
    counts: GramCounts,
    old: Model,
    taxonomy: Taxonomy,
    settings: TrainingSettings,
    weights: Sequence[float],
    jobs: int,
    progress: Callable[[str], object],
) -> tuple[dict[float, float], dict[float, dict[str, Signals]]]:
    """Measure each weight on held-out new letters, citizen by citizen, and return what was said of each letter.

    Everything but the letters of a fold is learned from, so that the new way is not set back against an old model that
    learned from the whole starter corpus. Nothing is returned where too few citizens wrote.
    """
    from joblib import Parallel, delayed
    from sklearn.model_selection import GroupKFold

    citizens = [example.group for example in fresh]
    real = any(example.citizen and not example.passage for example in fresh)
    if len(set(citizens)) < _LEAST_CITIZENS or not real:
        return {}, {}
    progress("choosing the weight")
    splitter = GroupKFold(n_splits=min(_SEARCH_FOLDS, len(set(citizens))))
    folds = [test.tolist() for _, test in splitter.split(np.zeros(len(fresh)), groups=citizens)]
    tasks = [(weight, fold) for weight in weights for fold in folds]
    # Sent through pipes, never through a file: what is sent holds citizens' words.
    workers = Parallel(n_jobs=min(jobs, len(tasks)), max_nbytes=None, return_as="generator")
    results = workers(delayed(_fold_signals)(base, fresh, counts, taxonomy, settings, *task) for task in tasks)
    found: dict[float, dict[str, Signals]] = {weight: {} for weight in weights}
    for number, ((weight, _), result) in enumerate(zip(tasks, results, strict=True), 1):
        found[weight].update(result)
        progress(f"weight: {number} of {len(tasks)} fits")
    letters = [example for example in fresh if not example.passage]
    targets = np.array([example.targets for example in letters])
    # The same stage for every weight: they are compared by their scores, before anything is calibrated.
    same_book = len(old.letter_stage.offsets) == len(taxonomy.points)
    tried = {}
    for weight, signals in found.items():
        features = np.concatenate([signals[example.id].features for example in letters])
        scores = old.letter_stage.probabilities(features) if same_book else features[:, :, 0]
        tried[weight] = _best_f1(scores, targets)
    return tried, found


def _fold_signals(
    base: Sequence[Example],
    fresh: Sequence[Example],
    counts: GramCounts,
    taxonomy: Taxonomy,
    settings: TrainingSettings,
    weight: float,
    fold: Sequence[int],
) -> dict[str, Signals]:
    """Learn everything but a fold of the new letters; return what the heads say of the fold's letters, by id."""
    import sklearn  # noqa: F401 - its numerical libraries must be loaded before they can be limited
    from threadpoolctl import threadpool_limits

    inside = set(fold)
    kept = [index for index in range(len(fresh)) if index not in inside]
    learned = [*base, *(fresh[index] for index in kept)]
    known = counts.part([*range(len(base)), *(len(base) + index for index in kept)])
    with threadpool_limits(1):
        draft = fit_draft([_weighed(each, weight) for each in learned], taxonomy, settings, known)
    return {fresh[index].id: draft.signals([fresh[index].tokens]) for index in fold if not fresh[index].passage}


def _best_f1(scores: np.ndarray, targets: np.ndarray) -> float:
    """Return the highest micro-F1 over shared cut-offs."""
    order = np.argsort(-scores, axis=None, kind="stable")
    hits = np.cumsum(targets.ravel()[order])
    given = np.arange(1, len(hits) + 1)
    return float((2 * hits / (given + max(int(targets.sum()), 1))).max(initial=0.0))
