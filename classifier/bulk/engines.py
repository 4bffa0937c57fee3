"""Batches through one function, in this process or in several: the results in the order of the batches.

Processes are started anew (``spawn``), on Windows and Linux alike: nothing is inherited, least of all a lock that a
thread held. Each gets the work (with the model) once, and computes with one thread.
"""

from __future__ import annotations

import os
import pickle
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from classifier.errors import WorkerError

if TYPE_CHECKING:
    from concurrent.futures import Future
    from multiprocessing.process import BaseProcess

__all__ = ["AHEAD", "Start", "in_order", "run"]

Batch = TypeVar("Batch")
Result = TypeVar("Result")
Start = Callable[[], Callable[[Batch], Result]]
"""Prepares what all batches share, once a process. Must be picklable: a function of a module, or a partial of one."""

AHEAD = 3
"""Batches a process that are read ahead, so that none waits; bounds the letters in memory."""
SMALL = 8
"""Without a number of jobs, so many batches are worked on here before other processes are started."""
MOST = 8
"""Without a number of jobs, no more processes than this: each needs memory, and an office PC has other things to do."""

_do: Callable[[Any], Any]


def run(start: Start[Batch, Result], batches: Iterable[Batch], jobs: int | None = None) -> Generator[Result]:
    """Do the work for each batch.

    Parameters
    ----------
    start : callable
        Returns a function of a batch.
    batches : iterable
        Read lazily, a few a process ahead.
    jobs : int, optional
        Processes: 1 works here, 0 takes all cores. None works here on a few batches, and takes the cores (at most
        MOST) for what is left.

    Yields
    ------
    object
        The function's results, in the order of the batches, whatever the number of processes.

    Raises
    ------
    WorkerError
        If a process ended by itself.
    """
    stream = iter(batches)
    if jobs is None:
        work = start()
        yield from map(work, islice(stream, SMALL))
        if (first := next(stream, None)) is None:
            return
        stream = _with(first, stream)
        if (jobs := min(cores(), MOST)) == 1:
            yield from map(work, stream)
            return
        del work
    jobs = jobs or cores()
    if jobs == 1:
        yield from map(start(), stream)
    else:
        yield from _processes(start, stream, jobs)


def _with(first: Batch, rest: Iterator[Batch]) -> Iterator[Batch]:
    yield first
    yield from rest


def cores() -> int:
    """Return the number of cores that this process may use."""
    from joblib import cpu_count

    return int(cpu_count())


def _processes(start: Start[Batch, Result], batches: Iterator[Batch], jobs: int) -> Iterator[Result]:
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    payload = pickle.dumps(start, protocol=pickle.HIGHEST_PROTOCOL)
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), _prepare, (payload,))
    try:
        yield from in_order(lambda batch: pool.submit(_work, batch), batches, jobs * AHEAD)
    except BrokenProcessPool as error:
        raise WorkerError(
            "A process that was tagging letters has ended by itself, perhaps for want of memory.",
            remedy="Run it again with --resume and fewer --jobs.",
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def in_order(submit: Callable[[Batch], Future[Result]], batches: Iterable[Batch], ahead: int) -> Iterator[Result]:
    """Submit batches and take their results in order.

    Parameters
    ----------
    submit : callable
        Begins the work for a batch.
    batches : iterable
        Read lazily.
    ahead : int
        How many may be under way.

    Yields
    ------
    object
        One a batch.
    """
    waiting: deque[Future[Result]] = deque()
    for batch in batches:
        waiting.append(submit(batch))
        while len(waiting) >= ahead or (waiting and waiting[0].done()):
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _prepare(payload: bytes) -> None:
    """Make a new process ready; runs in it."""
    global _do
    from multiprocessing import parent_process

    from threadpoolctl import threadpool_limits

    # Ctrl-C reaches all processes of a terminal; the first one ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    assert parent is not None
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    _do = pickle.loads(payload)()
    threadpool_limits(1)


def _end_with(parent: BaseProcess) -> None:
    """End this process when the first one has ended: one that is killed cannot end the others."""
    parent.join()
    os._exit(1)


def _work(batch: Any) -> Any:
    return _do(batch)
