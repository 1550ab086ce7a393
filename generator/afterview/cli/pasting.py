"""Read text that someone sent: from a file, from the input or from the clipboard."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from afterview.importing.pasted import Pasted, parse_pasted
from afterview.problems import Code, ContentError, Problem

Command = TypeVar("Command", bound=Callable[..., Any])
_LARGEST = 256 * 1024
"""The most bytes of a message; a larger file is probably the wrong one."""

_CLIPBOARDS = (
    (("wl-paste", "--no-newline"), "WAYLAND_DISPLAY"),
    (("xclip", "-selection", "clipboard", "-out"), "DISPLAY"),
    (("xsel", "--clipboard", "--output"), "DISPLAY"),
    (("pbpaste",), ""),
    (("termux-clipboard-get",), ""),
    (("powershell.exe", "-NoProfile", "-Command", "[Console]::OutputEncoding=[Text.Encoding]::UTF8;Get-Clipboard"), ""),
)
"""Commands that print the clipboard, and the environment variable without which each cannot work."""


def pasting_options(command: Command) -> Command:
    """Add ``--from`` and ``--paste``, which read the text of another person."""
    command = click.option("--paste", is_flag=True, help="Take their words from the clipboard.")(command)
    return click.option(
        "--from",
        "file",
        type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
        metavar="FILE",
        help="Take their words from a file; - reads the input.",
    )(command)


def read_pasted(file: Path | None, paste: bool) -> Pasted | None:
    """Read the text that the options name; None if they name none.

    Raises:
        ContentError: it cannot be read as text, or it is empty.
        UsageError: both options are given, or no command prints the clipboard.
    """
    if file is not None and paste:
        raise click.UsageError("use either --from or --paste")
    if paste:
        return _parse("the clipboard", _read_clipboard())
    if file is None:
        return None
    name = "the input" if str(file) == "-" else str(file)
    return _parse(name, _read_input() if str(file) == "-" else _read_file(file))


def report_left_out(pasted: Pasted) -> None:
    """Print what was left out of the text that someone sent."""
    if pasted.left_out:
        click.echo(f"Left out: {' and '.join(pasted.left_out)}.", err=True)


def _read_input() -> bytes:
    if sys.stdin.isatty():
        end = "Ctrl+Z and Enter" if os.name == "nt" else "Ctrl+D"
        click.echo(f"Paste it here, then press {end}:", err=True)
    return sys.stdin.buffer.read(_LARGEST + 1)


def _read_file(file: Path) -> bytes:
    try:
        if not file.is_file():
            raise _problem(Code.NOT_A_FILE if file.exists() else Code.MISSING_FILE, str(file), "there is no such file")
        with file.open("rb") as opened:
            return opened.read(_LARGEST + 1)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise _problem(Code.UNREADABLE, str(file), f"the file cannot be read: {reason}") from error


def _read_clipboard() -> bytes:
    for command, variable in _CLIPBOARDS:
        if (variable and not os.environ.get(variable)) or not shutil.which(command[0]):
            continue
        try:
            return subprocess.run(command, capture_output=True, timeout=10, check=True).stdout
        except (OSError, subprocess.SubprocessError):
            continue
    raise click.UsageError(
        "the clipboard cannot be read here: install wl-clipboard or xclip, or use --from - and paste"
    )


def _parse(name: str, content: bytes) -> Pasted:
    if len(content) > _LARGEST:
        raise _problem(Code.FILE_TOO_LARGE, name, f"this has more than {_LARGEST:,} bytes")
    try:
        text = content.decode("utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise _problem(Code.NOT_UTF8, name, "this is not text in UTF-8")
    pasted = parse_pasted(text)
    if not pasted.text:
        raise _problem(Code.EMPTY_FILE, name, "there are no words in this")
    return pasted


def _problem(code: Code, name: str, message: str) -> ContentError:
    hint = "give a text file with what they wrote, or copy it again"
    return ContentError([Problem(code=code, path=name, message=message, hint=hint)])
