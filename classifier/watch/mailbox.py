"""A mailbox on an IMAP server over TLS: read without marking mail as seen, changed only where the user tells to."""

from __future__ import annotations

import contextlib
import logging
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from classifier.errors import InputError
from classifier.ingest.letters import unread_parts
from classifier.ingest.threads import ThreadBook
from classifier.records import Letter, Skipped
from classifier.watch.arrivals import BATCH, Batch, LostConnectionError
from classifier.watch.login import Login
from classifier.watch.memory import Memory

__all__ = ["Actions", "Address", "MailboxInbox", "read_address"]

_VALIDITY, _UID = "uid-validity", "uid"
_ATOM = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789$_-.")


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox: ``imaps://USER@HOST:PORT/MAILBOX``, without a password."""

    user: str
    host: str
    port: int = 993
    mailbox: str = "INBOX"

    @property
    def shown(self) -> str:
        """The address as text."""
        return f"imaps://{self.user}@{self.host}:{self.port}/{self.mailbox}"


def read_address(text: str) -> Address:
    """Take the address of a mailbox apart.

    Parameters
    ----------
    text : str
        ``imaps://USER@HOST/MAILBOX``; the mailbox is INBOX if it is left away.

    Returns
    -------
    Address
        Its parts.

    Raises
    ------
    InputError
        If it is none, names no user, or holds a password. The message never repeats it.

    Examples
    --------
    >>> read_address("imaps://post@by.example@imap.by.example/Klager").mailbox
    'Klager'
    """
    form = "Write imaps://USER@HOST/MAILBOX."
    try:
        parts = urlsplit(text)
        port = parts.port or 993
    except ValueError:
        raise InputError("The address of the mailbox cannot be read.", "", form) from None
    if parts.scheme != "imaps":
        raise InputError("Only imaps:// is possible: the connection must be encrypted.", "", form)
    if parts.password is not None:
        remedy = (
            f"{form} The password comes from the keyring or from KLAGEPUNKT_IMAP_PASSWORD. Change it: it was visible."
        )
        raise InputError("The address holds a password.", "", remedy)
    if not parts.username or not parts.hostname:
        raise InputError("The address names no user or no host.", "", form)
    return Address(unquote(parts.username), parts.hostname, port, unquote(parts.path.strip("/")) or "INBOX")


@dataclass(frozen=True, slots=True)
class Actions:
    """What is done on the server with a mail that was tagged; nothing by default.

    Attributes
    ----------
    keyword : str
        A keyword to set.
    move_to : str
        A mailbox to move it to, which must exist.
    """

    keyword: str = ""
    move_to: str = ""

    def __post_init__(self) -> None:
        if not set(self.keyword) <= _ATOM:
            raise InputError(f"{self.keyword!r} can be no keyword.", "", "Use letters a to z, digits, - and _.")

    def __bool__(self) -> bool:
        return bool(self.keyword or self.move_to)


