"""A portfolio in a repository of its own, and a bare repository that it publishes to; all of it real."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from tests.conftest import CACHE_VARIABLE, MakeSite

INTERVIEW = """\
---
title: {title}
date: {day}
kind: coding
visibility: {visibility}
---
## What went well
- {text} #communication
"""


def interview(title: str, day: str, *, visibility: str = "public", text: str = "Drew the input") -> str:
    """Write an interview's file."""
    return INTERVIEW.format(title=title, day=day, visibility=visibility, text=text)


class World:
    """A portfolio (``root``), the repository it publishes to (``site``), and git as the person has it."""

    def __init__(self, root: Path, place: Path) -> None:
        self.root, self.place = root, place
        self.site = place / "site.git"
        config = place / "gitconfig"
        config.write_text("[user]\n\tname = Sam Small\n\temail = sam@example.org\n[init]\n\tdefaultBranch = main\n")
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(place),
            "GIT_CONFIG_GLOBAL": str(config),
            "GIT_CONFIG_SYSTEM": "/dev/null",
            CACHE_VARIABLE: os.environ[CACHE_VARIABLE],  # layouts are compiled once for all portfolios
            # What measures coverage must reach the processes too.
            **{name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")},
        }
        self.git("init", "--quiet", "--bare", self.site)

    def git(self, *arguments: str | Path, at: Path | None = None) -> str:
        """Run git as the person would."""
        done = subprocess.run(
            ["git", *arguments], cwd=at or self.root, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def write(self, files: Mapping[str, str]) -> None:
        """Write files of the portfolio."""
        for path, text in files.items():
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            (self.root / path).write_text(text, encoding="utf-8")

    def set(self, lines: str) -> None:
        """Add lines to portfolio.yaml."""
        file = self.root / "content/portfolio.yaml"
        file.write_text(f"{file.read_text(encoding='utf-8')}{lines}\n", encoding="utf-8")

    def commit(self) -> None:
        """Keep the portfolio in a repository of its own."""
        if not (self.root / ".git").exists():
            self.git("init", "--quiet")
            self.write({".gitignore": "site/\nsite-mentor/\n.afterview/\n"})
        self.git("add", "--all")
        self.git("commit", "--quiet", "-m", "Write")

    def tip(self, branch: str = "gh-pages") -> str:
        """Return the commit that the site's branch is at; empty where there is none."""
        return self.git("for-each-ref", "--format=%(objectname)", f"refs/heads/{branch}", at=self.site)

    def tree(self, branch: str = "gh-pages") -> list[str]:
        """List the files on the site's branch."""
        return self.git("ls-tree", "-r", "--name-only", branch, at=self.site).split("\n")

    def read(self, url: str, branch: str = "gh-pages") -> str:
        """Read a file of the site's branch."""
        return self.git("cat-file", "blob", f"{branch}:{url}", at=self.site)


@pytest.fixture
def world(make_site: MakeSite, tmp_path: Path) -> World:
    """Return a portfolio that publishes one interview to an empty repository, which portfolio.yaml names."""
    root = make_site({"content/interviews/2026-01-10-first.md": interview("The first", "2026-01-10")})
    world = World(root, tmp_path)
    world.set(f"publish: {{repository: {world.site}}}")
    return world


Publish = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def publish(world: World) -> Publish:
    """Return a function that runs ``afterview publish`` and returns what it printed.

    ``user`` is a prefix that changes the user's rights; without a ``status`` any is right.
    """

    def run(
        *options: str, status: int | None = 0, cwd: Path | None = None, user: Sequence[str] = (), **more: str
    ) -> subprocess.CompletedProcess[str]:
        command = [*user, sys.executable, "-m", "afterview", "publish", *options]
        environment = {**world.environment, "PYTHONPATH": os.environ["PYTHONPATH"], **more}
        done = subprocess.run(
            command, cwd=cwd or world.root, env=environment, capture_output=True, text=True, check=False,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
        assert status in (None, done.returncode), done.stdout + done.stderr
        return done

    return run
