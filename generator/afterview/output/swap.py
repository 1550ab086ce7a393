"""Swap two folders in one step; alone knows how the system does that."""

import ctypes
import errno
import os
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # <linux/fs.h>
_NOT_HERE = (errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP)


def swap(stage: Path, target: Path, aside: Path) -> None:
    """Exchange ``stage`` and ``target``; if there is no target, ``stage`` is renamed to it.

    On Linux the target always exists. If the system or the disk cannot exchange folders, the target is at ``aside``
    between two renames, and can be put back after a crash. Raises OSError: nothing changed.
    """
    if not os.path.lexists(target):
        stage.rename(target)
        return
    try:
        _exchange(stage, target)
    except OSError as error:
        if error.errno not in _NOT_HERE:
            raise
        _exchange_by_renames(stage, target, aside)


def flush_names(folder: Path) -> None:
    """Sync a folder's entries to the disk, so that a power cut does not undo a rename; raises OSError."""
    if not hasattr(os, "O_DIRECTORY"):  # a system whose folders cannot be opened syncs entries by itself
        return
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _exchange(first: Path, second: Path) -> None:
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, TypeError, OSError):  # not Linux, or a C library from before 2018
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS)) from None
    renameat2.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    if renameat2(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE):
        failed = ctypes.get_errno()
        raise OSError(failed, os.strerror(failed), str(second))


def _exchange_by_renames(stage: Path, target: Path, aside: Path) -> None:
    target.rename(aside)
    try:
        stage.rename(target)
    except OSError:
        aside.rename(target)
        raise
    aside.rename(stage)
