"""A letter: its text with passages, its points, and every decision on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Response
from fastapi.responses import RedirectResponse

from classifier.decisions.access import audit
from classifier.decisions.decide import decide
from classifier.decisions.dossier import case_rows
from classifier.decisions.state import ACCEPTED, ACTIONS, BLIND, REJECTED, YES_NO, Change, PointState
from classifier.decisions.view import LetterView, view
from classifier.decisions.worklist import following
from classifier.errors import ConflictError, InputError, KlagepunktError
from classifier.review.casefile import case_table
from classifier.review.desk import Desk, checked, form_of, number_of, reader, reviewer, status_of, wants_piece
from classifier.review.highlight import pieces
from classifier.review.own_office import about_own_office
from classifier.review.points import point_of
from classifier.review.words import problem
from classifier.review.worklist import filter_of, query_of
from classifier.taxonomy import Taxonomy

__all__ = ["router"]

router = APIRouter()
_COLOURS = 8
_CONSIDERED, _LEAST = 3, 0.2
"""Points that were nearly suggested: how many are named, and from which score."""
_VALUES = {"ja": True, "nej": False, "": None}


@dataclass(frozen=True, slots=True)
class Chip:
    """A point as it is shown: its number on the page, its colour, its state, how likely it is."""

    id: str
    number: int
    colour: int
    state: PointState
    score: float | None


def _found(desk: Desk, pk: int) -> LetterView:
    _check_number(pk)
    with desk.office.database.reading() as session:
        found = view(session, pk)
    if found is None:
        raise HTTPException(404)
    return found


def _check_number(pk: int) -> None:
    """Refuse a number that the database could not even look up."""
    if not 0 < pk < 2**31:
        raise HTTPException(404)


def _context(desk: Desk, letter: LetterView, message: str = "", note: str | None = None) -> dict[str, Any]:
    points = letter.state.points
    order = {point: index for index, point in enumerate(desk.office.taxonomy.point_ids)}
    shown = sorted(points, key=lambda point: order.get(point, len(order)))
    scores = letter.scores
    chips = [
        Chip(point, number, (number - 1) % _COLOURS + 1, points[point], scores.get(point))
        for number, point in enumerate(shown, 1)
    ]
    passages = {chip.id: chip.state.evidence for chip in chips if chip.state.evidence and chip.state.status != REJECTED}
    near = sorted(((score, point) for point, score in scores.items() if point not in points), reverse=True)
    retired = desk.office.taxonomy.retired()
    considered = [point for score, point in near if score >= _LEAST and point not in retired and point in order][
        :_CONSIDERED
    ]
    area = next((each for each in desk.office.taxonomy.areas if each.id == letter.state.area), None)
    return {
        "letter": letter,
        "state": letter.state,
        "chips": chips,
        "by_point": {chip.id: chip for chip in chips},
        "pieces": pieces(letter.text, passages),
        "considered": considered,
        "units": area.units if area else (),
        "blind": letter.state.blind == BLIND,
        "complaint": letter.state.kind in desk.office.taxonomy.complaint_kinds or not letter.state.kind,
        "locked": letter.state.own_office and not desk.login.independent,
        "query": query_of(filter_of(desk.request.query_params)),
        "message": message,
        # What was refused is still there to be sent again.
        "note_text": letter.state.note if note is None else note,
        "own": "" if letter.state.own_office or letter.state.done else about_own_office(letter.text),
        "accepted": ACCEPTED,
        "rejected": REJECTED,
    }


@router.get("/letters/{pk:int}")
def show(desk: Annotated[Desk, Depends(reader)], pk: int) -> Response:
    """Show a letter."""
    letter = _found(desk, pk)
    with desk.office.database.writing() as session:
        audit(session, desk.login.user, "view", pk)
    return desk.page("letter", before=_before(desk), **_context(desk, letter))


def _before(desk: Desk) -> int:
    """Return the letter that was confirmed just now, so that one can go back to it; 0 if none was."""
    return number_of(desk.request.query_params.get("before")) or 0


@router.post("/letters/{pk:int}")
def change(
    desk: Annotated[Desk, Depends(reviewer)], pk: int, form: Annotated[Mapping[str, str], Depends(form_of)]
) -> Response:
    """Keep a decision, and show what became of the letter; after ``confirm`` the next letter."""
    checked(desk, form)
    _check_number(pk)
    refusal: KlagepunktError | None = None
    version = number_of(form.get("version"))
    try:
        if version is None:
            raise InputError("The form names no version.")
        office = desk.office
        wanted = _change(form, office.taxonomy)
        # A note that was typed and not sent comes with the confirmation.
        typed = [Change("note", {"text": form["text"]})] if wanted.action == "confirm" and "text" in form else []
        decide(
            office.database,
            pk,
            version,
            desk.login.user,
            [*typed, wanted],
            office.taxonomy,
            independent=desk.login.independent,
        )
    except KlagepunktError as error:
        refusal = error
    else:
        if wanted.action == "confirm":
            return _next(desk, pk)
        if not wants_piece(desk.request):
            return RedirectResponse(f"/letters/{pk}?{query_of(filter_of(desk.request.query_params))}", 303)
    letter = _found(desk, pk)
    template = "_work" if wants_piece(desk.request) else "letter"
    if refusal is None:
        return desk.page(template, before=0, **_context(desk, letter))
    message = problem(refusal, desk.office.say)
    if isinstance(refusal, ConflictError) and letter.history and letter.history[0].user != desk.login.user:
        message += f" ({letter.history[0].user})"
    note = form.get("text") if form.get("action") in ("note", "confirm") else None
    return desk.page(template, status=status_of(refusal), before=0, **_context(desk, letter, message, note))


def _next(desk: Desk, pk: int) -> Response:
    wanted = filter_of(desk.request.query_params)
    with desk.office.database.reading() as session:
        found = following(session, wanted, pk)
    found = None if found == pk else found
    query = query_of(wanted)
    target = f"/letters/{found}?{query}&before={pk}" if found is not None else f"/?{query}"
    if wants_piece(desk.request):
        return Response(status_code=204, headers={"hx-redirect": target})
    return RedirectResponse(target, 303)


def _change(form: Mapping[str, str], taxonomy: Taxonomy) -> Change:
    action = form.get("action", "")
    if action not in ACTIONS:
        raise InputError("There is no such action.")
    data: dict[str, Any] = {
        name: form[name] for name in ("point", "kind", "area", "unit", "text", "date", "key") if name in form
    }
    if action == "add":
        data["point"] = point_of(form.get("point", ""), taxonomy)
    if action in YES_NO:
        if form.get("value", "") not in _VALUES:
            raise InputError("The value is neither yes nor no.")
        data["value"] = _VALUES[form.get("value", "")]
    elif action == "channel":
        data["value"] = form.get("value", "")
    if action == "evidence":
        for name in ("start", "end"):
            data[name] = number_of(form.get(name))
            if data[name] is None:
                raise InputError("The passage does not stand in the letter.")
    return Change(action, data)


@router.get("/letters/{pk:int}/note")
def note(desk: Annotated[Desk, Depends(reader)], pk: int) -> Response:
    """Show a letter's decisions as a page to print, for the case system."""
    letter = _found(desk, pk)
    with desk.office.database.writing() as session:
        rows = list(case_rows(session, pk, desk.office.taxonomy))
        audit(session, desk.login.user, "case-note", pk)
    return desk.page("note", letter=letter, rows=rows)


@router.get("/letters/{pk:int}/case.csv")
def case(desk: Annotated[Desk, Depends(reader)], pk: int) -> Response:
    """Hand a letter's decisions over to the case system: a row a point."""
    _found(desk, pk)
    with desk.office.database.writing() as session:
        rows = list(case_rows(session, pk, desk.office.taxonomy))
        audit(session, desk.login.user, "case-export", pk)
    headers = {"content-disposition": f'attachment; filename="sag-{pk}.csv"'}
    return Response(case_table(rows, desk.office.csv_dialect), media_type="text/csv; charset=utf-8", headers=headers)
