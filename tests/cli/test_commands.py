"""A few commands as processes of their own: the installed program, exit codes, encodings, signals."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

LETTER = "Jeg skrev til jer i marts og igen i maj. Der er ikke kommet noget svar. Det er jul nu på Østerå."


def run(
    *arguments: str,
    folder: Path,
    stdin: str = "",
    program: tuple[str, ...] = (sys.executable, "-m", "classifier"),
    **env: str,
) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder."""
    return subprocess.run(
        [*program, *arguments],
        cwd=folder,
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **env},
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one good letter."""
    (tmp_path / "god.txt").write_text(LETTER, encoding="utf-8")
    return tmp_path


def test_the_installed_program_tags_with_the_starter_model(folder: Path) -> None:
    """From any folder, with a home that does not exist, which it leaves so."""
    installed = shutil.which("klagepunkt", path=str(Path(sys.executable).parent))
    assert installed, "install the project first: pip install -e ."
    home = folder / "intet-hjem"
    done = run("tag", "god.txt", "-o", "ud.jsonl", folder=folder, program=(installed,), KLAGEPUNKT_HOME=str(home))
    assert done.returncode == 0, done.stderr
    (row,) = [json.loads(line) for line in (folder / "ud.jsonl").read_text(encoding="utf-8").splitlines()]
    assert row["model"].startswith("starter@")
    assert "sagsbehandlingstid" in row["points"]
    assert row["evidence"]["sagsbehandlingstid"][0] in LETTER
    assert not home.exists()


def test_pipe_in_and_out_in_utf_8(folder: Path) -> None:
    """Also where the console's code page has no æ, ø and å."""
    rows = json.dumps({"id": "Åse", "text": LETTER}, ensure_ascii=False) + "\n"
    done = run("tag", "-", "-o", "-", folder=folder, stdin=rows, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["id"] == "Åse"


def test_explain_on_a_console_without_danish_letters(folder: Path) -> None:
    """Shown, not crashed on."""
    done = run("explain", "god.txt", folder=folder, PYTHONIOENCODING="cp850", PYTHONUTF8="0")
    assert done.returncode == 0, done.stderr
    assert "Østerå" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("tag", "rod.txt", "god.txt", "-o", "ud.jsonl"), 1, "rod.txt: "),
        (("tag", "missing.txt", "-o", "ud.jsonl"), 2, "klagepunkt: missing.txt: "),
        (("tag", "god.txt", "-o", "ud.jsonl", "--model", "x"), 2, "There is no model 'x'"),
        (("tga",), 2, "tga"),
    ],
    ids=["something unreadable", "no path", "no model", "no command"],
)
def test_exit_codes(arguments: tuple[str, ...], code: int, message: str, folder: Path) -> None:
    """As the contract has them; a message, never a traceback."""
    (folder / "rod.txt").write_bytes(bytes(range(256)) * 20)
    done = run(*arguments, folder=folder)
    assert done.returncode == code, done.stderr
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert (folder / "ud.jsonl").exists() == (code == 1)


@pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C to the whole console")
def test_ctrl_c(folder: Path) -> None:
    """Ends without a traceback, with a code of its own, and without a file."""
    process = subprocess.Popen(
        [sys.executable, "-m", "classifier", "tag", "-", "-o", "ud.jsonl"],
        cwd=folder,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stdin is not None
    assert process.stderr is not None
    process.stdin.write("".join(json.dumps({"id": str(n), "text": LETTER}) + "\n" for n in range(200)))
    process.stdin.flush()
    while not [name for name in folder.iterdir() if ".tmp" in name.name]:
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate()
    assert process.returncode == 130
    assert errors.splitlines() == ["klagepunkt: stopped; no file was written."]
    assert [path.name for path in folder.iterdir()] == ["god.txt"]
