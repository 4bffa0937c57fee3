"""A register whose margins are those of the ombudsman's report for 2024; every citizen and letter is invented."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import cycle, islice
from typing import Any

from classifier.records import LabelledLetter, Labels, Letter
from classifier.taxonomy import Taxonomy

__all__ = ["AREA_POINTS", "GROUPS", "POINTS", "labelled", "report_rows"]

POINTS = {
    "aktindsigt-forvaltningsloven": 1, "moedeafholdelse": 1, "offentligretlig": 1, "omsorgspligt": 1, "enkelthed": 1,
    "notatpligt": 1, "magtanvendelse": 1, "manglende-hjemmel": 1, "faktisk-forvaltning": 1,
    "aktindsigt-offentlighedsloven": 1, "tolkebistand": 2, "sagsbehandlerskifte": 2, "privatretlig": 3,
    "personoplysninger": 3, "tilsyn": 4, "sagsoplysning": 5, "manglende-afgoerelse": 5, "klagevejledning": 6,
    "afgoerelse-hovedindhold": 7, "opfoelgning": 8, "partshoering": 9, "sprogbrug": 10, "venlig-optraeden": 12,
    "serviceniveau": 14, "begrundelse": 15, "vanskeligt-samarbejde": 16, "koordineret-indsats": 18, "inddragelse": 20,
    "betjening": 30, "orientering": 30, "sagsbehandlingstid": 51, "vejledning": 52, "manglende-hjaelp": 75,
}  # fmt: skip
"""Counts that keep the report's order of points, rarest first, and its totals by group."""
GROUPS = {
    "Forvaltningsskik": 271, "Forvaltningsloven": 83, "Hjemmelsspørgsmål": 13, "Offentlighedsloven": 2,
    "Databeskyttelsesforordningen": 3, "Opgavevaretagelse": 15, "Retsgrundsætninger": 7, "Institutioner": 1,
    "Andet": 12,
}  # fmt: skip
AREA_POINTS = {"BSKUF": 132, "KMT": 75, "SS": 179, "KOMM": 21}
_COMPLAINING = {"BSKUF": 30, "KMT": 18, "SS": 38, "KOMM": 7}
_ADVICE = {"BSKUF": 14, "KMT": 11, "SS": 25, "KOMM": 2, "ANDET": 3}
_OTHERS = {"BSKUF": 5, "KMT": 6, "SS": 9, "KOMM": 8, "ANDET": 3}
_OFTEN, _AGAIN = 18, 36
_LIVING_ELSEWHERE, _ANSWERED = 31, 24


def labelled(row: dict[str, Any]) -> LabelledLetter:
    """Make a labelled letter as ``read_labelled`` would; whatever is no field of a letter is a column of the table."""
    fields = {"id", "received", "sender", "thread", "citizen", "complaint_no", "text"}
    labels = {"kind", "area", "unit", "points"}
    letter = Letter(
        **{"text": "", **{name: value for name, value in row.items() if name in fields}},
        extra={name: str(value) for name, value in row.items() if name not in fields | labels},
    )
    found = {name: row[name] for name in labels if name in row}
    return LabelledLetter(letter, Labels(**{**found, "points": tuple(found.get("points", ()))}))


def report_rows(taxonomy: Taxonomy) -> list[dict[str, Any]]:
    """Return the rows of the register: 93 citizens who complain, 55 who ask for advice, 31 others."""
    rows = [*_complaints(taxonomy), *_rest("raad", _ADVICE), *_rest("oevrige", _OTHERS)]
    first: dict[str, dict[str, Any]] = {}
    for row in rows:
        first.setdefault(row["citizen"], row)
    for number, row in enumerate(first.values()):
        row["resident"] = "nej" if number % 5 == 0 and number < 5 * _LIVING_ELSEWHERE else "ja"
    for number, row in enumerate(row for row in first.values() if row["kind"] == "raad"):
        row["answered_by_office"] = "ja" if number < _ANSWERED + _TURNED and number >= _TURNED else "nej"
    return rows


_TURNED = 4
"""Citizens whose first letter asks for advice, and who complain later in the year."""


def _complaints(taxonomy: Taxonomy) -> Iterator[dict[str, Any]]:
    letters: list[dict[str, Any]] = []
    units = {area.id: area.units for area in taxonomy.areas}
    citizens = [(area, number) for area, wanted in _COMPLAINING.items() for number in range(wanted)]
    for index, (area, number) in enumerate(citizens):
        citizen = f"klager-{area}-{number}"
        written = 6 if index % 5 == 0 and index // 5 < _OFTEN else 2 if index % 5 == 2 and index // 5 < 18 else 1
        if index % 25 == 7:
            letters.append({"id": f"{citizen}-spm", "kind": "raad", "area": area, "unit": "", "points": []})
            letters[-1] |= {"citizen": citizen, "received": "2024-01-10", "thread": f"{citizen}-spm"}
        for turn in range(written):
            unit = units[area][(number + turn) % len(units[area])] if units[area] else ""
            letters.append(
                {
                    "id": f"{citizen}-{turn + 1}",
                    "citizen": citizen,
                    "thread": f"{citizen}-sag-{turn + 1}",
                    "received": f"2024-{2 + turn + index % 6:02}-{1 + index % 28:02}",
                    "kind": "klage",
                    "area": area,
                    "unit": unit,
                    "points": [],
                    "channel": ("mail", "brev", "telefon", "bibliotek")[index % 4],
                }
            )
    _deal(letters)
    yield from letters


def _deal(letters: list[dict[str, Any]]) -> None:
    """Deal the points out among the letters of their area, so that no letter has one twice."""
    areas = [area for area, number in AREA_POINTS.items() for _ in range(number)]
    random.Random(2024).shuffle(areas)
    points = [point for point, number in POINTS.items() for _ in range(number)]
    for area in AREA_POINTS:
        mine = [letter for letter in letters if letter["area"] == area and letter["kind"] == "klage"]
        turns = cycle(mine)
        for point in (point for point, own in zip(points, areas, strict=True) if own == area):
            next(letter for letter in islice(turns, len(mine)) if point not in letter["points"])["points"].append(point)


def _rest(kind: str, wanted: dict[str, int]) -> Iterator[dict[str, Any]]:
    for area, number in wanted.items():
        for turn in range(number):
            citizen = f"{kind}-{area}-{turn}"
            yield {
                "id": citizen,
                "citizen": citizen,
                "received": f"2024-{turn % 12 + 1:02}-15",
                "kind": kind,
                "area": area,
                "points": [],
                "channel": "telefon" if turn % 3 else "mail",
            }
