"""Where the rows of watched letters go: a file of JSON Lines that grows, or a folder that gets a table a batch."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from classifier.errors import OutputError
from classifier.files import make_private_folder, unwritable
from classifier.output import ENDINGS, line_of, open_writer
from classifier.records import Skipped
from classifier.taxonomy import Taxonomy
from classifier.watch.memory import Memory

__all__ = ["Sink", "open_sink"]

Row = Mapping[str, Any]


class Sink(Protocol):
    """Takes rows so that each is there once, also after a crash between writing and remembering."""

    def check(self, memory: Memory) -> None:
        """Refuse an output that is not ours; undo what was written and not remembered.

        Parameters
        ----------
        memory : Memory
            What is remembered of the output.

        Raises
        ------
        OutputError
            If it cannot be written.
        """

    def write(self, rows: Sequence[Row], memory: Memory) -> dict[str, str]:
        """Write rows.

        Parameters
        ----------
        rows : sequence of mapping
            As the output contract has them.
        memory : Memory
            Is told first what is going to be written.

        Returns
        -------
        dict of str to str
            To be remembered together with the letters.

        Raises
        ------
        OutputError
            If it cannot be written now.
        """

    def skip(self, skipped: Sequence[Skipped]) -> None:
        """Add to the list of what is no letter or could not be read.

        Parameters
        ----------
        skipped : sequence of Skipped
            What and why.
        """


def open_sink(out: str, file_format: str, *, force: bool, taxonomy: Taxonomy, csv_dialect: str) -> Sink:
    """Open an output of watch.

    Parameters
    ----------
    out : str
        A ``.jsonl`` file, or a folder.
    file_format : str
        Ending of the tables of a folder: ``csv``, ``xlsx``, ``jsonl`` or ``parquet``.
    force : bool
        True replaces a file that was not written by watch.
    taxonomy : Taxonomy
        The model's label book.
    csv_dialect : str
        As for ``tag``.

    Returns
    -------
    Sink
        Nothing is written yet.

    Raises
    ------
    OutputError
        If the ending of a file cannot grow, or the format is not known.
    """
    path = Path(out)
    if path.suffix.lower() == ".jsonl":
        return _GrowingFile(path, force)
    if path.suffix.lower() in ENDINGS or out == "-" or path.is_file():
        raise OutputError("It cannot grow.", out, "Name a .jsonl file, or a folder that gets a table for each batch.")
    if f".{file_format}" not in ENDINGS:
        raise OutputError(f"The format {file_format!r} is not known.", "", "Known are csv, xlsx, jsonl, parquet.")
    return _Folder(path, file_format, taxonomy, csv_dialect)


def _append(path: Path, lines: Sequence[Mapping[str, Any]]) -> int:
    """Append lines to a file that its owner alone can read; return its new size."""
    data = b"".join(map(line_of, lines))
    try:
        path.touch(mode=0o600)
        with path.open("ab") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            return file.tell()
    except OSError as error:
        raise OutputError(unwritable(error), str(path), "The letters are tagged later.") from error


def _skipped(path: Path, skipped: Sequence[Skipped]) -> None:
    if skipped:
        fields = ("source", "reason", "rule", "failed")
        _append(path, [{name: getattr(each, name) for name in fields} for each in skipped])


@dataclass(frozen=True, slots=True)
class _GrowingFile:
    path: Path
    force: bool

    @property
    def _mark(self) -> str:
        return f"written {self.path.absolute()}"

    @property
    def _intent(self) -> str:
        return f"writing {self.path.absolute()}"

    def check(self, memory: Memory) -> None:
        if not self.path.absolute().parent.is_dir():
            raise OutputError("Its folder does not exist.", str(self.path), "Choose a folder that exists.")
        if not self.path.exists():
            return
        if not memory.mark(self._mark) and not memory.mark(self._intent):
            if not self.force:
                raise OutputError("The output exists already.", str(self.path), "Choose another name or add --force.")
            self.path.unlink()
        elif begin := memory.mark(self._intent):
            # The last run ended between writing and remembering: its letters are still to be tagged.
            if self.path.stat().st_size > int(begin):
                with self.path.open("r+b") as file:
                    file.truncate(int(begin))
            memory.remember({self._intent: ""})

    def write(self, rows: Sequence[Row], memory: Memory) -> dict[str, str]:
        size = self.path.stat().st_size if self.path.exists() else 0
        memory.remember({self._intent: str(size)})
        try:
            end = _append(self.path, rows)
        except OutputError:
            with contextlib.suppress(OSError), self.path.open("r+b") as file:
                file.truncate(size)
            raise
        return {self._intent: "", self._mark: str(end)}

    def skip(self, skipped: Sequence[Skipped]) -> None:
        _skipped(Path(f"{self.path}.skipped.jsonl"), skipped)


@dataclass(frozen=True, slots=True)
class _Folder:
    path: Path
    ending: str
    taxonomy: Taxonomy
    csv_dialect: str

    @property
    def _mark(self) -> str:
        return f"tables {self.path.absolute()}"

    @property
    def _intent(self) -> str:
        return f"table {self.path.absolute()}"

    def check(self, memory: Memory) -> None:
        make_private_folder(self.path)

    def write(self, rows: Sequence[Row], memory: Memory) -> dict[str, str]:
        # A table that was written and not remembered is written again under the same name.
        name = memory.mark(self._intent)
        if not name:
            number = int(memory.mark(self._mark) or 0) + 1
            while (self.path / (name := f"tagged-{number:06}.{self.ending}")).exists():
                number += 1
            memory.remember({self._intent: name, self._mark: str(number)})
        with open_writer(self.path / name, force=True, csv_dialect=self.csv_dialect, taxonomy=self.taxonomy) as writer:
            for row in rows:
                writer.write(row)
        return {self._intent: ""}

    def skip(self, skipped: Sequence[Skipped]) -> None:
        _skipped(self.path / "skipped.jsonl", skipped)
