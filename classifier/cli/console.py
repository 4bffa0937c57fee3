"""What the commands print: results on standard output; progress, notes and the closing line on standard error."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Protocol, TypeVar

from classifier.records import Skipped

__all__ = ["Progress", "counted", "note", "note_skipped", "plain", "progress", "say"]

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
Item = TypeVar("Item")


def plain(text: str) -> str:
    r"""Blank out what would steer a terminal: letters and file names are hostile input.

    Parameters
    ----------
    text : str
        Anything.

    Returns
    -------
    str
        Of the same length, so that offsets stay.

    Examples
    --------
    >>> plain("Nej\x1b[2J.\r\n")
    'Nej [2J. \n'
    """
    return _CONTROLS.sub(" ", text)


def say(text: str = "") -> None:
    """Print a result.

    Parameters
    ----------
    text : str
        A line or several.
    """
    print(plain(text))  # noqa: T201 - the command line is where printing belongs


def note(text: str) -> None:
    """Print a remark on standard error; never holds text of a letter.

    Parameters
    ----------
    text : str
        A line.
    """
    print(plain(text), file=sys.stderr)  # noqa: T201


def note_skipped(skipped: Skipped) -> None:
    """Name something that was not read, or is no letter.

    Parameters
    ----------
    skipped : Skipped
        What and why.
    """
    note(f"{skipped.source}: {skipped.reason}")


class Progress(Protocol):
    """What long work reports to."""

    def step(self, text: str) -> None:
        """Say what is being done now."""

    def advance(self, done: int) -> None:
        """Say how many items are done."""


class _Silent:
    def step(self, text: str) -> None:
        """Say nothing: standard error is no terminal."""

    def advance(self, done: int) -> None:
        """Say nothing: standard error is no terminal."""


class _Bar:
    def __init__(self, bar: object, task: object) -> None:
        self._bar, self._task = bar, task

    def step(self, text: str) -> None:
        """Show what is being done now."""
        self._bar.update(self._task, description=text)  # type: ignore[attr-defined]

    def advance(self, done: int) -> None:
        """Show how many items are done."""
        self._bar.update(self._task, completed=done)  # type: ignore[attr-defined]


@contextmanager
def progress(text: str) -> Iterator[Progress]:
    """Show progress on a terminal, nothing in a pipe.

    Parameters
    ----------
    text : str
        What is being done.

    Yields
    ------
    Progress
        To report to.
    """
    if not sys.stderr.isatty():
        yield _Silent()
        return
    from rich.console import Console
    from rich.progress import Progress as RichProgress
    from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TextColumn("{task.completed}"), TimeElapsedColumn())
    with RichProgress(*columns, console=Console(stderr=True), transient=True) as bar:
        yield _Bar(bar, bar.add_task(text, total=None))


def counted(items: Iterable[Item], report: Progress) -> Iterator[Item]:
    """Pass items through and report how many have passed.

    Parameters
    ----------
    items : iterable
        Anything.
    report : Progress
        To report to.

    Yields
    ------
    object
        The items.
    """
    for number, item in enumerate(items, 1):
        yield item
        report.advance(number)
