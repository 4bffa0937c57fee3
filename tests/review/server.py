"""The review page as a process of its own, as its users start it."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Served:
    """A running page."""

    process: subprocess.Popen[str]
    start: str

    @property
    def address(self) -> str:
        """Without the secret."""
        return self.start.partition("start?")[0]


@contextlib.contextmanager
def serving(home: Path, *arguments: str) -> Iterator[Served]:
    """Start the page on a free port; stop it at the end, if it still runs."""
    process = subprocess.Popen(
        [sys.executable, "-m", "classifier", "review", "--no-browser", "--port", "0", *arguments],
        cwd=ROOT,
        env={**os.environ, "KLAGEPUNKT_HOME": str(home)},
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stderr is not None
    try:
        line = process.stderr.readline()
        assert line.startswith("Review page: "), line + process.stderr.read()
        yield Served(process, line.removeprefix("Review page: ").strip())
    finally:
        process.terminate()
        process.wait(timeout=30)
        process.stderr.close()
