"""Keyed hashes in place of what tells a person: the same for the same value, not to be guessed without the key."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass, field, replace
from pathlib import Path

from classifier.errors import SettingsError
from classifier.files import make_private_folder, replacing
from classifier.records import Letter

__all__ = ["Pseudonyms", "read_pseudonyms"]

FILE_NAME = "pseudonym.key"
_BYTES = 32
_LENGTH = 24
_NUMBERED = re.compile(r"(.+)#(\d+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """Hashes values with the key of a home.

    Attributes
    ----------
    key : bytes
        The secret.
    ids : set of str
        Ids of mails seen so far, so that the second mail of an id (``id#2``) keeps the hash of the first.
    """

    key: bytes = field(repr=False)
    ids: set[str] = field(default_factory=set, repr=False)

    def of(self, value: str) -> str:
        """Return the hash of a value.

        Parameters
        ----------
        value : str
            Anything.

        Returns
        -------
        str
            24 hexadecimal digits; empty for an empty value.

        Examples
        --------
        >>> names = Pseudonyms(b"x" * 32)
        >>> names.of("bodil@holm.example") == names.of("bodil@holm.example"), names.of("")
        (True, '')
        """
        return hmac.new(self.key, value.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:_LENGTH] * bool(value)

    def letter(self, letter: Letter) -> Letter:
        """Return a letter with hashes in place of its sender, citizen, thread and, for a mail, its id.

        Parameters
        ----------
        letter : Letter
            As read.

        Returns
        -------
        Letter
            With all else as it was; text and subject are not touched.
        """
        return replace(
            letter,
            id=self._id(letter.id) if letter.mail else letter.id,
            sender=self.of(letter.sender),
            citizen=self.of(letter.citizen),
            thread=self.of(letter.thread),
        )

    def _id(self, value: str) -> str:
        found = _NUMBERED.fullmatch(value)
        if found and found[1] in self.ids:
            return f"{self.of(found[1])}#{found[2]}"
        self.ids.add(value)
        return self.of(value)


def read_pseudonyms(home: Path) -> Pseudonyms:
    """Read a home's key; make it if there is none.

    Parameters
    ----------
    home : pathlib.Path
        The home; made if it does not exist.

    Returns
    -------
    Pseudonyms
        With the home's key, which its owner alone can read.

    Raises
    ------
    SettingsError
        If the key's file is damaged or cannot be read.
    OutputError
        If it cannot be made.
    """
    from filelock import FileLock

    path = home / FILE_NAME
    make_private_folder(home)
    with FileLock(home / f"{FILE_NAME}.lock", timeout=30):
        if not path.exists():
            with replacing(path, force=False) as temporary:
                temporary.write_text(secrets.token_hex(_BYTES) + "\n", encoding="ascii")
        try:
            key = bytes.fromhex(path.read_text(encoding="ascii"))
        except (OSError, ValueError) as error:
            raise SettingsError("The key cannot be read.", str(path), "Bring it back from a backup.") from error
    if len(key) != _BYTES:
        raise SettingsError("The key is damaged.", str(path), "Bring it back from a backup, or remove it.")
    return Pseudonyms(key)
