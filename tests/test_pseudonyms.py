"""Keyed hashes: the same for the same value, of no use without the key."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from classifier.errors import SettingsError
from classifier.pseudonyms import FILE_NAME, Pseudonyms, read_pseudonyms
from classifier.records import Letter

LETTER = Letter("7@holm.example", "x", sender="bo@holm.example", thread="7@holm.example", citizen="bo@holm.example")


def test_key_is_made_once_and_its_owners_alone(tmp_path: Path) -> None:
    """Another home has another key."""
    home = tmp_path / "hjem"
    first, again, other = (read_pseudonyms(folder).of("bo") for folder in (home, home, tmp_path / "andet"))
    assert first == again != other
    if os.name == "posix":
        assert stat.S_IMODE((home / FILE_NAME).stat().st_mode) == 0o600


@pytest.mark.parametrize("content", ["", "zz", "ab" * 5], ids=["empty", "no digits", "short"])
def test_damaged_key(tmp_path: Path, content: str) -> None:
    """Never replaced in silence: old hashes would no longer match."""
    (tmp_path / FILE_NAME).write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match="The key"):
        read_pseudonyms(tmp_path)


def test_what_of_a_letter_is_hidden() -> None:
    """The thread of a mail is the hash of the id it is named after; a table's own id stays."""
    names = Pseudonyms(b"x" * 32)
    hidden = names.letter(replace(LETTER, mail=True))
    assert hidden.id == hidden.thread == names.of(LETTER.id)
    assert hidden.sender == hidden.citizen == names.of("bo@holm.example")
    assert names.letter(LETTER).id == LETTER.id
    assert names.letter(Letter("1", "x")).sender == ""


def test_second_mail_of_an_id_keeps_its_hash() -> None:
    """But an id that merely ends like one that was numbered is its own."""
    names = Pseudonyms(b"x" * 32)
    first, second, other = (names.letter(Letter(name, "", mail=True)).id for name in ("a@b", "a@b#2", "c@d#2"))
    assert second == f"{first}#2"
    assert other == names.of("c@d#2")


def test_key_does_not_show() -> None:
    """A record may land in a message."""
    assert "x" * 8 not in repr(Pseudonyms(b"x" * 32))
