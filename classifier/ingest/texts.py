"""A text file as one letter."""

from __future__ import annotations

from collections.abc import Iterator

from classifier.ingest.encoding import decode, is_rubbish
from classifier.ingest.sources import Source
from classifier.ingest.streams import READ_ERRORS, open_bytes, why
from classifier.records import Letter, Skipped

__all__ = ["MAX_BYTES", "read_text"]

MAX_BYTES = 1 << 26
"""Largest text file that is taken for a letter (64 MB; a book has one)."""


def read_text(source: Source) -> Iterator[Letter | Skipped]:
    """Read a text file.

    Parameters
    ----------
    source : Source
        In UTF-8, UTF-16 or Windows-1252, with or without a mark.

    Yields
    ------
    Letter or Skipped
        One letter, its line breaks made plain line feeds, its id the source's; an empty file is an empty letter.
        Skipped (failed) for what cannot be read or is no text.
    """
    try:
        if source.path.stat().st_size > MAX_BYTES:
            yield Skipped(source.shown, f"It is larger than {MAX_BYTES >> 20} MB, which no letter is.")
            return
        with open_bytes(source.path) as file:
            data = file.read()
    except READ_ERRORS as error:
        yield Skipped(source.shown, why(error))
        return
    text = decode(data)
    if is_rubbish(text, data):
        yield Skipped(source.shown, "It is no text.")
        return
    yield Letter(id=source.id, text=text.replace("\r\n", "\n").replace("\r", "\n"), source=source.shown)
