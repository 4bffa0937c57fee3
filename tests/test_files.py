"""Outputs are complete or absent, and private."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from classifier.errors import OutputError
from classifier.files import make_private_folder, replacing, swap_folder


def names(folder: Path) -> list[str]:
    """Names in a folder, hidden ones too."""
    return sorted(path.name for path in folder.iterdir())


def test_takes_its_place_when_complete(tmp_path: Path) -> None:
    """The old content stands until then."""
    out = tmp_path / "ud.csv"
    out.write_text("old", encoding="utf-8")
    with replacing(out) as temporary:
        temporary.write_text("new", encoding="utf-8")
        assert out.read_text(encoding="utf-8") == "old"
        assert (temporary.parent, temporary.suffix) == (tmp_path, ".csv")
    assert out.read_text(encoding="utf-8") == "new"
    assert names(tmp_path) == ["ud.csv"]


@pytest.mark.parametrize(
    ("name", "ending"),
    [("Breve 2.1.CSV", ".csv"), ("a.jsonl.gz", ".jsonl.gz"), ("2024.12.31.csv.zst", ".csv.zst"), ("README", "")],
)
def test_the_temporary_file_has_the_same_ending(name: str, ending: str, tmp_path: Path) -> None:
    """That of a table and of its compression, and no other part of the name."""
    with replacing(tmp_path / name) as temporary:
        assert temporary.name.partition(".tmp")[2] == ending


@pytest.mark.parametrize("error", [ValueError("x"), KeyboardInterrupt(), SystemExit(3)], ids=lambda e: type(e).__name__)
def test_whatever_ends_the_block_leaves_the_old_file(error: BaseException, tmp_path: Path) -> None:
    """And nothing half beside it."""
    out = tmp_path / "ud.csv"
    out.write_text("old", encoding="utf-8")

    def write() -> None:
        with replacing(out) as temporary:
            temporary.write_text("half", encoding="utf-8")
            raise error

    with pytest.raises(type(error)):
        write()
    assert out.read_text(encoding="utf-8") == "old"
    assert names(tmp_path) == ["ud.csv"]


def test_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system says so only when the file is flushed."""

    def no_space(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    out = tmp_path / "ud.csv"
    out.write_text("old", encoding="utf-8")
    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(OutputError, match=r"ud\.csv.*No space.*Nothing was changed"), replacing(out) as temporary:
        temporary.write_text("new", encoding="utf-8")
    assert out.read_text(encoding="utf-8") == "old"
    assert names(tmp_path) == ["ud.csv"]


def test_existing_file_needs_force(tmp_path: Path) -> None:
    """Refused before anything is written."""
    out = tmp_path / "ud.csv"
    out.write_text("old", encoding="utf-8")
    with pytest.raises(OutputError, match=r"exists already.*--force"), replacing(out, force=False):
        pytest.fail("the block must not run")
    assert out.read_text(encoding="utf-8") == "old"


def test_missing_folder_is_named(tmp_path: Path) -> None:
    """With the path and what to do."""
    with pytest.raises(OutputError, match=r"no.ud\.csv.*Choose a folder"), replacing(tmp_path / "no" / "ud.csv"):
        pytest.fail("the block must not run")


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_readable_by_the_owner_alone(tmp_path: Path) -> None:
    """Files, folders, and the parents that were missing."""
    with replacing(tmp_path / "ud.csv") as temporary:
        temporary.write_text("x", encoding="utf-8")
    make_private_folder(tmp_path / "a" / "b")
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("ud.csv", "a", "a/b")]
    assert modes == [0o600, 0o700, 0o700]


def test_folder_that_exists_keeps_its_permissions(tmp_path: Path) -> None:
    """It is the owner's business."""
    before = tmp_path.stat().st_mode
    assert make_private_folder(tmp_path) == tmp_path
    assert tmp_path.stat().st_mode == before


def test_folder_in_the_way_of_a_file(tmp_path: Path) -> None:
    """Named with a remedy."""
    (tmp_path / "fil").write_text("", encoding="utf-8")
    for path in (tmp_path / "fil", tmp_path / "fil" / "under"):
        with pytest.raises(OutputError, match=r"fil.*Choose another"):
            make_private_folder(path)


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """A new folder, and the one whose place it is to take."""
    for name in ("new", "old"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "content").write_text(name, encoding="utf-8")
    return tmp_path / "new", tmp_path / "old"


@pytest.mark.parametrize("exists", [True, False])
def test_a_folder_takes_its_place(exists: bool, folders: tuple[Path, Path]) -> None:
    """Whether something is there or not; nothing is left beside it."""
    new, target = folders
    if not exists:
        target = target.with_name("none")
    swap_folder(new, target, prefix=".aside.")
    assert (target / "content").read_text(encoding="utf-8") == "new"
    assert names(target.parent) == (["old"] if exists else ["none", "old"])


def hold(held: Callable[[Path], bool], error: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let moving some paths fail."""
    replace = Path.replace

    def move(path: Path, target: Path) -> Path:
        if held(path):
            raise error
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", move)


@pytest.mark.parametrize("held", ["old", "new"])
def test_the_old_folder_is_back(held: str, folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether it is itself held by another program, or the new one is."""
    new, target = folders
    hold(lambda path: path == (target if held == "old" else new), PermissionError("held"), monkeypatch)
    with pytest.raises(PermissionError, match="held"):
        swap_folder(new, target, prefix=".aside.")
    assert (target / "content").read_text(encoding="utf-8") == "old"
    assert names(target.parent) == ["new", "old"]


@pytest.mark.parametrize("error", [PermissionError(), KeyboardInterrupt()], ids=lambda error: type(error).__name__)
def test_an_old_folder_that_cannot_come_back_is_kept(
    error: BaseException, folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is never deleted while nothing stands in its place."""
    new, target = folders
    hold(lambda path: path != target, error, monkeypatch)
    with pytest.raises(type(error)):
        swap_folder(new, target, prefix=".aside.")
    (kept,) = target.parent.glob(".aside.*/old/content")
    assert kept.read_text(encoding="utf-8") == "old"
