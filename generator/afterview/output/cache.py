"""Cache the results of a build, each under a digest of all its inputs.

The cache is one file of plain bytes: it has no code. If it is damaged, or another version of the program wrote it, it
counts as empty: losing it costs only time.
"""

import contextlib
import stat
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import msgspec

from afterview.reading.memo import digest_of

_MAGIC = b"afterview cache 3\n"
_START = len(_MAGIC) + len(digest_of())
"""Where the body of the file begins, behind the magic bytes and its digest."""
_BUILDS = 8
"""How many builds in a row must not use an entry before it is dropped: builds for several audiences alternate."""
_PACKAGE = Path(__file__).resolve().parent.parent


class _Entry(msgspec.Struct, array_like=True, gc=False):
    used: int
    value: bytes


class _File(msgspec.Struct, array_like=True):
    builds: int
    entries: dict[bytes, _Entry]


class Cache:
    """Results of earlier builds, by key; `reading.memo.digest_of` makes the keys."""

    def __init__(self, program: bytes, file: _File | None = None) -> None:
        self.program = program
        self._entries = file.entries if file else {}
        self._build = file.builds + 1 if file else 1
        self.changed = False

    def get(self, key: bytes, make: Callable[[], bytes]) -> bytes:
        """Return the value of a key; if there is none, make and keep it."""
        value = self.find(key)
        if value is None:
            value = make()
            self.keep(key, value)
        return value

    def find(self, key: bytes) -> bytes | None:
        """Return the value of a key, if there is one."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        entry.used = self._build
        return entry.value

    def keep(self, key: bytes, value: bytes) -> None:
        """Keep a value for this build and the next ones."""
        self._entries[key] = _Entry(self._build, value)
        self.changed = True

    def encode(self) -> bytes:
        """Encode the entries that a recent build used."""
        oldest = self._build - _BUILDS
        entries = {key: entry for key, entry in self._entries.items() if entry.used > oldest}
        return msgspec.msgpack.encode(_File(self._build, entries))


def read_cache(root: Path, name: str = "cache", *, clean: bool = False) -> Cache:
    """Read a cache of the portfolio at ``root``; an empty one if there is no valid one, or with ``clean``."""
    path, program = root / ".afterview" / name, fingerprint_program()
    with contextlib.suppress(OSError, msgspec.DecodeError, ValueError):
        if not clean and stat.S_ISREG(path.lstat().st_mode):
            content = path.read_bytes()
            body = memoryview(content)[_START:]
            if content[:_START] == _MAGIC + digest_of(program, body):
                return Cache(program, msgspec.msgpack.decode(body, type=_File))
    return Cache(program)


def write_cache(root: Path, cache: Cache, name: str = "cache") -> None:
    """Write a cache, if a build added to it. Errors are ignored: the site is in place already."""
    if not cache.changed:
        return
    content = cache.encode()
    path = root / ".afterview" / name
    staged = path.with_name(f"{path.name}.new")
    with contextlib.suppress(OSError):
        staged.unlink(missing_ok=True)
        with staged.open("wb") as file:
            file.writelines((_MAGIC, digest_of(cache.program, content), content))  # joined, they would be a copy
        staged.replace(path)


@cache
def fingerprint_program() -> bytes:
    """Digest everything except the layouts that affects pages: this package, Python, and the installed packages."""
    parts: list[bytes | str] = [sys.version]
    for path in sorted(_PACKAGE.rglob("*.py")):
        parts.append(path.read_bytes())
    for folder in sys.path:
        with contextlib.suppress(OSError):
            parts += sorted(path.name for path in Path(folder or ".").glob("*.*-info"))
    return digest_of(*parts)
