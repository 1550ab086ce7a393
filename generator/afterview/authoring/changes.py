"""Write several files into a person's portfolio: all of them, or none."""

import codecs
import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path

import msgspec

from afterview.authoring.file_writing import write_changed_file, write_new_file
from afterview.problems import Code, Problem, Refused


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A file to write, relative to the portfolio: new if ``before`` is None, else changed from those bytes."""

    path: str
    before: bytes | None
    after: bytes


def encode_like(before: bytes | None, text: str) -> bytes:
    """Encode a text for a file, with a byte order mark if the file has one."""
    mark = codecs.BOM_UTF8 if before is not None and before.startswith(codecs.BOM_UTF8) else b""
    return mark + text.encode("utf-8")


def write_changes(root: Path, changes: Sequence[Change]) -> None:
    """Write new files, and change files that are still what was read; each as it was is kept in .afterview/imported.

    Raises:
        Refused: one could not be written, exists already, or was changed meanwhile; then all are as they were.
    """
    done: list[Change] = []
    try:
        for change in changes:
            _write(root, change)
            done.append(change)
    except BaseException:
        for change in reversed(done):
            _undo(root, change)
        raise


def _write(root: Path, change: Change) -> None:
    if change.before is None:
        if not write_new_file(root, change.path, change.after):
            raise Refused(
                _problem(change.path, "a file with this name already exists", "rename one of them, then try again")
            )
        return
    digest = hashlib.blake2b(change.before, digest_size=4).hexdigest()
    copy = f".afterview/imported/{Path(change.path).stem}.{digest}.md"
    if write_new_file(root, copy, change.before):
        shutil.copymode(root / change.path, root / copy)  # who may not read the file reads no copy of it
    if not write_changed_file(root, change.path, change.before, change.after):
        raise Refused(_problem(change.path, "the file was changed meanwhile; it was not overwritten", "try again"))


def _undo(root: Path, change: Change) -> None:
    if change.before is None:
        (root / change.path).unlink(missing_ok=True)
    else:
        write_changed_file(root, change.path, change.after, change.before)


def _problem(path: str, message: str, hint: str) -> Problem:
    return Problem(code=Code.EXISTS, path=path, message=message, hint=hint)
