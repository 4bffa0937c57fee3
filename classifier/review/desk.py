"""What every page shares: the office, the person who is logged in, forms that cannot be forged, templates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.datastructures import FormData

from classifier.decisions.access import Login, login_of, same
from classifier.decisions.database import Database
from classifier.errors import (
    ConflictError,
    DatabaseError,
    InputError,
    KlagepunktError,
    LabelError,
    RefusedError,
    TooManyError,
)
from classifier.review.words import ACTIONS, CHANNELS, FLAG_NAMES, Say, day, likely
from classifier.taxonomy import Taxonomy

__all__ = [
    "COOKIE",
    "Desk",
    "ForbiddenError",
    "NotLoggedInError",
    "Office",
    "desk_of",
    "form_of",
    "number_of",
    "reader",
    "reviewer",
    "status_of",
    "wants_piece",
]

COOKIE = "klagepunkt"
_STATUS: tuple[tuple[type[KlagepunktError], int], ...] = (
    (ConflictError, 409),
    (TooManyError, 429),
    (RefusedError, 422),
    (InputError, 400),
    (LabelError, 400),
    (DatabaseError, 503),
)


@dataclass(frozen=True)
class Office:
    """What the page works with.

    Attributes
    ----------
    database : Database
        Open.
    taxonomy : Taxonomy
        The label book that people decide with.
    home : pathlib.Path
        The home, for the models.
    language : str
        ``da`` or ``en``.
    hosts : tuple of str
        Names that the page is reached under.
    secure : bool
        Whether browsers reach it by HTTPS.
    local_token : str
        The secret that lets the person at this machine in; empty where anybody had a password when the page started.
    local_user : str
        Their name.
    own_office_to : str
        Who decides letters about the ombudsman's own office.
    contact_unit : str
        As in the settings.
    csv_dialect : str
        As in the settings.
    masked : bool
        Whether texts are kept with personal data masked.
    """

    database: Database
    taxonomy: Taxonomy
    home: Path
    language: str = "da"
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    secure: bool = False
    local_token: str = ""
    local_user: str = "lokal"
    own_office_to: str = ""
    contact_unit: str = "citizen"
    csv_dialect: str = "excel-da"
    masked: bool = False

    @cached_property
    def say(self) -> Say:
        """The language."""
        return Say(self.language)

    @cached_property
    def templates(self) -> Environment:
        """All pages; everything that is put into them is escaped."""
        environment = Environment(
            loader=PackageLoader("classifier.review"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        book = self.taxonomy
        environment.globals |= {
            "t": self.say,
            "office": self,
            "book": book,
            "kinds": {kind.id: kind.name for kind in book.kinds},
            "areas": {area.id: area.name for area in book.areas},
            "points": {point.id: point for point in book.points},
            "in_use": [point for point in book.points if point.id not in book.retired()],
            "groups": {group.id: group.name for group in book.groups},
            "flags": FLAG_NAMES,
            "channels": CHANNELS,
            "actions": ACTIONS,
            "day": lambda text: self.say(*day(text)),
            "number": lambda value: f"{value:,}".replace(",", self.say(".", ",")),
            "likely": lambda score: self.say(*likely(score)),
            "today": lambda: date.today().isoformat(),
        }
        environment.filters["kept"] = _kept
        return environment


def _kept(text: str) -> Markup:
    """Escape a letter so that the browser counts its characters as we do: it would join CR and LF to one."""
    return Markup(str(escape(text)).replace("\r", "&#13;"))


class NotLoggedInError(Exception):
    """Nobody is logged in."""


class ForbiddenError(Exception):
    """The form was not made by this page, or the person may not do this."""


@dataclass(frozen=True)
class Desk:
    """A request of a person who is logged in.

    Attributes
    ----------
    office : Office
        Of the application.
    login : Login
        Who asks.
    request : fastapi.Request
        What was asked.
    """

    office: Office
    login: Login
    request: Request

    def page(self, template: str, *, status: int = 200, **context: Any) -> Response:
        """Render a page, or a piece of one."""
        return render(self.office, template, status=status, login=self.login, **context)


def render(office: Office, template: str, *, status: int = 200, **context: Any) -> Response:
    """Render a page with or without somebody logged in."""
    content = office.templates.get_template(f"{template}.html.j2").render({"login": None, **context})
    return HTMLResponse(content, status_code=status)


def office_of(request: Request) -> Office:
    """Return the office of the application."""
    found: Office = request.app.state.office
    return found


def desk_of(request: Request) -> Desk:
    """Find out who asks.

    Parameters
    ----------
    request : fastapi.Request
        With the cookie of a login.

    Returns
    -------
    Desk
        Theirs.

    Raises
    ------
    NotLoggedInError
        If nobody is logged in.
    """
    office = office_of(request)
    token = request.cookies.get(COOKIE, "")
    login = login_of(office.database, token, local=bool(office.local_token)) if token else None
    if login is None:
        raise NotLoggedInError
    return Desk(office, login, request)


def needs(role: str) -> Callable[[Request], Desk]:
    """Return a check that the person has at least a role."""

    def check(request: Request) -> Desk:
        desk = desk_of(request)
        if not desk.login.may(role):
            raise ForbiddenError
        return desk

    return check


reader, reviewer = needs("reader"), needs("reviewer")


async def form_of(request: Request) -> Mapping[str, str]:
    """Read a form; the person and the secret in it are checked by ``checked``."""
    data: FormData = await request.form(max_files=0, max_fields=200)
    return {name: value for name, value in data.multi_items() if isinstance(value, str)}


def number_of(text: object) -> int | None:
    """Read a whole number from a form or an address.

    Parameters
    ----------
    text : object
        As it came.

    Returns
    -------
    int or None
        None where it is none, or has more than nine digits: no database counts further.

    Examples
    --------
    >>> number_of("12"), number_of("-1"), number_of("²"), number_of("9" * 30), number_of(None)
    (12, None, None, None, None)
    """
    if not isinstance(text, str) or not text.isascii() or not text.isdigit() or len(text) > 9:
        return None
    return int(text)


def checked(desk: Desk, form: Mapping[str, str]) -> None:
    """Refuse a form that another page sent.

    Parameters
    ----------
    desk : Desk
        Whose it should be.
    form : mapping of str to str
        As it came.

    Raises
    ------
    ForbiddenError
        If its secret is not the login's, or the browser says that it comes from elsewhere.
    """
    check_origin(desk.request)
    given = form.get("csrf", "") or desk.request.headers.get("x-csrf", "")
    if not same(given, desk.login.csrf):
        raise ForbiddenError


def check_origin(request: Request) -> None:
    """Refuse what the browser says comes from another page.

    Parameters
    ----------
    request : fastapi.Request
        As it came.

    Raises
    ------
    ForbiddenError
        If so.
    """
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise ForbiddenError
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise ForbiddenError


def wants_piece(request: Request) -> bool:
    """Tell whether htmx asks for a piece of the page."""
    return request.headers.get("hx-request") == "true"


def status_of(error: KlagepunktError) -> int:
    """Return the HTTP status that an error is told with."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
