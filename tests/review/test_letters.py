"""A letter on the page: every decision, and what is refused."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from classifier.decisions.database import Database
from classifier.decisions.schema import DecisionRow, LetterRow, PointRow
from classifier.records import Hint, Letter
from classifier.review.app import create_app
from classifier.review.desk import Office
from classifier.review.own_office import about_own_office
from classifier.taxonomy import Taxonomy
from tests.decisions.conftest import LATE, TEXT, put, tagged
from tests.review.conftest import TOKEN, Enter, Visitor


def statuses(base: Database) -> dict[str, str]:
    """Points of all letters with what became of them."""
    with base.reading() as session:
        return dict(session.execute(select(PointRow.point, PointRow.status)).all())


def test_suggestions_with_their_passages(visitor: Visitor, letter: LetterRow) -> None:
    """Names, how likely in words, the passage marked, definition and borders; no number with decimals."""
    page = visitor.get(f"/letters/{letter.pk}")
    assert "Sagsbehandlingstid og manglende svar" in page
    assert "meget sandsynligt" in page
    assert "0.9" not in page
    assert "0,9" not in page
    assert f"{LATE}</mark>" in page
    assert "<summary" in page


def test_the_way_of_a_letter(visitor: Visitor, letter: LetterRow, base: Database) -> None:
    """Judged, added, confirmed; then the list is empty."""
    path = f"/letters/{letter.pk}"
    assert visitor.post(path, action="accept", version=0, point="sagsbehandlingstid").startswith(path)
    visitor.post(path, action="reject", version=1, point="venlig-optraeden")
    visitor.post(path, action="add", version=2, point="Begrundelse")
    visitor.post(path, action="evidence", version=3, point="begrundelse", start=0, end=8)
    visitor.post(path, action="note", version=4, text="Ring til hende.")
    refused = visitor.post(path, 409, action="note", version=4, text="For sent.")
    assert "En anden har ændret brevet" in refused
    assert ">For sent.</textarea>" in refused
    assert visitor.post(path, action="confirm", version=5) == "/?"
    assert statuses(base) == {
        "sagsbehandlingstid": "accepted", "venlig-optraeden": "rejected", "begrundelse": "accepted",
    }  # fmt: skip
    assert "<strong>0</strong>" in visitor.get("/")
    assert "Ring til hende." in visitor.get(path)
    visitor.post(path, action="undo", version=6)
    assert "<strong>1</strong>" in visitor.get("/")


def test_a_note_comes_with_the_confirmation(visitor: Visitor, letter: LetterRow, base: Database) -> None:
    """Both or neither; what was refused is still there."""
    path = f"/letters/{letter.pk}"
    refused = visitor.post(path, 422, action="confirm", version=0, text="Ring mandag.")
    assert ">Ring mandag.</textarea>" in refused
    visitor.post(path, action="accept", version=0, point="sagsbehandlingstid")
    visitor.post(path, action="reject", version=1, point="venlig-optraeden")
    visitor.post(path, action="confirm", version=2, text="Ring mandag.")
    with base.reading() as session:
        assert session.execute(select(LetterRow.note, LetterRow.done)).one() == ("Ring mandag.", 1)
        actions = session.scalars(select(DecisionRow.action).order_by(DecisionRow.pk)).all()
    assert actions == ["accept", "reject", "note", "confirm"]


def test_pieces_for_htmx(visitor: Visitor, letter: LetterRow) -> None:
    """The letter alone, without the page around it; refusals too."""
    form = {"csrf": visitor.csrf(), "version": "0", "action": "accept", "point": "sagsbehandlingstid"}
    headers = {"hx-request": "true"}
    answer = visitor.client.post(f"/letters/{letter.pk}", data=form, headers=headers)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div id="work"')
    form["action"] = "confirm"
    answer = visitor.client.post(f"/letters/{letter.pk}", data={**form, "version": "1"}, headers=headers)
    assert answer.status_code == 422
    assert "ikke har taget stilling til" in answer.text


def test_a_letter_without_suggestions_first(visitor: Visitor, base: Database, taxonomy: Taxonomy) -> None:
    """Nothing of them stands on the page, in the list or in a filter, until they are shown."""
    hidden = "Sagsbehandlingstid og manglende svar"
    row = put(base, tagged(taxonomy, Letter("b", TEXT, received="2026-01-01")), blind=True)
    path = f"/letters/{row.pk}"
    page = visitor.get(path)
    assert "<mark" not in page
    assert f'<span class="n" aria-hidden="true">1</span> {hidden}' not in page
    assert "meget sandsynligt" not in page
    assert "prøve@" not in page
    assert "<strong>0</strong>" in visitor.get("/?point=sagsbehandlingstid")
    assert "Læses uden forslag" in visitor.post(path, 422, action="confirm", version=0).replace("Brevet læses", "Læses")
    visitor.post(path, action="add", version=0, point="begrundelse")
    visitor.post(path, action="reveal", version=1)
    assert hidden in visitor.get(path)
    assert "<mark" in visitor.get(path)


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&{{ 7919*104729 }}</mark></div>"


def test_a_hostile_letter_is_text(visitor: Visitor, base: Database, taxonomy: Taxonomy) -> None:
    """In every field, on every page."""
    text = f"{HOSTILE} {LATE}"
    letter = Letter(
        f"id{HOSTILE}", text, subject=HOSTILE, sender=HOSTILE, received="2026-01-01",
        hints=(Hint("acute", HOSTILE, HOSTILE),), extra={HOSTILE: HOSTILE},
    )  # fmt: skip
    row = put(base, tagged(taxonomy, letter))
    visitor.post(f"/letters/{row.pk}", action="note", version=0, text=HOSTILE)
    visitor.post(f"/letters/{row.pk}", action="accept", version=1, point="sagsbehandlingstid")
    for path in ("/", f"/letters/{row.pk}", f"/letters/{row.pk}/note"):
        page = visitor.get(path)
        assert "<script>alert" not in page
        assert "<img" not in page
        assert str(7919 * 104729) not in page
        assert html.escape("<script>alert(1)</script>") in page


def test_many_letters_of_a_citizen(visitor: Visitor, base: Database, taxonomy: Taxonomy) -> None:
    """Twenty are listed; how many there are is said, and where the rest is."""
    sent = (Letter(f"b-{n}", f"{TEXT} {n}", sender="bo@x.example", received=f"2026-01-{n:02}") for n in range(1, 24))
    rows = [put(base, tagged(taxonomy, letter)) for letter in sent]
    page = visitor.get(f"/letters/{rows[0].pk}")
    assert "22 andre henvendelser" in page
    assert f'<a href="/citizens/{rows[0].citizen_pk}">og 2 flere</a>' in page


def test_line_ends_keep_their_places(visitor: Visitor, base: Database, taxonomy: Taxonomy) -> None:
    """A browser joins carriage return and line feed, unless it is told not to."""
    row = put(base, tagged(taxonomy, Letter("b", f"En.\r\nTo.\r\n{LATE}")))
    assert "En.&#13;\nTo.&#13;\n" in visitor.get(f"/letters/{row.pk}")


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"action": "slet"}, 400),
        ({"action": "labels", "points": "begrundelse"}, 400),
        ({"action": "accept", "point": "findes-ikke"}, 400),
        ({"action": "accept", "point": "x" * 5000}, 400),
        ({"action": "evidence", "point": "sagsbehandlingstid", "start": "-1", "end": "3"}, 400),
        ({"action": "evidence", "point": "sagsbehandlingstid", "start": "1", "end": "9" * 30}, 400),
        ({"action": "kind", "kind": "klage", "version": "nul"}, 400),
        ({"action": "kind", "kind": "klage", "version": "7"}, 409),
        ({"action": "register", "value": "måske"}, 400),
        ({"action": "undo"}, 422),
        ({"action": "note", "text": "x" * 30_000}, 400),
        ({"action": "note", "text": "x" * 10_000_000}, 413),
        ({"action": "note", "text": "x", "csrf": "forkert"}, 403),
        ({}, 400),
    ],
)
def test_bad_forms_change_nothing(
    form: dict[str, str], status: int, visitor: Visitor, letter: LetterRow, base: Database
) -> None:
    """Each gets the right answer, and the letter stays as it was."""
    visitor.post(f"/letters/{letter.pk}", status, **{"version": "0", **form})
    with base.reading() as session:
        assert session.scalar(select(func.count()).select_from(DecisionRow)) == 0
        assert session.scalars(select(LetterRow.version)).all() == [0]


def test_for_the_case_system(visitor: Visitor, letter: LetterRow) -> None:
    """A table and a page to print; nothing in a cell runs as a formula."""
    path = f"/letters/{letter.pk}"
    visitor.post(path, action="accept", version=0, point="sagsbehandlingstid")
    visitor.post(path, action="reject", version=1, point="venlig-optraeden")
    visitor.post(path, action="note", version=2, text="=HYPERLINK(1)")
    visitor.post(path, action="confirm", version=3)
    rows = visitor.get(f"{path}/case.csv").splitlines()
    assert len(rows) == 2
    assert "Sagsbehandlingstid og manglende svar" in rows[1]
    assert "'=HYPERLINK" in rows[1]
    assert "Anna" in rows[1]
    note = visitor.get(f"{path}/note")
    assert LATE in note
    assert "bekræftet" in note


def test_the_table_is_written_as_the_setting_says(office: Office, letter: LetterRow) -> None:
    """Semicolons for a Danish Excel, commas and no mark for others."""
    for dialect, begins in (("excel-da", "\ufeffid;modtaget;"), ("rfc", "id,modtaget,")):
        client = TestClient(create_app(replace(office, csv_dialect=dialect)))
        client.get(f"/start?token={TOKEN}")
        assert client.get(f"/letters/{letter.pk}/case.csv").content.decode("utf-8").startswith(begins)


def test_who_confirmed(enter: Enter, letter: LetterRow) -> None:
    """Not who wrote a note afterwards, nor whose confirmation was taken back: the page and the table say the same."""
    path = f"/letters/{letter.pk}"
    anna, bo, dan = enter("Anna"), enter("Bo"), enter("Dan")
    anna.post(path, action="accept", version=0, point="sagsbehandlingstid")
    anna.post(path, action="reject", version=1, point="venlig-optraeden")
    anna.post(path, action="confirm", version=2)
    bo.post(path, action="reopen", version=3)
    bo.post(path, action="confirm", version=4)
    for version in (5, 6):  # the second confirmation, then the opening before it
        dan.post(path, action="undo", version=version)
    dan.post(path, action="note", version=7, text="Ring mandag.")
    dan.post(path, action="point_area", version=8, point="sagsbehandlingstid", area="KMT")
    row = anna.get(f"{path}/case.csv").splitlines()[1]
    note = re.sub(r"<header>.*</header>", "", anna.get(f"{path}/note"), flags=re.DOTALL)
    assert ";Anna;" in row
    assert "bekræftet af Anna" in note
    assert "(Klima, Miljø og Teknik)" in note
    for name in ("Bo", "Dan"):
        assert name not in row
        assert name not in note
    assert "Ring mandag." in note


def test_about_the_own_office(enter: Enter, letter: LetterRow) -> None:
    """Only who is independent decides; anybody may correct the mark."""
    path = f"/letters/{letter.pk}"
    anna = enter("Anna")
    anna.post(path, action="own", version=0, value="ja")
    assert "Du kan ikke afgøre dette brev" in anna.get(path)
    anna.post(path, 422, action="accept", version=1, point="sagsbehandlingstid")
    enter("Jura", independent=True).post(path, action="accept", version=1, point="sagsbehandlingstid")
    anna.post(path, action="own", version=2, value="nej")


def test_perhaps_about_the_own_office(visitor: Visitor, base: Database, taxonomy: Taxonomy) -> None:
    """The page asks; a person answers."""
    text = f"Jeg vil klage over borgerrådgiveren. {LATE}"
    path = f"/letters/{put(base, tagged(taxonomy, Letter('b', text))).pk}"
    assert "Måske om vores eget kontor" in visitor.get(path)
    visitor.post(path, action="own", version=0, value="ja")
    assert "Måske om vores eget kontor" not in visitor.get(path)
    assert "b" in visitor.get("/?flag=own")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Jeg klager på jeres egen behandling af sagen.", True),
        ("Borgerrådgiverens kontor har aldrig svaret mig.", True),
        ("Borgerrådgiveren lovede mig et møde i maj.", True),
        ("Kære borgerrådgiver\nKommunen har ikke svaret.", False),
        ("Kære borgerrådgiver, de svarede mig ikke.", False),
        ("Jeg vil klage over skolen til borgerrådgiveren. De har ikke svaret.", False),
        ("Jeg skrev til borgerrådgiveren om at kommunen ikke har svaret.", False),
    ],
)
def test_wordings_about_the_own_office(text: str, found: bool) -> None:
    """Plain ones; a letter to the office is not about it."""
    assert bool(about_own_office(text)) is found


def test_english(office: Office, letter: LetterRow) -> None:
    """By setting."""
    client = TestClient(create_app(replace(office, language="en")))
    client.get(f"/start?token={TOKEN}")
    page = client.get(f"/letters/{letter.pk}").text
    assert '<html lang="en">' in page
    assert "very likely" in page
    assert "Confirm and next" in page
    assert "Godkend" not in page
