"""Build a site again: where nothing at all changed, that is seen from the files' dates, and no more is loaded."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from afterview.model.audience import Audience
from afterview.output.lock import hold_lock
from afterview.output.manifest import MANIFEST, render_manifest
from afterview.output.memory import Made, read_sites
from afterview.output.place import check_output
from afterview.output.report import Report, Written
from afterview.output.stamps import Stamp, read_now, read_stamps
from afterview.rendering.layout_folders import find_layouts


def find_unchanged(root: Path, target: Path, *, audience: Audience, url: str | None = None) -> Report | None:
    """Give the report on a site that stands and that a build would not change; None where it is not sure.

    Raises Refused as a build does.
    """
    with hold_lock(root):
        check_output(root, target, audience)
        made = read_sites(root).get(name_site(target, audience, url))
        if made is None or not made.sources or made.sources != digest_sources(root) or not _stands(target, made):
            return None
    return Report(
        output=target,
        audience=audience,
        pages=made.pages,
        written=Written(unchanged=len(made.files), kept=made.kept),
        hidden=made.hidden,
        warnings=made.warnings,
    )


def name_site(target: Path, audience: Audience, url: str | None) -> str:
    """Name a site among those remembered: where it is, for whom, and the address it was told."""
    return "\0".join((os.path.abspath(target), audience, url or ""))  # noqa: PTH100 - resolving would follow links


def digest_sources(root: Path) -> bytes:
    """Give a digest of the stamps of all files that a site is made from; empty where they prove nothing.

    That is so for a link, and for a file that changed so lately that it could change again without its dates showing.
    """
    now = read_now()
    found = hashlib.blake2b(digest_size=16)
    for folder in (root / "content", *find_layouts(root)):
        try:
            stamps = read_stamps(folder)
        except OSError:
            return b""
        if not all(stamp and stamp.is_settled(now) for stamp in stamps.values()):
            return b""
        listed = sorted((os.fsencode(url), stamp) for url, stamp in stamps.items())
        found.update(msgspec.msgpack.encode((os.fsencode(folder), listed)))
    return found.digest()


def read_files(target: Path, listed: Mapping[str, str]) -> dict[str, tuple[str, Stamp]]:
    """Give the digest and the stamp of each file that was just written, or seen to be as it was written."""
    stamps = read_stamps(target)
    return {url: (digest, stamp) for url, digest in listed.items() if (stamp := stamps.get(url))}


def _stands(target: Path, made: Made) -> bool:
    if any(os.path.lexists(target.with_name(f".{target.name}.afterview-{what}")) for what in ("stage", "aside")):
        return False
    try:
        stamps = read_stamps(target)
        listed = (target / MANIFEST).read_bytes()
    except OSError:
        return False
    if listed != render_manifest({url: digest for url, (digest, _) in made.files.items()}).encode():
        return False
    stamps.pop(MANIFEST)
    return {url: stamps.pop(url, None) for url in made.files} == dict(_stamps_of(made)) and tuple(
        sorted(stamps)
    ) == made.kept


def _stamps_of(made: Made) -> Iterator[tuple[str, Stamp]]:
    for url, (_, stamp) in made.files.items():
        yield url, stamp
