"""Attachments: read where they can be, named where not, and part of the letter where they are the letter."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage

import docx
import pytest
from asn1crypto import cms

from classifier.ingest.mail.attachments import reads_like_letter
from classifier.records import Letter
from tests.ingest.mail.conftest import TEXT, ReadOne, mail

COMPLAINT = f"Kære borgerrådgiver. Jeg klager over kommunen. {TEXT} Jeg har ringet, og jeg har skrevet."


def with_file(name: str, data: bytes, text: str = "Se vedhæftet.", mime: str = "application/octet-stream") -> bytes:
    message = EmailMessage()
    message["From"] = "aase@holm.example"
    message["Subject"] = "Klage"
    message.set_content(text)
    main, _, sub = mime.partition("/")
    message.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return message.as_bytes()


def word(text: str) -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    table = document.add_table(rows=1, cols=1)
    table.cell(0, 0).text = "I en tabel"
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def zipped(name: str, data: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr(name, data)
    return held.getvalue()


def letter(item: object) -> Letter:
    assert isinstance(item, Letter)
    return item


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("klage.txt", COMPLAINT.encode("cp1252")),
        ("klage.docx", word(COMPLAINT)),
        ("klage.html", f"<p>{COMPLAINT}</p>".encode()),
        ("klage.rtf", rb"{\rtf1\ansi\ansicpg1252 " + COMPLAINT.encode("cp1252") + b"}"),
        ("klage.eml", mail(body=COMPLAINT)),
        ("klage.zip", zipped("klage.txt", COMPLAINT.encode())),
    ],
)
def test_attached_complaint_is_part_of_the_letter(read_one: ReadOne, name: str, data: bytes) -> None:
    item = letter(read_one(with_file(name, data)))
    assert TEXT in item.text
    assert item.text.startswith("Se vedhæftet.")
    assert [part.read for part in item.attachments] == [True]
    assert not item.review_reasons


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("foto.jpg", b"\xff\xd8" + b"x" * 50_000, "filtypen kan ikke læses"),
        ("scan.pdf", b"%PDF-1.4\nrubbish", "kan ikke læses"),
        ("brev.docx", b"PK\x03\x04rubbish", "kan ikke læses"),
        ("brev.doc", b"\xd0\xcf\x11\xe0rubbish", "filtypen kan ikke læses"),
        ("tom.txt", b"", "tomt"),
        ("bombe.zip", zipped("a.txt", b"\x00" * (40 << 20)), "arkivet kan ikke læses"),
    ],
)
def test_unread_attachment_is_named(read_one: ReadOne, name: str, data: bytes, reason: str) -> None:
    item = letter(read_one(with_file(name, data)))
    assert [(part.name, part.read, part.reason) for part in item.attachments] == [(name, False, reason)]
    assert f"Bilaget {name} er ikke læst: {reason}." in item.review_reasons


@pytest.mark.parametrize("name", ["kort.vcf", "smime.p7s"])
def test_attachment_that_holds_no_letter_asks_nobody_to_look(read_one: ReadOne, name: str) -> None:
    item = letter(read_one(with_file(name, b"x", text=TEXT)))
    assert [part.read for part in item.attachments] == [False]
    assert not item.review_reasons


def test_path_in_a_name_is_dropped(read_one: ReadOne) -> None:
    item = letter(read_one(with_file("..\\..\\windows\\klage.txt", COMPLAINT.encode())))
    assert [part.name for part in item.attachments] == ["klage.txt"]


def test_signed_mail_is_read(read_one: ReadOne) -> None:
    content = cms.ContentInfo(
        {
            "content_type": "signed_data",
            "content": {
                "version": "v1",
                "digest_algorithms": [],
                "encap_content_info": {"content_type": "data", "content": mail(body=COMPLAINT)},
                "signer_infos": [],
            },
        }
    )
    head = (
        b"From: aase@holm.example\nMessage-ID: <s@x>\nContent-Type: application/pkcs7-mime; "
        b"name=smime.p7m\nContent-Transfer-Encoding: 8bit\n\n"
    )
    item = letter(read_one(head + content.dump()))
    assert item.text == COMPLAINT
    assert item.id == "s@x"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (COMPLAINT, True),
        ("FAKTURA 12. Forfaldsdato 1. maj. Beløb i alt 200 kr. CVR 00000000.", False),
        (
            "Afgørelse om støtte. Vi har behandlet din ansøgning. Du har ikke ret til støtte. Du kan klage inden "
            "fire uger.",
            False,
        ),
        ("", False),
    ],
    ids=["complaint", "invoice", "decision", "empty"],
)
def test_letters_are_told_from_papers(text: str, expected: bool) -> None:
    assert reads_like_letter(text) is expected
