"""From one label book to another: what became what, and labels mapped forward and counted.

Within one book a retired point leads to those that took its place (``replaced_by``); between two books a crosswalk file
says what became what (docs/taxonomy.md). Nothing is guessed: where a point was split, no label is carried over, and it
is said how many were lost.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from classifier.errors import TaxonomyError
from classifier.records import LabelledLetter, Labels
from classifier.taxonomy import Taxonomy

__all__ = ["Crosswalk", "Moved", "between", "forwarded", "read_crosswalk", "within"]

FORMAT = 1
_SECTIONS = ("points", "areas", "kinds")


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """What became what.

    Attributes
    ----------
    old, new : Taxonomy
        The two label books; the same one where points only retired.
    points, areas, kinds : mapping of str to tuple of str
        Every id of the old book to those of the new one: none (dropped), one (kept, renamed or merged), several
        (split).
    """

    old: Taxonomy
    new: Taxonomy
    points: Mapping[str, Sequence[str]]
    areas: Mapping[str, Sequence[str]]
    kinds: Mapping[str, Sequence[str]]

    @property
    def lost(self) -> tuple[str, ...]:
        """Points of the old book that lead to none, or to several between which nothing tells."""
        return tuple(point for point in self.old.point_ids if len(self.points[point]) != 1)

    @property
    def unreached(self) -> tuple[str, ...]:
        """Points of the new book, in use, that no point of the old one leads to."""
        reached = {targets[0] for targets in self.points.values() if len(targets) == 1}
        return tuple(
            point.id for point in self.new.points if point.id not in reached and not point.valid_to
        )  # fmt: skip

    def labels(self, labels: Labels) -> Labels:
        """Map a letter's labels forward.

        Parameters
        ----------
        labels : Labels
            In the old book's ids.

        Returns
        -------
        Labels
            In the new book's; points that lead to none or several are left out, evidence goes with its point.
        """
        evidence: dict[str, str] = {}
        for point, passage in labels.evidence.items():
            if len(targets := self.points[point]) == 1:
                evidence.setdefault(targets[0], passage)
        given = {targets[0] for point in labels.points if len(targets := self.points[point]) == 1}
        kind, area = (_only(ids, label) for ids, label in ((self.kinds, labels.kind), (self.areas, labels.area)))
        units = next((known.units for known in self.new.areas if known.id == area), ())
        return Labels(
            kind=kind,
            area=area,
            unit=labels.unit if labels.unit in units else "",
            points=tuple(point for point in self.new.point_ids if point in given),
            evidence=evidence,
        )


def _only(ids: Mapping[str, Sequence[str]], label: str) -> str:
    return ids[label][0] if label and len(ids[label]) == 1 else ""


@dataclass(frozen=True, slots=True)
class Moved:
    """What mapping labels forward did.

    Attributes
    ----------
    kept, moved : int
        Point labels that stayed, and that became another point's.
    lost : mapping of str to int
        Old point to the number of its labels that could not be carried over.
    letters : tuple of str
        Ids of the letters that lost a label: a person should look at them.
    """

    kept: int
    moved: int
    lost: Mapping[str, int]
    letters: tuple[str, ...]

    def __str__(self) -> str:
        told = f"Labels mapped forward: {self.kept} kept, {self.moved} moved, {sum(self.lost.values())} lost"
        if self.lost:
            told += " (" + ", ".join(f"{point}: {number}" for point, number in self.lost.items()) + ")"
        return told + "."


def forwarded(letters: Sequence[LabelledLetter], crosswalk: Crosswalk) -> tuple[list[LabelledLetter], Moved]:
    """Map the labels of letters forward, and count.

    Parameters
    ----------
    letters : sequence of LabelledLetter
        Labelled with the old book.
    crosswalk : Crosswalk
        What became what.

    Returns
    -------
    letters : list of LabelledLetter
        In order, labelled with the new book; a letter none of whose points is left has none.
    moved : Moved
        What it did.
    """
    lost: Counter[str] = Counter()
    kept = moved = 0
    losers = []
    for letter in letters:
        targets = {point: tuple(crosswalk.points[point]) for point in letter.labels.points}
        gone = [point for point, ids in targets.items() if len(ids) != 1]
        kept += sum(ids == (point,) for point, ids in targets.items())
        moved += sum(len(ids) == 1 and ids != (point,) for point, ids in targets.items())
        lost.update(gone)
        losers += [letter.id] if gone else []
    mapped = [replace(letter, labels=crosswalk.labels(letter.labels)) for letter in letters]
    return mapped, Moved(kept, moved, dict(lost), tuple(losers))


def within(taxonomy: Taxonomy, day: date | None = None) -> Crosswalk:
    """Follow the retired points of a label book to those that took their place.

    Parameters
    ----------
    taxonomy : Taxonomy
        The label book.
    day : datetime.date, optional
        The day to look from; today if None.

    Returns
    -------
    Crosswalk
        From the book to itself; a point in use leads to itself.
    """
    return between(taxonomy, taxonomy, day=day)


def between(
    old: Taxonomy, new: Taxonomy, file: Mapping[str, Any] | None = None, where: str = "", day: date | None = None
) -> Crosswalk:
    """Say what became what between two label books.

    Parameters
    ----------
    old : Taxonomy
        The book that the labels or the model were made with.
    new : Taxonomy
        The book to come to.
    file : mapping, optional
        A crosswalk file's content. Without it the new book must be a later edition of the old one: every id still
        stands in it, retired or not.
    where : str, default ""
        Where the crosswalk came from, for the error.
    day : datetime.date, optional
        The day on which a point counts as retired; today if None.

    Returns
    -------
    Crosswalk
        Complete: every id of the old book has an entry.

    Raises
    ------
    TaxonomyError
        If an id of the old book has no entry, or an entry names an unknown id; every fault is named.
    """
    faults = _file_faults(file, old, new) if file is not None else []
    if faults:
        raise TaxonomyError("The crosswalk has faults: " + "; ".join(faults) + ".", where, "See docs/taxonomy.md.")
    maps: dict[str, dict[str, tuple[str, ...]]] = {}
    for section in _SECTIONS:
        ids = [each.id for each in getattr(old, section)]
        known = {each.id for each in getattr(new, section)}
        said = file.get(section, {}) if file is not None else {}
        maps[section] = {}
        for each in ids:
            told = said.get(each, each if each in known else None)
            targets = (told,) if isinstance(told, str) else tuple(told) if isinstance(told, list) else None
            if targets is None:
                faults.append(f"{section}: {each!r} of {old.id} has no counterpart in {new.id}")
            elif unknown := [target for target in targets if target not in known]:
                faults.append(f"{section}: {each!r} leads to {unknown[0]!r}, which {new.id} lacks")
            else:
                maps[section][each] = targets
    if faults:
        remedy = (
            "Mend the crosswalk (docs/taxonomy.md)."
            if file is not None
            else "Keep old ids and retire them (valid_to, replaced_by), or give a crosswalk (docs/taxonomy.md)."
        )
        raise TaxonomyError("The label books do not fit: " + "; ".join(faults) + ".", where or new.id, remedy)
    latest = {point: _successors(new, point, new.retired(day)) for point in new.point_ids}
    points = {
        point: tuple(dict.fromkeys(last for target in targets for last in latest[target]))
        for point, targets in maps["points"].items()
    }
    return Crosswalk(old, new, points, maps["areas"], maps["kinds"])


def _successors(taxonomy: Taxonomy, point: str, retired: frozenset[str]) -> tuple[str, ...]:
    """Follow a point to those in use; a circle of retired points leads nowhere."""
    found: dict[str, None] = {}
    seen: set[str] = set()
    ahead = [point]
    while ahead:
        current = ahead.pop(0)
        if current in seen:
            continue
        seen.add(current)
        if current in retired:
            ahead += taxonomy.point(current).replaced_by
        else:
            found[current] = None
    return tuple(found)


def _file_faults(file: Mapping[str, Any], old: Taxonomy, new: Taxonomy) -> list[str]:
    faults = [
        f"{key} is {file.get(key)!r}, not {wanted!r}"
        for key, wanted in (("format", FORMAT), ("from", old.id), ("to", new.id))
        if file.get(key) != wanted
    ]
    faults += [f"unknown key {key!r}" for key in file if key not in ("format", "from", "to", *_SECTIONS)]
    for section in _SECTIONS:
        rows = file.get(section, {})
        if not isinstance(rows, Mapping):
            return [*faults, f"[{section}] is no table"]
        known = {each.id for each in getattr(old, section)}
        faults += [f"{section}: {each!r} does not stand in {old.id}" for each in rows if each not in known]
        faults += [
            f"{section}: {each!r} leads to neither an id nor a list of ids"
            for each, told in rows.items()
            if not isinstance(told, str) and not (isinstance(told, list) and all(isinstance(t, str) for t in told))
        ]
    return faults


def read_crosswalk(path: Path, old: Taxonomy, new: Taxonomy) -> Crosswalk:
    """Read a crosswalk file.

    Parameters
    ----------
    path : pathlib.Path
        TOML (docs/taxonomy.md describes every key).
    old : Taxonomy
        The book it leads from.
    new : Taxonomy
        The book it leads to.

    Returns
    -------
    Crosswalk
        Complete.

    Raises
    ------
    TaxonomyError
        If the file cannot be read or has faults; every fault is named.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise TaxonomyError(f"Cannot read the crosswalk: {error.strerror}.", str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TaxonomyError(f"The crosswalk is no valid TOML: {error}.", str(path)) from error
    return between(old, new, content, str(path))
