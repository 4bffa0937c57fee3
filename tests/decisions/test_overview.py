"""What waits, the year so far, and the agreement of letters that were read without suggestions first."""

from __future__ import annotations

from datetime import date

import pytest

from classifier.decisions.database import Database
from classifier.decisions.decide import decide
from classifier.decisions.overview import agreement, agreement_by_point, waiting, years
from classifier.decisions.state import Change
from classifier.decisions.year import year_so_far
from classifier.taxonomy import Taxonomy
from tests.decisions.conftest import ACUTE, Add

DAY = date(2026, 5, 10)


def test_what_waits(database: Database, add: Add, taxonomy: Taxonomy) -> None:
    """Confirmed letters wait no more, but a promised reply does."""
    with database.reading() as session:
        assert waiting(session, DAY).all == 0
    add("akut", "Et.", hints=(ACUTE,), received="2026-02-01")
    add("blind", "To.", blind=True)
    late, soon, own, done = (add(name, f"Brev {name}.", points=()) for name in ("sen", "snart", "egen", "færdig"))
    for row, *changes in (
        (late, Change("reply", {"date": "2026-05-09"})),
        (soon, Change("reply", {"date": "2026-05-17"})),
        (own, Change("own", {"value": True})),
        (done, Change("reply", {"date": "2026-05-01"}), Change("confirm")),
    ):
        decide(database, row.pk, 0, "Anna", changes, taxonomy)
    with database.reading() as session:
        found = waiting(session, DAY)
        assert years(session) == (2026,)
    assert (found.all, found.acute, found.blind, found.own_office) == (5, 1, 1, 1)
    assert (found.overdue, found.soon, found.oldest) == (2, 1, "2026-02-01")


def read(database: Database, add: Add, taxonomy: Taxonomy, number: int, found: str | None, year: int = 2026) -> None:
    """Read a letter without suggestions; sagsbehandlingstid and venlig-optraeden are suggested."""
    row = add(f"{year}-{number}", f"Brev {number} i {year}.", blind=True, received=f"{year}-03-01")
    points = [Change("add", {"point": found})] if found else []
    plain = [Change("kind", {"kind": "klage"}), Change("area", {"area": "SS"})]
    decide(database, row.pk, 0, "Anna", [*plain, *points, Change("reveal")], taxonomy)
    if number == 0:
        judged = [Change("accept", {"point": "venlig-optraeden"}), Change("accept", {"point": "sagsbehandlingstid"})]
        decide(database, row.pk, 1, "Anna", [*judged, Change("confirm")], taxonomy)


def test_agreement_rests_on_first_readings(database: Database, add: Add, taxonomy: Taxonomy) -> None:
    """A point from ten letters on, with intervals; what is accepted later does not count as found."""
    for number in range(10):
        read(database, add, taxonomy, number, "sagsbehandlingstid" if number < 9 else "begrundelse")
    with database.reading() as session:
        few, none = agreement(session, taxonomy, 2026), agreement_by_point(session, taxonomy)
    assert (few.letters, few.drawn, few.overlooked, none.rare, none.points) == (10, 10, 1, 2, ())
    assert (few.found.part, few.found.whole, few.right.part, few.right.whole) == (9, 10, 9, 20)
    assert few.found.low is not None
    assert few.found.low < 0.9 < (few.found.high or 0)
    read(database, add, taxonomy, 10, "sagsbehandlingstid", 2025)
    add("ulæst", "Endnu et.", blind=True)
    with database.reading() as session:
        all_, each = agreement(session, taxonomy), agreement_by_point(session, taxonomy)
        assert agreement(session, taxonomy, 2025).found.low is None
    assert (all_.letters, all_.drawn, each.models) == (11, 12, ("prøve@0123456789ab",))
    (point,) = each.points
    assert (point.point, point.found.part, point.found.whole, point.found.value) == ("sagsbehandlingstid", 10, 10, 1.0)
    # No error in ten letters is no proof that there is none.
    assert point.found.low == pytest.approx(0.722, abs=0.001)


def test_nothing_read_yet(database: Database, add: Add, taxonomy: Taxonomy) -> None:
    """No figure at all."""
    add()
    with database.reading() as session:
        found, each = agreement(session, taxonomy, 2026), agreement_by_point(session, taxonomy)
    assert (found.letters, found.found.value, found.found.low, each.points) == (0, None, None, ())


def test_the_year_is_counted_as_the_report_counts(database: Database, add: Add, taxonomy: Taxonomy) -> None:
    """Confirmed letters alone."""
    read(database, add, taxonomy, 0, "begrundelse")
    add("venter", "Venter.")
    figures = year_so_far(database, taxonomy, 2026, "citizen")
    assert (figures["contacts"]["total"], figures["points"]["total"]) == (1, 3)
    assert year_so_far(database, taxonomy, 2020, "citizen")["contacts"]["total"] == 0
