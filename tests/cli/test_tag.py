"""``klagepunkt tag``: every case of the contract."""

from __future__ import annotations

import csv
import errno
import json
import os
import re
from pathlib import Path

import pytest

from tests.cli.conftest import LETTER, RUBBISH, Run, content, read_rows, write_rows


def test_a_row_a_letter(run: Run, folder: Path) -> None:
    """Points, evidence cut from the letter, the model, and one closing line that counts."""
    done = run("tag", "god.txt", "-o", "ud.jsonl")
    assert done.code == 0, done.err
    (row,) = read_rows(folder / "ud.jsonl")
    assert row["id"] == "god"
    assert row["points"] == ["sagsbehandlingstid", "venlig-optraeden"]
    assert row["groups"] == ["Forvaltningsskik"]
    assert row["evidence"]["venlig-optraeden"] == ["Hun lo hånligt ad mig."]
    assert re.fullmatch(r"small@[0-9a-f]{12}", row["model"])
    assert re.search(r"^1 tagged, 0 skipped or renamed, \d left to a person \(small@[0-9a-f]{12}\)\.$", done.err, re.M)
    assert done.out == ""


def test_any_mix_of_paths(run: Run, folder: Path) -> None:
    """Files, tables, folders searched recursively, in the order given."""
    (folder / "breve" / "maj").mkdir(parents=True)
    (folder / "breve" / "maj" / "b.txt").write_text(LETTER, encoding="utf-8")
    write_rows(folder / "breve" / "a.jsonl", {"id": "1", "text": LETTER, "case_no": "24/7", "points": ["tilsyn"]})
    (folder / "t.csv").write_bytes("id;text;kanal\r\næ;Ingen svarede på brevet.;mail\r\n".encode("cp1252"))
    done = run("tag", "t.csv", "breve", "god.txt", "-o", "ud.jsonl")
    assert done.code == 0, done.err
    rows = read_rows(folder / "ud.jsonl")
    assert [row["id"] for row in rows] == ["æ", "1", "b", "god"]
    assert (rows[0]["kanal"], rows[1]["case_no"]) == ("mail", "24/7")
    assert rows[1]["points"] == rows[3]["points"], "tag never looks at label columns"


def test_standard_input_and_output(run: Run) -> None:
    """JSON Lines both ways; nothing but rows on standard output."""
    rows = [{"id": "1", "text": LETTER}, {"id": "2", "text": "Hej med jer"}]
    done = run("tag", "-", "-o", "-", stdin="".join(json.dumps(row) + "\n" for row in rows))
    assert done.code == 0, done.err
    assert [json.loads(line)["id"] for line in done.out.splitlines()] == ["1", "2"]


@pytest.mark.parametrize("ending", [".jsonl", ".csv", ".xlsx", ".parquet"])
@pytest.mark.parametrize("name", ["tom.jsonl", "tom.csv", "tom.tsv"])
def test_empty_file_gives_a_valid_empty_output(name: str, ending: str, run: Run, folder: Path) -> None:
    """Exit code 0; the output can be read again."""
    (folder / name).write_text("", encoding="utf-8")
    assert run("tag", name, "-o", f"ud{ending}").code == 0
    again = run("tag", f"ud{ending}", "-o", "igen.jsonl")
    assert (folder / "igen.jsonl").exists() == (again.code == 0)


@pytest.mark.parametrize("text", ["", "  \n ", "I have written to you twice and nobody has answered me so far."])
def test_letter_that_a_person_must_read(text: str, run: Run, folder: Path) -> None:
    """Empty or not in Danish: a row that says so, exit code 0."""
    write_rows(folder / "ind.jsonl", {"id": "1", "text": text})
    assert run("tag", "ind.jsonl", "-o", "ud.jsonl").code == 0
    (row,) = read_rows(folder / "ud.jsonl")
    assert row["needs_review"]


def test_duplicate_id_keeps_both(run: Run, folder: Path) -> None:
    """Named, the second as id#2, exit code 1."""
    write_rows(folder / "to.jsonl", *[{"id": "1", "text": LETTER}] * 3)
    done = run("tag", "to.jsonl", "-o", "ud.jsonl")
    assert done.code == 1
    assert [row["id"] for row in read_rows(folder / "ud.jsonl")] == ["1", "1#2", "1#3"]
    assert "to.jsonl#2: duplicate id 1, kept as 1#2" in done.err
    assert "3 tagged, 2 skipped or renamed" in done.err


