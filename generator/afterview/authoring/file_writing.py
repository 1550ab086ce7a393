"""Write files into a person's portfolio: new ones beside what is there, and changes to what was just read."""

import contextlib
import os
from pathlib import Path

from afterview.problems import Code, Problem, Refused


def create_file(file: Path, body: bytes, *, mode: int = 0o666) -> None:
    """Write a file that does not exist yet, through to the disk; ``mode`` has its permissions before the umask.

    Raises:
        FileExistsError: there is one of that name, which is not changed, or a file is in the place of its folder.
        OSError: the disk refuses; then no part of the file is left.
    """
    opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    try:
        with os.fdopen(opened, "wb") as writing:
            writing.write(body)
            writing.flush()
            os.fsync(writing.fileno())
    except BaseException:
        with contextlib.suppress(OSError):
            file.unlink()
        raise


def write_new_file(root: Path, path: str, body: bytes) -> bool:
    """Write a file at ``path``, relative to ``root``, and its folders; report whether it was written.

    A file, folder or link that exists is not changed.

    Raises:
        Refused: LINK_OUTSIDE where a folder on the way leads out of the portfolio, WRITE_FAILED when the file cannot
            be written; then no part of it is left.
    """
    file = root / path
    try:
        if not file.parent.resolve().is_relative_to(root.resolve()):
            raise Refused(_problem(Code.LINK_OUTSIDE, path, "its folder is a link that leads out of the portfolio"))
        file.parent.mkdir(parents=True, exist_ok=True)
        create_file(file, body)
    except FileExistsError:
        if os.path.lexists(file):
            return False
        raise Refused(_problem(Code.WRITE_FAILED, path, "a file is where its folder should be")) from None
    except OSError as error:
        raise Refused(_problem(Code.WRITE_FAILED, path, error.strerror or str(error))) from error
    return True


def write_changed_file(root: Path, path: str, before: bytes, after: bytes) -> bool:
    """Replace the file at ``path``, relative to ``root``, whole; False where it is no longer what was read.

    Raises:
        Refused: WRITE_FAILED when the disk refuses; the file is then as it was.
    """
    file = root / path
    beside = file.with_name(f".{file.name}.new")
    try:
        create_file(beside, after)
        beside.chmod(file.stat().st_mode & 0o777)
        if file.read_bytes() != before:
            return False
        beside.replace(file)
    except OSError as error:
        raise Refused(_problem(Code.WRITE_FAILED, path, error.strerror or str(error))) from error
    finally:
        beside.unlink(missing_ok=True)
    return True


def write_file_to_send(file: Path, page: bytes, mark: bytes) -> bool:
    """Write a page as a file to send; False where the name is taken by a file that does not have ``mark`` in it.

    Raises:
        Refused: WRITE_FAILED when the disk refuses; a file that was there is then as it was.
    """
    beside = file.with_name(f".{file.name}.new")
    try:
        if file.exists() and mark not in file.read_bytes():
            return False
        beside.write_bytes(page)
        beside.replace(file)
    except OSError as error:
        raise Refused(_problem(Code.WRITE_FAILED, file.name, error.strerror or str(error))) from error
    finally:
        beside.unlink(missing_ok=True)
    return True


def _problem(code: Code, path: str, why: str) -> Problem:
    return Problem(
        code=code,
        path=path,
        message=f"could not write this file: {why}",
        hint="free some space or check the folder's permissions, then run it again",
    )
