"""Batches over a Dask cluster: on this machine, or on others that are reached by TLS alone.

The machine that runs the command reads the letters, numbers their ids and writes the rows; workers need klagepunkt and
nothing else: neither the files nor the home. A worker that is lost costs the batches it had, which the scheduler gives
to another one; the rows come in the order of the letters whatever happens.

Dask writes the arguments of a task that failed into its log. What is sent is therefore sealed: bytes that show nothing.
"""

from __future__ import annotations

import contextlib
import pickle
import threading
import uuid
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import CancelledError
from importlib.metadata import version
from typing import Any, TypeVar

import dask
from distributed import Client, KilledWorker, LocalCluster, WorkerPlugin, get_worker
from distributed.comm import CommClosedError
from distributed.security import Security
from threadpoolctl import threadpool_limits

from classifier.bulk.engines import AHEAD, Start, cores, in_order
from classifier.bulk.scheduler import LOCAL, Cluster
from classifier.errors import WorkerError

__all__ = ["run_on"]

RETRIES = 3
"""How often a batch is tried again where a worker could not do it; lost workers are counted by the scheduler."""

Batch = TypeVar("Batch")
Result = TypeVar("Result")


def run_on(cluster: Cluster, start: Start[Batch, Result], batches: Iterable[Batch]) -> Generator[Result]:
    """Do the work for each batch on a cluster.

    Parameters
    ----------
    cluster : Cluster
        Checked.
    start : callable
        Returns a function of a batch; sent to each worker once.
    batches : iterable
        Read lazily, a few a worker ahead.

    Yields
    ------
    object
        The function's results, in the order of the batches.

    Raises
    ------
    WorkerError
        If the cluster cannot be reached, was lost, or its workers cannot do the work.
    """
    name = f"klagepunkt-{uuid.uuid4().hex}"
    try:
        with _client(cluster) as client:
            _prepare(client, name, start, cluster.timeout)
            threads = sum(client.nthreads().values())

            def submit(batch: Batch) -> Any:
                sealed = Sealed(pickle.dumps(batch, protocol=pickle.HIGHEST_PROTOCOL))
                return client.submit(_work, name, sealed, pure=False, retries=RETRIES)

            for sealed in in_order(submit, batches, max(threads, 1) * AHEAD):
                yield sealed.open()
    except KilledWorker as error:
        raise WorkerError(
            "Several workers ended over the same letters.", cluster.scheduler, "Give workers more memory, and --resume."
        ) from error
    except (CancelledError, CommClosedError, TimeoutError) as error:
        raise WorkerError(
            f"The cluster was lost ({type(error).__name__}).", cluster.scheduler, "Run it again with --resume."
        ) from error


@contextlib.contextmanager
def _client(cluster: Cluster) -> Iterator[Any]:
    if cluster.scheduler == LOCAL:
        # Letters never touch a worker's disk, and nobody else on this machine can speak to the cluster.
        quiet = {"distributed.worker.memory.target": False, "distributed.worker.memory.spill": False}
        with (
            dask.config.set(quiet),
            LocalCluster(
                n_workers=cluster.workers or cores(),
                threads_per_worker=1,
                processes=True,
                security=Security.temporary(),
                dashboard_address=None,
                silence_logs="ERROR",
            ) as local,
            Client(local) as client,
        ):
            yield client
        return
    assert cluster.certificates is not None
    try:
        security = Security(
            tls_ca_file=str(cluster.certificates.authority),
            tls_client_cert=str(cluster.certificates.certificate),
            tls_client_key=str(cluster.certificates.key),
            require_encryption=True,
        )
        client = Client(cluster.scheduler, security=security, timeout=cluster.timeout, set_as_default=False)
    except (OSError, ValueError) as error:  # a certificate that is none is an error of ssl, which is an OSError
        raise WorkerError(
            f"It cannot be reached ({type(error).__name__}).", cluster.scheduler, "Check address and certificates."
        ) from error
    with client:
        yield client


def _prepare(client: Any, name: str, start: Callable[[], Any], timeout: int) -> None:
    """Give the work to all workers, also to those that come later."""
    try:
        client.wait_for_workers(1, timeout=timeout)
    except TimeoutError as error:
        raise WorkerError(
            f"The cluster has no worker; none came in {timeout} seconds.", remedy="Start workers, then run it again."
        ) from error
    try:
        client.register_plugin(_Prepared(pickle.dumps(start, protocol=pickle.HIGHEST_PROTOCOL)), name=name)
    except Exception as error:  # whatever a worker without our modules raises comes here
        raise WorkerError(
            f"The workers cannot do the work ({type(error).__name__}).",
            remedy=f"Install klagepunkt {version('klagepunkt')} where they run.",
        ) from error


class Sealed:
    """Bytes whose form in a log shows nothing.

    Parameters
    ----------
    data : bytes
        A pickle of our own.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data

    def __repr__(self) -> str:
        return f"<{len(self._data)} bytes>"

    def __sizeof__(self) -> int:
        return len(self._data)

    def open(self) -> Any:
        """Return what was sealed."""
        return pickle.loads(self._data)


class _Prepared(WorkerPlugin):  # type: ignore[misc]
    """Holds the work on a worker; Dask calls it a plugin."""

    def __init__(self, payload: bytes) -> None:
        self._payload = payload
        self._version = version("klagepunkt")
        self._do: Callable[[Any], Any] | None = None

    def setup(self, worker: Any) -> None:
        """Get ready for the first batch; what takes time waits for it."""
        self._lock = threading.Lock()

    def do(self, batch: Any) -> Any:
        """Do the work for a batch; one at a time, for what batches share is not made for several threads."""
        with self._lock:
            if self._do is None:
                if version("klagepunkt") != self._version:
                    raise WorkerError(
                        f"A worker has klagepunkt {version('klagepunkt')}.", remedy=f"Install {self._version} there."
                    )
                self._do = pickle.loads(self._payload)()
                threadpool_limits(1)
            return self._do(batch)


def _work(name: str, batch: Sealed) -> Sealed:
    prepared: _Prepared = get_worker().plugins[name]
    return Sealed(pickle.dumps(prepared.do(batch.open()), protocol=pickle.HIGHEST_PROTOCOL))
