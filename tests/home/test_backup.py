"""Backup and restore: everything there and back, nothing half, nothing outside the home, no text of a letter told."""

from __future__ import annotations

import json
import os
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from classifier.decisions.database import open_database
from classifier.errors import DatabaseError, InputError, KlagepunktError, OutputError
from classifier.home.backup import back_up
from classifier.home.contents import LIST
from classifier.home.restore import _tells_case, restore
from classifier.model.bundle import Model
from classifier.pseudonyms import read_pseudonyms
from classifier.settings_file import keep_setting
from classifier.store import ModelStore

SECRET = "Min datter Xenia har sagt det"


@pytest.fixture
def home(own_home: Path) -> Path:
    """A home with a model, settings, a key, a database with a letter, a cache and a lock."""
    keep_setting(own_home, "legal_basis", "lov")
    read_pseudonyms(own_home)
    open_database(own_home).close()
    with closing(sqlite3.connect(own_home / "watch.sqlite")) as database, database:
        database.execute("CREATE TABLE seen (letter TEXT)")
        database.execute("INSERT INTO seen VALUES (?)", (SECRET,))
    (own_home / "cache").mkdir()
    (own_home / "cache" / "corpus-1.npz").write_bytes(b"made again")
    (own_home / ".half.tmp.toml").write_text("left by a killed process", encoding="utf-8")
    return own_home


@pytest.fixture
def saved(home: Path, tmp_path: Path) -> Path:
    """A backup of it."""
    back_up(home, tmp_path / "hjem.zip")
    return tmp_path / "hjem.zip"


def names(home: Path) -> list[str]:
    """List the files of a home."""
    return sorted(path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file())


def test_there_and_back(home: Path, saved: Path, tmp_path: Path) -> None:
    """Models load by their pins, settings and key are the same, databases hold what they held."""
    new = tmp_path / "nyt"
    done = restore(saved, new)
    assert done.unusable == ()
    found = names(new)
    assert {"decisions.sqlite", "klagepunkt.toml", "models.json", "pseudonym.key", "watch.sqlite"} <= set(found)
    assert not [name for name in found if "cache" in name or name.startswith(".") or name.endswith((".lock", "-wal"))]
    assert ModelStore(new).load().label == ModelStore(home).load().label
    assert read_pseudonyms(new).key == read_pseudonyms(home).key
    for name in ("klagepunkt.toml", "models.json"):
        assert (new / name).read_bytes() == (home / name).read_bytes()
    with closing(sqlite3.connect(new / "watch.sqlite")) as database:
        assert database.execute("SELECT letter FROM seen").fetchall() == [(SECRET,)]
    open_database(new).close()


