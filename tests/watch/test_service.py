"""Watching as a service: killed and started again."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.watch.conftest import LETTER, mail, rows

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_killed_and_started_again(tmp_path: Path, own_home: Path) -> None:
    """Letters that arrive before, while it runs and after it was killed are there once each."""
    inbox, out = tmp_path / "ind", tmp_path / "ud.jsonl"
    inbox.mkdir()
    (inbox / "1.eml").write_bytes(mail(1))
    command = [sys.executable, "-m", "classifier", "watch", "ind", "-o", "ud.jsonl", "--every", "1"]
    environment = {**os.environ, "KLAGEPUNKT_HOME": str(own_home), "PYTHONPATH": str(ROOT)}
    for number in range(2, 4):
        process = subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.DEVNULL)
        try:
            (inbox / f"{number}.txt").write_text(f"{LETTER} {number}", encoding="utf-8")
            deadline = time.monotonic() + 90
            while time.monotonic() < deadline and len(rows(out)) < number:
                time.sleep(0.2)
        finally:
            process.kill()
            process.wait()
    assert sorted(rows(out)) == ["1@holm.example", "2", "3"]
