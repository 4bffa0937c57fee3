"""A citizen: all their letters; merged with another, and split."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from classifier.decisions.access import audit
from classifier.decisions.citizens import citizen, merge, separate, split
from classifier.errors import InputError, KlagepunktError
from classifier.review.desk import Desk, checked, number_of, reader, reviewer, status_of
from classifier.review.words import problem

__all__ = ["router"]

router = APIRouter()


async def _form(request: Request) -> FormData:
    """Read a form in which a name may stand several times."""
    return await request.form(max_files=0, max_fields=2000)


def _number(text: object) -> int:
    number = number_of(text)
    if number is None:
        raise InputError("There is no such citizen.")
    return number


def _page(desk: Desk, pk: int, message: str = "", status: int = 200) -> Response:
    found = None
    if 0 < pk < 2**31:
        with desk.office.database.reading() as session:
            found = citizen(session, pk)
    if found is None:
        raise HTTPException(404)
    return desk.page("citizen", status=status, person=found, message=message)


@router.get("/citizens/{pk:int}")
def show(desk: Annotated[Desk, Depends(reader)], pk: int) -> Response:
    """Show a citizen's letters."""
    return _page(desk, pk)


@router.post("/citizens/{pk:int}")
def change(desk: Annotated[Desk, Depends(reviewer)], pk: int, form: Annotated[FormData, Depends(_form)]) -> Response:
    """Merge, take a merging back, or split."""
    checked(desk, {name: value for name, value in form.items() if isinstance(value, str)})
    office, user = desk.office, desk.login.user
    action = form.get("action")
    target = pk
    try:
        if not 0 < pk < 2**31:
            raise HTTPException(404)
        with office.database.writing() as session:
            if action == "merge":
                merge(session, pk, str(form.get("key", ""))[:1000], user, office.taxonomy)
            elif action == "separate":
                separate(session, _number(form.get("other")), user, office.taxonomy, head=pk)
            elif action == "split":
                letters = [_number(each) for each in form.getlist("letter")]
                target = split(session, pk, letters, user, office.taxonomy)
            else:
                raise InputError("There is no such action.")
            audit(session, user, f"citizen-{action}", detail=f"{pk} {target}")
    except KlagepunktError as error:
        return _page(desk, pk, problem(error, office.say), status_of(error))
    return RedirectResponse(f"/citizens/{target}", 303)
