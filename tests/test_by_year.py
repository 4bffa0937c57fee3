"""Year discipline: the newest year is never learned from."""

from __future__ import annotations

from dataclasses import replace

import pytest

from classifier.by_year import by_year, check_years, newest_year
from classifier.errors import InputError, LabelError
from classifier.records import LabelledLetter, Labels, Letter
from classifier.taxonomy import Taxonomy
from classifier.training import TrainingSettings

SMALL = TrainingSettings(folds=2)
SAID = {"2023": "Jeg har rykket for svar.", "2024": "Fristen er overskredet.", "2025": "Sagen samler støv på bordet."}


def year(name: str, number: int = 6) -> list[LabelledLetter]:
    """Letters of a year, which has its own words for the same point."""
    return [
        LabelledLetter(
            Letter(f"{name}-{n}", f"{SAID[name]} Brev {'abcdefgh'[n]}.", citizen=f"{name}{n}", extra={"year": name}),
            Labels("klage", "SS", "", ("sagsbehandlingstid",)),
            f"{name}{n}",
        )
        for n in range(number)
    ]


def test_new_words_make_the_newest_year_harder(few: list[LabelledLetter], taxonomy: Taxonomy) -> None:
    """A random split has seen them; the difference says by how much it flatters."""
    found = by_year([*year("2025"), *year("2023"), *year("2024")], [], few, taxonomy, SMALL)
    assert found.year == "2025"
    assert dict(found.letters) == {"2023": 6, "2024": 6, "2025": 6}
    assert (found.newest.letters, found.random.letters, found.known_citizens) == (6, 6, 0)
    assert found.difference > 0.1


def test_earlier_years_may_come_from_other_tables(few: list[LabelledLetter], taxonomy: Taxonomy) -> None:
    """The newest year of the gold is tested."""
    found = by_year(year("2025"), year("2024"), few, taxonomy, SMALL)
    assert dict(found.letters) == {"2024": 6, "2025": 6}


def test_test_year_in_training_is_an_error(few: list[LabelledLetter], taxonomy: Taxonomy) -> None:
    """As a year, a later one, none, or the same text under another year."""
    test = year("2024")
    for letter, message in (
        (year("2024", 1)[0], "also the test's letter 2024-0"),
        (replace(year("2025", 1)[0]), "holds a letter of 2025; the test year is 2024"),
        (LabelledLetter(Letter("x", "Et brev."), Labels()), "holds a letter of no year"),
    ):
        with pytest.raises(LabelError, match=message):
            by_year(test, [letter], few, taxonomy, SMALL)
    check_years([*year("2023"), *few], test, "2024")


def test_years_are_needed(few: list[LabelledLetter], taxonomy: Taxonomy) -> None:
    """Of every letter, and at least two."""
    bare = LabelledLetter(Letter("x", "Et brev.", source="t.csv#2"), Labels())
    with pytest.raises(LabelError, match=r"t\.csv#2: The letter has no year"):
        by_year([*year("2024"), bare], [], few, taxonomy, SMALL)
    with pytest.raises(InputError, match="All letters are of 2024"):
        by_year(year("2024"), [], few, taxonomy, SMALL)
    with pytest.raises(InputError, match="no letter"):
        by_year([], [], few, taxonomy, SMALL)
    received = LabelledLetter(Letter("x", "Et brev.", received="2026-02-03"), Labels())
    assert newest_year([*year("2024"), received]) == "2026"
