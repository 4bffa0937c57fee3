"""Models on disk: the same back, and nothing that was changed is opened."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from classifier.errors import ModelError, OutputError
from classifier.examples import Example
from classifier.model.bundle import Model
from classifier.store import ModelStore, load_folder, save_folder


class Creates:
    """A pickle that would create a file when loaded."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return os.mkdir, (str(self.path),)


def test_round_trip_scores_the_same(small_model: Model, examples: list[Example], tmp_path: Path) -> None:
    """To the last bit."""
    save_folder(small_model, tmp_path)
    again = load_folder(tmp_path)
    tokens = [example.tokens for example in examples[:20]]
    np.testing.assert_array_equal(again.score(tokens).points, small_model.score(tokens).points)
    np.testing.assert_array_equal(again.score(tokens).kinds, small_model.score(tokens).kinds)
    assert again.taxonomy == small_model.taxonomy


def test_same_model_same_bytes(small_model: Model, tmp_path: Path) -> None:
    """No time stamp in any file."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert save_folder(small_model, tmp_path / "a") == save_folder(small_model, tmp_path / "b")


@pytest.mark.parametrize("name", ["arrays.npz", "vocabulary.txt", "taxonomy.json", "card.md"])
def test_one_byte_changed_is_refused(name: str, small_model: Model, tmp_path: Path) -> None:
    """The file is named."""
    save_folder(small_model, tmp_path)
    content = bytearray((tmp_path / name).read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ModelError, match=name):
        load_folder(tmp_path)


def test_pickle_never_runs(small_model: Model, tmp_path: Path) -> None:
    """Neither in place of the arrays, nor with the manifest made to fit."""
    save_folder(small_model, tmp_path)
    trap = tmp_path / "created"
    content = pickle.dumps(Creates(trap))
    (tmp_path / "arrays.npz").write_bytes(content)
    with pytest.raises(ModelError, match=r"arrays\.npz"):
        load_folder(tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    manifest["files"]["arrays.npz"] = hashlib.sha256(content).hexdigest()
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(ModelError, match="do not fit together"):
        load_folder(tmp_path)
    assert not trap.exists()


def test_edited_manifest_is_refused_by_name(small_model: Model, tmp_path: Path) -> None:
    """Its digest is pinned outside the folder."""
    store = ModelStore(tmp_path)
    store.save(small_model)
    path = store.path("small") / "manifest.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"name": "small"', '"name": "other"'), encoding="utf-8")
    with pytest.raises(ModelError, match="edited or swapped"):
        store.load("small")
    assert load_folder(path.parent).name == "other"


def test_unknown_format_says_what_to_do(small_model: Model, tmp_path: Path) -> None:
    """A model of a later version."""
    save_folder(small_model, tmp_path)
    path = tmp_path / "manifest.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"format": 1', '"format": 99'), encoding="utf-8")
    with pytest.raises(ModelError, match=r"format 99.*Update klagepunkt"):
        load_folder(tmp_path)


def test_saving_does_not_activate(small_model: Model, tmp_path: Path) -> None:
    """Activating only selects."""
    store = ModelStore(tmp_path)
    store.save(small_model)
    assert store.active() == "starter"
    store.activate("small")
    assert ModelStore(tmp_path).active() == "small"
    assert [stored.name for stored in store.models() if stored.active] == ["small"]


@pytest.mark.parametrize("name", ["../up", "", "con", "a b", "starter", "x" * 65, "slut."])
def test_impossible_names_are_refused(name: str, tmp_path: Path) -> None:
    """Before hours go into training."""
    with pytest.raises(OutputError, match="name"):
        ModelStore(tmp_path).check_name(name)


def test_taken_name_needs_force(small_model: Model, tmp_path: Path) -> None:
    """Nothing is overwritten unasked."""
    store = ModelStore(tmp_path)
    store.save(small_model)
    with pytest.raises(OutputError, match="already"):
        store.save(small_model)
    store.save(small_model, force=True)
    assert store.load("small").name == "small"


def test_unknown_model_names_the_known(tmp_path: Path) -> None:
    """And where they were looked for."""
    with pytest.raises(ModelError, match="Known are starter"):
        ModelStore(tmp_path).load("missing")
