"""Find the repository of a portfolio, and whether the repository that it publishes to has the sources too."""

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from afterview.problems import Code, Problem, Refused
from afterview.publish.address import name_host, split_repository
from afterview.publish.git import Git, GitFailure

_SIGN = "content/portfolio.yaml"
"""A repository with this file has a portfolio's sources."""
_PATIENCE_S = 5


class Checkout(msgspec.Struct, frozen=True, kw_only=True):
    """The git repository that a portfolio's folder belongs to.

    ``commit`` is abbreviated, and empty if the portfolio was never committed; ``changed`` counts files with
    uncommitted changes. ``below`` is the portfolio's folder inside its repository, with a slash at its end, or empty.
    ``remotes`` are the addresses of all other repositories that this one knows, ``origin`` the one it came from.
    ``trusted`` is False for a repository of another user, in which git refuses to run: of that one only the remotes
    are known.
    """

    top: Path | None = None
    below: str = ""
    commit: str = ""
    changed: int = 0
    origin: str = ""
    remotes: tuple[str, ...] = ()
    trusted: bool = True


def read_checkout(here: Git) -> Checkout:
    """Ask git about the portfolio in whose folder it runs; an empty Checkout if it is not in git.

    Raises:
        Refused: UNREADABLE, when neither git nor this program can read the repository's settings.
    """
    top = here.ask("rev-parse", "--show-toplevel")
    if not top:
        return _read_untrusted(here)
    tracked = here.ask("rev-parse", "--quiet", "--verify", f"HEAD:./{_SIGN}")
    changed = here.ask("status", "--porcelain", "-z", "--untracked-files=all", "--", "content", "layouts")
    return Checkout(
        top=Path(top),
        below=here.ask("rev-parse", "--show-prefix"),
        commit=here.ask("rev-parse", "--short", "HEAD") if tracked else "",
        changed=len([line for line in changed.split("\0") if line]),
        origin=here.ask("remote", "get-url", "--push", "origin"),
        remotes=tuple(
            url
            for name in here.ask("remote").split("\n")
            if name
            for way in ("--push", "--all")
            for url in here.ask("remote", "get-url", way, name).split("\n")
        ),
    )


def _read_untrusted(here: Git) -> Checkout:
    """Read only the addresses of a repository that git does not trust; reading its settings runs nothing of it."""
    for folder in (here.folder, *here.folder.parents):
        settings = folder / ".git" / "config"
        if _is_readable(settings):
            listed = here.ask(
                "config", "--no-includes", "--file", settings, "--get-regexp", r"^remote\..*\.(push)?url$"
            )
            pairs = [line.partition(" ") for line in listed.split("\n") if line]
            return Checkout(remotes=tuple(address for _, _, address in pairs), trusted=False)
    return Checkout()


def _is_readable(settings: Path) -> bool:
    """Return whether a repository's settings are there; refuse settings that may not be read."""
    try:
        with settings.open("rb"):
            return True
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        problem = Problem(
            code=Code.UNREADABLE,
            path=os.fspath(settings),
            message=f"cannot read this, so its remotes are unknown: {error.strerror or error}",
            hint="check the permissions of the .git folder (ls -l). Nothing was published",
        )
        raise Refused(problem) from error


def locate(repository: str, base: Path) -> str:
    """Make the address of a repository that is a folder absolute, as git would from ``base``; leave any other."""
    host, path = split_repository(repository)
    if host or "://" in repository:
        return repository
    return os.path.abspath(base / Path(path).expanduser())  # noqa: PTH100 - resolving would follow links


def holds_sources(here: Git, store: Git, checkout: Checkout, repository: str, heads: Iterable[str]) -> bool:
    """Decide whether a repository is known to hold the portfolio's sources.

    It is when the portfolio is committed and the repository is one of its remotes; when one of the repository's
    branches (``heads``: their commits) is known here and has the sources; and when any of its branches has some
    portfolio's.
    """
    base = checkout.top or here.folder
    same = _identify(here, repository, base)
    committed = checkout.commit or not checkout.trusted
    if committed and any(_identify(here, locate(remote, base), base) == same for remote in checkout.remotes if remote):
        return True
    heads = tuple(heads)
    asked = "".join(f"{head}:{checkout.below}{_SIGN}\n" for head in heads)
    try:
        answers = here.run("cat-file", "--batch-check", text=asked.encode()) if checkout.top and asked else b""
    except GitFailure:
        answers = b""
    return b" blob " in answers or any(f"/{path}".endswith(f"/{_SIGN}") for path in _list_paths(store, repository))


def _list_paths(store: Git, repository: str) -> Iterator[str]:
    """List the files of the newest commit of every branch."""
    refs = "refs/afterview/heads"
    try:
        store.run("fetch", "--quiet", "--depth=1", "--no-tags", "--", repository, f"+refs/heads/*:{refs}/*")
        commits = store.run("for-each-ref", "--format=%(objectname)", refs).decode().split()
        for commit in commits:
            for path in store.run("ls-tree", "-r", "-z", "--name-only", "--full-tree", commit).split(b"\0"):
                yield os.fsdecode(path)
    except GitFailure:  # it has no commit yet
        return


def _identify(here: Git, repository: str, base: Path) -> tuple[str, str]:
    """Return a repository's host and path, which are the same however its address is written."""
    whole = here.ask("ls-remote", "--get-url", "--", repository) or repository
    try:
        host, path = split_repository(whole)
    except ValueError:
        return "", whole
    if not host:
        path = os.path.realpath(base / path if "://" not in whole else f"/{path}")
        return "", path.removesuffix("/.git").removesuffix(".git")
    return _resolve_alias(here, host), path.removesuffix(".git").casefold()


def _resolve_alias(here: Git, host: str) -> str:
    """Return the real name of a host for which the user's ssh configuration has an alias."""
    ssh = shutil.which("ssh", path=here.environment.get("PATH"))
    if "." in host or ssh is None or host.startswith("-"):
        return host
    try:
        answer = subprocess.run(
            [ssh, "-G", host],
            env=here.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_PATIENCE_S,
            check=False,
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return host
    names = [line.partition(" ")[2] for line in answer.split("\n") if line.startswith("hostname ")]
    return name_host(names[0]) if names else host
