"""The page as its users start it, a process of its own: bad requests change nothing, a killed one loses nothing."""

from __future__ import annotations

import http.client
import re
import socket
import threading
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from sqlalchemy import func, select, text

from classifier.decisions.database import Database
from classifier.decisions.schema import AuditRow, Base, CitizenRow, DecisionRow, LetterRow
from classifier.records import Letter
from classifier.taxonomy import Taxonomy
from tests.decisions.conftest import TEXT, put, tagged
from tests.review.server import Served, serving

FORM = "application/x-www-form-urlencoded"


class Client:
    """Sends requests as they are given, with nothing put right."""

    def __init__(self, served: Served) -> None:
        self.address = urlsplit(served.start)
        self.cookie = ""
        status, headers, _ = self.ask("GET", f"{self.address.path}?{self.address.query}")
        assert status == 303
        self.cookie = headers["set-cookie"].partition(";")[0]
        found = re.search(r'name="csrf" value="([^"]+)"', self.ask("GET", "/")[2])
        assert found is not None
        self.csrf = found[1]

    def ask(
        self, method: str, path: str, body: str | bytes | None = None, **headers: str
    ) -> tuple[int, http.client.HTTPMessage, str]:
        """Return status, headers and page."""
        assert self.address.hostname is not None
        connection = http.client.HTTPConnection(self.address.hostname, self.address.port, timeout=60)
        sent = {"cookie": self.cookie, **({"content-type": FORM} if body is not None else {})}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        finally:
            connection.close()

    def decide(self, pk: int, **form: object) -> int:
        """Send a decision, and return the status."""
        return self.ask("POST", f"/letters/{pk}", urlencode({"csrf": self.csrf, **form}))[0]


def content(database: Database) -> str:
    """All that people decided and all letters; not who looked at them, nor who is logged in."""
    tables = [name for name in Base.metadata.tables if name not in ("audit", "sessions")]
    with database.engine.connect() as connection:
        return "\n".join(str(row) for name in tables for row in connection.execute(text(f"SELECT * FROM {name}")))


GOOD = {"version": "0", "action": "accept", "point": "sagsbehandlingstid"}
BAD: dict[str, tuple[int, str, str, dict[str, str] | bytes | None, dict[str, str]]] = {
    "no login": (401, "POST", "/letters/{pk}", GOOD, {"cookie": ""}),
    "no login, looking": (303, "GET", "/letters/{pk}", None, {"cookie": ""}),
    "wrong token of a login": (401, "POST", "/letters/{pk}", GOOD, {"cookie": "klagepunkt=gaettet"}),
    "wrong token of the start": (403, "GET", "/start?token=forkert", None, {"cookie": ""}),
    "no token of the start": (403, "GET", "/start", None, {"cookie": ""}),
    "forged form without its secret": (403, "POST", "/letters/{pk}", {**GOOD, "csrf": ""}, {}),
    "forged form with another secret": (403, "POST", "/letters/{pk}", {**GOOD, "csrf": "x" * 43}, {}),
    "forged form from another page": (403, "POST", "/letters/{pk}", GOOD, {"origin": "https://ond.example"}),
    "forged form, as browsers tell": (403, "POST", "/letters/{pk}", GOOD, {"sec_fetch_site": "cross-site"}),
    "secret in the address": (403, "POST", "/letters/{pk}?csrf={csrf}", {**GOOD, "csrf": ""}, {}),
    "another host's name": (400, "GET", "/", None, {"host": "ond.example"}),
    "another host's name, deciding": (400, "POST", "/letters/{pk}", GOOD, {"host": "ond.example:8765"}),
    "no form at all": (403, "POST", "/letters/{pk}", b"\xff\xfe\x00", {"content_type": "application/json"}),
    "a broken form": (400, "POST", "/letters/{pk}", b"--x\r\nrubbish", {"content_type": "multipart/form-data"}),
    "bytes that are no text": (403, "POST", "/letters/{pk}", b"csrf=%ff%fe&action=%80", {}),
    "a note of 10 MB": (413, "POST", "/letters/{pk}", {**GOOD, "action": "note", "text": "x" * 10_000_000}, {}),
    "a note that is too long": (400, "POST", "/letters/{pk}", {**GOOD, "action": "note", "text": "x" * 30_000}, {}),
    "an unknown letter": (404, "POST", "/letters/999999", GOOD, {}),
    "an unknown letter, looking": (404, "GET", "/letters/999999", None, {}),
    "a letter beyond numbers": (404, "GET", "/letters/99999999999999999999999", None, {}),
    "a negative letter": (404, "GET", "/letters/-1", None, {}),
    "a letter named zero": (404, "GET", "/letters/0", None, {}),
    "an unknown citizen": (404, "GET", "/citizens/999999", None, {}),
    "an unknown point": (400, "POST", "/letters/{pk}", {**GOOD, "point": "findes-ikke"}, {}),
    "an unknown action": (400, "POST", "/letters/{pk}", {**GOOD, "action": "slet"}, {}),
    "an old version": (409, "POST", "/letters/{pk}", {**GOOD, "version": "7"}, {}),
    "deleting": (405, "DELETE", "/letters/{pk}", None, {}),
    "putting": (405, "PUT", "/letters/{pk}", b"x", {}),
    "posting where one looks": (405, "POST", "/", GOOD, {}),
    "looking where one posts": (405, "GET", "/logout", None, {}),
    "a path out of the assets": (404, "GET", "/assets/../serve.py", None, {}),
    "the same, hidden": (404, "GET", "/assets/%2e%2e/serve.py", None, {}),
    "the same, hidden twice": (404, "GET", "/assets/%252e%252e%2fserve.py", None, {}),
    "the same, of Windows": (404, "GET", "/assets/..%5cserve.py", None, {}),
    "a path from the root": (404, "GET", "/assets//etc/passwd", None, {}),
    "a path with a zero byte": (404, "GET", "/assets/review.css%00.html", None, {}),
    "a letter's path out": (404, "GET", "/letters/{pk}/../../etc/passwd", None, {}),
    "the library's own pages": (404, "GET", "/openapi.json", None, {}),
}  # fmt: skip


