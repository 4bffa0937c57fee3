"""Rows out: every format, complete or absent, and safe to open in a spreadsheet. All letters are invented."""

from __future__ import annotations

import csv
import errno
import gzip
import io
import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any, cast

import pyarrow
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classifier.errors import OutputError
from classifier.ingest import open_letters
from classifier.output import ENDINGS, check_output, open_writer
from classifier.output import workbook as workbook_module
from classifier.output.columns import flatten
from classifier.output.compressed import open_written
from classifier.records import Letter
from classifier.taxonomy import read_taxonomy

TAXONOMY = read_taxonomy()
TABLES = [ending for ending in ENDINGS if ending != ".jsonl"]


def tagged(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"b{number}", "received": "2024-03-01", "kind": "klage", "area": "SS", "unit": "",
        "points": ["sagsbehandlingstid", "begrundelse"], "groups": ["Forvaltningsskik", "Forvaltningsloven"],
        "scores": {point: round(index / 100, 2) for index, point in enumerate(TAXONOMY.point_ids)},
        "evidence": {"sagsbehandlingstid": ["Et halvt år!", "Stadig intet."], "begrundelse": ["Hvorfor?"]},
        "needs_review": True, "review_reasons": ["tvivl om type", "kort"],
        "hints": [{"kind": "acute", "reason": "frist", "passage": "på fredag"}],
        "thread": "", "citizen": "k1", "complaint_no": None, "writer": "self", "model": "start@abc", "case_no": "24/17",
    } | changes  # fmt: skip


def letter(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"b{number}", "source": "ind.mbox#7", "received": "2024-03-01", "sender": "k", "thread": "",
        "subject": "Emne",
        "text": "Kære [NAVN]", "removed": [{"kind": "quote", "rule": "outlook", "characters": 3, "text": "Fra"}],
        "masked": {"CPR": 1, "NAVN": 2}, "attachments": [{"name": "a.pdf", "read": False, "reason": "scannet"}],
        "hints": [], "citizen": "k", "complaint_no": 2, "writer": "note",
    } | changes  # fmt: skip


def write(out: Path, content: list[dict[str, Any]], **options: Any) -> Path:
    with open_writer(out, **{"taxonomy": TAXONOMY, **options}) as writer:
        for row in content:
            writer.write(row)
    return out


def csv_rows(path: Path, delimiter: str = ";") -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def sheet_rows(path: Path, sheet: str = "Breve") -> list[tuple[Any, ...]]:
    from openpyxl import load_workbook

    book = load_workbook(path)
    rows = [tuple(cell.value for cell in row) for row in book[sheet].iter_rows()]
    book.close()
    return rows


def parquet_rows(path: Path) -> list[dict[str, Any]]:
    from pyarrow import parquet

    return cast(list[dict[str, Any]], parquet.read_table(path).to_pylist())


@pytest.mark.parametrize("packed", [".gz", ".zst"])
@pytest.mark.parametrize("ending", [".jsonl", ".csv"])
def test_compressed(ending: str, packed: str, tmp_path: Path) -> None:
    """The same content, the same bytes each time, and it can be read again."""
    content = [tagged(number) | {"text": "Hej"} for number in range(3)]
    plain = write(tmp_path / f"ud{ending}", content)
    out = write(tmp_path / f"ud{ending}{packed}", content)
    again = write(tmp_path / f"igen{ending}{packed}", content)
    assert out.read_bytes() == again.read_bytes()
    unpacked = gzip.decompress(out.read_bytes()) if packed == ".gz" else pyarrow.input_stream(out).read()
    assert unpacked == plain.read_bytes()
    assert [item.id for item in open_letters([out]) if isinstance(item, Letter)] == ["b0", "b1", "b2"]


@pytest.mark.parametrize("name", ["ud.csv.bz2", "ud.jsonl.xz", "ud"])
def test_a_compression_that_is_not_known(name: str, tmp_path: Path) -> None:
    """No file is written that is not what its name says."""
    with pytest.raises(OutputError, match="not known"), open_written(tmp_path / name):
        pytest.fail("the block must not run")
    assert not (tmp_path / name).exists()


def test_json_lines(tmp_path: Path) -> None:
    """Each row is one line, unchanged."""
    rows = [tagged(1), tagged(2, text="a\nb\u2028c")]
    lines = write(tmp_path / "ud.jsonl", rows).read_text(encoding="utf-8").split("\n")
    assert [json.loads(line) for line in lines[:-1]] == rows


