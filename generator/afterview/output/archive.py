"""Pack a built site into one zip file that can be sent and opened from a disk; alone writes archives."""

import contextlib
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from afterview.output.manifest import MANIFEST, DamagedManifest, digest, parse_manifest
from afterview.output.output_path import name_output
from afterview.problems import Code, Problem, Refused

_FACTS = "portfolio.json"
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest date of the zip format, for every file, so that the same site gives the same bytes."""


def write_archive(root: Path, site: Path) -> Path:
    """Pack the site at ``site`` into a file beside it, named after the date of the latest interview that it shows.

    Only files that the site's own list names are packed, and only as they were built. An archive of that name is
    replaced completely or not at all. Raises Refused: FOREIGN_FILE if a file was changed since the build, or if
    another file has the archive's name; WRITE_FAILED if the file cannot be written.
    """
    try:
        files = _read_files(root, site)
        name = "-".join(filter(None, (site.name, _find_day(files))))
        target = site.with_name(f"{name}.zip")
        if os.path.lexists(target) and not _is_ours(target):
            raise Refused(_problem(Code.FOREIGN_FILE, root, target, "this file was not made by Afterview"))
        staged = target.with_name(f".{target.name}.afterview-draft")
        try:
            _write(staged, name, files)
            staged.replace(target)
        finally:
            with contextlib.suppress(FileNotFoundError):
                staged.unlink()
    except OSError as error:
        place = Path(os.fsdecode(error.filename or site))
        why = f"could not write this file: {error.strerror or error}"
        raise Refused(_problem(Code.WRITE_FAILED, root, place, why)) from error
    return target


def _read_files(root: Path, site: Path) -> dict[str, bytes]:
    body = (site / MANIFEST).read_bytes()
    try:
        listed = parse_manifest(body)
    except DamagedManifest as error:
        raise Refused(_problem(Code.FOREIGN_FILE, root, site / MANIFEST, "this list is damaged")) from error
    files = {url: (site / url).read_bytes() for url in sorted(listed)}
    for url, text in files.items():
        if digest(text) != listed[url]:
            raise Refused(_problem(Code.FOREIGN_FILE, root, site / url, "this file was changed since it was built"))
    return {MANIFEST: body, **files}


def _find_day(files: Mapping[str, bytes]) -> str:
    """Find the latest date in the site itself: its name must not depend on anything that readers may not see."""
    try:
        facts: Any = msgspec.json.decode(files[_FACTS])
        days = [interview["date"] for interview in facts["interviews"]]
    except (KeyError, TypeError, msgspec.DecodeError):  # a portfolio's own layout may write other facts
        return ""
    return max((day for day in days if isinstance(day, str) and day.replace("-", "").isdigit()), default="")


def _write(staged: Path, name: str, files: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(staged, "w") as archive:
        for url, body in files.items():
            about = zipfile.ZipInfo(f"{name}/{url}", _FIRST_DAY)
            about.compress_type = zipfile.ZIP_DEFLATED
            about.create_system = 3  # so that the permissions below are read the same way on every system
            about.external_attr = 0o100644 << 16
            archive.writestr(about, body, compresslevel=9)
    with staged.open("rb") as written:
        os.fsync(written.fileno())


def _is_ours(target: Path) -> bool:
    try:
        with zipfile.ZipFile(target) as archive:
            return f"{target.stem}/{MANIFEST}" in archive.namelist()
    except (OSError, zipfile.BadZipFile):
        return False


def _problem(code: Code, root: Path, path: Path, message: str) -> Problem:
    return Problem(
        code=code,
        path=name_output(root, path),
        message=message,
        hint="move it to another folder if it is yours, free some space if the disk is full, then build again",
    )
