"""Read the branch of a published site, and push a new one over it if nobody changed it meanwhile."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from afterview.output.manifest import MANIFEST, DamagedManifest, digest, parse_manifest
from afterview.problems import Code, Problem, Refused
from afterview.publish.git import Git, GitFailure, hide_passwords

PLAIN = ".nojekyll"
DOMAIN = "CNAME"
SETTINGS = "content/portfolio.yaml"
_SEEN = "refs/afterview/seen"
_MESSAGE = "Publish the portfolio\n"
_OTHER_FORMAT = "does not support this repository's hash algorithm"
_MOVED = re.compile(r"\[rejected\]|failed to update ref|cannot lock|already exists")
"""Git's messages when a branch has changed. A "[remote rejected]" without them comes from a rule of the repository."""


class RemoteBranch(msgspec.Struct, frozen=True, kw_only=True):
    """A branch as it was fetched: its commit, the commit's tree, and its files' object names by their addresses.

    ``alone``: the commit has no parent. ``foreign`` describes a file that Afterview did not write, or that somebody
    changed; empty if there is none.
    """

    commit: str
    tree: str
    alone: bool
    files: Mapping[str, str]
    foreign: str = ""
    domain: str = ""


class OtherObjectFormat(Exception):
    """The repository uses another object format than the store."""


def read_heads(store: Git, repository: str) -> dict[str, str]:
    """Return the branches of a repository and their commits.

    Raises:
        Refused: The repository does not answer (UNREACHABLE).
    """
    try:
        listed = store.run("ls-remote", "--heads", "--", repository).decode("utf-8", "replace")
    except GitFailure as failure:
        raise Refused(_unreachable(repository, failure)) from failure
    pairs = (line.split("\t", 1) for line in listed.splitlines() if "\t" in line)
    return {name.removeprefix("refs/heads/"): commit for commit, name in pairs}


def read_branch(store: Git, repository: str, branch: str) -> RemoteBranch:
    """Fetch the newest commit of a branch.

    Raises:
        Refused: The repository does not answer (UNREACHABLE).
    """
    try:
        wanted = f"+refs/heads/{branch}:{_SEEN}"
        store.run("fetch", "--quiet", "--depth=1", "--no-tags", "--", repository, wanted)
        about = store.run("cat-file", "commit", _SEEN).decode("utf-8", "replace")
        files = dict(_list_files(store, _SEEN))
    except GitFailure as failure:
        raise Refused(_unreachable(repository, failure)) from failure
    head = about.split("\n\n", 1)[0]
    return RemoteBranch(
        commit=store.ask("rev-parse", _SEEN),
        tree=head.split("\n", 1)[0].removeprefix("tree "),
        alone="\nparent " not in head,
        files=files,
        foreign=_find_foreign(store, files),
        domain=store.ask("cat-file", "blob", files[DOMAIN]) if DOMAIN in files else "",
    )


def write_tree(store: Git, files: Mapping[str, bytes], place: Path) -> str:
    """Write files into a store and return the tree of exactly these; ``place`` is a temporary folder."""
    place.mkdir()
    for number, body in enumerate(files.values()):
        (place / str(number)).write_bytes(body)
    names = "".join(f"{number}\n" for number in range(len(files)))
    beside = msgspec.structs.replace(store, folder=place)
    objects = beside.run("hash-object", "-w", "--no-filters", "--stdin-paths", text=names.encode()).decode().split()
    return _write_folder(store, dict(zip(files, objects, strict=True)))


def write_commit(store: Git, tree: str) -> str:
    """Commit a tree without a parent, so that withdrawn pages do not stay in the history."""
    return store.run("commit-tree", tree, text=_MESSAGE.encode()).decode().strip()


def push_branch(store: Git, repository: str, branch: str, commit: str, seen: RemoteBranch | None) -> None:
    """Set a branch to a commit if the branch still is as it was ``seen``; None means that it did not exist.

    Raises:
        Refused: REMOTE_MOVED, PUSH_REFUSED or UNREACHABLE. The branch is then unchanged, unless an answer was lost.
        OtherObjectFormat: The repository is empty and uses another object format.
    """
    ref = f"refs/heads/{branch}"
    lease = f"--force-with-lease={ref}:{seen.commit if seen else ''}"
    more = ("--no-follow-tags", "--recurse-submodules=no", "--no-thin")
    try:
        store.run("push", "--porcelain", *more, lease, "--", repository, f"{commit}:{ref}")
    except GitFailure as failure:
        if _OTHER_FORMAT in failure.messages:
            raise OtherObjectFormat from failure
        raise Refused(_not_pushed(repository, branch, failure)) from failure


def list_tree(store: Git, tree: str) -> dict[str, str]:
    """Return the object names of all files of a tree, by their addresses."""
    return dict(_list_files(store, tree))