def test_standard_output() -> None:
    """``-`` writes JSON Lines in UTF-8 and leaves standard output open."""
    stdout = io.BytesIO()
    with open_writer("-", stdout=stdout) as writer:
        writer.write({"id": "på"})
    assert stdout.getvalue().decode() == '{"id": "på"}\n'


class Gone(io.BytesIO):
    """Standard output that raises an error when it is written."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    def write(self, data: Any, /) -> int:
        """Fail."""
        raise OSError(self.number, os.strerror(self.number))


def write_to(stdout: io.BytesIO) -> None:
    """Write a row."""
    with open_writer("-", stdout=stdout) as writer:
        writer.write({"id": "a"})


def test_closed_standard_output(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that has gone is told apart from an error, also as Windows says it; a full disk is an error of ours."""
    with pytest.raises(BrokenPipeError):
        write_to(Gone(errno.EPIPE))
    with pytest.raises(OutputError, match="No space left"):
        write_to(Gone(errno.ENOSPC))
    if os.name != "nt":
        with pytest.raises(OutputError, match="Invalid argument"):
            write_to(Gone(errno.EINVAL))
    monkeypatch.setattr("classifier.output._GONE", (errno.EPIPE, errno.EINVAL))
    with pytest.raises(BrokenPipeError):
        write_to(Gone(errno.EINVAL))


@pytest.mark.parametrize("number", [errno.EINVAL, errno.EIO])
def test_errors_of_other_files_are_none_of_standard_output(number: int) -> None:
    """They come out as they are."""

    def read() -> None:
        with open_writer("-", stdout=io.BytesIO()):
            raise OSError(number, "of a file that is read")

    with pytest.raises(OSError, match="of a file that is read") as raised:
        read()
    assert type(raised.value) is OSError


def test_wide_csv(tmp_path: Path) -> None:
    """A row a letter; points joined; a score column a point in the label book's order; other columns last."""
    path = write(tmp_path / "ud.csv", [tagged(1), tagged(2, points=[], evidence={}, channel="mail")])
    assert path.read_bytes().startswith(b"\xef\xbb\xbfid;received;kind;area;unit;points;groups;evidence;needs_review;")
    assert b"\r\n" in path.read_bytes()
    first, second = csv_rows(path)
    assert first["points"] == "sagsbehandlingstid; begrundelse"
    assert first["groups"] == "Forvaltningsskik; Forvaltningsloven"
    assert first["evidence"].splitlines()[1] == "sagsbehandlingstid: Stadig intet."
    assert (first["needs_review"], first["complaint_no"], first["review_reasons"]) == (
        "true",
        "",
        "tvivl om type; kort",
    )
    assert first["hints"] == "acute | frist | på fredag"
    scores = [name for name in first if name.startswith("score:")]
    assert scores == [f"score:{point}" for point in TAXONOMY.point_ids]
    assert first[scores[7]] == "0,07"
    assert list(first)[-2:] == ["case_no", "channel"]
    assert (first["channel"], second["channel"], second["points"]) == ("", "mail", "")


@pytest.mark.parametrize(
    ("dialect", "start", "number"),
    [("excel-da", "\ufeffid;", "0,07"), ("excel", "\ufeffid,", "0.07"), ("rfc", "id,", "0.07")],
)
def test_csv_dialects(tmp_path: Path, dialect: str, start: str, number: str) -> None:
    """Delimiter, decimal sign and mark follow the dialect."""
    path = write(tmp_path / "ud.csv", [tagged(1)], csv_dialect=dialect)
    text = path.read_text(encoding="utf-8")
    assert text.startswith(start)
    assert number in text


def test_unknown_dialect(tmp_path: Path) -> None:
    """A dialect that is not known is an error before anything is read."""
    with pytest.raises(OutputError, match=r"'tysk' is not known.*excel-da"):
        open_writer(tmp_path / "ud.csv", csv_dialect="tysk")


