"""Points placed on the sentences that carry them, also through masking."""

from __future__ import annotations

import numpy as np
import pytest

from classifier.examples import Example, example_rows, examples_of
from classifier.records import LabelledLetter, Labels, Letter
from classifier.taxonomy import Taxonomy

SLOW, WHY = "sagsbehandlingstid", "begrundelse"
TEXT = (
    "Kære Bodil Rønnov. Jeg hedder Birthe Tolstrup. Ingen har svaret mig siden maj. Det er jul. Der står ikke hvorfor."
)


def example(text: str, evidence: dict[str, str], taxonomy: Taxonomy, **fields: object) -> Example:
    """Label a letter with the points of its evidence and of ``points``."""
    points = tuple(dict.fromkeys((*evidence, *fields.pop("points", ()))))  # type: ignore[misc]
    letter = LabelledLetter(Letter("b1", text), Labels("klage", "SS", "", points, evidence), **fields)  # type: ignore[arg-type]
    (made,) = examples_of([letter], taxonomy)
    return made


def placed(made: Example, point: str, taxonomy: Taxonomy) -> list[int]:
    """Return the sentences that carry a point."""
    return np.flatnonzero(made.sentence_targets[:, taxonomy.point_ids.index(point)]).tolist()


def test_evidence_is_found_behind_masked_names(taxonomy: Taxonomy) -> None:
    """Offsets go through the masking and back."""
    made = example(TEXT, {SLOW: "Ingen har svaret mig siden maj.", WHY: "Der står ikke hvorfor."}, taxonomy)
    assert "[NAVN]" in made.tokens.text[0].words
    assert (placed(made, SLOW, taxonomy), placed(made, WHY, taxonomy)) == ([2], [4])
    assert not made.unplaced.any()
    assert set(np.flatnonzero(made.targets)) == {taxonomy.point_ids.index(point) for point in (SLOW, WHY)}


@pytest.mark.parametrize(
    ("passage", "sentences"),
    [
        ("Ingen har svaret mig siden maj. Det er jul.", [2, 3]),
        ("har svaret mig", [2]),
        ("svaret mig siden maj. Det er jul.", [2, 3]),
        ("maj. Det er jul.", [3]),
        ("Kære Bodil", [0]),
    ],
    ids=["two sentences", "inside one", "more than half", "a word of the first", "a masked name"],
)
def test_half_a_sentence_or_half_the_passage(passage: str, sentences: list[int], taxonomy: Taxonomy) -> None:
    """Must be covered for a sentence to carry the point."""
    assert placed(example(TEXT, {SLOW: passage}, taxonomy), SLOW, taxonomy) == sentences


def test_point_without_passage_is_unplaced(taxonomy: Taxonomy) -> None:
    """It is kept as the whole letter's."""
    made = example(TEXT, {SLOW: "Ingen har svaret mig siden maj."}, taxonomy, points=(WHY,))
    assert np.flatnonzero(made.unplaced).tolist() == [taxonomy.point_ids.index(WHY)]


def test_ids_and_group_survive(few: list[LabelledLetter], examples: list[Example]) -> None:
    """In order; a letter without a group is its own."""
    assert [made.id for made in examples] == [letter.id for letter in few]
    assert [made.group for made in examples] == [letter.group for letter in few]


def test_letter_without_group_is_its_own(taxonomy: Taxonomy) -> None:
    """So that it is held out by itself."""
    assert example(TEXT, {}, taxonomy).group == "b1"


def test_rows_of_a_letter(taxonomy: Taxonomy) -> None:
    """Each sentence, each pair, and the whole only where a point has no passage."""
    made = example(TEXT, {SLOW: "Ingen har svaret mig siden maj."}, taxonomy)
    rows = example_rows([made], len(taxonomy.points))
    assert rows.members == [(i, i + 1) for i in range(5)] + [(i, i + 2) for i in range(4)]
    carries = rows.targets[:, taxonomy.point_ids.index(SLOW)]
    assert np.flatnonzero(carries).tolist() == [2, 6, 7]
    unplaced = example(TEXT, {}, taxonomy, points=(WHY,))
    assert example_rows([unplaced], len(taxonomy.points)).members[-1] == (0, 5)


def test_rows_of_a_passage(taxonomy: Taxonomy) -> None:
    """It stands whole, with all its points."""
    made = example(TEXT, {SLOW: "Ingen har svaret mig siden maj."}, taxonomy, passage=True)
    rows = example_rows([made, made], len(taxonomy.points))
    assert rows.members == [(0, 5), (5, 10)]
    assert rows.targets.sum() == 2


def test_empty_texts_have_no_rows(taxonomy: Taxonomy) -> None:
    """And do no harm."""
    rows = example_rows([example("", {}, taxonomy), example("...", {}, taxonomy)], len(taxonomy.points))
    assert rows.members == []
    assert rows.targets.shape == (0, len(taxonomy.points))
