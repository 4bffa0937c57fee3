"""What an inbox hands over: letters that may be new, and what to remember once they are tagged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from classifier.ingest.threads import ThreadBook
from classifier.records import Letter, Skipped
from classifier.watch.memory import Memory

__all__ = ["BATCH", "Batch", "Inbox", "LostConnectionError"]

BATCH = 200
"""Most letters that are tagged and remembered in one go."""


class LostConnectionError(Exception):
    """A server that cannot be reached now; the message says why. Another try later may succeed."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Letters to tag in one go.

    Attributes
    ----------
    items : tuple of (Letter or Skipped)
        In the order of arrival. Letters may have been tagged before.
    marks : mapping of str to str
        To be remembered with the letters: how far the inbox is read.
    mails : mapping of int to int
        For a mailbox: index of an item to its UID, for what is to be done with tagged mail.
    uid_validity : int
        The mailbox's, 0 for a folder.
    """

    items: tuple[Letter | Skipped, ...]
    marks: Mapping[str, str] = field(default_factory=dict)
    mails: Mapping[int, int] = field(default_factory=dict)
    uid_validity: int = 0


class Inbox(Protocol):
    """Where letters arrive."""

    @property
    def name(self) -> str:
        """What is watched; the same after a restart, without secrets."""

    def arrivals(self, memory: Memory, book: ThreadBook) -> Iterator[Batch]:
        """Return what may be new, piece by piece.

        Parameters
        ----------
        memory : Memory
            What was read before; a batch is remembered before the next is asked for.
        book : ThreadBook
            The threads.

        Returns
        -------
        iterator of Batch
            In the order of arrival.

        Raises
        ------
        LostConnectionError
            If the server cannot be reached now.
        """

    def finish(self, memory: Memory) -> None:
        """Do with the mails that were tagged what the user told to do; nothing by default.

        Parameters
        ----------
        memory : Memory
            Holds the mails that wait for it.

        Raises
        ------
        LostConnectionError
            If the server cannot be reached now; the mails go on waiting.
        """
