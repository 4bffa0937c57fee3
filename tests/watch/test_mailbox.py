"""A watched mailbox on a real server: each mail once, over restarts and lost connections, nothing deleted or marked."""

from __future__ import annotations

import contextlib
import logging
import socket
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from classifier.errors import InputError
from classifier.watch import LostConnectionError, Memory
from classifier.watch.login import Login, find_login
from classifier.watch.mailbox import Actions, read_address
from tests.cli.conftest import read_rows
from tests.cli.test_tag_mail import AUTOMATIC
from tests.watch import dovecot
from tests.watch.conftest import Look, inbox_of, mail, rows

pytestmark = pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")  # connections that a test breaks off


def test_each_mail_once_over_restarts(mailbox: dovecot.Server, look: Look, tmp_path: Path) -> None:
    """What lies there at the start, then what arrives; mails stay unseen, unflagged and in their place."""
    mailbox.deliver(mail(1), mail(2))
    before = mailbox.flags()
    assert look(inbox_of(mailbox)).tagged == 2
    assert look(inbox_of(mailbox)).tagged == 0
    mailbox.deliver(mail(3))
    assert look(inbox_of(mailbox)).tagged == 1
    assert rows(tmp_path / "ud.jsonl") == ["1@holm.example", "2@holm.example", "3@holm.example"]
    assert {flags.replace("\\Recent", "") for flags in [*before, *mailbox.flags()]} == {""}
    assert len(mailbox.flags()) == 3


def test_what_is_no_letter(mailbox: dovecot.Server, look: Look, tmp_path: Path) -> None:
    """Automatic mail is listed without a fault and left as it is; an empty mail is a letter with a reason."""
    mailbox.deliver(AUTOMATIC.replace(b"\n", b"\r\n").replace(b"\r\r", b"\r"), mail(1, ""))
    found = look(inbox_of(mailbox, keyword="Klagepunkt"))
    assert (found.tagged, [each.rule for each in found.skipped]) == (1, ["out-of-office"])
    (row,) = read_rows(tmp_path / "ud.jsonl")
    assert "Mailen har ingen tekst." in row["review_reasons"]
    assert ["Klagepunkt" in flags for flags in mailbox.flags()] == [False, True]


def test_keyword_when_told(mailbox: dovecot.Server, look: Look) -> None:
    """On tagged mails alone, beside the flags they have."""
    mailbox.deliver(mail(1))
    look(inbox_of(mailbox, keyword="Klagepunkt"))
    mailbox.deliver(mail(2))
    look(inbox_of(mailbox))
    first, second = mailbox.flags()
    assert "Klagepunkt" in first
    assert "Seen" not in first
    assert "Klagepunkt" not in second


@pytest.mark.parametrize("name", ["Tagget", "Børn og unge"])
def test_move_when_told(name: str, mailbox: dovecot.Server, look: Look) -> None:
    """Into a mailbox that exists, also one with Danish letters and blanks in its name."""
    mailbox.deliver(mail(1), mail(2))
    with pytest.raises(InputError, match="There is no mailbox"):
        look(inbox_of(mailbox, move_to=name))
    assert len(mailbox.flags()) == 2
    with mailbox.client() as client:
        client.create(dovecot.quoted(name))
    assert look(inbox_of(mailbox, move_to=name)).tagged == 2
    assert mailbox.flags() == []
    assert len(mailbox.flags(dovecot.quoted(name))) == 2


