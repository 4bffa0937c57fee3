"""An output that grows in a file beside it and is put in place at the end; what a killed run has left can be continued.

Beside ``OUT`` stand ``.OUT.tmp.rows`` (the rows as JSON Lines, whatever the format of OUT), ``.OUT.tmp.journal`` (how
far it is complete, and from what) and a lock. A run that ends takes them away; one that is killed cannot.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from classifier.errors import OutputError
from classifier.files import ending_of, replacing, unwritable
from classifier.output import check_output, layout_of, write_table
from classifier.taxonomy import Taxonomy

__all__ = ["PartialOutput", "check_left", "open_partial"]

_SYNC = 5.0
"""Seconds between two orders to bring all to the disk: so much is done again after a loss of power."""
_AGAIN = "or begin anew: --force in place of --resume."


class PartialOutput:
    """Takes encoded rows.

    Parameters
    ----------
    rows : binary file
        Open behind the last row that is kept.
    journal : binary file
        Open behind its last line.
    state : mapping
        The journal's last line.
    names : dict of str to None
        Names of the columns so far.

    Attributes
    ----------
    letters, for_person : int
        Rows written, those of the killed run included; how many of them a person must look at.
    mark : str
        The mark of the letters written, as it was handed in.
    notes : list of str
        After the block: what the format could not hold, with its count.
    """

    def __init__(self, rows: BinaryIO, journal: BinaryIO, state: Mapping[str, Any], names: dict[str, None]) -> None:
        self._rows, self._journal = rows, journal
        self.letters, self.for_person = int(state["letters"]), int(state["for_person"])
        self.mark = str(state["mark"])
        self.names = names
        self.notes: list[str] = []
        self._synced = time.monotonic()

    def write(self, lines: bytes, letters: int, for_person: int, names: tuple[str, ...], mark: str) -> None:
        """Write a batch.

        Parameters
        ----------
        lines : bytes
            JSON Lines, one a letter.
        letters : int
            How many.
        for_person : int
            How many of them a person must look at.
        names : tuple of str
            Names of their columns.
        mark : str
            The mark of all letters up to the batch's last.
        """
        self._rows.write(lines)
        self._rows.flush()
        self.letters += letters
        self.for_person += for_person
        self.names.update(dict.fromkeys(names))
        self.mark = mark
        if due := time.monotonic() - self._synced > _SYNC:
            os.fsync(self._rows.fileno())
        _note(
            self._journal,
            {"letters": self.letters, "for_person": self.for_person, "mark": mark, "bytes": self._rows.tell()},
        )
        if due:
            os.fsync(self._journal.fileno())
            self._synced = time.monotonic()


def _begin(journal: BinaryIO, made_by: Mapping[str, str], state: Mapping[str, Any]) -> None:
    _note(journal, {"made_by": dict(made_by)})
    if state["letters"]:
        _note(journal, state)


def _note(journal: BinaryIO, line: Mapping[str, Any]) -> None:
    journal.write(json.dumps(line).encode() + b"\n")
    journal.flush()


def check_left(out: str | Path) -> None:
    """Refuse to overwrite what a killed run has left; to be called where neither --resume nor --force is given.

    Parameters
    ----------
    out : str or pathlib.Path
        The output.

    Raises
    ------
    OutputError
        If letters that a killed run has tagged would be lost.
    """
    rows, journal, _ = _beside(Path(out))
    _, states = _read_journal(journal)
    if rows.exists() and states:
        raise OutputError(
            f"A run that was killed had tagged {states[-1]['letters']} letters for it.",
            str(out),
            "Add --resume to continue it, or --force to begin anew.",
        )


@contextlib.contextmanager
def open_partial(
    out: str | Path,
    *,
    made_by: Mapping[str, str],
    resume: bool = False,
    force: bool = False,
    csv_dialect: str = "excel-da",
    long: bool = False,
    taxonomy: Taxonomy | None = None,
) -> Iterator[PartialOutput]:
    """Open an output that a killed run can continue.

    Parameters
    ----------
    out : str or pathlib.Path
        As for open_writer; no standard output.
    made_by : mapping of str to str
        What must be the same when the run is continued, by names that are shown.
    resume : bool, default False
        True continues what a killed run has left, if anything, and leaves it again if this block ends with an error.
    force : bool, default False
        As for open_writer.
    csv_dialect : str, default "excel-da"
        As for open_writer.
    long : bool, default False
        As for open_writer.
    taxonomy : Taxonomy, optional
        As for open_writer.

    Yields
    ------
    PartialOutput
        Its ``letters`` are done already. When the block ends, the output is complete.

    Raises
    ------
    OutputError
        As open_writer; if another run writes the same output now; if what was left was made by something else.
    """
    check_output(out, force=force, long=long, csv_dialect=csv_dialect)
    path = Path(out)
    rows_path, journal_path, _ = _beside(path)
    with _alone(path), _told(path):
        state = _left(path, made_by) if resume else None
        names: dict[str, None] = {}
        if state is not None:
            names = _complete(rows_path, state)
            # Until the new journal is whole the old one stands: killed between the two, the run can be continued.
            with replacing(journal_path) as temporary, temporary.open("wb") as begun:
                _begin(begun, made_by, state)
        else:
            state = {"letters": 0, "for_person": 0, "mark": "", "bytes": 0}
            for each in (rows_path, journal_path):
                each.unlink(missing_ok=True)
        kept = resume
        try:
            with _private(rows_path) as rows, _private(journal_path) as journal:
                rows.truncate(int(state["bytes"]))
                for file in (rows, journal):
                    file.seek(0, os.SEEK_END)
                if not journal.tell():
                    _begin(journal, made_by, state)
                partial = PartialOutput(rows, journal, state, names)
                yield partial
                rows.flush()
                os.fsync(rows.fileno())
            if ending_of(path) == ".jsonl":
                if not force and path.exists():
                    raise OutputError("The output exists already.", str(path), "Choose another name or add --force.")
                rows_path.replace(path)
            else:
                layout = layout_of(path, long=long, taxonomy=taxonomy)
                with replacing(path, force=force) as temporary, rows_path.open("rb") as lines:
                    partial.notes += write_table(temporary, lines, names, layout, csv_dialect)
            kept = False
        finally:
            if not kept:
                for each in (rows_path, journal_path):
                    each.unlink(missing_ok=True)


def _beside(path: Path) -> tuple[Path, Path, Path]:
    rows, journal, lock = (path.with_name(f".{path.name}.tmp.{kind}") for kind in ("rows", "journal", "lock"))
    return rows, journal, lock


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout

    lock = _beside(path)[2]
    try:
        held = FileLock(lock, timeout=0)
        held.acquire()
    except Timeout as error:
        raise OutputError("Another run is writing it.", str(path), "Wait until it has ended.") from error
    except OSError as error:
        raise OutputError(unwritable(error), str(path), "Choose a folder that can be written.") from error
    try:
        yield
    finally:
        held.release()
        # Some systems leave it, some have taken it away, and on Windows another run may hold it by now.
        with contextlib.suppress(OSError):
            lock.unlink(missing_ok=True)


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(
            unwritable(error), str(path), "Nothing was changed; free some space and try again."
        ) from error


def _private(path: Path) -> BinaryIO:
    """Open a file for writing where it ends; one that is new its owner alone can read."""
    path.touch(mode=0o600)
    return path.open("r+b")


def _read_journal(journal: Path) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """Return what a killed run was made by, and how far it had come; the last line may be half a line."""
    found: list[dict[str, Any]] = []
    try:
        for line in journal.read_bytes().splitlines():
            found.append(json.loads(line))
    except (OSError, ValueError):
        pass
    made_by = found[0].get("made_by", {}) if found else {}
    return made_by, [line for line in found[1:] if line.keys() >= {"letters", "for_person", "mark", "bytes"}]


def _left(path: Path, made_by: Mapping[str, str]) -> dict[str, Any] | None:
    rows, journal, _ = _beside(path)
    before, states = _read_journal(journal)
    if not states or not rows.exists():
        return None
    for name in {**before, **made_by}:
        if before.get(name) != made_by.get(name):
            raise OutputError(f"The killed run had another {name}.", str(path), f"Run it again as it was, {_AGAIN}")
    size = rows.stat().st_size
    # A computer that lost its power may have kept the journal and lost rows.
    return next((state for state in reversed(states) if state["bytes"] <= size), None)


def _complete(rows: Path, state: Mapping[str, Any]) -> dict[str, None]:
    """Check the rows of a killed run, and return the names of their columns."""
    names: dict[str, None] = {}
    letters = read = 0
    with rows.open("rb") as file:
        for line in file:
            if read >= state["bytes"]:
                break
            read += len(line)
            letters += 1
            try:
                names.update(dict.fromkeys(json.loads(line)))
            except ValueError as error:
                raise OutputError(
                    "What the killed run has left is damaged.", str(rows), f"Remove it, {_AGAIN}"
                ) from error
    if (letters, read) != (state["letters"], state["bytes"]):
        raise OutputError("What the killed run has left is damaged.", str(rows), f"Remove it, {_AGAIN}")
    return names