def test_unreadable_file_among_good_ones(run: Run, folder: Path) -> None:
    """Each named with its reason, the rest done, exit code 1."""
    (folder / "rod.txt").write_bytes(RUBBISH)
    (folder / "zz.jsonl").write_text('{"id": "1"\n{"id": "2", "text": "Ingen svarede."}\n', encoding="utf-8")
    (folder / "kol.csv").write_text("navn;alder\nx;3\n", encoding="utf-8")
    (folder / "billede.png").write_bytes(b"\x89PNG")
    (folder / "brudt.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    done = run("tag", ".", "-o", "../ud.jsonl")
    assert done.code == 1
    for name in ("rod.txt: ", "zz.jsonl#1: ", "kol.csv: ", "billede.png: ", "brudt.xlsx: "):
        assert name in done.err
    assert [row["id"] for row in read_rows(folder.parent / "ud.jsonl")] == ["god", "2"]


@pytest.mark.parametrize("ending", [".jsonl", ".csv", ".xlsx", ".parquet"])
def test_rubbish_alone(ending: str, run: Run, folder: Path) -> None:
    """A valid empty output, exit code 1."""
    (folder / "rod.txt").write_bytes(RUBBISH)
    done = run("tag", "rod.txt", "-o", f"ud{ending}")
    assert done.code == 1
    assert "0 tagged, 1 skipped" in done.err
    assert (folder / f"ud{ending}").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("tag", "missing.txt", "-o", "ud.jsonl"), "missing.txt: It does not exist"),
        (("tag", "god.txt", "missing", "-o", "ud.jsonl"), "missing: It does not exist"),
        (("tag", "god.txt", "-o", "ud.docx"), "ud.docx: The ending '.docx' is not known"),
        (("tag", "god.txt", "-o", "ud"), "ud: "),
        (("tag", "billede.png", "-o", "ud.jsonl"), "billede.png: Its ending '.png' is not known"),
        (
            ("tag", "god.txt", "-o", "gammel.csv"),
            "gammel.csv: The output exists already. Choose another name or add --force",
        ),
        (("tag", "god.txt", "-o", "nej/ud.csv"), "folder does not exist"),
        (("tag", "uden.csv", "-o", "ud.jsonl"), "uden.csv: The table has no column id and no column text"),
        (("tag", "god.txt", "-o", "ud.jsonl", "--model", "findes-ikke"), "There is no model 'findes-ikke'"),
        (("tag", "god.txt", "-o", "ud.jsonl", "--model", "."), "There is no model '.'"),
        (("tag", "god.txt", "-o", "ud.jsonl", "--long"), "no long form"),
        (("tag", "god.txt", "-o", "ud.csv", "--csv-dialect", "dansk"), "'dansk' is not known"),
        (("tag", "-", "-", "-o", "ud.jsonl"), "only once"),
        (("tag", "god.txt"), "-o"),
        (("tag", "-o", "ud.jsonl"), "Missing argument 'paths'"),
    ],
    ids=lambda value: " ".join(value[1:]) if isinstance(value, tuple) else "",
)
def test_nothing_done_nothing_written(arguments: tuple[str, ...], message: str, run: Run, folder: Path) -> None:
    """Exit code 2 and a message that names it."""
    (folder / "gammel.csv").write_text("old", encoding="utf-8")
    (folder / "uden.csv").write_text("navn;alder\nx;3\n", encoding="utf-8")
    (folder / "billede.png").write_bytes(b"\x89PNG")
    before = content(folder)
    done = run(*arguments)
    assert done.code == 2, done.err
    assert message in done.err
    assert done.out == ""
    assert content(folder) == before


def test_force_replaces(run: Run, folder: Path) -> None:
    """Once the new output is complete."""
    (folder / "ud.jsonl").write_text("old", encoding="utf-8")
    assert run("tag", "god.txt", "-o", "ud.jsonl", "--force").code == 0
    assert len(read_rows(folder / "ud.jsonl")) == 1


