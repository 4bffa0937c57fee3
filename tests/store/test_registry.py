"""The models of a home: by name, pinned, whole at every moment, put right after a killed process."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from classifier.errors import ModelError, OutputError
from classifier.model.bundle import Model
from classifier.store import ModelStore, load_folder, save_folder


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


_KILLED = """
import os, signal, sys
from pathlib import Path
import numpy as np
import filelock
from classifier.store import ModelStore
models = ModelStore(Path(sys.argv[1]))
other = models.load("small").with_thresholds(np.full(33, 0.25))
left, seen = int(sys.argv[3]), 0
def count(event, arguments):
    global seen
    if event in ("os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.chmod", "tempfile.mkdtemp") or (
        event == "open" and arguments[1] in ("w", "wb", "r+b")
    ):
        seen += 1
        if seen == left:
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
sys.addaudithook(count)
if sys.argv[2] == "save":
    models.save(other, force=True)
elif sys.argv[2] == "remove":
    models.remove("second")
else:
    models.activate("second")
print(seen)
"""
"""Saves, removes or activates, and is killed at the n-th change of the file system."""


def killed(home: Path, doing: str, at: int) -> str:
    """Run it; return what it printed if it lived to its end."""
    arguments = [sys.executable, "-c", _KILLED, str(home), doing, str(at)]
    ended = subprocess.run(arguments, check=False, cwd=Path(__file__).parents[2], capture_output=True, text=True)
    assert "Error" not in ended.stderr
    return ended.stdout.strip()


@pytest.mark.slow
@pytest.mark.parametrize("doing", ["save", "activate", "remove"])
def test_killed_at_any_point(doing: str, small_model: Model, own_home: Path, tmp_path: Path) -> None:
    """The active model tags, nothing half is listed, the next process works and leaves nothing behind."""
    ModelStore(own_home).save(replace(small_model, name="second"))
    changes = int(killed(shutil.copytree(own_home, tmp_path / "whole"), doing, 0))
    assert changes >= 3
    for at in sorted({*range(1, changes + 1, max(changes // 6, 1)), changes - 1, changes}):
        home = shutil.copytree(own_home, tmp_path / f"{doing}{at}")
        assert killed(home, doing, at) == ""
        store = ModelStore(home)
        assert store.load().name == store.active()
        assert [store.load(name).name for name in store.names()] == store.names()
        assert {"starter", "small"} <= set(store.names()) <= {"starter", "second", "small"}
        assert {float(store.load("small").thresholds[0])} <= {float(small_model.thresholds[0]), 0.25}
        store.save(replace(small_model, name="next"))
        store.activate("next")
        assert ModelStore(home).load().name == "next"
        assert sorted(path.name for path in (home / "models").iterdir()) == sorted(store.names()[1:])
        assert {path.name for path in home.iterdir()} == {"models", "models.json", "models.lock"}


def test_failed_replacement_leaves_the_old_model(
    small_model: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the disk is full, or Windows holds a file open."""
    store = ModelStore(tmp_path)
    store.save(small_model)
    move = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if self.name.startswith(".new.small.") and target == tmp_path / "models" / "small":
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


def test_rollback_goes_back_step_by_step(own_home: Path, small_model: Model) -> None:
    """Past a model that is gone, and no further than there is; the history tells every switch."""
    store = ModelStore(own_home)
    for name in ("a", "b"):
        store.save(replace(small_model, name=name))
        store.activate(name)
    store.activate("b")
    assert store.rollback().model == "a"
    store.remove("b")
    store.activate("small")
    store.remove("a")
    assert store.rollback().model == "small"
    assert store.rollback().model == "starter"
    with pytest.raises(ModelError, match="No other model was active before"):
        store.rollback()
    told = [(entry.action, entry.before, entry.model) for entry in store.history()]
    assert told[0] == ("activate", "starter", "small")
    assert told[-1] == ("rollback", "small", "starter")
    assert all(entry.digest and entry.when.endswith("+00:00") for entry in store.history())


def test_rollback_to_a_damaged_model_is_refused(own_home: Path, small_model: Model) -> None:
    """The active one stays."""
    store = ModelStore(own_home)
    store.save(replace(small_model, name="new"))
    store.activate("new")
    (own_home / "models" / "small" / "arrays.npz").write_bytes(b"x")
    with pytest.raises(ModelError, match=r"arrays\.npz"):
        store.rollback()
    assert store.active() == "new"


def test_remove_never_the_active_one(own_home: Path, small_model: Model) -> None:
    """Nor the starter; anything else goes, with its pin and its list of letters."""
    store = ModelStore(own_home)
    with pytest.raises(ModelError, match="small is active"):
        store.remove("small")
    with pytest.raises(ModelError, match="stays"):
        store.remove("starter")
    with pytest.raises(ModelError, match="no model 'x'"):
        store.remove("x")
    store.save(replace(small_model, name="old"), learned=["12", "13"])
    store.remove("old")
    assert store.names() == ["starter", "small"]
    state = json.loads((own_home / "models.json").read_text(encoding="utf-8"))
    assert (sorted(state["pins"]), state["learned"]) == (["small"], {})


def test_what_learned_from_a_letter(own_home: Path, small_model: Model) -> None:
    """By its id or its text's fingerprint; a model that was replaced has forgotten."""
    store = ModelStore(own_home)
    facts = {**small_model.facts, "data": {"fingerprints": ["f1"]}}
    store.save(replace(small_model, name="y24", facts=facts), learned=["12", "13"])
    store.save(replace(small_model, name="y25"), learned=["13"])
    assert store.learned_from(["13"], []) == {"y24": ["13"], "y25": ["13"]}
    assert store.learned_from(["99"], ["f1"]) == {"y24": ["f1"]}
    store.save(replace(small_model, name="y24"), force=True, learned=["14"])
    assert store.learned_from(["13"], ["f1"]) == {"y25": ["13"]}


def test_model_swapped_for_another(own_home: Path, small_model: Model) -> None:
    """A file of another model, or its whole folder, is refused by name."""
    store = ModelStore(own_home)
    store.save(replace(small_model.with_thresholds(np.full(33, 0.25)), name="other"))
    theirs, mine = own_home / "models" / "other", own_home / "models" / "small"
    shutil.copy(theirs / "arrays.npz", mine / "arrays.npz")
    with pytest.raises(ModelError, match=r"arrays\.npz: The file is not the one that was saved"):
        store.load("small")
    shutil.rmtree(mine)
    shutil.copytree(theirs, mine)
    with pytest.raises(ModelError, match="edited or swapped"):
        store.load("small")


def test_a_busy_home_says_so(own_home: Path, small_model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process that holds the lock is waited for, then named; listing and loading go on."""
    from filelock import FileLock

    monkeypatch.setattr("classifier.store.state._WAIT", 0.1)
    (own_home / "models" / ".new.small.x").mkdir()
    store = ModelStore(own_home)
    with FileLock(own_home / "models.lock"):
        assert store.names() == ["starter", "small"]
        assert store.load().name == "small"
        with pytest.raises(OutputError, match="Another klagepunkt"):
            store.activate("small")
        with pytest.raises(OutputError, match="Another klagepunkt"):
            store.save(replace(small_model, name="x"))


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
