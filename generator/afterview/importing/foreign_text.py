"""Read text that comes from outside the portfolio: from a file anywhere, or from what was pasted."""

import contextlib
import re
from pathlib import Path

from afterview.problems import Code, ContentError, Problem

LARGEST_PASTED = 256 * 1024
LARGEST_FILE = 20 * 1024 * 1024
"""Bytes that are read of a paste, and of a file."""
_CHARSET = re.compile(rb"\bcharset=[\"']?([A-Za-z][\w.:-]{1,30})", re.IGNORECASE)
_OTHER_FORMATS = (b"PK\x03\x04", b"%PDF-", b"{\\rtf", b"\xd0\xcf\x11\xe0")
"""How the files of Word, LibreOffice and other programs begin."""


def read_foreign_file(path: Path, limit: int = LARGEST_FILE) -> str:
    """Read a text file of at most ``limit`` bytes.

    Raises:
        ContentError: There is no such file, or it cannot be read as text.
    """
    try:
        if not path.is_file():
            code, message = Code.MISSING_FILE, "there is no such file"
            if path.exists():
                code, message = Code.NOT_A_FILE, "this is not a file"
            raise _error(code, path.name, message, "name a text file")
        with path.open("rb") as opened:
            body = opened.read(limit + 1)
    except OSError as error:
        message = f"the file cannot be read: {(error.strerror or 'unknown reason').lower()}"
        raise _error(Code.UNREADABLE, path.name, message, "check the file's permissions") from error
    return decode_foreign(body, path.name, limit)


def decode_foreign(body: bytes, label: str, limit: int = LARGEST_PASTED) -> str:
    """Decode text of at most ``limit`` bytes, in UTF-8, in UTF-16 with its mark, or as a saved mail or page says.

    Raises:
        ContentError: It is longer, or no text.
    """
    if len(body) > limit:
        raise _error(Code.FILE_TOO_LARGE, label, f"it is longer than {limit // 1024:,} KiB", "take a part of it")
    if body.startswith(_OTHER_FORMATS):
        raise _error(Code.NOT_UTF8, label, "it is not text", "open it, and save it as text or paste its text")
    try:
        text = body.decode("utf-16" if body.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError as error:
        text = _decode_as_declared(body)
        if not text:
            message = f"it is not UTF-8 text (byte {error.start})"
            raise _error(Code.NOT_UTF8, label, message, "save it as UTF-8 text, or copy it once more") from error
    if "\0" in text:
        raise _error(Code.NOT_UTF8, label, "it is not text", "save it as text, or copy it once more")
    return text


def _decode_as_declared(body: bytes) -> str:
    """Decode a mail or a page as it says of itself; nothing where it says nothing, or is not so."""
    declared = _CHARSET.search(body)
    with contextlib.suppress(LookupError, UnicodeDecodeError):
        return body.decode(declared[1].decode("ascii")) if declared else ""
    return ""


def _error(code: Code, path: str, message: str, hint: str) -> ContentError:
    return ContentError([Problem(code=code, path=path, message=message, hint=hint)])
