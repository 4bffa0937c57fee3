"""Kept text and ledger together are the decoded text: the check itself, and on any text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.ingest.cleaning import Body, Context, Span, clean, restores
from classifier.records import Removed

LINES = [
    "",
    "",
    "Jeg har ventet i et år.",
    "Hej",
    "Venlig hilsen",
    "Åse Holm",
    "> citeret",
    ">> dybere",
    "Fra: Lone <l@kommune.example>",
    "Sendt: 5. marts 2024 10:12",
    "Til: Åse",
    "Emne: Svar",
    "-----Oprindelig meddelelse-----",
    "________________________________",
    "Den tir. 5. mar. 2024 kl. 10.12 skrev Lone <l@kommune.example>:",
    "Start på videresendt besked:",
    "Sendt fra min iPhone",
    "Denne e-mail er fortrolig. Har du modtaget den ved en fejl, bedes du slette den.",
    "ADVARSEL: ekstern afsender. Klik ikke på links.",
    "Se nedenfor",
    "To:",
    "---",
    "Mine svar står med rødt nedenfor.",
    "Dato: i går",
    "  ",
    "www.avast.com",
]


@pytest.mark.parametrize(
    ("kept", "removed"),
    [
        ("ab", ("cd",)),
        ("abcd", ("",)),
        ("", ("ab", "cd")),
        ("acd", ("b",)),
    ],
)
def test_what_adds_up(kept: str, removed: tuple[str, ...]) -> None:
    assert restores("abcd", kept, [Removed("quote", "x", text) for text in removed])


@pytest.mark.parametrize(
    ("kept", "removed"), [("ab", ("c",)), ("ab", ("dc",)), ("cd", ("b", "a")), ("abcd", ("e",)), ("abd", ())]
)
def test_what_does_not(kept: str, removed: tuple[str, ...]) -> None:
    assert not restores("abcd", kept, [Removed("quote", "x", text) for text in removed])


@given(
    st.lists(st.sampled_from(LINES), max_size=25),
    st.booleans(),
    st.booleans(),
    st.lists(
        st.tuples(st.integers(0, 200), st.integers(1, 200), st.sampled_from(["cite", "blockquote", "attribution"])),
        max_size=3,
    ),
)
@settings(deadline=None)
def test_every_cleaning_adds_up(
    lines: list[str], reply: bool, forward: bool, stretches: list[tuple[int, int, str]]
) -> None:
    text = "\n".join(lines).strip("\n")
    spans = tuple(
        Span(start, min(start + length, len(text)), kind) for start, length, kind in stretches if start < len(text)
    )
    cleaned = clean(Body(text, spans), Context(reply=reply, forward=forward, sender_name="Åse Holm"))
    assert restores(text, cleaned.text, cleaned.removed)
    assert all(entry.characters for entry in cleaned.removed)
    assert all(first.end <= second.start for first, second in zip(cleaned.cuts, cleaned.cuts[1:], strict=False))


@given(st.text(max_size=300))
def test_text_of_no_mail_program_is_kept_whole(text: str) -> None:
    """Without a mark of a mail program nothing is cut."""
    if not any(mark in text for mark in ">:-_=*") and "\n" not in text:
        assert clean(Body(text)).text == text
