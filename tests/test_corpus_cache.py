"""Sentences of the shipped corpus in the home: the same as read again, never a letter of a citizen."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from classifier import corpus_cache
from classifier.corpus_cache import FOLDER, CorpusCache
from classifier.examples import Example, examples_of
from classifier.records import LabelledLetter, Labels, Letter
from classifier.taxonomy import Taxonomy

CITIZEN = LabelledLetter(Letter("b", "Min datter Xenia venter på svar.", "Om Xenia"), Labels("klage"))


@pytest.fixture(scope="module")
def some(corpus: list[LabelledLetter]) -> list[LabelledLetter]:
    """Letters and passages of many hands."""
    return corpus[::300]


def same(first: list[Example], second: list[Example]) -> bool:
    """Tell whether examples are equal, arrays too."""
    plain = all(
        (a.tokens, a.labels, a.group, a.citizen, a.found) == (b.tokens, b.labels, b.group, b.citizen, b.found)
        for a, b in zip(first, second, strict=True)
    )
    return plain and all(
        np.array_equal(a.sentence_targets, b.sentence_targets) for a, b in zip(first, second, strict=True)
    )


def test_the_same_examples(
    some: list[LabelledLetter], taxonomy: Taxonomy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the cache, while it is made, and from it; then nothing is masked again."""
    plain = examples_of(some, taxonomy)
    assert same(plain, examples_of(some, taxonomy, cache=CorpusCache(tmp_path)))
    monkeypatch.setattr("classifier.examples.mask_letter", lambda *_, **__: pytest.fail("masked again"))
    assert same(plain, examples_of(some, taxonomy, cache=CorpusCache(tmp_path)))


def test_no_letter_of_a_citizen_is_kept(some: list[LabelledLetter], taxonomy: Taxonomy, tmp_path: Path) -> None:
    """Nor one that says it was invented, nor a shipped text under another subject."""
    claimed = replace(CITIZEN, letter=replace(CITIZEN.letter, extra={"author": "a01", "type": "letter"}))
    under_another = replace(some[0], letter=replace(some[0].letter, subject="Om Xenia"))
    others = [CITIZEN, claimed, under_another]
    examples_of(others, taxonomy, cache=CorpusCache(tmp_path))
    assert not (tmp_path / FOLDER).exists()
    examples_of([*others, *some], taxonomy, cache=CorpusCache(tmp_path))
    cache = CorpusCache(tmp_path)
    assert [cache.get(each.letter) for each in others] == [None] * 3
    assert all(cache.get(each.letter) for each in some)
    with np.load(next((tmp_path / FOLDER).iterdir())) as archive:
        assert "xenia" not in archive["strings"].tobytes().decode()


def test_unmasked_texts_are_not_kept(some: list[LabelledLetter], taxonomy: Taxonomy, tmp_path: Path) -> None:
    """Masking off is for measuring what it costs."""
    examples_of(some, taxonomy, masking=False, cache=CorpusCache(tmp_path))
    assert not list(tmp_path.iterdir())


def test_another_version_starts_anew(
    some: list[LabelledLetter], taxonomy: Taxonomy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And deletes the file of the one before."""
    examples_of(some, taxonomy, cache=CorpusCache(tmp_path))
    monkeypatch.setattr(corpus_cache, "_version", lambda: "later")
    assert CorpusCache(tmp_path).get(some[0].letter) is None
    examples_of(some[:2], taxonomy, cache=CorpusCache(tmp_path))
    assert [path.name for path in (tmp_path / FOLDER).iterdir()] == ["corpus-later.npz"]


@pytest.mark.parametrize("damage", ["cut", "rubbish", "empty", "other arrays"])
def test_a_damaged_file_is_passed_over(
    damage: str, some: list[LabelledLetter], taxonomy: Taxonomy, tmp_path: Path
) -> None:
    """And written again."""
    examples_of(some, taxonomy, cache=CorpusCache(tmp_path))
    (path,) = (tmp_path / FOLDER).iterdir()
    whole = path.read_bytes()
    if damage == "other arrays":
        with np.load(path) as archive:
            arrays = {name: archive[name] for name in archive.files}
        np.savez(path, **{**arrays, "lengths": arrays["lengths"][:-1]})
    else:
        path.write_bytes({"cut": whole[: len(whole) // 2], "rubbish": b"PK\3\4" + whole[::-1], "empty": b""}[damage])
    assert CorpusCache(tmp_path).get(some[0].letter) is None
    examples_of(some, taxonomy, cache=CorpusCache(tmp_path))
    assert CorpusCache(tmp_path).get(some[0].letter)


def test_a_home_that_cannot_be_written(some: list[LabelledLetter], taxonomy: Taxonomy, tmp_path: Path) -> None:
    """Is no reason to stop."""
    (tmp_path / FOLDER).write_text("in the way", encoding="utf-8")
    assert examples_of(some[:2], taxonomy, cache=CorpusCache(tmp_path))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_readable_by_its_owner_alone(some: list[LabelledLetter], taxonomy: Taxonomy, tmp_path: Path) -> None:
    """Like everything in the home."""
    examples_of(some, taxonomy, cache=CorpusCache(tmp_path / "home"))
    (path,) = (tmp_path / "home" / FOLDER).iterdir()
    assert [each.stat().st_mode & 0o077 for each in (path, path.parent)] == [0, 0]
