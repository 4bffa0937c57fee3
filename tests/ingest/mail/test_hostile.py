"""Random and mutated mails: no exception, no hang, and the ledger always adds up.

Set ``KLAGEPUNKT_EXAMPLES`` to run more of them than the default.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classifier.ingest.cleaning import restores
from classifier.ingest.mail.letters import letter_of
from classifier.ingest.mail.memo import parse_memo
from classifier.ingest.mail.message import UnreadableError, parse_mail
from classifier.ingest.mail.outlook import parse_msg
from classifier.ingest.mail.rtf import decompress, read_rtf
from classifier.ingest.mail.smime import signed_content
from classifier.ingest.mail.tnef import parse_tnef
from classifier.records import Letter
from tests.ingest.mail.ole_writer import write_msg
from tests.ingest.mail.trap_mails import read_traps

SEEDS = [trap.build() for trap in read_traps()]
PIECES = [
    b"\r\n",
    b"\n\n",
    b"--=_mixed",
    b"--=_alternative--",
    b"Content-Type: multipart/mixed; boundary=x\n",
    b"=?utf-8?q?",
    b"<div>",
    b"<blockquote type=cite>",
    b">",
    b"\x00",
    b"Fra: ",
    b"Sendt: 5. marts 2024 10:12\n",
    b"((((",
    b'charset="',
    b"base64",
    b"begin 644 x\n",
    b"=\n",
    b"\xff\xfe",
    b"message/rfc822",
    b"From: <",
]
SETTINGS = settings(
    max_examples=int(os.environ.get("KLAGEPUNKT_EXAMPLES", "300")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@st.composite
def mutated(draw: st.DrawFn, seeds: list[bytes]) -> bytes:
    """A seed with some bytes changed, pieces put in, stretches dropped, doubled or taken from another."""
    data = bytearray(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, max(len(data) - 1, 0)))
        length = draw(st.integers(0, 300))
        match draw(st.integers(0, 4)):
            case 0:
                data[at : at + 1] = draw(st.binary(min_size=1, max_size=4))
            case 1:
                data[at:at] = draw(st.sampled_from(PIECES)) * draw(st.sampled_from([1, 2, 50]))
            case 2:
                del data[at : at + length]
            case 3:
                data[at:at] = data[at : at + length]
            case _:
                data[at:at] = draw(st.sampled_from(seeds))[:length]
    return bytes(data)


@SETTINGS
@given(st.one_of(mutated(SEEDS), mutated(SEEDS), mutated(SEEDS), st.binary(max_size=2000)))
def test_any_mail_is_read_or_refused(data: bytes) -> None:
    try:
        item = letter_of(parse_mail(data), "x")
    except UnreadableError:
        return
    if isinstance(item, Letter):
        decoded = letter_of(parse_mail(data), "x", clean_text=False)
        assert isinstance(decoded, Letter)
        assert decoded.id == item.id
        assert restores(decoded.text, item.text, item.removed)
        "".join([item.text, item.subject, item.sender, item.id, item.thread]).encode("utf-8")


MSG = write_msg(
    {0x1000: "Kære", 0x1013: b"<p>Hej</p>", 0x1009: b"x" * 40, 0x1A: "IPM.Note"}, attachments=[("a.txt", b"Hej")]
)


@SETTINGS
@given(mutated([MSG]))
def test_any_outlook_message_is_read_or_refused(data: bytes) -> None:
    try:
        letter_of(parse_msg(data), "x")
    except UnreadableError:
        return


@SETTINGS
@given(st.binary(max_size=500).map(lambda data: b"\x78\x9f\x3e\x22" + data))
def test_any_winmail_dat_is_read_or_refused(data: bytes) -> None:
    try:
        parse_tnef(data)
    except UnreadableError:
        return


@SETTINGS
@given(mutated([rb"{\rtf1\ansi\fromhtml1 {\*\htmltag64 <p>}K\'e6re \u230? x\par{\fonttbl{\f0 x}}\bin5 abcde}"]))
def test_any_rich_text_is_read(data: bytes) -> None:
    read_rtf(data)
    decompress(data)


@SETTINGS
@pytest.mark.parametrize("parse", [parse_memo, signed_content], ids=["memo", "smime"])
@given(data=st.binary(max_size=500))
def test_any_wrapping_is_read_or_refused(parse: object, data: bytes) -> None:
    assert callable(parse)
    try:
        parse(data)
    except UnreadableError:
        return
