"""Tagged letters come in once, with their suggestions."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import func, select

from classifier.decisions.blind import Draw
from classifier.decisions.database import Database
from classifier.decisions.intake import Intake
from classifier.decisions.schema import CitizenRow, LetterRow, PointRow, SuggestionRow
from classifier.pseudonyms import Pseudonyms
from classifier.records import Hint, Letter
from classifier.taxonomy import Taxonomy
from tests.decisions.conftest import ACUTE, LATE, TEXT, tagged


def letters_in(database: Database) -> list[LetterRow]:
    """All letters, in order."""
    with database.reading() as session:
        return list(session.scalars(select(LetterRow).order_by(LetterRow.pk)))


def test_a_letter_with_its_suggestions(database: Database, taxonomy: Taxonomy) -> None:
    """What the worklist sorts by is there."""
    letter = Letter("b", TEXT, received="2026-03-01", sender="B@holm.example", hints=(ACUTE,), extra={"case_no": "7"})
    intake = Intake(database, expected_letters=1_000_000)
    each = tagged(taxonomy, letter)
    assert list(intake.take([each])) == [each]
    assert (intake.taken.new, intake.taken.known) == (1, 0)
    (row,) = letters_in(database)
    assert (row.urgency, row.done, row.year, row.extra) == (0, 0, 2026, {"case_no": "7"})
    with database.reading() as session:
        point = session.get(PointRow, (row.pk, "sagsbehandlingstid"))
        assert session.scalars(select(CitizenRow.key)).all() == ["b@holm.example"]
    if not row.blind:
        assert point is not None
        assert row.text[point.evidence_start : point.evidence_end] == LATE


def test_the_same_letter_twice(database: Database, taxonomy: Taxonomy) -> None:
    """One row; another model's suggestions are kept beside the first ones."""
    intake = Intake(database)
    list(intake.take([tagged(taxonomy), tagged(taxonomy), tagged(taxonomy, model="ny@1")]))
    assert (intake.taken.new, intake.taken.known) == (1, 2)
    with database.reading() as session:
        assert session.scalars(select(SuggestionRow.model).order_by(SuggestionRow.pk)).all() == [
            "prøve@0123456789ab", "ny@1",
        ]  # fmt: skip


def test_another_letter_under_the_same_id(database: Database, taxonomy: Taxonomy) -> None:
    """Kept under an id of its own, and named."""
    intake = Intake(database)
    other = tagged(taxonomy, Letter("brev-1", "Et helt andet brev om en hæk."))
    list(intake.take([tagged(taxonomy), other, other]))
    assert [row.id for row in letters_in(database)] == ["brev-1", "brev-1#2"]
    assert intake.taken.renamed == [("brev-1", "brev-1#2")]


def test_masked(database: Database, taxonomy: Taxonomy) -> None:
    """Names and numbers are not kept; the evidence still is where it says."""
    text = f"Jeg hedder Bodil Holm, tlf. 00 47 11 93. {LATE}"
    letter = Letter("b", text, subject="Bodil Holm klager", hints=(Hint("acute", "Haster.", "Bodil Holm"),))
    list(Intake(database, pseudonyms=Pseudonyms(b"x" * 32), expected_letters=1).take([tagged(taxonomy, letter)]))
    (row,) = letters_in(database)
    kept = f"{row.subject} {row.text} {row.hints}"
    assert "Bodil" not in kept
    assert "47 11" not in kept
    with database.reading() as session:
        suggestion = session.scalars(select(SuggestionRow)).one()
    start, end = suggestion.evidence["sagsbehandlingstid"][0]
    assert row.text[start:end] == LATE


def test_zero_bytes_and_half_characters(database: Database, taxonomy: Taxonomy) -> None:
    """PostgreSQL holds neither."""
    letter = Letter("b\0", "a\0b\ud83d " + TEXT, subject="\0")
    list(Intake(database).take([tagged(taxonomy, letter)]))
    (row,) = letters_in(database)
    assert len(row.text) == len(letter.text)


def test_enough_are_read_without_suggestions(database: Database, taxonomy: Taxonomy) -> None:
    """All of a small year."""
    list(Intake(database, expected_letters=10).take(
        tagged(taxonomy, Letter(f"b{n}", f"{TEXT} {n}", received="2026-01-02")) for n in range(20)
    ))  # fmt: skip
    with database.reading() as session:
        assert session.scalar(select(func.count()).where(LetterRow.blind == 1)) == 20
        # Nothing of the suggestions stands where lists and filters look.
        assert session.scalar(select(func.count()).select_from(PointRow)) == 0
        assert set(session.scalars(select(LetterRow.kind))) == {""}


def test_the_draw_of_a_large_year() -> None:
    """One in ten where that is more than 60, and the 60 are drawn over the whole year."""
    draw = Draw(expected=200)
    drawn = [draw.next((n * 0.618034) % 1) for n in range(200)]
    assert sum(drawn) >= 60
    assert 20 <= sum(drawn[:100]) <= 40
    large = Draw(expected=5000)
    assert 450 <= sum(large.next((n * 0.618034) % 1) for n in range(5000)) <= 560


def test_a_new_model_judges_what_is_open(database: Database, taxonomy: Taxonomy) -> None:
    """Its points take the place of those that nobody has judged."""
    list(Intake(database, expected_letters=10**9).take([tagged(taxonomy)]))
    list(Intake(database).take([tagged(taxonomy, points=("begrundelse",), model="ny@1")]))
    (row,) = letters_in(database)
    if not row.blind:
        with database.reading() as session:
            assert session.scalars(select(PointRow.point)).all() == ["begrundelse"]
    assert replace(tagged(taxonomy)).prediction.model.startswith("prøve")
