"""Mails that are broken, nested or lie about themselves."""

from __future__ import annotations

import binascii
from email.message import EmailMessage

import pytest

from classifier.records import Letter, Skipped
from tests.ingest.mail.conftest import TEXT, ReadOne, mail


def test_letter_of_a_plain_mail(read_one: ReadOne) -> None:
    item = read_one(mail("Message-ID: <a@holm.example>", "Date: Wed, 06 Mar 2024 10:12:00 +0100"))
    assert isinstance(item, Letter)
    assert (item.id, item.text, item.subject) == ("a@holm.example", TEXT, "Klage")
    assert (item.sender, item.citizen, item.thread) == ("aase@holm.example", "aase@holm.example", "a@holm.example")
    assert item.received == "2024-03-06T10:12:00+01:00"
    assert item.complaint_no == 1


def test_id_without_message_id_is_of_the_content(read_one: ReadOne) -> None:
    """The same mail has the same id whatever its line ends are; another mail has another."""
    first, second = read_one(mail()), read_one(mail().replace(b"\r\n", b"\n"))
    other = read_one(mail(body="Noget andet."))
    assert isinstance(first, Letter)
    assert isinstance(second, Letter)
    assert isinstance(other, Letter)
    assert first.id == second.id != other.id


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\x00" * 500, id="zeros"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, id="picture"),
        pytest.param(
            b"Content-Type: multipart/mixed; boundary=x\n\n"
            + b"--x\nContent-Type: multipart/mixed; boundary=x\n\n" * 10_000,
            id="nested",
        ),
        pytest.param(b"Subject: x\n\n" + b"Content-Type: message/rfc822\n\nSubject: x\n" * 10_000, id="mails in mails"),
    ],
)
def test_what_cannot_be_read_is_registered_by_hand(read_one: ReadOne, data: bytes) -> None:
    item = read_one(data)
    assert isinstance(item, Skipped)
    assert item.failed
    assert item.reason.startswith("Must be registered by hand: ")


@pytest.mark.parametrize(
    "header",
    ["Date: i går", "Date: Wed, 99 Mar 99999 99:99:99 +9999", "From: ((((((", "From: <>", "References: <<<>", "Date: "],
)
def test_broken_headers_do_not_matter(read_one: ReadOne, header: str) -> None:
    item = read_one(mail(header))
    assert isinstance(item, Letter)
    assert item.text == TEXT


def test_header_in_several_encodings(read_one: ReadOne) -> None:
    """A letter cut in two by the sender, an unknown encoding, and raw bytes."""
    data = mail().replace(b"Subject: Klage", b"Subject: =?utf-8?Q?Bl=C3?= =?utf-8?Q?=A5b=C3=A6r?= =?x-y?Q?abc?=")
    item = read_one(data)
    assert isinstance(item, Letter)
    assert item.subject == "Blåbærabc"
    raw = read_one(mail().replace(b"Subject: Klage", "Subject: Børn og ældre".encode("cp1252")))
    assert isinstance(raw, Letter)
    assert raw.subject == "Børn og ældre"


def test_text_called_base64_that_is_none(read_one: ReadOne) -> None:
    item = read_one(mail("Content-Transfer-Encoding: base64"))
    assert isinstance(item, Letter)
    assert item.text == TEXT


def test_uuencoded_attachment_inside_the_text(read_one: ReadOne) -> None:
    lines = "".join(binascii.b2a_uu(b"Hilsen fra en fil").decode() for _ in range(2))
    item = read_one(mail(body=f"{TEXT}\n\nbegin 644 noter.txt\n{lines}`\nend\n"))
    assert isinstance(item, Letter)
    assert "begin 644" not in item.text
    assert [(part.name, part.read) for part in item.attachments] == [("noter.txt", True)]


def test_multipart_without_any_boundary_keeps_its_text(read_one: ReadOne) -> None:
    data = f"From: a@b.example\nContent-Type: multipart/mixed; boundary=væk\n\n{TEXT}\n".encode()
    item = read_one(data)
    assert isinstance(item, Letter)
    assert TEXT in item.text


def test_parts_after_one_another_are_all_read(read_one: ReadOne) -> None:
    """Apple Mail puts a picture between two halves of a text."""
    message = EmailMessage()
    message["From"] = "a@b.example"
    message.set_content("Første halvdel af klagen står her.")
    message.add_attachment(b"x" * 30_000, maintype="image", subtype="jpeg", filename="vej.jpg")
    second = EmailMessage()
    second.set_content("Anden halvdel af klagen står her.")
    message.attach(second)
    item = read_one(message.as_bytes())
    assert isinstance(item, Letter)
    assert "Første halvdel" in item.text
    assert "Anden halvdel" in item.text
    assert any("vej.jpg" in reason for reason in item.review_reasons)


def test_empty_mail_is_a_letter_to_look_at(read_one: ReadOne) -> None:
    item = read_one(mail(body=""))
    assert isinstance(item, Letter)
    assert item.review_reasons == ("Mailen har ingen tekst.",)


def test_encrypted_mail_is_registered_by_hand(read_one: ReadOne) -> None:
    data = (
        b"From: a@b.example\nContent-Type: multipart/encrypted; boundary=x\n\n--x\nContent-Type: "
        b"application/pgp-encrypted\n\nVersion: 1\n--x--\n"
    )
    item = read_one(data)
    assert isinstance(item, Skipped)
    assert item.reason == "Must be registered by hand: It is encrypted."
