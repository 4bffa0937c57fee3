"""Outlook's .msg files, its rich text and winmail.dat."""

from __future__ import annotations

import struct

import compressed_rtf
import pytest

from classifier.ingest.mail.message import UnreadableError
from classifier.ingest.mail.outlook import parse_msg
from classifier.ingest.mail.rtf import decompress, read_rtf
from classifier.ingest.mail.tnef import parse_tnef
from classifier.records import Letter, Skipped
from tests.ingest.mail.conftest import TEXT, ReadOne
from tests.ingest.mail.ole_writer import write_msg

SUBJECT, BODY, HTML, RTF, NAME, ADDRESS, SMTP, MESSAGE_ID, CLASS = (
    0x37,
    0x1000,
    0x1013,
    0x1009,
    0x0C1A,
    0x0C1F,
    0x5D01,
    0x1035,
    0x1A,
)
# 6 March 2024, 09:12 UTC, in Outlook's count of 100 nanoseconds since 1601.
MARCH = 133541899200000000


def test_msg_becomes_a_letter(read_one: ReadOne) -> None:
    data = write_msg(
        {
            SUBJECT: "SV: Støtte",
            BODY: f"{TEXT}\r\n\r\nFra: Kommunen <k@kommune.example>\r\nSendt: 5. marts 2024 10:12\r\nTil: "
            f"Åse\r\nEmne: Støtte\r\n\r\nGammelt.",
            NAME: "Åse Holm",
            ADDRESS: "/o=X/cn=aase",
            SMTP: "aase@holm.example",
            MESSAGE_ID: "<m1@holm.example>",
            CLASS: "IPM.Note",
        },
        date=MARCH,
    )
    item = read_one(data, "brev.msg")
    assert isinstance(item, Letter)
    assert (item.id, item.text, item.subject, item.sender) == (
        "m1@holm.example",
        TEXT,
        "SV: Støtte",
        "aase@holm.example",
    )
    assert item.received.startswith("2024-03-06T09:12:00")
    assert [entry.kind for entry in item.removed] == ["header", "quote"]


@pytest.mark.parametrize("codepage", [1252, 865, 850])
def test_msg_in_an_old_code_page(read_one: ReadOne, codepage: int) -> None:
    item = read_one(
        write_msg({BODY: "Måske får vi øl på Ærø igen i år.", CLASS: "IPM.Note"}, codepage=codepage), "brev.msg"
    )
    assert isinstance(item, Letter)
    assert item.text == "Måske får vi øl på Ærø igen i år."


def test_msg_with_html_inside_rich_text(read_one: ReadOne) -> None:
    rtf = (
        rb"{\rtf1\ansi\ansicpg1252\fromhtml1 {\fonttbl{\f0 Arial;}}{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 "
        rb"Vi f\'e5r ingen hj\'e6lp.{\*\htmltag72 </p>}\htmlrtf}\htmlrtf0 "
        rb"{\*\htmltag64 <p>}Slet ingen.{\*\htmltag72 </p>}}"
    )
    item = read_one(write_msg({RTF: compressed_rtf.compress(rtf), CLASS: "IPM.Note"}), "brev.msg")
    assert isinstance(item, Letter)
    assert item.text == "Vi får ingen hjælp.\n\nSlet ingen."


def test_msg_attachments(read_one: ReadOne) -> None:
    attachments = [("klage.txt", f"Jeg klager. {TEXT}".encode()), ("foto.jpg", b"\xff\xd8" + b"x" * 30_000)]
    item = read_one(write_msg({BODY: "Se vedhæftet.", CLASS: "IPM.Note"}, attachments=attachments), "brev.msg")
    assert isinstance(item, Letter)
    assert TEXT in item.text
    assert [(part.name, part.read) for part in item.attachments] == [("klage.txt", True), ("foto.jpg", False)]


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("REPORT.IPM.Note.NDR", "bounce"),
        ("IPM.Schedule.Meeting.Request", "calendar"),
        ("IPM.Note.Rules.OofTemplate.Microsoft", "out-of-office"),
        ("IPM.Contact", "outlook-item"),
    ],
)
def test_outlook_items_that_are_no_mail(read_one: ReadOne, name: str, rule: str) -> None:
    item = read_one(write_msg({BODY: "Mødet er flyttet.", CLASS: name}), "brev.msg")
    assert isinstance(item, Skipped)
    assert (item.failed, item.rule) == (False, rule)


def test_cut_msg_is_registered_by_hand(read_one: ReadOne) -> None:
    item = read_one(write_msg({BODY: TEXT})[:700], "brev.msg")
    assert isinstance(item, Skipped)
    assert item.failed


def test_what_is_no_msg() -> None:
    with pytest.raises(UnreadableError, match="no Outlook message"):
        parse_msg(b"From: a@b.example\n\nhej")


def test_rich_text_with_unicode_and_hidden_groups() -> None:
    rtf = rb"{\rtf1\ansi\uc1 {\*\generator X;}{\stylesheet skjult}K\u230?re\par\tab b\'f8rn \{x\}}"
    assert read_rtf(rtf).plain == "Kære\n\tbørn {x}"


def test_compressed_rich_text_that_would_grow_without_bound() -> None:
    assert decompress(struct.pack("<IIII", 20, 0x7FFFFFFF, 0x75465A4C, 0) + b"x" * 8) == b""


def tnef(*attributes: tuple[int, bytes]) -> bytes:
    """A winmail.dat of attributes (name, value)."""
    packed = b"".join(struct.pack("<BHHI", 1, name, 0, len(value)) + value + b"\x00\x00" for name, value in attributes)
    return struct.pack("<IH", 0x223E9F78, 1) + packed


def mapi(*properties: tuple[int, int, bytes]) -> bytes:
    """MAPI properties of variable length (number, type, value)."""
    packed = b"".join(
        struct.pack("<HHII", kind, number, 1, len(value)) + value.ljust(-(-len(value) // 4) * 4, b"\x00")
        for number, kind, value in properties
    )
    return struct.pack("<I", len(properties)) + packed


def test_winmail_dat_gives_text_and_attachments(read_one: ReadOne) -> None:
    wrapped = tnef(
        (0x9003, mapi((0x1000, 0x001F, TEXT.encode("utf-16-le")))),
        (0x9002, b""),
        (0x8010, b"regning.xls\x00"),
        (0x800F, b"tal"),
    )
    head = (
        b"From: a@b.example\nSubject: x\nContent-Type: application/ms-tnef; "
        b"name=winmail.dat\nContent-Transfer-Encoding: 8bit\n\n"
    )
    item = read_one(head + wrapped)
    assert isinstance(item, Letter)
    assert item.text == TEXT
    assert [(part.name, part.read) for part in item.attachments] == [("regning.xls", False)]


@pytest.mark.parametrize(
    "data",
    [b"", b"\x78\x9f\x3e\x22\x01\x00", tnef((0x9003, b"\xff\xff\xff\xff" * 3))],
    ids=["empty", "no more", "damaged"],
)
def test_damaged_winmail_dat(data: bytes) -> None:
    with pytest.raises(UnreadableError, match=r"winmail\.dat"):
        parse_tnef(data)
