"""Writes where simplemma's Danish dictionary can be entered; to be run when its version changes.

python scripts/build_lemma_blocks.py
"""

from __future__ import annotations

import argparse
import gzip
import json
import zlib

from simplemma.strategies.dictionaries.dictionary_factory import _read_decompressed
from simplemma.strategies.dictionaries.frontcode import _iter_records, _read_header

from classifier.preprocess.dictionary import BLOCK_SIZE, BLOCKS


def main() -> None:
    """Write the file."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    data = _read_decompressed("da")
    _, count, begin = _read_header(data)
    entries, before = [], ("", "")
    for number, (start, word, lemma) in enumerate(_iter_records(data, begin)):
        if number % BLOCK_SIZE == 0:
            entries.append((start, *before))
        before = (word.decode(), lemma.decode())
    told = {"checksum": zlib.crc32(data), "entries": entries}
    BLOCKS.write_bytes(gzip.compress(json.dumps(told, ensure_ascii=False).encode(), 9, mtime=0))
    print(f"{BLOCKS}: {len(entries)} blocks of {count} words, {BLOCKS.stat().st_size} bytes")


if __name__ == "__main__":
    main()
