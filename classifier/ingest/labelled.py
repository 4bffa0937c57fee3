"""Labelled letters: tables with kind, area, unit, points and evidence, checked against a label book."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from classifier.errors import InputError, LabelError
from classifier.ingest.cells import as_text
from classifier.ingest.columns import Columns, Row, lay_out, to_letter
from classifier.ingest.letters import open_table, table_endings
from classifier.ingest.sources import Source, find_sources
from classifier.ingest.streams import READ_ERRORS, why
from classifier.records import LabelledLetter, Labels, Letter, Skipped
from classifier.taxonomy import Taxonomy

__all__ = ["labelled_rows", "read_labelled"]

_PASSAGE = ("passage", "background")
_KEPT = ("year", "point_areas", "model")
_GROUPED_BY = ("author", "scenario")


def read_labelled(
    paths: Sequence[str | Path], taxonomy: Taxonomy, *, needs_text: bool | None = True
) -> list[LabelledLetter]:
    """Read labelled letters and check them against a label book.

    Parameters
    ----------
    paths : sequence of str or pathlib.Path
        Tables, or folders of tables; other files in a folder are passed over. ``points`` is needed; ``kind``, ``area``,
        ``unit`` and ``evidence`` may be missing or empty. Points are ids, names or aliases, in a list or separated by
        ``;``. Evidence is an object of point to passage, or lines ``point: passage``; that of other points than the
        letter's is passed over.
    taxonomy : Taxonomy
        The label book.
    needs_text : bool or None, default True
        False reads tables without a column of texts as well, as an office's register may be, and passes evidence over.
        None reads such tables as well, and evidence where there is a text.

    Returns
    -------
    list of LabelledLetter
        In the order of the tables. ``letter.extra`` also holds ``year``, ``point_areas`` and ``model``.

    Raises
    ------
    InputError
        If a path cannot be used as a table of letters, or a row cannot be read.
    LabelError
        If a value is unknown (named, with file, row, id and the nearest known value), an id stands twice, a contact
        that is no complaint has points, or a passage does not stand in its letter.
    """
    found: list[LabelledLetter] = []
    places: dict[str, str] = {}
    for source in find_sources(paths, table_endings()):
        if isinstance(source, Skipped):
            continue
        for row, letter, columns in _rows(source, needs_text):
            where = f"{source.shown}, row {row.number}, id {letter.id}"
            if letter.id in places:
                remedy = "Give each letter its own id, or take one of them out."
                raise LabelError(f"The id stands twice, first in {places[letter.id]}.", where, remedy)
            places[letter.id] = f"{source.shown}, row {row.number}"
            found.append(_labelled(row, letter, columns, taxonomy, where, needs_text))
    return found


def labelled_rows(
    rows: Iterable[Mapping[str, object]], taxonomy: Taxonomy, *, source: str, needs_text: bool | None = True
) -> list[LabelledLetter]:
    """Check rows that stand in no file as those of a table of labelled letters.

    Parameters
    ----------
    rows : iterable of mapping
        Column to value, each with ``id``, ``text`` and ``points``.
    taxonomy : Taxonomy
        The label book.
    source : str
        What the rows come from, for errors.
    needs_text : bool or None, default True
        As for ``read_labelled``.

    Returns
    -------
    list of LabelledLetter
        In order.

    Raises
    ------
    InputError
        If a row has no id.
    LabelError
        As for ``read_labelled``.
    """
    found = []
    for number, values in enumerate(rows, 1):
        row = Row(str(number), tuple(values), list(values.values()))
        columns = lay_out(row.names)
        letter = to_letter(row, columns, source)
        if isinstance(letter, Skipped):
            raise InputError(letter.reason, f"{source}, row {number}")
        where = f"{source}, id {letter.id}"
        found.append(_labelled(row, letter, columns, taxonomy, where, needs_text))
    return found


def _rows(source: Source, needs_text: bool | None) -> Iterator[tuple[Row, Letter, Columns]]:
    table = open_table(source)
    if isinstance(table, Skipped):
        raise InputError(table.reason, source.shown, "Take it out or mend it; learning needs every row.")
    if table.columns is None:
        return
    fields = [name for name in table.missing if needs_text or name != "text"]
    missing = [*fields, *(() if "points" in lay_out(table.columns).labels else ("points",))]
    if missing:
        raise InputError(
            f"The table has no column {' and no column '.join(missing)}.", source.shown, "See docs/formats.md."
        )
    try:
        for row in table.rows():
            if not needs_text and isinstance(row, Row) and "text" in lay_out(row.names).missing:
                row = Row(row.number, (*row.names, "text"), [*row.values, ""])
            columns = lay_out(row.names) if isinstance(row, Row) else None
            letter = to_letter(row, columns, source.shown) if isinstance(row, Row) and columns else row
            if isinstance(letter, Letter) and isinstance(row, Row) and columns:
                yield row, letter, columns
            elif isinstance(letter, Skipped) and letter.failed:
                place = f"{source.shown}, row {row.number if isinstance(row, Row) else row.source}"
                raise InputError(letter.reason, place, "Take it out or mend it; learning needs every row.")
    except READ_ERRORS as error:
        raise InputError(why(error), source.shown) from error


def _labelled(
    row: Row, letter: Letter, columns: Columns, taxonomy: Taxonomy, where: str, needs_text: bool | None
) -> LabelledLetter:
    def value(label: str) -> object:
        index = columns.labels.get(label)
        return row.values[index] if index is not None else None

    kind = taxonomy.read_kind(as_text(value("kind")), where)
    area = taxonomy.read_area(as_text(value("area")), where)
    unit = taxonomy.read_unit(as_text(value("unit")), area, where)
    points = taxonomy.read_points(_items(value("points"), where), where)
    if points and kind and kind not in taxonomy.complaint_kinds:
        what = f"A contact of kind {kind!r} has points ({', '.join(points)}); only a complaint can."
        raise LabelError(what, where, "Correct the kind or take the points out.")
    reads = bool(letter.text) if needs_text is None else needs_text
    evidence = _evidence(value("evidence"), letter.text, points, taxonomy, where) if reads else {}
    kept = {name: text for name in _KEPT if (text := as_text(value(name)))}
    extra = {**letter.extra, **kept}
    keys = [*(extra.get(name, "") for name in _GROUPED_BY), letter.citizen, letter.sender, letter.id]
    return LabelledLetter(
        letter=replace(letter, extra=extra),
        labels=Labels(kind, area, unit, points, evidence),
        group=next(key for key in keys if key),
        passage=extra.get("type", "") in _PASSAGE,
    )


def _items(value: object, where: str) -> list[str]:
    if isinstance(value, list | tuple):
        if not all(isinstance(item, str) for item in value):
            raise LabelError("Points are no list of texts.", where, "Give ids or names, separated by semicolons.")
        return [item.strip() for item in value if item.strip()]
    return [item.strip() for item in re.split(r"[;\n]", as_text(value)) if item.strip()]


def _evidence(value: object, text: str, points: Sequence[str], taxonomy: Taxonomy, where: str) -> Mapping[str, str]:
    evidence: dict[str, str] = {}
    for name, passage in _passages(value, taxonomy, where):
        point = taxonomy.read_points([name], where)[0]
        if point in points and passage and point not in evidence:
            evidence[point] = _standing(passage, text, point, where)
    return evidence


def _standing(passage: str, text: str, point: str, where: str) -> str:
    # A spreadsheet may have changed the line breaks of one of the two.
    for form in (passage, passage.replace("\r\n", "\n"), passage.replace("\r\n", "\n").replace("\n", "\r\n")):
        if form in text:
            return form
    what = f"The evidence for {point!r} does not stand in the letter."
    raise LabelError(what, where, "Give the passage exactly as the letter has it, or leave it empty.")


def _passages(value: object, taxonomy: Taxonomy, where: str) -> Iterator[tuple[str, str]]:
    """Pairs of a point's name and a passage, from an object or from text."""
    found = value
    if isinstance(value, str) and value.lstrip().startswith("{"):
        try:
            found = json.loads(value)
        except (ValueError, RecursionError) as error:
            raise LabelError("The evidence is no valid JSON object.", where) from error
    if isinstance(found, list):
        # Parquet's maps are read as lists of pairs.
        found = dict(found) if all(isinstance(pair, tuple) and len(pair) == 2 for pair in found) else found
    if isinstance(found, Mapping):
        for name, passages in found.items():
            for passage in passages if isinstance(passages, list) else [passages]:
                if not isinstance(passage, str | None):
                    raise LabelError("The evidence holds something that is no text.", where)
                yield str(name), passage or ""
    elif text := as_text(found).strip():
        yield from _lines(text, taxonomy, where)


def _lines(text: str, taxonomy: Taxonomy, where: str) -> Iterator[tuple[str, str]]:
    """Lines ``point: passage``; a line that begins with no point's id goes on with the passage before it."""
    parts = re.split(rf"^({'|'.join(map(re.escape, taxonomy.point_ids))}): ", text, flags=re.MULTILINE)
    if parts[0].strip():
        raise LabelError("The evidence does not begin with a point's id and a colon.", where, "See docs/formats.md.")
    for name, passage in zip(parts[1::2], parts[2::2], strict=True):
        yield name, passage.strip()