@pytest.mark.slow
def test_bad_requests_change_nothing(base: Database, letter: LetterRow, tmp_path: Path) -> None:
    """Each gets the right status; afterwards a good one is still kept."""
    before = content(base)
    with serving(tmp_path / "base-home") as served:
        client = Client(served)
        for name, (status, method, path, form, headers) in BAD.items():
            body = urlencode({"csrf": client.csrf, **form}).encode() if isinstance(form, dict) else form
            address = path.format(pk=letter.pk, csrf=client.csrf)
            got, answered, page = client.ask(method, address, body, **headers)
            assert (name, got) == (name, status)
            assert "default-src 'none'" in answered["content-security-policy"]
            assert "root:" not in page
            assert "Traceback" not in page
            assert "Hun lo ad mig" not in page or got in (400, 409)
        assert content(base) == before
        assert client.decide(letter.pk, **GOOD) == 303
    assert content(base) != before


@pytest.mark.slow
def test_killed_in_the_middle_of_200_decisions(base: Database, taxonomy: Taxonomy, tmp_path: Path) -> None:
    """By ``kill -9``: every decision that was acknowledged is there, none is half, and the page starts again."""
    letters = [put(base, tagged(taxonomy, Letter(f"b{n}", f"{TEXT} {n}"))).pk for n in range(4)]
    kept: list[tuple[int, str]] = []
    with serving(tmp_path / "base-home") as served:
        client = Client(served)
        half = threading.Event()

        def decide(pk: int) -> None:
            for number in range(50):
                note = f"note {pk} {number}"
                try:
                    status = client.decide(pk, version=number, action="note", text=note)
                except (OSError, http.client.HTTPException):
                    return
                assert status == 303
                kept.append((pk, note))
                if len(kept) >= 100:
                    half.set()

        people = [threading.Thread(target=decide, args=(pk,)) for pk in letters]
        for person in people:
            person.start()
        assert half.wait(120)
        served.process.kill()
        for person in people:
            person.join()
    assert 100 <= len(kept) < 200
    with base.reading() as session:
        rows = session.execute(select(DecisionRow.letter_pk, DecisionRow.data).order_by(DecisionRow.pk)).all()
        found = [(pk, data["text"]) for pk, data in rows]
        assert set(kept) <= set(found)
        # At most the one that each person was waiting for is there without having been acknowledged.
        assert len(found) <= len(kept) + len(letters)
        for pk in letters:
            mine = [note for owner, note in found if owner == pk]
            row = session.get_one(LetterRow, pk)
            assert (row.version, row.note) == (len(mine), mine[-1])
    with serving(tmp_path / "base-home") as served:
        assert (
            Client(served).decide(letters[0], version=row_version(base, letters[0]), action="note", text="videre")
            == 303
        )


@pytest.mark.slow
@pytest.mark.parametrize("host", ["127.0.0.2", "::1", "localhost"])
def test_the_address_that_is_told_answers(host: str, tmp_path: Path) -> None:
    """Whichever of this machine's addresses it listens on."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        try:
            probe.bind((host, 0))
        except OSError:
            pytest.skip("This machine has no such address.")
    with serving(tmp_path / "base-home", "--host", host) as served:
        assert urlsplit(served.start).hostname == host
        assert Client(served).ask("GET", "/")[0] == 200


def row_version(database: Database, pk: int) -> int:
    """The version that a decision must name."""
    with database.reading() as session:
        return session.get_one(LetterRow, pk).version


def test_what_the_log_holds(base: Database, letter: LetterRow, tmp_path: Path) -> None:
    """Who and what, never a word of a letter, a note or a search."""
    with serving(tmp_path / "base-home") as served:
        client = Client(served)
        client.decide(letter.pk, version=0, action="note", text="Kvintessens")
        client.ask("GET", f"/letters/{letter.pk}")
        client.ask("GET", "/?words=Kvintessens")
    with base.reading() as session:
        rows = [str(each) for each in session.execute(select(AuditRow.user, AuditRow.action, AuditRow.detail))]
        assert session.scalar(select(func.count()).select_from(CitizenRow)) == 1
    assert any("view" in row for row in rows)
    assert not [row for row in rows if "Kvintessens" in row or "skranken" in row]
