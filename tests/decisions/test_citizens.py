"""Citizens found to be one, found to be two; on SQLite and on PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from classifier.decisions.citizens import CitizenView, citizen, merge, separate, split
from classifier.decisions.database import Database
from classifier.decisions.decide import decide
from classifier.decisions.erasure import erase
from classifier.decisions.schema import CitizenRow, LetterRow
from classifier.decisions.state import Change
from classifier.errors import InputError, RefusedError
from classifier.taxonomy import Taxonomy
from tests.decisions.conftest import Add


def view(database: Database, pk: int | None) -> CitizenView:
    """A citizen."""
    with database.reading() as session:
        found = citizen(session, pk or 0)
    assert found is not None
    return found


def ids(database: Database, pk: int | None) -> list[str]:
    """Ids of a citizen's letters."""
    return [each.id for each in view(database, pk).letters]


def test_two_keys_of_one_citizen(database: Database, add: Add, taxonomy: Taxonomy) -> None:
    """Letters move, later ones of the key follow, whoever has one open is told; taken back, they are two again."""
    mine, other = add("a", "Et."), add("b", "To.")
    with database.writing() as session:
        assert merge(session, mine.citizen_pk or 0, "b@holm.example", "Anna", taxonomy) == 1
    later = add("c", "Tre.", sender="b@holm.example")
    assert sorted(ids(database, mine.citizen_pk)) == ["a", "b", "c"]
    assert [key for _, key in view(database, mine.citizen_pk).merged] == ["b@holm.example"]
    assert view(database, other.citizen_pk).merged_into == mine.citizen_pk
    with database.reading() as session:
        assert session.scalars(select(LetterRow.version).where(LetterRow.pk == other.pk)).one() == 1
    with database.writing() as session, pytest.raises(RefusedError, match="one citizen already"):
        merge(session, mine.citizen_pk or 0, "b", "Anna", taxonomy)
    with database.writing() as session:
        assert separate(session, other.citizen_pk or 0, "Anna", taxonomy) == 2
    assert ids(database, mine.citizen_pk) == ["a"]
    assert sorted(ids(database, other.citizen_pk)) == ["b", "c"]
    assert later.citizen_pk == mine.citizen_pk
    with database.writing() as session, pytest.raises(RefusedError, match="merged with nobody"):
        separate(session, other.citizen_pk or 0, "Anna", taxonomy)


def test_merged_by_the_id_of_a_letter_and_twice_over(database: Database, add: Add, taxonomy: Taxonomy) -> None:
    """Whatever was merged into the other goes along."""
    first, second, third = (add(name, f"Brev {name}.") for name in "abc")
    with database.writing() as session:
        merge(session, second.citizen_pk or 0, "c", "Anna", taxonomy)
        merge(session, first.citizen_pk or 0, "c", "Anna", taxonomy)
    assert sorted(ids(database, first.citizen_pk)) == ["a", "b", "c"]
    assert len(view(database, first.citizen_pk).merged) == 2
    assert view(database, third.citizen_pk).merged_into == first.citizen_pk


def test_merged_from_the_page_of_one_who_is_merged(database: Database, add: Add, taxonomy: Taxonomy) -> None:
    """The one whom both are found to be stays; none of the three is parted from the others."""
    first, second, third = (add(name, f"Brev {name}.") for name in "abc")
    with database.writing() as session:
        merge(session, first.citizen_pk or 0, "b", "Anna", taxonomy)
        assert merge(session, second.citizen_pk or 0, "c", "Anna", taxonomy) == 1
        with pytest.raises(RefusedError, match="one citizen already"):
            merge(session, second.citizen_pk or 0, "a", "Anna", taxonomy)
    assert sorted(ids(database, first.citizen_pk)) == ["a", "b", "c"]
    assert view(database, first.citizen_pk).merged_into is None
    for each in (second, third):
        assert view(database, each.citizen_pk).merged_into == first.citizen_pk
    assert sorted(ids(database, add("d", "Brev d.", sender="b@holm.example").citizen_pk)) == ["a", "b", "c", "d"]


