"""The list beside an output of what is no letter: mail that no person wrote."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

from classifier.errors import OutputError
from classifier.files import replacing
from classifier.records import Skipped

__all__ = ["skipped_writer"]


@contextlib.contextmanager
def skipped_writer(out: str, *, force: bool = False) -> Iterator[list[Skipped]]:
    """Write ``OUT.skipped.jsonl`` when the block ends without an error.

    Parameters
    ----------
    out : str
        The output it stands beside; for ``-`` nothing is written.
    force : bool, default False
        True replaces a list that exists; it is taken away if there is nothing to list.

    Yields
    ------
    list of Skipped
        To be filled. An empty list makes no file.

    Raises
    ------
    OutputError
        Before the block, if the list exists and ``force`` is False; after it, if it cannot be written.
    """
    path = Path(f"{out}.skipped.jsonl")
    if out != "-" and path.exists() and not force:
        raise OutputError("The list of what is no letter exists already.", str(path), "Add --force, or move it.")
    found: list[Skipped] = []
    yield found
    if out == "-":
        return
    if not found:
        path.unlink(missing_ok=True)
        return
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8", errors="replace") as file:
        for each in found:
            row = {"source": each.source, "reason": each.reason, "rule": each.rule}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
