"""Check that a folder is a safe output path; alone knows which folders never are."""

import os
from pathlib import Path

from afterview.model.audience import Audience
from afterview.output.manifest import MANIFEST
from afterview.problems import Code, Problem, Refused

SOURCES = ("content", "layouts", ".afterview")


def default_output(root: Path, audience: Audience) -> Path:
    """Return an audience's default output path; ``site`` is only for the public site."""
    return root / ("site" if audience is Audience.PUBLIC else f"site-{audience}")


def check_output(root: Path, output: Path, audience: Audience = Audience.PUBLIC) -> None:
    """Check that a site for an audience may be written at ``output`` for the portfolio at ``root``.

    Folders are compared by their identity on the disk, so neither links nor letter case make a difference.

    Raises:
        Refused: UNSAFE_OUTPUT, for another audience's default path, the system's root, the home folder, the portfolio
            or a folder around it, a folder inside its sources or around them, a git repository, a link, something that
            is not a folder, a folder with files but without a manifest, and a path that cannot be used.
    """
    try:
        reason = _find_danger(root, output) or _find_mix_up(root, output, audience)
    except OSError as error:
        reason = f"this path cannot be used ({error.strerror or error})"
    if reason:
        raise Refused(
            Problem(
                code=Code.UNSAFE_OUTPUT,
                path=name_output(root, output),
                message=f"the site cannot be written there: {reason}",
                hint="choose an empty folder, or one that does not exist yet, with --output",
            )
        )


def beside(target: Path, name: str) -> Path:
    """Return the path of a folder that a build needs beside the site for a moment: ``stage`` or ``aside``."""
    return target.with_name(f".{target.name}.afterview-{name}")


def is_interrupted(target: Path) -> bool:
    """Return whether a build into ``target`` was interrupted, and left something beside it."""
    return any(os.path.lexists(beside(target, name)) for name in ("stage", "aside"))


def name_output(root: Path, output: Path) -> str:
    """Name an output path for a message: relative to the portfolio's folder if it is inside."""
    path = Path(os.path.abspath(output))  # noqa: PTH100 - Path.resolve would follow links, and the message names them
    base = Path(os.path.abspath(root))  # noqa: PTH100 - as above
    return path.relative_to(base).as_posix() if path.is_relative_to(base) and path != base else str(path)


def _find_mix_up(root: Path, output: Path, audience: Audience) -> str:
    readers = {Audience.PUBLIC: "everyone", Audience.MENTOR: "a mentor", Audience.ME: "you alone"}
    for other, who in readers.items():
        if other is not audience and _same(output.resolve(), default_output(root, other).resolve()):
            return f"it is the folder of the site for {who}"
    return ""


def _find_danger(root: Path, output: Path) -> str:
    if output.is_symlink():
        return "it is a link, and what it leads to may be somebody else's"
    path = output.resolve()
    around = (path, *path.parents)
    if path == path.parent:
        return "it is the root of the system"
    if any(_same(path, home) for home in _homes()):
        return "it is your home folder"
    if any(_same(path, folder) for folder in (root.resolve(), *root.resolve().parents)):
        return "it is the portfolio itself, or a folder around it"
    for name in SOURCES:
        source = (root / name).resolve()
        if any(_same(folder, source) for folder in around):
            return f"it lies inside {name}"
        if any(_same(folder, path) for folder in source.parents):
            return f"{name} lies inside it"
    if any(folder.name == ".git" for folder in around) or (path / ".git").exists():
        return "it is a git repository"
    if path.exists() and not path.is_dir():
        return "it is not a folder"
    if path.is_dir() and not (path / MANIFEST).is_file() and any(path.iterdir()):
        return f"it holds files that Afterview did not write (it has no {MANIFEST})"
    return ""


def _same(first: Path, second: Path) -> bool:
    if first == second:
        return True
    try:
        return first.samefile(second)
    except OSError:
        return False


def _homes() -> tuple[Path, ...]:
    try:
        return (Path.home(),)
    except RuntimeError:  # a user without a home folder
        return ()
