"""Logging in and out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from classifier.decisions.access import log_in, log_out, open_local, same
from classifier.errors import RefusedError, TooManyError
from classifier.review.desk import (
    COOKIE,
    Desk,
    ForbiddenError,
    Office,
    check_origin,
    checked,
    form_of,
    office_of,
    reader,
    render,
)
from classifier.review.words import problem

__all__ = ["router"]

router = APIRouter()


@router.get("/start")
def start(request: Request, token: str = "") -> Response:
    """Let the person in who opened the address that the command line printed."""
    office = office_of(request)
    if not office.local_token or not same(token, office.local_token):
        raise ForbiddenError
    return _in(office, open_local(office.database, office.local_user))


@router.get("/login")
def ask(request: Request) -> Response:
    """Ask for name and password."""
    return render(office_of(request), "login", message="", name="")


@router.post("/login")
def check(request: Request, form: Annotated[Mapping[str, str], Depends(form_of)]) -> Response:
    """Let a person in."""
    check_origin(request)
    office = office_of(request)
    try:
        token = log_in(office.database, form.get("name", ""), form.get("password", ""))
    except RefusedError as error:
        status = 429 if isinstance(error, TooManyError) else 401
        message = problem(error, office.say)
        return render(office, "login", status=status, message=message, name=form.get("name", "")[:100])
    return _in(office, token)


@router.post("/logout")
def leave(desk: Annotated[Desk, Depends(reader)], form: Annotated[Mapping[str, str], Depends(form_of)]) -> Response:
    """End the login."""
    checked(desk, form)
    log_out(desk.office.database, desk.request.cookies.get(COOKIE, ""))
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(COOKIE)
    return answer


def _in(office: Office, token: str) -> Response:
    answer = RedirectResponse("/", 303)
    answer.set_cookie(COOKIE, token, httponly=True, samesite="strict", secure=office.secure)
    return answer
