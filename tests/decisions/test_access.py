"""People, passwords and logins."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import select, text

from classifier.decisions import access
from classifier.decisions.access import (
    IDLE,
    LONGEST,
    TRIES,
    add_user,
    has_users,
    log_in,
    log_out,
    login_of,
    open_local,
    people,
    remove_user,
)
from classifier.decisions.database import Database
from classifier.decisions.schema import AuditRow, SessionRow, UserRow
from classifier.errors import InputError, RefusedError, TooManyError

PASSWORD = "rigtig hest batteri"


@pytest.fixture
def anna(database: Database) -> str:
    """The token of somebody who is logged in."""
    add_user(database, "Anna", PASSWORD, "reviewer")
    return log_in(database, "Anna", PASSWORD)


def test_a_login(database: Database, anna: str) -> None:
    """Neither password nor token is kept, only hashes; roles are in order."""
    login = login_of(database, anna)
    assert login is not None
    assert (login.user, login.role, login.independent) == ("Anna", "reviewer", False)
    assert [login.may(role) for role in ("reader", "reviewer", "lead")] == [True, True, False]
    with database.reading() as session:
        row = session.scalars(select(UserRow)).one()
        assert row.password.startswith("$argon2id$")
        kept = f"{row.password} {session.scalars(select(SessionRow.token)).one()}"
    assert PASSWORD not in kept
    assert anna not in kept
    assert len(login.csrf) >= 43
    log_out(database, anna)
    assert login_of(database, anna) is None


@pytest.mark.parametrize("token", ["", "x", "\0", "ø" * 1000, "\ud800"])
def test_no_login(token: str, database: Database) -> None:
    """Whatever a cookie holds."""
    assert login_of(database, token) is None


@pytest.mark.parametrize(("column", "seconds"), [("seen", IDLE), ("created", LONGEST)])
def test_a_login_ends(column: str, seconds: float, database: Database, anna: str) -> None:
    """Without a click, and at the latest after a working day; it goes on with each click until then."""
    with database.writing() as session:
        session.execute(text(f"UPDATE sessions SET {column} = {column} - :s").bindparams(s=seconds - 90))
    assert login_of(database, anna) is not None
    with database.writing() as session:
        session.execute(text(f"UPDATE sessions SET {column} = {column} - :s").bindparams(s=seconds + 1))
    assert login_of(database, anna) is None
    log_in(database, "Anna", PASSWORD)
    with database.reading() as session:
        assert len(session.scalars(select(SessionRow.token)).all()) == 1


def test_a_new_password_and_a_removed_person_end_logins(database: Database, anna: str) -> None:
    """At once."""
    add_user(database, "Anna", PASSWORD + "!", "lead")
    assert login_of(database, anna) is None
    with pytest.raises(RefusedError, match="wrong"):
        log_in(database, "Anna", PASSWORD)
    anna = log_in(database, "Anna", PASSWORD + "!")
    assert [(each.name, each.role) for each in people(database)] == [("Anna", "lead")]
    assert remove_user(database, "Anna")
    assert not remove_user(database, "Anna")
    assert login_of(database, anna) is None
    assert not has_users(database)


def test_guessing(database: Database, anna: str) -> None:
    """Five wrong ones, then not even the right one, for that person alone; what was typed as a name is not kept."""
    add_user(database, "Bo", PASSWORD, "reader")
    for number in range(TRIES):
        with pytest.raises(RefusedError, match="Name or password is wrong"):
            log_in(database, "Anna", f"{PASSWORD}{number}")
    with pytest.raises(TooManyError, match="Too many"):
        log_in(database, "Anna", PASSWORD)
    assert login_of(database, anna) is not None
    assert log_in(database, "Bo", PASSWORD)
    with pytest.raises(RefusedError, match="Name or password is wrong"):
        log_in(database, PASSWORD + "\0", "x")
    with database.writing() as session:
        kept = [str(each) for each in session.execute(select(AuditRow.user, AuditRow.action, AuditRow.detail))]
        assert not [row for row in kept if PASSWORD in row]
        session.execute(text("UPDATE audit SET at = '2020-01-01'"))
    assert log_in(database, "Anna", PASSWORD)


def test_guessing_by_many_at_once(database: Database, anna: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No more are checked than one after the other would be, nor of names that nobody has."""
    assert anna
    monkeypatch.setattr(access, "ALL_TRIES", 12)
    outcomes: list[str] = []

    def guess(number: int) -> None:
        name = "Anna" if number % 2 else f"ukendt {number}"
        try:
            log_in(database, name, "forkert kodeord")
        except RefusedError as error:
            outcomes.append(type(error).__name__)

    threads = [threading.Thread(target=guess, args=(number,)) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("RefusedError") == 12
    assert outcomes.count("TooManyError") == 28


def test_the_person_at_this_machine(database: Database) -> None:
    """May do all, as long as nobody needs a password; nobody with a password can take that name's place."""
    token = open_local(database, "Anna")
    login = login_of(database, token)
    assert login is not None
    assert (login.user, login.role) == ("Anna", "lead")
    assert login_of(database, token, local=False) is None
    for name in ("•Anna", "", "x" * 101, "a\nb"):
        with pytest.raises(InputError, match="name"):
            add_user(database, name, PASSWORD, "lead")


@pytest.mark.parametrize(("password", "role"), [("kort", "lead"), (PASSWORD, "konge")])
def test_nobody_is_added(password: str, role: str, database: Database) -> None:
    """Said without the password."""
    with pytest.raises(InputError, match=r"password|role") as raised:
        add_user(database, "Anna", password, role)
    assert password == PASSWORD or password not in str(raised.value).split()
    assert not has_users(database)
