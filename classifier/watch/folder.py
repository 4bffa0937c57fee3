"""A folder that letters are dropped into: each file is read when it is whole, and again when it has changed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from classifier.errors import InputError
from classifier.ingest.letters import FORMATS, Run, read_source
from classifier.ingest.sources import MAILDIR, Source, find_sources, is_maildir, maildir_ending
from classifier.ingest.threads import ThreadBook
from classifier.records import Letter, Skipped
from classifier.watch.arrivals import BATCH, Batch
from classifier.watch.memory import Memory

__all__ = ["FolderInbox"]

SETTLE = 2.0
"""Seconds in which a file must not change before it is read: it may still be being copied."""
_RETRIED = "It cannot be read"


@dataclass(frozen=True, slots=True)
class FolderInbox:
    """A watched folder.

    Attributes
    ----------
    folder : pathlib.Path
        Searched recursively.
    settle : float
        Seconds between the two looks at a new file.
    sleep : callable
        Waits.
    named : set of str
        Files that could not be opened, named already.
    """

    folder: Path
    settle: float = SETTLE
    sleep: Callable[[float], None] = time.sleep
    named: set[str] = field(default_factory=set, repr=False)

    @property
    def name(self) -> str:
        """The folder's path."""
        return self.folder.absolute().as_posix()

    def arrivals(self, memory: Memory, book: ThreadBook) -> Iterator[Batch]:
        """Yield the letters of files that are new or have changed.

        Parameters
        ----------
        memory : Memory
            What was read before.
        book : ThreadBook
            The threads.

        Yields
        ------
        Batch
            A file at a time. A file that could not be opened is tried again next time.

        Raises
        ------
        InputError
            If the folder does not exist.
        """
        new = self._new(memory)
        if not new:
            return
        self.sleep(self.settle)
        run = Run(book=book)
        for item, name, stamp in new:
            if isinstance(item, Skipped):
                yield Batch((item,), {name: stamp})
            elif _stamp(item.path) == stamp:
                yield from self._read(item, run, {name: stamp})

    def finish(self, memory: Memory) -> None:
        """Do nothing: files stay where they are.

        Parameters
        ----------
        memory : Memory
            Not looked at.
        """

    def _new(self, memory: Memory) -> list[tuple[Source | Skipped, str, str]]:
        if not self.folder.is_dir():
            raise InputError("The folder does not exist.", self.folder.as_posix(), "Make it, or check the path.")
        found = []
        for item in self._items():
            name = item.source if isinstance(item, Skipped) else _name(item)
            stamp = item.reason if isinstance(item, Skipped) else _stamp(item.path)
            if stamp and memory.mark(name) != stamp:
                found.append((item, name, stamp))
        return found

    def _items(self) -> Iterator[Source | Skipped]:
        for item in find_sources([self.folder], FORMATS, maildir_ending):
            if isinstance(item, Source) and item.ending == MAILDIR:
                yield from _mails_of(item.path, item.shown)
            else:
                yield item

    def _read(self, source: Source, run: Run, marks: dict[str, str]) -> Iterator[Batch]:
        items: list[Letter | Skipped] = []
        again = False
        for item in read_source(source, run):
            if isinstance(item, Skipped) and _RETRIED in item.reason:
                again = True
                if item.source in self.named:
                    continue
                self.named.add(item.source)
            items.append(item)
            if len(items) >= BATCH:
                yield Batch(tuple(items))
                items = []
        yield Batch(tuple(items), {} if again else marks)


def _mails_of(folder: Path, shown: str) -> Iterator[Source]:
    for name in ("cur", "new"):
        for path in sorted((folder / name).iterdir()):
            if path.is_file() and not path.name.startswith("."):
                yield Source(path, f"{shown}/{name}/{path.name}", ".eml", named=False, id=path.name)
    for path in sorted(folder.iterdir()):
        if path.is_dir() and path.name not in ("cur", "new", "tmp") and is_maildir(path):
            yield from _mails_of(path, f"{shown}/{path.name}")


def _name(source: Source) -> str:
    """Return what a file is remembered by: a mail of a Maildir moves and gets flags behind a colon."""
    if source.path.parent.name in ("cur", "new") and is_maildir(source.path.parent.parent):
        return f"{source.path.parent.parent.as_posix()}/{source.path.name.partition(':')[0]}"
    return source.shown


def _stamp(path: Path) -> str:
    """Size and time of a file; empty if it has gone."""
    try:
        found = path.stat()
    except OSError:
        return ""
    return f"{found.st_size}:{found.st_mtime_ns}"
