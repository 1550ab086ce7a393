"""Spread work over processes; alone knows when they are worth starting and how they end.

A process ends when its parent has ended, or tells it to stop. If one dies, the work is done again in the parent.
"""

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

_FEW_BY_FORK = 60
_FEW_BY_SPAWN = 500
"""How many things are not worth a second process, by how processes start (measured)."""
_PARTS = 4
"""Parts of the work per process, so that no process has a long part left at the end."""
_SECONDS_TO_SWITCH = 0.0002
"""How long this process works before a thread of it may take in a result: others wait for that, and 5 ms are usual."""
_SECONDS_TO_STOP = 5
"""After these a process that was told to stop is killed, whatever it does."""

_Thing = TypeVar("_Thing")
_Result = TypeVar("_Result")


def count_processors() -> int:
    """Count the processors that this program may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def count_processes(things: int, jobs: int) -> int:
    """Count the processes, at most ``jobs``, that are worth starting for so many things; 1 means only this process."""
    if jobs == 1 or things < _FEW_BY_FORK:
        return 1
    import multiprocessing  # takes long, as do the others here: most builds have little to do

    few = _FEW_BY_FORK if multiprocessing.get_start_method() == "fork" else _FEW_BY_SPAWN
    return max(1, min(jobs, 2 * things // few))


def spread(
    work: Callable[[Sequence[_Thing]], Sequence[_Result]],
    things: Sequence[_Thing],
    processes: int,
    on_progress: Callable[[int], object] = int,
) -> list[_Result]:
    """Do ``work``, which returns one result for each thing, on all things; return the results in their order.

    ``work``, things and results must be picklable if there is more than one process. ``on_progress`` is called with
    the number of things that are done. An error in ``work`` is raised here.
    """
    if processes == 1:
        return list(work(things))
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from concurrent.futures.process import BrokenProcessPool

    count = processes * _PARTS
    results: list[_Result | None] = [None] * len(things)
    done = 0
    executor = ProcessPoolExecutor(processes - 1, initializer=_prepare_process, initargs=(work, things))
    switching = sys.getswitchinterval()
    sys.setswitchinterval(_SECONDS_TO_SWITCH)
    try:
        with _blocking_interruptions():
            parts = {executor.submit(_do_part, part, count): part for part in range(count) if part % processes}
        for part in range(0, count, processes):  # this process does its share: waiting, it would only take memory
            results[part::count] = work(things[part::count])
            done += len(things[part::count])
            on_progress(done)
        for future in as_completed(parts):
            results[parts[future] :: count] = future.result()
            done += len(future.result())
            on_progress(done)
    except (BrokenProcessPool, _Stopped):
        return list(work(things))
    finally:
        sys.setswitchinterval(switching)
        _end(executor)
    return results  # type: ignore[return-value]  # every part has been filled in


@contextlib.contextmanager
def _blocking_interruptions() -> Iterator[None]:
    """Hold interruptions back while processes start, since a new process would answer one in this one's place."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows starts processes afresh
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end(executor: "ProcessPoolExecutor") -> None:
    """End the processes, also in the middle of their work."""
    import multiprocessing

    with _blocking_interruptions():
        if hasattr(signal, "alarm"):  # Windows would end them in the middle of a result, and hang: there they finish
            for process in multiprocessing.active_children():
                process.terminate()
        executor.shutdown(cancel_futures=True)


class _Stopped(BaseException):
    """Tell that a process was to end before it had done its part; no error of the work."""


class _Process:
    """The state of a process that was started.

    ``given`` is the work and the things, which a fork hands on without copying them.
    """

    given: tuple[Callable[[Sequence[Any]], Sequence[Any]], Sequence[Any]]
    is_working = False
    is_stopping = False


def _do_part(part: int, count: int) -> Any:
    try:
        _Process.is_working = True
        if _Process.is_stopping:
            raise _Stopped
        work, things = _Process.given
        return work(things[part::count])
    finally:
        _Process.is_working = False


def _prepare_process(work: Callable[[Sequence[Any]], Sequence[Any]], things: Sequence[Any]) -> None:
    _Process.given = work, things
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent handles the interruption, and ends this process
    if hasattr(signal, "alarm"):
        signal.signal(signal.SIGTERM, _stop)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _stop(_number: int, _frame: object) -> None:
    """Stop working, but write a result to its end: the parent would wait for the rest of half a result."""
    _Process.is_stopping = True
    signal.alarm(_SECONDS_TO_STOP)
    if _Process.is_working:
        raise _Stopped


def _end_with_parent() -> None:
    import multiprocessing
    from multiprocessing.connection import wait

    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
