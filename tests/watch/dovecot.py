"""A real IMAP server on the loopback: Dovecot, with a mailbox of its own, started and stopped by the tests."""

from __future__ import annotations

import base64
import contextlib
import hmac
import imaplib
import json
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

USER, PASSWORD = "post@by.example", "hemmeligt-7"
_KEY = b"a key of the tests that nobody else has"
BINARY = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin")

_CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = {internal}
default_login_user = {login}
default_internal_group = {group}
mail_uid = {internal}
mail_gid = {group}
first_valid_uid = 1
mail_max_userip_connections = 100
mail_location = maildir:{folder}/mail/%u
ssl = required
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
auth_mechanisms = plain login xoauth2
auth_failure_delay = 0
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {folder}/users
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {folder}/oauth2
}}
userdb {{
  driver = static
  args = uid={internal} gid={group} home={folder}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""


@dataclass(frozen=True)
class Server:
    """A running Dovecot."""

    folder: Path
    port: int

    @property
    def address(self) -> str:
        """Of the mailbox INBOX."""
        return f"imaps://{USER}@localhost:{self.port}"

    @contextlib.contextmanager
    def client(self) -> Iterator[imaplib.IMAP4_SSL]:
        """Log in as a person would; the standard library's client, so that ours is not tested against itself."""
        context = ssl.create_default_context(cafile=str(self.folder / "cert.pem"))
        with imaplib.IMAP4_SSL("localhost", self.port, ssl_context=context) as client:
            client.authenticate("PLAIN", lambda _: f"\0{USER}\0{PASSWORD}".encode())
            yield client

    def deliver(self, *mails: bytes) -> None:
        """Put mails into the mailbox."""
        with self.client() as client:
            for mail in mails:
                assert client.append("INBOX", "", "", mail)[0] == "OK"

    def flags(self, mailbox: str = "INBOX") -> list[str]:
        """Flags of all mails, each sorted."""
        with self.client() as client:
            if client.select(mailbox, readonly=True)[1] == [b"0"]:
                return []
            _, found = client.fetch("1:*", "(FLAGS)")
            lines = [each.decode() for each in found if isinstance(each, bytes)]
        return [" ".join(sorted(line.partition("FLAGS (")[2].rstrip(")").split())) for line in lines]


@contextlib.contextmanager
def place() -> Iterator[Path]:
    """Make a folder that Dovecot's accounts can enter, as pytest's own cannot be."""
    with tempfile.TemporaryDirectory(prefix="dovecot-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@contextlib.contextmanager
def running(folder: Path, port: int | None = None) -> Iterator[Server]:
    """Start Dovecot, wait until it answers, stop it at the end."""
    assert BINARY is not None
    port = port or _free_port()
    server = Server(folder, port)
    if not (folder / "cert.pem").exists():
        _prepare(folder)
    text = _CONFIGURATION.format(folder=folder, port=port, **_accounts())
    (folder / "dovecot.conf").write_text(text, encoding="utf-8")
    with (folder / "stderr").open("wb") as errors:
        process = subprocess.Popen([BINARY, "-F", "-c", str(folder / "dovecot.conf")], stderr=errors)
    try:
        _wait(server, process)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=30)


def _prepare(folder: Path) -> None:
    for name in ("run", "state", "mail"):
        (folder / name).mkdir(parents=True)
    if os.getuid() == 0:
        shutil.chown(folder / "mail", "dovecot", "dovecot")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-keyout", "key.pem", "-out", "cert.pem"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    (folder / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n", encoding="utf-8")
    # Tokens are checked by their signature alone, so no identity provider is needed.
    (folder / "oauth2").write_text(
        f"introspection_mode = local\nlocal_validation_key_dict = fs:posix:prefix={folder}/keys/\n"
        "username_attribute = sub\n",
        encoding="utf-8",
    )
    (folder / "keys" / "default" / "HS256").mkdir(parents=True)
    (folder / "keys" / "default" / "HS256" / "default").write_bytes(base64.b64encode(_KEY))


def token(valid: bool = True) -> str:
    """A signed token for the user, as an identity provider would give it."""
    head = {"alg": "HS256", "typ": "JWT"}
    now = int(time.time())
    claims = {"sub": USER, "iat": now - 60, "exp": now + (600 if valid else -30)}
    text = b".".join(_encoded(json.dumps(each).encode()) for each in (head, claims))
    return b".".join((text, _encoded(hmac.digest(_KEY, text, "sha256")))).decode()


def _encoded(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def _accounts() -> dict[str, str]:
    """Root gives its rights up to the accounts of Debian's package, anyone else has only their own."""
    import grp
    import pwd

    if os.getuid() == 0:
        return {"internal": "dovecot", "login": "dovenull", "group": "dovecot"}
    own = pwd.getpwuid(os.getuid()).pw_name
    return {"internal": own, "login": own, "group": grp.getgrgid(os.getgid()).gr_name}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(server: Server, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(OSError, imaplib.IMAP4.error), server.client():
            return
        time.sleep(0.1)
    told = [path.read_text() for name in ("stderr", "log") if (path := server.folder / name).exists()]
    raise RuntimeError("\n".join(["Dovecot does not answer.", *told]))


def quoted(name: str) -> str:
    """Name of a mailbox as the standard library wants it."""
    from imapclient.imap_utf7 import encode

    return f'"{encode(name).decode("ascii")}"'
