"""Runs commands as their users do, in this process: what is printed, and the exit code."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from classifier.cli import main

LETTER = "Jeg søgte om en kørestol i marts, og ingen har svaret mig siden. Hun lo hånligt ad mig. Det er jul nu."
RUBBISH = bytes(range(256)) * 20


@dataclass(frozen=True)
class Done:
    """A command that has ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path, own_home: Path) -> Run:
    """Run a command in the folder; its home is a new one in which the small model is active."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("KLAGEPUNKT_HOME", str(own_home))

    def command(*arguments: str, stdin: str = "") -> Done:
        monkeypatch.setattr(sys, "argv", ["klagepunkt", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"))
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err
        return Done(int(ended.value.code or 0), printed.out, printed.err)

    return command


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one good letter."""
    folder = tmp_path / "mappe"
    folder.mkdir()
    (folder / "god.txt").write_text(LETTER, encoding="utf-8")
    return folder


def write_rows(path: Path, *rows: dict[str, Any]) -> Path:
    """Write JSON Lines."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Read JSON Lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def content(folder: Path) -> dict[str, bytes]:
    """Return all that a folder holds, hidden files too."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
