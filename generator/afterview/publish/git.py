"""Run git's plumbing commands with an environment that protects the person's own repository."""

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from afterview.problems import Code, Problem, Refused

_OF_ANOTHER_REPOSITORY = frozenset(
    [
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_DIR",
        "GIT_GRAFT_FILE",
        "GIT_IMPLICIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_NAMESPACE",
        "GIT_NO_REPLACE_OBJECTS",
        "GIT_OBJECT_DIRECTORY",
        "GIT_PREFIX",
        "GIT_QUARANTINE_PATH",
        "GIT_REPLACE_REF_BASE",
        "GIT_SHALLOW_FILE",
        "GIT_WORK_TREE",
        "GIT_AUTHOR_DATE",
        "GIT_COMMITTER_DATE",
    ]
)
"""What git sets for the processes it starts: a hook that publishes must not work on the hook's own repository."""
_WAYS = re.compile(r"(?:core\.(?:sshcommand|askpass|gitproxy)|(?:credential|http|https|url|ssh|protocol|user)\.)")
"""Settings for how to reach other repositories, and as which user."""
# Up to the last @ before the path: a password may contain an @.
_SECRET = re.compile(r"(?<=://)[^/\s]+@")


class GitFailure(Exception):
    """A git command failed; ``messages`` is its standard error without passwords, ``answer`` its standard output."""

    def __init__(self, messages: str, answer: str = "") -> None:
        self.messages = hide_passwords(messages.strip())
        self.answer = answer
        super().__init__(self.messages)


class Git(msgspec.Struct, frozen=True, kw_only=True):
    """Run git in a folder, with an environment of its own."""

    folder: Path
    environment: Mapping[str, str]

    def run(self, *arguments: str | os.PathLike[str], text: bytes = b"") -> bytes:
        """Run one command and return its output.

        Raises:
            GitFailure: The command failed.
            Refused: There is no git on this machine (NO_GIT).
        """
        try:
            done = subprocess.run(
                ["git", *arguments],  # noqa: S607 - whichever git the user has
                cwd=self.folder,
                env=self.environment,
                input=text,
                capture_output=True,
                check=False,
            )
        except FileNotFoundError as error:
            raise Refused(_without_git()) from error
        if done.returncode:
            raise GitFailure(done.stderr.decode("utf-8", "replace"), done.stdout.decode("utf-8", "replace"))
        return done.stdout

    def ask(self, *arguments: str | os.PathLike[str]) -> str:
        """Run one command and return its output as one line of text; empty if it fails."""
        try:
            return os.fsdecode(self.run(*arguments)).strip()
        except GitFailure:
            return ""


def open_here(folder: Path, environment: Mapping[str, str], *, may_ask: bool) -> Git:
    """Return a git that only reads in the person's folder: it takes no lock and refreshes no index.

    ``environment`` is the person's; with ``may_ask``, git may ask for a password.
    """
    clean = {name: value for name, value in environment.items() if name not in _OF_ANOTHER_REPOSITORY}
    clean |= {
        "LC_ALL": "C",
        "TZ": "UTC",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_ALLOW_PROTOCOL": "file:git:http:https:ssh",
    }
    if may_ask:
        return Git(folder=folder, environment=clean)
    quiet = Git(folder=folder, environment={**clean, "GIT_TERMINAL_PROMPT": "0"})
    has_ssh_command = not clean.keys().isdisjoint({"GIT_SSH", "GIT_SSH_COMMAND"}) or quiet.ask(
        "config", "core.sshCommand"
    )
    quiet_ssh = {} if has_ssh_command else {"GIT_SSH_COMMAND": "ssh -o BatchMode=yes"}
    return msgspec.structs.replace(quiet, environment={**quiet.environment, **quiet_ssh})


def make_store(here: Git, place: Path, *, object_format: str = "sha1") -> Git:
    """Make an empty bare repository at ``place`` that reaches other repositories as the person's own one does.

    Everything is fetched into it and pushed from it, so the person's own repository is never written to.
    ``object_format`` is ``sha1`` or ``sha256``, as in the repository that it pushes to.
    """
    here.run("init", "--quiet", "--bare", "--template=", f"--object-format={object_format}", place)
    store = msgspec.structs.replace(here, environment={**here.environment, "GIT_DIR": str(place)})
    known = _list_ways(store)
    more = [pair for pair in _list_ways(here) if pair not in known]
    return msgspec.structs.replace(store, environment={**store.environment, **_add(more, store.environment)})


def hide_passwords(text: str) -> str:
    """Remove user, password and token from the addresses in a text.

    >>> hide_passwords("https://ada:p@ss@git.example/site.git")
    'https://git.example/site.git'
    """
    return _SECRET.sub("", text)


def _list_ways(git: Git) -> list[tuple[str, str]]:
    try:
        listed = git.run("config", "--list", "-z")
    except GitFailure:
        return []
    pairs = [os.fsdecode(line).partition("\n") for line in listed.split(b"\0") if line]
    return [(name, value) for name, _, value in pairs if _WAYS.match(name)]


def _add(pairs: Sequence[tuple[str, str]], environment: Mapping[str, str]) -> dict[str, str]:
    # Without this, git would invent a name from the machine's.
    pairs = [*pairs, ("user.useConfigOnly", "true"), ("gc.auto", "0")]
    first = int(environment.get("GIT_CONFIG_COUNT") or 0)
    names = {f"GIT_CONFIG_KEY_{number}": name for number, (name, _) in enumerate(pairs, first)}
    values = {f"GIT_CONFIG_VALUE_{number}": value for number, (_, value) in enumerate(pairs, first)}
    return {**names, **values, "GIT_CONFIG_COUNT": str(first + len(pairs))}


def _without_git() -> Problem:
    return Problem(
        code=Code.NO_GIT,
        path="content/portfolio.yaml",
        message="publishing needs git, which is not installed here",
        hint="install it from https://git-scm.com, or upload the built folder yourself",
    )
