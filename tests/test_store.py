"""Models on disk: the same back, and nothing that was changed is opened."""

from __future__ import annotations

import hashlib
import io
import json
import os
import pickle
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from classifier import store as store_module
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
    monkeypatch.setattr(store_module, "_READERS", {1: lambda *_: pytest.fail("a reader was called")})
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
    store.save(small_model.with_thresholds(np.full(33, 0.25)), force=True)
    assert (store.load("small").thresholds == 0.25).all()
    assert sorted(path.name for path in (tmp_path / "models").iterdir()) == ["small"]


@pytest.mark.parametrize("after", ["state", "folder"])
def test_killed_while_replacing(after: str, small_model: Model, tmp_path: Path) -> None:
    """The old model or the new one loads by name, whole."""
    ModelStore(tmp_path).save(small_model)
    program = f"""
import os, signal, sys
from pathlib import Path
import numpy as np
from classifier import store
def kill(*_): os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
if "{after}" == "state":
    store._swap = kill
else:
    swap = store._swap
    store._swap = lambda *folders: (swap(*folders), kill())
models = store.ModelStore(Path(sys.argv[1]))
models.save(models.load("small").with_thresholds(np.full(33, 0.25)), force=True)
"""
    ended = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], check=False, cwd=Path(__file__).parent.parent
    )
    assert ended.returncode != 0
    again = ModelStore(tmp_path).load("small")
    assert (again.thresholds == 0.25).all() == (after == "folder")
    assert ModelStore(tmp_path).names() == ["starter", "small"]


def test_failed_replacement_leaves_the_old_model(
    small_model: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the disk is full, or Windows holds a file open."""
    store = ModelStore(tmp_path)
    store.save(small_model)
    move = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if self.name.startswith(".small.") and target == tmp_path / "models" / "small":
            raise PermissionError(13, "Permission denied")
        return move(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputError, match="Cannot save the model: Permission denied"):
        store.save(small_model.with_thresholds(np.full(33, 0.25)), force=True)
    assert (store.load("small").thresholds == small_model.thresholds).all()
    assert sorted(path.name for path in (tmp_path / "models").iterdir()) == ["small"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_a_saved_model_is_its_owners(small_model: Model, tmp_path: Path) -> None:
    """Folders and files, whatever the umask."""
    before = os.umask(0)
    try:
        ModelStore(tmp_path / "home").save(small_model)
    finally:
        os.umask(before)
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "home").rglob("*")}
    loose = [path.name for path, mode in modes.items() if mode & 0o077 and path.name != "models.lock"]
    assert loose == []
    assert stat.S_IMODE((tmp_path / "home").stat().st_mode) == 0o700


def test_activating_verifies(own_home: Path, small_model: Model) -> None:
    """A damaged model does not become active; the one before stays."""
    store = ModelStore(own_home)
    store.save(replace(small_model, name="other"))
    (own_home / "models" / "other" / "vocabulary.txt").write_text("x", encoding="utf-8")
    with pytest.raises(ModelError, match="not the one that was saved"):
        store.activate("other")
    with pytest.raises(ModelError, match="Known are starter, other, small"):
        store.activate("missing")
    assert store.active() == "small"


def test_by_path_or_by_name(own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of the name of a model is not taken for it."""
    store = ModelStore(own_home)
    folder = own_home / "models" / "small"
    assert store.load(str(folder)).digest == store.load("small").digest == store.load().digest
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "manifest.json").write_text("{}", encoding="utf-8")
    assert store.load("small").digest == store.load().digest


def test_model_without_its_pin_is_refused_by_name(own_home: Path) -> None:
    """A folder that was only copied into the home was never saved there."""
    (own_home / "models" / "small").rename(own_home / "models" / "copied")
    with pytest.raises(ModelError, match="edited or swapped"):
        ModelStore(own_home).load("copied")
    assert load_folder(own_home / "models" / "copied").name == "small"


@pytest.mark.parametrize("text", ["", "[]", '{"active": 3, "pins": {}}', '{"active": "starter"}', "\x00"])
def test_damaged_list_of_models(text: str, own_home: Path) -> None:
    """Named, never guessed around: it holds the pins."""
    (own_home / "models.json").write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match=r"models\.json.*damaged"):
        ModelStore(own_home).load()


def test_card_says_what_a_person_should_know(small_model: Model, tmp_path: Path) -> None:
    """In Danish: label book, what it was trained on, figures of letters it had not seen, and who decides."""
    save_folder(small_model, tmp_path)
    card = (tmp_path / "card.md").read_text(encoding="utf-8")
    figure = small_model.facts["held_out"]["point_micro_f1"]
    for words in ("small", "Klagepunkter, Gentofte", "16 breve og 39 tekststykker", f"{figure:.3f}", "menneske afgør"):
        assert words in card


def test_unknown_model_names_the_known(tmp_path: Path) -> None:
    """And where they were looked for."""
    with pytest.raises(ModelError, match="Known are starter"):
        ModelStore(tmp_path).load("missing")
