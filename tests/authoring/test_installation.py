"""A workflow installs the version that is installed here, or says that nobody else can reach it."""

import subprocess

import pytest

from afterview.authoring.installation import find_requirement, parse_direct_url

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    ("origin", "requirement"),
    [
        (
            {"url": "https://example.org/a.git", "vcs_info": {"vcs": "git", "commit_id": COMMIT}},
            f"afterview @ git+https://example.org/a.git@{COMMIT}",
        ),
        (
            {"url": "https://example.org/a.whl", "archive_info": {"hashes": {"sha256": "ab"}}},
            "afterview @ https://example.org/a.whl#sha256=ab",
        ),
        ({"url": "https://example.org/a.whl", "archive_info": {}}, "afterview @ https://example.org/a.whl"),
        ({"url": "file:///tmp/a.whl", "archive_info": {}}, None),
        ({"url": "file:///nowhere", "dir_info": {"editable": True}}, None),
        ({"url": "file:///tmp/a.git", "vcs_info": {"vcs": "git", "commit_id": COMMIT}}, None),
        ({}, None),
    ],
)
def test_where_it_came_from(origin, requirement):
    assert parse_direct_url(origin) == requirement


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("https://ada:token@github.com/ada/afterview.git", "https://github.com/ada/afterview.git"),
        ("git@github.com:ada/afterview.git", "https://github.com/ada/afterview.git"),
        ("/srv/afterview.git", None),
    ],
)
def test_a_clone_is_named_by_its_origin_and_commit(tmp_path, remote, address):
    def git(*arguments):
        command = ["git", "-c", "user.name=a", "-c", "user.email=a@b", *arguments]
        return subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True).stdout.strip()

    git("init", "--quiet")
    git("commit", "--quiet", "--allow-empty", "-m", "x")
    git("remote", "add", "origin", remote)
    requirement = parse_direct_url({"url": tmp_path.as_uri(), "dir_info": {"editable": True}})
    assert requirement == (address and f"afterview @ git+{address}@{git('rev-parse', 'HEAD')}")


def test_the_name_alone_is_never_installed():
    assert find_requirement() != "afterview"
