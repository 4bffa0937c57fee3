"""Sentences of the shipped corpus, kept in the home, so that training masks and tokenises them once a version.

Only texts that come with the program are kept, compared whole, subject and text: never a letter of a citizen. The
file goes by a digest of everything that masking and tokenising depend on; another version makes a new one and deletes
the old.
"""

from __future__ import annotations

import contextlib
import hashlib
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from itertools import accumulate, chain, pairwise
from pathlib import Path
from typing import Any, TypeVar, cast

import numpy as np

from classifier.errors import OutputError
from classifier.files import make_private_folder, replacing
from classifier.ingest import read_corpus
from classifier.records import Letter, Sentence
from classifier.resources import shipped

__all__ = ["FOLDER", "CorpusCache", "ReadText"]

FOLDER = "cache"
"""Of the home; may be deleted at any time, and belongs in no backup."""
_FORMAT = 1
_CODE = ("masking", "preprocess", "records.py", "corpus_cache.py")
_PACKAGES = ("spacy", "simplemma")
Part = TypeVar("Part", bound=Sequence[Any])


@dataclass(frozen=True, slots=True)
class ReadText:
    """What masking and tokenising make of a text.

    Attributes
    ----------
    subject, text : tuple of Sentence
        Of the masked letter.
    spans : tuple of (int, int)
        Where each sentence of the text stands in the unmasked one.
    """

    subject: tuple[Sentence, ...]
    text: tuple[Sentence, ...]
    spans: tuple[tuple[int, int], ...]


class CorpusCache:
    """Sentences of the shipped corpus.

    Parameters
    ----------
    home : pathlib.Path
        The home; nothing is made there before ``save``.

    Notes
    -----
    A file that is missing, of another version or damaged is passed over, and made again.
    """

    def __init__(self, home: Path) -> None:
        self._folder = home / FOLDER
        self._path = self._folder / f"corpus-{_version()}.npz"
        self._held = _read(self._path)
        self._grown = False

    def get(self, letter: Letter) -> ReadText | None:
        """Return what is known of a letter.

        Parameters
        ----------
        letter : Letter
            Any.

        Returns
        -------
        ReadText or None
            None where it is not kept.
        """
        return self._held.get(_key(letter)) if self._held else None

    def put(self, letter: Letter, read: ReadText) -> None:
        """Keep what was made of a letter, if it comes with the program; any other is passed over.

        Parameters
        ----------
        letter : Letter
            Any.
        read : ReadText
            What was made of it.
        """
        key = _key(letter)
        if key in _shipped_keys() and key not in self._held:
            self._held[key] = read
            self._grown = True

    def save(self) -> None:
        """Write what was added, if anything; a home that cannot be written keeps nothing."""
        if not self._grown:
            return
        held = {key: read for key, read in self._held.items() if key in _shipped_keys()}
        with contextlib.suppress(OutputError):
            make_private_folder(self._folder)
            with replacing(self._path) as temporary:
                np.savez_compressed(temporary, allow_pickle=False, **_arrays(held))
            for other in self._folder.glob("corpus-*.npz"):
                if other != self._path:
                    other.unlink(missing_ok=True)
        self._grown = False


def _key(letter: Letter) -> bytes:
    whole = f"{len(letter.subject)}\n{letter.subject}\n{letter.text}"
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).digest()


@cache
def _shipped_keys() -> frozenset[bytes]:
    return frozenset(_key(text.letter) for text in read_corpus(shipped("data/corpus")))


@cache
def _version() -> str:
    """Return a digest of the code, word lists and packages that decide what a text is read as."""
    digest = hashlib.sha256(f"{_FORMAT} {unicodedata.unidata_version}".encode())
    package = Path(__file__).parent
    code = chain.from_iterable(_files(package / name, "*.py") for name in _CODE)
    for path in (*code, *_files(shipped("data/masking"), "*.txt")):
        content = path.read_bytes()
        digest.update(f"{path.name} {len(content)}\n".encode() + content)
    for name in _PACKAGES:
        digest.update(f"{name} {version(name)}\n".encode())
    return digest.hexdigest()[:16]


def _files(path: Path, pattern: str) -> list[Path]:
    return sorted(path.rglob(pattern)) if path.is_dir() else [path]


def _arrays(held: dict[bytes, ReadText]) -> dict[str, np.ndarray]:
    """Lay everything out as plain arrays; each string is kept once."""
    texts = list(held.values())
    sentences = [sentence for text in texts for sentence in (*text.subject, *text.text)]
    strings: dict[str, int] = {}

    def numbers(words: Iterable[str]) -> np.ndarray:
        return np.array([strings.setdefault(word, len(strings)) for word in words], dtype=np.int32)

    words = numbers(word for sentence in sentences for word in sentence.words)
    lemmas = numbers(lemma for sentence in sentences for lemma in sentence.lemmas)
    return {
        "keys": np.frombuffer(b"".join(held), dtype=np.uint8),
        "texts": np.array([(len(text.subject), len(text.text)) for text in texts], dtype=np.int32).reshape(-1, 2),
        "spans": np.array([span for text in texts for span in text.spans], dtype=np.int32).reshape(-1, 2),
        "sentences": np.array(
            [(each.start, each.end, len(each.words), len(each.lemmas)) for each in sentences], dtype=np.int32
        ).reshape(-1, 4),
        "words": words,
        "lemmas": lemmas,
        "lengths": np.array([len(string) for string in strings], dtype=np.int32),
        "strings": np.frombuffer("".join(strings).encode(), dtype=np.uint8),
    }


def _read(path: Path) -> dict[bytes, ReadText]:
    try:
        # Opened here: numpy leaves the file of a damaged archive open.
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            return _texts({name: archive[name] for name in archive.files})
    except (OSError, ValueError, KeyError, IndexError, EOFError, zipfile.BadZipFile, zlib.error):
        return {}


def _texts(arrays: dict[str, np.ndarray]) -> dict[bytes, ReadText]:
    whole = arrays["strings"].tobytes().decode()
    strings = _cut(whole, arrays["lengths"].tolist())
    cells = arrays["sentences"].tolist()
    words = _cut([strings[number] for number in arrays["words"].tolist()], [row[2] for row in cells])
    lemmas = _cut([strings[number] for number in arrays["lemmas"].tolist()], [row[3] for row in cells])
    sentences = [
        Sentence(start, end, tuple(forms), tuple(bases))
        for (start, end, _, _), forms, bases in zip(cells, words, lemmas, strict=True)
    ]
    parts = _cut(sentences, arrays["texts"].ravel().tolist())
    spans = _cut([(start, end) for start, end in arrays["spans"].tolist()], arrays["texts"][:, 1].tolist())
    keys = arrays["keys"].tobytes()
    names = [keys[begin : begin + 32] for begin in range(0, len(keys), 32)]
    read = (
        ReadText(tuple(subject), tuple(text), tuple(places))
        for subject, text, places in zip(parts[::2], parts[1::2], spans, strict=True)
    )
    return dict(zip(names, read, strict=True))


def _cut(whole: Part, lengths: Iterable[int]) -> list[Part]:
    ends = [0, *accumulate(lengths)]
    if ends[-1] != len(whole):
        raise ValueError("the parts do not add up")
    return [cast(Part, whole[begin:end]) for begin, end in pairwise(ends)]
