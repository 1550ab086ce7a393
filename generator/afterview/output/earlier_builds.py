"""Find the report of an earlier build, if a build has nothing to do: by the stat of every file, or by every byte."""

import os
import time
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import msgspec

from afterview.output.build_report import Report
from afterview.output.cache import read_cache, write_cache
from afterview.output.output_path import is_interrupted
from afterview.reading.memo import digest_of, encode_plain
from afterview.reading.sources import MOMENT_NS, read_whole
from afterview.rendering.layout_folders import find_layouts

_NAME = "builds"
"""The reports have a small file of their own: a build that has nothing to do need not read the whole cache."""


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
        self._stats = None if is_interrupted(target) else fingerprint_stats((*self._folders, target), time.time_ns())

    def find_untouched(self) -> Report | None:
        """Return the report on a site if nothing in its folder or in those of its sources was touched since."""
        return None if self._stats is None else self._find(self._stats)

    def find_unchanged(self, manifest: str) -> Report | None:
        """Return the report on the site with this manifest, if it was made from the same bytes.

        Call it before the sources are read for a build: `keep` compares them with what they were now.
        """
        return None if self._sources is None else self._find(digest_of(self._sources, manifest))

    def keep_unchanged(self, report: Report) -> None:
        """Keep the report on a site that did not change, for as long as nothing is touched."""
        if self._stats is not None:
            self._keep(self._stats, report)

    def keep(self, report: Report, manifest: str) -> None:
        """Keep the report on a site, unless a source changed while it was built."""
        if self._sources is not None and self._sources == fingerprint_bytes(self._folders):
            self._keep(digest_of(self._sources, manifest), report)

    @cached_property
    def _sources(self) -> bytes | None:
        return fingerprint_bytes(self._folders)

    def _find(self, state: bytes) -> Report | None:
        value = self._cache.find(digest_of(self._circumstances, state))
        if value is None:
            return None
        report = msgspec.msgpack.decode(value, type=Report, dec_hook=lambda kind, plain: kind(plain))
        return msgspec.structs.replace(report, output=self._target)

    def _keep(self, state: bytes, report: Report) -> None:
        value = msgspec.msgpack.encode(report, enc_hook=encode_plain)
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


def fingerprint_stats(folders: tuple[Path, ...], now_ns: int) -> bytes | None:
    """Digest the names and the stat of all files below some folders: what they are, their size, and when they changed.

    Returns None in the same cases as `fingerprint_bytes`, and if a file changed a moment before ``now_ns``: clocks of
    file systems are coarse, so it may change once more without another date.
    """
    if os.name == "nt":
        return None  # its files do not say when they last changed in any way
    stats = []
    try:
        for file in _walk(folders):
            found = file.stat()
            dates = found.st_mtime_ns, found.st_ctime_ns
            if max(dates) > now_ns - MOMENT_NS:
                return None
            stats.append(
                (file.path, _find_target(file), found.st_mode, found.st_dev, found.st_ino, found.st_size, dates)
            )
    except OSError:
        return None
    return digest_of("stats", repr(stats))


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