def _list_files(store: Git, tree: str) -> Iterator[tuple[str, str]]:
    for line in store.run("ls-tree", "-r", "-z", "--full-tree", tree).split(b"\0"):
        if line:
            about, _, path = line.partition(b"\t")
            yield path.decode("utf-8", "surrogateescape"), about.split()[2].decode()


def _find_foreign(store: Git, files: Mapping[str, str]) -> str:
    """Describe a file of a branch that Afterview did not write; empty if it wrote all of them."""
    if MANIFEST not in files:
        return f"it has no {MANIFEST}"
    try:
        listed = parse_manifest(store.run("cat-file", "blob", files[MANIFEST]))
    except DamagedManifest:
        return f"its {MANIFEST} is damaged"
    others = sorted(files.keys() - listed.keys() - {MANIFEST, PLAIN, DOMAIN})
    if others:
        return f"{others[0]!r} was not made by Afterview"
    bodies = read_files(store, [files[url] for url in listed if url in files])
    present = (url for url in listed if url in files)
    edited = sorted(url for url, body in zip(present, bodies, strict=True) if digest(body) != listed[url])
    return f"{edited[0]!r} was changed there after it was published" if edited else ""


def read_files(store: Git, objects: Sequence[str]) -> list[bytes]:
    """Read the contents of files by their object names, in that order."""
    answer = store.run("cat-file", "--batch", text="".join(f"{name}\n" for name in objects).encode())
    bodies = []
    place = 0
    for _ in objects:
        head = answer[place : answer.index(b"\n", place)]
        size = int(head.split()[2])
        start = place + len(head) + 1
        bodies.append(answer[start : start + size])
        place = start + size + 1
    return bodies


def _write_folder(store: Git, files: Mapping[str, str]) -> str:
    lines: list[bytes] = []
    folders: dict[str, dict[str, str]] = {}
    for path, made in files.items():
        name, _, rest = path.partition("/")
        if rest:
            folders.setdefault(name, {})[rest] = made
        else:
            lines.append(f"100644 blob {made}\t{name}".encode())
    lines += [f"040000 tree {_write_folder(store, below)}\t{name}".encode() for name, below in folders.items()]
    return store.run("mktree", "-z", text=b"".join(line + b"\0" for line in lines)).decode().strip()


def _unreachable(repository: str, failure: GitFailure) -> Problem:
    return Problem(
        code=Code.UNREACHABLE,
        path=SETTINGS,
        message=f"{name_repository(repository)} cannot be reached: {_reason(failure.messages)}",
        hint="check that you are online, that the address is right and that you may read and write there; "
        f"`git ls-remote {name_repository(repository)}` should list its branches",
    )


def refuse_foreign(repository: str, branch: str, why: str) -> Refused:
    """Return the error for a branch that has somebody else's work, which ``why`` describes."""
    return Refused(
        Problem(
            code=Code.FOREIGN_BRANCH,
            path=SETTINGS,
            message=f"the branch {branch} of {name_repository(repository)} has other work. Nothing was changed: {why}",
            hint="publishing replaces the whole branch, so name another one in publish.branch of portfolio.yaml; "
            "or, if nobody needs what is there, run `afterview publish --replace`",
        )
    )


def _not_pushed(repository: str, branch: str, failure: GitFailure) -> Problem:
    refusals = [line for line in failure.answer.split("\n") if line.startswith("!")]
    where = f"the branch {branch} of {name_repository(repository)}"
    if not refusals:
        return _unreachable(repository, failure)
    reason = refusals[0].rpartition("\t")[2]
    if _MOVED.search(reason):
        return Problem(
            code=Code.REMOTE_MOVED,
            path=SETTINGS,
            message=f"someone else changed {where} while you were publishing. Nothing was pushed",
            hint="run it again to replace their site with yours",
        )
    remote = " ".join(line.strip() for line in re.findall(r"^remote:(.*)$", failure.messages, re.MULTILINE))
    details = f"; it says: {' '.join(remote.split())[:300]}" if remote.strip() else ""
    return Problem(
        code=Code.PUSH_REFUSED,
        path=SETTINGS,
        message=f"{name_repository(repository)} rejected the push: {reason}{details}",
        hint=f"check that you may write to {where}, and that no rule protects it",
    )


def name_repository(repository: str) -> str:
    """Return a repository's address without a password or token."""
    return hide_passwords(repository)


def _reason(messages: str) -> str:
    lines = [line.removeprefix("fatal:").strip() for line in messages.split("\n") if line.strip()]
    fatal = [
        line.removeprefix("fatal:").strip() for line in messages.split("\n") if line.startswith(("fatal:", "ssh:"))
    ]
    return ((fatal or lines or ["git gave no reason"])[0]).removeprefix(os.linesep)[:300]
