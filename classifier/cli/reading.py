"""Letters as they come, and what was skipped, set aside and counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from classifier.records import Letter, Skipped

__all__ = ["Reading", "told"]


class Reading:
    """A run's letters, with what was skipped set aside.

    Parameters
    ----------
    items : iterable of Letter or Skipped
        What reading gives.

    Attributes
    ----------
    skipped : list of Skipped
        In order, complete once all letters were taken.
    """

    def __init__(self, items: Iterable[Letter | Skipped]) -> None:
        self._items = items
        self.skipped: list[Skipped] = []

    def letters(self) -> Iterator[Letter]:
        """Yield the letters alone.

        Yields
        ------
        Letter
            In order, each taken when it is asked for.
        """
        for item in self._items:
            if isinstance(item, Skipped):
                self.skipped.append(item)
            else:
                yield item

    @property
    def failed(self) -> bool:
        """True where something could not be read: exit code 1."""
        return any(skipped.failed for skipped in self.skipped)

    def told(self) -> str:
        """Return the counts for a closing line.

        Returns
        -------
        str
            As ``told``.
        """
        return told(self.skipped)


def told(skipped: Sequence[Skipped]) -> str:
    """Say how much was skipped, for a closing line.

    Parameters
    ----------
    skipped : sequence of Skipped
        All of a run.

    Returns
    -------
    str
        Attachments that were not read are told apart: their letters were read.

    Examples
    --------
    >>> told([Skipped("a.eml#klage.pdf", "Not read.", rule="attachment")])
    '0 skipped or renamed, 1 attachments not read'
    """
    attachments = sum(each.rule == "attachment" for each in skipped)
    text = f"{len(skipped) - attachments} skipped or renamed"
    return f"{text}, {attachments} attachments not read" if attachments else text
