"""Spread work over processes; alone knows how they are started, what they send back and how they end.

The processes share nothing and hold nothing open: each gets its part of the work, sends what came of it, and is gone.
The process that wants the work does a part itself. Should another die, or meet an error, the work is simply done again
by this one, which then meets the same error where it can be told.
"""

import contextlib
import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Sequence
from multiprocessing.connection import Connection, wait
from typing import TypeVar

_FEW_BY_FORK = 60
_FEW_BY_SPAWN = 500
_BATCH = 16
"""Things that are not worth a second process, by how processes start (measured); results sent at a time."""

_Thing = TypeVar("_Thing")
_Result = TypeVar("_Result")


def count_processors() -> int:
    """Give the number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def is_inherited() -> bool:
    """Tell whether a new process begins with all that this one has in memory."""
    return multiprocessing.get_start_method() == "fork"


def spread(
    work: Callable[[Sequence[_Thing]], Iterable[_Result]],
    things: Sequence[_Thing],
    *,
    jobs: int,
    few: int | None = None,
    tell: Callable[[int], object] = int,
) -> list[_Result]:
    """Do ``work``, which gives one result a thing, on all things; give the results in the order of the things.

    With one job, or with few things, it is done here. ``tell`` hears now and then how many are done. Under spawn,
    ``work``, things and results must be picklable.
    """
    if few is None:
        few = _FEW_BY_FORK if is_inherited() else _FEW_BY_SPAWN
    jobs = min(jobs, 2 * len(things) // max(few, 1))
    results = _spread(work, things, jobs, tell) if jobs > 1 else None
    if results is not None:
        return results
    results = []
    for result in work(things):
        results.append(result)
        tell(len(results))
    return results


def _spread(
    work: Callable[[Sequence[_Thing]], Iterable[_Result]],
    things: Sequence[_Thing],
    jobs: int,
    tell: Callable[[int], object],
) -> list[_Result] | None:
    """Do the work in that many processes, this one among them; None where another did not come to its end."""
    gc.freeze()  # what is here already is left alone by the collector, and so stays shared
    processes: list[multiprocessing.Process] = []
    parts: list[list[_Result]] = [[] for _ in range(jobs)]
    wires: dict[Connection, list[_Result]] = {}
    try:
        for job in range(1, jobs):
            wire, end = multiprocessing.Pipe(duplex=False)
            process = multiprocessing.Process(target=_run, args=(end, work, things[job::jobs]), daemon=True)
            process.start()
            end.close()
            processes.append(process)
            wires[wire] = parts[job]
        for result in work(things[::jobs]):
            parts[0].append(result)
            _collect(wires, patience=0)
            tell(sum(map(len, parts)))
        while wires:
            _collect(wires)
            tell(sum(map(len, parts)))
    finally:
        gc.unfreeze()
        for process in processes:
            process.terminate()
        for process in processes:
            process.join()
        for wire in wires:
            wire.close()
    if sum(map(len, parts)) != len(things):
        return None
    results: list[_Result] = [parts[0][0]] * len(things)
    for job, part in enumerate(parts):
        results[job::jobs] = part
    return results


def _collect(wires: dict[Connection, list[_Result]], *, patience: float | None = None) -> None:
    """Take in what the others sent by now, or wait for it; a wire whose other end is gone goes too."""
    for wire in wait(list(wires), patience):
        assert isinstance(wire, Connection)  # noqa: S101 - nothing else is waited for
        try:
            wires[wire].extend(wire.recv())
        except (EOFError, OSError):
            del wires[wire]
            wire.close()


def _run(end: Connection, work: Callable[[Sequence[_Thing]], Iterable[_Result]], things: Sequence[_Thing]) -> None:
    """Do one part of the work. Whatever stops it, the process at the other end sees that it is not complete."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process at the other end is interrupted, and ends this one
    threading.Thread(target=_end_with_parent, daemon=True).start()
    batch: list[_Result] = []
    with contextlib.suppress(Exception):
        for result in work(things):
            batch.append(result)
            if len(batch) >= _BATCH:
                end.send(batch)
                batch = []
        end.send(batch)
    end.close()


def _end_with_parent() -> None:
    """End this process when the one that started it is gone, however that went."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
