"""Which files a path holds."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from classifier.errors import InputError
from classifier.files import ending_of
from classifier.ingest.sources import Source, find_sources
from classifier.records import Skipped

ENDINGS = (".txt", ".csv")


def shown(paths: list[str | Path]) -> list[str]:
    return [item.shown if isinstance(item, Source) else f"{item.source}!" for item in find_sources(paths, ENDINGS)]


def make(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()


@pytest.mark.parametrize(
    ("name", "ending"),
    [("a.CSV", ".csv"), ("a.b.txt", ".txt"), ("a.csv.gz", ".csv.gz"), ("Makefile", ""), (".txt", "")],
)
def test_ending(name: str, ending: str) -> None:
    """The ending is lower-case and holds that of the compression."""
    assert ending_of(Path(name)) == ending


def test_folder_is_searched_in_order_of_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders and files come in one order of names; sources are shown as reached from the path given."""
    make(tmp_path, "ind/b.txt", "ind/a/z.txt", "ind/a/y.csv", "ind/c.txt", "d.txt")
    monkeypatch.chdir(tmp_path)
    assert shown(["d.txt", "ind"]) == ["d.txt", "ind/a/y.csv", "ind/a/z.txt", "ind/b.txt", "ind/c.txt"]
    assert shown(["."])[0] == "d.txt"


def test_unknown_ending_in_a_folder_is_skipped_and_named(tmp_path: Path) -> None:
    """Inside a folder an unknown ending is a failure that is named; the rest is read."""
    make(tmp_path, "a.xyz", "b.txt", "uden")
    found = find_sources([tmp_path], ENDINGS)
    failed = [item for item in found if isinstance(item, Skipped)]
    assert [(Path(item.source).name, item.failed) for item in failed] == [("a.xyz", True), ("uden", True)]
    assert len(found) == 3


def test_litter_of_systems_is_left_out_without_failure(tmp_path: Path) -> None:
    """What Windows, macOS and Office leave in a folder is named, but nothing failed."""
    make(tmp_path, "Thumbs.db", ".DS_Store", "~$breve.csv", ".ud.k3j.tmp.csv")
    found = find_sources([tmp_path], ENDINGS)
    assert len(found) == 4
    assert not any(isinstance(item, Source) or item.failed for item in found)


@pytest.mark.parametrize("name", ["findes-ikke.txt", "mappe/brev.txt", "nul\x00.txt"])
def test_missing_path(tmp_path: Path, name: str) -> None:
    """A path that does not exist is an error of the command line."""
    with pytest.raises(InputError, match=r"does not exist|cannot be reached"):
        find_sources([tmp_path / name], ENDINGS)


@pytest.mark.parametrize(
    ("name", "remedy"), [("a.xyz", "Readable are"), ("a.xls", "Save it as .xlsx"), ("a", "Readable")]
)
def test_unknown_ending_named_directly(tmp_path: Path, name: str, remedy: str) -> None:
    """An unknown ending on the command line is an error that says what to do."""
    make(tmp_path, name)
    with pytest.raises(InputError, match=remedy):
        find_sources([tmp_path / name], ENDINGS)


@pytest.mark.skipif(os.name == "nt", reason="making links needs a privilege on Windows")
def test_links(tmp_path: Path) -> None:
    """Loops end, a folder reached twice is read once, a link that leads nowhere is named."""
    make(tmp_path, "a/b/brev.txt")
    (tmp_path / "a/b/rundt").symlink_to(tmp_path / "a", target_is_directory=True)
    (tmp_path / "a/igen").symlink_to(tmp_path / "a/b", target_is_directory=True)
    (tmp_path / "a/intet.txt").symlink_to(tmp_path / "væk.txt")
    (tmp_path / "a/selv.txt").symlink_to(tmp_path / "a/selv.txt")
    names = [Path(name).name for name in shown([tmp_path / "a"])]
    assert names == ["brev.txt", "intet.txt!", "selv.txt!"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on Windows")
def test_pipe_does_not_hang(tmp_path: Path) -> None:
    """A named pipe in a folder is named, on the command line an error; neither waits for a writer."""
    os.mkfifo(tmp_path / "rør.txt")
    assert shown([tmp_path])[0].endswith("rør.txt!")
    with pytest.raises(InputError, match="neither a file nor a folder"):
        find_sources([tmp_path / "rør.txt"], ENDINGS)


def test_ids_of_files(tmp_path: Path) -> None:
    """A file's id is its name; where two share it, its path in the folder, then the path as given."""
    make(tmp_path, "x/a.txt", "x/b.txt", "x/sub/b.txt", "y/b.txt")
    found = find_sources([tmp_path / "x", tmp_path / "y"], ENDINGS)
    ids = [item.id for item in found if isinstance(item, Source)]
    root = tmp_path.as_posix()
    assert ids == ["a", f"{root}/x/b", "sub/b", f"{root}/y/b"]
