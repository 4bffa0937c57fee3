"""The starter corpus: complete, honest, no text twice."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import date

import pytest

from classifier.records import LabelledLetter
from classifier.taxonomy import Taxonomy

RUN = 4
LEAST_SHARED, SHARE = 3, 0.4


def words(text: str) -> list[str]:
    """Return lower-case words."""
    return re.findall(r"\w+", text.lower())


def test_enough_of_everything(corpus: list[LabelledLetter], taxonomy: Taxonomy) -> None:
    """At least 50 passages a point, 300 background passages, 200 letters, 50 of them no complaint."""
    passages = Counter(point for text in corpus if text.passage for point in text.labels.points)
    assert min(passages[point] for point in taxonomy.point_ids) >= 50
    assert sum(text.letter.extra["type"] == "background" for text in corpus) >= 300
    letters = [text for text in corpus if not text.passage]
    assert len(letters) >= 200
    assert sum(letter.labels.kind != "klage" for letter in letters) >= 50


def test_every_point_area_and_unit_is_in_letters(corpus: list[LabelledLetter], taxonomy: Taxonomy) -> None:
    """Nothing of the label book is missing."""
    letters = [text for text in corpus if not text.passage]
    assert {point for letter in letters for point in letter.labels.points} == set(taxonomy.point_ids)
    assert {letter.labels.area for letter in letters} == {area.id for area in taxonomy.areas}
    units = {letter.labels.unit for letter in letters if letter.labels.unit}
    assert units == {unit for area in taxonomy.areas for unit in area.units}


def test_every_point_of_a_letter_has_its_passage(corpus: list[LabelledLetter]) -> None:
    """Reading checked that each stands in its text."""
    missing = [text.id for text in corpus if set(text.labels.points) != set(text.labels.evidence)]
    assert missing == []


def test_no_text_twice_and_no_near_copy(corpus: list[LabelledLetter]) -> None:
    """A near-copy shares at least 40 % of its four-word runs, and at least three, with one other passage."""
    texts = [" ".join(words(text.letter.text)) for text in corpus]
    assert [text for text, number in Counter(texts).items() if number > 1] == []
    seen: dict[tuple[str, ...], list[str]] = defaultdict(list)
    copies = []
    for text in corpus:
        if not text.passage:
            continue
        own = words(text.letter.text)
        runs = {tuple(own[start : start + RUN]) for start in range(len(own) - RUN + 1)}
        shared = Counter(other for run in runs for other in seen[run])
        for other, number in shared.most_common(1):
            if number >= max(LEAST_SHARED, SHARE * len(runs)):
                copies.append((text.id, other))
        for run in runs:
            seen[run].append(text.id)
    assert copies == []


def test_no_possible_cpr_number(corpus: list[LabelledLetter]) -> None:
    """Numbers of that shape have impossible dates."""
    for text in corpus:
        for day, month in re.findall(r"\b(\d\d)(\d\d)\d\d-\d{4}\b", text.letter.text):
            with pytest.raises(ValueError, match=r"day|month"):
                # A leap year has every day that any year has.
                date(2000, int(month), int(day))
