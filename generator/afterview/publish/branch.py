"""Read and make the branch that holds a site; it alone pushes, and only over what it saw."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from afterview.output.manifest import MANIFEST, DamagedList, digest, parse_manifest
from afterview.problems import Code, Problem, Refused
from afterview.publish.git import Git, GitFailure, hide_passwords

PLAIN = ".nojekyll"
DOMAIN = "CNAME"
SETTINGS = "content/portfolio.yaml"
_SEEN = "refs/afterview/seen"
_MESSAGE = "Publish the portfolio\n"
_OTHER_FORMAT = "does not support this repository's hash algorithm"
_MOVED = re.compile(r"\[rejected\]|failed to update ref|cannot lock|already exists")
"""What git says, there or here, when a branch is no longer what it was; "[remote rejected]" alone is a rule's work."""


class RemoteBranch(msgspec.Struct, frozen=True, kw_only=True):
    """A branch as it was fetched: its commit, the commit's tree, and its files' object names by their addresses.

    ``alone``: there is nothing before it in the branch's history. ``foreign`` says what of it Afterview did not write,
    or what somebody changed since; empty where all of it is as Afterview wrote it.
    """

    commit: str
    tree: str
    alone: bool
    files: Mapping[str, str]
    foreign: str = ""
    domain: str = ""


class OtherObjectFormat(Exception):
    """The repository names its objects in another way than the store that was made for it."""


def read_heads(store: Git, repository: str) -> dict[str, str]:
    """Ask another repository for its branches and their commits. Raises Refused (UNREACHABLE) without an answer."""
    try:
        listed = store.run("ls-remote", "--heads", "--", repository).decode("utf-8", "replace")
    except GitFailure as failure:
        raise Refused(_unreachable(repository, failure)) from failure
    pairs = (line.split("\t", 1) for line in listed.splitlines() if "\t" in line)
    return {name.removeprefix("refs/heads/"): commit for commit, name in pairs}


def read_branch(store: Git, repository: str, branch: str) -> RemoteBranch:
    """Fetch a branch, without what was before it. Raises Refused (UNREACHABLE) without an answer."""
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
    """Put files into a store and return the tree that holds exactly them; ``place`` is a temporary folder."""
    place.mkdir()
    for number, body in enumerate(files.values()):
        (place / str(number)).write_bytes(body)
    names = "".join(f"{number}\n" for number in range(len(files)))
    beside = msgspec.structs.replace(store, folder=place)
    objects = beside.run("hash-object", "-w", "--no-filters", "--stdin-paths", text=names.encode()).decode().split()
    return _write_folder(store, dict(zip(files, objects, strict=True)))


def write_commit(store: Git, tree: str) -> str:
    """Make a commit of a tree with nothing before it, so that what was withdrawn does not stay in the history."""
    return store.run("commit-tree", tree, text=_MESSAGE.encode()).decode().strip()


def push_branch(store: Git, repository: str, branch: str, commit: str, seen: RemoteBranch | None) -> None:
    """Make a branch be a commit, if it still is what was seen, None: is not there.

    Raises Refused: REMOTE_MOVED, PUSH_REFUSED or UNREACHABLE. The branch is then what it was, unless an answer was lost
    on its way.
    """
    ref = f"refs/heads/{branch}"
    lease = f"--force-with-lease={ref}:{seen.commit if seen else ''}"
    more = ("--no-follow-tags", "--recurse-submodules=no", "--no-thin")
    try:
        store.run("push", "--porcelain", *more, lease, "--", repository, f"{commit}:{ref}")
    except GitFailure as failure:
        if _OTHER_FORMAT in failure.said:
            raise OtherObjectFormat from failure
        raise Refused(_not_pushed(repository, branch, failure)) from failure


def list_tree(store: Git, tree: str) -> dict[str, str]:
    """Give the objects of all files of a tree, by their addresses."""
    return dict(_list_files(store, tree))


def _list_files(store: Git, tree: str) -> Iterator[tuple[str, str]]:
    for line in store.run("ls-tree", "-r", "-z", "--full-tree", tree).split(b"\0"):
        if line:
            about, _, path = line.partition(b"\t")
            yield path.decode("utf-8", "surrogateescape"), about.split()[2].decode()


def _find_foreign(store: Git, files: Mapping[str, str]) -> str:
    """Say what of a branch Afterview did not put there; nothing where all of it is its own."""
    if MANIFEST not in files:
        return f"it has no {MANIFEST}, Afterview's mark"
    try:
        listed = parse_manifest(store.run("cat-file", "blob", files[MANIFEST]))
    except DamagedList:
        return f"its {MANIFEST} is damaged"
    others = sorted(files.keys() - listed.keys() - {MANIFEST, PLAIN, DOMAIN})
    if others:
        return f"{others[0]!r} is not Afterview's"
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
        message=f"{name_repository(repository)} cannot be reached: {_reason(failure.said)}",
        hint="see that you are online, that the address is right and that you may read and write there; "
        f"`git ls-remote {name_repository(repository)}` should list its branches",
    )


def refuse_foreign(repository: str, branch: str, why: str) -> Refused:
    """Make the refusal of a branch that somebody else's work lies on, and say why."""
    return Refused(
        Problem(
            code=Code.FOREIGN_BRANCH,
            path=SETTINGS,
            message=f"the branch {branch} of {name_repository(repository)} holds other work, which was kept: {why}",
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
            message=f"{where} has changed since it was looked at, and was left as it is",
            hint="somebody else published meanwhile; run it again to publish over that",
        )
    said = " ".join(line.strip() for line in re.findall(r"^remote:(.*)$", failure.said, re.MULTILINE))
    told = f"; it says: {' '.join(said.split())[:300]}" if said.strip() else ""
    return Problem(
        code=Code.PUSH_REFUSED,
        path=SETTINGS,
        message=f"{name_repository(repository)} did not take it, {reason}{told}",
        hint=f"see that you may write to {where}, and that no rule there protects it",
    )


def name_repository(repository: str) -> str:
    """Name a repository without the password or token that its address may carry."""
    return hide_passwords(repository)


def _reason(said: str) -> str:
    lines = [line.removeprefix("fatal:").strip() for line in said.split("\n") if line.strip()]
    fatal = [line.removeprefix("fatal:").strip() for line in said.split("\n") if line.startswith(("fatal:", "ssh:"))]
    return ((fatal or lines or ["git gave no reason"])[0]).removeprefix(os.linesep)[:300]
