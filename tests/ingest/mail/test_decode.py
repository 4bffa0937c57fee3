"""Encodings that are declared wrongly, not at all, or are nonsense."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.ingest.mail.decode import decode_bytes, decode_header_value, tidy, unflow

DANISH = "Kære borgerrådgiver – “sådan” går det på Ærø: børnene får ikke støtte, og åen løber over."


@pytest.mark.parametrize(
    "declared", ["iso-8859-1", "us-ascii", "", "x-dansk-9", "utf-8", "ISO_8859-1:1987", '"', "utf-8\x00", "rot13"]
)
@pytest.mark.parametrize("written", ["cp1252", "utf-8"])
def test_danish_is_read_whatever_is_declared(written: str, declared: str) -> None:
    assert decode_bytes(DANISH.encode(written), declared) == DANISH


@pytest.mark.parametrize("written", ["cp850", "mac_roman"])
def test_old_encodings_without_a_name(written: str) -> None:
    text = "Jeg måtte vente på rådhuset, og så blev døren låst. Børnene frøs."
    assert decode_bytes(text.encode(written)) == text


@pytest.mark.parametrize("read_as", ["cp1252", "latin-1"])
@pytest.mark.parametrize("times", [1, 2])
def test_utf8_that_was_read_as_latin(read_as: str, times: int) -> None:
    text = text_before = "Lægen skrev på rådhuset, at børnene får støtte."
    for _ in range(times):
        text = text.encode().decode(read_as)
    assert decode_bytes(text.encode()) == text_before


def test_other_scripts_keep_their_declared_encoding() -> None:
    assert decode_bytes("Ваш сайт".encode("koi8-r"), "koi8-r") == "Ваш сайт"
    assert decode_bytes("Ünïcødé".encode("utf-16"), "utf-16") == "Ünïcødé"
    assert decode_bytes(b"+AOY-r", "utf-7") == "ær"


@given(st.text())
def test_utf8_text_without_mojibake_is_itself(text: str) -> None:
    """Whatever a citizen writes in UTF-8 is read as written."""
    if not any(mark in text for mark in "ÃÂâ"):
        encoded = text.encode("utf-8", "ignore")
        if len(text) < 15 and not encoded.startswith((b"\xff\xfe", b"\xfe\xff")):
            assert decode_bytes(encoded) == encoded.decode()


@given(st.binary(), st.text(max_size=20))
def test_any_bytes_are_decoded(data: bytes, declared: str) -> None:
    tidied = tidy(decode_bytes(data, declared))
    assert tidied == tidy(tidied)
    tidied.encode("utf-8")


@given(st.text())
def test_any_header_is_one_line(value: str) -> None:
    assert "\n" not in decode_header_value(value)


def test_unflow_joins_lines_of_one_depth() -> None:
    assert unflow("Jeg har \nskrevet.\n> Den 5. \n> marts\nNy") == "Jeg har skrevet.\n> Den 5. marts\nNy"
    assert unflow("-- \nBo") == "-- \nBo"
