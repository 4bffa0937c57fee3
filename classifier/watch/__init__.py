"""Letters as they arrive: a folder or a mailbox is watched, each letter tagged once, nothing ever deleted."""

from __future__ import annotations

from classifier.watch.arrivals import Batch, Inbox, LostConnectionError
from classifier.watch.memory import Memory
from classifier.watch.watcher import Round, Watcher

__all__ = ["Batch", "Inbox", "LostConnectionError", "Memory", "Round", "Watcher"]
