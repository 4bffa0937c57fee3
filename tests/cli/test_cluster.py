"""A Dask cluster: refused where it could be overheard; the same rows, also when a worker is killed."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from distributed.security import Security

from classifier.bulk.cluster import Sealed, run_on
from classifier.bulk.engines import run as run_here
from classifier.bulk.scheduler import LOCAL, Certificates, Cluster, check_scheduler
from classifier.bulk.work import rows
from classifier.errors import SettingsError, WorkerError
from classifier.model.bundle import Model
from classifier.records import LabelledLetter, Letter
from classifier.tagging import batches
from tests.cli.conftest import Run, write_rows

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Started:
    """A cluster of two workers, each a process of its own."""

    cluster: Cluster
    workers: list[subprocess.Popen[bytes]]
    log: Path

    def arguments(self) -> list[str]:
        """Return what the command line needs to reach it."""
        known = self.cluster.certificates
        assert known is not None
        files = {"--tls-ca": known.authority, "--tls-cert": known.certificate, "--tls-key": known.key}
        return ["--scheduler", self.cluster.scheduler, *(str(part) for pair in files.items() for part in pair)]


def certificates(folder: Path) -> Certificates:
    """Write certificates that only this test has."""
    made = Security.temporary()
    found = Certificates(folder / "ca.pem", folder / "cert.pem", folder / "key.pem")
    for path, text in (
        (found.authority, made.tls_ca_file),
        (found.certificate, made.tls_client_cert),
        (found.key, made.tls_client_key),
    ):
        path.write_text(text, encoding="ascii")
    return found


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Started]:
    """Start a scheduler and two workers as their own commands do."""
    known = certificates(tmp_path)
    tls = ["--tls-ca-file", known.authority, "--tls-cert", known.certificate, "--tls-key", known.key]
    where = tmp_path / "scheduler.json"
    log = tmp_path / "log.txt"
    processes: list[subprocess.Popen[bytes]] = []

    def start(kind: str, *options: object) -> None:
        arguments = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *map(str, (*tls, *options))]
        with log.open("ab") as file:
            processes.append(subprocess.Popen(arguments, cwd=ROOT, stdout=file, stderr=file))

    try:
        start("scheduler", "--protocol", "tls", "--host", "127.0.0.1", "--port", 0, "--no-dashboard",
              "--scheduler-file", where)  # fmt: skip
        wait_for(where.exists)
        for name in ("one", "two"):
            start("worker", "--scheduler-file", where, "--no-nanny", "--nthreads", 1, "--no-dashboard", "--name", name,
                  "--local-directory", tmp_path / name)  # fmt: skip
        address = json.loads(where.read_text(encoding="utf-8"))["address"]
        yield Started(Cluster(address, known), processes[1:], log)
    finally:
        for process in processes:
            process.kill()
            process.wait()


def wait_for(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.mark.slow
def test_a_killed_worker_costs_no_letter(
    started: Started, small_model: Model, few: list[LabelledLetter], capfd: pytest.CaptureFixture[str]
) -> None:
    """Its letters go to the other one; every row is there, once, in order, byte for byte; no log holds a letter."""
    letters = [Letter(f"b{number}", each.letter.text) for number, each in enumerate(few * 40)]
    work = partial(rows, small_model)
    found = []
    for number, each in enumerate(run_on(started.cluster, work, batches(letters))):
        found.append(each)
        if number == 2:
            started.workers[0].kill()
    assert found == list(run_here(work, batches(letters), 1))
    told = started.log.read_text(encoding="utf-8", errors="replace") + "".join(capfd.readouterr())
    assert few[0].letter.text[:20] not in told


@pytest.mark.slow
def test_the_same_output(started: Started, run: Run, folder: Path, small_model: Model) -> None:
    """From the command line, over parts of a table, as from this process; wrong certificates are refused."""
    (folder / "dele").mkdir()
    for part in range(3):
        write_rows(folder / "dele" / f"part-{part}.jsonl", *({"id": f"{n}", "text": f"Brev {n}"} for n in range(90)))
    here = run("tag", "dele", "-o", "her.jsonl", "--jobs", "1")
    there = run("tag", "dele", "-o", "der.jsonl", *started.arguments())
    assert (here.code, there.code) == (1, 1), there.err
    assert here.err == there.err
    assert (folder / "her.jsonl").read_bytes() == (folder / "der.jsonl").read_bytes()

    other = Cluster(started.cluster.scheduler, certificates(folder), timeout=5)
    with pytest.raises(WorkerError, match="cannot be reached"):
        list(run_on(other, partial(rows, small_model), []))


@pytest.mark.slow
def test_a_cluster_of_this_machine(small_model: Model, few: list[LabelledLetter]) -> None:
    """The same rows; an error of the work comes through."""
    letters = [each.letter for each in few] * 3
    work = partial(rows, small_model)
    assert list(run_on(Cluster(LOCAL, workers=2), work, batches(letters))) == list(run_here(work, batches(letters), 1))


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        (["--scheduler", "tcp://10.0.0.1:8786"], "clear text"),
        (["--scheduler", "10.0.0.1:8786"], "clear text"),
        (["--scheduler", "tls://10.0.0.1:8786"], "--tls-ca"),
        (["--scheduler", "tls://10.0.0.1:8786", "--tls-ca", "god.txt", "--tls-cert", "no.pem"], "--tls-cert"),
        (["--tls-ca", "god.txt"], "--scheduler"),
    ],
    ids=["plain", "no protocol", "no certificates", "no such file", "no scheduler"],
)
def test_what_could_be_overheard_is_refused(options: list[str], wanted: str, run: Run, folder: Path) -> None:
    """Before anything is read; nothing is written."""
    done = run("tag", "god.txt", "-o", "ud.jsonl", *options)
    assert done.code == 2
    assert wanted in done.err
    assert not (folder / "ud.jsonl").exists()


def test_dask_may_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Said with what to do."""
    monkeypatch.setattr("classifier.bulk.scheduler.find_spec", lambda name: None)
    with pytest.raises(SettingsError, match=r"klagepunkt\[dask\]"):
        check_scheduler(LOCAL, None, None, None)


def test_nobody_answers(tmp_path: Path, small_model: Model) -> None:
    """An error of ours."""
    nowhere = Cluster("tls://127.0.0.1:9", certificates(tmp_path), timeout=1)
    with pytest.raises(WorkerError, match="cannot be reached"):
        list(run_on(nowhere, partial(rows, small_model), []))


def test_no_worker_comes(monkeypatch: pytest.MonkeyPatch, small_model: Model) -> None:
    """Said as such, not as a cluster that was lost: nothing was begun that --resume could continue."""

    class Empty:
        def wait_for_workers(self, number: int, timeout: int) -> None:
            raise TimeoutError

    monkeypatch.setattr("classifier.bulk.cluster._client", lambda cluster: nullcontext(Empty()))
    with pytest.raises(WorkerError, match="no worker; none came in 60 seconds"):
        list(run_on(Cluster("tls://127.0.0.1:9"), partial(rows, small_model), []))


def test_what_is_sent_shows_nothing() -> None:
    """Not even in the log of a worker that fails."""
    assert repr(Sealed(b"Bodil")) == "<5 bytes>"
