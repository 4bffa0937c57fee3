"""Fit, calibrate on held-out folds, choose cut-offs, measure: the one way a model is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

import numpy as np

from classifier.calibration import fit_kind_stage, place_factor, shared_threshold
from classifier.counts import GramCounts, count_grams
from classifier.errors import InputError
from classifier.evaluation import Evaluation, Judged, evaluate
from classifier.examples import Example
from classifier.fitting import Heads, TrainingSettings, example_weights, fit_heads
from classifier.model.bundle import KindStage, LetterScores, Model, Signals, kind_features
from classifier.model.letter import LETTER_FEATURES, LetterStage, fit_letter_stage
from classifier.profile import known_elsewhere, profile
from classifier.tagging import predictions
from classifier.taxonomy import Taxonomy

__all__ = ["Trained", "TrainingSettings", "fit_draft", "train", "train_judged"]


@dataclass(frozen=True, slots=True)
class Trained:
    """A trained model with what was measured on the way.

    Attributes
    ----------
    model : Model
        Fitted on everything, not saved.
    evaluation : Evaluation
        Of held-out letters.
    judged : tuple of Judged
        The same letters one by one, in the order of the examples; each tagged by a model that saw no letter of its
        group.
    """

    model: Model
    evaluation: Evaluation
    judged: tuple[Judged, ...]


def train(
    examples: Sequence[Example],
    taxonomy: Taxonomy,
    name: str,
    settings: TrainingSettings | None = None,
    *,
    jobs: int = 1,
    progress: Callable[[str], object] = lambda step: None,
) -> tuple[Model, Evaluation]:
    """Train a model, and measure it on held-out folds.

    Letters and passages with the same group key never stand on both sides of a fold.

    Parameters
    ----------
    examples : sequence of Example
        Letters and passages; at least two groups with letters.
    taxonomy : Taxonomy
        The label book; its order is the order of everything.
    name : str
        The model's name.
    settings : TrainingSettings, optional
        How to fit.
    jobs : int, default 1
        Folds fitted at the same time; the result does not depend on it.
    progress : callable, optional
        Called with the name of each step.

    Returns
    -------
    model : Model
        Fitted on everything, not saved.
    evaluation : Evaluation
        Of held-out letters, each tagged by a model that saw no letter of its group.

    Raises
    ------
    InputError
        If there are no letters, or too few groups to hold any out.

    Notes
    -----
    Deterministic for the same examples, settings and versions. Sees masked text only.
    """
    trained = train_judged(examples, taxonomy, name, settings, jobs=jobs, progress=progress)
    return trained.model, trained.evaluation


def train_judged(
    examples: Sequence[Example],
    taxonomy: Taxonomy,
    name: str,
    settings: TrainingSettings | None = None,
    *,
    counts: GramCounts | None = None,
    jobs: int = 1,
    progress: Callable[[str], object] = lambda step: None,
) -> Trained:
    """Train a model as ``train`` does, and keep what it said of each held-out letter.

    Parameters
    ----------
    examples : sequence of Example
        Letters and passages; at least two groups with letters.
    taxonomy : Taxonomy
        The label book; its order is the order of everything.
    name : str
        The model's name.
    settings : TrainingSettings, optional
        How to fit.
    counts : GramCounts, optional
        Of the same examples in the same order, where they have been counted before; the result is the same.
    jobs : int, default 1
        Folds fitted at the same time; the result does not depend on it.
    progress : callable, optional
        Called with the name of each step.

    Returns
    -------
    Trained
        Deterministic.

    Raises
    ------
    InputError
        If there are no letters, or too few groups to hold any out.
    """
    settings = settings or TrainingSettings()
    letters = [example for example in examples if not example.passage]
    _check(letters)
    counts = counts or count_grams([example.tokens for example in examples], settings.features)
    progress("folds")
    signals, heads = _cross_fit(examples, counts, taxonomy, settings, jobs, progress)
    progress("calibration")
    features = np.concatenate([each.features for each in signals])
    targets = np.array([example.targets for example in letters])
    letter_stage = fit_letter_stage(
        features, targets, shrinkage=settings.shrinkage, sample_weights=example_weights(letters)
    )
    points = letter_stage.probabilities(features)
    kind_scores = np.concatenate([each.kinds for each in signals])
    kind_stage = fit_kind_stage(kind_features(kind_scores, points), letters, taxonomy)
    factor = place_factor(np.concatenate([each.places for each in signals]), letters, taxonomy)
    signals = [replace(each, places=each.places * factor) for each in signals]
    heads = replace(heads, places=heads.places.times(factor))
    model = _model(name, taxonomy, heads, settings, letter_stage, kind_stage)
    drafts = [model.weigh_up(each) for each in signals]
    model = model.with_thresholds(shared_threshold(drafts, letters, taxonomy))
    judged = _judged(model, drafts, letters)
    evaluation = evaluate(judged, taxonomy)
    facts = {
        "settings": asdict(settings),
        "letters": len(letters),
        "complaints": sum(letter.labels.kind in taxonomy.complaint_kinds for letter in letters),
        "passages": len(examples) - len(letters),
        "groups": len({example.group for example in examples}),
        "support": {point: int(n) for point, n in zip(taxonomy.point_ids, targets.sum(axis=0), strict=True)},
        "dropped_features": dict(heads.dropped),
        "held_out": evaluation.figures(),
        "reference": _reference(model, examples, letters, drafts),
    }
    return Trained(model.with_facts(facts), evaluation, tuple(judged))


def fit_draft(
    examples: Sequence[Example],
    taxonomy: Taxonomy,
    settings: TrainingSettings | None = None,
    counts: GramCounts | None = None,
) -> Model:
    """Fit the heads alone: for comparing ways of training by their scores, not for tagging.

    Parameters
    ----------
    examples : sequence of Example
        Letters and passages.
    taxonomy : Taxonomy
        The label book.
    settings : TrainingSettings, optional
        How to fit.
    counts : GramCounts, optional
        Of the same examples in the same order, where they have been counted before; the result is the same.

    Returns
    -------
    Model
        Neither calibrated nor named.
    """
    settings = settings or TrainingSettings()
    return _model("", taxonomy, fit_heads(examples, taxonomy, settings, counts), settings)


def _reference(
    model: Model, examples: Sequence[Example], letters: Sequence[Example], drafts: Sequence[LetterScores]
) -> dict[str, Any]:
    """Say what the training letters looked like when they were held out: later letters are set beside it."""
    held_out = LetterScores(*(np.concatenate([getattr(each, f.name) for each in drafts]) for f in fields(LetterScores)))
    known = known_elsewhere([example.tokens for example in examples], [example.group for example in examples])
    tokens, groups = [letter.tokens for letter in letters], [letter.group for letter in letters]
    return profile(model, tokens, held_out, known, groups).facts()


def _check(letters: Sequence[Example]) -> None:
    if not letters:
        raise InputError(
            "There is no letter to learn from.", remedy="Give labelled letters with text, kind and points."
        )
    if len({letter.group for letter in letters}) < 2:
        raise InputError(
            "All letters are of one citizen or author, so none can be held out to choose the cut-offs.",
            remedy="Add letters of others.",
        )


def _folds(examples: Sequence[Example], wanted: int) -> list[list[int]]:
    """Split into folds by group, balanced by number of texts; the same for the same examples."""
    from sklearn.model_selection import GroupKFold

    groups = [example.group for example in examples]
    n_folds = min(wanted, len({example.group for example in examples if not example.passage}))
    splitter = GroupKFold(n_splits=n_folds)
    return [test.tolist() for _, test in splitter.split(np.zeros(len(examples)), groups=groups)]


def _cross_fit(
    examples: Sequence[Example],
    counts: GramCounts,
    taxonomy: Taxonomy,
    settings: TrainingSettings,
    jobs: int,
    progress: Callable[[str], object],
) -> tuple[list[Signals], Heads]:
    """Return the signals of each letter from heads that saw none of its group, and the heads fitted on everything."""
    from joblib import Parallel, delayed

    folds = _folds(examples, settings.folds)
    # Sent through pipes, never through a file: what is sent holds citizens' words.
    workers = Parallel(n_jobs=min(jobs, len(folds) + 1), max_nbytes=None, return_as="generator")
    fitted = workers(delayed(_fit_fold)(examples, counts, fold, taxonomy, settings) for fold in [*folds, []])
    held_out: dict[int, Signals] = {}
    for number, fold in enumerate(folds, 1):
        signals, _ = next(fitted)
        held_out.update(zip([index for index in fold if not examples[index].passage], signals, strict=True))
        progress(f"{number} of {len(folds) + 1} fits")
    _, heads = next(fitted)
    return [held_out[index] for index in sorted(held_out)], heads


def _fit_fold(
    examples: Sequence[Example],
    counts: GramCounts,
    fold: Sequence[int],
    taxonomy: Taxonomy,
    settings: TrainingSettings,
) -> tuple[list[Signals], Heads]:
    """Fit on all but a fold, and score the fold's letters one by one; an empty fold fits on everything."""
    import sklearn  # noqa: F401 - its numerical libraries must be loaded before they can be limited
    from threadpoolctl import threadpool_limits

    inside = set(fold)
    outside = [index for index in range(len(examples)) if index not in inside]
    # Folds run side by side; threads inside each would only fight over the same cores.
    with threadpool_limits(1):
        heads = fit_heads([examples[index] for index in outside], taxonomy, settings, counts.part(outside))
    draft = _model("", taxonomy, heads, settings)
    return [draft.signals([examples[index].tokens]) for index in fold if not examples[index].passage], heads


def _model(
    name: str,
    taxonomy: Taxonomy,
    heads: Heads,
    settings: TrainingSettings,
    letter_stage: LetterStage | None = None,
    kind_stage: KindStage | None = None,
) -> Model:
    n_points, n_kinds = len(taxonomy.points), len(taxonomy.kinds)
    return Model(
        name=name,
        taxonomy=taxonomy,
        vectorizer=heads.vectorizer,
        points=heads.points,
        kinds=heads.kinds,
        places=heads.places,
        letter_stage=letter_stage or LetterStage(np.eye(1, len(LETTER_FEATURES))[0], np.zeros(n_points)),
        kind_stage=kind_stage or KindStage(np.eye(n_kinds + 2, n_kinds), np.zeros(n_kinds)),
        thresholds=np.full(n_points, 0.5),
        pair_gain=settings.pair_gain,
        facts={},
    )


def _judged(model: Model, drafts: Sequence[LetterScores], letters: Sequence[Example]) -> list[Judged]:
    judged = []
    for example, scores in zip(letters, drafts, strict=True):
        (prediction,) = predictions(model, [example.tokens], scores)
        # No text is kept, so evidence is not measured here.
        judged.append(Judged(example.id, replace(example.labels, evidence={}), prediction, {}))
    return judged
