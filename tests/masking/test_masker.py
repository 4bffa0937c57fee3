"""The masker: offsets, letters, other strings of a letter, hostile text, and the scored letters."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.masking import KINDS, mask_letter, mask_passages, mask_text
from classifier.records import Letter, MaskedText
from scripts.score_masking import score

LETTERS = Path(__file__).with_name("letters.jsonl")
PIECES = [
    "Bo ",
    "Hilsen ",
    "cpr ",
    "12",
    "3456",
    "-",
    " ",
    "\n",
    "@",
    ".",
    "Skovvej ",
    "født ",
    "kr.",
    "é",
    "e\u0301",
    "[NAVN]",
    "A. ",
    "og ",
    "\u00ad",
    "/",
    "tlf ",
]


def check(text: str, masked: MaskedText) -> None:
    """Assert that the masks rebuild the original."""
    done = 0
    rebuilt = ""
    for mask in masked.masks:
        assert mask.kind in KINDS
        assert done <= mask.start < mask.end <= len(text)
        assert masked.text[mask.masked_start : mask.masked_end] == f"[{mask.kind}]"
        rebuilt += text[done : mask.start] + f"[{mask.kind}]"
        done = mask.end
    assert rebuilt + text[done:] == masked.text
    assert masked.to_original(0, len(masked.text)) == (0, len(text))


@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from(PIECES), max_size=60).map("".join)))
@settings(max_examples=150, deadline=None)
def test_offsets_lead_back_to_the_original(text: str) -> None:
    """Whatever the text, masks are in order and exact."""
    check(text, mask_text(text))


@pytest.mark.parametrize(
    "piece", ["1 ", "12.03.61-", "a@", "Bo ", "Skovvej 1", "f. ", "A. ", "hilsen ", "aa", "bor på ", "Anne_", "Anne1"]
)
def test_long_repeats_are_read_to_the_end(piece: str) -> None:
    """Long and hostile text ends; that time grows no faster than the text is measured by the benchmark."""
    text = piece * 8000
    check(text, mask_text(text))


def test_letters_hidden_by_unseen_characters_are_found() -> None:
    """Soft hyphens and letters with loose marks hide nothing, and offsets still lead back."""
    text = "Kære So\u00adfie A\u030age, cpr 3203\u200b99-1234."
    masked = mask_text(text)
    check(text, masked)
    assert masked.text == "Kære [NAVN], cpr [CPR]."


def test_masking_twice_changes_nothing() -> None:
    """Placeholders are no names."""
    once = mask_text("Kære Bodil Kragh, ring 00 11 22 33. Hilsen Bo").text
    assert mask_text(once).text == once


def test_the_subject_learns_from_the_text_and_the_text_from_the_subject() -> None:
    """A name that only one of them tells is masked in both."""
    letter = Letter("a", "Jeg hedder Xaveriy. yolandras taske er væk.", subject="xaveriy og min datter Yolandra")
    masked = mask_letter(letter)
    assert masked.id == "a"
    assert masked.subject.text == "[NAVN] og min datter [NAVN]"
    assert masked.text.text == "Jeg hedder [NAVN]. [NAVN] taske er væk."
    assert masked.counts == {"NAVN": 4}


def test_switched_off_passes_the_letter_through() -> None:
    """No mask at all."""
    masked = mask_letter(Letter("a", "Hilsen Bo", subject="Bo"), enabled=False)
    assert (masked.text, masked.subject) == (MaskedText("Hilsen Bo"), MaskedText("Bo"))


def test_other_strings_of_a_letter_know_its_names() -> None:
    """Evidence and removed text are masked with the letter's names."""
    letter = Letter("a", "Jeg hedder Xaveriy.")
    assert [each.text for each in mask_passages(letter, ["så sagde xaveriy nej", ""])] == ["så sagde [NAVN] nej", ""]
    assert mask_passages(letter, []) == []


# What the rules reach on each set, in hundredths: names, every other secret, what is to keep. The first set is our
# own; the others were measured once before anything was learned from them (docs/masking.md).
REACHED = {
    "letters": (99, 100, 99),
    "fresh": (97, 100, 98),
    "second": (95, 100, 95),
    "last": (97, 100, 94),
    "natural": (99, 100, 98),
    "ordinary": (98, 85, 98),
}


@pytest.mark.parametrize("name", REACHED)
def test_the_marked_letters_keep_their_targets(name: str) -> None:
    """The aims of docs/masking.md, a little below what is measured."""
    lines = LETTERS.with_name(f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    counts = score(map(json.loads, lines), errors=False)
    recall = {kind: 1 - count["leaks"] / count["secrets"] for kind, count in counts.items() if count["secrets"]}
    names, others, keeps = (hundredths / 100 for hundredths in REACHED[name])
    assert all(recall[kind] == 1 for kind in ("CPR", "MAIL", "KONTO"))
    assert all(recall[kind] >= others for kind in ("TELEFON", "ADRESSE", "NUMMERPLADE", "SAGSNR", "FØDSELSDATO"))
    assert recall["NAVN"] >= names
    assert recall["keep"] >= keeps
