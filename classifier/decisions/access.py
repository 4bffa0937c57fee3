"""Who may do what: people with passwords and roles, logins, and the list of who did what (never text of a letter)."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from classifier.decisions.database import Database, now, storable
from classifier.decisions.schema import AuditRow, SessionRow, UserRow
from classifier.errors import InputError, RefusedError, TooManyError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

__all__ = [
    "ROLES",
    "Login",
    "Person",
    "add_user",
    "audit",
    "has_users",
    "log_in",
    "log_out",
    "login_of",
    "open_local",
    "people",
    "remove_user",
    "same",
]

ROLES = ("reader", "reviewer", "lead")
"""May look; may decide as well; answers for the office, and may do the same on the page: erasing is a command."""
SHORTEST = 10
IDLE, LONGEST = 8 * 3600.0, 16 * 3600.0
"""Seconds after which a login ends: without a click, and in all."""
TRIES, WINDOW = 5, timedelta(minutes=15)
ALL_TRIES = 50
"""Wrong logins of one person, and of all, within the window; after that nobody may try."""
_NOBODY = "?"
_LOCAL = "\N{BULLET}"
"""Before the name of the person at this machine in a login; no name of a person with a password begins so."""
_one_at_a_time = threading.Lock()
"""Held while a password is checked: a check takes 64 MB, and of many at once none would see the others' failures."""


@dataclass(frozen=True, slots=True)
class Login:
    """A person who is logged in.

    Attributes
    ----------
    user, role : str
        Name, and one of ``ROLES``.
    independent : bool
        Decides letters about the ombudsman's own office.
    csrf : str
        Must come back with every form.
    """

    user: str
    role: str
    independent: bool
    csrf: str

    def may(self, role: str) -> bool:
        """Tell whether the person has at least a role."""
        return ROLES.index(self.role) >= ROLES.index(role)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may log in: name, one of ``ROLES``, and whether they decide about the ombudsman's own office."""

    name: str
    role: str
    independent: bool


def add_user(database: Database, name: str, password: str, role: str, *, independent: bool = False) -> None:
    """Let a person log in, or give them a new password.

    Parameters
    ----------
    database : Database
        Open.
    name : str
        As it stands beside decisions.
    password : str
        At least 10 characters.
    role : str
        One of ``ROLES``.
    independent : bool, default False
        Whether they decide letters about the ombudsman's own office.

    Raises
    ------
    InputError
        If the name is empty, the password short or the role unknown.
    """
    if not name.strip() or len(name) > 100 or name.startswith(_LOCAL) or not name.isprintable():
        raise InputError("The name is empty, longer than 100 characters, or holds what cannot be typed.")
    if len(password) < SHORTEST:
        raise InputError(f"The password has fewer than {SHORTEST} characters.", name)
    if role not in ROLES:
        raise InputError(f"The role {role!r} is not known.", name, f"Known are {', '.join(ROLES)}.")
    with database.writing() as session:
        row = session.scalars(select(UserRow).where(UserRow.name == name)).first()
        if row is None:
            row = UserRow(name=name)
            session.add(row)
        row.password, row.role, row.independent = _hasher().hash(password), role, independent
        session.execute(delete(SessionRow).where(SessionRow.user == name))


def remove_user(database: Database, name: str) -> bool:
    """Take a person's login away; what they decided stays. Tell whether there was one."""
    with database.writing() as session:
        session.execute(delete(SessionRow).where(SessionRow.user == name))
        found = session.execute(delete(UserRow).where(UserRow.name == name))
        return bool(found.rowcount)  # type: ignore[attr-defined]


def people(database: Database) -> tuple[Person, ...]:
    """Return who may log in, by name."""
    with database.reading() as session:
        found = session.execute(select(UserRow.name, UserRow.role, UserRow.independent).order_by(UserRow.name))
        return tuple(Person(*each) for each in found)


def has_users(database: Database) -> bool:
    """Tell whether anybody has a password."""
    with database.reading() as session:
        return session.scalars(select(UserRow.pk).limit(1)).first() is not None