def test_move_without_the_means(mailbox: dovecot.Server, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that could move only by deleting is refused before anything is tagged."""
    from imapclient import IMAPClient

    mailbox.deliver(mail(1))
    monkeypatch.setattr(IMAPClient, "has_capability", lambda self, name: False)
    with pytest.raises(InputError, match="only by deleting"):
        look(inbox_of(mailbox, move_to="Tagget"))
    assert len(mailbox.flags()) == 1


def test_other_mailbox(mailbox: dovecot.Server, look: Look, tmp_path: Path) -> None:
    """By its name in the address; one that does not exist is an error."""
    name = dovecot.quoted("Børn og unge")
    with mailbox.client() as client:
        client.create(name)
        client.append(name, "", "", mail(5))
    assert look(inbox_of(mailbox, "/B%C3%B8rn%20og%20unge")).tagged == 1
    with pytest.raises(InputError, match="cannot be opened"):
        look(inbox_of(mailbox, "/Findes ikke"), "andet.jsonl")


def test_mailbox_numbered_anew(mailbox: dovecot.Server, look: Look, tmp_path: Path) -> None:
    """Mails that were tagged are known by their head when the server gives new numbers."""
    name = dovecot.quoted("Tagget")
    for numbers in ((1, 2), (1, 2, 3)):
        with mailbox.client() as client:
            client.delete(name)
            client.create(name)
            for number in numbers:
                client.append(name, "", "", mail(number))
        found = look(inbox_of(mailbox, "/Tagget"))
    assert (found.tagged, found.known) == (1, 2)
    assert len(rows(tmp_path / "ud.jsonl")) == 3


def test_crash_before_the_keyword_is_set(
    mailbox: dovecot.Server, look: Look, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It is set at the next start, and the mail is not tagged again."""
    from imapclient import IMAPClient

    mailbox.deliver(mail(1))

    def crash(*arguments: object, **more: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(IMAPClient, "add_flags", crash)
        with pytest.raises(KeyboardInterrupt):
            look(inbox_of(mailbox, keyword="Klagepunkt"))
    assert "Klagepunkt" not in mailbox.flags()[0]
    assert look(inbox_of(mailbox, keyword="Klagepunkt")).tagged == 0
    assert "Klagepunkt" in mailbox.flags()[0]
    assert len(rows(tmp_path / "ud.jsonl")) == 1


class Cut:
    """A line to the server that breaks after some bytes, until it is mended."""

    def __init__(self, port: int) -> None:
        self.left = 10**9
        self._server = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
                far = socket.create_connection(("127.0.0.1", self._server))
            except OSError:
                return
            for source, target in ((near, far), (far, near)):
                threading.Thread(target=self._pump, args=(source, target), daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket) -> None:
        try:
            while data := source.recv(1 << 12):
                self.left -= len(data)
                if self.left < 0:
                    break
                target.sendall(data)
        except OSError:
            pass
        for each in (source, target):
            # Closing alone would not wake the thread that reads the other way.
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def close(self) -> None:
        """Stop listening."""
        self._listener.close()


@pytest.fixture
def cut(mailbox: dovecot.Server) -> Iterator[Cut]:
    """A line to the mailbox's server."""
    line = Cut(mailbox.port)
    yield line
    line.close()


@pytest.mark.parametrize("after", [0, 1_000, 5_000, 8_000, 20_000, 60_000])
def test_lost_connection(after: int, mailbox: dovecot.Server, cut: Cut, look: Look, tmp_path: Path) -> None:
    """Wherever the line breaks: told, tried again, each mail tagged once, the keyword set on each."""
    mailbox.deliver(*(mail(number, "Ingen svarede på mit brev. " * 200) for number in range(1, 13)))
    cut.left = after
    told: list[str] = []

    def mend(seconds: float) -> None:
        cut.left = 10**9

    found = look(inbox_of(mailbox, port=cut.port, keyword="Set"), sleep=mend, told=lambda what: told.append(str(what)))
    assert found.tagged == 12
    assert sorted(rows(tmp_path / "ud.jsonl")) == sorted(f"{number}@holm.example" for number in range(1, 13))
    assert all("Set" in flags for flags in mailbox.flags())
    assert any("Trying again" in line for line in told)
    assert "Ingen svarede" not in str(told)


def test_server_that_stays_away(cut: Cut, mailbox: dovecot.Server, look: Look) -> None:
    """With --once an error after some tries."""
    cut.left = 0
    with pytest.raises(InputError, match="Try again later"):
        look(inbox_of(mailbox, port=cut.port))


@pytest.mark.usefixtures("mailbox")
def test_server_that_restarts(tmp_path: Path, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is down at one look and back at the next."""
    with dovecot.place() as folder:
        with dovecot.running(folder) as server:
            monkeypatch.setenv("SSL_CERT_FILE", str(folder / "cert.pem"))
            server.deliver(mail(1))
            assert look(inbox_of(server)).tagged == 1
        with pytest.raises(InputError, match="connection failed"):
            look(inbox_of(server))
        with dovecot.running(folder, server.port):
            server.deliver(mail(2))
            assert look(inbox_of(server)).tagged == 1
    assert rows(tmp_path / "ud.jsonl") == ["1@holm.example", "2@holm.example"]


def test_certificate_that_is_not_trusted(mailbox: dovecot.Server, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    """No login is tried, and it is not tried again."""
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(InputError, match="certificate is not trusted"):
        look(inbox_of(mailbox))


def test_wrong_password_is_tried_once(mailbox: dovecot.Server, look: Look) -> None:
    """Servers lock accounts; the message holds no password."""
    asked: list[int] = []

    def wrong() -> Login:
        asked.append(1)
        return Login("forkert-kode")

    with pytest.raises(InputError, match="refused the login") as raised:
        look(replace(inbox_of(mailbox), login=wrong))
    assert len(asked) == 1
    assert "forkert" not in str(raised.value)


def test_token_of_a_command(mailbox: dovecot.Server, look: Look, tmp_path: Path) -> None:
    """XOAUTH2 with what a command prints, asked anew for each connection."""
    mailbox.deliver(mail(1))
    (tmp_path / "token.txt").write_text(dovecot.token(), encoding="ascii")
    script = tmp_path / "token.py"
    script.write_text(f"print(open({str(tmp_path / 'token.txt')!r}).read())\n", encoding="utf-8")
    login = lambda: find_login(dovecot.USER, "localhost", command=f"{sys.executable} {script}")  # noqa: E731
    assert look(replace(inbox_of(mailbox), login=login)).tagged == 1
    (tmp_path / "token.txt").write_text(dovecot.token(valid=False), encoding="ascii")
    with pytest.raises(InputError, match="refused the login"):
        look(replace(inbox_of(mailbox), login=login))


def test_where_a_password_comes_from(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment before the keyring; neither is a fault that says what to do."""
    asked: list[tuple[str, str]] = []

    class Keyring:
        @staticmethod
        def get_password(service: str, name: str) -> str | None:
            asked.append((service, name))
            return "fra nøgleringen" if name == "bo@h" else None

    monkeypatch.setitem(sys.modules, "keyring", Keyring)
    assert find_login("bo", "h", password="x") == Login("x")
    assert asked == []
    assert find_login("bo", "h") == Login("fra nøgleringen")
    assert asked == [("klagepunkt", "bo@h")]
    with pytest.raises(InputError, match="keyring set klagepunkt eva@h"):
        find_login("eva", "h")
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(InputError, match="KLAGEPUNKT_IMAP_PASSWORD"):
        find_login("bo", "h")


@pytest.mark.parametrize(
    ("program", "error"),
    [
        ("raise SystemExit('hemmeligt')", LostConnectionError),
        ("print()", LostConnectionError),
        ("print('a\\nb')", LostConnectionError),
    ],
)
def test_command_that_gives_no_token(program: str, error: type[Exception], tmp_path: Path) -> None:
    """Tried again later; what it printed is in no message."""
    (tmp_path / "t.py").write_text(program, encoding="utf-8")
    with pytest.raises(error, match="gave no token") as raised:
        find_login("bo", "h", command=f"{sys.executable} {tmp_path / 't.py'}")
    assert "hemmeligt" not in str(raised.value)


@pytest.mark.parametrize("command", ["findes-ikke-her", '"', " "])
def test_command_that_cannot_be_run(command: str) -> None:
    """A fault of the settings."""
    with pytest.raises(InputError, match="cannot be run"):
        find_login("bo", "h", command=command)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("imap://bo@h.example", "must be encrypted"),
        ("https://bo@h.example", "must be encrypted"),
        ("imaps://bo:kode@h.example", "holds a password"),
        ("imaps://h.example", "names no user"),
        ("imaps://bo@", "names no user or no host"),
        ("imaps://bo@h.example:x", "cannot be read"),
    ],
)
def test_address_that_is_refused(text: str, message: str) -> None:
    """And never repeated, since a password may stand in it."""
    with pytest.raises(InputError, match=message) as raised:
        read_address(text)
    assert "kode" not in str(raised.value)


def test_address() -> None:
    """A user may be an address itself; the mailbox is INBOX by default."""
    found = read_address("imaps://post@by.example@imap.example:1993/")
    assert (found.user, found.host, found.port, found.mailbox) == ("post@by.example", "imap.example", 1993, "INBOX")


@pytest.mark.parametrize("keyword", ["to ord", "\\Seen", "æ", "a)"])
def test_keyword_that_is_none(keyword: str) -> None:
    """Flags of the system are not to be set by mistake."""
    with pytest.raises(InputError, match="can be no keyword"):
        Actions(keyword)


def test_nothing_secret_shows(
    mailbox: dovecot.Server, look: Look, home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither in logs nor in what is remembered."""
    mailbox.deliver(mail(1))
    with caplog.at_level(logging.DEBUG):
        look(inbox_of(mailbox))
    assert dovecot.PASSWORD not in caplog.text
    assert "kørestol" not in caplog.text
    assert dovecot.PASSWORD not in repr(Login(dovecot.PASSWORD))
    for path in home.iterdir():
        assert dovecot.PASSWORD.encode() not in path.read_bytes()


def test_server_that_refuses_for_now(mailbox: dovecot.Server, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mailbox in use, or a server under repair, is tried again."""
    from imapclient import IMAPClient
    from imapclient.exceptions import IMAPClientError

    mailbox.deliver(mail(1))
    honest, refusals = IMAPClient.select_folder, ["[INUSE] Mailbox is locked", "[SERVERBUG] Internal error"]

    def busy(self: object, *arguments: object, **more: object) -> object:
        if refusals:
            raise IMAPClientError(refusals.pop())
        return honest(self, *arguments, **more)

    monkeypatch.setattr(IMAPClient, "select_folder", busy)
    assert look(inbox_of(mailbox)).tagged == 1


def test_memory_that_is_damaged(home: Path) -> None:
    """Said with what to do."""
    from classifier.errors import SettingsError
    from classifier.pseudonyms import Pseudonyms

    home.mkdir()
    (home / "watch.sqlite").write_bytes(b"rubbish" * 500)
    with pytest.raises(SettingsError, match="memory of watch"):
        Memory(home, "x", Pseudonyms(b"x" * 32))
