"""Remember what a build found out, for the next one; alone knows the file that it is kept in.

The file is trusted with nothing but bytes. Damaged, of another version or another program, it is as if it were not
there; the worst that losing it costs is time.
"""

import contextlib
import hashlib
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from afterview.build.report import Hidden
from afterview.build.stamps import Stamp
from afterview.problems import Problem

_FILE = "cache"
_MAGIC = b"afterview memory 1\n"
_SIZE = 16
_PACKAGE = Path(__file__).resolve().parent.parent


class Known(msgspec.Struct, frozen=True, array_like=True):
    """Hold what a source said, encoded: its stamp (None: its dates prove nothing), a digest of its text and words."""

    stamp: Stamp | None
    digest: str
    said: msgspec.Raw


class Made(msgspec.Struct, frozen=True, array_like=True):
    """Hold what was known of a site when it was made.

    ``sources`` is a digest of the stamps of all it was made from, empty where they prove nothing. ``prints`` are the
    fingerprints of its pages, ``files`` the digest and the stamp of each file that stands, by address; ``kept`` are
    files that are not ours, ``pages`` and ``hidden`` what the report says.
    """

    sources: bytes
    prints: Mapping[str, bytes]
    files: Mapping[str, tuple[str, Stamp]]
    kept: tuple[str, ...]
    pages: int
    hidden: Hidden
    warnings: tuple[Problem, ...]


class Memory(msgspec.Struct, frozen=True, kw_only=True):
    """Hold what is remembered: of each site, by its name here, and, still encoded, of the sources."""

    sites: Mapping[str, Made] = {}
    sources: bytes = b""

    def known(self) -> dict[str, Known]:
        """Decode what is remembered of the sources, by path."""
        if not self.sources:
            return {}
        try:
            return msgspec.msgpack.decode(self.sources, type=dict[str, Known])
        except (msgspec.DecodeError, ValueError):
            return {}


class _Sites(msgspec.Struct, frozen=True, array_like=True):
    program: bytes
    sites: dict[str, Made]


def read_memory(root: Path) -> Memory:
    """Read what the last builds of the portfolio at ``root`` remembered; nothing where it cannot be trusted."""
    try:
        kept = memoryview((root / ".afterview" / _FILE).read_bytes())
    except OSError:
        return Memory()
    parts = list(_split(kept))
    if len(parts) != 2:
        return Memory()
    try:
        head = msgspec.msgpack.decode(parts[0], type=_Sites)
    except (msgspec.DecodeError, ValueError):
        return Memory()
    return Memory(sites=head.sites, sources=bytes(parts[1])) if head.program == name_program() else Memory()


def write_memory(root: Path, sites: Mapping[str, Made], known: Mapping[str, Known]) -> None:
    """Write down what is to be remembered. A disk that refuses is no reason to stop: the site stands."""
    head = msgspec.msgpack.encode(_Sites(name_program(), dict(sites)), enc_hook=_plain)
    body = _MAGIC + b"".join(
        _digest(part) + len(part).to_bytes(8, "big") + part for part in (head, msgspec.msgpack.encode(known))
    )
    folder = root / ".afterview"
    beside = folder / f"{_FILE}.new"
    with contextlib.suppress(OSError):
        beside.write_bytes(body)
        beside.replace(folder / _FILE)


def name_program() -> bytes:
    """Give a digest of all that turns sources into pages beside the layouts: this package, Python, what it imports."""
    found = hashlib.blake2b(sys.version.encode(), digest_size=_SIZE)
    for path in sorted(_PACKAGE.rglob("*.py")):
        found.update(path.read_bytes())
    for place in sys.path:
        with contextlib.suppress(OSError):
            names = (name for name in os.listdir(place or ".") if name.endswith((".dist-info", ".egg-info")))  # noqa: PTH208 - names are all it takes
            found.update("\n".join(sorted(names)).encode("utf-8", "surrogateescape"))
    return found.digest()


def _split(kept: memoryview) -> Iterator[memoryview]:
    """Split a memory into its parts; those from the first damaged one on are not given."""
    if kept[: len(_MAGIC)] != _MAGIC:
        return
    at = len(_MAGIC)
    while at < len(kept):
        length = int.from_bytes(kept[at + _SIZE : at + _SIZE + 8], "big")
        part = kept[at + _SIZE + 8 : at + _SIZE + 8 + length]
        if len(part) != length or kept[at : at + _SIZE] != _digest(part):
            return
        yield part
        at += _SIZE + 8 + length


def _digest(part: bytes | memoryview) -> bytes:
    return hashlib.blake2b(part, digest_size=_SIZE).digest()


def _plain(value: object) -> object:
    if isinstance(value, str):
        return str.__str__(value)
    raise TypeError(f"{type(value).__name__} cannot be remembered")
