"""Write files into a person's portfolio: new ones beside what is there, and changes to what was just read."""

import contextlib
import os
from pathlib import Path

from afterview.problems import Code, Problem, Refused


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
        with file.open("xb") as opened:
            try:
                opened.write(body)
                opened.flush()
                os.fsync(opened.fileno())
            except BaseException:
                with contextlib.suppress(OSError):
                    file.unlink()
                raise
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
        with beside.open("xb") as opened:
            opened.write(after)
            opened.flush()
            os.fsync(opened.fileno())
        beside.chmod(file.stat().st_mode & 0o777)
        if file.read_bytes() != before:
            return False
        beside.replace(file)
    except OSError as error:
        raise Refused(_problem(Code.WRITE_FAILED, path, error.strerror or str(error))) from error
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
