"""Suggestions: each letter by itself, evidence from the letter as written."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classifier import tagging
from classifier.model.bundle import Model
from classifier.preprocess import Preprocessor
from classifier.records import Hint, LabelledLetter, Letter
from classifier.tagging import row_of, tag
from classifier.taxonomy import Taxonomy

SLOW = "Jeg skrev til jer i marts og igen i maj. Der er ikke kommet noget svar fra Bodil Rønnov. Det er jul nu."
NOISE = "Vejret er fint, og hunden har det godt. Vi spiste æbler i går."


def test_a_letter_does_not_depend_on_its_neighbours(
    starter: Model, few: list[LabelledLetter], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Alone, in company, in another order, in batches of another size: the same row."""
    letters = [each.letter for each in few[::5]] + [Letter("tom", ""), Letter("x", SLOW)]
    together = [row_of(each) for each in tag(letters, starter)]
    alone = [row_of(next(tag([letter], starter))) for letter in letters]
    assert together == alone
    monkeypatch.setattr(tagging, "BATCH", 5)
    assert [row_of(each) for each in tag(reversed(letters), starter)] == together[::-1]


def test_letters_are_read_lazily(small_model: Model) -> None:
    """An archive does not fit in memory."""
    read: list[int] = []

    def letters() -> Iterator[Letter]:
        for number in range(1000):
            read.append(number)
            yield Letter(str(number), NOISE)

    next(tag(letters(), small_model))
    assert len(read) <= tagging.BATCH


def test_evidence_is_cut_from_the_letter_as_written(starter: Model) -> None:
    """Names stand in it, unless masked evidence is wanted."""
    text = f"Kære Birthe Tolstrup-Aagaard. {SLOW}"
    (tagged,) = tag([Letter("a", text)], starter)
    assert "sagsbehandlingstid" in tagged.prediction.points
    (passage,) = tagged.passages()["sagsbehandlingstid"]
    assert passage in text
    assert "fra Bodil Rønnov." in passage
    (masked,) = tagged.passages(masked=True)["sagsbehandlingstid"]
    assert masked == passage.replace("Bodil Rønnov", "[NAVN]")
    assert row_of(tagged, masked=True)["evidence"]["sagsbehandlingstid"] == [masked]


@given(
    st.lists(
        st.sampled_from([*SLOW.split(". "), *NOISE.split(". "), "Ring til Birthe Tolstrup på 12 34 56 78", "…\r\n"])
    )
)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_evidence_stands_in_the_letter(starter: Model, parts: list[str]) -> None:
    """Whatever the letter: offsets lie in it, and start and end at a word or mark."""
    text = ". ".join(parts)
    (tagged,) = tag([Letter("a", text)], starter)
    assert set(tagged.prediction.evidence) == set(tagged.prediction.points)
    for spans in tagged.prediction.evidence.values():
        for start, end in spans:
            assert 0 <= start < end <= len(text)
            assert text[start:end] == text[start:end].strip()


def test_row_has_the_contracts_columns(starter: Model, taxonomy: Taxonomy) -> None:
    """In the contract's order, other columns of the input last; none of them takes the place of ours."""
    hint = Hint("acute", "Fristen er i morgen.", "på fredag")
    letter = Letter(
        "a", SLOW, received="2024-05-01", thread="t", citizen="c", complaint_no=2, writer="note", hints=(hint,),
        extra={"case_no": "7", "points": "mine"},
    )  # fmt: skip
    row = row_of(next(tag([letter], starter)))
    assert list(row) == [
        "id", "received", "kind", "area", "unit", "points", "groups", "scores", "evidence", "needs_review",
        "review_reasons", "hints", "thread", "citizen", "complaint_no", "writer", "model", "case_no",
    ]  # fmt: skip
    assert list(row["scores"]) == list(taxonomy.point_ids)
    assert re.fullmatch(r"starter@[0-9a-f]{12}", row["model"])
    assert row["points"] != "mine"
    assert [row[name] for name in ("received", "thread", "citizen", "complaint_no", "writer", "case_no")] == [
        "2024-05-01", "t", "c", 2, "note", "7",
    ]  # fmt: skip
    assert row["hints"] == [{"kind": "acute", "reason": "Fristen er i morgen.", "passage": "på fredag"}]


def test_suggestions_agree_with_each_other(starter: Model, few: list[LabelledLetter], taxonomy: Taxonomy) -> None:
    """Points with their written scores and cut-offs, groups with points, units with areas, kinds with points."""
    units = {area.id: {"", *area.units} for area in taxonomy.areas}
    thresholds = dict(zip(taxonomy.point_ids, starter.thresholds, strict=True))
    for tagged in tag([each.letter for each in few], starter):
        found = tagged.prediction
        above = tuple(point for point, score in found.scores.items() if score >= thresholds[point])
        assert found.points == (above if found.kind in taxonomy.complaint_kinds else ())
        assert found.groups == taxonomy.groups_of(found.points)
        assert found.unit in units[found.area]
        assert all(0 <= score <= 1 and round(score, 4) == score for score in found.scores.values())