@pytest.mark.parametrize("ending", TABLES)
def test_long(tmp_path: Path, ending: str) -> None:
    """A row a letter and point with its name, group, score and evidence; a letter without points keeps one row."""
    path = write(tmp_path / f"ud{ending}", [tagged(1), tagged(2, points=[], evidence={})], long=True)
    if ending == ".xlsx":
        header, *lines = sheet_rows(path)
        rows = [dict(zip(header, line, strict=True)) for line in lines]
    else:
        rows = cast(list[dict[str, Any]], csv_rows(path) if ending == ".csv" else parquet_rows(path))
    assert [(row["id"], row["point"] or "") for row in rows] == [
        ("b1", "sagsbehandlingstid"), ("b1", "begrundelse"), ("b2", ""),
    ]  # fmt: skip
    assert rows[0]["point_name"] == TAXONOMY.point("sagsbehandlingstid").name
    assert rows[1]["group"] == TAXONOMY.groups_of(["begrundelse"])[0]
    assert str(rows[0]["score"]).replace(",", ".") == "0.01"
    assert rows[0]["evidence"] == "Et halvt år!\nStadig intet."
    assert (rows[2]["case_no"], "points" in rows[0], "scores" in rows[0]) == ("24/17", False, False)


@pytest.mark.parametrize("out", ["ud.jsonl", "-"])
def test_long_is_for_tables(out: str) -> None:
    """JSON Lines have one form only."""
    with pytest.raises(OutputError, match="no long form"):
        open_writer(out, long=True)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_formulas_are_escaped(tmp_path: Path, start: str, ending: str) -> None:
    """No cell or header that a letter or a column's name fills begins as a formula; numbers of ours stay numbers."""
    hostile = start + "cmd|' /C calc'!A0"
    row = tagged(1, id=hostile, evidence={}, **{hostile: hostile}) | {"scores": {TAXONOMY.point_ids[0]: -0.5}}
    path = write(tmp_path / f"ud{ending}", [row])
    if ending == ".xlsx":
        header, line = sheet_rows(path)
        values = dict(zip(header, line, strict=True))
        assert values[f"score:{TAXONOMY.point_ids[0]}"] == -0.5
    else:
        (values,) = csv_rows(path)
        assert values[f"score:{TAXONOMY.point_ids[0]}"] == "-0,5"
    texts = [text for pair in values.items() for text in pair if isinstance(text, str) and "calc" in text]
    assert len(texts) == 3
    assert all(text.startswith("'") for text in texts)


def test_workbook(tmp_path: Path) -> None:
    """Frozen header, filter over all rows, coloured scores, and a sheet that explains every column."""
    from openpyxl import load_workbook

    path = write(tmp_path / "ud.xlsx", [tagged(1), tagged(2)])
    book = load_workbook(path)
    sheet = book["Breve"]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == sheet.dimensions
    assert sheet.max_row == 3
    assert [str(area.sqref) for area in sheet.conditional_formatting] == ["Q2:AW3"]
    assert sheet["A1"].font.bold
    header = [cell.value for cell in sheet[1]]
    guide = {row[0].value: row[1].value for row in book["Forklaring"].iter_rows(min_row=2)}
    assert list(guide) == header
    assert all(guide.values())
    assert TAXONOMY.points[0].name in guide[f"score:{TAXONOMY.point_ids[0]}"]
    values = dict(zip(header, [cell.value for cell in sheet[2]], strict=True))
    assert (values["needs_review"], values["score:betjening"]) == (True, 0.03)
    book.close()


def test_workbook_holds_what_excel_can(tmp_path: Path) -> None:
    """Long cells are cut with a mark and counted, pairs stay whole, control characters survive as escapes."""
    long = "😀" * 20_000
    rows = [letter(1, text=long), letter(2, text="a\x0bb\x01 _x0041_ \ufffe\r\n"), letter(3, text="x" * 32_767)]
    with open_writer(tmp_path / "ud.xlsx", rows="letters") as writer:
        for row in rows:
            writer.write(row)
    assert writer.notes == ["1 cells were cut to the 32,767 characters that Excel keeps."]
    found = [item.text for item in open_letters([tmp_path / "ud.xlsx"]) if isinstance(item, Letter)]
    assert found[0].endswith("(teksten er forkortet)")
    assert len(found[0].encode("utf-16-le")) // 2 <= 32_767
    assert set(found[0][:16_000]) == {"😀"}
    assert found[1:] == ["a\x0bb\x01 _x0041_ \ufffd\r\n", "x" * 32_767]


def test_workbook_goes_on_to_the_next_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """More rows than a sheet holds go on to the next, each with its header and filter; none is lost."""
    monkeypatch.setattr(workbook_module, "MAX_ROWS", 4)
    path = write(tmp_path / "ud.xlsx", [letter(number) for number in range(7)], rows="letters")
    assert [len(sheet_rows(path, sheet)) for sheet in ("Breve", "Breve 2", "Breve 3")] == [4, 4, 2]
    assert [item.id for item in open_letters([path]) if isinstance(item, Letter)] == [
        f"b{number}" for number in range(7)
    ]


