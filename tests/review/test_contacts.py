"""A contact entered by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from classifier.decisions.database import Database
from classifier.decisions.schema import CitizenRow, LetterRow
from classifier.review.app import create_app
from classifier.review.desk import Office
from tests.review.conftest import TOKEN, Visitor

CALL: dict[str, Any] = {
    "kind": "klage", "place": "SS/Pleje og Sundhed", "channel": "telefon", "received": "2026-03-01", "resident": "ja",
    "office": "nej", "point1": "Begrundelse", "point3": "vejledning", "citizen": "borger-7",
    "note": "Ringede to gange.", "case_no": "24-1",
}  # fmt: skip


def test_a_telephone_call(visitor: Visitor, base: Database) -> None:
    """Confirmed at once, counted like a letter."""
    path = visitor.post("/new", **CALL)
    page = visitor.get(path)
    assert "H-2026-0001" in page
    assert "Ingen tekst." in page
    with base.reading() as session:
        row = session.scalars(select(LetterRow)).one()
        assert session.scalars(select(CitizenRow.key)).all() == ["borger-7"]
    assert (row.done, row.kind, row.area, row.unit, row.channel) == (1, "klage", "SS", "Pleje og Sundhed", "telefon")
    assert (row.resident, row.answered_by_office, row.note) == (True, False, "Ringede to gange.")
    assert visitor.post("/new", **{**CALL, "citizen": ""}) != path


@pytest.mark.parametrize("masked", [False, True])
def test_a_text_where_the_database_is_masked(masked: bool, office: Office, base: Database) -> None:
    """Kept as letters are, hints too; the note is the person's own."""
    client = TestClient(create_app(replace(office, masked=masked)), follow_redirects=True)
    client.get(f"/start?token={TOKEN}")
    visitor = Visitor(client)
    text = "Mit navn er Bodil Holm, bodil@holm.example. Mit barn Bodil Holm er i fare, og hun bliver slået derhjemme."
    visitor.post("/new", **{**CALL, "text": text, "note": "Ring til Bodil Holm."})
    with base.reading() as session:
        row = session.scalars(select(LetterRow)).one()
    assert row.masked is masked
    assert ("bodil@holm.example" in row.text) is not masked
    assert row.hints
    assert ("Bodil" in f"{row.text} {row.subject} {row.hints}") is not masked
    assert row.note == "Ring til Bodil Holm."


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"kind": ""}, 422),
        ({"kind": "brok"}, 400),
        ({"place": "SS/Findes ikke"}, 400),
        ({"point1": "Noget andet"}, 400),
        ({"kind": "raad"}, 422),
        ({"received": "i går"}, 400),
        ({"received": "2999-01-01"}, 400),
        ({"csrf": "forkert"}, 403),
    ],
)
def test_what_is_wrong_is_told_and_nothing_kept(
    wrong: dict[str, str], status: int, visitor: Visitor, base: Database
) -> None:
    """What was typed is still there."""
    page = visitor.post("/new", status, **{**CALL, **wrong})
    if status != 403:
        assert 'role="alert"' in page
        assert "Ringede to gange." in page
    with base.reading() as session:
        assert session.scalars(select(LetterRow.pk)).all() == []
        assert session.scalars(select(CitizenRow.pk)).all() == []
