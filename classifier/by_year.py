"""Year discipline: what a model trained on the earlier years gives on the newest, beside a random split."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from classifier.errors import InputError, LabelError
from classifier.evaluation import Evaluation, Judged, evaluate
from classifier.examples import Example, examples_of
from classifier.model.bundle import Model
from classifier.provenance import citizen_of, fingerprint, is_invented, year_of
from classifier.records import LabelledLetter
from classifier.tagging import predictions
from classifier.taxonomy import Taxonomy
from classifier.training import TrainingSettings, train

__all__ = ["ByYear", "by_year", "check_years", "newest_year"]


@dataclass(frozen=True, slots=True)
class ByYear:
    """The two splits.

    Attributes
    ----------
    year : str
        The newest year.
    letters : mapping of str to int
        Letters a year.
    known_citizens : int
        Letters of the newest year whose citizen wrote in an earlier one as well.
    newest : Evaluation
        Trained on the earlier years, measured on the newest.
    random : Evaluation
        Trained on all years but as many letters drawn by chance (citizen by citizen), measured on those.
    """

    year: str
    letters: Mapping[str, int]
    known_citizens: int
    newest: Evaluation
    random: Evaluation

    @property
    def difference(self) -> float:
        """How much a random split flatters: its micro-F1 less the newest year's."""
        return self.random.point_total.f1 - self.newest.point_total.f1


def newest_year(letters: Sequence[LabelledLetter]) -> str:
    """Return the newest year of letters.

    Parameters
    ----------
    letters : sequence of LabelledLetter
        Each with a year, in its column ``year`` or its day of receipt.

    Returns
    -------
    str
        Four digits.

    Raises
    ------
    LabelError
        If a letter has no year (the first is named).
    """
    for letter in letters:
        if not year_of(letter):
            raise LabelError("The letter has no year.", letter.letter.source, "Fill the column year or received.")
    return max(year_of(letter) for letter in letters)


def check_years(training: Sequence[LabelledLetter], test: Sequence[LabelledLetter], year: str) -> None:
    """Refuse a test whose letters, or whose year, training has seen.

    Parameters
    ----------
    training : sequence of LabelledLetter
        What is learned from; invented texts have no year.
    test : sequence of LabelledLetter
        What is measured on.
    year : str
        The test's year.

    Raises
    ------
    LabelError
        If a real letter to learn from is of that year, a later one or none, or a text stands on both sides.
    """
    tested = {fingerprint(letter.letter.text): letter.id for letter in test}
    for letter in training:
        same = tested.get(fingerprint(letter.letter.text))
        if same is not None and not is_invented(letter):
            what = f"The letter is also the test's letter {same}: training has seen it."
            raise LabelError(what, letter.letter.source or letter.id, "Take it out of one of the two.")
        if not is_invented(letter) and not "0" < year_of(letter) < year:
            told = year_of(letter) or "no year"
            raise LabelError(
                f"Training data holds a letter of {told}; the test year is {year}.",
                letter.letter.source or letter.id,
                "Train on earlier years only.",
            )


def by_year(
    letters: Sequence[LabelledLetter],
    former: Sequence[LabelledLetter],
    starter: Sequence[LabelledLetter],
    taxonomy: Taxonomy,
    settings: TrainingSettings | None = None,
    *,
    masking: bool = True,
    jobs: int = 1,
    progress: Callable[[str], object] = lambda step: None,
) -> ByYear:
    """Measure the newest year by a model of the years before, and beside it a random split.

    Parameters
    ----------
    letters : sequence of LabelledLetter
        Confirmed letters of one year or several; the newest is the test.
    former : sequence of LabelledLetter
        More letters to learn from, none of them of the newest year.
    starter : sequence of LabelledLetter
        Invented texts to learn from.
    taxonomy : Taxonomy
        The label book.
    settings : TrainingSettings, optional
        How to fit.
    masking : bool, default True
        Whether personal data is masked.
    jobs : int, default 1
        Fits at the same time.
    progress : callable, optional
        Called with the name of each step.

    Returns
    -------
    ByYear
        Deterministic.

    Raises
    ------
    InputError
        If there is no earlier year.
    LabelError
        If a letter has no year, or training has seen the test year.
    """
    settings = settings or TrainingSettings()
    if not letters:
        raise InputError("There is no letter to measure on.")
    year = newest_year(letters)
    test = [letter for letter in letters if year_of(letter) == year]
    earlier = [*former, *(letter for letter in letters if year_of(letter) != year)]
    if not earlier:
        raise InputError(
            f"All letters are of {year}: there is no earlier year.", remedy="Add letters of earlier years."
        )
    check_years([*earlier, *starter], test, year)
    counts: dict[str, int] = {}
    for letter in (*earlier, *test):
        counts[year_of(letter)] = counts.get(year_of(letter), 0) + 1
    progress("masking and tokenising")
    base = examples_of(starter, taxonomy, masking=masking)
    old, new = (examples_of(part, taxonomy, masking=masking) for part in (earlier, test))
    everything = [*old, *new]
    drawn = _drawn([citizen_of(letter) for letter in (*earlier, *test)], len(new), settings.seed)
    sides = (
        (old, new),
        (
            [example for index, example in enumerate(everything) if index not in drawn],
            [example for index, example in enumerate(everything) if index in drawn],
        ),
    )
    results = []
    for learned, measured in sides:
        model, _ = train([*base, *learned], taxonomy, "by-year", settings, jobs=jobs, progress=progress)
        results.append(evaluate([_judged(model, example) for example in measured], taxonomy))
    before = {citizen_of(letter) for letter in earlier}
    known = sum(citizen_of(letter) in before for letter in test)
    return ByYear(year, dict(sorted(counts.items())), known, results[0], results[1])


def _drawn(citizens: Sequence[str], wanted: int, seed: int) -> set[int]:
    """Draw citizens until their letters are as many as wanted, never all of them."""
    names = sorted(set(citizens))
    order = np.random.default_rng(seed).permutation(len(names))
    chosen: set[int] = set()
    for index in order[:-1].tolist():
        if len(chosen) >= wanted:
            break
        chosen |= {row for row, name in enumerate(citizens) if name == names[index]}
    return chosen


def _judged(model: Model, example: Example) -> Judged:
    (prediction,) = predictions(model, [example.tokens], model.score([example.tokens]))
    # No text is kept, so evidence is not measured here.
    return Judged(example.id, replace(example.labels, evidence={}), prediction, {})
