"""CSV, TSV, JSON Lines, XLSX and Parquet as letters."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import pyarrow
import pytest

from classifier.errors import InputError
from classifier.ingest import open_letters, tables
from classifier.records import Letter, Skipped
from tests.ingest.conftest import LETTER, read, write_json_lines, write_parquet, write_xlsx

QUOTED = LETTER.replace('"', '""')


def csv_of(delimiter: str, newline: str = "\r\n") -> str:
    header = delimiter.join(("Id", "Tekst", "EMNE", "Modtaget dato", "afsender", "sagsnr"))
    row = delimiter.join(("b1", f'"{QUOTED}"', "Støtte", "3/2-2024", "Åse", "7"))
    return f"{header}{newline}{row}{newline}"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"], ids=["semicolon", "comma", "tab", "bar"])
@pytest.mark.parametrize("ending", [".csv", ".tsv"])
def test_csv_as_danes_write_it(tmp_path: Path, encoding: str, delimiter: str, ending: str) -> None:
    """Any delimiter and encoding, quoted line breaks, Danish headers, Danish dates."""
    path = tmp_path / f"breve{ending}"
    path.write_bytes(csv_of(delimiter).encode(encoding))
    (letter,), skipped = read(path)
    assert not skipped
    assert letter == Letter(
        id="b1", text=LETTER, subject="Støtte", received="2024-02-03", sender="Åse", source=f"{path.as_posix()}#2",
        extra={"sagsnr": "7"},
    )  # fmt: skip


def test_excels_own_separator_line(tmp_path: Path) -> None:
    """A first line ``sep=`` names the delimiter and is no header."""
    path = tmp_path / "a.csv"
    path.write_text("sep=,\nid,text\na,Hej; du\n", encoding="utf-8")
    assert [letter.text for letter in read(path)[0]] == ["Hej; du"]


def test_header_name_sniffs_before_count(tmp_path: Path) -> None:
    """Commas in a long header do not win over the semicolon that makes the needed columns."""
    path = tmp_path / "a.csv"
    path.write_text("id;text;bemærkning, intern, kort, fri\na;Hej;x\n", encoding="utf-8")
    assert read(path)[0][0].extra == {"bemærkning, intern, kort, fri": "x"}


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_breaks(tmp_path: Path, newline: str) -> None:
    """Every line break is read; those inside a letter stay as they are."""
    path = tmp_path / "a.csv"
    path.write_bytes(f'id;text{newline}{newline};;{newline}a;"x\r\ny"{newline}'.encode())
    (letter,), skipped = read(path)
    assert (letter.text, letter.source, skipped) == ("x\r\ny", f"{path.as_posix()}#4", [])


def test_huge_cell(tmp_path: Path) -> None:
    """A letter of 200,000 words is one cell like another."""
    text = "klage " * 200_000
    path = tmp_path / "a.csv"
    path.write_text(f"id;text\na;{text}\n", encoding="utf-8")
    assert read(path)[0][0].text == text


def test_cell_beyond_all_measure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cell too long to hold in memory is named with its line; the rows before it are read."""
    monkeypatch.setattr(tables, "MAX_CELL", 100)
    path = tmp_path / "a.csv"
    path.write_text(f"id;text\na;Hej\nb;{'x' * 300}\n", encoding="utf-8")
    letters, (skipped,) = read(path)
    assert [letter.id for letter in letters] == ["a"]
    assert "From line 3 on" in skipped.reason


def test_open_quotation_mark_is_named(tmp_path: Path) -> None:
    """A quotation mark that is never closed swallows no row in silence."""
    path = tmp_path / "a.csv"
    path.write_text('id;text\na;Hej\nb;"aldrig lukket\nc;tabt\n', encoding="utf-8")
    letters, (skipped,) = read(path)
    assert [letter.id for letter in letters] == ["a"]
    assert skipped.source.endswith("#3")
    assert "opened in line 3" in skipped.reason