@dataclass(frozen=True, slots=True)
class MailboxInbox:
    """A watched mailbox.

    Attributes
    ----------
    address : Address
        Where it is.
    login : callable
        Gives what to log in with, asked at each connection: tokens run out.
    actions : Actions
        What is done with tagged mail.
    """

    address: Address
    login: Callable[[], Login]
    actions: Actions = field(default_factory=Actions)

    @property
    def name(self) -> str:
        """The address."""
        return self.address.shown

    def arrivals(self, memory: Memory, book: ThreadBook) -> Iterator[Batch]:
        """Yield the mails that came in since the last one that was remembered; all of them at first.

        Parameters
        ----------
        memory : Memory
            What was read before.
        book : ThreadBook
            The threads.

        Yields
        ------
        Batch
            In the order of arrival.

        Raises
        ------
        LostConnectionError
            If the server cannot be reached now, or breaks off.
        InputError
            If it refuses the login or has no such mailbox.
        """
        with self._selected(readonly=True) as (client, validity):
            same = memory.mark(_VALIDITY) == str(validity)
            # The server numbers anew: all is read again, and known letters are told by their head.
            last = int(memory.mark(_UID) or 0) if same else 0
            with _lost():
                uids = sorted(uid for uid in client.search(["UID", f"{last + 1}:*"]) if uid > last)
            for start in range(0, len(uids), BATCH):
                yield self._batch(client, uids[start : start + BATCH], validity, book)

    def _batch(self, client: Any, uids: list[int], validity: int, book: ThreadBook) -> Batch:
        items: list[Letter | Skipped] = []
        mails: dict[int, int] = {}
        with _lost():
            sizes = {uid: int(each[b"RFC822.SIZE"]) for uid, each in client.fetch(uids, ["RFC822.SIZE"]).items()}
        for uid in uids:
            source = f"{self.address.mailbox}#{uid}"
            # What has gone since was deleted or moved by a person.
            for item in self._read(client, uid, sizes[uid], source, book) if uid in sizes else ():
                if isinstance(item, Letter):
                    mails[len(items)] = uid
                items.append(item)
        marks = {_VALIDITY: str(validity), _UID: str(uids[-1])}
        return Batch(tuple(items), marks, mails, validity)

    def _read(self, client: Any, uid: int, size: int, source: str, book: ThreadBook) -> Iterator[Letter | Skipped]:
        from classifier.ingest.mail import read_mail, too_large

        if skipped := too_large(size, source):
            yield skipped
            return
        with _lost():
            # PEEK leaves the mail unseen.
            data = client.fetch([uid], ["BODY.PEEK[]"]).get(uid, {}).get(b"BODY[]")
        if data is None:
            return
        item = read_mail(data, source, book)
        yield item
        if isinstance(item, Letter):
            yield from unread_parts(item)

    def finish(self, memory: Memory) -> None:
        """Set the keyword on tagged mails, or move them; nothing where the user did not tell to.

        Parameters
        ----------
        memory : Memory
            Holds the mails that wait for it.

        Raises
        ------
        LostConnectionError
            If the server cannot be reached now; the mails go on waiting.
        InputError
            If the server cannot move mail without deleting it, lacks the mailbox, or keeps no keywords.
        """
        waiting = memory.waiting()
        if not self.actions:
            memory.done(waiting)
            return
        if not waiting:
            return
        with self._selected(readonly=False) as (client, validity):
            # Mails of an earlier numbering can no longer be told by their number.
            uids = [uid for known, uid in waiting if known == validity]
            with _lost():
                # Some servers refuse a mail that a person has deleted or moved since.
                uids = client.search(["UID", ",".join(map(str, uids))]) if uids else []
                if uids and self.actions.keyword:
                    client.add_flags(uids, [self.actions.keyword.encode()], silent=True)
                if uids and self.actions.move_to:
                    client.move(uids, self.actions.move_to)
            memory.done(waiting)

    @contextlib.contextmanager
    def _selected(self, readonly: bool) -> Iterator[tuple[Any, int]]:
        from imapclient import IMAPClient, SocketTimeout

        # It writes what goes over the line into its log.
        logging.getLogger("imapclient").setLevel(logging.CRITICAL + 1)
        address = self.address
        login = self.login()
        try:
            with _lost():
                client = IMAPClient(
                    address.host, address.port, ssl_context=ssl.create_default_context(), timeout=SocketTimeout(30, 120)
                )
        except LostConnectionError as error:
            if isinstance(error.__cause__, ssl.SSLCertVerificationError):
                where = f"{address.host}:{address.port}"
                raise InputError("The server's certificate is not trusted.", where, "Ask your IT department.") from None
            raise
        with client:
            self._log_in(client, login)
            status = self._select(client, readonly)
            if not readonly or self.actions:
                self._check_actions(client, status)
            yield client, int(status[b"UIDVALIDITY"])

    def _log_in(self, client: Any, login: Login) -> None:
        from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

        try:
            with _lost(but_errors=True):
                if login.token:
                    client.oauth2_login(self.address.user, login.secret)
                else:
                    client.login(self.address.user, login.secret)
        except IMAPClientError as error:
            broken = (error, error.__context__, error.__cause__)
            if any(isinstance(each, IMAPClientAbortError | OSError) for each in broken) or _is_temporary(error):
                raise LostConnectionError("The server broke off the login.") from None
            # Never tried again: servers lock an account after some wrong passwords. Their answer may repeat a secret.
            raise InputError("The server refused the login.", self.address.shown, "Check user and password.") from None

    def _select(self, client: Any, readonly: bool) -> Any:
        from imapclient.exceptions import IMAPClientError

        try:
            with _lost(but_errors=True):
                return client.select_folder(self.address.mailbox, readonly=readonly)
        except IMAPClientError as error:
            if _is_temporary(error):
                raise LostConnectionError("The server cannot open the mailbox now.") from None
            raise InputError("The mailbox cannot be opened.", self.address.shown, "Check its name.") from None

    def _check_actions(self, client: Any, status: Any) -> None:
        with _lost():
            if self.actions.move_to and not client.has_capability("MOVE"):
                raise InputError(
                    "The server can move mail only by deleting it, which klagepunkt never does.",
                    self.address.shown,
                    "Leave --move-to away; --keyword may do.",
                )
            if self.actions.move_to and not client.folder_exists(self.actions.move_to):
                raise InputError(
                    f"There is no mailbox {self.actions.move_to!r}.", self.address.shown, "Make it in the mail program."
                )
        kept = {each.lower() for each in status.get(b"PERMANENTFLAGS", ())}
        keyword = self.actions.keyword.encode().lower()
        if keyword and status.get(b"READ-WRITE") and not kept & {b"\\*", keyword}:
            raise InputError("The mailbox keeps no keywords.", self.address.shown, "Leave --keyword away.")


def _is_temporary(error: Exception) -> bool:
    """Tell whether a server refuses for now (response codes of RFC 5530)."""
    return any(code in str(error) for code in ("[UNAVAILABLE]", "[SERVERBUG]", "[INUSE]", "[LIMIT]"))


@contextlib.contextmanager
def _lost(but_errors: bool = False) -> Iterator[None]:
    """Turn what a broken connection raises into LostConnectionError; answers of the server too, unless told not to."""
    from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

    try:
        yield
    except (OSError, IMAPClientAbortError) as error:
        raise LostConnectionError(f"The connection failed ({type(error).__name__}).") from error
    except IMAPClientError as error:
        if but_errors:
            raise
        raise LostConnectionError(f"The server did not do what was asked ({type(error).__name__}).") from error