def test_letters_that_came_under_a_key_without_a_sender_go_back(
    database: Database, add: Add, taxonomy: Taxonomy
) -> None:
    """Those of the key alone: neither the other's own letters from the same address, nor what a person moved."""
    mine, other, third = (add(name, f"Brev {name}.", citizen=f"k-{name}") for name in "abc")
    with database.writing() as session:
        merge(session, mine.citizen_pk or 0, "k-b", "Anna", taxonomy)
    later = add("d", "Brev d.", citizen="k-b", sender="")
    same_address = add("e", "Brev e.", citizen="k-a", sender="k-b")
    decide(database, third.pk, 0, "Anna", [Change("citizen", {"key": "k-a"})], taxonomy)
    assert later.citizen_pk == same_address.citizen_pk == mine.citizen_pk
    with database.writing() as session:
        assert separate(session, other.citizen_pk or 0, "Anna", taxonomy) == 2
    assert sorted(ids(database, other.citizen_pk)) == ["b", "d"]
    assert sorted(ids(database, mine.citizen_pk)) == ["a", "c", "e"]


@pytest.mark.parametrize("erased", [False, True], ids=["", "erased"])
def test_taken_back_on_either_level(
    erased: bool, database: Database, add: Add, taxonomy: Taxonomy, tmp_path: Path
) -> None:
    """C into B, B into A: C's letters go back to C; those of B to B, and C with it, as it was before."""
    rows = [add(name, f"Brev {name}.") for name in "abc"]
    if erased:
        erase(database, [row.pk for row in rows], "Anna", taxonomy, tmp_path)
    first, second, third = (row.citizen_pk or 0 for row in rows)

    def numbers(pk: int) -> list[int]:
        return sorted(each.pk for each in view(database, pk).letters)

    with database.writing() as session:
        for stays, goes in ((second, third), (first, second)):
            merge(session, stays, session.get_one(CitizenRow, goes).key, "Anna", taxonomy)
        assert separate(session, third, "Anna", taxonomy) == 1
    assert (numbers(first), numbers(third)) == ([rows[0].pk, rows[1].pk], [rows[2].pk])
    with database.writing() as session:
        assert separate(session, second, "Anna", taxonomy) == 1
        for stays, goes in ((second, third), (first, second)):
            merge(session, stays, session.get_one(CitizenRow, goes).key, "Anna", taxonomy)
        assert separate(session, second, "Anna", taxonomy) == 2
    assert (numbers(first), numbers(second)) == ([rows[0].pk], [rows[1].pk, rows[2].pk])
    assert view(database, third).merged_into == second
    with database.writing() as session:
        assert separate(session, third, "Anna", taxonomy, head=second) == 1
    assert numbers(third) == [rows[2].pk]


def test_one_key_of_two_citizens(database: Database, add: Add, taxonomy: Taxonomy) -> None:
    """The chosen letters get a key of their own, and another the next time."""
    rows = [add(name, f"Brev {name}.", sender="ægtepar@holm.example") for name in "abc"]
    pk = rows[0].citizen_pk or 0
    with database.writing() as session:
        new = split(session, pk, [rows[1].pk], "Anna", taxonomy)
        another = split(session, pk, [rows[2].pk], "Anna", taxonomy)
        keys = session.scalars(select(CitizenRow.key).order_by(CitizenRow.pk)).all()
    assert (ids(database, pk), ids(database, new), ids(database, another)) == (["a"], ["b"], ["c"])
    assert keys == ["ægtepar@holm.example", "ægtepar@holm.example#2", "ægtepar@holm.example#3"]


def test_what_cannot_be(database: Database, add: Add, taxonomy: Taxonomy) -> None:
    """Each is refused, and nothing is moved."""
    mine, other = add("a", "Et."), add("b", "To.")
    pk = mine.citizen_pk or 0
    with database.writing() as session:
        with pytest.raises(InputError, match="no such citizen"):
            merge(session, pk, "findes@ikke.example", "Anna", taxonomy)
        with pytest.raises(InputError, match="no such citizen"):
            merge(session, 999, "b", "Anna", taxonomy)
        with pytest.raises(InputError, match="Choose letters"):
            split(session, pk, [], "Anna", taxonomy)
        with pytest.raises(InputError, match="Choose letters"):
            split(session, pk, [other.pk], "Anna", taxonomy)
        with pytest.raises(RefusedError, match="No letter would be left"):
            split(session, pk, [mine.pk], "Anna", taxonomy)
    third = add("c", "Tre.")
    with database.writing() as session:
        merge(session, other.citizen_pk or 0, "c", "Anna", taxonomy)
        with pytest.raises(InputError, match="no such citizen merged"):
            separate(session, third.citizen_pk or 0, "Anna", taxonomy, head=pk)
    with database.reading() as session:
        assert citizen(session, 999) is None
    assert ids(database, pk) == ["a"]