def test_a_database_is_saved_as_it_stands_while_others_write(home: Path, tmp_path: Path) -> None:
    """What another process has kept is there although it lies in the log; what it has not is absent."""
    with closing(sqlite3.connect(home / "watch.sqlite", isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("INSERT INTO seen VALUES ('kept')")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("INSERT INTO seen VALUES ('not yet')")
        back_up(home, tmp_path / "hjem.zip")
        writer.execute("ROLLBACK")
    restore(tmp_path / "hjem.zip", tmp_path / "nyt")
    with closing(sqlite3.connect(tmp_path / "nyt" / "watch.sqlite")) as database:
        assert database.execute("SELECT letter FROM seen").fetchall() == [(SECRET,), ("kept",)]


@pytest.mark.parametrize("name", ["sag-journal", "sag-wal", "sag-shm", "sag.lock", "sag.sqlite"])
def test_models_whose_names_end_like_passing_files(name: str, home: Path, small_model: Model, tmp_path: Path) -> None:
    """Only locks of the home and what SQLite keeps beside a database stay behind."""
    ModelStore(home).save(replace(small_model, name=name))
    for passing in ("decisions.sqlite-journal", "watch-1.lock"):
        (home / passing).touch()
    back_up(home, tmp_path / "hjem.zip")
    restore(tmp_path / "hjem.zip", tmp_path / "nyt")
    assert ModelStore(tmp_path / "nyt").load(name).name == name
    assert not {"decisions.sqlite-journal", "watch-1.lock"} & set(names(tmp_path / "nyt"))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_readable_by_its_owner_alone(saved: Path, tmp_path: Path) -> None:
    """The backup, and everything brought back."""
    restore(saved, tmp_path / "nyt")
    paths = [saved, tmp_path / "nyt", *(tmp_path / "nyt").rglob("*")]
    assert {path.stat().st_mode & 0o077 for path in paths} == {0}


def test_nothing_is_left_beside_it(home: Path, saved: Path, tmp_path: Path) -> None:
    """No copy of a database, no folder half unpacked."""
    restore(saved, tmp_path / "nyt")
    restore(saved, tmp_path / "nyt", force=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["hjem.zip", "nyt", "own-home"]


@pytest.mark.parametrize(
    ("output", "message"),
    [
        ("hjem.txt", "ends in .zip"),
        ("own-home/hjem.zip", "would lie in the home"),
        ("missing/hjem.zip", "Cannot write"),
        ("taken.zip", "exists already"),
    ],
)
def test_outputs_that_are_refused(output: str, message: str, home: Path, tmp_path: Path) -> None:
    """Nothing is written."""
    (tmp_path / "taken.zip").write_bytes(b"old")
    before = names(tmp_path)
    with pytest.raises(OutputError, match=message):
        back_up(home, tmp_path / output)
    assert set(names(tmp_path)) - {"own-home/models.lock"} == set(before) - {"own-home/models.lock"}
    assert (tmp_path / "taken.zip").read_bytes() == b"old"


def test_a_damaged_database_is_no_backup(home: Path, tmp_path: Path) -> None:
    """Found now, not when it is needed; an older backup of the same name stays."""
    (tmp_path / "hjem.zip").write_bytes(b"old")
    path = home / "decisions.sqlite"
    content = bytearray(path.read_bytes())
    content[4096:12288] = b"\xff" * 8192
    path.write_bytes(content)
    with pytest.raises(DatabaseError, match="database"):
        back_up(home, tmp_path / "hjem.zip", force=True)
    assert (tmp_path / "hjem.zip").read_bytes() == b"old"


@pytest.mark.parametrize("home_name", ["none", "bare"])
def test_nothing_to_save(home_name: str, tmp_path: Path) -> None:
    """A home that is not there is not made."""
    (tmp_path / "bare").mkdir()
    with pytest.raises(InputError, match="home"):
        back_up(tmp_path / home_name, tmp_path / "hjem.zip")
    assert not (tmp_path / "hjem.zip").exists()
    assert not (tmp_path / "none").exists()


def test_a_home_in_use_is_never_replaced_unasked(home: Path, saved: Path) -> None:
    """With --force it is, and what was not in the backup is gone."""
    (home / "new.txt").write_text("since then", encoding="utf-8")
    with pytest.raises(OutputError, match="not empty"):
        restore(saved, home)
    assert (home / "new.txt").exists()
    restore(saved, home, force=True)
    assert not (home / "new.txt").exists()
    assert ModelStore(home).load()


def test_a_home_of_locks_and_caches_counts_as_empty(saved: Path, tmp_path: Path) -> None:
    """A command has been run there, nothing more."""
    (tmp_path / "nyt" / "cache").mkdir(parents=True)
    (tmp_path / "nyt" / "models.lock").touch()
    restore(saved, tmp_path / "nyt")
    assert ModelStore(tmp_path / "nyt").load()


@pytest.mark.skipif(os.name == "nt", reason="Windows makes links for administrators only")
def test_a_home_behind_a_link(home: Path, saved: Path, tmp_path: Path) -> None:
    """What the link leads to is replaced, on its own disk; the link stays."""
    (home / "new.txt").write_text("since then", encoding="utf-8")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "link").symlink_to(home)
    restore(saved, tmp_path / "other" / "link", force=True)
    assert (tmp_path / "other" / "link").is_symlink()
    assert not (home / "new.txt").exists()
    assert ModelStore(home).load()
    assert sorted(path.name for path in (tmp_path / "other").iterdir()) == ["link"]


def rewritten(saved: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    """Change what a backup holds."""
    with zipfile.ZipFile(saved) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    change(contents)
    with zipfile.ZipFile(saved, "w") as archive:
        for name, content in contents.items():
            archive.writestr(name, content)


def relisted(contents: dict[str, bytes], change: Callable[[dict[str, object]], None]) -> None:
    """Change a backup's list."""
    listing = json.loads(contents[LIST])
    change(listing)
    contents[LIST] = json.dumps(listing).encode()


def named(name: str) -> Callable[[dict[str, bytes]], None]:
    """Give a file of the backup another name, in the list and in the archive."""

    def change(contents: dict[str, bytes]) -> None:
        contents[f"home/{name}"] = contents.pop("home/klagepunkt.toml")
        relisted(contents, lambda listing: listing["files"].update({name: listing["files"].pop("klagepunkt.toml")}))  # type: ignore[attr-defined]

    return change


@pytest.mark.parametrize(
    "name",
    [
        "../ude.txt",
        "models/../../ude.txt",
        "/ude.txt",
        "C:/ude.txt",
        "ude\\..\\..\\ude.txt",
        "con.txt",
        "a//b",
        ".skjult",
        "models",
        "decisions.sqlite-wal",
        "decisions.sqlite-SHM",
        "models.lock",
        "",
    ],
)
def test_names_that_lead_out_of_the_home(name: str, saved: Path, tmp_path: Path) -> None:
    """Nothing is unpacked, not even what is harmless."""
    rewritten(saved, named(name))
    before = names(tmp_path)
    with pytest.raises(InputError, match=r"names that lead out|other files"):
        restore(saved, tmp_path / "nyt")
    assert names(tmp_path) == before
    assert not (tmp_path / "nyt").exists()


def two_by_case(contents: dict[str, bytes]) -> None:
    """Add a copy of the model that differs by a capital letter."""
    import hashlib

    for name in [name for name in contents if name.startswith("home/models/small/")]:
        content, other = contents[name], name.replace("small", "Small")
        contents[other] = content
        about = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        relisted(contents, partial(put, other.removeprefix("home/"), about))


def put(name: str, about: dict[str, object], listing: dict[str, Any]) -> None:
    """Add a file to a list."""
    listing["files"][name] = about


def test_names_that_differ_by_case_are_brought_back(saved: Path, tmp_path: Path) -> None:
    """Where the file system tells them apart; elsewhere nothing is changed, and which two clash is said."""
    rewritten(saved, two_by_case)
    if _tells_case(tmp_path):
        restore(saved, tmp_path / "nyt")
        assert ModelStore(tmp_path / "nyt").names() == ["starter", "Small", "small"]
    else:
        with pytest.raises(OutputError, match="are one name"):
            restore(saved, tmp_path / "nyt")


def test_names_that_the_file_system_takes_for_one(saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows."""
    rewritten(saved, two_by_case)
    monkeypatch.setattr("classifier.home.restore._tells_case", lambda folder: False)
    with pytest.raises(OutputError, match=r"models/Small and models/small are one name.*Nothing was changed"):
        restore(saved, tmp_path / "nyt")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["hjem.zip", "own-home"]


def flipped(contents: dict[str, bytes]) -> None:
    """Change a byte of a model."""
    name = next(name for name in contents if name.endswith("arrays.npz"))
    contents[name] = contents[name][:-1] + bytes([contents[name][-1] ^ 1])


def swollen(contents: dict[str, bytes]) -> None:
    """Let a file unfold into more than was listed."""
    contents["home/klagepunkt.toml"] += b"#" * 5_000_000


def broken(contents: dict[str, bytes]) -> None:
    """Damage a database, and its digest with it."""
    import hashlib

    rubbish = b"SQLite format 3\0" + b"\xff" * 5000
    contents["home/watch.sqlite"] = rubbish
    about = {"size": len(rubbish), "sha256": hashlib.sha256(rubbish).hexdigest()}
    relisted(contents, lambda listing: listing["files"].update({"watch.sqlite": about}))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (flipped, "not the one that was saved"),
        (swollen, "not the one that was saved"),
        (broken, "damaged"),
        (lambda contents: contents.pop("home/models.json"), "other files than it lists"),
        (lambda contents: contents.update({"home/extra.txt": b"x"}), "other files than it lists"),
        (lambda contents: contents.pop(LIST), "no backup"),
        (lambda contents: contents.update({LIST: b"[]"}), "no backup"),
        (lambda contents: contents.update({LIST: b"{" * 100_000}), "no backup"),
        (lambda contents: relisted(contents, lambda listing: listing.update(format=2)), "Update klagepunkt"),
        (lambda contents: relisted(contents, lambda listing: listing.update(files=[1])), "list of files is damaged"),
    ],
    ids="byte bomb database missing more unlisted another deep later odd".split(),
)
def test_what_was_changed_is_refused(
    change: Callable[[dict[str, bytes]], None], message: str, home: Path, saved: Path, tmp_path: Path
) -> None:
    """With --force too: the home stays as it is, and no word of a letter is told."""
    rewritten(saved, change)
    before = {name: (home / name).read_bytes() for name in names(home)}
    with pytest.raises(KlagepunktError, match=message) as told:
        restore(saved, home, force=True)
    assert {name: (home / name).read_bytes() for name in names(home)} == before
    assert "Xenia" not in str(told.value)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["hjem.zip", "own-home"]


@pytest.mark.parametrize(
    "content", [b"", b"no archive", b"PK\3\4" + bytes(range(256))], ids=["empty", "text", "rubbish"]
)
def test_what_is_no_archive(content: bytes, tmp_path: Path) -> None:
    """Named as such."""
    (tmp_path / "hjem.zip").write_bytes(content)
    with pytest.raises(InputError, match=r"damaged|no backup"):
        restore(tmp_path / "hjem.zip", tmp_path / "nyt")
    with pytest.raises(InputError, match="no such file"):
        restore(tmp_path / "none.zip", tmp_path / "nyt")


def test_cut_at_any_place(saved: Path, tmp_path: Path) -> None:
    """As a full disk or a broken stick leaves it."""
    whole = saved.read_bytes()
    for part in range(1, 8):
        saved.write_bytes(whole[: len(whole) * part // 8])
        with pytest.raises(InputError, match=r"damaged|no backup"):
            restore(saved, tmp_path / "nyt")
    assert not (tmp_path / "nyt").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows makes links for administrators only")
def test_links_are_neither_followed_nor_brought_back(home: Path, tmp_path: Path) -> None:
    """One could lead to anything."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "secret.txt").write_text("x", encoding="utf-8")
    (home / "link").symlink_to(tmp_path / "elsewhere")
    back_up(home, tmp_path / "hjem.zip")
    with zipfile.ZipFile(tmp_path / "hjem.zip") as archive:
        assert not [name for name in archive.namelist() if "link" in name]
    with zipfile.ZipFile(tmp_path / "hjem.zip") as archive:
        contents = {info: archive.read(info) for info in archive.infolist()}
    with zipfile.ZipFile(tmp_path / "hjem.zip", "w") as archive:
        for info, content in contents.items():
            if info.filename.endswith("klagepunkt.toml"):
                info.external_attr = 0o120777 << 16
            archive.writestr(info, content)
    with pytest.raises(InputError, match="other files"):
        restore(tmp_path / "hjem.zip", tmp_path / "nyt")


@pytest.mark.skipif(os.name == "nt", reason="Windows allows these names to nobody")
def test_names_that_windows_cannot_hold_are_told(home: Path, tmp_path: Path) -> None:
    """They are left out."""
    (home / "a:b.txt").touch()
    assert back_up(home, tmp_path / "hjem.zip").left_out == ("a:b.txt",)


def test_a_model_that_cannot_be_used_is_brought_back_and_named(home: Path, tmp_path: Path) -> None:
    """It may be all that is left of it."""
    manifest = home / "models" / "small" / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8") + " ", encoding="utf-8")
    back_up(home, tmp_path / "hjem.zip")
    ((name, reason),) = restore(tmp_path / "hjem.zip", tmp_path / "nyt").unusable
    assert name == "small"
    assert "edited or swapped" in reason