def test_parquet(tmp_path: Path) -> None:
    """A fixed schema: lists, maps, and a struct of scores with a field a point in order."""
    from pyarrow import parquet

    path = write(tmp_path / "ud.parquet", [tagged(1), tagged(2, complaint_no=3)])
    first, second = parquet_rows(path)
    assert first["points"] == ["sagsbehandlingstid", "begrundelse"]
    assert list(first["scores"]) == list(TAXONOMY.point_ids)
    assert dict(first["evidence"]) == tagged(1)["evidence"]
    assert first["hints"] == tagged(1)["hints"]
    assert (first["needs_review"], first["complaint_no"], second["complaint_no"]) == (True, None, 3)
    empty = write(tmp_path / "tom.parquet", [])
    fixed = parquet.read_schema(path)
    assert parquet.read_schema(empty) == fixed.remove(fixed.get_field_index("case_no"))


@pytest.mark.parametrize("ending", TABLES)
def test_masked_letters(tmp_path: Path, ending: str) -> None:
    """The rows of ``letters`` in every table; counts, ledger and attachments keep what they say."""
    path = write(tmp_path / f"ud{ending}", [letter(1)], rows="letters")
    if ending == ".parquet":
        (row,) = parquet_rows(path)
        assert (row["removed"], row["attachments"]) == (letter(1)["removed"], letter(1)["attachments"])
        assert dict(row["masked"]) == {"CPR": 1, "NAVN": 2}
    elif ending == ".csv":
        (row,) = csv_rows(path)
        assert (row["masked"], row["removed"]) == ("CPR: 1; NAVN: 2", "quote | outlook | 3 | Fra")
        assert list(row)[:7] == ["id", "source", "received", "sender", "thread", "subject", "text"]
    (read,) = open_letters([path])
    assert isinstance(read, Letter)
    assert (read.text, read.complaint_no, read.writer) == ("Kære [NAVN]", 2, "note")


@pytest.mark.parametrize("ending", ENDINGS)
def test_no_rows(tmp_path: Path, ending: str) -> None:
    """Output without rows is valid, and a table keeps its header."""
    path = write(tmp_path / f"ud{ending}", [])
    if ending == ".csv":
        assert path.read_text(encoding="utf-8-sig").startswith("id;received;")
    elif ending == ".xlsx":
        assert sheet_rows(path)[0][:2] == ("id", "received")
    elif ending == ".parquet":
        assert parquet_rows(path) == []
    else:
        assert path.read_bytes() == b""


@pytest.mark.parametrize("ending", ENDINGS)
def test_same_rows_same_bytes(tmp_path: Path, ending: str) -> None:
    """The same rows give the same bytes; no time or name gets in."""
    first, second = (write(tmp_path / f"{name}{ending}", [tagged(1), tagged(2)]) for name in "ab")
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize(
    ("name", "message"),
    [("ud.pdf", r"'\.pdf' is not known.*\.jsonl"), ("ud", "'' is not known"), ("væk/ud.csv", "folder does not exist"),
     ("gammel.csv", "exists already.*--force"), ("mappe.csv", "It is a folder")],
)  # fmt: skip
def test_refused_before_anything_is_read(tmp_path: Path, name: str, message: str) -> None:
    """What could not be written in the end is refused by the call itself; nothing is touched."""
    (tmp_path / "gammel.csv").write_text("gammel", encoding="utf-8")
    (tmp_path / "mappe.csv").mkdir()
    with pytest.raises(OutputError, match=message):
        check_output(tmp_path / name)
    with pytest.raises(OutputError, match=message):
        open_writer(tmp_path / name)
    assert (tmp_path / "gammel.csv").read_text(encoding="utf-8") == "gammel"


@pytest.mark.parametrize("ending", ENDINGS)
def test_force_replaces(tmp_path: Path, ending: str) -> None:
    """With force the old file is there until the new one is complete."""
    path = tmp_path / f"ud{ending}"
    path.write_text("gammel", encoding="utf-8")
    with open_writer(path, force=True) as writer:
        writer.write(tagged(1))
        assert path.read_text(encoding="utf-8") == "gammel"
    assert path.read_bytes() != b"gammel"


@pytest.mark.parametrize("ending", ENDINGS)
def test_failure_leaves_nothing(tmp_path: Path, ending: str) -> None:
    """An error half-way leaves the old file and no other."""
    path = tmp_path / f"ud{ending}"
    path.write_text("gammel", encoding="utf-8")

    def fail() -> None:
        with open_writer(path, force=True) as writer:
            writer.write(tagged(1))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert [file.read_text(encoding="utf-8") for file in tmp_path.iterdir()] == ["gammel"]


