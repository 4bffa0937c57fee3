"""A whole run: order, ids, and files that cannot be read."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from classifier.errors import InputError
from classifier.ingest import open_letters
from classifier.records import Letter, Skipped
from tests.ingest.conftest import LETTER, read, write_json_lines


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_text_file_is_one_letter(tmp_path: Path, newline: str) -> None:
    """A text file's name is its id, and its line breaks are made plain."""
    path = tmp_path / "brev 7.txt"
    path.write_bytes(LETTER.replace("\n", newline).encode("cp1252"))
    assert read(path) == ([Letter(id="brev 7", text=LETTER, source=path.as_posix())], [])


def test_empty_text_file_is_an_empty_letter(tmp_path: Path) -> None:
    """A citizen's empty letter is still a letter."""
    (tmp_path / "a.txt").touch()
    assert [letter.text for letter in read(tmp_path)[0]] == [""]


def test_text_file_beyond_all_measure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file too large for a letter is named and not read into memory."""
    monkeypatch.setattr("classifier.ingest.texts.MAX_BYTES", 10)
    (tmp_path / "a.txt").write_text("x" * 20, encoding="utf-8")
    assert "larger" in read(tmp_path)[1][0].reason


def test_unreadable_file_among_good_ones(tmp_path: Path, forbid: Callable[[Path], None]) -> None:
    """A file without permission is named with its reason, the others are read; so are tables."""
    for name in ("a.txt", "b.txt", "d.txt"):
        (tmp_path / name).write_text("Hej", encoding="utf-8")
    (tmp_path / "c.csv").write_text("id;text\nx;y\n", encoding="utf-8")
    forbid(tmp_path / "b.txt")
    forbid(tmp_path / "c.csv")
    letters, skipped = read(tmp_path, tmp_path / "b.txt", tmp_path / "c.csv")
    assert [letter.id for letter in letters] == ["a", "d"]
    assert {Path(item.source).name for item in skipped} == {"b.txt", "c.csv"}
    assert all(item.failed and "Permission denied" in item.reason for item in skipped)


def test_file_that_vanishes(tmp_path: Path) -> None:
    """A file removed after the run began is named."""
    (tmp_path / "a.txt").touch()
    letters = open_letters([tmp_path])
    (tmp_path / "a.txt").unlink()
    assert isinstance(next(letters), Skipped)


def test_duplicate_ids(tmp_path: Path) -> None:
    """Both rows are kept under ids of their own, and each repetition is named, over all paths of the run."""
    first = write_json_lines(tmp_path / "a.jsonl", [{"id": name, "text": name} for name in ("a", "a", "a#2", "b")])
    second = write_json_lines(tmp_path / "b.jsonl", [{"id": "a", "text": "sidste"}])
    letters, skipped = read(first, second)
    assert [letter.id for letter in letters] == ["a", "a#2", "a#2#2", "b", "a#3"]
    assert letters[-1].text == "sidste"
    assert [item.reason for item in skipped] == [
        "duplicate id a, kept as a#2", "duplicate id a#2, kept as a#2#2", "duplicate id a, kept as a#3",
    ]  # fmt: skip
    assert all(item.failed for item in skipped)
    assert skipped[0].source == f"{first.as_posix()}#2"


def test_order_of_paths_with_standard_input(tmp_path: Path) -> None:
    """Letters come in the order of the paths; files before and after standard input have unique ids together."""
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(folder, encoding="utf-8")
    stdin = io.BytesIO(b'{"id": "s", "text": "-"}\n')
    letters = [item for item in open_letters([tmp_path / "x", "-", tmp_path / "y"], stdin) if isinstance(item, Letter)]
    assert [letter.text for letter in letters] == ["x", "-", "y"]
    assert len({letter.id for letter in letters}) == 3


def test_standard_input_twice() -> None:
    """Standard input can be given once."""
    with pytest.raises(InputError, match="only once"):
        open_letters(["-", "-"], io.BytesIO())


def test_errors_come_before_the_first_letter(tmp_path: Path) -> None:
    """A fault of the command line is raised by the call itself, not by the stream."""
    (tmp_path / "a.txt").write_text("Hej", encoding="utf-8")
    with pytest.raises(InputError, match="does not exist"):
        open_letters([tmp_path / "a.txt", tmp_path / "b.txt"])


@pytest.mark.parametrize("ending", [".csv", ".jsonl"])
def test_memory_is_bounded(tmp_path: Path, ending: str) -> None:
    """Reading 20 MB of letters holds only a few of them at a time."""
    path = tmp_path / f"a{ending}"
    text = "En lang klage over ventetid. " * 350
    with path.open("w", encoding="utf-8") as file:
        file.write("id;text\n" if ending == ".csv" else "")
        for number in range(2_000):
            file.write(f"{number};{text}\n" if ending == ".csv" else f'{{"id": {number}, "text": "{text}"}}\n')
    tracemalloc.start()
    count = sum(isinstance(item, Letter) for item in open_letters([path]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 2_000
    assert peak < 4_000_000
