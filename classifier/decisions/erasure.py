"""Erasing: the working copies of a citizen's letters, or of letters past the retention period.

What a letter says goes, in the database, its search index, its free space and its exports. What stays is a row that
counts: kind, area, points, year and month, with an id, a citizen and a thread that tell nothing.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, or_, select, text, update
from sqlalchemy.orm import Session

from classifier.decisions.access import audit
from classifier.decisions.database import FILE_NAME, Database, now
from classifier.decisions.exports import repeat_exports
from classifier.decisions.schema import (
    FAR,
    AuditRow,
    CitizenRow,
    DecisionRow,
    LetterRow,
    PointRow,
    SuggestionRow,
)
from classifier.decisions.tables import complaint_numbers
from classifier.provenance import fingerprint
from classifier.store import ModelStore
from classifier.taxonomy import Taxonomy

__all__ = ["Erasure", "Rest", "erase", "finish", "note_backup", "scrub", "unfinished"]

ERASE, SCRUB, BACKUP = "erase", "scrub", "backup"
_QUOTING = {"note": {"text": ""}, "reply": {"date": ""}, "answered": {"date": ""}}
"""Decisions whose data may tell of a person, and what is left of it."""
_CHUNK = 500
_DAY = re.compile(r"(\d{4}-\d{2}-)\d{2}")


@dataclass(frozen=True, slots=True)
class Rest:
    """What became of the copies that were left once the letters were erased.

    Attributes
    ----------
    repeated : tuple of str
        Exports that were written again without the letters.
    changed : tuple of str
        Exports that were moved or changed since they were written, and are for a person.
    failed : tuple of str
        Exports that could not be written now; ``finish`` tries them again.
    whole : bool
        False where free space could not be overwritten, since another program was reading the database; ``finish``
        does it again.
    """

    repeated: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    whole: bool = True

    @property
    def to_do(self) -> bool:
        """Whether a person must do something before nothing is left."""
        return bool(not self.whole or self.changed or self.failed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure(Rest):
    """What was erased, and what a person still has to do.

    Attributes
    ----------
    letters : tuple of str
        Ids that the letters had.
    sources : tuple of str
        Files that they were read from, which klagepunkt never changes.
    models : mapping of str to sequence of str
        Models that learned from them, with the ids.
    copies : tuple of str
        Backups that the program made, and other files of the home that look like copies of the database.
    """

    letters: tuple[str, ...]
    sources: tuple[str, ...]
    models: Mapping[str, Sequence[str]]
    copies: tuple[str, ...]


def erase(
    database: Database,
    pks: Sequence[int],
    user: str,
    taxonomy: Taxonomy,
    home: Path,
    *,
    citizens: Sequence[int] = (),
) -> Erasure:
    """Erase letters, everywhere that the program keeps them.

    Parameters
    ----------
    database : Database
        Open.
    pks : sequence of int
        Their numbers; those that are erased already are passed over.
    user : str
        Who.
    taxonomy : Taxonomy
        The label book.
    home : pathlib.Path
        The home, for models and copies.
    citizens : sequence of int
        Citizens that are to be forgotten as well, whether they have letters or not.

    Returns
    -------
    Erasure
        What was done, and what is left to do.

    Raises
    ------
    DatabaseError
        If the database failed; then nothing, or all but exports and free space, is erased. ``finish`` ends the work.
    """
    ids: list[str] = []
    marks: list[str] = []
    sources: list[str] = []
    with database.writing() as session:
        numbers = complaint_numbers(session, taxonomy)
        for start in range(0, len(pks), _CHUNK):
            chunk = pks[start : start + _CHUNK]
            held = select(LetterRow).where(LetterRow.pk.in_(chunk), LetterRow.erased_at == "").order_by(LetterRow.pk)
            rows = session.scalars(held).all()
            _rename_threads(session, {row.thread for row in rows if row.thread})
            for row in rows:
                ids.append(row.id)
                marks += [row.fingerprint, fingerprint(row.text)]
                sources.append(row.source)
                _forget(session, row, numbers.get(row.pk))
                audit(session, user, ERASE, row.pk)
            session.flush()
        _forget_citizens(session, citizens)
        if citizens and not ids:
            audit(session, user, ERASE)
    models = ModelStore(home).learned_from(ids, dict.fromkeys(marks)) if ids else {}
    own = set(ids)
    named = {name: [each for each in learned if each in own] for name, learned in models.items()}
    copies = _copies(database, home)
    rest = finish(database, taxonomy, user) or Rest()
    return Erasure(
        letters=tuple(ids),
        sources=tuple(dict.fromkeys(filter(None, sources))),
        models=named,
        copies=copies,
        repeated=rest.repeated,
        changed=rest.changed,
        failed=rest.failed,
        whole=rest.whole,
    )


def _forget(session: Session, row: LetterRow, number: int | None) -> None:
    """Blank all that tells of a person; what counts stays."""
    # The day of receipt becomes the first of its month: enough for a quarter's report.
    day = _DAY.match(row.received)
    month = f"{day[1]}01" if day else ""
    row.id = f"slettet-{row.pk}"
    row.fingerprint = row.subject = row.text = row.sender = row.source = row.note = row.answered_on = ""
    row.received, row.received_order, row.reply_order = month, month or FAR, FAR
    row.extra, row.hints, row.review_reasons = {}, [], []
    row.remit, row.urgency, row.certainty = False, 1, 1.0
    row.complaint_no, row.erased_at = number, now()
    row.version += 1
    of_letter = PointRow.letter_pk == row.pk
    session.execute(update(PointRow).where(of_letter).values(evidence_start=None, evidence_end=None))
    empty: dict[str, Any] = {"scores": {}, "evidence": {}}
    session.execute(update(SuggestionRow).where(SuggestionRow.letter_pk == row.pk).values(**empty))
    mine = DecisionRow.letter_pk == row.pk
    for decision in session.scalars(select(DecisionRow).where(mine, DecisionRow.action.in_([*_QUOTING, "labels"]))):
        kept = dict(decision.data)
        kept.pop("evidence", None)
        decision.data = {**kept, **_QUOTING.get(decision.action, {})}
    session.flush()
    if row.citizen_pk is not None:
        left = select(LetterRow.pk).where(LetterRow.citizen_pk == row.citizen_pk, LetterRow.erased_at == "").limit(1)
        if session.scalars(left).first() is None:
            _forget_citizens(session, [row.citizen_pk])


def _rename_threads(session: Session, threads: set[str]) -> None:
    """Let all letters of a thread go on belonging together, under a name that tells nothing."""
    names = {thread: _nameless() for thread in sorted(threads)}
    belonging = select(LetterRow.pk, LetterRow.thread).where(LetterRow.thread.in_(names))
    found = [{"pk": pk, "thread": names[thread]} for pk, thread in session.execute(belonging)]
    if found:
        session.execute(update(LetterRow), found)


def _forget_citizens(session: Session, citizens: Sequence[int]) -> None:
    """Give citizens, and all keys that were merged into theirs, keys that tell nothing."""
    same = or_(CitizenRow.pk.in_(citizens), CitizenRow.merged_into.in_(citizens))
    for citizen in session.scalars(select(CitizenRow).where(same)).all() if citizens else ():
        citizen.key = _nameless()
    session.flush()


def _nameless() -> str:
    return f"slettet-{secrets.token_hex(12)}"


def unfinished(database: Database) -> bool:
    """Tell whether something was erased since exports and free space were last rid of all that was."""
    with database.reading() as session:
        done = select(func.coalesce(func.max(AuditRow.pk), 0)).where(AuditRow.action == SCRUB).scalar_subquery()
        since = select(AuditRow.pk).where(AuditRow.action == ERASE, AuditRow.pk > done).limit(1)
        return session.scalars(since).first() is not None


def finish(database: Database, taxonomy: Taxonomy, user: str) -> Rest | None:
    """Do what an erasure has still to do: write exports again, and overwrite what is left in the database's files.

    Parameters
    ----------
    database : Database
        Open.
    taxonomy : Taxonomy
        The label book.
    user : str
        Who.

    Returns
    -------
    Rest or None
        None where nothing was left to do.

    Raises
    ------
    DatabaseError
        If the database failed; the next call does it all again.
    """
    if not unfinished(database):
        return None
    repeated, changed, failed = repeat_exports(database, taxonomy)
    # It is noted as done once nothing is left to be tried again.
    whole = _overwrite(database) if failed else scrub(database, user)
    return Rest(tuple(repeated), tuple(changed), tuple(failed), whole)


def scrub(database: Database, user: str = "") -> bool:
    """Overwrite what erasing left in the search index, in free space and in the journal, where that is still to do.

    Parameters
    ----------
    database : Database
        Open.
    user : str
        Who.

    Returns
    -------
    bool
        False where another program was reading the database, so that it must be done again.

    Raises
    ------
    DatabaseError
        If it failed, as for want of space.
    """
    if not unfinished(database):
        return True
    if not _overwrite(database):
        return False
    with database.writing() as session:
        audit(session, user, SCRUB)
    return True


def _overwrite(database: Database) -> bool:
    with database.bare() as connection:
        if not database.is_sqlite:
            for table in ("letters", "citizens", "suggestions", "decisions", "letter_points"):
                connection.execute(text(f"VACUUM (FULL, ANALYZE) {table}"))
            return True
        connection.execute(text("INSERT INTO letter_search(letter_search) VALUES ('rebuild')"))
        connection.execute(text("VACUUM"))
        connection.execute(text("PRAGMA busy_timeout = 2000"))
        busy, *_ = connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).one()
        return not busy


def note_backup(database: Database, user: str, path: Path) -> None:
    """Note where a backup was written, so that an erasure can name it."""
    with database.writing() as session:
        audit(session, user, BACKUP, detail=str(path.absolute()))


def _copies(database: Database, home: Path) -> tuple[str, ...]:
    """Name the backups, and files that somebody may have made as such."""
    with database.reading() as session:
        noted = session.scalars(select(AuditRow.detail).where(AuditRow.action == BACKUP).distinct()).all()
    own = {FILE_NAME, f"{FILE_NAME}-wal", f"{FILE_NAME}-shm", "decisions.lock"}
    stem = FILE_NAME.partition(".")[0]
    files = list(home.iterdir()) if home.is_dir() else []
    found = {str(path) for path in files if stem in path.name.lower() and path.name not in own}
    return tuple(sorted(found.union(noted)))
