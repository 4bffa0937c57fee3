"""Citizens found to be one, found to be two; on SQLite and on PostgreSQL."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from classifier.decisions.citizens import CitizenView, citizen, merge, separate, split
from classifier.decisions.database import Database
from classifier.decisions.schema import CitizenRow, LetterRow
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
    with database.reading() as session:
        assert citizen(session, 999) is None
    assert ids(database, pk) == ["a"]
