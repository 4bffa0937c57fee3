"""simplemma's dictionary in blocks: the same words, the same lemmas, little of it unpacked."""

from __future__ import annotations

import gzip
from itertools import islice
from pathlib import Path

import pytest
from simplemma.strategies.dictionaries import DEFAULT_DICTIONARY_FACTORY

from classifier.preprocess import dictionary
from classifier.preprocess.dictionary import Blocks, DanishDictionary


def test_every_word_has_its_lemma() -> None:
    """And no other word has one; blocks are those of the dictionary that is installed."""
    whole = DEFAULT_DICTIONARY_FACTORY.get_dictionary("da")
    blocks = DanishDictionary().get_dictionary("da")
    assert isinstance(blocks, Blocks)
    for word in whole:
        assert blocks.get(word) == whole.get(word)
    for word in (
        "",
        "a",
        "ååååå",
        "sagsbehandlerenx",
        "\U0010ffff",
        *(f"{word}q" for word in islice(whole, 0, None, 97)),
    ):
        assert blocks.get(word) == whole.get(word)
    assert len(blocks) == len(whole)
    assert list(islice(blocks, 300)) == list(islice(whole, 300))


def test_a_word_unpacks_one_block() -> None:
    """Half a second and 100 MB are saved."""
    blocks = DanishDictionary().get_dictionary("da")
    assert isinstance(blocks, Blocks)
    assert blocks["hestens"] == "hest"
    assert [len(block) for block in blocks._known.values()] == [dictionary.BLOCK_SIZE]
    with pytest.raises(KeyError, match="hestensq"):
        blocks["hestensq"]


def test_another_dictionary_is_read_whole(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A simplemma that we do not know gives its own."""
    (tmp_path / "other.json.gz").write_bytes(gzip.compress(b'{"checksum": 0, "entries": []}'))
    monkeypatch.setattr(dictionary, "BLOCKS", tmp_path / "other.json.gz")
    assert DanishDictionary().get_dictionary("da") is DEFAULT_DICTIONARY_FACTORY.get_dictionary("da")
