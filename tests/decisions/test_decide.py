"""Decisions: checked, kept, taken back, never overwritten."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import event, func, select

from classifier.decisions.database import Database
from classifier.decisions.decide import decide
from classifier.decisions.schema import FAR, DecisionRow, LetterRow, PointRow
from classifier.decisions.state import Change, State
from classifier.errors import ConflictError, InputError, KlagepunktError, RefusedError
from classifier.taxonomy import Taxonomy
from tests.decisions.conftest import TEXT, Add

Do = Callable[..., State]


@pytest.fixture
def do(database: Database, taxonomy: Taxonomy) -> Do:
    """Decide on the newest version of a letter."""

    def do(pk: int, action: str, *, independent: bool = False, **data: object) -> State:
        version = read(database, pk).version
        return decide(database, pk, version, "Anna", [Change(action, data)], taxonomy, independent=independent)

    return do


def read(database: Database, pk: int) -> LetterRow:
    """Return a letter."""
    with database.reading() as session:
        row = session.get(LetterRow, pk)
        assert row is not None
        return row


def test_what_was_decided_before_is_read_once(database: Database, add: Add, taxonomy: Taxonomy) -> None:
    """However many changes come together."""
    pk = add().pk
    changes = [Change("accept", {"point": "sagsbehandlingstid"}), Change("note", {"text": "Ring."})]
    asked: list[str] = []

    def noted(*given: object) -> None:
        asked.append(str(given[2]))

    event.listen(database.engine, "before_cursor_execute", noted)
    state = decide(database, pk, 0, "Anna", changes, taxonomy)
    event.remove(database.engine, "before_cursor_execute", noted)
    assert (state.accepted, state.note) == (("sagsbehandlingstid",), "Ring.")
    for table in ("suggestions", "decisions"):
        assert sum(f"FROM {table}" in statement for statement in asked) == 1


def test_a_day_with_a_letter(database: Database, add: Add, do: Do) -> None:
    """Accept, reject, add, confirm: what lists and counts read is the same as the state."""
    pk = add().pk
    do(pk, "accept", point="sagsbehandlingstid")
    do(pk, "reject", point="venlig-optraeden")
    do(pk, "add", point="Begrundelse")
    do(pk, "area", area="KMT", unit="Park og Vej")
    do(pk, "reply", date="2026-04-01")
    state = do(pk, "confirm")
    assert state.done
    row = read(database, pk)
    assert (row.done, row.area, row.unit, row.reply_order, row.decided_by) == (
        1,
        "KMT",
        "Park og Vej",
        "2026-04-01",
        "Anna",
    )
    with database.reading() as session:
        points = dict(session.execute(select(PointRow.point, PointRow.status)).all())
        assert session.scalar(select(func.count()).select_from(DecisionRow)) == 6
    assert points == {"sagsbehandlingstid": "accepted", "venlig-optraeden": "rejected", "begrundelse": "accepted"}
    do(pk, "answered", date="2026-03-20")
    assert read(database, pk).reply_order == FAR


@pytest.mark.parametrize(
    ("action", "data", "message"),
    [
        ("accept", {"point": "findes-ikke"}, "findes-ikke"),
        ("accept", {"point": "begrundelse"}, "does not have the point"),
        ("kind", {"kind": "brok"}, "brok"),
        ("area", {"area": "KMT", "unit": "Dagtilbud"}, "Dagtilbud"),
        ("evidence", {"point": "sagsbehandlingstid", "start": 5, "end": len(TEXT) + 1}, "does not stand"),
        ("evidence", {"point": "sagsbehandlingstid", "start": 5, "end": 5}, "does not stand"),
        ("note", {"text": "x" * 20_001}, "20000 characters"),
        ("reply", {"date": "1. april"}, "date is none"),
        ("register", {"value": None}, "neither yes nor no"),
        ("citizen", {"key": " "}, "no key"),
        ("slet", {}, "no such action"),
        ("confirm", {}, "2 suggested points"),
        ("reveal", {}, "shown already"),
        ("undo", {}, "nothing to take back"),
    ],
)
def test_what_is_refused_changes_nothing(
    action: str, data: dict[str, object], message: str, database: Database, add: Add, do: Do
) -> None:
    """Not even the version."""
    pk = add().pk
    with pytest.raises(KlagepunktError, match=message):
        do(pk, action, **data)
    assert read(database, pk).version == 0
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(DecisionRow)) == 0


def test_an_unknown_letter(database: Database, taxonomy: Taxonomy) -> None:
    """Named."""
    with pytest.raises(InputError, match="no such letter"):
        decide(database, 77, 0, "Anna", [Change("note", {"text": ""})], taxonomy)


def test_two_people_at_once(database: Database, taxonomy: Taxonomy, add: Add) -> None:
    """Of twenty who decide on the same version one wins, and the others are told."""
    pk = add().pk
    outcomes: list[str] = []

    def try_it(number: int) -> None:
        try:
            decide(database, pk, 0, f"person {number}", [Change("note", {"text": str(number)})], taxonomy)
            outcomes.append("kept")
        except ConflictError:
            outcomes.append("conflict")

    threads = [threading.Thread(target=try_it, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["conflict"] * 19 + ["kept"]
    assert read(database, pk).version == 1


def test_no_points_on_what_is_no_complaint(database: Database, add: Add, do: Do) -> None:
    """Suggestions fall away; a point that a person accepted must be taken back first."""
    pk = add().pk
    do(pk, "kind", kind="raad")
    do(pk, "accept", point="sagsbehandlingstid")
    with pytest.raises(RefusedError, match="Only a complaint"):
        do(pk, "confirm")
    do(pk, "reject", point="sagsbehandlingstid")
    assert do(pk, "confirm").accepted == ()
    with database.reading() as session:
        assert set(session.scalars(select(PointRow.status))) == {"rejected"}


def test_read_without_suggestions_first(add: Add, do: Do) -> None:
    """What was thought then is kept for good."""
    pk = add(blind=True).pk
    with pytest.raises(RefusedError, match="without suggestions"):
        do(pk, "confirm")
    do(pk, "kind", kind="klage")
    do(pk, "add", point="begrundelse")
    assert do(pk, "reveal").undecided == ("sagsbehandlingstid", "venlig-optraeden")
    with pytest.raises(RefusedError, match="shown already"):
        do(pk, "reveal")


def test_the_office_does_not_decide_on_itself(add: Add, do: Do) -> None:
    """But for taking the mark away; another person does."""
    pk = add().pk
    do(pk, "own", value=True)
    with pytest.raises(RefusedError, match="somebody else"):
        do(pk, "accept", point="sagsbehandlingstid")
    do(pk, "accept", point="sagsbehandlingstid", independent=True)
    do(pk, "own", value=False)
    do(pk, "accept", point="venlig-optraeden")


def test_undo_reopens(database: Database, add: Add, do: Do) -> None:
    """The last step of all."""
    pk = add(points=()).pk
    do(pk, "confirm")
    assert read(database, pk).done == 1
    do(pk, "undo")
    assert read(database, pk).done == 0