@pytest.mark.parametrize(
    ("kind", "text"), [("raad", SLOW), ("oevrige", SLOW), ("klage", "...")], ids=["raad", "oevrige", "empty"]
)
def test_only_a_complaint_with_words_has_points(kind: str, text: str, small_model: Model) -> None:
    """However high the scores."""
    (seen,) = tag([Letter("a", text)], small_model)
    tokens = Preprocessor().tokens(seen.masked)
    scores = small_model.score([tokens])
    scores.points[:] = 0.99
    scores.kinds[0] = [known.id == kind for known in small_model.taxonomy.kinds]
    (found,) = tagging.predictions(small_model, [tokens], scores, [seen.masked], [seen.letter])
    assert (found.kind, found.points, found.groups, found.evidence) == (kind, (), (), {})


@pytest.mark.parametrize("gap", [-0.00004, 0.0, 0.00004], ids=["just below", "at", "just above"])
def test_written_score_decides(gap: float, small_model: Model) -> None:
    """A score that is written as the cut-off is at the cut-off."""
    score = next(tag([Letter("a", SLOW)], small_model)).prediction.scores["sagsbehandlingstid"]
    model = small_model.with_thresholds(np.full(33, score))
    exact = model.score([Preprocessor().tokens(next(tag([Letter("a", SLOW)], model)).masked)])
    column = model.taxonomy.point_ids.index("sagsbehandlingstid")
    exact.points[0, column] = score + gap
    letter = next(tag([Letter("a", SLOW)], model))
    tokens = Preprocessor().tokens(letter.masked)
    exact.kinds[0] = [1, 0, 0]
    (found,) = tagging.predictions(model, [tokens], exact, [letter.masked], [letter.letter])
    assert found.scores["sagsbehandlingstid"] == score
    assert "sagsbehandlingstid" in found.points


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "Brevet er tomt."),
        (" \n\n ... -- ", "Brevet er tomt."),
        ("I have written to you twice and nobody has answered me, this is not how you treat people.", "ikke på dansk"),
        ("Ich habe Ihnen zweimal geschrieben, und niemand hat mir auf meine Briefe geantwortet.", "ikke på dansk"),
        ("👍", "Brevet er tomt."),
    ],
    ids=["empty", "marks", "english", "german", "thumb"],
)
def test_a_person_must_look(text: str, reason: str, starter: Model) -> None:
    """With the reason in Danish, and nothing of the letter in it."""
    (tagged,) = tag([Letter("a", text)], starter)
    assert tagged.prediction.needs_review
    assert any(reason in each for each in tagged.prediction.review_reasons)
    if "tomt" in reason:
        assert tagged.prediction.points == ()
        assert tagged.prediction.review_reasons == ("Brevet er tomt.",)


def test_reasons_of_reading_are_handed_on(starter: Model) -> None:
    """First, and each once."""
    letter = Letter("a", "", review_reasons=("Vedhæftet fil er ikke læst.", "Brevet er tomt."))
    (tagged,) = tag([letter], starter)
    assert tagged.prediction.review_reasons == ("Vedhæftet fil er ikke læst.", "Brevet er tomt.")


def test_close_calls_go_to_a_person(small_model: Model) -> None:
    """The points are named."""
    score = next(tag([Letter("a", SLOW)], small_model)).prediction.scores["sagsbehandlingstid"]
    thresholds = np.full(33, 0.9)
    thresholds[small_model.taxonomy.point_ids.index("sagsbehandlingstid")] = max(score - 0.05, 0)
    (tagged,) = tag([Letter("a", SLOW)], small_model.with_thresholds(thresholds))
    assert any("Usikkert: Sagsbehandlingstid" in reason for reason in tagged.prediction.review_reasons)


def test_very_long_letter_is_tagged_whole(starter: Model) -> None:
    """200,000 words, the complaint at the end, and the evidence no longer than two sentences."""
    text = (NOISE + " ") * 16_000 + SLOW
    assert len(text.split()) > 200_000
    (tagged,) = tag([Letter("a", text)], starter)
    ((start, end),) = tagged.prediction.evidence["sagsbehandlingstid"]
    assert start > len(text) - len(SLOW) - 2
    assert end - start < 120


def test_without_masking_the_letter_is_seen_as_it_is(starter: Model) -> None:
    """For measuring what masking costs."""
    (tagged,) = tag([Letter("a", SLOW)], starter, masking=False)
    assert tagged.masked.text.text == SLOW
    assert tagged.masked.counts == {}
