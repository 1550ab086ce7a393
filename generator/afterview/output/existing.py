"""Read and clear the folder of a site, finished or half written; alone removes files, and only Afterview's."""

import contextlib
import filecmp
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from afterview.output.manifest import MANIFEST, digest, parse_manifest
from afterview.reading.sources import read_whole

STAGE_MARK = ".afterview-stage"
"""In a folder that is not yet a site: the names of all files that are being written, separated by NUL."""


class ExistingOutput(NamedTuple):
    """The files in a site's folder: digests of Afterview's own by address, those that were edited, and other files."""

    digests: dict[str, str]
    edited: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()


def read_existing(site: Path) -> ExistingOutput:
    """Compare every byte of a site's folder with its manifest.

    Raises:
        DamagedManifest: the manifest is not in the form that Afterview writes.
        OSError: something cannot be read.
    """
    if not site.exists():
        return ExistingOutput({})
    listed = _read_manifest(site)
    digests: dict[str, str] = {}
    edited = []
    foreign = []
    for url, file in _walk(site):
        if url == MANIFEST:
            continue
        if url not in listed:
            foreign.append(url)
        elif _is_as_listed(file, listed[url]):
            digests[url] = listed[url]
        else:
            edited.append(url)
    return ExistingOutput(digests, tuple(sorted(edited)), tuple(sorted(foreign)))


def mark_stage(stage: Path, urls: tuple[str, ...]) -> None:
    """Make the folder ``stage`` and first write into it the names of the files that it will contain."""
    stage.mkdir()
    (stage / STAGE_MARK).write_bytes(b"\0".join(os.fsencode(url) for url in urls))


def clear_away(remains: Path, site: Path) -> tuple[str, ...]:
    """Remove what a build left at ``remains``, beside the site; return the names of files that are not Afterview's.

    A stage that was never a site contains only the files that its mark names. Anything else is an older or a newer
    site: the unchanged files that its manifest lists are removed, and those that the site itself has too. The mark and
    the manifest are removed last, so that after a crash the folder is still recognised. Raises DamagedManifest and
    OSError.
    """
    marked = _read_mark(remains)
    listed = {} if marked else _read_manifest(remains)
    kept = []
    _make_writable(remains)
    for url, file in tuple(_walk(remains)):
        if url in (STAGE_MARK, MANIFEST):
            continue
        if url in marked or (not marked and (_same(file, f"{site}/{url}") or _is_as_listed(file, listed.get(url, "")))):
            os.unlink(file)  # noqa: PTH108 - called for every file of a site
        else:
            kept.append(url)
    if kept:
        return tuple(sorted(kept))
    for folder, _, _ in os.walk(remains, topdown=False):
        if Path(folder) != remains:
            Path(folder).rmdir()
    for name in (MANIFEST, STAGE_MARK):
        (remains / name).unlink(missing_ok=True)
    remains.rmdir()
    return ()


def _make_writable(remains: Path) -> None:
    """Make read-only folders writable, so that their files can be removed."""
    for folder, _, _ in os.walk(remains):
        mode = stat.S_IMODE(os.lstat(folder).st_mode)
        if mode & stat.S_IRWXU != stat.S_IRWXU:
            Path(folder).chmod(mode | stat.S_IRWXU)


def _walk(folder: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield every file below a folder, with its address; a link counts as a file and is never followed."""
    waiting = [(os.fspath(folder), "")]
    while waiting:
        path, above = waiting.pop()
        with os.scandir(path) as entries:
            for entry in entries:
                url = f"{above}{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((entry.path, f"{url}/"))
                else:
                    yield url, entry


def _read_manifest(site: Path) -> dict[str, str]:
    with contextlib.suppress(FileNotFoundError):
        return parse_manifest((site / MANIFEST).read_bytes())
    return {}


def _read_mark(remains: Path) -> frozenset[str]:
    with contextlib.suppress(FileNotFoundError):
        names = (remains / STAGE_MARK).read_bytes().split(b"\0")
        return frozenset((STAGE_MARK, *map(os.fsdecode, names)))
    return frozenset()


def _is_as_listed(file: os.DirEntry[str], listed: str) -> bool:
    return file.is_file(follow_symlinks=False) and digest(read_whole(file)) == listed


def _same(file: os.DirEntry[str], twin: str) -> bool:
    """Return whether the site has the same file: a hard link, a symbolic link to the same target, or equal bytes."""
    try:
        ours, theirs = os.lstat(file), os.lstat(twin)
    except (FileNotFoundError, NotADirectoryError):
        return False
    if os.path.samestat(ours, theirs):
        return True
    if stat.S_ISLNK(ours.st_mode) and stat.S_ISLNK(theirs.st_mode):
        return Path(file).readlink() == Path(twin).readlink()
    return stat.S_ISREG(ours.st_mode) and stat.S_ISREG(theirs.st_mode) and filecmp.cmp(file, twin, shallow=False)
