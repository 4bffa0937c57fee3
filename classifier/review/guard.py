"""What stands before every page: the host's name, the size of a request, and the headers of an answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

__all__ = ["LARGEST", "POLICY", "Guard"]

LARGEST = 2_000_000
"""Bytes of a request. The longest letter typed by hand is far shorter."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "x-frame-options": "DENY",
}
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class _TooLargeError(Exception):
    """The request is larger than it said, or than is read."""


class Guard:
    """Wraps the application.

    Parameters
    ----------
    app : callable
        The ASGI application.
    hosts : iterable of str
        Names that the page is reached under: another name may be an attempt to reach it through a web page.
    secure : bool
        Whether browsers reach it by HTTPS.
    """

    def __init__(self, app: Any, hosts: Iterable[str], *, secure: bool) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)
        self._secure = secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        send = self._with_headers(scope, send)
        host = _without_port(headers.get(b"host", b"").decode("latin-1"))
        if host not in self._hosts:
            await _refuse(send, 400, "Unknown host.")
            return
        length = headers.get(b"content-length", b"0")
        if not length.isdigit():
            await _refuse(send, 400, "Bad length.")
            return
        if int(length) > LARGEST:
            await _refuse(send, 413, "Too large.")
            return
        started, body = False, _Limited(receive)

        async def counting_send(message: MutableMapping[str, Any]) -> None:
            nonlocal started
            if body.too_large and not started:
                return  # the framework's own words on our error
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, body, counting_send)
        except _TooLargeError:
            if not started:
                await _refuse(send, 413, "Too large.")

    def _with_headers(self, scope: Scope, send: Send) -> Send:
        asset = scope["path"].startswith("/assets/")

        async def sending(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                given = {name.lower() for name, _ in message["headers"]}
                added = {**_HEADERS, "content-security-policy": POLICY}
                # Letters must not stay in the browser's cache on the disk.
                added["cache-control"] = "public, max-age=86400" if asset else "no-store"
                if self._secure:
                    added["strict-transport-security"] = "max-age=31536000"
                message["headers"] = [
                    *message["headers"],
                    *((name.encode(), value.encode()) for name, value in added.items() if name.encode() not in given),
                ]
            await send(message)

        return sending


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host.partition("]")[0].lower() + "]"
    return host.partition(":")[0].lower()


class _Limited:
    """Counts what comes: a request may name no length."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._read = 0

    @property
    def too_large(self) -> bool:
        """Whether more came than is read."""
        return self._read > LARGEST

    async def __call__(self) -> MutableMapping[str, Any]:
        message = await self._receive()
        self._read += len(message.get("body", b""))
        if self.too_large:
            raise _TooLargeError
        return message


async def _refuse(send: Send, status: int, text: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode()})
