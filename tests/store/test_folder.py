"""Models on disk: the same back, and nothing that was changed is opened."""

from __future__ import annotations

import hashlib
import io
import json
import os
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from classifier.errors import ModelError
from classifier.examples import Example
from classifier.model.bundle import Model
from classifier.records import Letter
from classifier.store import ModelStore, load_folder, remarks, save_folder
from classifier.store import folder as folder_module
from classifier.store.folder import read_manifest
from classifier.tagging import tag


class Creates:
    """A pickle that would create a file when loaded."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return os.mkdir, (str(self.path),)


def refit(folder: Path, name: str, content: bytes) -> None:
    """Put other content in a file's place and make the manifest fit, as an attacker would."""
    (folder / name).write_bytes(content)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["files"][name] = hashlib.sha256(content).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def test_round_trip_scores_the_same(small_model: Model, examples: list[Example], tmp_path: Path) -> None:
    """To the last bit."""
    save_folder(small_model, tmp_path)
    again = load_folder(tmp_path)
    tokens = [example.tokens for example in examples[:20]]
    np.testing.assert_array_equal(again.score(tokens).points, small_model.score(tokens).points)
    np.testing.assert_array_equal(again.score(tokens).kinds, small_model.score(tokens).kinds)
    assert again.taxonomy == small_model.taxonomy
    assert again.taxonomy.digest == small_model.taxonomy.digest
    assert again.facts["held_out"] == small_model.facts["held_out"]
    assert again.name == "small"
    assert len(again.digest) == 64


def test_same_model_same_bytes(small_model: Model, tmp_path: Path) -> None:
    """No time stamp in any file."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert save_folder(small_model, tmp_path / "a") == save_folder(small_model, tmp_path / "b")


FILES = ["arrays.npz", "vocabulary.txt", "taxonomy.json", "card.md"]


@pytest.mark.parametrize(
    ("facts", "told"),
    [({}, "Alt er maskeret"), ({"masked": True}, "Alt er maskeret"), ({"masked": False}, "er IKKE maskeret")],
)
def test_the_card_tells_whether_letters_were_masked(
    facts: dict[str, bool], told: str, small_model: Model, tmp_path: Path
) -> None:
    """A model that saw names never says that all was masked."""
    save_folder(small_model.with_facts({**small_model.facts, **facts}), tmp_path)
    card = (tmp_path / "card.md").read_text(encoding="utf-8")
    assert told in card
    assert card.count("maskeret") == 1


def test_no_time_stamp_in_the_archive(small_model: Model, tmp_path: Path) -> None:
    """Two runs a day apart give the same bytes."""
    save_folder(small_model, tmp_path)
    with zipfile.ZipFile(tmp_path / "arrays.npz") as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("name", FILES)
def test_one_byte_changed_is_refused(name: str, small_model: Model, tmp_path: Path) -> None:
    """The file is named."""
    save_folder(small_model, tmp_path)
    content = bytearray((tmp_path / name).read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ModelError, match=name):
        load_folder(tmp_path)


@pytest.mark.parametrize("name", [*FILES, "manifest.json"])
def test_missing_file_is_named(name: str, small_model: Model, tmp_path: Path) -> None:
    """With what to do."""
    save_folder(small_model, tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(ModelError, match=rf"{name}.*cannot be read.*Restore"):
        load_folder(tmp_path)


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_opened_before_all_is_verified(
    name: str, small_model: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever file was changed, no reader is called."""
    save_folder(small_model, tmp_path)
    (tmp_path / name).write_bytes((tmp_path / name).read_bytes() + b"x")
    monkeypatch.setattr(folder_module, "_READERS", {1: lambda *_: pytest.fail("a reader was called")})
    with pytest.raises(ModelError, match="not the one that was saved"):
        load_folder(tmp_path)


@pytest.mark.parametrize("name", ["arrays.npz", "vocabulary.txt", "taxonomy.json"])
@pytest.mark.parametrize(
    "content", [b"", b"\x80\x04.", b"[" * 100_000, b"PK\x03\x04rest", b"{}", b"\xff\xfe"], ids=repr
)
def test_rubbish_with_a_fitting_manifest(name: str, content: bytes, small_model: Model, tmp_path: Path) -> None:
    """A message, whatever it is."""
    save_folder(small_model, tmp_path)
    refit(tmp_path, name, content)
    with pytest.raises(ModelError, match="do not fit together"):
        load_folder(tmp_path)