@pytest.mark.parametrize(
    ("line", "reason"),
    [("a;Hej;du;der", "4 cells"), (";Hej;x", "no id"), ("a;He\x00j;x", "binary")],
    ids=["too many cells", "no id", "zero byte"],
)
def test_faulty_row_is_named_and_the_rest_read(tmp_path: Path, line: str, reason: str) -> None:
    """A faulty row is a failure with its number; rows before and after are read; no text of it is told."""
    path = tmp_path / "a.csv"
    path.write_text(f"id;text;note\nf;før;\n{line}\ne;efter\n", encoding="utf-8")
    letters, (skipped,) = read(path)
    assert [letter.text for letter in letters] == ["før", "efter"]
    assert skipped.source == f"{path.as_posix()}#3"
    assert skipped.failed
    assert reason in skipped.reason
    assert "Hej" not in skipped.reason


def test_labels_are_neither_looked_at_nor_passed_on(tmp_path: Path) -> None:
    """Label columns, in English or Danish, vanish; every other column is passed on in order, as text."""
    row = {
        "id": 7, "document_no": 3.0, "text": None, "kind": "vrøvl", "points": 5, "evidence": [], "scores": {"a": 1},
        "score:aktindsigt": 0.5, "klagepunkter": "x", "År": 2024, "groups": "", "needs_review": True, "model": "m",
        "point_areas": {}, "channel": "mail", "resident": True, "complaint_no": "2", "writer": "pårørende",
        "Citizen": "k1", "thread": "t1", "liste": ["a", "b"],
    }  # fmt: skip
    (letter,), _ = read(write_json_lines(tmp_path / "a.jsonl", [row]))
    assert (letter.id, letter.text, letter.complaint_no, letter.writer) == ("7", "", 2, "relative")
    assert (letter.citizen, letter.thread) == ("k1", "t1")
    assert list(letter.extra.items()) == [
        ("document_no", "3"), ("channel", "mail"), ("resident", "true"), ("liste", "a; b"),
    ]  # fmt: skip


def test_columns_that_share_a_name(tmp_path: Path) -> None:
    """The exact name wins over another name for the field; no other column is lost."""
    path = tmp_path / "a.csv"
    path.write_text("journalnr;tekst;id;text;note;note;\n17;x;a;Hej;1;2;3\n", encoding="utf-8")
    (letter,), _ = read(path)
    assert (letter.id, letter.text) == ("a", "Hej")
    assert letter.extra == {"journalnr": "17", "tekst": "x", "note": "1", "note 6": "2", "column 7": "3"}


def test_json_lines(tmp_path: Path) -> None:
    """Broken lines are named one by one; keys may differ from row to row."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(
        b'\xef\xbb\xbf{"id": 12.0, "text": "H\\u00f8j"}\r\n\n{"id": "b", "text": \n[1]\n{"text": "uden"}\n{"id": "c"}\n'
        + '{"text": "på", "id": "d", "andet": null}\n'.encode("cp1252")
        + b'{"id": "e", "text": "\\ud800"}\n' + b"[" * 100_000 + b"\n"
        + b'{"id": ' + b"1" * 5_000 + b', "text": ""}'
    )  # fmt: skip
    letters, skipped = read(path)
    assert [(letter.id, letter.text) for letter in letters] == [("12", "Høj"), ("d", "på"), ("e", "\ufffd")]
    lines = [item.source.rpartition("#")[2] for item in skipped]
    assert lines == ["3", "4", "5", "6", "9", "10"]
    assert [item.reason for item in skipped[2:4]] == ["The row has no id.", "The row has no text."]


def test_json_lines_of_powershell(tmp_path: Path) -> None:
    """UTF-16 with a mark is read as a stream."""
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "a", "text": "på"}\r\n{"id": "b", "text": "ø"}\r\n', encoding="utf-16")
    assert [letter.text for letter in read(path)[0]] == ["på", "ø"]


def test_json_line_beyond_all_measure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line too long to hold in memory is named; the lines around it are read."""
    monkeypatch.setattr(tables, "MAX_CELL", 100)
    rows = [{"id": "a", "text": ""}, {"id": "b", "text": "x" * 350}, {"id": "c", "text": ""}]
    letters, (skipped,) = read(write_json_lines(tmp_path / "a.jsonl", rows))
    assert [letter.id for letter in letters] == ["a", "c"]
    assert skipped.source.endswith("#2")


