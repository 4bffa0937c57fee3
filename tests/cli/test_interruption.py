"""A full disk, a killed process, a reader that has gone: the old output is intact, and a killed run is continued."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from classifier.output.partial import open_partial
from tests.cli.conftest import Run, content, read_rows, write_rows

LETTER = "Jeg skrev til jer i marts og igen i maj. Der er ikke kommet noget svar. Det er jul nu."


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


def killed_run(folder: Path, letters: list[dict[str, str]], *options: str) -> None:
    """Tag letters as far as the first batch is written, and kill the process."""
    arguments = [sys.executable, "-m", "classifier", "tag", "-", "-o", "ud.jsonl", *options]
    process = subprocess.Popen(arguments, cwd=folder, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdin is not None
    process.stdin.write(lines(letters))
    process.stdin.flush()
    journal = folder / ".ud.jsonl.tmp.journal"
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and not (journal.exists() and journal.read_bytes().count(b"\n") > 1):
        time.sleep(0.05)
    process.kill()
    process.wait()
    process.stdin.close()


def lines(letters: list[dict[str, str]]) -> bytes:
    return "".join(json.dumps(letter) + "\n" for letter in letters).encode()


def many(number: int) -> list[dict[str, str]]:
    return [
        {"id": f"b{each}", "text": f"{LETTER} Det var sag {each}.", f"k{each // 70}": "x"} for each in range(number)
    ]


def test_killed_process_keeps_the_old_output(tmp_path: Path) -> None:
    """Killed in the middle of its input; only what --resume needs is left."""
    (tmp_path / "ud.jsonl").write_text("old", encoding="utf-8")
    killed_run(tmp_path, many(100), "--force")
    assert (tmp_path / "ud.jsonl").read_text(encoding="utf-8") == "old"
    assert {path.name for path in tmp_path.iterdir()} <= {
        "ud.jsonl", ".ud.jsonl.tmp.rows", ".ud.jsonl.tmp.journal", ".ud.jsonl.tmp.lock",
    }  # fmt: skip


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_killed_run_is_continued(run: Run, folder: Path, jobs: str) -> None:
    """The output is that of a run that nothing happened to; what was done is not done again."""
    letters = many(520)
    killed_run(folder, letters, "--jobs", jobs)
    done = run("tag", "-", "-o", "hel.jsonl", stdin=lines(letters).decode())
    assert done.code == 0, done.err
    resumed = run("tag", "-", "-o", "ud.jsonl", "--resume", "--jobs", jobs, stdin=lines(letters).decode())
    assert resumed.code == 0, resumed.err
    (before,) = re.findall(r"^(\d+) letters were tagged before", resumed.err, re.M)
    assert 64 <= int(before) < 520
    assert resumed.err.splitlines()[-1] == done.err.splitlines()[-1]
    assert (folder / "ud.jsonl").read_bytes() == (folder / "hel.jsonl").read_bytes()
    assert sorted(path.name for path in folder.iterdir()) == ["god.txt", "hel.jsonl", "ud.jsonl"]


def test_killed_run_is_not_overwritten_or_mixed(run: Run, folder: Path) -> None:
    """Refused with what to do: without --resume, with other letters, with another model or setting."""
    letters = many(200)
    killed_run(folder, letters)
    left = content(folder)[".ud.jsonl.tmp.rows"]
    other = [{**letter, "text": letter["text"].replace("sag 3", "sag 4")} for letter in letters]
    for arguments, stdin, wanted in [
        ((), letters, "Add --resume to continue it"),
        (("--resume",), other, "The letters that the killed run has read are not those"),
        (("--resume",), letters[:10], "The letters that the killed run has read are not those"),
        (("--resume", "--model", "starter"), letters, "another model"),
        (("--resume", "--masked"), letters, "another setting of masking"),
    ]:
        done = run("tag", "-", "-o", "ud.jsonl", *arguments, stdin=lines(stdin).decode())
        assert done.code == 2
        assert wanted in done.err
        assert "--force" in done.err
        assert content(folder)[".ud.jsonl.tmp.rows"] == left
    assert run("tag", "-", "-o", "ud.jsonl", "--force", stdin=lines(other).decode()).code == 0
    assert sorted(path.name for path in folder.iterdir()) == ["god.txt", "ud.jsonl"]


@pytest.mark.parametrize("ending", [".csv", ".csv.zst", ".parquet"])
def test_tables_are_continued(ending: str, run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Columns that only the letters before or after the end have are all there."""
    letters = write_rows(folder / "ind.jsonl", *many(150))
    assert run("tag", "ind.jsonl", "-o", f"hel{ending}").code == 0
    killed_run(folder, many(150))
    for kind in ("rows", "journal"):
        (folder / f".ud.jsonl.tmp.{kind}").rename(folder / f".ud{ending}.tmp.{kind}")
    done = run("tag", letters.name, "-o", f"ud{ending}", "--resume")
    assert "letters were tagged before" in done.err
    assert (folder / f"ud{ending}").read_bytes() == (folder / f"hel{ending}").read_bytes()


