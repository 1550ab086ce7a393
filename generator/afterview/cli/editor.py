"""Open a file in the user's editor, at a line if the editor's way to name one is known."""

import os
import shlex
import subprocess
from pathlib import Path, PurePath

import click

# Editors by the form in which they take a line: `+7 file`, `file:7`, `--goto file:7`.
_PLUS = frozenset({"vi", "vim", "nvim", "gvim", "nano", "emacs", "emacsclient", "micro", "kak", "joe", "mg", "gedit"})
_COLON = frozenset({"hx", "helix", "zed", "subl"})
_GOTO = frozenset({"code", "code-insiders", "codium", "cursor", "windsurf"})


def open_editor(path: Path, line: int) -> bool:
    """Open ``$VISUAL`` or ``$EDITOR`` at a line and wait for it; return whether one opened."""
    try:
        editor = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "")
        if not editor:
            return False
        subprocess.run(make_editor_command(editor, path, line), check=False)
    except (OSError, ValueError) as error:  # ValueError: a quotation mark that is not closed
        click.echo(f"Could not open the editor ({error}). Open the file yourself: {path}", err=True)
        return False
    return True


def make_editor_command(editor: list[str], path: Path, line: int) -> list[str]:
    """Make the command that opens a file at a line, or at its top in an unknown editor."""
    name = PurePath(editor[0].replace("\\", "/")).name.lower().removesuffix(".exe").removesuffix(".cmd")
    if name in _PLUS:
        return [*editor, f"+{line}", str(path)]
    if name in _COLON:
        return [*editor, f"{path}:{line}"]
    if name in _GOTO:
        return [*editor, "--goto", f"{path}:{line}"]
    return [*editor, str(path)]