@pytest.mark.parametrize("binary", [True, False], ids=["binary", "text"])
def test_standard_input(binary: bool) -> None:
    """Standard input is JSON Lines, whether opened as bytes or as text, and stays open."""
    data = '{"id": "a", "text": "på"}\nrod\n'
    stdin = io.BytesIO(data.encode()) if binary else io.StringIO(data)
    letter, skipped = open_letters(["-"], stdin)
    assert isinstance(letter, Letter)
    assert isinstance(skipped, Skipped)
    assert (letter.text, letter.source, skipped.source) == ("på", "-#1", "-#2")
    assert not stdin.closed


def test_standard_input_is_not_read_ahead() -> None:
    """A letter is given as soon as its line is there."""

    class Pipe(io.BytesIO):
        def readline(self, size: int | None = -1, /) -> bytes:
            line = super().readline(size)
            if not line:
                raise OSError(5, "the other end is silent")
            return line

    letters = open_letters(["-"], Pipe(b'{"id": "a", "text": "x"}\n'))
    assert isinstance(next(letters), Letter)
    assert isinstance(next(letters), Skipped)


def test_xlsx(tmp_path: Path) -> None:
    """Numbers, dates, empty cells, a title above the header, and sheets without letters."""
    rows: list[list[Any]] = [
        ["Breve til ombudsmanden"], [], ["ID", "Tekst", "Modtaget", "sagsnr", None],
        [12, LETTER, datetime(2024, 3, 1), 7.5, None], [None, None, None], ["b", None, "3/2-2024", True],
        [None, "uden id"], ["c", "Hej", None, None, None, "for meget"],
    ]  # fmt: skip
    path = write_xlsx(tmp_path / "a.xlsx", [["Andet"], ["noter"]], rows, [])
    letters, skipped = read(path)
    assert [(letter.id, letter.text, letter.received) for letter in letters] == [
        ("12", LETTER, "2024-03-01"), ("b", "", "2024-02-03"),
    ]  # fmt: skip
    assert letters[0].source == f"{path.as_posix()}#4"
    assert letters[0].extra == {"sagsnr": "7.5"}
    assert [(item.source.rpartition("#")[2], item.failed) for item in skipped] == [
        ("Ark1!", False), ("7", True), ("8", True),
    ]  # fmt: skip


def test_xlsx_with_letters_on_two_sheets(tmp_path: Path) -> None:
    """All sheets with letters are read, and the rows say on which they stand."""
    path = write_xlsx(tmp_path / "a.xlsx", [["id", "text"], ["a", "x"]], [["text", "id"], ["y", "b"]])
    assert [(letter.id, letter.source.rpartition("#")[2]) for letter in read(path)[0]] == [
        ("a", "Ark1!2"),
        ("b", "Ark2!2"),
    ]


def test_xlsx_escapes(tmp_path: Path) -> None:
    """Excel's escapes for characters that XML does not keep are undone."""
    path = write_xlsx(tmp_path / "a.xlsx", [["id", "text"], ["a", "x_x000D_\ny"]])
    assert read(path)[0][0].text == "x\r\ny"


