"""Erasing: what a letter said is nowhere any more, and the figures are the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from classifier.annual import Period, count_year, read_register
from classifier.decisions.database import Database
from classifier.decisions.decide import decide
from classifier.decisions.erasure import Rest, erase, finish, scrub, unfinished
from classifier.decisions.exports import Export, export_table
from classifier.decisions.lookup import citizens_named, letters_due, letters_named, letters_of
from classifier.decisions.schema import AuditRow, Base, CitizenRow, LetterRow, SuggestionRow
from classifier.decisions.state import Change
from classifier.decisions.tables import Selection, import_labelled, rows
from classifier.errors import InputError
from classifier.ingest import labelled_rows
from classifier.model.bundle import Model
from classifier.provenance import fingerprint
from classifier.pseudonyms import Pseudonyms
from classifier.store import ModelStore
from classifier.taxonomy import Taxonomy
from tests.annual.register import labelled, report_rows
from tests.decisions.conftest import TEXT, Add

SECRET = "Kvintessensbakken"
BODY = f"{TEXT} Jeg bor på {SECRET} og hedder Zoëphina."
WORDS = ("intessensbakk", "phina", "ringetilbage", "oe@holm.example", "emnelinj")
"""The ends of words: a search index leaves out what a word shares with the one before it, and keeps stems."""


def secret(add: Add, database: Database, taxonomy: Taxonomy) -> LetterRow:
    """A confirmed letter that holds words in every field."""
    row = add(
        "z-1", BODY, subject="emnelinje", sender="zoe@holm.example", source="/post/ringetilbage.eml",
        extra={"case_no": "ringetilbage"}, thread="zoe@holm.example/1",
    )  # fmt: skip
    steps = [
        Change("accept", {"point": "sagsbehandlingstid"}), Change("reject", {"point": "venlig-optraeden"}),
        Change("note", {"text": "ringetilbage"}), Change("confirm"),
    ]  # fmt: skip
    decide(database, row.pk, 0, "Anna", steps, taxonomy)
    return row


def held(database: Database) -> str:
    """Every column of every table as text."""
    with database.engine.connect() as connection:
        names = [*Base.metadata.tables, *(["letter_search_data"] if database.is_sqlite else [])]
        return "\n".join(str(row) for name in names for row in connection.execute(text(f"SELECT * FROM {name}")))


def on_disk(database: Database) -> Iterator[tuple[str, bytes]]:
    """The bytes of the database's files; of PostgreSQL those of tables, indexes and statistics."""
    if database.is_sqlite:
        path = Path(str(database.engine.url.database))
        files = list(path.parent.glob("decisions.sqlite*"))
    else:
        with database.bare() as connection:
            connection.execute(text("CHECKPOINT"))
            files = list((Path(str(connection.scalar(text("SHOW data_directory")))) / "base").rglob("*"))
    for each in files:
        if each.is_file():
            yield each.name, each.read_bytes()


def test_nothing_of_it_is_left(database: Database, taxonomy: Taxonomy, add: Add, tmp_path: Path) -> None:
    """Not in a column, not in the search, not in a byte of the files; the letter beside it is whole."""
    add("anden", "Et andet brev om cykelstien ved Havnegade.", sender="bo@holm.example")
    row = secret(add, database, taxonomy)
    if not database.is_sqlite:
        with database.bare() as connection:
            connection.execute(text("ANALYZE"))
    before = held(database) + "".join(content.decode("latin-1") for _, content in on_disk(database))
    assert [word for word in WORDS if word not in before] == []
    with database.reading() as session:
        citizens = citizens_named(session, " Zoe@Holm.example ")
        pks = letters_of(session, citizens)
    assert pks == (row.pk,)
    done = erase(database, pks, "Bo", taxonomy, tmp_path, citizens=citizens)
    assert done.letters == ("z-1",)
    assert done.sources == ("/post/ringetilbage.eml",)
    assert done.whole
    after = held(database)
    assert [word for word in WORDS if word in after] == []
    assert "cykelstien" in after
    for name, content in on_disk(database):
        assert [word for word in WORDS if word.encode() in content] == [], name


