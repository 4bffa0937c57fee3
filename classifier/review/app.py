"""The application: pages put together, errors told, assets served."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import PlainTextResponse, RedirectResponse
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

from classifier.errors import KlagepunktError
from classifier.review import account, citizens, contacts, letters, overview, worklist
from classifier.review.desk import ForbiddenError, NotLoggedInError, Office, render, status_of
from classifier.review.guard import Guard
from classifier.review.words import problem

__all__ = ["create_app"]


def create_app(office: Office) -> Guard:
    """Put the application together.

    Parameters
    ----------
    office : Office
        What it works with.

    Returns
    -------
    Guard
        An ASGI application.
    """
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.state.office = office
    for module in (account, worklist, letters, contacts, citizens, overview):
        app.include_router(module.router)
    app.mount("/assets", StaticFiles(directory=Path(__file__).parent / "assets"), name="assets")
    app.add_exception_handler(NotLoggedInError, _not_logged_in)
    app.add_exception_handler(ForbiddenError, _forbidden)
    app.add_exception_handler(KlagepunktError, _told)
    app.add_exception_handler(HTTPException, _plain)
    app.add_exception_handler(RequestValidationError, _invalid)
    return Guard(app, office.hosts, secure=office.secure)


async def _not_logged_in(request: Request, error: Exception) -> Response:
    if request.method == "GET" and request.headers.get("hx-request") != "true":
        return RedirectResponse("/login", 303)
    return PlainTextResponse("Not logged in.", 401)


async def _forbidden(request: Request, error: Exception) -> Response:
    return PlainTextResponse("Not allowed.", 403)


async def _invalid(request: Request, error: Exception) -> Response:
    # The library's own answer would repeat what was sent.
    return PlainTextResponse("Bad request.", 400)


async def _plain(request: Request, error: Any) -> Response:
    return PlainTextResponse(str(error.detail), error.status_code, headers=error.headers)


async def _told(request: Request, error: Any) -> Response:
    office: Office = request.app.state.office
    return render(office, "problem", status=status_of(error), message=problem(error, office.say))
