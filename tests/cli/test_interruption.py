"""A full disk and a killed process while writing: the old output is intact."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

LETTER = "Jeg skrev til jer i marts og igen i maj. Der er ikke kommet noget svar. Det er jul nu."
ROW = json.dumps({"id": "1", "text": LETTER}) + "\n"


@pytest.mark.skipif(sys.platform == "win32", reason="limits a file's size as POSIX does")
def test_full_disk_keeps_the_old_output(tmp_path: Path) -> None:
    """A message and exit code 2, no half file left behind."""
    rows = "".join(json.dumps({"id": str(number), "text": LETTER}) + "\n" for number in range(40))
    (tmp_path / "ind.jsonl").write_text(rows, encoding="utf-8")
    (tmp_path / "ud.jsonl").write_text("old", encoding="utf-8")
    limited = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        " resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192));"
        " from classifier.cli import main;"
        " sys.argv = ['klagepunkt', 'tag', 'ind.jsonl', '-o', 'ud.jsonl', '--force']; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", limited], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 2, done.stderr
    assert "Cannot write" in done.stderr
    assert "Traceback" not in done.stderr
    assert (tmp_path / "ud.jsonl").read_text(encoding="utf-8") == "old"
    assert {path.name for path in tmp_path.iterdir()} == {"ind.jsonl", "ud.jsonl"}


def test_killed_process_keeps_the_old_output(tmp_path: Path) -> None:
    """Killed in the middle of its input."""
    (tmp_path / "ud.jsonl").write_text("old", encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "classifier", "tag", "-", "-o", "ud.jsonl", "--force"],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert process.stdin is not None
    process.stdin.write(ROW.encode() * 3)
    process.stdin.flush()
    deadline = time.monotonic() + 60
    while len(list(tmp_path.iterdir())) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    process.kill()
    process.wait()
    process.stdin.close()
    assert len(list(tmp_path.iterdir())) == 2
    assert (tmp_path / "ud.jsonl").read_text(encoding="utf-8") == "old"