def log_in(database: Database, name: str, password: str) -> str:
    """Check a password.

    Parameters
    ----------
    database : Database
        Open.
    name : str
        As typed.
    password : str
        As typed.

    Returns
    -------
    str
        The token of the login; only its hash is kept.

    Raises
    ------
    TooManyError
        After too many wrong ones.
    RefusedError
        If name or password is wrong, without saying which.
    """
    with _one_at_a_time:
        return _checked(database, storable(name), password)


def _checked(database: Database, name: str, password: str) -> str:
    from argon2.exceptions import InvalidHashError, VerificationError

    with database.reading() as session:
        row = session.scalars(select(UserRow).where(UserRow.name == name)).first()
        # What was typed as a name may be a password: only names of people are kept.
        known = row.name if row else _NOBODY
        since = (datetime.now(timezone.utc) - WINDOW).isoformat(timespec="microseconds")  # noqa: UP017
        failed = select(func.count()).where(AuditRow.action == "login-failed", AuditRow.at > since)
        mine = session.scalar(failed.where(AuditRow.user == known)) or 0
        everyone = session.scalar(failed) or 0
    if everyone >= ALL_TRIES or (row and mine >= TRIES):
        raise TooManyError("Too many wrong logins.", remedy="Wait a quarter of an hour.")
    try:
        # As slow for a name that does not exist.
        _hasher().verify(row.password if row else _nobodys_hash(), password.encode("utf-8", "replace"))
        right = row is not None
    except (VerificationError, InvalidHashError):
        right = False
    with database.writing() as session:
        audit(session, known, "login" if right else "login-failed")
        if right:
            return _open(session, known)
    raise RefusedError("Name or password is wrong.")


def open_local(database: Database, name: str) -> str:
    """Log the person at this machine in, who has shown the secret that the command line printed; return the token."""
    with database.writing() as session:
        audit(session, name, "login", detail="local")
        return _open(session, f"{_LOCAL}{name}")


def _open(session: Session, user: str) -> str:
    token = secrets.token_urlsafe(32)
    moment = time.time()
    session.execute(
        delete(SessionRow).where((SessionRow.seen < moment - IDLE) | (SessionRow.created < moment - LONGEST))
    )
    row = SessionRow(token=_hashed(token), user=user, csrf=secrets.token_urlsafe(32), created=moment, seen=moment)
    session.add(row)
    return token


def login_of(database: Database, token: str, *, local: bool = True) -> Login | None:
    """Return who a token belongs to.

    Parameters
    ----------
    database : Database
        Open.
    token : str
        From the browser.
    local : bool, default True
        Whether the person at this machine may come in without a password.

    Returns
    -------
    Login or None
        None where the login has ended or never was, or the person may no longer log in.
    """
    moment = time.time()
    with database.reading() as session:
        row = session.get(SessionRow, _hashed(token))
        if row is None or row.seen < moment - IDLE or row.created < moment - LONGEST:
            return None
        user = session.scalars(select(UserRow).where(UserRow.name == row.user)).first()
        here = row.user.startswith(_LOCAL)
    if user is None and not (local and here):
        return None
    if moment - row.seen > 60:
        with database.writing() as session:
            if (fresh := session.get(SessionRow, row.token)) is not None:
                fresh.seen = moment
    if user is None:
        return Login(row.user[1:], "lead", False, row.csrf)
    return Login(user.name, user.role, user.independent, row.csrf)


def log_out(database: Database, token: str) -> None:
    """End a login."""
    with database.writing() as session:
        session.execute(delete(SessionRow).where(SessionRow.token == _hashed(token)))


def audit(session: Session, user: str, action: str, letter_pk: int | None = None, detail: str = "") -> None:
    """Note who did what.

    Parameters
    ----------
    session : sqlalchemy.orm.Session
        Writing.
    user : str
        Who.
    action : str
        What.
    letter_pk : int, optional
        To which letter.
    detail : str, default ""
        Never text of a letter.
    """
    session.add(AuditRow(at=now(), user=user, action=action, letter_pk=letter_pk, detail=detail[:200]))


def same(first: str, second: str) -> bool:
    """Compare secrets in a time that tells nothing."""
    return hmac.compare_digest(first.encode(), second.encode())


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _nobodys_hash() -> str:
    return _hasher().hash(secrets.token_urlsafe(16))
