"""Has the world moved away from a model: new words, other points and areas, less confidence than on what it learned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from classifier.features import LEMMA
from classifier.model.bundle import Model
from classifier.profile import Profile
from classifier.records import Tokens
from classifier.taxonomy import Taxonomy

__all__ = ["LEAST", "Drift", "Shift", "measure_drift", "new_words"]

LEAST = 30
"""Fewer letters tell too little."""
_UNKNOWN, _CONFIDENCE, _SHARE, _SIGMAS, _POINTS = 0.03, 0.05, 0.05, 3.0, 3
"""Due: this many more unknown words in a hundred; this much less confidence; a share that moved by so much and by so
many standard errors counts as shifted, and so many shifted points."""
_CITIZENS = 3
"""A new word is shown only where so many citizens wrote it: what one wrote may be a name."""


@dataclass(frozen=True, slots=True)
class Shift:
    """A point or an area whose share of the letters has moved.

    Attributes
    ----------
    what : str
        ``point`` or ``area``.
    id : str
        Its id.
    before, now : float
        Shares of the letters.
    """

    what: str
    id: str
    before: float
    now: float


@dataclass(frozen=True, slots=True)
class Drift:
    """What moved.

    Attributes
    ----------
    before, now : Profile
        The letters that the model learned from (as it saw them unlearned) or those of the years before, and the year's.
    shifts : tuple of Shift
        Largest first.
    words : tuple of str
        Words that the model does not know and several citizens wrote, most frequent first.
    reasons : tuple of str
        In Danish: why retraining is due; empty where it is not.
    enough : bool
        False where there are too few letters to tell.
    """

    before: Profile
    now: Profile
    shifts: tuple[Shift, ...]
    words: tuple[str, ...]
    reasons: tuple[str, ...]
    enough: bool

    @property
    def due(self) -> bool:
        """True where retraining is due."""
        return self.enough and bool(self.reasons)


def measure_drift(before: Profile, now: Profile, words: Sequence[str], taxonomy: Taxonomy) -> Drift:
    """Set a year's letters beside those before.

    Parameters
    ----------
    before : Profile
        Of what the model learned from, or of former years.
    now : Profile
        Of the year.
    words : sequence of str
        As ``new_words`` returns them.
    taxonomy : Taxonomy
        The model's label book.

    Returns
    -------
    Drift
        What moved, and whether retraining is due.
    """
    names = {point.id: point.name for point in taxonomy.points}
    shifts = [
        *_shifted("point", before.points, now.points, before.letters, now.letters),
        *_shifted("area", before.areas, now.areas, before.letters, now.letters),
    ]
    shifts.sort(key=lambda shift: -abs(shift.now - shift.before))
    reasons = []
    if now.unknown_words - before.unknown_words > _UNKNOWN:
        reasons.append(
            f"Flere ukendte ord: {100 * before.unknown_words:.1f} % før, {100 * now.unknown_words:.1f} % nu."
        )
    for name, then, today in (
        ("punkter", before.point_confidence, now.point_confidence),
        ("art", before.kind_confidence, now.kind_confidence),
    ):
        if then - today > _CONFIDENCE:
            reasons.append(f"Modellen er mindre sikker på {name}: {then:.2f} før, {today:.2f} nu.")
    moved = [shift for shift in shifts if shift.what == "point"]
    if len(moved) >= _POINTS:
        told = ", ".join(names.get(shift.id, shift.id) for shift in moved[:_POINTS])
        reasons.append(f"{len(moved)} punkter er hyppigere eller sjældnere end før, mest: {told}.")
    enough = min(before.letters, now.letters) >= LEAST
    return Drift(before, now, tuple(shifts), tuple(words), tuple(reasons), enough)


def _shifted(
    what: str, before: Mapping[str, float], now: Mapping[str, float], n_before: int, n_now: int
) -> list[Shift]:
    shifts = []
    for each in now:
        then, today = before.get(each, 0.0), now[each]
        pooled = (then * n_before + today * n_now) / max(n_before + n_now, 1)
        error = sqrt(pooled * (1 - pooled) * (1 / max(n_before, 1) + 1 / max(n_now, 1)))
        if abs(today - then) > max(_SHARE, _SIGMAS * error):
            shifts.append(Shift(what, each, then, today))
    return shifts


def new_words(model: Model, letters: Sequence[Tokens], citizens: Sequence[str]) -> list[str]:
    """List the words that a model does not know and several citizens wrote.

    Parameters
    ----------
    model : Model
        The model.
    letters : sequence of Tokens
        Of masked text.
    citizens : sequence of str
        Who wrote each.

    Returns
    -------
    list of str
        Lemmas, by falling number of citizens.
    """
    writers: dict[str, set[str]] = {}
    for letter, citizen in zip(letters, citizens, strict=True):
        for sentence in letter.text:
            for lemma in sentence.lemmas:
                if lemma.isalpha() and LEMMA + lemma not in model.vectorizer.vocabulary_:
                    writers.setdefault(lemma, set()).add(citizen)
    shown = [lemma for lemma, names in writers.items() if len(names) >= _CITIZENS]
    return sorted(shown, key=lambda lemma: (-len(writers[lemma]), lemma))
