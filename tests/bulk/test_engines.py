"""Batches over processes: the same results in the same order, a few batches ahead, an end that is said."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from classifier.bulk import engines
from classifier.bulk.engines import run
from classifier.errors import WorkerError


def doubling() -> Callable[[int], tuple[int, int]]:
    """Start work that is slowest where the first results are wanted; says which process did it."""

    def double(number: int) -> tuple[int, int]:
        time.sleep(0.02 if number % 7 == 0 else 0)
        return 2 * number, os.getpid()

    return double


def ending(at: int) -> Callable[[int], int]:
    """Start work that ends its process at one batch."""

    def work(number: int) -> int:
        if number == at:
            os._exit(3)
        return number

    return work


def failing(at: int) -> Callable[[int], int]:
    """Start work that cannot do one batch."""

    def work(number: int) -> int:
        return 1 // (number - at)

    return work


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_results_come_in_order(jobs: int) -> None:
    """From as many processes as were asked for, this one only if it is alone."""
    results = list(run(doubling, range(50), jobs))
    assert [number for number, _ in results] == list(range(0, 100, 2))
    workers = {worker for _, worker in results}
    assert len(workers) <= jobs
    assert (os.getpid() in workers) == (jobs == 1)


def test_a_few_batches_are_worked_on_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other processes take seconds to start; one letter must not wait for them."""
    monkeypatch.setattr(engines, "cores", lambda: 2)
    few = list(run(doubling, range(engines.SMALL)))
    assert {worker for _, worker in few} == {os.getpid()}
    many = list(run(doubling, range(engines.SMALL + 20)))
    assert [number for number, _ in many] == [2 * number for number in range(engines.SMALL + 20)]
    assert {worker == os.getpid() for _, worker in many[engines.SMALL :]} == {False}


def test_batches_are_read_a_few_ahead() -> None:
    """Whatever the input, a bounded number of letters is in memory."""
    read: list[int] = []

    def batches() -> Iterator[int]:
        for number in range(1000):
            read.append(number)
            yield number

    results = run(doubling, batches(), 2)
    next(results)
    assert len(read) <= 2 * engines.AHEAD
    next(results)
    assert len(read) <= 2 * engines.AHEAD + 1
    results.close()


def test_a_process_that_ends_is_an_error() -> None:
    """And no result is left out in silence."""
    with pytest.raises(WorkerError, match=r"--resume and fewer --jobs"):
        list(run(partial(ending, 5), range(20), 2))


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_of_the_work_comes_through(jobs: int) -> None:
    """As it would from this process."""
    with pytest.raises(ZeroDivisionError):
        list(run(partial(failing, 5), range(20), jobs))


def test_zero_jobs_are_all_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here there is one."""
    monkeypatch.setattr(engines, "cores", lambda: 1)
    assert {worker for _, worker in run(doubling, range(20), 0)} == {os.getpid()}
