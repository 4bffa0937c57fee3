"""What logs in to a mailbox: a password from the environment or the system's keyring, or a token from a command."""

from __future__ import annotations

import importlib
import os
import shlex
import subprocess
from dataclasses import dataclass, field
from typing import Any

from classifier.errors import InputError
from classifier.watch.arrivals import LostConnectionError

__all__ = ["SERVICE", "Login", "find_login"]

SERVICE = "klagepunkt"
"""Name of the service in the keyring."""
_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Login:
    """A secret, which is never shown.

    Attributes
    ----------
    secret : str
        Password or token.
    token : bool
        True for an OAuth2 token (XOAUTH2).
    """

    secret: str = field(repr=False)
    token: bool = False


def find_login(user: str, host: str, *, command: str = "", password: str = "") -> Login:
    """Find what logs in to a mailbox.

    Parameters
    ----------
    user : str
        The mailbox's user; for a shared mailbox its address, while the token is that of a person who may read it.
    host : str
        The server.
    command : str, default ""
        Prints an OAuth2 token when it is run; comes before all else.
    password : str, default ""
        From the environment; comes before the keyring.

    Returns
    -------
    Login
        To be used at once: a token runs out.

    Raises
    ------
    InputError
        If there is none, or the command cannot be run. Neither its output nor a password is ever in a message.
    LostConnectionError
        If the command fails: its server may be out of reach for a while.
    """
    if command:
        return Login(_token(command), token=True)
    secret = password or _from_keyring(f"{user}@{host}")
    if not secret:
        remedy = (
            f"Run: keyring set {SERVICE} {user}@{host} (needs the extra keyring), or set KLAGEPUNKT_IMAP_PASSWORD,"
            " or set imap_token_command in klagepunkt.toml."
        )
        raise InputError("There is no password for the mailbox.", f"{user}@{host}", remedy)
    return Login(secret)


def _token(command: str) -> str:
    try:
        # No shell reads the command; Windows takes it apart itself, backslashes and all.
        words = command if os.name == "nt" else shlex.split(command)
        done = subprocess.run(words, capture_output=True, check=False, timeout=_SECONDS, stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired:
        raise LostConnectionError(f"The token command took longer than {_SECONDS} seconds.") from None
    except (OSError, ValueError, IndexError) as error:
        remedy = "Check imap_token_command in the settings."
        raise InputError(f"The token command cannot be run ({type(error).__name__}).", "", remedy) from None
    token = done.stdout.decode("utf-8", "replace").strip()
    if done.returncode or not token or "\n" in token:
        raise LostConnectionError(f"The token command gave no token (exit code {done.returncode}).")
    return token


def _from_keyring(name: str) -> str:
    try:
        keyring: Any = importlib.import_module("keyring")
    except ImportError:
        return ""
    try:
        return keyring.get_password(SERVICE, name) or ""
    except Exception:  # noqa: BLE001 - each system's keyring raises errors of its own; then there is no password
        return ""
