"""Suggestions: each letter by itself, evidence from the letter as written."""

from __future__ import annotations

import pytest

from classifier.model.bundle import Model
from classifier.records import Letter
from classifier.tagging import row_of, tag

SLOW = "Jeg skrev til jer i marts og igen i maj. Der er ikke kommet noget svar fra Bodil Rønnov. Det er jul nu."
NOISE = "Vejret er fint, og hunden har det godt. Vi spiste æbler i går."


def test_a_letter_does_not_depend_on_its_neighbours(starter: Model) -> None:
    """Alone or in company."""
    alone = [row_of(next(tag([Letter(name, text)], starter))) for name, text in (("a", SLOW), ("b", NOISE))]
    together = [row_of(each) for each in tag([Letter("a", SLOW), Letter("b", NOISE)], starter)]
    assert alone == together


def test_evidence_is_cut_from_the_letter_as_written(starter: Model) -> None:
    """Names stand in it, unless masked evidence is wanted."""
    (tagged,) = tag([Letter("a", SLOW)], starter)
    assert "sagsbehandlingstid" in tagged.prediction.points
    passages = tagged.passages()["sagsbehandlingstid"]
    assert all(passage in SLOW for passage in passages)
    assert not any("Rønnov" in passage for passage in tagged.passages(masked=True)["sagsbehandlingstid"])


def test_row_has_the_contract_columns(starter: Model, taxonomy: object) -> None:
    """In the contract's order, input columns last."""
    (tagged,) = tag([Letter("a", SLOW, extra={"case_no": "7"})], starter)
    row = row_of(tagged)
    assert list(row) == [
        "id", "received", "kind", "area", "unit", "points", "groups", "scores", "evidence", "needs_review",
        "review_reasons", "hints", "thread", "citizen", "complaint_no", "writer", "model", "case_no",
    ]  # fmt: skip
    assert len(row["scores"]) == 33
    assert row["model"].startswith("starter@")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "tomt"),
        ("I have written to you twice and nobody has answered me, this is not how you treat people.", "ikke på dansk"),
    ],
    ids=["empty", "english"],
)
def test_a_person_must_look(text: str, reason: str, starter: Model) -> None:
    """With the reason."""
    (tagged,) = tag([Letter("a", text)], starter)
    assert tagged.prediction.needs_review
    assert any(reason in each for each in tagged.prediction.review_reasons)


def test_very_long_letter_is_tagged_whole(starter: Model) -> None:
    """200,000 words, the complaint at the end."""
    (tagged,) = tag([Letter("a", (NOISE + " ") * 16_000 + SLOW)], starter)
    assert "sagsbehandlingstid" in tagged.prediction.points