def test_full_disk_leaves_the_old_output(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 2, a message, and no half file beside it."""

    def no_space(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    (folder / "ud.csv").write_text("old", encoding="utf-8")
    before = content(folder)
    monkeypatch.setattr(os, "fsync", no_space)
    done = run("tag", "god.txt", "-o", "ud.csv", "--force")
    assert done.code == 2
    assert "ud.csv" in done.err
    assert "No space left" in done.err
    assert content(folder) == before


def test_interrupted_leaves_nothing(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C is neither 0, 1 nor 2."""

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    before = content(folder)
    monkeypatch.setattr("classifier.bulk.work.row_of", interrupt)
    assert run("tag", "god.txt", "-o", "ud.csv").code == 130
    assert content(folder) == before


def test_csv_is_excel_danish(run: Run, folder: Path) -> None:
    """Semicolon, mark, decimal comma; another dialect by option or by the setting."""
    assert run("tag", "god.txt", "-o", "ud.csv").code == 0
    written = (folder / "ud.csv").read_text(encoding="utf-8")
    assert written.startswith("\ufeff")
    (row,) = csv.DictReader(written.removeprefix("\ufeff").splitlines(), delimiter=";")
    assert row["points"] == "sagsbehandlingstid; venlig-optraeden"
    assert re.fullmatch(r"0,\d+", row["score:sagsbehandlingstid"])
    assert run("tag", "god.txt", "-o", "rfc.csv", "--csv-dialect", "rfc").code == 0
    assert (folder / "rfc.csv").read_text(encoding="utf-8").startswith("id,received,")


def test_long_has_a_row_a_point(run: Run, folder: Path) -> None:
    """With the point's name and group."""
    assert run("tag", "god.txt", "-o", "ud.csv", "--long").code == 0
    rows = list(csv.DictReader((folder / "ud.csv").read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert [(row["id"], row["point"], row["group"]) for row in rows] == [
        ("god", "sagsbehandlingstid", "Forvaltningsskik"),
        ("god", "venlig-optraeden", "Forvaltningsskik"),
    ]


def test_masked_evidence(run: Run, folder: Path) -> None:
    """As the citizen wrote it, or with names masked."""
    (folder / "navn.txt").write_text("Ingen har svaret mig siden marts, heller ikke Birthe Tolstrup.", encoding="utf-8")
    for option, words in (((), "Birthe Tolstrup"), (("--masked",), "[NAVN]")):
        assert run("tag", "navn.txt", "-o", "ud.jsonl", "--force", *option).code == 0
        (row,) = read_rows(folder / "ud.jsonl")
        assert words in row["evidence"]["sagsbehandlingstid"][0]


def test_one_byte_of_the_model_changed(run: Run, folder: Path, own_home: Path) -> None:
    """Exit code 2, the file named, nothing written."""
    path = own_home / "models" / "small" / "arrays.npz"
    damaged = bytearray(path.read_bytes())
    damaged[-30] ^= 1
    path.write_bytes(damaged)
    before = content(folder)
    for options in (("--home", str(own_home)), ("--model", str(path.parent))):
        done = run("tag", "god.txt", "-o", "ud.jsonl", *options)
        assert done.code == 2
        assert "arrays.npz: The file is not the one that was saved" in done.err
    assert content(folder) == before


def test_model_by_folder(run: Run, folder: Path, own_home: Path) -> None:
    """Checked for its own consistency."""
    done = run("tag", "god.txt", "-o", "-", "--model", str(own_home / "models" / "small"), "--home", "andet-hjem")
    assert done.code == 0, done.err
    assert json.loads(done.out)["model"].startswith("small@")
    assert not (folder / "andet-hjem").exists(), "tagging leaves nothing in the home"


def test_errors_hold_nothing_of_a_letter(run: Run, folder: Path) -> None:
    """Nor of a row that cannot be read."""
    (folder / "ind.jsonl").write_text(
        '{"id": "1", "text": "Hej"}\n{"id": "1", "text": "Min søn har autisme", broken\n{"text": "Hun har kræft"}\n',
        encoding="utf-8",
    )
    (folder / "ind2.csv").write_text('id;text\n1;"Min far drikker\n2;og er syg', encoding="utf-8")
    done = run("tag", "ind.jsonl", "ind2.csv", "-o", "ud.jsonl")
    assert done.code == 1
    for word in ("autisme", "kræft", "drikker"):
        assert word not in done.err


def test_what_the_format_cannot_hold_is_said(run: Run, folder: Path) -> None:
    """Excel keeps 32,767 characters a cell."""
    write_rows(folder / "ind.jsonl", {"id": "1", "text": LETTER, "note": "x" * 40_000})
    done = run("tag", "ind.jsonl", "-o", "ud.xlsx")
    assert done.code == 0
    assert "1 cells were cut" in done.err


def test_file_names_cannot_steer_the_terminal(run: Run, folder: Path) -> None:
    """Control characters are blanked in every message."""
    try:
        (folder / "a\x1b[2Jb.png").write_bytes(b"x")
    except OSError:
        pytest.skip("this file system allows no such name")
    done = run("tag", ".", "-o", "../ud.jsonl")
    assert done.code == 1
    assert "\x1b" not in done.err
    assert "a [2Jb.png" in done.err
