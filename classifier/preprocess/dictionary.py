"""simplemma's Danish dictionary, of which only the parts that are looked into are unpacked.

Unpacking all of its 788,000 words takes half a second and 100 MB in each process: more than all else a letter needs.
The dictionary is a stream in alphabetical order in which each word is told by what it does not share with the word
before it; ``danish_blocks.json.gz`` (made by scripts/build_lemma_blocks.py) says where it can be entered.
"""

from __future__ import annotations

import gzip
import json
import zlib
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

from simplemma.strategies.dictionaries import DEFAULT_DICTIONARY_FACTORY, DictionaryFactory
from simplemma.strategies.dictionaries.dictionary_factory import _read_decompressed
from simplemma.strategies.dictionaries.frontcode import _iter_records, _read_header

__all__ = ["BLOCKS", "BLOCK_SIZE", "Blocks", "DanishDictionary"]

BLOCKS = Path(__file__).with_name("danish_blocks.json.gz")
BLOCK_SIZE = 256
"""Words of a block."""


class Blocks(Mapping[str, str]):
    """Words and their lemmas, unpacked a block at a time and then kept.

    Parameters
    ----------
    data : bytes
        The unpacked stream.
    entries : sequence of (int, str, str)
        Where each block begins; the word before it and that word's lemma.
    """

    def __init__(self, data: bytes, entries: list[tuple[int, str, str]]) -> None:
        self._data = data
        self._entries = [(begin, word.encode(), lemma.encode()) for begin, word, lemma in entries]
        self._before = [word for _, word, _ in self._entries]
        self._known: dict[int, dict[bytes, bytes]] = {}

    def get(self, word: str, default: str | None = None) -> str | None:  # type: ignore[override]
        """Return the lemma of a word.

        Parameters
        ----------
        word : str
            As simplemma asks for it.
        default : str or None
            For a word that is not there.

        Returns
        -------
        str or None
            Its lemma.
        """
        key = word.encode()
        number = max(bisect_left(self._before, key) - 1, 0)
        block = self._known.get(number)
        if block is None:
            records = _iter_records(self._data, *self._entries[number])
            block = self._known[number] = {found: lemma for _, found, lemma in islice(records, BLOCK_SIZE)}
        lemma = block.get(key)
        return default if lemma is None else lemma.decode()

    def __getitem__(self, word: str) -> str:
        found = self.get(word)
        if found is None:
            raise KeyError(word)
        return found

    def __iter__(self) -> Iterator[str]:
        return (word.decode() for _, word, _ in _iter_records(self._data, *self._entries[0]))

    def __len__(self) -> int:
        return sum(1 for _ in self)


class DanishDictionary(DictionaryFactory):
    """Gives simplemma our way into its Danish dictionary; its own way, if it has another dictionary than we know."""

    def __init__(self) -> None:
        self._danish: Mapping[str, str] | None = None

    def get_dictionary(self, lang: str) -> Mapping[str, str]:
        """Return a dictionary.

        Parameters
        ----------
        lang : str
            ``da``.

        Returns
        -------
        mapping of str to str
            Word to lemma.
        """
        if self._danish is None:
            data = _read_decompressed(lang)
            told = json.loads(gzip.decompress(BLOCKS.read_bytes()))
            same = told["checksum"] == zlib.crc32(data) and not _read_header(data)[0]
            self._danish = Blocks(data, told["entries"]) if same else DEFAULT_DICTIONARY_FACTORY.get_dictionary(lang)
        return self._danish
