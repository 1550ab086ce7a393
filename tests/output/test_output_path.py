"""A site is never written where something else could be lost."""

from pathlib import Path

import pytest

from afterview.model.audience import Audience
from afterview.output.output_path import check_output
from afterview.problems import Code, Exit, Refused


@pytest.fixture
def root(tmp_path):
    portfolio = tmp_path / "around" / "portfolio"
    for name in ("content", "layouts", ".afterview"):
        (portfolio / name).mkdir(parents=True)
    return portfolio


def refusal(root: Path, output: Path) -> str:
    with pytest.raises(Refused) as caught:
        check_output(root, output)
    (problem,) = caught.value.problems
    assert (problem.code, caught.value.exit_status) == (Code.UNSAFE_OUTPUT, Exit.REFUSED)
    assert problem.hint
    return problem.message


def test_the_root_of_the_system(root):
    assert "root of the system" in refusal(root, Path("/"))


def test_the_home_folder(root, monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    assert "home" in refusal(root, tmp_path / "home")


@pytest.mark.parametrize("output", [".", "..", "../..", "content/.."])
def test_the_portfolio_and_what_is_around_it(root, output):
    assert "around it" in refusal(root, root / output)


@pytest.mark.parametrize("output", ["content", "content/site", "content/a/b/../c", "layouts/assets", ".afterview/site"])
def test_49_output_inside_the_sources(root, output):
    assert "inside" in refusal(root, root / output)


def test_49_sources_inside_the_output(root, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "words").mkdir(parents=True)
    (root / "content").rmdir()
    (root / "content").symlink_to(elsewhere / "words")
    assert "content lies inside it" in refusal(root, elsewhere)


def test_a_link_does_not_hide_the_content(root):
    (root / "shortcut").symlink_to(root / "content")
    assert "inside content" in refusal(root, root / "shortcut" / "site")


def test_an_output_that_is_a_link(root, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (root / "site").symlink_to(tmp_path / "elsewhere")
    assert "link" in refusal(root, root / "site")


@pytest.mark.parametrize("output", ["repository", ".git", ".git/site"])
def test_a_git_repository(root, output):
    (root / "repository" / ".git").mkdir(parents=True)
    (root / ".git").mkdir()
    assert "git" in refusal(root, root / output)


def test_a_git_worktree_whose_git_is_a_file(root):
    (root / "site").mkdir()
    (root / "site" / ".git").write_text("gitdir: elsewhere")
    assert "git" in refusal(root, root / "site")


def test_a_folder_with_files_that_are_not_ours(root):
    (root / "site").mkdir()
    (root / "site" / "thesis.docx").touch()
    assert "did not write" in refusal(root, root / "site")


def test_something_that_is_no_folder(root):
    (root / "site").touch()
    assert "not a folder" in refusal(root, root / "site")


def test_a_new_folder_an_empty_one_and_one_of_ours_are_fine(root):
    check_output(root, root / "site")
    check_output(root, root / "deep" / "er" / "site")
    (root / "site").mkdir()
    check_output(root, root / "site")
    (root / "site" / "index.html").touch()
    (root / "site" / ".afterview-manifest").touch()
    check_output(root, root / "site")


def test_a_user_without_a_home_can_build_too(root, monkeypatch):
    monkeypatch.delenv("HOME")
    monkeypatch.setattr("pwd.getpwuid", {}.__getitem__)
    check_output(root, root / "site")


def test_a_mentors_site_never_takes_the_publics_place(make_site):
    root = make_site({})
    for audience, place in ((Audience.MENTOR, "site"), (Audience.PUBLIC, "site-mentor")):
        with pytest.raises(Refused) as refused:
            check_output(root, root / place, audience)
        assert refused.value.problems[0].code is Code.UNSAFE_OUTPUT
        check_output(root, root / "elsewhere", audience)
