"""The trap collection: not one word of new text lost, old text gone, every cut in the ledger."""

from __future__ import annotations

import re

import pytest

from classifier.ingest.cleaning import restores
from classifier.records import Letter
from tests.ingest.mail.conftest import ReadOne
from tests.ingest.mail.trap_mails import Trap, measure, read_traps

ALL = read_traps()
QUOTED_HEADER = re.compile(r"^\s*[>*]*\s*(?:Sendt|Emne|Sent|Subject|Skickat|Ämne|Gesendet|Betreff)\*?\s*:")


def named(traps: list[Trap]) -> list[object]:
    return [pytest.param(trap, id=trap.name) for trap in traps]


def letter(read_one: ReadOne, trap: Trap, *, clean: bool = True) -> Letter:
    item = read_one(trap.build(), clean=clean)
    assert isinstance(item, Letter), item
    return item


def test_collection_is_as_large_as_promised() -> None:
    """At least a hundred mails, a third of them held out."""
    assert len(ALL) >= 100
    assert 0.25 < sum(trap.held_out for trap in ALL) / len(ALL) < 0.45


@pytest.mark.parametrize("trap", named(ALL))
def test_no_word_of_new_text_is_lost(read_one: ReadOne, trap: Trap) -> None:
    assert not measure(trap, letter(read_one, trap).text).lost


@pytest.mark.parametrize("trap", named(ALL))
def test_kept_text_and_ledger_are_the_decoded_text(read_one: ReadOne, trap: Trap) -> None:
    kept = letter(read_one, trap)
    assert restores(letter(read_one, trap, clean=False).text, kept.text, kept.removed)


@pytest.mark.parametrize("held_out", [False, True], ids=["tuned", "held out"])
def test_old_text_is_gone(read_one: ReadOne, held_out: bool) -> None:
    """At least 95 % of its words, on the mails that rules were tuned on and on the others."""
    outcomes = [measure(trap, letter(read_one, trap).text) for trap in ALL if trap.held_out == held_out]
    assert sum(outcome.stayed for outcome in outcomes) <= 0.05 * sum(outcome.old for outcome in outcomes)


@pytest.mark.parametrize("trap", named([trap for trap in ALL if not trap.name.startswith("prosa")]))
def test_no_line_of_a_quoted_header_stays(read_one: ReadOne, trap: Trap) -> None:
    assert not [line for line in letter(read_one, trap).text.splitlines() if QUOTED_HEADER.match(line)]


@pytest.mark.parametrize("trap", named([trap for trap in ALL if trap.expected("Attachment")]))
def test_attachments_are_told(read_one: ReadOne, trap: Trap) -> None:
    name, _, how = trap.expected("Attachment").partition(" ")
    assert (name, how == "read") in {(item.name, item.read) for item in letter(read_one, trap).attachments}


@pytest.mark.parametrize("trap", named([trap for trap in ALL if trap.expected("Review")]))
def test_review_reasons_name_the_attachment(read_one: ReadOne, trap: Trap) -> None:
    assert any(trap.expected("Review") in reason for reason in letter(read_one, trap).review_reasons)


@pytest.mark.parametrize("trap", named([trap for trap in ALL if trap.expected("Writer")]))
def test_writer_is_noted(read_one: ReadOne, trap: Trap) -> None:
    assert letter(read_one, trap).writer == trap.expected("Writer")


@pytest.mark.parametrize("trap", named([trap for trap in ALL if trap.expected("Sender")]))
def test_sender_is_the_address(read_one: ReadOne, trap: Trap) -> None:
    assert letter(read_one, trap).sender == trap.expected("Sender")
