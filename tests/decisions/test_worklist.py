"""The worklist's search and filters, the same on both databases."""

from __future__ import annotations

import pytest

from classifier.decisions.database import Database
from classifier.decisions.worklist import FLAGS, Filter, following, listing
from tests.decisions.conftest import Add


@pytest.fixture
def _letters(add: Add) -> None:
    add(
        "brev-åben",
        "Åse fra Ødegård skrev om cykelsti/fortov den 3-4. Det er en svær sag, jeg er træt.",
        subject="Emne",
    )
    add("brev-anden", "Om et helt andet ærinde: a@b.example.", received="2025-01-01", points=("begrundelse",))


@pytest.mark.usefixtures("_letters")
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("åse", ["brev-åben"]),
        ("ØDEG", ["brev-åben"]),
        ("fortov", ["brev-åben"]),
        ("cykelsti/fortov 3-4", ["brev-åben"]),
        ("a@b.example", ["brev-anden"]),
        ("jeg er en", ["brev-åben"]),
        ("e", []),
        ("emn", ["brev-åben"]),
        ("brev", ["brev-anden", "brev-åben"]),
        ("brev_åben", ["brev-åben"]),
        ("helt svær", []),
        ('" OR 1=1 --', []),
        ("NEAR(a b)", []),
        ("'; DROP TABLE letters; --", []),
        ("a\0b", ["brev-anden"]),
        ("\ud800", []),
        ("&|!():*", []),
    ],
)
def test_words(words: str, found: list[str], database: Database) -> None:
    """All must be there, three letters begin a word, case and signs between words do not matter; nothing is run."""
    with database.reading() as session:
        assert [item.id for item in listing(session, Filter(words=words)).items] == found


@pytest.mark.usefixtures("_letters")
@pytest.mark.parametrize(
    ("wanted", "number"),
    [
        (Filter(), 2),
        (Filter(state="all", point="begrundelse"), 1),
        (Filter(point="begrundelse", words="ærinde"), 1),
        (Filter(area="SS", since="2026-01-01"), 1),
        (Filter(until="2025-12-31"), 1),
        (Filter(area="a\0", point="\0", since="\0", until="\ud800"), 0),
        *((Filter(state="all", flag=flag), 0) for flag in FLAGS if flag != "review"),
    ],
)
def test_filters(wanted: Filter, number: int, database: Database) -> None:
    """Alone and together; what no database can hold finds nothing and breaks nothing."""
    with database.reading() as session:
        found = listing(session, wanted)
        assert (found.total, len(found.items)) == (number, number)
        assert (following(session, wanted) is None) == (number == 0)