def test_damaged_rest_is_refused(run: Run, folder: Path) -> None:
    """Rows that are no rows, or fewer than the journal says; a journal cut in two is read as far as it goes."""
    killed_run(folder, many(130))
    rows, journal = folder / ".ud.jsonl.tmp.rows", folder / ".ud.jsonl.tmp.journal"
    whole, said = rows.read_bytes(), journal.read_bytes()
    for damaged in (b"x" * len(whole), whole.replace(b"\n", b" ")):
        rows.write_bytes(damaged)
        done = run("tag", "-", "-o", "ud.jsonl", "--resume", stdin=lines(many(130)).decode())
        assert done.code == 2
        assert "damaged" in done.err
    rows.write_bytes(whole)
    journal.write_bytes(said + b'{"letters": 1')
    done = run("tag", "-", "-o", "ud.jsonl", "--resume", stdin=lines(many(130)).decode())
    assert done.code == 0, done.err
    assert len(read_rows(folder / "ud.jsonl")) == 130


def test_killed_again_before_it_goes_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the first run had done is not lost while the second writes its journal."""
    killed_run(folder, many(130))
    rows, journal = folder / ".ud.jsonl.tmp.rows", folder / ".ud.jsonl.tmp.journal"
    before = journal.read_bytes()
    made_by = json.loads(before.splitlines()[0])["made_by"]

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("classifier.output.partial._note", killed)
    with (
        pytest.raises(KeyboardInterrupt),
        open_partial(folder / "ud.jsonl", made_by=made_by, resume=True),
    ):
        pytest.fail("the block must not run")
    assert journal.read_bytes() == before
    assert rows.exists()


def test_nothing_to_continue(run: Run, folder: Path) -> None:
    """Then it is a run like any other; only a file can be continued."""
    assert run("tag", "god.txt", "-o", "ud.jsonl", "--resume").code == 0
    assert len(read_rows(folder / "ud.jsonl")) == 1
    assert run("tag", "god.txt", "-o", "-", "--resume").code == 2


def test_interrupted_run_with_resume_is_kept(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error ends it; who asked for --resume finds it again, who did not finds nothing."""

    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    for options, left in [((), 0), (("--resume",), 2)]:
        with monkeypatch.context() as patch:
            patch.setattr("os.fsync", full)
            done = run("tag", "god.txt", "-o", "ud.jsonl", *options)
        assert done.code == 2
        assert "No space left" in done.err
        assert len([name for name in content(folder) if ".tmp." in name and "lock" not in name]) == left
    assert run("tag", "god.txt", "-o", "ud.jsonl", "--resume").code == 0


def test_two_runs_for_one_output(run: Run, folder: Path) -> None:
    """The second is refused."""
    from filelock import FileLock

    with FileLock(folder / ".ud.jsonl.tmp.lock"):
        done = run("tag", "god.txt", "-o", "ud.jsonl")
    assert done.code == 2
    assert "Another run is writing it" in done.err


def test_reader_that_goes_away(tmp_path: Path) -> None:
    """``tag -o - | head -n 1``: a quiet end, whatever the number of processes."""
    (tmp_path / "ind.jsonl").write_bytes(lines(many(400)))
    for jobs in ("1", "2"):
        arguments = [sys.executable, "-m", "classifier", "tag", "ind.jsonl", "-o", "-", "--jobs", jobs]
        process = subprocess.Popen(arguments, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert process.stdout is not None
        assert process.stderr is not None
        assert json.loads(process.stdout.readline())["id"] == "b0"
        process.stdout.close()
        told = process.stderr.read()
        process.stderr.close()
        assert process.wait() == 1
        assert told == b""
