"""Make a folder for one run of publishing, and remove it and those that killed runs left."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from afterview.problems import Code, Problem, Refused

_PREFIX = "publish-"
_MARK = ".afterview-publish"
"""The name of a run's folder starts with the one, and the folder contains the other: only such a folder is removed."""


@contextmanager
def make_run_folder(root: Path) -> Iterator[Path]:
    """Make a folder for this run and remove it afterwards; folders of killed runs are removed first.

    Raises:
        Refused: WRITE_FAILED, where the disk refuses a file in the block.
    """
    folder = root / ".afterview"
    place = folder / f"{_PREFIX}{secrets.token_hex(8)}"
    try:
        folder.mkdir(exist_ok=True)
        for left in folder.glob(f"{_PREFIX}*"):
            if (left / _MARK).is_file() and not left.is_symlink():
                shutil.rmtree(left)
        place.mkdir()
        (place / _MARK).touch()
        yield place
    except OSError as error:
        name = os.fsdecode(error.filename or place)
        raise Refused(
            Problem(
                code=Code.WRITE_FAILED,
                path=name,
                message=f"could not write this file: {error.strerror or error}",
                hint="free some space or check the folder's permissions, then publish again. Nothing was published",
            )
        ) from error
    finally:
        shutil.rmtree(place, ignore_errors=True)
