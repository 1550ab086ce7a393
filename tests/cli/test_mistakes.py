"""What a person or a disk does wrong ends in a problem with its path, never in a traceback or an endless wait."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ORDINARY, bare_environment, needs_setpriv

INTERVIEW = "---\ntitle: One\ndate: 2026-01-10\nkind: coding\nvisibility: public\n---\nText.\n"

pytestmark = [needs_setpriv, pytest.mark.slow]  # each test starts a process or several


@pytest.fixture
def root(make_site):
    folder = make_site({"content/interviews/a.md": INTERVIEW, "layouts/assets/own.css": "a {}"})
    yield folder
    for path in (folder, folder / "content", folder / "layouts", folder / "site"):
        if path.is_dir():
            path.chmod(0o755)


def run(root: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run a command as an ordinary user."""
    return subprocess.run(
        [*ORDINARY, sys.executable, "-m", "afterview", *arguments, "--root", str(root)],
        cwd=root.parent,
        env=bare_environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def problem_of(done: "subprocess.CompletedProcess[str]", *statuses: int) -> str:
    assert "Traceback" not in done.stderr
    assert done.returncode in (statuses or (3, 4)), done.stderr
    assert "error[" in done.stderr
    return done.stderr


@pytest.mark.parametrize("command", ["build", "check"])
@pytest.mark.parametrize("path", ["content", "content/interviews", "content/interviews/a.md"])
def test_16_content_that_cannot_be_read_is_named(root, command, path):
    (root / path).chmod(0)
    done = run(root, command)
    assert "Traceback" not in done.stderr
    assert done.returncode == 3
    assert f"{path}:" in done.stderr + done.stdout


@pytest.mark.parametrize("command", ["build", "check", "build --audience me"])
def test_a_folder_whose_name_is_no_utf_8_is_a_portfolio_like_others(root, command):
    named = root / os.fsdecode(b"caf\xe9")
    shutil.copytree(root, named)
    for _ in range(2):  # the second finds what the first one kept
        done = run(named, *command.split())
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("path", "status"),
    [(b"content/interviews/caf\xe9.md", 3), (b"layouts/caf\xe9.html", 0), (b"layouts/assets/caf\xe9.css", 3)],
)
def test_a_file_whose_name_is_no_utf_8_is_named_where_it_would_be_published(root, path, status):
    file = root / os.fsdecode(path)
    file.parent.mkdir(exist_ok=True)
    file.write_text("x")
    done = run(root, "build")
    assert "Traceback" not in done.stderr
    assert done.returncode == status, done.stderr
    assert ("bad-file-name" in done.stderr) == (status != 0)


@pytest.mark.parametrize("path", ["layouts", "layouts/assets", "layouts/assets/own.css"])
def test_16_layouts_that_cannot_be_read_are_named(root, path):
    (root / path).chmod(0)
    assert f"{path}" in problem_of(run(root, "build"))


@pytest.mark.parametrize("path", ["layouts", "content/pages"])
def test_a_new_folder_that_cannot_be_read_is_an_error_though_the_site_was_built_before(make_site, path):
    root = make_site({"content/interviews/a.md": INTERVIEW})
    assert run(root, "build").returncode == 0
    (root / path / "parts").mkdir(parents=True)
    for mode in (0o000, 0o111, 0o444):
        (root / path).chmod(mode)
        try:
            built, checked = run(root, "build"), run(root, "check")
        finally:
            (root / path).chmod(0o755)
        assert path in problem_of(built, 3)
        assert checked.returncode == 3
        assert path in checked.stdout


def test_16_an_output_of_256_bytes_is_refused(root):
    problem_of(run(root, "build", "--output", str(root / ("x" * 256))), 4)


@pytest.mark.parametrize("name", ["cache", "lock.pid"])
def test_16_a_pipe_in_place_of_a_file_of_ours_does_not_hold_up_a_build(root, name):
    assert run(root, "build").returncode == 0
    (root / ".afterview" / name).unlink(missing_ok=True)
    os.mkfifo(root / ".afterview" / name)
    assert run(root, "build").returncode == 0


def test_17_a_site_made_read_only_is_replaced_and_leaves_nothing(root):
    assert run(root, "build").returncode == 0
    for words in ("Other.", "More."):
        for folder in (root / "site", root / "site/interviews"):
            folder.chmod(0o555)
        (root / "content/interviews/a.md").write_text(INTERVIEW.replace("Text.", words))
        done = run(root, "build")
        assert done.returncode == 0, done.stderr
        assert words in (root / "site/interviews/a.html").read_text()
        assert [path.name for path in root.iterdir() if path.name.startswith(".site")] == []


def test_7_the_last_port_when_taken_is_a_problem_and_no_traceback(root):
    with socket.create_server(("127.0.0.1", 65535)):
        done = run(root, "serve", "--port", "65535")
    assert "Traceback" not in done.stderr
    assert done.returncode == 2
    assert "65535" in done.stderr