def run(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), *arguments], capture_output=True, text=True, check=False
    )


@pytest.mark.skipif(os.name == "nt", reason="a limit on file size stands in for a full disk; Windows has none")
@pytest.mark.parametrize("ending", ENDINGS)
def test_full_disk(tmp_path: Path, ending: str) -> None:
    """A full disk is named; the old file is intact and nothing half is left."""
    path = tmp_path / f"ud{ending}"
    path.write_text("gammel", encoding="utf-8")
    code = """
        import random, resource, signal, sys
        from classifier.errors import OutputError
        from classifier.output import open_writer
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        try:
            with open_writer(sys.argv[1], force=True, rows="letters") as writer:
                for number in range(300):
                    writer.write({"id": str(number), "text": random.randbytes(2_000).hex()})
        except OutputError as error:
            print(error)
    """
    done = run(code, str(path))
    assert "Cannot write: File too large" in done.stdout, done.stderr
    assert "Traceback" not in done.stderr
    assert [file.read_text(encoding="utf-8") for file in tmp_path.iterdir()] == ["gammel"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_killed_while_writing(tmp_path: Path, ending: str) -> None:
    """A killed process leaves the old file intact, and no new one under its name."""
    path = tmp_path / f"ud{ending}"
    path.write_text("gammel", encoding="utf-8")
    code = """
        import os, signal, sys
        from classifier.output import open_writer
        with open_writer(sys.argv[1], force=True, rows="letters") as writer:
            for number in range(300):
                writer.write({"id": str(number), "text": "x" * 2_000})
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
    """
    assert run(code, str(path)).returncode != 0
    assert path.read_text(encoding="utf-8") == "gammel"


@pytest.mark.parametrize(
    ("value", "cell"),
    [(None, None), (True, True), (0.5, 0.5), ([], ""), ({}, ""), ({"a": ["x", "y"], "b": []}, "a: x\na: y"),
     ([{"a": 1, "b": "x"}, {"a": 2, "b": None}], "1 | x\n2 | "), ({"a": 1}, "a: 1"), (("a", "b"), "a; b")],
)  # fmt: skip
def test_flatten(value: object, cell: object) -> None:
    """One cell for every type of value."""
    assert flatten(value) == cell


# What a file of text can hold: no surrogates, no control characters but tab and line breaks, no non-characters.
CHARACTERS = st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"], include_characters="\t\n\r;,\"'=+-@_x0D\u2028")
TEXTS = st.text(CHARACTERS, max_size=40)
NAMES = TEXTS.map(str.strip)


@pytest.mark.parametrize(
    ("ending", "dialect"),
    [(".csv", "excel-da"), (".csv", "excel"), (".csv", "rfc"), (".xlsx", ""), (".parquet", ""), (".jsonl", "")],
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    letters=st.lists(
        st.builds(
            Letter,
            id=NAMES.filter(bool),
            text=TEXTS,
            subject=NAMES,
            received=st.dates().map(lambda day: day.isoformat()),
            sender=NAMES,
            thread=NAMES,
            citizen=NAMES,
            complaint_no=st.none() | st.integers(0, 99),
            writer=st.sampled_from(["self", "relative", "representative", "note"]),
            extra=st.fixed_dictionaries({"case_no": TEXTS, "Sags-nr.": TEXTS}),
        ),
        max_size=4,
        unique_by=lambda item: item.id,
    )
)
def test_what_is_written_is_read(tmp_path: Path, ending: str, dialect: str, letters: list[Letter]) -> None:
    """Letters written in any format and read again are the same letters."""
    path = tmp_path / f"ud{ending}"
    fields = ("id", "text", "subject", "received", "sender", "thread", "citizen", "complaint_no", "writer")
    rows = [{**{name: getattr(item, name) for name in fields}, **item.extra} for item in letters]
    write(path, rows, rows="letters", csv_dialect=dialect or "excel-da", force=True)
    found = list(open_letters([path]))
    assert all(isinstance(item, Letter) for item in found)
    for item, expected in zip(cast(list[Letter], found), letters, strict=True):
        assert {name: getattr(item, name) for name in fields} == {name: getattr(expected, name) for name in fields}
        assert {name: text for name, text in item.extra.items() if name != "source"} == dict(expected.extra)
