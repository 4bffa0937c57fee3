"""The worklist: what waits, filtered and searched."""

from __future__ import annotations

from dataclasses import fields
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import QueryParams

from classifier.decisions.overview import waiting
from classifier.decisions.worklist import PAGE, Filter, following, listing
from classifier.review.desk import Desk, number_of, reader

__all__ = ["filter_of", "query_of", "router"]

router = APIRouter()
_LONGEST = 200
_NAMES = tuple(each.name for each in fields(Filter))


def filter_of(query: QueryParams) -> Filter:
    """Read a filter from an address; what is not known is passed over."""
    return Filter(**{name: query[name][:_LONGEST] for name in _NAMES if name in query})


def query_of(wanted: Filter) -> str:
    """Write a filter into an address: only what differs from the whole list."""
    chosen = {name: getattr(wanted, name) for name in _NAMES}
    return urlencode({name: value for name, value in chosen.items() if value != getattr(Filter(), name)})


@router.get("/")
def show(desk: Annotated[Desk, Depends(reader)]) -> Response:
    """Show the worklist."""
    query = desk.request.query_params
    wanted = filter_of(query)
    page = number_of(query.get("page")) or 0
    with desk.office.database.reading() as session:
        found = listing(session, wanted, page)
        waits = waiting(session)
    return desk.page(
        "worklist",
        wanted=wanted,
        found=found,
        page=page,
        pages=-(-found.total // PAGE),
        query=query_of(wanted),
        waits=waits,
        narrowed=any(getattr(wanted, name) for name in ("area", "point", "since", "until", "words")),
    )


@router.get("/next")
def after(desk: Annotated[Desk, Depends(reader)], pk: int | None = None) -> Response:
    """Go to the letter after another one, or to the first."""
    wanted = filter_of(desk.request.query_params)
    with desk.office.database.reading() as session:
        found = following(session, wanted, pk if pk is not None and 0 < pk < 2**31 else None)
    query = query_of(wanted)
    return RedirectResponse(f"/letters/{found}?{query}" if found is not None else f"/?{query}", 303)
