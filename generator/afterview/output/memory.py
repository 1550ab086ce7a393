"""Remember what a build found out, for the next one; alone knows the file that it is kept in.

The file is trusted with nothing but bytes. Damaged, of another version or another program, it is as if it were not
there; the worst that losing it costs is time.
"""

import contextlib
import hashlib
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

import msgspec

from afterview.narrow import Hidden
from afterview.output.stamps import Stamp
from afterview.problems import Problem

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
    with contextlib.suppress(OSError), _find_file(root).open("rb") as kept:
        sites = _read_sites(kept)
        sources = _read_part(kept) if sites is not None else None
        if sites is not None and sources is not None:
            return Memory(sites=sites, sources=sources)
    return Memory()


def read_sites(root: Path) -> Mapping[str, Made]:
    """Read what is remembered of the sites alone, by their names here: a small part of it all."""
    with contextlib.suppress(OSError), _find_file(root).open("rb") as kept:
        return _read_sites(kept) or {}
    return {}


def write_memory(root: Path, sites: Mapping[str, Made], known: Mapping[str, Known]) -> None:
    """Write down what is to be remembered. A disk that refuses is no reason to stop: the site stands."""
    head = msgspec.msgpack.encode(_Sites(name_program(), dict(sites)), enc_hook=_plain)
    body = _MAGIC + b"".join(
        _digest(part) + len(part).to_bytes(8, "big") + part for part in (head, msgspec.msgpack.encode(known))
    )
    file = _find_file(root)
    beside = file.with_name(f"{file.name}.new")
    with contextlib.suppress(OSError):
        beside.write_bytes(body)
        beside.replace(file)


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


def _find_file(root: Path) -> Path:
    return root / ".afterview" / "cache"


def _read_sites(kept: BinaryIO) -> Mapping[str, Made] | None:
    head = _read_part(kept) if kept.read(len(_MAGIC)) == _MAGIC else None
    if head is None:
        return None
    try:
        found = msgspec.msgpack.decode(head, type=_Sites)
    except (msgspec.DecodeError, ValueError):
        return None
    return found.sites if found.program == name_program() else None


def _read_part(kept: BinaryIO) -> bytes | None:
    """Read the next part; None where it is damaged."""
    known, length = kept.read(_SIZE), int.from_bytes(kept.read(8), "big")
    part = kept.read(length) if length <= os.fstat(kept.fileno()).st_size else b""
    return part if len(part) == length and _digest(part) == known else None


def _digest(part: bytes) -> bytes:
    return hashlib.blake2b(part, digest_size=_SIZE).digest()


def _plain(value: object) -> object:
    if isinstance(value, str):
        return str.__str__(value)
    raise TypeError(f"{type(value).__name__} cannot be remembered")
