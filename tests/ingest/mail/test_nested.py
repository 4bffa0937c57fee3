"""Letters inside containers inside mails: what is new is kept, what is old goes, whatever lies around it."""

from __future__ import annotations

import base64
from email.message import EmailMessage

import pytest
from asn1crypto import cms

from classifier.records import Letter
from tests.ingest.mail.conftest import TEXT, ReadOne, mail
from tests.ingest.mail.ole_writer import write_msg
from tests.ingest.mail.test_attachments import COMPLAINT, with_file, word, zipped
from tests.ingest.mail.test_containers import memo
from tests.ingest.mail.test_outlook import BODY, CLASS, SUBJECT, mapi, tnef

HISTORY = "\r\n\r\nFra: Kommunen\r\nSendt: 5. marts 2024 10:12\r\nTil: Åse\r\nEmne: Støtte\r\n\r\nGammelt svar."
OUTLOOK = write_msg({SUBJECT: "Klage", BODY: COMPLAINT + HISTORY, CLASS: "IPM.Note"})


def signed(content: bytes) -> bytes:
    """A mail in a signed envelope."""
    info = cms.ContentInfo(
        {
            "content_type": "signed_data",
            "content": {
                "version": "v1",
                "digest_algorithms": [],
                "encap_content_info": {"content_type": "data", "content": content},
                "signer_infos": [],
            },
        }
    )
    return b"From: a@b.example\nSubject: x\nContent-Type: application/x-pkcs7-mime; name=smime.p7m\n\n" + bytes(
        info.dump()
    )


def winmail(text: str) -> bytes:
    head = b"From: a@b.example\nSubject: SV: x\nIn-Reply-To: <q@q>\n"
    kind = b"Content-Type: application/ms-tnef; name=winmail.dat\n\n"
    return head + kind + tnef((0x9003, mapi((0x1000, 0x001F, text.encode("utf-16-le")))))


def with_detached_signature() -> bytes:
    message = EmailMessage()
    message["From"] = "aase@holm.example"
    message["Subject"] = "Klage"
    message.set_content(COMPLAINT + HISTORY)
    message.add_attachment(b"\x30\x82", maintype="application", subtype="pkcs7-signature", filename="smime.p7s")
    return message.as_bytes()


@pytest.mark.parametrize(
    "data",
    [
        with_file("brev.zip", zipped("brev.msg", OUTLOOK)),
        with_file("brev.msg", OUTLOOK),
        with_file("brev.eml", with_file("brev.zip", zipped("klage.docx", word(COMPLAINT)))),
        signed(mail("In-Reply-To: <q@q>", body=COMPLAINT + HISTORY)),
        signed(with_file("klage.txt", COMPLAINT.encode("cp850"))),
        signed(signed(mail(body=COMPLAINT))),
        winmail(COMPLAINT + HISTORY),
        with_detached_signature(),
    ],
    ids=[
        "Outlook in an archive",
        "Outlook in a mail",
        "Word in an archive in a mail in a mail",
        "signed reply",
        "signed with a letter in an old code page",
        "signed twice",
        "winmail.dat with history",
        "detached signature",
    ],
)
def test_letter_is_found_and_history_goes(read_one: ReadOne, data: bytes) -> None:
    item = read_one(data)
    assert isinstance(item, Letter)
    assert TEXT in item.text
    assert "Gammelt" not in item.text
    assert "Emne:" not in item.text


def test_digital_post_with_a_letter_attached(read_one: ReadOne) -> None:
    """The main document of Digital Post is often a cover note."""
    file = base64.b64encode(word(COMPLAINT)).decode()
    more = (
        "<memo:AdditionalDocument><memo:File><memo:encodingFormat>application/vnd.openxmlformats-officedocument"
        ".wordprocessingml.document</memo:encodingFormat><memo:filename>klage.docx</memo:filename>"
        f"<memo:content>{file}</memo:content></memo:File></memo:AdditionalDocument>"
    )
    item = read_one(memo("Se vedhæftet klage.", more=more), "post.xml")
    assert isinstance(item, Letter)
    assert TEXT in item.text


def test_mail_without_header_end_and_with_nul_bytes(read_one: ReadOne) -> None:
    """Exports from old systems look like this."""
    item = read_one(
        b"\xef\xbb\xbfFrom: a@b.example\r\nSubject: x\r\n\r\n\x00" + COMPLAINT.encode("cp1252") + b"\x00\x00"
    )
    assert isinstance(item, Letter)
    assert TEXT in item.text
