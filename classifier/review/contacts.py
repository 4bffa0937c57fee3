"""A contact that came by telephone or in person, entered by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from fastapi.responses import RedirectResponse

from classifier.decisions.access import audit
from classifier.decisions.contact import Contact, add_contact
from classifier.errors import KlagepunktError
from classifier.review.desk import Desk, checked, form_of, reviewer, status_of
from classifier.review.points import point_of
from classifier.review.words import problem

__all__ = ["router"]

router = APIRouter()
_YES_NO = {"ja": True, "nej": False}
_POINTS = 8


@router.get("/new")
def ask(desk: Annotated[Desk, Depends(reviewer)]) -> Response:
    """Show the form."""
    given = {"received": date.today().isoformat(), "channel": "telefon"}
    return desk.page("new", count=_POINTS, given=given, message="")


@router.post("/new")
def keep(desk: Annotated[Desk, Depends(reviewer)], form: Annotated[Mapping[str, str], Depends(form_of)]) -> Response:
    """Keep a contact, and show it."""
    checked(desk, form)
    area, _, unit = form.get("place", "").partition("/")
    typed = [value for n in range(1, _POINTS + 1) if (value := form.get(f"point{n}", "").strip())]
    try:
        contact = Contact(
            received=form.get("received", ""),
            channel=form.get("channel", ""),
            kind=form.get("kind", ""),
            area=area,
            unit=unit,
            points=tuple(point_of(value, desk.office.taxonomy) for value in typed),
            citizen=form.get("citizen", ""),
            text=form.get("text", ""),
            note=form.get("note", ""),
            resident=_YES_NO.get(form.get("resident", "")),
            answered_by_office=_YES_NO.get(form.get("office", "")),
            case_no=form.get("case_no", ""),
        )
        with desk.office.database.writing() as session:
            office = desk.office
            row = add_contact(session, contact, desk.login.user, office.taxonomy, masked=office.masked)
            audit(session, desk.login.user, "new", row.pk)
    except KlagepunktError as error:
        message = problem(error, desk.office.say)
        return desk.page("new", status=status_of(error), count=_POINTS, given=dict(form), message=message)
    return RedirectResponse(f"/letters/{row.pk}", 303)
