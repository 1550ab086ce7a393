"""The folder of keys, outside every portfolio: one file a sealed page, which only its owner may read."""

import os
import stat
from pathlib import Path

from afterview.authoring.file_writing import create_file
from afterview.model.mentor import Mentor
from afterview.problems import Code, Problem, Refused, Severity
from afterview.sealing.key_code import MistypedCode, format_code, parse_code

_SUFFIX = ".key"
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_LONGEST = 1000


def key_path(folder: Path, link: str) -> Path:
    """Return where the key of a sealed page lies."""
    return folder / f"{link}{_SUFFIX}"


def write_key(folder: Path, link: str, key: str) -> bool:
    """Write a new key, readable by its owner alone; False where another file has its name.

    Raises:
        Refused: WRITE_FAILED when the disk refuses; then nothing half-written stays.
    """
    file = key_path(folder, link)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        create_file(file, f"{format_code(key)}\n".encode("ascii"), mode=0o600)
    except FileExistsError:
        if os.path.lexists(file):
            return False
        raise Refused(_refused(folder, "there is a file where its folder should be")) from None
    except OSError as error:
        raise Refused(_refused(file, error.strerror or str(error))) from error
    return True


def read_key(folder: Path, link: str) -> str | None:
    """Read the key of a sealed page; None where it is not on this machine.

    Raises:
        Refused: BAD_KEY where the file is no key.
    """
    file = key_path(folder, link)
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            raise Refused(_damaged(file))
        return parse_code(file.read_bytes()[:_LONGEST].decode("ascii"))
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError, MistypedCode):
        raise Refused(_damaged(file)) from None


def has_key(folder: Path, link: str, key: str) -> bool:
    """Return whether this is the key of a sealed page; not if its file is damaged."""
    try:
        return read_key(folder, link) == key
    except Refused:
        return False


def require_key(folder: Path, mentor: Mentor) -> str:
    """Read the key of a mentor's page.

    Raises:
        Refused: NO_KEY where it is not on this machine, BAD_KEY where the file is no key.
    """
    key = read_key(folder, mentor.link)
    if key is None:
        raise Refused(
            Problem(
                code=Code.NO_KEY,
                path=mentor.path,
                message="the key of this mentor's page is not on this machine",
                hint=f"paste the link into `afterview mentor {mentor.slug} --key -`, "
                f"or make a new one with `afterview mentor {mentor.slug} --renew`",
            )
        )
    return key


def check_key(folder: Path, link: str, root: Path) -> Problem | None:
    """Return a warning where others can read a key or put another in its place, or the portfolio at ``root`` has it."""
    file = key_path(folder, link)
    if file.resolve().is_relative_to(root.resolve()):
        return Problem(
            code=Code.KEY_OPEN,
            path=os.fspath(file),
            message="this key is inside the portfolio, so it may be committed, sent or backed up with it",
            hint="move the folder of keys out of the portfolio; "
            "if it was committed, make a new one with `afterview mentor NAME --renew`",
            severity=Severity.WARNING,
        )
    open_ones = [path for path, wanted in ((folder, "700"), (file, "600")) if _is_open(path, wanted)]
    if os.name != "posix" or not open_ones:
        return None
    commands = " && ".join(f"chmod {'700' if path == folder else '600'} {path}" for path in open_ones)
    return Problem(
        code=Code.KEY_OPEN,
        path=os.fspath(file),
        message="other users of this machine can read this key",
        hint=f"keep it to yourself with `{commands}`; "
        "if they may have read it, make a new one with `afterview mentor NAME --renew`",
        severity=Severity.WARNING,
    )


def list_links(folder: Path) -> tuple[str, ...]:
    """List the links whose keys are on this machine, sorted."""
    return tuple(sorted(path.name.removesuffix(_SUFFIX) for path in folder.glob(f"*{_SUFFIX}")))


def _is_open(path: Path, wanted: str) -> bool:
    try:
        return bool(path.stat().st_mode & _OTHERS & ~int(wanted, 8))
    except OSError:
        return False


def _damaged(file: Path) -> Problem:
    return Problem(
        code=Code.BAD_KEY,
        path=os.fspath(file),
        message="this file is not a key: a code has 28 letters, and one of them is wrong or missing",
        hint="delete it, then paste the link into `afterview mentor NAME --key -`, or make a new one with `--renew`",
    )


def _refused(path: Path, why: str) -> Problem:
    return Problem(
        code=Code.WRITE_FAILED,
        path=os.fspath(path),
        message=f"could not write the key: {why}",
        hint="check the folder's permissions; keys are outside the portfolio, so that they are never published",
    )
