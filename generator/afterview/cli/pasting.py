"""Read text that someone sent: from a file, from the input or from the clipboard."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from afterview.importing.foreign_text import LARGEST_PASTED, decode_foreign, read_foreign_file
from afterview.importing.pasted import Pasted, parse_pasted, split_head
from afterview.importing.saved_mail import parse_mail
from afterview.problems import Code, ContentError, Problem

Command = TypeVar("Command", bound=Callable[..., Any])
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
        name = "the clipboard"
        text = decode_foreign(_read_clipboard(), name)
    elif file is None:
        return None
    elif str(file) == "-":
        name = "the input"
        text = decode_foreign(_read_input(), name)
    else:
        name = file.name
        text = read_foreign_file(file, LARGEST_PASTED)
    saved = parse_mail(text)
    pasted = split_head(parse_pasted(saved.text if saved else text))
    if not pasted.text:
        hint = "give a text file with what they wrote, or copy it once more"
        raise ContentError([Problem(code=Code.EMPTY_FILE, path=name, message="there are no words in this", hint=hint)])
    return pasted


def report_left_out(pasted: Pasted) -> None:
    """Print what was left out of the text that someone sent."""
    if pasted.left_out:
        click.echo(f"Left out: {' and '.join(pasted.left_out)}.", err=True)


def _read_input() -> bytes:
    if sys.stdin.isatty():
        end = "Ctrl+Z and Enter" if os.name == "nt" else "Ctrl+D"
        click.echo(f"Paste it here, then press {end}:", err=True)
    return sys.stdin.buffer.read(LARGEST_PASTED + 1)


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
