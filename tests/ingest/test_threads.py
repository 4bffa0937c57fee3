"""Mails join their threads in whatever order they come in."""

from __future__ import annotations

from itertools import permutations

import pytest

from classifier.ingest.threads import ThreadBook, ThreadKey, message_ids


def key(id: str, *references: str, subject: str = "", text: str = "", citizen: str = "aase") -> ThreadKey:
    return ThreadKey(id, references, citizen, subject, text)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_references_join_in_any_order(order: tuple[int, ...]) -> None:
    mails = [key("a"), key("b", "a"), key("c", "a", "b")]
    book = ThreadBook()
    assert {book.join(mails[number])[0] for number in order} == {"a"}


def test_chain_of_direct_answers_joins_backwards() -> None:
    """Each names only the mail it answers, and the newest comes first."""
    book = ThreadBook()
    threads = [book.join(mail)[0] for mail in (key("c", "b"), key("b", "a"), key("a"))]
    assert len(set(threads)) == 1


def test_subject_joins_mails_of_one_sender() -> None:
    book = ThreadBook()
    first = book.join(key("a", subject="Rampen på Fjordvej"))
    assert book.join(key("b", subject="SV: Rampen på Fjordvej")) == first
    assert book.join(key("c", subject="Rampen på Fjordvej", citizen="bo"))[0] == "c"


@pytest.mark.parametrize("subject", ["Klage", "SV: klage", "", "Hej"])
def test_general_subjects_join_nothing(subject: str) -> None:
    book = ThreadBook()
    book.join(key("a", subject=subject))
    assert book.join(key("b", subject=subject)) == ("b", 2)


@pytest.mark.parametrize(
    "text",
    ["Jeg glemte at vedhæfte brevet. Her er det.", "Som svar på dit spørgsmål: det var i maj.", "Her kommer bilaget"],
)
def test_forgotten_attachment_and_answer_are_no_new_complaint(text: str) -> None:
    book = ThreadBook()
    book.join(key("a", subject="Rampen på Fjordvej"))
    assert book.join(key("b", subject="bilag", text=text)) == ("a", 1)


def test_complaints_are_counted_a_citizen() -> None:
    book = ThreadBook()
    numbers = [
        book.join(mail)[1] for mail in (key("a"), key("b"), key("c", "a"), key("d", citizen="bo"), key("e", citizen=""))
    ]
    assert numbers == [1, 2, 1, 1, None]


def test_ids_of_a_header() -> None:
    assert message_ids("<a@b>\t<c d> <e@f> rubbish <a@b>") == ("a@b", "e@f")
