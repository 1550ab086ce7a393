"""Write files into a person's portfolio without ever touching one that is there."""

import contextlib
import os
from pathlib import Path

from afterview.problems import Code, Problem, Refused


def write_new_file(root: Path, path: str, body: bytes) -> bool:
    """Write a file at ``path``, relative to ``root``, and its folders; tell whether it was written.

    A file, folder or link that is there already stays as it is. Raises Refused: LINK_OUTSIDE where a folder on the
    way leads out of the portfolio, WRITE_FAILED when the disk says no; then nothing half-written stays.
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
        raise Refused(_problem(Code.WRITE_FAILED, path, "a file stands where its folder should be")) from None
    except OSError as error:
        raise Refused(_problem(Code.WRITE_FAILED, path, error.strerror or str(error))) from error
    return True


def _problem(code: Code, path: str, why: str) -> Problem:
    return Problem(
        code=code,
        path=path,
        message=f"this could not be written: {why}",
        hint="see that there is room and that you may write there, then run it again",
    )
