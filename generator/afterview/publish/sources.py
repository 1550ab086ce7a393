"""Look at the repository that a portfolio is kept in; it alone decides whether another one holds the same sources."""

import os
from collections.abc import Iterable
from pathlib import Path

import msgspec

from afterview.publish.address import split_repository
from afterview.publish.git import Git, GitFailure

_SIGN = "content/portfolio.yaml"
"""Where this file is, the rest of a portfolio is."""


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """Hold what git knows of a portfolio's folder.

    ``commit`` is short, and empty where the portfolio was never committed; ``changed`` counts files that are not as
    they were committed. ``below`` is the portfolio's folder inside its repository, with a slash at its end, or empty.
    ``remotes`` are the addresses of all other places that the repository knows, ``origin`` the one it came from.
    """

    top: Path | None = None
    below: str = ""
    commit: str = ""
    changed: int = 0
    origin: str = ""
    remotes: tuple[str, ...] = ()


def read_kept(here: Git) -> Kept:
    """Ask git about the portfolio in whose folder it runs; nothing is known of one that git does not keep."""
    top = here.ask("rev-parse", "--show-toplevel")
    if not top:
        return Kept()
    tracked = here.ask("rev-parse", "--quiet", "--verify", f"HEAD:./{_SIGN}")
    changed = here.ask("status", "--porcelain", "-z", "--untracked-files=all", "--", "content", "layouts")
    return Kept(
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


def locate(repository: str, base: Path) -> str:
    """Make the address of a repository that is a folder absolute, as git would from ``base``; leave any other."""
    host, path = split_repository(repository)
    if host or "://" in repository:
        return repository
    return os.path.abspath(base / Path(path).expanduser())  # noqa: PTH100 - resolving would follow links


def holds_sources(here: Git, store: Git, kept: Kept, repository: str, heads: Iterable[str]) -> bool:
    """Tell whether a repository is known to hold the portfolio's sources.

    It is when the portfolio is committed and the repository is one that it is pushed to; when one of its branches
    (``heads``: their commits) is known here and has the sources; and when what it shows first has some portfolio's.
    """
    base = kept.top or here.folder
    same = _identify(repository, base)
    if kept.commit and any(_identify(locate(remote, base), base) == same for remote in kept.remotes if remote):
        return True
    asked = "".join(f"{head}:{kept.below}{_SIGN}\n" for head in heads)
    try:
        answers = here.run("cat-file", "--batch-check", text=asked.encode()) if kept.top and asked else b""
    except GitFailure:
        answers = b""
    return b" blob " in answers or _shows_sources(store, repository)


def _shows_sources(store: Git, repository: str) -> bool:
    try:
        store.run("fetch", "--quiet", "--depth=1", "--no-tags", "--", repository, "+HEAD:refs/afterview/head")
        listed = store.run("ls-tree", "-r", "-z", "--name-only", "refs/afterview/head")
    except GitFailure:  # it has no commit yet, or its first branch is gone
        return False
    return any(f"/{os.fsdecode(path)}".endswith(f"/{_SIGN}") for path in listed.split(b"\0"))


def _identify(repository: str, base: Path) -> tuple[str, str]:
    host, path = split_repository(repository)
    if not host:
        path = os.path.realpath(base / path if "://" not in repository else f"/{path}")
    return host, path.removesuffix(".git").casefold() if host else path.removesuffix("/.git").removesuffix(".git")