def test_what_stays(database: Database, taxonomy: Taxonomy, add: Add, tmp_path: Path) -> None:
    """Kind, area, points and the month; a number for an id. Nobody can decide on it any more."""
    row = secret(add, database, taxonomy)
    erase(database, [row.pk], "Bo", taxonomy, tmp_path)
    (found,) = rows(database, Selection(), taxonomy, needs_text=False)
    assert (found["id"], found["kind"], found["area"], found["points"]) == (
        f"slettet-{row.pk}", "klage", "SS", ["sagsbehandlingstid"],
    )  # fmt: skip
    assert (found["received"], found["year"], found["evidence"]) == ("2026-03-01", "2026", {})
    assert found["citizen"].startswith("slettet-")
    assert list(rows(database, Selection(), taxonomy)) == []
    with pytest.raises(InputError, match="no such letter"):
        decide(database, row.pk, 5, "Anna", [Change("note", {"text": "igen"})], taxonomy)
    assert erase(database, [row.pk], "Bo", taxonomy, tmp_path).letters == ()


def test_the_year_counts_the_same(database: Database, taxonomy: Taxonomy, tmp_path: Path) -> None:
    """All letters of the report of 2024 erased: every figure stays."""
    letters = [labelled(row) for row in report_rows(taxonomy)]
    import_labelled(database, letters, "Anna", taxonomy)

    def figures(quarter: int | None = None) -> dict[str, object]:
        found = labelled_rows(
            rows(database, Selection(), taxonomy, needs_text=False), taxonomy, source="x", needs_text=False
        )
        return count_year(read_register(found, taxonomy), taxonomy, Period(2024, quarter)).figures()

    before = figures()
    with database.reading() as session:
        some = session.scalars(select(LetterRow.pk).where(LetterRow.pk % 3 == 0)).all()
        every = session.scalars(select(LetterRow.pk)).all()
    erase(database, some, "Bo", taxonomy, tmp_path)
    assert figures() == before
    erase(database, every, "Bo", taxonomy, tmp_path)
    assert figures() == before
    with database.reading() as session:
        assert session.scalar(select(func.count()).where(LetterRow.erased_at == "")) == 0
        keys = session.scalars(select(CitizenRow.key).where(CitizenRow.key.not_like("slettet-%"))).all()
    assert keys == []


def test_one_of_two_letters(database: Database, taxonomy: Taxonomy, add: Add, tmp_path: Path) -> None:
    """The citizen's key stays as long as a letter of theirs does."""
    first, second = (add(f"b{n}", f"Brev {n}.", sender="samme@holm.example", thread="t").pk for n in (1, 2))
    erase(database, [first], "Bo", taxonomy, tmp_path)
    with database.reading() as session:
        assert session.scalars(select(CitizenRow.key)).all() == ["samme@holm.example"]
        assert len(set(session.scalars(select(LetterRow.thread)))) == 1
    erase(database, [second], "Bo", taxonomy, tmp_path)
    with database.reading() as session:
        (key,) = session.scalars(select(CitizenRow.key)).all()
    assert key.startswith("slettet-")


def test_merged_citizens_are_one(database: Database, taxonomy: Taxonomy, add: Add) -> None:
    """Found by either key, and by the address where senders are kept as hashes."""
    first, second = add("a", "En.", sender="en@x.example"), add("b", "To.", sender="to@x.example")
    names = Pseudonyms(b"x" * 32)
    with database.writing() as session:
        head, other = session.scalars(select(CitizenRow).order_by(CitizenRow.pk)).all()
        other.merged_into = head.pk
        for row in session.scalars(select(LetterRow)):
            row.citizen_pk = head.pk
        session.add(CitizenRow(key=names.of("skjult@x.example")))
    with database.reading() as session:
        assert citizens_named(session, "en@x.example") == citizens_named(session, "to@x.example")
        assert letters_of(session, citizens_named(session, "to@x.example")) == (first.pk, second.pk)
        assert citizens_named(session, "skjult@x.example") == ()
        assert len(citizens_named(session, "Skjult@x.example", names)) == 1
        assert citizens_named(session, "  ") == ()


def test_exports_lose_it_too(database: Database, taxonomy: Taxonomy, add: Add, tmp_path: Path) -> None:
    """Written again where they are as they were; named where a person changed or moved them."""
    row = secret(add, database, taxonomy)
    kept, changed, moved = (tmp_path / name for name in ("a.jsonl", "b.jsonl", "c.jsonl"))
    for path in (kept, changed, moved):
        export_table(database, Export(path), taxonomy)
    changed.write_text(changed.read_text("utf-8") + "\n", "utf-8")
    moved.unlink()
    done = erase(database, [row.pk], "Bo", taxonomy, tmp_path)
    assert done.repeated == (str(kept),)
    assert set(done.changed) == {str(changed), str(moved)}
    assert kept.read_text("utf-8") == ""


