"""Lock a portfolio so that only one build at a time writes; alone knows the lock and its owner."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import filelock

from afterview.problems import Code, Problem, Refused

PATIENCE = 2.0
"""Seconds that a second build waits for the first to finish."""


@contextlib.contextmanager
def hold_lock(root: Path, *, patience: float = PATIENCE) -> Iterator[None]:
    """Lock the portfolio at ``root``, by ``.afterview/lock``, while the block runs.

    The system releases the lock when its owner ends, so nothing has to be cleaned up after a crash. Raises Refused:
    LOCKED, naming the owner's process, if the lock is still held after ``patience`` seconds; WRITE_FAILED if the lock
    cannot be written.
    """
    folder = root / ".afterview"
    lock = filelock.FileLock(folder / "lock")
    owner = folder / "lock.pid"
    try:
        folder.mkdir(exist_ok=True)
        lock.acquire(timeout=patience)
        owner.unlink(missing_ok=True)
        owner.write_text(f"{os.getpid()}\n", encoding="ascii")
    except filelock.Timeout as error:
        raise Refused(_held_by(_read_owner(owner))) from error
    except OSError as error:
        lock.release()
        raise Refused(
            Problem(
                code=Code.WRITE_FAILED,
                path=".afterview/lock",
                message=f"no lock could be taken there ({error.strerror or error})",
                hint="make sure that .afterview is a folder that you may write in, then run it again",
            )
        ) from error
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            owner.unlink()
        lock.release()


def _read_owner(owner: Path) -> str:
    try:
        pid = owner.read_text(encoding="ascii", errors="replace").strip() if owner.is_file() else ""
    except OSError:
        return "another process"
    return f"process {pid}" if pid.isdigit() else "another process"


def _held_by(owner: str) -> Problem:
    return Problem(
        code=Code.LOCKED,
        path=".afterview/lock",
        message=f"{owner} is building this portfolio right now",
        hint="wait until it has finished, then run it again",
    )