def test_damaged_archive_with_a_fitting_manifest(small_model: Model, tmp_path: Path) -> None:
    """Inside a sound archive a member is cut off, has another shape, or is not finite."""
    save_folder(small_model, tmp_path)
    good = (tmp_path / "arrays.npz").read_bytes()
    half = bytearray(good)
    half[200:1200] = bytes(1000)
    contents = [bytes(half), good[: len(good) // 2]]
    with np.load(io.BytesIO(good)) as archive:
        arrays = dict(archive)
    for changes in ({"thresholds": np.zeros(3)}, {"idf": np.full_like(arrays["idf"], np.nan)}):
        packed = io.BytesIO()
        np.savez(packed, allow_pickle=False, **{**arrays, **changes})
        contents.append(packed.getvalue())
    for content in contents:
        refit(tmp_path, "arrays.npz", content)
        with pytest.raises(ModelError, match="do not fit together"):
            load_folder(tmp_path)


def test_pickle_inside_the_archive_never_runs(small_model: Model, tmp_path: Path) -> None:
    """An array of objects is a pickle too."""
    save_folder(small_model, tmp_path)
    trap = tmp_path / "created"
    member = io.BytesIO()
    np.lib.format.write_array(member, np.array([Creates(trap)], dtype=object), allow_pickle=True)
    packed = io.BytesIO((tmp_path / "arrays.npz").read_bytes())
    with zipfile.ZipFile(packed) as archive:
        others = {name: archive.read(name) for name in archive.namelist() if name != "idf.npy"}
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in {**others, "idf.npy": member.getvalue()}.items():
            archive.writestr(name, content)
    refit(tmp_path, "arrays.npz", packed.getvalue())
    with pytest.raises(ModelError, match="do not fit together"):
        load_folder(tmp_path)
    assert not trap.exists()


def test_pickle_never_runs(small_model: Model, tmp_path: Path) -> None:
    """Neither in place of the arrays, nor with the manifest made to fit."""
    save_folder(small_model, tmp_path)
    trap = tmp_path / "created"
    content = pickle.dumps(Creates(trap))
    (tmp_path / "arrays.npz").write_bytes(content)
    with pytest.raises(ModelError, match=r"arrays\.npz"):
        load_folder(tmp_path)
    refit(tmp_path, "arrays.npz", content)
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


@pytest.mark.parametrize("text", ["", "[]", "{}", "{", "null", '{"format": []}', "[" * 100_000], ids=range(7))
def test_manifest_that_is_none(text: str, small_home: Path, own_home: Path) -> None:
    """Refused with a remedy; listed as unreadable, beside the others."""
    path = own_home / "models" / "small" / "manifest.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match="Restore"):
        load_folder(path.parent)
    listed = ModelStore(own_home).models()
    assert [(stored.name, stored.active) for stored in listed] == [("starter", False), ("small", True)]


@pytest.mark.parametrize("number", ["99", '"1"', "null", "[1]", "1.5"])
def test_odd_format_numbers(number: str, small_model: Model, tmp_path: Path) -> None:
    """None of them is read as format 1."""
    save_folder(small_model, tmp_path)
    path = tmp_path / "manifest.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"format": 1', f'"format": {number}'), encoding="utf-8")
    with pytest.raises(ModelError, match="The model has format"):
        load_folder(tmp_path)


def test_unknown_format_says_what_to_do(small_model: Model, tmp_path: Path) -> None:
    """A model of a later version."""
    save_folder(small_model, tmp_path)
    path = tmp_path / "manifest.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"format": 1', '"format": 99'), encoding="utf-8")
    with pytest.raises(ModelError, match=r"format 99.*Update klagepunkt"):
        load_folder(tmp_path)


OLDER = Path(__file__).parents[1] / "models"


@pytest.mark.parametrize("name", ["format-1"])
def test_every_older_format_still_tags_the_same(name: str) -> None:
    """As the version that saved it did; one folder of each format is kept."""
    model = load_folder(OLDER / name)
    assert model.label == f"{name}@{model.digest[:12]}"
    rows = [json.loads(line) for line in (OLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    tagged = list(tag([Letter(str(number), row["text"]) for number, row in enumerate(rows)], model))
    for row, result in zip(rows, tagged, strict=True):
        prediction = result.prediction
        assert (list(prediction.points), prediction.kind, prediction.area) == (row["points"], row["kind"], row["area"])
        assert prediction.scores == pytest.approx(row["scores"], abs=2e-4)


def test_a_format_of_the_past_says_to_train_again(small_model: Model, tmp_path: Path) -> None:
    """One of the future says to update."""
    save_folder(small_model, tmp_path)
    path = tmp_path / "manifest.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"format": 1', '"format": 0'), encoding="utf-8")
    with pytest.raises(ModelError, match=r"format 0.*Train it again with this version \(klagepunkt retrain\)"):
        load_folder(tmp_path)


def test_another_scikit_learn_says_what_it_means() -> None:
    """The model tags all the same, since it is plain arrays; other tokens call for measuring."""
    made = read_manifest(OLDER / "format-1")
    assert remarks({}) == []
    told = remarks({**made, "versions": {**made["versions"], "scikit-learn": "1.2.3", "spacy": "3.0.0"}})
    assert len(told) >= 2
    assert any("scikit-learn 1.2.3" in line and "mærker som før" in line for line in told)
    assert any("spacy 3.0.0" in line and "klagepunkt evaluate" in line for line in told)
