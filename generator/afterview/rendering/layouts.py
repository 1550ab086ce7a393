"""Read the layouts into memory: a portfolio's own over the default ones, with one fingerprint of them all."""

import contextlib
import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from afterview.problems import Code, ContentError, Problem

DEFAULT = "default/"
"""A default layout also has this name, so that a portfolio's own may extend the one whose place it takes."""
ASSETS = "assets"
OWN_STYLE = "assets/own.css"
"""A portfolio's own style sheet: every page links to it after the default one."""


class LayoutFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file of ``layouts/``: its path on disk and its bytes."""

    path: Path
    body: bytes


class Layouts(msgspec.Struct, frozen=True, kw_only=True):
    """The layouts and interface texts of a site, without its assets.

    ``folders`` has the portfolio's own folder first, if there is one, and the default one last. ``files`` are found by
    the name that a layout is loaded by. ``own_style`` tells whether the portfolio has a style sheet of its own.
    ``fingerprint`` changes with any byte or name of them.
    """

    folders: tuple[Path, ...]
    files: Mapping[str, LayoutFile]
    fingerprint: bytes
    own_style: bool = False

    @property
    def own(self) -> Path | None:
        """The portfolio's own folder of layouts."""
        return self.folders[0] if len(self.folders) > 1 else None


def read_layouts(folders: tuple[Path, ...]) -> Layouts:
    """Read the layouts in the folders given, the first of which that has a file wins; each file is read once.

    Raises:
        ContentError: A file or folder cannot be read.
    """
    *own, default = folders
    files = _read_folder(default)
    files |= {DEFAULT + name: file for name, file in files.items()}
    for folder in reversed(own):
        files |= _read_folder(folder)
    digest = hashlib.blake2b(digest_size=16)
    for name, file in sorted(files.items()):
        digest.update(f"{name}\0{len(file.body)}\0".encode("utf-8", "surrogateescape") + file.body)
    with reporting_unreadable(folders[0]):
        own_style = any((folder / OWN_STYLE).is_file() for folder in own)
    digest.update(b"styled" if own_style else b"")
    return Layouts(folders=folders, files=files, fingerprint=digest.digest(), own_style=own_style)


@contextlib.contextmanager
def reporting_unreadable(folder: Path) -> Iterator[None]:
    """Report a file or folder that cannot be read, below a folder of layouts, as a ContentError.

    Raises:
        ContentError: UNREADABLE, where the block raises an OSError.
    """
    try:
        yield
    except OSError as error:
        path = Path(error.filename or folder)
        raise ContentError(
            [
                Problem(
                    code=Code.UNREADABLE,
                    path=f"layouts/{path.relative_to(folder).as_posix()}"
                    if path != folder and path.is_relative_to(folder)
                    else "layouts",
                    message=f"cannot read this: {error.strerror or error}",
                    hint="check the file's permissions (ls -l)",
                )
            ]
        ) from error


def _read_folder(folder: Path) -> dict[str, LayoutFile]:
    with reporting_unreadable(folder):
        return {
            path.relative_to(folder).as_posix(): LayoutFile(path=path, body=path.read_bytes())
            for path in _list_files(folder)
        }


def _list_files(folder: Path) -> Iterator[Path]:
    """List the ordinary files below a folder that are neither hidden nor assets."""

    def fail(error: OSError) -> None:
        raise error

    for parent, subfolders, names in os.walk(folder, onerror=fail):
        subfolders[:] = [name for name in subfolders if not (name == ASSETS and Path(parent) == folder)]
        for name in names:
            path = Path(parent, name)
            if not name.startswith(".") and path.is_file():
                yield path
