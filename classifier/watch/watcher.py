"""The service: what an inbox hands over is tagged once, written, remembered, in that order."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from classifier.errors import InputError, OutputError
from classifier.ingest.threads import ThreadBook
from classifier.model.bundle import Model
from classifier.pseudonyms import Pseudonyms
from classifier.records import Letter, Skipped
from classifier.tagging import Tagged, row_of, tag
from classifier.watch.arrivals import Batch, Inbox, LostConnectionError
from classifier.watch.memory import Memory
from classifier.watch.sink import Sink

__all__ = ["Round", "Watcher"]

TRIES = 3
LONGEST_PAUSE = 600.0


@dataclass(slots=True)
class Round:
    """What one look at the inbox gave.

    Attributes
    ----------
    tagged : int
        New letters.
    known : int
        Letters that were tagged before.
    review : int
        New letters that call for a person.
    skipped : list of Skipped
        What is no letter or could not be read.
    """

    tagged: int = 0
    known: int = 0
    review: int = 0
    skipped: list[Skipped] = field(default_factory=list)

    def add(self, other: Round) -> None:
        """Add another round.

        Parameters
        ----------
        other : Round
            Its counts.
        """
        self.tagged += other.tagged
        self.known += other.known
        self.review += other.review
        self.skipped += other.skipped


@dataclass(frozen=True, slots=True)
class Watcher:
    """Tags what arrives in an inbox.

    Attributes
    ----------
    inbox : Inbox
        Where letters arrive.
    memory : Memory
        Of the same inbox.
    sink : Sink
        Where rows go.
    model : Model
        Tags.
    masking : bool
        As for ``tag``.
    pseudonyms : Pseudonyms or None
        Given where rows are written masked.
    keep : callable
        Is given each batch of tagged letters before its rows are written; a batch may come twice.
    told : callable
        Is given each Skipped and each remark, as they come.
    sleep : callable
        Waits.
    """

    inbox: Inbox
    memory: Memory
    sink: Sink
    model: Model
    masking: bool = True
    pseudonyms: Pseudonyms | None = None
    keep: Callable[[Sequence[Tagged]], None] = lambda tagged: None
    told: Callable[[Skipped | str], None] = lambda what: None
    sleep: Callable[[float], None] = time.sleep

    def run(self, total: Round, *, once: bool, every: float) -> None:
        """Look at the inbox, once or until the process is stopped.

        Parameters
        ----------
        total : Round
            Is added to as rounds end, so that it is right whenever the run is stopped.
        once : bool
            True looks once.
        every : float
            Seconds between two looks.

        Raises
        ------
        InputError
            If the inbox cannot be used; with ``once`` also if it cannot be reached.
        OutputError
            If the output cannot be written; without ``once`` only at the start.
        """
        self.sink.check(self.memory)
        failures = 0
        while True:
            try:
                self.round(total)
                failures = 0
            except LostConnectionError as error:
                failures += 1
                if once and failures >= TRIES:
                    raise InputError(str(error), self.inbox.name, "Try again later.") from error
                self.told(f"{error} Trying again.")
            except OutputError as error:
                if once:
                    raise
                # Such as a table that is open in Excel: the letters wait.
                self.told(str(error))
            if once and not failures:
                return
            self.sleep(min((1.0 if once else every) * 2 ** min(failures, 10), LONGEST_PAUSE) if failures else every)

    def round(self, total: Round) -> None:
        """Tag what is new.

        Parameters
        ----------
        total : Round
            Is added to after each batch that is written and remembered.

        Raises
        ------
        LostConnectionError
            If the server cannot be reached now; what was remembered until then stays.
        """
        self.inbox.finish(self.memory)
        book = self.memory.book()
        for batch in self.inbox.arrivals(self.memory, book):
            total.add(self._take(batch, book))
            self.inbox.finish(self.memory)

    def _take(self, batch: Batch, book: ThreadBook) -> Round:
        result = Round()
        fresh: dict[str, tuple[Letter, int]] = {}
        ids: set[str] = set()
        for index, item in enumerate(batch.items):
            if isinstance(item, Skipped):
                result.skipped.append(item)
                continue
            key = self.memory.key(item)
            if key in fresh or self.memory.knows(key):
                result.known += 1
                continue
            letter = self._renamed(item, ids, result)
            ids.add(letter.id)
            fresh[key] = letter, index
        tagged = list(tag((letter for letter, _ in fresh.values()), self.model, masking=self.masking))
        marks = dict(batch.marks)
        if tagged:
            self.keep(tagged)
            marks |= self.sink.write(self._rows(tagged), self.memory)
        waiting = [(batch.uid_validity, batch.mails[index]) for _, index in fresh.values() if index in batch.mails]
        letters = {key: letter.id for key, (letter, _) in fresh.items()}
        self.memory.remember(marks, letters, waiting, book if tagged else None)
        self.sink.skip(result.skipped)
        for skipped in result.skipped:
            self.told(skipped)
        result.tagged = len(tagged)
        result.review = sum(each.prediction.needs_review for each in tagged)
        return result

    def _rows(self, tagged: Sequence[Tagged]) -> list[dict[str, Any]]:
        rows = []
        for each in tagged:
            if self.pseudonyms and each.letter.mail:
                each = replace(each, letter=self.pseudonyms.letter(each.letter))
            rows.append(row_of(each, masked=self.pseudonyms is not None))
        return rows

    def _renamed(self, letter: Letter, ids: set[str], result: Round) -> Letter:
        """Give a new letter with an id that was used before one of its own."""
        new, number = letter.id, 1
        while new in ids or self.memory.has_id(new):
            number += 1
            new = f"{letter.id}#{number}"
        if new == letter.id:
            return letter
        result.skipped.append(Skipped(letter.source, f"duplicate id {letter.id}, kept as {new}"))
        return replace(letter, id=new)