def test_zip_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A workbook that would unpack to more than any table is refused."""
    from classifier.ingest import workbooks

    path = write_xlsx(tmp_path / "a.xlsx", [["id", "text"], ["a", "x" * 30_000]])
    monkeypatch.setattr(workbooks, "MAX_UNPACKED", 10_000)
    assert "unpack" in read(path)[1][0].reason


def test_parquet(tmp_path: Path) -> None:
    """Typed columns become text; rows are counted from 1."""
    import pyarrow

    path = write_parquet(
        tmp_path / "a.parquet",
        {
            "id": [1, 2], "text": [LETTER, None], "received": pyarrow.array([1, None], pyarrow.timestamp("ns")),
            "art": pyarrow.array(["x", "y"]).dictionary_encode(), "points": [["a"], []],
        },
    )  # fmt: skip
    letters, skipped = read(path)
    assert not skipped
    assert [(letter.id, letter.text, letter.received, letter.extra) for letter in letters] == [
        ("1", LETTER, "1970-01-01", {"art": "x"}), ("2", "", "", {"art": "y"}),
    ]  # fmt: skip
    assert letters[1].source == f"{path.as_posix()}#2"


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.compress,
    ".zst": lambda data: cast(bytes, pyarrow.compress(data, codec="zstd", asbytes=True)),
}


@pytest.mark.parametrize("ending", PACKERS)
def test_compressed_table(tmp_path: Path, ending: str) -> None:
    """A compressed table is read, also one of two parts; one cut short is named, the rows before it are kept."""
    rng = random.Random(1)
    lines = [json.dumps({"id": str(n), "text": f"{rng.random()}"}) + "\n" for n in range(20_000)]
    first, second = "".join(lines[:9_000]).encode(), "".join(lines[9_000:]).encode()
    pack = PACKERS[ending]
    whole = tmp_path / f"a.jsonl{ending}"
    whole.write_bytes(pack(first) + pack(second))
    assert len(read(whole)[0]) == 20_000
    cut = tmp_path / f"b.jsonl{ending}"
    cut.write_bytes(pack(first + second)[:-20_000])
    letters, (skipped,) = read(cut)
    assert len(letters) > 10_000
    assert skipped.failed


@pytest.mark.parametrize("ending", PACKERS)
def test_compressed_csv(tmp_path: Path, ending: str) -> None:
    """Its encoding is told from all of it, and then it is read again from its start."""
    rows = "".join(f"{n};Bøn nr. {n}\n" for n in range(60_000))
    path = tmp_path / f"a.csv{ending}"
    path.write_bytes(PACKERS[ending](f"id;text\n{rows}æ;Å\n".encode("cp1252")))
    letters, skipped = read(path)
    assert not skipped
    assert (letters[0].text, letters[-1].id, letters[-1].text) == ("Bøn nr. 0", "æ", "Å")


EMPTY = [".csv", ".tsv", ".jsonl", ".xlsx", ".parquet", ".txt"]


@pytest.mark.parametrize("ending", EMPTY[:-1])
def test_empty_table(tmp_path: Path, ending: str) -> None:
    """An empty file holds no letter and is no fault."""
    path = tmp_path / f"a{ending}"
    path.touch()
    assert read(path) == ([], [])


@pytest.mark.parametrize("content", ["id;text\n", "\ufeff", "\n\n"], ids=["header only", "mark only", "blank lines"])
def test_table_without_rows(tmp_path: Path, content: str) -> None:
    """A table without rows holds no letter and is no fault."""
    path = tmp_path / "a.csv"
    path.write_text(content, encoding="utf-8")
    assert read(path) == ([], [])


def without_text(folder: Path) -> Iterator[Path]:
    path = folder / "a.csv"
    path.write_text("id;brødtekst\na;Hej\n", encoding="utf-8")
    yield path
    yield write_json_lines(folder / "a.jsonl", [{"id": "a"}, {"id": "b"}])
    yield write_json_lines(folder / "b.jsonl", [{}])
    yield write_xlsx(folder / "a.xlsx", [["id", "besked"], ["a", "b"]])
    yield write_parquet(folder / "a.parquet", {"id": ["a"]})


def test_table_without_text(tmp_path: Path) -> None:
    """Named directly it is an error before anything is read; in a folder it is skipped and named."""
    good = tmp_path / "god.csv"
    good.write_text("id;text\na;Hej\n", encoding="utf-8")
    for path in without_text(tmp_path):
        with pytest.raises(InputError, match="no column text") as caught:
            open_letters([good, path])
        assert "Hej" not in str(caught.value)
    letters, skipped = read(tmp_path)
    assert len(letters) == 1
    assert [item.failed for item in skipped] == [True] * 5


@pytest.mark.parametrize("ending", EMPTY)
@pytest.mark.parametrize("rubbish", [bytes(range(256)) * 8, b"%PDF-1.4\n\x00\xff", b"\x89PNG\r\n\x1a\n\x00\x00"])
def test_rubbish_is_named(tmp_path: Path, ending: str, rubbish: bytes) -> None:
    """Binary rubbish under any ending is skipped and named, also when named directly and alone."""
    path = tmp_path / f"a{ending}"
    path.write_bytes(rubbish)
    letters, (skipped,) = read(path)
    assert not letters
    assert (skipped.source, skipped.failed) == (path.as_posix(), True)


def test_field_limit_is_set_for_each_reading(tmp_path: Path) -> None:
    """A smaller limit set by another library does not cut our cells."""
    path = tmp_path / "a.csv"
    path.write_text(f"id;text\na;{'x' * 1_000}\n", encoding="utf-8")
    letters = open_letters([path])
    csv.field_size_limit(10)
    assert isinstance(next(letters), Letter)
