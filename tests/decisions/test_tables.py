"""Into the database and out again, as a table."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from classifier.annual import Period, count_year, read_register
from classifier.decisions.database import Database
from classifier.decisions.decide import decide
from classifier.decisions.schema import LetterRow
from classifier.decisions.state import Change
from classifier.decisions.tables import Selection, import_labelled, read_selection, rows
from classifier.errors import InputError
from classifier.ingest import labelled_rows, read_labelled
from classifier.output import open_writer
from classifier.records import LabelledLetter
from classifier.taxonomy import Taxonomy
from tests.annual.register import labelled, report_rows
from tests.decisions.conftest import Add

ROOT = Path(__file__).resolve().parents[2]


def taken_out(database: Database, taxonomy: Taxonomy, which: str = "", *, text: bool = True) -> list[LabelledLetter]:
    """Read the database as a table is read."""
    found = rows(database, Selection(None, which), taxonomy, needs_text=text)
    return labelled_rows(found, taxonomy, source="database", needs_text=text)


def test_labels_come_out_as_they_went_in(database: Database, taxonomy: Taxonomy) -> None:
    """Also a second time, which adds nothing."""
    letters = read_labelled([ROOT / "data" / "confirmed.jsonl"], taxonomy)
    taken, _ = import_labelled(database, letters, "Anna", taxonomy)
    assert (taken.new, taken.known) == (len(letters), 0)
    again, _ = import_labelled(database, letters, "Anna", taxonomy)
    assert (again.new, again.known) == (0, len(letters))
    found = {each.id: each for each in taken_out(database, taxonomy)}
    for each in letters:
        assert found[each.id].labels.points == each.labels.points
        assert dict(found[each.id].labels.evidence) == dict(each.labels.evidence)
        assert found[each.id].letter.text == each.letter.text


@pytest.mark.parametrize("ending", [".jsonl", ".csv", ".xlsx", ".parquet"])
def test_through_a_file(ending: str, database: Database, taxonomy: Taxonomy, tmp_path: Path) -> None:
    """In every format, read back with the labels it had."""
    letters = read_labelled([ROOT / "data" / "confirmed.jsonl"], taxonomy)
    import_labelled(database, letters, "Anna", taxonomy)
    path = tmp_path / f"ud{ending}"
    with open_writer(path, rows="labelled", taxonomy=taxonomy) as writer:
        for row in rows(database, Selection(), taxonomy):
            writer.write(row)
    back = {each.id: each for each in read_labelled([path], taxonomy)}
    assert {each.id: each.labels.points for each in letters} == {key: each.labels.points for key, each in back.items()}
    assert all(len(back[each.id].labels.evidence) == len(each.labels.evidence) for each in letters)


def test_the_year_counts_the_same(database: Database, taxonomy: Taxonomy) -> None:
    """The whole register of the report of 2024, areas of points, complaints that came again, all of it."""
    letters = [labelled(row) for row in report_rows(taxonomy)]
    taken, _ = import_labelled(database, letters, "Anna", taxonomy)
    assert taken.new == len(letters)
    figures = [
        count_year(read_register(each, taxonomy), taxonomy, Period(2024)).figures()
        for each in (letters, taken_out(database, taxonomy, text=False))
    ]
    assert figures[0] == figures[1]
    assert figures[1]["points"]["total"] == 407


def test_what_nobody_has_confirmed(database: Database, taxonomy: Taxonomy, add: Add) -> None:
    """Comes only where it is asked for, with the model's name."""
    add()
    assert taken_out(database, taxonomy) == []
    (found,) = taken_out(database, taxonomy, "all")
    assert found.letter.extra["model"] == "prøve@0123456789ab"
    assert found.labels.points == ("sagsbehandlingstid", "venlig-optraeden")


def test_labels_given_without_suggestions(database: Database, taxonomy: Taxonomy, add: Add) -> None:
    """Come as they were before the suggestions were seen."""
    pk = add(blind=True).pk
    steps = [
        Change("kind", {"kind": "klage"}), Change("area", {"area": "KMT"}), Change("add", {"point": "begrundelse"}),
        Change("reveal"), Change("accept", {"point": "sagsbehandlingstid"}),
        Change("reject", {"point": "venlig-optraeden"}), Change("confirm"),
    ]  # fmt: skip
    decide(database, pk, 0, "Anna", steps, taxonomy)
    (blind,) = taken_out(database, taxonomy, "blind")
    (final,) = taken_out(database, taxonomy)
    assert blind.labels.points == ("begrundelse",)
    assert final.labels.points == ("sagsbehandlingstid", "begrundelse")


def test_unconfirmed_rows_come_in_as_suggestions(database: Database, taxonomy: Taxonomy) -> None:
    """A model's name in a table says that nobody has confirmed it."""
    row = {"id": "a", "text": "Ingen svarer.", "points": "begrundelse", "kind": "klage", "model": "m@1"}
    import_labelled(database, labelled_rows([row], taxonomy, source="x"), "Anna", taxonomy)
    with database.reading() as session:
        assert session.scalars(select(LetterRow.done)).all() == [0]


def test_a_judgement_that_the_citizen_complained_again(database: Database, taxonomy: Taxonomy, add: Add) -> None:
    """Goes before counting letters."""
    for number in (1, 2):
        pk = add(f"b{number}", f"Brev {number}.", sender="samme@holm.example", points=()).pk
        again = [Change("again", {"value": number == 1}), Change("confirm")]
        decide(database, pk, 0, "Anna", again, taxonomy)
    assert [each.letter.complaint_no for each in taken_out(database, taxonomy)] == [2, 1]


@pytest.mark.parametrize("text", ["database:", "database:24", "database:blind:2024", "database:alt"])
def test_names_that_mean_nothing(text: str) -> None:
    """Are told apart from files."""
    with pytest.raises(InputError, match="names no letters"):
        read_selection(text)