def test_models_and_copies_are_named(
    database: Database, taxonomy: Taxonomy, add: Add, small_model: Model, tmp_path: Path
) -> None:
    """A model is known by the letter's id or by its text."""
    row = secret(add, database, taxonomy)
    store = ModelStore(tmp_path)
    store.save(replace(small_model, name="ved-id"), learned=["z-1"])
    data = {**small_model.facts.get("data", {}), "fingerprints": [fingerprint(BODY)]}
    store.save(replace(small_model, name="ved-tekst", facts={**small_model.facts, "data": data}))
    (tmp_path / "decisions.sqlite.bak").write_bytes(b"")
    done = erase(database, [row.pk], "Bo", taxonomy, tmp_path)
    assert dict(done.models) == {"ved-id": ["z-1"], "ved-tekst": []}
    assert done.copies == (str(tmp_path / "decisions.sqlite.bak"),)


def test_retention(database: Database, taxonomy: Taxonomy, add: Add) -> None:
    """Confirmed letters from before the period; others wait for a person, and those without a date for their time."""
    for letter_id, received in (("gammel", "2024-02-28"), ("ny", "2024-03-01"), ("åben", "2020-01-01"), ("uden", "")):
        row = add(letter_id, f"Brev {letter_id}.", received=received, points=())
        if letter_id != "åben":
            decide(database, row.pk, 0, "Anna", [Change("confirm")], taxonomy)
    with database.reading() as session:
        due = letters_due(session, 24, date(2026, 2, 28))
        assert (due.letters, due.waiting) == ((), 1)
        due = letters_due(session, 24, date(2026, 3, 1))
        assert (due.letters, due.waiting) == (letters_named(session, ["gammel"]), 1)
        assert len(letters_due(session, 1, date(2999, 3, 31)).letters) == 3
        with pytest.raises(InputError, match="no such letter"):
            letters_named(session, ["findes ikke"])


def test_who_erased_is_noted_without_what(database: Database, taxonomy: Taxonomy, add: Add, tmp_path: Path) -> None:
    """And no more is scrubbed than must be."""
    row = secret(add, database, taxonomy)
    assert scrub(database)
    erase(database, [row.pk], "Bo", taxonomy, tmp_path)
    with database.reading() as session:
        noted = session.execute(select(AuditRow.user, AuditRow.action, AuditRow.letter_pk, AuditRow.detail)).all()
    assert [tuple(each) for each in noted] == [("Bo", "erase", row.pk, ""), ("Bo", "scrub", None, "")]


