"""The overview: what waits, the year so far, how far the program can be trusted, the year's report to take along."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Response

from classifier.decisions.access import audit
from classifier.decisions.blind import LEAST as BLIND_A_YEAR
from classifier.decisions.blind import SHARE
from classifier.decisions.overview import LEAST, Share, agreement, agreement_by_point, last_change, waiting, years
from classifier.decisions.year import year_so_far
from classifier.errors import ModelError
from classifier.review.desk import Desk, Office, reader
from classifier.store import ModelStore
from classifier.store.folder import read_manifest

__all__ = ["router"]

router = APIRouter()
_TOP = 10
_FORMS = {
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_drawing = Lock()
"""Charts are drawn one at a time."""
_KEPT = 4
_counted: dict[tuple[object, ...], Mapping[str, Any]] = {}
"""Figures of the last years that were counted: an archive's year takes seconds."""


@router.get("/overview")
def show(desk: Annotated[Desk, Depends(reader)], year: str = "") -> Response:
    """Show the overview of a year: the newest with letters unless another is named."""
    office = desk.office
    with office.database.reading() as session:
        known = years(session)
        chosen = int(year) if year in map(str, known) else next(iter(known), date.today().year)
        waits = waiting(session)
        this_year = agreement(session, office.taxonomy, chosen)
        always = agreement_by_point(session, office.taxonomy)
    figures = _figures(office, chosen)
    by_point = {point: number for point, number in figures["points"]["by_point"].items() if number}
    top = sorted(by_point.items(), key=lambda item: -item[1])[:_TOP]
    total = figures["points"]["total"]
    return desk.page(
        "overview",
        year=chosen,
        years=known,
        waits=waits,
        figures=figures,
        top=top,
        most=max(by_point.values(), default=1),
        this_year=this_year,
        always=always,
        missed=_of(total, this_year.found),
        least=LEAST,
        wanted=BLIND_A_YEAR,
        share=SHARE,
        model=_model(office),
    )


def _figures(office: Office, year: int) -> Mapping[str, Any]:
    with office.database.reading() as session:
        stand = last_change(session)
    key = (office.database.shown, office.taxonomy.digest, office.contact_unit, year, stand)
    found = _counted.get(key)
    if found is None:
        found = year_so_far(office.database, office.taxonomy, year, office.contact_unit)
        while len(_counted) >= _KEPT:
            _counted.pop(next(iter(_counted)), None)
        _counted[key] = found
    return found


def _of(total: int, found: Share) -> tuple[int, int, int] | None:
    """Say how many of a year's points the program alone would have missed: expected, at least, at most."""
    if found.value is None or found.low is None or found.high is None:
        return None
    return round(total * (1 - found.value)), int(total * (1 - found.high)), -int(-total * (1 - found.low) // 1)


def _model(office: Office) -> Mapping[str, Any]:
    store = ModelStore(office.home)
    try:
        name = store.active()
        manifest = read_manifest(store.path(name))
        since = next((each.when for each in reversed(store.history()) if each.model == name), "")
    except ModelError as error:
        return {"name": "", "problem": error.what}
    held_out = manifest.get("held_out", {})
    return {
        "name": name,
        "problem": "",
        "since": since[:10],
        "precision": held_out.get("point_precision"),
        "recall": held_out.get("point_recall"),
    }


@router.get("/overview/{year:int}.{form}")
def report(desk: Annotated[Desk, Depends(reader)], year: int, form: str) -> Response:
    """Hand out the annual report of what is confirmed so far."""
    office = desk.office
    if form not in _FORMS or not 1990 <= year <= 2100:
        raise HTTPException(404)
    from classifier.report import AnnualInput, annual_document, write_html, write_xlsx

    figures = _figures(office, year)
    given = AnnualInput(figures=figures, taxonomy=office.taxonomy, language=office.language, made=date.today())
    with _drawing, tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"beretning.{form}"
        (write_html if form == "html" else write_xlsx)(annual_document(given), path)
        content = path.read_bytes()
    with office.database.writing() as session:
        audit(session, desk.login.user, "report", detail=f"{year} {form}")
    name = f"{'beretning' if office.language == 'da' else 'report'}-{year}.{form}"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=_FORMS[form], headers=headers)
