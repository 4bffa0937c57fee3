"""Encodings of Danish text, and what is no text."""

from __future__ import annotations

import io
import os

import pytest

from classifier.ingest.encoding import CHUNK, decode, detect, is_rubbish

TEXT = "Kære ombudsmand, på rådhuset sagde de »nej« – øv. Ærgerligt! PÅ… og “FÅ”"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_encodings(encoding: str) -> None:
    """Each encoding that an office meets is read, with or without a mark."""
    assert decode(TEXT.encode(encoding)) == TEXT


def test_utf16_without_a_mark_and_without_danish_letters() -> None:
    """ASCII text in UTF-16 is text, though each second byte of it is zero."""
    assert decode("Jeg vil klage.".encode("utf-16-le")) == "Jeg vil klage."


def test_other_scripts_in_utf8() -> None:
    """Names in other scripts survive."""
    text = "Олена / أمينة / 😀"
    assert decode(text.encode()) == text


def test_one_wrong_byte_does_not_spoil_utf8() -> None:
    """A text in UTF-8 with one byte of Windows-1252 keeps all its other letters."""
    assert decode(TEXT.encode() + b"\xe6") == TEXT + "æ"


def test_detection_reads_to_the_end() -> None:
    """The first letter that tells the encodings apart may stand anywhere, also across two chunks."""
    for shift in (-1, 0, 5):
        data = b"a" * (CHUNK + shift) + "ø".encode()
        assert detect(io.BytesIO(data)) == "utf-8"
        assert detect(io.BytesIO(b"a" * (CHUNK + shift) + "ø".encode("cp1252"))) == "cp1252"


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)),
        b"%PDF-1.7\nabc",
        b"\x89PNG\r\n\x1a\n",
        b"PK\x03\x04abc",
        b"Brev\x00\x00\x00",
        b"\x01\x02\x03\x04",
    ],
    ids=["all bytes", "pdf", "png", "zip", "zeros", "controls"],
)
def test_rubbish(data: bytes) -> None:
    """Other formats and binary data are told from text."""
    assert is_rubbish(decode(data), data)


def test_random_bytes_are_rubbish() -> None:
    """Random bytes are rubbish."""
    assert all(is_rubbish(decode(data), data) for data in (os.urandom(2_000) for _ in range(50)))


@pytest.mark.parametrize("text", ["", "Hej", "a\x0cb", "Punkter:\n\uf0b7 et\n\uf0b7 to", "ét tegn \x07 for meget"])
def test_text_is_no_rubbish(text: str) -> None:
    """Form feeds, Word's bullets and a stray control character are no reason to refuse a letter."""
    assert not is_rubbish(text, text.encode())
