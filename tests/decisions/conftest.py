"""Every test of the database on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import text

from classifier.decisions.database import Database, open_database
from classifier.decisions.intake import Intake
from classifier.decisions.schema import Base, LetterRow
from classifier.masking import mask_letter
from classifier.records import Hint, Letter, Prediction
from classifier.tagging import Tagged
from classifier.taxonomy import Taxonomy
from tests.decisions import postgresql

TEXT = "Jeg skrev til jer i marts. Der er ikke kommet noget svar. Hun lo ad mig ved skranken, og jeg gik hjem."
LATE = "Der er ikke kommet noget svar."
RUDE = "Hun lo ad mig ved skranken"
Add = Callable[..., LetterRow]


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The URL of a PostgreSQL."""
    if postgresql.FOUND is None:
        if os.environ.get("CI"):
            pytest.fail("There is no PostgreSQL.")
        pytest.skip("There is no PostgreSQL.")
    with postgresql.running() as url:
        yield url


@pytest.fixture(scope="session")
def postgresql_database(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """An open database on it."""
    database = open_database(tmp_path_factory.mktemp("home"), server)
    yield database
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database of each kind."""
    if request.param == "postgresql":
        found: Database = request.getfixturevalue("postgresql_database")
        emptied(found)
        yield found
        return
    database = open_database(tmp_path / "db-home")
    yield database
    database.close()


def emptied(database: Database) -> None:
    """Empty a PostgreSQL that an earlier test used."""
    with database.writing() as session:
        session.execute(text(f"TRUNCATE {', '.join(Base.metadata.tables)} RESTART IDENTITY CASCADE"))


def tagged(
    taxonomy: Taxonomy,
    letter: Letter | None = None,
    *,
    points: Sequence[str] = ("sagsbehandlingstid", "venlig-optraeden"),
    kind: str = "klage",
    model: str = "prøve@0123456789ab",
) -> Tagged:
    """Make a tagged letter without a model: each point rests on the first sentence, or on words of its own."""
    letter = letter or Letter("brev-1", TEXT, received="2026-03-01", sender="bodil@holm.example")
    passages = {"sagsbehandlingstid": LATE, "venlig-optraeden": RUDE}
    evidence = {}
    for point in points:
        start = letter.text.find(passages.get(point, "\0"))
        evidence[point] = ((start, start + len(passages[point])) if start >= 0 else (0, min(10, len(letter.text))),)
    scores = {point: 0.9 if point in points else 0.1 for point in taxonomy.point_ids}
    prediction = Prediction(
        letter.id,
        kind,
        "SS",
        "Pleje og Sundhed",
        tuple(points),
        taxonomy.groups_of(points),
        scores,
        evidence,
        (),
        model,
    )
    return Tagged(letter, mask_letter(letter), prediction)


@pytest.fixture
def add(database: Database, taxonomy: Taxonomy) -> Add:
    """Add a tagged letter that is shown with its suggestions (or blind) and return its row."""

    def add(letter_id: str = "brev-1", body: str = TEXT, *, blind: bool = False, **fields: object) -> LetterRow:
        points = fields.pop("points", ("sagsbehandlingstid", "venlig-optraeden"))
        kind = fields.pop("kind", "klage")
        given = {"received": "2026-03-01", "sender": f"{letter_id}@holm.example", **fields}
        letter = Letter(letter_id, body, **given)  # type: ignore[arg-type]
        return put(database, tagged(taxonomy, letter, points=points, kind=str(kind)), blind=blind)  # type: ignore[arg-type]

    return add


def put(database: Database, each: Tagged, *, blind: bool = False) -> LetterRow:
    """Take a tagged letter in, shown with its suggestions or not."""
    from classifier.decisions.decide import materialise

    list(Intake(database).take([each]))
    with database.writing() as session:
        row = session.query(LetterRow).filter(LetterRow.id == each.letter.id).one()
        row.blind = int(blind)
        session.flush()
        materialise(session, row)
    return row


ACUTE = Hint("acute", "Et barn kan være i fare.", "barnet")
