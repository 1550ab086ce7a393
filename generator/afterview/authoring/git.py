"""Ask the author's own git about a folder, and read the addresses that it knows."""

import os
import re
import subprocess
from pathlib import Path

_PATIENCE_S = 5
_SHORT = re.compile(r"(?:[^@/:\s]+@)?(?P<host>[^/:\s]{2,}):(?P<path>[^\\].*)\Z")


def ask_git(*arguments: str | os.PathLike[str], folder: Path | None = None) -> str:
    """Ask git one thing in a folder, or here; an empty text where git does not know it, or is not there."""
    try:
        answer = subprocess.run(
            ["git", *arguments],  # noqa: S607 - whichever git the user has
            cwd=folder,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_PATIENCE_S,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return answer.stdout.strip() if answer.returncode == 0 else ""


def split_short_address(address: str) -> tuple[str, str] | None:
    """Split the short form of a repository's address into host and path; None for any other form.

    >>> split_short_address("git@example.org:ada/site.git")
    ('example.org', 'ada/site.git')
    >>> split_short_address("https://example.org/ada/site.git")
    """
    short = None if "://" in address else _SHORT.match(address)
    return (short["host"], short["path"]) if short else None
