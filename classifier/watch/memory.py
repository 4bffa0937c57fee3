"""What watching remembers over a restart: which letters were tagged, as keyed hashes, and how far an inbox is read."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from classifier.errors import SettingsError
from classifier.files import make_private_folder
from classifier.ingest.threads import ThreadBook
from classifier.pseudonyms import Pseudonyms
from classifier.records import Letter

__all__ = ["Memory"]

FILE_NAME = "watch.sqlite"
_THREADS = "threads"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS marks (inbox TEXT, name TEXT, value TEXT, PRIMARY KEY (inbox, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS seen (inbox TEXT, letter TEXT, PRIMARY KEY (inbox, letter)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ids (inbox TEXT, id TEXT, PRIMARY KEY (inbox, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS waiting (
    inbox TEXT, uid_validity INTEGER, uid INTEGER, PRIMARY KEY (inbox, uid_validity, uid)
) WITHOUT ROWID;
"""


class Memory:
    """The memory of one inbox in a home's file.

    Parameters
    ----------
    home : pathlib.Path
        The home; made if it does not exist.
    inbox : str
        Name of the inbox.
    pseudonyms : Pseudonyms
        Letters, addresses and file names are remembered as its hashes alone.

    Raises
    ------
    SettingsError
        If the file is damaged.
    """

    def __init__(self, home: Path, inbox: str, pseudonyms: Pseudonyms) -> None:
        path = make_private_folder(home) / FILE_NAME
        path.touch(mode=0o600)
        self._path = path
        self._inbox = pseudonyms.of(inbox)
        self._hash = pseudonyms.of
        self._database = sqlite3.connect(path, isolation_level=None, timeout=30)
        with self._named():
            self._database.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    @contextlib.contextmanager
    def _named(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            remedy = "Free some space, or move it away: letters that still lie in the inbox are then tagged again."
            raise SettingsError(
                f"The memory of watch cannot be used ({type(error).__name__}).", str(self._path), remedy
            ) from error

    def mark(self, name: str) -> str:
        """Return what was remembered under a name.

        Parameters
        ----------
        name : str
            Anything; kept as a hash.

        Returns
        -------
        str
            Empty if nothing was.
        """
        found = self._one("SELECT value FROM marks WHERE inbox = ? AND name = ?", self._hash(name))
        return str(found[0]) if found else ""

    def _one(self, question: str, *values: str) -> tuple[object, ...] | None:
        with self._named():
            found: tuple[object, ...] | None = self._database.execute(question, (self._inbox, *values)).fetchone()
        return found

    def key(self, letter: Letter) -> str:
        """Return what tells a letter again.

        A mail is known by its head, so that it stays known when a later version reads its text in another way; any
        other letter by its id and text, since a file of the same name may hold another letter next week.

        Parameters
        ----------
        letter : Letter
            As read.

        Returns
        -------
        str
            A keyed hash.
        """
        parts = [letter.id, letter.received, letter.sender] if letter.mail else [letter.id, letter.text]
        return self._hash("\x1f".join([*parts, letter.subject]))

    def knows(self, key: str) -> bool:
        """Tell whether a letter was tagged.

        Parameters
        ----------
        key : str
            From ``key``.

        Returns
        -------
        bool
            True if it was.
        """
        return bool(self._one("SELECT 1 FROM seen WHERE inbox = ? AND letter = ?", key))

    def has_id(self, letter_id: str) -> bool:
        """Tell whether a row with an id was written.

        Parameters
        ----------
        letter_id : str
            A letter's id.

        Returns
        -------
        bool
            True if one was.
        """
        return bool(self._one("SELECT 1 FROM ids WHERE inbox = ? AND id = ?", self._hash(letter_id)))

    def remember(
        self,
        marks: Mapping[str, str],
        letters: Mapping[str, str] | None = None,
        waiting: Iterable[tuple[int, int]] = (),
        book: ThreadBook | None = None,
    ) -> None:
        """Remember all of it, or nothing.

        Parameters
        ----------
        marks : mapping of str to str
            Names to values; an empty value forgets.
        letters : mapping of str to str, optional
            Keys of letters whose rows were written, to the ids of the rows.
        waiting : iterable of (int, int)
            UID validity and UID of mails that something is still to be done with.
        book : ThreadBook, optional
            The threads.
        """
        values = {self._hash(name): value for name, value in marks.items()}
        if book is not None:
            values[self._hash(_THREADS)] = _to_json(book)
        with self._named():
            self._database.execute("BEGIN IMMEDIATE")
            try:
                run = self._database.executemany
                run("INSERT OR REPLACE INTO marks VALUES (?, ?, ?)", [(self._inbox, *each) for each in values.items()])
                run("INSERT OR IGNORE INTO seen VALUES (?, ?)", [(self._inbox, key) for key in letters or ()])
                ids = [(self._inbox, self._hash(each)) for each in (letters or {}).values()]
                run("INSERT OR IGNORE INTO ids VALUES (?, ?)", ids)
                run("INSERT OR IGNORE INTO waiting VALUES (?, ?, ?)", [(self._inbox, *each) for each in waiting])
                self._database.execute("COMMIT")
            except BaseException:
                self._database.execute("ROLLBACK")
                raise

    def book(self) -> ThreadBook:
        """Return the threads as remembered.

        Returns
        -------
        ThreadBook
            Holds hashes of addresses and subjects, and the mails' own ids.
        """
        book = ThreadBook(hide=self._hash)
        if written := self.mark(_THREADS):
            _from_json(written, book)
        return book

    def waiting(self) -> list[tuple[int, int]]:
        """Return the mails that something is still to be done with.

        Returns
        -------
        list of (int, int)
            UID validity and UID, in order.
        """
        with self._named():
            found = self._database.execute(
                "SELECT uid_validity, uid FROM waiting WHERE inbox = ? ORDER BY 1, 2", (self._inbox,)
            ).fetchall()
        return [(int(validity), int(uid)) for validity, uid in found]

    def done(self, mails: Iterable[tuple[int, int]]) -> None:
        """Forget mails that were waiting.

        Parameters
        ----------
        mails : iterable of (int, int)
            UID validity and UID.
        """
        with self._named():
            self._database.executemany(
                "DELETE FROM waiting WHERE inbox = ? AND uid_validity = ? AND uid = ?",
                [(self._inbox, *each) for each in mails],
            )


def _to_json(book: ThreadBook) -> str:
    subjects = [[*key, thread] for key, thread in book.by_subject.items()]
    return json.dumps([book.thread_of, subjects, book.numbers], ensure_ascii=False)


def _from_json(written: str, book: ThreadBook) -> None:
    thread_of, subjects, numbers = json.loads(written)
    book.thread_of.update(thread_of)
    book.by_subject.update({(citizen, subject): thread for citizen, subject, thread in subjects})
    book.numbers.update(numbers)
