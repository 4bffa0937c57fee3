"""The page over a database with letters, asked without a browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from classifier.decisions.access import add_user
from classifier.decisions.database import Database, open_database
from classifier.decisions.schema import LetterRow
from classifier.records import Letter
from classifier.review.app import create_app
from classifier.review.desk import Office
from classifier.taxonomy import Taxonomy
from tests.decisions.conftest import TEXT, emptied, postgresql_database, put, server, tagged

__all__ = ["postgresql_database", "server"]
TOKEN = "hemmelig-nøgle"
PASSWORD = "rigtig hest batteri"


@dataclass
class Visitor:
    """A browser, nearly."""

    client: TestClient

    def get(self, path: str, **options: Any) -> str:
        """Return a page."""
        answer = self.client.get(path, **options)
        assert answer.status_code == 200, answer.text
        return str(answer.text)

    def csrf(self) -> str:
        """Return the secret of the forms."""
        found = re.search(r'name="csrf" value="([^"]+)"', self.get("/"))
        assert found is not None
        return found[1]

    def post(self, path: str, status: int = 303, **form: object) -> str:
        """Send a form, and return what comes."""
        sent = {"csrf": self.csrf(), **{name: str(value) for name, value in form.items()}}
        answer = self.client.post(path, data=sent, follow_redirects=False)
        assert answer.status_code == status, (answer.status_code, answer.text[:600])
        return str(answer.text if status != 303 else answer.headers["location"])


@pytest.fixture(params=["sqlite", "postgresql"])
def base(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """An empty database of each kind; a process that is started with its home finds it."""
    if request.param == "postgresql":
        found: Database = request.getfixturevalue("postgresql_database")
        monkeypatch.setenv("KLAGEPUNKT_DATABASE", request.getfixturevalue("server"))
        emptied(found)
        yield found
        return
    database = open_database(tmp_path / "base-home")
    yield database
    database.close()


@pytest.fixture
def office(base: Database, taxonomy: Taxonomy, tmp_path: Path) -> Office:
    """An office where the person at the machine is let in."""
    return Office(base, taxonomy, tmp_path / "base-home", local_token=TOKEN, local_user="Anna", hosts=("testserver",))


Enter = Callable[..., Visitor]


@pytest.fixture
def enter(office: Office) -> Enter:
    """Open the page, as the person at the machine or with a name and a password."""
    app = create_app(office)

    def enter(name: str = "", role: str = "reviewer", *, independent: bool = False) -> Visitor:
        client = TestClient(app, follow_redirects=True)
        if not name:
            assert client.get(f"/start?token={TOKEN}").status_code == 200
            return Visitor(client)
        add_user(office.database, name, PASSWORD, role, independent=independent)
        answer = client.post("/login", data={"name": name, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        return Visitor(client)

    return enter


@pytest.fixture
def visitor(enter: Enter) -> Visitor:
    """The person at the machine."""
    return enter()


@pytest.fixture
def letter(base: Database, taxonomy: Taxonomy) -> LetterRow:
    """A letter with two suggestions."""
    return put(base, tagged(taxonomy, Letter("brev-1", TEXT, subject="Intet svar", received="2026-03-01")))
