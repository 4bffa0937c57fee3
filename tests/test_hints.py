"""Acute hints are tuned for recall; remit hints need a request for what the office may not do."""

from __future__ import annotations

import json
import re
from math import inf
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.hints import acute, hints_of, remit
from classifier.hints.families import FAMILIES, families_of
from classifier.hints.passages import passages, windows
from classifier.hints.wordings import places, wordings
from classifier.hints.words import SHORTEST, Weighing, features, is_pressing, pressing_score
from classifier.records import Letter
from classifier.resources import shipped

FOLDER = Path(__file__).with_name("hints")
CORPUS = sorted(shipped("data/corpus").glob("*.jsonl"))


def lines(name: str) -> list[str]:
    return [line for line in (FOLDER / name).read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]


def kinds(text: str) -> set[str]:
    return {hint.kind for hint in hints_of(Letter("x", text))}


@pytest.mark.parametrize("held_out", [False, True], ids=["tuned", "held out"])
def test_acute_letters_are_flagged(held_out: bool) -> None:
    """At least 95 %; every third letter was not looked at while the wordings were written."""
    letters = [line for number, line in enumerate(lines("acute.txt")) if (number % 3 == 2) == held_out]
    assert sum("acute" in kinds(line) for line in letters) >= 0.95 * len(letters)


def test_letters_that_tell_it_indirectly() -> None:
    """Written before the model was fitted, never learned from, half of them harmless likenesses."""
    flagged = {
        sign: [line[0] == sign and "acute" in kinds(line[2:]) for line in lines("unseen.txt") if line[0] == sign]
        for sign in "+-"
    }
    assert sum(flagged["+"]) >= 0.8 * len(flagged["+"])
    assert sum(flagged["-"]) <= 0.15 * len(flagged["-"])


@pytest.mark.skipif(not CORPUS, reason="the starter corpus is not built yet")
def test_ordinary_letters_are_seldom_flagged() -> None:
    """At most 10 % of the starter corpus's letters."""
    rows = [json.loads(line) for path in CORPUS for line in path.read_text(encoding="utf-8").splitlines()]
    letters = [row["text"] for row in rows if row.get("type") == "letter"][:600]
    assert sum("acute" in kinds(text) for text in letters) <= 0.1 * len(letters)


@pytest.mark.parametrize("line", lines("remit.txt"))
def test_remit_hints(line: str) -> None:
    assert ("remit" in kinds(line[2:])) == (line[0] == "+")


@given(st.text(max_size=500))
def test_passages_are_stretches_of_the_letter(text: str) -> None:
    for hint in hints_of(Letter("x", f"Fogeden kommer i morgen. {text}")):
        assert hint.passage in f"Fogeden kommer i morgen. {text}"


def test_one_hint_a_reason_acute_first() -> None:
    text = "Kan du omgøre afslaget? Fogeden kommer i morgen.\nFogeden kommer igen på fredag."
    hints = hints_of(Letter("x", text))
    assert [hint.kind for hint in hints] == ["acute", "remit"]


def test_weights_are_of_words_only() -> None:
    """The score is a sum over the passage's own words."""
    assert features("Låst, låst") == [*features("Låst")[:-1] * 2, "låst låst", "#held"]
    assert pressing_score("") == pressing_score("qqqq")


@pytest.mark.parametrize(
    "text",
    [
        "Hun låste døren op i går, og der var blod på gulvet.",
        "Han ligger på badeværelsesgulvet nu, og han bløder.",
    ],
)
def test_wording_counts_where_the_words_around_it_agree(text: str) -> None:
    assert "acute" in kinds(text)


def test_wording_of_little_weight_in_a_harmless_sentence() -> None:
    """Words around it can speak against a fever, never against a threat to life."""
    harmless = "Jeg havde feber i går, så jeg skrev ansøgningen på blanketten og mødte på kontoret med bilag til mødet."
    assert "acute" not in kinds(harmless)
    assert "acute" in kinds(harmless + " Jeg vil ikke leve mere.")


def test_families_stand_for_their_words() -> None:
    """A word never seen weighs as its kin; every family has a name of its own and no empty stem."""
    assert families_of(["tvillingerne", "skreg"]) == families_of(["drengen", "græder"])
    assert all(stem.strip("-") for stems in FAMILIES.values() for stem in stems.split())


LETTERS = [*lines("acute.txt"), *(line[2:] for line in lines("remit.txt"))]
JOINED = ["\n".join(LETTERS[start : start + 6]) for start in range(0, len(LETTERS), 6)]
HOSTILE = ["İ er slået. Fogeden kommer nu.", "ord" * 400 + " kan du hjælpe", "1 " * 500, "?! … ", "12ab 3c, kniv.Kniv"]


@pytest.mark.parametrize("pattern", [acute.NOW, acute._BODY, acute._FORCED, remit._ASKS, remit._GRANT], ids="nbfag")
def test_bringing_wordings_together_finds_the_same(pattern: re.Pattern[str]) -> None:
    """The same stretches as a plain list of the same wordings, and the same places."""
    from classifier.hints.wordings import _sources

    plain = re.compile(rf"\b(?:{'|'.join(_sources[pattern])})")
    for text in [*LETTERS, *HOSTILE]:
        lowered = text.lower()
        assert [m.span() for m in pattern.finditer(lowered)] == [m.span() for m in plain.finditer(lowered)]
        everywhere = [start for start in range(len(lowered)) if plain.match(lowered, start)]
        assert [m.start() for m in places(pattern).finditer(lowered)] == everywhere


def test_a_wording_begins_with_a_border() -> None:
    """Nothing else can be brought together."""
    with pytest.raises(ValueError, match="word border"):
        wordings("minus")


@given(st.one_of(st.sampled_from([*JOINED, *HOSTILE]), st.text(alphabet="ab1 .\nÆİ?", max_size=60)))
def test_reading_once_weighs_the_same(text: str) -> None:
    """To the last bit, and the most pressing window is the same."""
    sentences = passages(text)
    weighing = Weighing(text, sentences)
    for size in (2, 3):
        expected = [pressing_score(window.text) for window in windows(text, sentences, size)]
        assert [weighing.score(index, size) for index in range(len(sentences))] == expected
    weighed = [
        score if len(window.text) >= SHORTEST else -inf
        for score, window in zip(expected, windows(text, sentences, 3), strict=True)
    ]
    highest = max(weighed, default=-inf)
    first = weighed.index(highest) if is_pressing(highest) else None
    assert weighing.most_pressing(3) == first


@pytest.mark.parametrize("text", [*JOINED[::3], *HOSTILE], ids=range(len([*JOINED[::3], *HOSTILE])))
def test_looking_first_misses_no_request(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same hints as from every pair of sentences."""
    quick = list(remit.remit_hints(text))
    monkeypatch.setattr(remit, "_places_asked", lambda text, sentences: None)
    assert list(remit.remit_hints(text)) == quick
