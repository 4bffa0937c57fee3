"""What a set of letters looks like to a model: words it does not know, what it suggests, how sure it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from classifier.features import LEMMA
from classifier.model.bundle import LetterScores, Model
from classifier.model.places import place_classes
from classifier.records import Tokens

__all__ = ["Profile", "known_elsewhere", "known_to", "profile", "read_profile"]

_LEAST_LETTERS = 3
"""Shorter words are function words, which every model knows."""


@dataclass(frozen=True, slots=True)
class Profile:
    """Figures of a set of letters. Shares are in [0, 1].

    Attributes
    ----------
    letters : int
        Number of letters.
    unknown_words : float
        Share of words (of at least three letters) that the model does not know.
    point_confidence, kind_confidence : float
        Mean probability of the points suggested, and of the likeliest kind.
    points, areas : mapping of str to float
        Share of letters with the point suggested; whose likeliest area it is.
    """

    letters: int
    unknown_words: float
    point_confidence: float
    kind_confidence: float
    points: Mapping[str, float]
    areas: Mapping[str, float]

    def facts(self) -> dict[str, Any]:
        """Return it for a manifest.

        Returns
        -------
        dict
            JSON-ready, rounded.
        """
        rounded = {
            name: {key: round(share, 4) for key, share in value.items()} if isinstance(value, dict) else round(value, 4)
            for name, value in asdict(self).items()
        }
        return {**rounded, "letters": self.letters}


def read_profile(facts: object) -> Profile | None:
    """Read a profile back from a manifest.

    Parameters
    ----------
    facts : object
        As ``Profile.facts`` gave it; anything else gives None.

    Returns
    -------
    Profile or None
        The profile.
    """
    if not isinstance(facts, Mapping) or set(facts) != set(Profile.__dataclass_fields__):
        return None
    return Profile(**facts)


def known_to(model: Model) -> Callable[[str, str], bool]:
    """Return what tells whether a model knows a lemma.

    Parameters
    ----------
    model : Model
        The model.

    Returns
    -------
    callable
        Of a lemma and the group of its letter (which does not matter here).
    """
    vocabulary = model.vectorizer.vocabulary_
    return lambda lemma, group: LEMMA + lemma in vocabulary


def known_elsewhere(texts: Sequence[Tokens], groups: Sequence[str]) -> Callable[[str, str], bool]:
    """Return what tells whether a lemma stands in texts of another group: words of training letters as a stranger's.

    Parameters
    ----------
    texts : sequence of Tokens
        All training texts.
    groups : sequence of str
        The citizen or hand of each.

    Returns
    -------
    callable
        Of a lemma and the group of its letter.
    """
    owners: dict[str, str | None] = {}
    for text, group in zip(texts, groups, strict=True):
        for sentence in text.text:
            for lemma in sentence.lemmas:
                if owners.setdefault(lemma, group) != group:
                    owners[lemma] = None
    return lambda lemma, group: lemma in owners and owners[lemma] != group


def profile(
    model: Model,
    letters: Sequence[Tokens],
    scores: LetterScores,
    known: Callable[[str, str], bool],
    groups: Sequence[str] | None = None,
) -> Profile:
    """Sum up a set of letters.

    Parameters
    ----------
    model : Model
        The model.
    letters : sequence of Tokens
        The letters.
    scores : LetterScores
        Of the same letters, in the same order.
    known : callable
        Tells whether a lemma of a group's letter is known.
    groups : sequence of str, optional
        The citizen or hand of each letter; empty if None.

    Returns
    -------
    Profile
        All zeros for no letters.
    """
    taxonomy = model.taxonomy
    words: Counter[bool] = Counter()
    for letter, group in zip(letters, groups or [""] * len(letters), strict=True):
        for sentence in letter.text:
            for lemma in sentence.lemmas:
                if lemma.isalpha() and len(lemma) >= _LEAST_LETTERS:
                    words[known(lemma, group)] += 1
    complaint = np.array([kind.complaint for kind in taxonomy.kinds])
    given = (scores.points >= model.thresholds) & complaint[scores.kinds.argmax(axis=1)][:, None]
    areas = np.array([area for area, _ in place_classes(taxonomy)])
    shares = np.stack([scores.places[:, areas == area.id].sum(axis=1) for area in taxonomy.areas], axis=1)
    likeliest = np.bincount(shares.argmax(axis=1), minlength=len(taxonomy.areas))
    n = max(len(letters), 1)
    return Profile(
        letters=len(letters),
        unknown_words=words[False] / max(words.total(), 1),
        point_confidence=float(scores.points[given].mean()) if given.any() else 0.0,
        kind_confidence=float(scores.kinds.max(axis=1).mean()) if len(letters) else 0.0,
        points=dict(zip(taxonomy.point_ids, (given.sum(axis=0) / n).tolist(), strict=True)),
        areas=dict(zip([area.id for area in taxonomy.areas], (likeliest / n).tolist(), strict=True)),
    )
