"""Read text that comes from outside the portfolio: from a file anywhere, or from what was pasted."""

from pathlib import Path
from typing import BinaryIO

from afterview.problems import Code, ContentError, Problem

LARGEST_PASTED = 256 * 1024
LARGEST_FILE = 20 * 1024 * 1024
"""Bytes that are read of a paste, and of a file."""


def read_pasted(stream: BinaryIO, label: str) -> str:
    """Read what was pasted, up to 256 KiB. Raises ContentError for more, and for what is no text."""
    return _decode(stream.read(LARGEST_PASTED + 1), LARGEST_PASTED, label)


def read_foreign_file(path: Path) -> str:
    """Read a text file of at most 20 MiB. Raises ContentError for anything else."""
    try:
        if not path.is_file():
            raise ContentError([_problem(Code.NOT_A_FILE, path.name, "this is not a file", "name a file")])
        with path.open("rb") as opened:
            body = opened.read(LARGEST_FILE + 1)
    except OSError as error:
        message = f"it cannot be read ({error.strerror or error})"
        raise ContentError([_problem(Code.UNREADABLE, path.name, message, "check the file's permissions")]) from error
    return _decode(body, LARGEST_FILE, path.name)


def _decode(body: bytes, limit: int, label: str) -> str:
    if len(body) > limit:
        message = f"it is longer than {limit // 1024:,} KiB"
        raise ContentError([_problem(Code.FILE_TOO_LARGE, label, message, "import it in parts")])
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"it is not UTF-8 text (byte {error.start})"
        raise ContentError([_problem(Code.NOT_UTF8, label, message, "export it as UTF-8 text")]) from error
    if "\0" in text:
        raise ContentError([_problem(Code.FORBIDDEN_CHARACTER, label, "it is not text", "export it as text")])
    return text


def _problem(code: Code, path: str, message: str, hint: str) -> Problem:
    return Problem(code=code, path=path, message=message, hint=hint)
