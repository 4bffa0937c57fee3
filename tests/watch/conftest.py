"""What the tests of watching share. All letters are invented."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from classifier.model.bundle import Model
from classifier.pseudonyms import read_pseudonyms
from classifier.watch import Inbox, Memory, Round, Watcher
from classifier.watch.login import Login
from classifier.watch.mailbox import Actions, MailboxInbox, read_address
from classifier.watch.sink import open_sink
from tests.cli.conftest import read_rows
from tests.watch import dovecot

LETTER = "Jeg søgte om en kørestol i marts, og ingen har svaret mig siden. Hun lo hånligt ad mig."

Look = Callable[..., Round]


def mail(number: int, text: str = LETTER, *headers: str) -> bytes:
    """A mail with an id of its own."""
    head = [
        "From: Bodil Holm <bodil@holm.example>", f"Subject: Sag {number}", f"Message-ID: <{number}@holm.example>",
        f"Date: Wed, 06 Mar 2024 10:{number % 60:02}:00 +0100", "Content-Type: text/plain; charset=utf-8", *headers,
    ]  # fmt: skip
    return ("\r\n".join(head) + f"\r\n\r\n{text}\r\n").encode()


def rows(path: Path) -> list[str]:
    """Ids of the rows that were written."""
    return [row["id"] for row in read_rows(path)] if path.exists() else []


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty home."""
    return tmp_path / "hjem"


@pytest.fixture
def look(small_model: Model, home: Path, tmp_path: Path) -> Look:
    """Look at an inbox as a new process would: from what the home remembers."""

    def look_once(inbox: Inbox, out: str = "ud.jsonl", *, force: bool = False, **changes: Any) -> Round:
        pseudonyms = read_pseudonyms(home)
        memory = Memory(home, inbox.name, pseudonyms)
        sink = open_sink(str(tmp_path / out), "csv", force=force, taxonomy=small_model.taxonomy, csv_dialect="excel-da")
        watcher = replace(Watcher(inbox, memory, sink, small_model, sleep=lambda seconds: None), **changes)
        total = Round()
        try:
            watcher.run(total, once=True, every=1)
        finally:
            memory.close()
        return total

    return look_once


@pytest.fixture(scope="session")
def server() -> Iterator[dovecot.Server]:
    """One Dovecot for all tests; its mailbox is emptied before each."""
    if dovecot.BINARY is None:
        if os.environ.get("CI"):
            raise RuntimeError("dovecot is missing: install dovecot-imapd")
        pytest.skip("no dovecot here (Debian: apt-get install dovecot-imapd)")
    with dovecot.place() as folder, dovecot.running(folder) as running:
        yield running


@pytest.fixture
def mailbox(server: dovecot.Server, monkeypatch: pytest.MonkeyPatch) -> dovecot.Server:
    """An empty mailbox on a server whose certificate is trusted."""
    monkeypatch.setenv("SSL_CERT_FILE", str(server.folder / "cert.pem"))
    with server.client() as client:
        for name in ("Tagget", "Børn og unge"):
            client.delete(dovecot.quoted(name))
        if client.select("INBOX")[1] != [b"0"]:
            client.store("1:*", "+FLAGS", "\\Deleted")
            client.expunge()
    return server


def inbox_of(server: dovecot.Server, path: str = "", port: int = 0, **actions: str) -> MailboxInbox:
    """The server's mailbox, with the right password."""
    address = read_address(server.address + path)
    login = Login(dovecot.PASSWORD)
    return MailboxInbox(replace(address, port=port or address.port), lambda: login, Actions(**actions))
