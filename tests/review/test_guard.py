"""What stands before every page: hosts, sizes, headers, cookies, roles; and where the page may be opened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from classifier.decisions.access import add_user
from classifier.decisions.schema import LetterRow
from classifier.errors import SettingsError
from classifier.review.app import create_app
from classifier.review.desk import Office
from classifier.review.guard import LARGEST
from classifier.review.serve import Listening, check_listening
from tests.review.conftest import PASSWORD, TOKEN, Enter, Visitor

ADDRESSES = ("/", "/login", "/letters/1", "/assets/review.css", "/findes-ikke", "/start?token=x")


@pytest.mark.parametrize("address", ADDRESSES)
def test_headers_of_every_answer(address: str, visitor: Visitor, letter: LetterRow) -> None:
    """Nothing from elsewhere runs, nothing frames the page, no letter stays in the browser's cache."""
    assert letter.pk == 1
    headers = visitor.client.get(address).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self';")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == ("public, max-age=86400" if "assets" in address else "no-store")
    assert "server" not in headers
    assert "strict-transport-security" not in headers


@pytest.mark.parametrize(
    ("host", "status"),
    [("testserver", 200), ("TESTSERVER:8765", 200), ("ond.example", 400), ("testserver.ond.example", 400), ("", 400),
     ("127.0.0.1", 400), ("[::1", 400)],
)  # fmt: skip
def test_hosts(host: str, status: int, visitor: Visitor) -> None:
    """A page elsewhere whose name leads to this machine gets nothing."""
    assert visitor.client.get("/", headers={"host": host}).status_code == status


def test_sizes(visitor: Visitor) -> None:
    """By what a request says of itself, and by what comes when it says nothing."""

    def pieces() -> Iterator[bytes]:
        for _ in range(LARGEST // 100_000 + 2):
            yield b"x" * 100_000

    form = {"content-type": "application/x-www-form-urlencoded"}
    assert visitor.client.post("/new", content=b"x" * (LARGEST + 1), headers=form).status_code == 413
    assert visitor.client.post("/new", content=pieces(), headers=form).status_code == 413
    assert visitor.client.post("/new", content=b"x", headers={**form, "content-length": "mange"}).status_code == 400


def test_the_cookie(office: Office) -> None:
    """Not for scripts, not for other pages; by HTTPS alone where there is HTTPS."""
    for secure in (False, True):
        client = TestClient(create_app(replace(office, secure=secure)), follow_redirects=False)
        cookie = client.get(f"/start?token={TOKEN}").headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "samesite=strict" in cookie.lower()
        assert ("Secure" in cookie) == secure
        assert ("strict-transport-security" in client.get("/login").headers) == secure


def test_roles(enter: Enter, letter: LetterRow) -> None:
    """Who may only look changes nothing and enters nothing."""
    path = f"/letters/{letter.pk}"
    reader = enter("Lis", "reader")
    assert "Hun lo ad mig" in reader.get(path)
    reader.post(path, 403, action="accept", version=0, point="sagsbehandlingstid")
    reader.post("/new", 403, kind="raad", place="SS")
    assert reader.client.get("/new").status_code == 403
    enter("Anna").post(path, action="accept", version=0, point="sagsbehandlingstid")


def test_wrong_passwords(office: Office) -> None:
    """The same answer for a name that nobody has; then a pause."""
    add_user(office.database, "Anna", PASSWORD, "lead")
    client = TestClient(create_app(replace(office, local_token="")), follow_redirects=False)
    wrong = [client.post("/login", data={"name": name, "password": "forkert kodeord"}) for name in ("Anna", "Bo")]
    assert [each.status_code for each in wrong] == [401, 401]
    assert wrong[0].text.replace("Anna", "") == wrong[1].text.replace("Bo", "")
    for _ in range(4):
        assert client.post("/login", data={"name": "Anna", "password": "x"}).status_code == 401
    assert client.post("/login", data={"name": "Anna", "password": PASSWORD}).status_code == 429
    headers = {"origin": "https://ond.example"}
    assert client.post("/login", data={"name": "Anna", "password": PASSWORD}, headers=headers).status_code == 403
    assert client.get(f"/start?token={TOKEN}").status_code == 403
    assert client.get("/start?token=").status_code == 403


def test_log_out(visitor: Visitor) -> None:
    """The cookie is worth nothing afterwards."""
    cookie = visitor.client.cookies["klagepunkt"]
    assert visitor.post("/logout") == "/login"
    visitor.client.cookies.set("klagepunkt", cookie)
    answer = visitor.client.get("/", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.0.0.5"])
def test_this_machine_alone_needs_nothing(host: str) -> None:
    """As it is without options."""
    listening = Listening(host)
    check_listening(listening, users=False)
    assert listening.local
    assert "localhost" in listening.hosts


@pytest.mark.parametrize(
    ("listening", "users", "message"),
    [
        (Listening("0.0.0.0"), True, "without encryption"),
        (Listening("192.168.1.7"), True, "without encryption"),
        (Listening("::"), True, "without encryption"),
        (Listening("ombud.kommune.example"), True, "without encryption"),
        (Listening("192.168.1.7", behind_proxy=True), False, "without a password"),
        (Listening("127.0.0.1", behind_proxy=True), False, "without a password"),
        (Listening(certificate=Path("c.pem")), True, "needs its key"),
        (Listening(certificate=Path("c.pem"), key=Path("k.pem")), True, "does not exist"),
    ],
)
def test_others_need_passwords_and_https(listening: Listening, users: bool, message: str) -> None:
    """Refused, with what to do."""
    with pytest.raises(SettingsError, match=message):
        check_listening(listening, users=users)


def test_others_with_both() -> None:
    """Under the names that were given, and no others."""
    listening = Listening("192.168.1.7", names=("ombud.kommune.example",), behind_proxy=True)
    check_listening(listening, users=True)
    assert listening.hosts == ("192.168.1.7", "ombud.kommune.example")
    assert listening.secure
