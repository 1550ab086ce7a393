"""Tell by a file's dates, size and number, without reading it, that it is as it was; alone decides what proves it."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from stat import S_ISREG

import msgspec

_SETTLED_NS = 2_000_000_000
"""Nanoseconds after which a second change must show in a file's dates, on the coarsest disk in use."""


class Stamp(msgspec.Struct, frozen=True, array_like=True):
    """Hold what the disk says of a file: both dates in nanoseconds, its size in bytes and its number."""

    modified: int
    changed: int
    size: int
    number: int

    def is_settled(self, at: int) -> bool:
        """Tell whether the file was last changed so long before the time ``at`` that its dates prove something."""
        return max(self.modified, self.changed) + _SETTLED_NS < at


def read_now() -> int:
    """Give the time in nanoseconds, as files are dated; it decides what is read again, never what is written."""
    return time.time_ns()


def read_stamp(path: str | os.PathLike[str]) -> Stamp | None:
    """Give a plain file's stamp; None for a link, for anything else and for what cannot be seen."""
    try:
        found = os.lstat(path)
    except OSError:
        return None
    return _stamp(found) if S_ISREG(found.st_mode) else None


def read_stamps(folder: Path) -> dict[str, Stamp | None]:
    """Give the stamp of every file below a folder, by its address there; None for a link, or what is no plain file.

    A folder that is not there has no files. Raises OSError for one that cannot be listed.
    """
    return dict(_walk(os.fspath(folder), "")) if folder.is_dir() else {}


def _walk(folder: str, above: str) -> Iterator[tuple[str, Stamp | None]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            url = f"{above}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(entry.path, f"{url}/")
            elif entry.is_file(follow_symlinks=False):
                yield url, _stamp(entry.stat(follow_symlinks=False))
            else:
                yield url, None


def _stamp(found: os.stat_result) -> Stamp:
    return Stamp(found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino)
