"""Find the report of an earlier build, if a build has nothing to do: by the stat of every file, or by every byte."""

import os
import time
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import msgspec

from afterview.output.build_report import Report
from afterview.output.cache import read_cache, write_cache
from afterview.output.manifest import MANIFEST
from afterview.output.output_path import is_interrupted
from afterview.reading.memo import digest_of, encode_plain
from afterview.reading.sources import MOMENT_NS, read_whole
from afterview.rendering.layout_folders import find_layouts

_TICK_MS = 30
"""The clocks of file systems that are worth waiting for move on within ten milliseconds."""
_NAME = "builds"
"""The reports have a small file of their own: a build that has nothing to do need not read the whole cache."""


class Clock(NamedTuple):
    """The time as a file system dates its files, in nanoseconds, and the device that it is on."""

    time_ns: int
    device: int


class Stats(NamedTuple):
    """The stat of many files: digests of all and of the sources, the latest dates of all and of the site, devices."""

    fingerprint: bytes
    sources: bytes
    newest_ns: int
    written_ns: int
    devices: frozenset[int]

    def is_settled(self, clock: Clock | None) -> bool:
        """Return whether every later change will give a file another date; ``clock`` was read before these stats.

        A file can change twice within one tick of its file system's clock and keep its dates. Where the files are not
        all on the clock's device, they must be three seconds older than it.
        """
        if clock is None:
            return False
        return self.newest_ns < clock.time_ns - (0 if self.devices == {clock.device} else MOMENT_NS)


class EarlierBuilds:
    """The reports of earlier builds of the portfolio at ``root`` into ``target``.

    ``circumstances`` is a digest of all else that the site depends on. Files must not be read before this is made:
    their stat is taken first, so that a change in the meantime shows the next time.
    """

    def __init__(self, root: Path, target: Path, circumstances: bytes, *, clean: bool) -> None:
        self._root, self._target = root, target
        self._cache = read_cache(root, _NAME, clean=clean)
        self._folders = (root / "content", *find_layouts(root))
        self._circumstances = circumstances
        self._clock = read_clock(root)
        self._before = read_stats(self._folders, target)
        self._stats = None if is_interrupted(target) else self._before

    def find_untouched(self) -> Report | None:
        """Return the report on a site if nothing in its folder or in those of its sources was touched since."""
        return None if self._stats is None else self._find(self._stats.fingerprint)

    def find_unchanged(self, manifest: str) -> Report | None:
        """Return the report on the site with this manifest, if it was made from the same bytes.

        Call it before the sources are read for a build: `keep` compares them with what they were now.
        """
        return None if self._sources is None else self._find(digest_of(self._sources, manifest))

    def keep_unchanged(self, report: Report) -> None:
        """Keep the report on a site that did not change, for as long as nothing is touched."""
        if self._stats and self._stats.is_settled(self._clock):
            self._keep(report, self._stats.fingerprint)

    def keep(self, report: Report) -> None:
        """Keep the report on a new site, unless a source changed while it was built.

        The next build need not even read it, unless a file in it is newer than its manifest, which is written last.
        """
        clock = _wait_for_tick(self._root)
        stats = read_stats(self._folders, self._target)
        if self._sources is None or self._sources != fingerprint_bytes(self._folders):
            return
        if self._before and stats and self._before.sources != stats.sources:
            return  # a source was another one while it was read, though it is as before now
        manifest = self._target / MANIFEST
        states = [digest_of(self._sources, manifest.read_text(encoding="utf-8"))]
        if stats and stats.is_settled(clock) and stats.written_ns <= manifest.stat().st_mtime_ns:
            states.append(stats.fingerprint)
        self._keep(report, *states)

    @cached_property
    def _sources(self) -> bytes | None:
        return fingerprint_bytes(self._folders)

    def _find(self, state: bytes) -> Report | None:
        value = self._cache.find(digest_of(self._circumstances, state))
        if value is None:
            return None
        report = msgspec.msgpack.decode(value, type=Report, dec_hook=lambda kind, plain: kind(plain))
        return msgspec.structs.replace(report, output=self._target)

    def _keep(self, report: Report, *states: bytes) -> None:
        # Where the site lies may be no text, and is known again when the report is found.
        report = msgspec.structs.replace(report, output=Path())
        value = msgspec.msgpack.encode(report, enc_hook=encode_plain)
        for state in states:
            self._cache.keep(digest_of(self._circumstances, state), value)
        write_cache(self._root, self._cache, _NAME)


def fingerprint_bytes(folders: tuple[Path, ...]) -> bytes | None:
    """Digest the names and the bytes of all files below some folders, and where links lead.

    Returns None if a folder is a link or cannot be read, since its files would not be part of the digest.
    """
    try:
        return digest_of(
            *(part for file in _walk(folders) for part in (os.fsencode(file), _find_target(file), _read_file(file)))
        )
    except OSError:
        return None


def read_stats(sources: tuple[Path, ...], site: Path) -> Stats | None:
    """Read the stat of all files below some folders and of a site: what they are, their size, and when they changed.

    Returns None in the same cases as `fingerprint_bytes`.
    """
    if os.name == "nt":
        return None  # its files do not say when they last changed in any way
    stats: list[object] = []
    newest, written, of_sources, devices = 0, 0, b"", set()
    try:
        for folders in (sources, (site,) if site.exists() else ()):
            written, of_sources = 0, digest_of("stats", repr(stats))
            for file in _walk(folders):
                found = file.stat()
                dates = found.st_mtime_ns, found.st_ctime_ns
                newest, written = max(newest, *dates), max(written, dates[0])
                devices.add(found.st_dev)
                identity = found.st_mode, found.st_dev, found.st_ino, found.st_size
                stats.append((file.path, _find_target(file), identity, dates))
    except OSError:
        return None
    return Stats(digest_of("stats", repr(stats)), of_sources, newest, written, frozenset(devices))


def read_clock(root: Path) -> Clock | None:
    """Read the clock of the file system that the portfolio at ``root`` is on, by touching a file of the cache."""
    path = root / ".afterview" / "clock"
    try:
        path.touch()
        found = path.stat()
    except OSError:
        return None
    return Clock(found.st_ctime_ns, found.st_dev)


def _wait_for_tick(root: Path) -> Clock | None:
    """Wait until the file system's clock has moved on, a few milliseconds; None if that takes longer."""
    first = read_clock(root)
    for _ in range(_TICK_MS if first else 0):
        time.sleep(0.001)
        clock = read_clock(root)
        if clock and first and clock.time_ns > first.time_ns:
            return clock
    return None


def _walk(folders: tuple[Path, ...]) -> Iterator[os.DirEntry[str]]:
    """Yield every file. Raises OSError for a folder that is a link or cannot be read."""
    waiting: list[str | Path] = [*folders]
    while waiting:
        with os.scandir(waiting.pop()) as found:
            entries = sorted(found, key=lambda entry: entry.name)
        for entry in entries:
            if not entry.is_dir():
                yield entry
            elif entry.is_symlink():
                raise NotADirectoryError
            else:
                waiting.append(entry.path)


def _find_target(file: os.DirEntry[str]) -> bytes:
    """Return where a link leads in the end: a file outside is refused, though its bytes may be the same."""
    return os.fsencode(os.path.realpath(file.path)) if file.is_symlink() else b""


def _read_file(file: os.DirEntry[str]) -> bytes:
    try:
        return read_whole(file) if file.is_file() else b"not a file"
    except OSError as error:
        return f"error {error.errno}".encode()
