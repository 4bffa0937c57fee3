"""Random and mutated files under every ending: read, or refused with a message; never an exception, never a hang."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import cast

import pyarrow
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classifier.errors import InputError, KlagepunktError
from classifier.ingest import open_letters, read_labelled
from classifier.ingest.letters import FORMATS
from classifier.records import Letter, Skipped
from classifier.taxonomy import read_taxonomy
from tests.ingest.conftest import write_json_lines, write_parquet, write_xlsx

TAXONOMY = read_taxonomy()
PACKED = [f"{ending}{packed}" for ending in (".csv", ".jsonl", ".tsv") for packed in ("", ".gz", ".zst")]
BASIC = (*PACKED, ".parquet", ".txt", ".xlsx")
ROWS = [{"id": str(number), "text": "Jeg klager over »sagen« på " + "x" * number} for number in range(30)]


@cache
def sound(ending: str, folder: Path) -> bytes:
    """Return a sound file of an ending."""
    if ending == ".xlsx":
        path = write_xlsx(folder / "a.xlsx", [["id", "text"], *[[row["id"], row["text"]] for row in ROWS]])
    elif ending == ".parquet":
        path = write_parquet(folder / "a.parquet", {key: [row[key] for row in ROWS] for key in ("id", "text")})
    elif ending.startswith(".jsonl"):
        path = write_json_lines(folder / "a.jsonl", ROWS)
    else:
        path = folder / "a.csv"
        path.write_text(
            "".join(f'{row["id"]};"{row["text"]}"\n' for row in [{"id": "id", "text": "text"}, *ROWS]), "utf-8"
        )
    data = path.read_bytes()
    if ending.endswith(".gz"):
        import gzip

        return gzip.compress(data)
    if ending.endswith(".zst"):
        return cast(bytes, pyarrow.compress(data, codec="zstd", asbytes=True))
    return data


def read_all(path: Path) -> list[Letter | Skipped]:
    try:
        return list(open_letters([path]))
    except InputError:
        return list(open_letters([path.parent]))


@pytest.mark.parametrize("ending", BASIC)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=3_000))
def test_random_bytes(tmp_path: Path, ending: str, data: bytes) -> None:
    """Random bytes are letters, nothing, or named."""
    path = tmp_path / f"brev{ending}"
    path.write_bytes(data)
    assert all(isinstance(item, Letter | Skipped) for item in read_all(path))


@pytest.mark.parametrize("ending", BASIC)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1), piece=st.binary(max_size=30), cut=st.integers(0, 60))
def test_mutated_files(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, ending: str, place: float, piece: bytes, cut: int
) -> None:
    """A sound file with some bytes replaced or cut out gives letters, or says what is the matter."""
    data = sound(ending, Path(tmp_path_factory.getbasetemp()))
    start = int(place * len(data))
    path = tmp_path / f"brev{ending}"
    path.write_bytes(data[:start] + piece + data[start + cut :])
    assert read_all(path)


NAMES = st.sampled_from(["id", "text", "ID", "Emne", "modtaget", "complaint_no", "writer", ""]) | st.text()
PLAIN = st.none() | st.booleans() | st.floats() | st.integers() | st.text()
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(NAMES, inner), max_leaves=8)


@given(lines=st.lists(st.binary(max_size=60) | VALUES.map(lambda value: json.dumps(value).encode()), max_size=8))
@settings(max_examples=200, deadline=None)
def test_lines_on_standard_input(lines: list[bytes]) -> None:
    """Every line of standard input that is not blank becomes a letter or is named."""
    items = list(open_letters(["-"], io.BytesIO(b"\n".join(line.replace(b"\n", b"") for line in lines))))
    letters = [item for item in items if isinstance(item, Letter)]
    assert len({letter.id for letter in letters}) == len(letters)
    for letter in letters:
        json.dumps([letter.id, letter.text, letter.subject, dict(letter.extra)], ensure_ascii=False).encode("utf-8")


EVIDENCE = st.dictionaries(st.sampled_from(["begrundelse", "x"]), PLAIN | st.lists(st.text(max_size=3)))
LABELS = st.sampled_from(["id", "text", "kind", "area", "unit", "points", "evidence"])


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(row=st.dictionaries(LABELS, PLAIN | st.lists(st.text(max_size=5) | st.none()) | EVIDENCE))
def test_labelled_rows(tmp_path: Path, row: dict[str, object]) -> None:
    """Labelled rows of any shape are read or refused with one of our errors."""
    path = write_json_lines(tmp_path / "a.jsonl", [row])
    try:
        found = read_labelled([path], TAXONOMY)
    except KlagepunktError:
        return
    assert len(found) == 1


def test_every_basic_ending_is_tried() -> None:
    """No format is left out of these tests by oversight."""
    tables: list[Callable[..., object]] = [FORMATS[".csv"].read, FORMATS[".txt"].read]
    assert {ending for ending, form in FORMATS.items() if form.read in tables} == set(BASIC)
