"""What the tests of mail share. All mails are invented."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from classifier.ingest.mail import read_messages
from classifier.records import Letter, Skipped

TEXT = "Jeg har ventet i et halvt år på svar om min søns støtte."


def mail(*headers: str, body: str = TEXT, charset: str = "utf-8") -> bytes:
    """A mail with a plain text; headers as ``Name: value``."""
    head = "\r\n".join(["From: Åse Holm <aase@holm.example>", "Subject: Klage", *headers])
    return f"{head}\r\nContent-Type: text/plain; charset={charset}\r\n\r\n{body}\r\n".encode()


ReadOne = Callable[..., Letter | Skipped]


@pytest.fixture
def read_one(tmp_path: Path) -> ReadOne:
    """Write bytes as a file and read its only mail."""

    def read(data: bytes, name: str = "brev.eml", *, clean: bool = True) -> Letter | Skipped:
        path = tmp_path / name
        path.write_bytes(data)
        (item,) = read_messages(path, name, clean=clean)
        return item

    return read