def test_what_a_killed_erasure_left_is_done_by_the_next(
    database: Database, taxonomy: Taxonomy, add: Add, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The free space is overwritten then."""
    row = secret(add, database, taxonomy)
    with monkeypatch.context() as broken:
        broken.setattr("classifier.decisions.erasure.scrub", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            erase(database, [row.pk], "Bo", taxonomy, tmp_path)
    assert erase(database, [row.pk], "Bo", taxonomy, tmp_path).letters == ()
    with database.reading() as session:
        assert session.scalars(select(AuditRow.action)).all() == ["erase", "scrub"]
        assert session.scalars(select(SuggestionRow.scores)).all() == [{}]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_somebody_reads_meanwhile(database: Database, taxonomy: Taxonomy, add: Add, tmp_path: Path) -> None:
    """A journal that cannot be emptied is told of, and emptied by the next erasure; PostgreSQL waits for readers."""
    row = secret(add, database, taxonomy)
    with database.reading() as session:
        session.scalars(select(LetterRow.pk)).all()
        assert not erase(database, [row.pk], "Bo", taxonomy, tmp_path).whole
    assert erase(database, [row.pk], "Bo", taxonomy, tmp_path).whole
    assert [word for word in WORDS for _, content in on_disk(database) if word.encode() in content] == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_finished_without_a_letter_to_erase(database: Database, taxonomy: Taxonomy, add: Add, tmp_path: Path) -> None:
    """Once nobody reads any more; then nothing is left to do."""
    row = secret(add, database, taxonomy)
    assert finish(database, taxonomy, "Bo") is None
    with database.reading() as session:
        session.scalars(select(LetterRow.pk)).all()
        assert not erase(database, [row.pk], "Bo", taxonomy, tmp_path).whole
        assert finish(database, taxonomy, "Bo") == Rest(whole=False)
    assert unfinished(database)
    assert finish(database, taxonomy, "Bo") == Rest()
    assert [word for word in WORDS for _, content in on_disk(database) if word.encode() in content] == []
    assert finish(database, taxonomy, "Bo") is None


def test_an_export_that_cannot_be_written_is_written_by_the_next(
    database: Database, taxonomy: Taxonomy, add: Add, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As while a spreadsheet has it open: named, and not taken for done; the others are written all the same."""
    row = secret(add, database, taxonomy)
    paths = [tmp_path / name for name in ("a.jsonl", "b.jsonl")]
    for path in paths:
        export_table(database, Export(path), taxonomy)
    replace_file = Path.replace

    def refuse(path: Path, target: Path) -> Path:
        if target == paths[0]:
            raise PermissionError(13, "It is in use")
        return replace_file(path, target)

    with monkeypatch.context() as broken:
        broken.setattr(Path, "replace", refuse)
        first = erase(database, [row.pk], "Bo", taxonomy, tmp_path)
    assert (first.repeated, first.failed, first.to_do) == ((str(paths[1]),), (str(paths[0]),), True)
    assert SECRET in paths[0].read_text("utf-8")
    again = erase(database, [row.pk], "Bo", taxonomy, tmp_path)
    assert (again.letters, set(again.repeated), again.to_do) == ((), set(map(str, paths)), False)
    assert [path.read_text("utf-8") for path in paths] == ["", ""]


def test_exports_are_repeated_after_a_killed_erasure(
    database: Database, taxonomy: Taxonomy, add: Add, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the next one, though it erases no letter."""
    row = secret(add, database, taxonomy)
    export_table(database, Export(tmp_path / "a.jsonl"), taxonomy)
    with monkeypatch.context() as broken:
        broken.setattr("classifier.decisions.erasure.repeat_exports", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            erase(database, [row.pk], "Bo", taxonomy, tmp_path)
    assert erase(database, [], "Bo", taxonomy, tmp_path).repeated == (str(tmp_path / "a.jsonl"),)
    assert (tmp_path / "a.jsonl").read_text("utf-8") == ""


def test_dossier(database: Database, taxonomy: Taxonomy, add: Add, tmp_path: Path) -> None:
    """Everything held about one person and nothing about another, ready for JSON."""
    from classifier.decisions.dossier import dossier

    add("anden", "Et andet brev.", sender="bo@holm.example")
    secret(add, database, taxonomy)
    with database.reading() as session:
        citizens = citizens_named(session, "zoe@holm.example")
    found = json.loads(json.dumps(dossier(database, citizens, tmp_path)))
    (letter,) = found["letters"]
    assert found["citizen"] == ["zoe@holm.example"]
    assert letter["text"] == BODY
    assert letter["extra"] == {"case_no": "ringetilbage"}
    assert [each["action"] for each in letter["decisions"]] == ["accept", "reject", "note", "confirm"]
    assert {each["point"] for each in letter["points"]} == {"sagsbehandlingstid", "venlig-optraeden"}
    assert letter["suggestions"][0]["scores"]["sagsbehandlingstid"] == 0.9
    assert "Et andet brev" not in str(found)


def test_a_case(database: Database, taxonomy: Taxonomy, add: Add) -> None:
    """By its number or a letter's id: a row a point that a person accepted."""
    from classifier.decisions.dossier import case_letters, case_rows

    row = secret(add, database, taxonomy)
    with database.reading() as session:
        assert case_letters(session, "ringetilbage") == case_letters(session, "z-1") == (row.pk,)
        assert case_letters(session, "findes ikke") == ()
        (found,) = case_rows(session, row.pk, taxonomy)
    assert found["klagepunkt"] == "Sagsbehandlingstid og manglende svar"
    assert found["belæg"] == "Der er ikke kommet noget svar."
    assert (found["notat"], found["bekræftet af"]) == ("ringetilbage", "Anna")
