"""Serving the page: on this machine alone, or elsewhere with passwords and HTTPS."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from classifier.decisions.access import has_users
from classifier.decisions.database import Database
from classifier.errors import SettingsError
from classifier.review.desk import Office
from classifier.settings import Settings
from classifier.taxonomy import Taxonomy

__all__ = ["Listening", "check_listening", "serve"]

_LOCAL = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True)
class Listening:
    """Where and how the page is reached.

    Attributes
    ----------
    host, port
        Address to listen on; port 0 takes a free one.
    names : tuple of str
        Names that browsers reach it under, besides the address.
    certificate, key : pathlib.Path or None
        For HTTPS.
    behind_proxy : bool
        Whether a proxy in front does HTTPS.
    """

    host: str = "127.0.0.1"
    port: int = 8765
    names: tuple[str, ...] = ()
    certificate: Path | None = None
    key: Path | None = None
    behind_proxy: bool = False

    @property
    def local(self) -> bool:
        """Whether only this machine reaches it."""
        if self.behind_proxy:
            return False
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def secure(self) -> bool:
        """Whether browsers reach it by HTTPS."""
        return self.behind_proxy or self.certificate is not None

    @property
    def address(self) -> str:
        """The address it listens on, as it stands in a browser's."""
        return f"[{self.host}]" if ":" in self.host else self.host

    @property
    def hosts(self) -> tuple[str, ...]:
        """All names it answers to."""
        return tuple(dict.fromkeys((*(_LOCAL if self.local else ()), self.address, *self.names)))


def check_listening(listening: Listening, *, users: bool) -> None:
    """Refuse what would let others read letters.

    Parameters
    ----------
    listening : Listening
        Where and how.
    users : bool
        Whether anybody has a password.

    Raises
    ------
    SettingsError
        If other machines reach it without passwords or without HTTPS, or the certificate is not whole.
    """
    if (listening.certificate is None) != (listening.key is None):
        raise SettingsError("A certificate needs its key, and a key its certificate.", "--certificate, --key")
    for path in (listening.certificate, listening.key):
        if path is not None and not path.is_file():
            raise SettingsError("The file does not exist.", str(path))
    if listening.local:
        return
    where = f"--host {listening.host}"
    if not listening.secure:
        remedy = "Add --certificate and --key, or put a proxy in front and add --behind-proxy (docs/review.md)."
        raise SettingsError("Other machines would read letters without encryption.", where, remedy)
    if not users:
        remedy = "Add people first: klagepunkt review user-add NAME."
        raise SettingsError("Other machines would read letters without a password.", where, remedy)


def serve(
    database: Database,
    taxonomy: Taxonomy,
    settings: Settings,
    listening: Listening,
    user: str,
    language: str,
    *,
    told: Callable[[str], None],
    open_page: bool,
) -> None:
    """Serve the page until the process is stopped.

    Parameters
    ----------
    database : Database
        Open.
    taxonomy : Taxonomy
        The label book.
    settings : Settings
        Of the home.
    listening : Listening
        Where and how.
    user : str
        The person at this machine.
    language : str
        ``da`` or ``en``.
    told : callable
        Is given the address.
    open_page : bool
        Whether to open it in the browser.

    Raises
    ------
    SettingsError
        If it may not, or cannot, be opened so.
    """
    import uvicorn

    from classifier.review.app import create_app

    users = has_users(database)
    check_listening(listening, users=users)
    token = secrets.token_urlsafe(32) if listening.local and not users else ""
    office = Office(
        database=database,
        taxonomy=taxonomy,
        home=settings.home,
        language=language,
        hosts=listening.hosts,
        secure=listening.secure,
        local_token=token,
        local_user=user,
        own_office_to=settings.text("own_office_to"),
        contact_unit=settings.text("contact_unit"),
        csv_dialect=settings.text("csv_dialect"),
        masked=settings.flag("database_masked"),
    )
    family = socket.AF_INET6 if ":" in listening.host else socket.AF_INET
    # With the protocol named, asyncio sends each piece at once; otherwise every page waits 40 ms for the browser.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            # On Windows another program could listen on the same port beside us.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((listening.host, listening.port))
        # Whoever opens the address as soon as it is told waits for us, and is not refused.
        listener.listen(128)
    except OSError as error:
        listener.close()
        where = f"{listening.host}:{listening.port}"
        raise SettingsError(f"It cannot listen there: {error.strerror}.", where, "Choose another --port.") from error
    name = next(iter(listening.names), listening.address)
    address = f"{'https' if listening.certificate else 'http'}://{name}:{listener.getsockname()[1]}/"
    page = f"{address}start?token={token}" if token else address
    told(f"Review page: {page}")
    config = uvicorn.Config(
        create_app(office),
        log_level="warning",
        access_log=False,  # addresses hold search words
        server_header=False,
        proxy_headers=False,
        lifespan="off",
        ssl_certfile=listening.certificate,
        ssl_keyfile=listening.key,
    )
    if open_page and listening.local:
        import threading
        import webbrowser

        threading.Timer(1.0, webbrowser.open, [page]).start()
    try:
        uvicorn.Server(config).run(sockets=[listener])
    finally:
        listener.close()
