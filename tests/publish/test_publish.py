"""Publishing, against real repositories: the branch holds just the public site, or what it held before."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import ORDINARY, needs_setpriv
from tests.publish.conftest import World, interview

pytestmark = pytest.mark.slow

SECOND = {"content/interviews/2026-02-10-second.md": interview("The second", "2026-02-10")}
HIDDEN = {
    "content/interviews/2026-03-10-hidden.md": interview(
        "A quiet defeat", "2026-03-10", visibility="private", text="Stammered through recursion"
    )
}
FIRST_PAGE = "interviews/2026-01-10-first.html"
SECOND_PAGE = "interviews/2026-02-10-second.html"


def state_of(folder: Path) -> dict[str, object]:
    """Take down everything of a folder but Afterview's own: names, bytes and dates of every file, .git included."""
    found: dict[str, object] = {}
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name not in (".afterview", "__pycache__")]
        for name in files:
            path = Path(place, name)
            found[str(path.relative_to(folder))] = (path.read_bytes(), path.stat().st_mtime_ns)
    return found


def hook(world: World, name: str, text: str) -> None:
    file = world.site / "hooks" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"#!/bin/sh\n{text}\n")
    file.chmod(0o755)


def test_the_first_time_makes_a_branch_with_the_site_alone(world, publish):
    printed = publish().stdout
    assert "index.html" in world.tree()
    assert FIRST_PAGE in world.tree()
    assert ".nojekyll" in world.tree()
    assert "CNAME" not in world.tree()
    assert not [path for path in world.tree() if path.endswith((".md", ".yaml"))]
    assert world.git("rev-list", "--count", "gh-pages", at=world.site) == "1"
    assert world.git("log", "--format=%an %ae %ad", "gh-pages", at=world.site).startswith("Sam Small sam@example.org")
    assert f"Published {sum(path.endswith('.html') for path in world.tree())} pages to the branch gh-pages" in printed
    assert f"  new      interview  {FIRST_PAGE}  The first\n" in printed
    assert "Built from the files in this folder (not in git)." in printed


def test_a_second_time_sends_nothing(world, publish):
    publish()
    tip = world.tip()
    assert "Nothing to send" in publish().stdout
    assert world.tip() == tip


def test_a_change_is_shown_and_sent(world, publish):
    publish()
    world.write(SECOND)
    printed = publish().stdout
    assert f"  new      interview  {SECOND_PAGE}  The second\n" in printed
    assert re.search(r"made from all entries: \d+ changed", printed)
    assert "The second" in world.read(SECOND_PAGE)
    assert world.git("rev-list", "--count", "gh-pages", at=world.site) == "1"


def test_a_dry_run_shows_it_and_sends_nothing(world, publish):
    printed = publish("--dry-run").stdout
    assert f"  new      interview  {FIRST_PAGE}  The first\n" in printed
    assert "nothing was sent" in printed
    assert world.tip() == ""


NOTE = """\
---
from: Mo
date: 2026-01-12
about: [2026-01-10-first]
visibility: public
---
Draw it {how}.
"""
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100c9fe92ef"
    "0000000049454e44ae426082"
)


def test_a_dry_run_names_every_entry_that_is_new_or_changed(world, publish):
    world.write(
        {
            "content/notes/2026-01-12-mo.md": NOTE.format(how="first"),
            "content/pages/about.md": "---\ntitle: About Sam\nvisibility: public\n---\n![Board](../images/board.png)\n",
        }
    )
    (world.root / "content/images").mkdir()
    (world.root / "content/images/board.png").write_bytes(PNG)
    listed = publish("--dry-run").stdout
    assert f"  new      interview  {FIRST_PAGE}  The first\n" in listed
    assert "  new      page       about.html  About Sam\n" in listed
    assert "  new      picture    images/board.png\n" in listed
    assert "  new      note       notes.html#n-2026-01-12-mo  Mo, 2026-01-12\n" in listed
    publish()
    world.write({"content/notes/2026-01-12-mo.md": NOTE.format(how="twice")})
    world.write({"content/notes/2026-01-13-mo.md": NOTE.format(how="again")})
    listed = publish("--dry-run").stdout
    assert "  changed  note       notes.html#n-2026-01-12-mo" in listed
    assert "  new      note       notes.html#n-2026-01-13-mo" in listed
    assert "picture" not in listed


def test_a_renamed_page_moves(world, publish):
    publish()
    (world.root / "content/interviews/2026-01-10-first.md").rename(world.root / "content/interviews/other.md")
    printed = publish().stdout
    assert f"  gone     {FIRST_PAGE}\n" in printed
    assert "  new      interview  interviews/other.html  The first\n" in printed
    assert FIRST_PAGE not in world.tree()


def test_a_withdrawn_page_is_gone_from_the_branch_and_its_history(world, publish):
    world.write(SECOND)
    publish()
    before = world.tip()
    file = world.root / "content/interviews/2026-02-10-second.md"
    file.write_text(file.read_text().replace("visibility: public", "visibility: private"))
    printed = publish().stdout
    assert "clones, forks, caches and archives keep what was once public" in printed
    assert "Left out because they are not public: 1 interview." in printed
    assert SECOND_PAGE not in world.tree()
    history = world.git("log", "--format=%H %s", "--name-only", "--all", at=world.site)
    assert SECOND_PAGE not in history
    assert before not in history
    assert "The second" not in world.git("grep", "-c", "", "gh-pages", at=world.site)


def test_nothing_private_is_printed_or_sent(world, publish):
    world.write(HIDDEN)
    printed = publish()
    sent = "".join(map(world.read, world.tree()))
    for text in (printed.stdout, printed.stderr, sent, "\n".join(world.tree())):
        assert "quiet defeat" not in text.lower()
        assert "stammered" not in text.lower()
        assert "2026-03-10" not in text


def test_history_that_somebody_added_goes_even_when_no_page_changes(world, publish, tmp_path):
    publish()
    clone = tmp_path / "clone"
    world.git("clone", "--quiet", "--branch", "gh-pages", world.site, clone)
    world.git("commit", "--quiet", "--allow-empty", "-m", "On top", at=clone)
    world.git("push", "--quiet", "origin", "gh-pages", at=clone)
    publish()
    assert world.git("rev-list", "--count", "gh-pages", at=world.site) == "1"


@pytest.mark.parametrize("url", ["https://interviews.ada.example/", "https://ada.example"])
def test_an_own_domain_is_written_for_pages(world, publish, url):
    world.set(f"url: {url}")
    publish()
    assert world.read("CNAME") == url.split("/")[2]


def test_a_domain_chosen_on_github_stays(world, publish, tmp_path):
    publish()
    clone = tmp_path / "clone"
    world.git("clone", "--quiet", "--branch", "gh-pages", world.site, clone)
    (clone / "CNAME").write_text("ada.example")
    world.git("add", "CNAME", at=clone)
    world.git("commit", "--quiet", "-m", "Create CNAME", at=clone)
    world.git("push", "--quiet", "origin", "gh-pages", at=clone)
    assert "It will be at https://ada.example/" in publish().stdout
    assert world.read("CNAME") == "ada.example"
    assert "https://ada.example/" in world.read("sitemap.xml")


# Where it comes from and where it goes


def test_origin_and_another_branch(world, publish):
    world.commit()
    settings = world.root / "content/portfolio.yaml"
    settings.write_text(settings.read_text().replace(f"{{repository: {world.site}}}", "{branch: pages/site}"))
    world.git("remote", "add", "origin", world.site.as_uri())
    publish()
    assert "index.html" in world.tree("pages/site")


def test_it_says_whether_what_it_sends_is_committed(world, publish):
    world.commit()
    assert f"Built from commit {world.git('rev-parse', '--short', 'HEAD')}" in publish("--dry-run").stdout
    world.write(SECOND)
    assert "1 file with changes that are not committed." in publish("--dry-run").stdout


def test_a_detached_head_a_worktree_and_submodules_are_all_the_same(world, publish, tmp_path):
    other = tmp_path / "other"
    world.git("init", "--quiet", other)
    world.git("commit", "--quiet", "--allow-empty", "-m", "Empty", at=other)
    world.commit()
    world.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", other, "sub")
    world.git("config", "push.recurseSubmodules", "on-demand")
    world.commit()
    publish()
    first = world.tree()
    world.git("worktree", "add", "--quiet", "--detach", tmp_path / "tree")
    (tmp_path / "tree/content/interviews/2026-02-10-second.md").write_text(interview("The second", "2026-02-10"))
    publish(cwd=tmp_path / "tree")
    assert set(world.tree()) - set(first) >= {SECOND_PAGE}
    assert not [path for path in world.tree() if path.startswith("sub")]


def test_nothing_of_the_persons_own_is_touched(world, publish):
    world.commit()
    world.git("remote", "add", "origin", world.site.as_uri())
    world.git("config", "core.fsmonitor", "false")
    world.write({"staged.txt": "staged", "untracked.txt": "untracked"})
    world.git("add", "staged.txt")
    before = state_of(world.root)
    publish()
    world.write(SECOND)
    after = state_of(world.root)
    added = after.keys() - before.keys()
    assert added == {"content/interviews/2026-02-10-second.md"}
    assert {name: after[name] for name in before} == before
    publish()
    assert state_of(world.root) == after
    assert not (world.root / ".afterview/publish").exists()


def test_it_works_from_a_hook_of_the_portfolios_own_repository(world, publish):
    world.commit()
    head = world.git("rev-parse", "HEAD")
    publish(GIT_DIR=str(world.root / ".git"), GIT_WORK_TREE=str(world.root), GIT_INDEX_FILE=str(world.root / "x"))
    assert world.tip()
    assert world.git("rev-parse", "HEAD") == head
    assert not (world.root / "x").exists()


# Refusals and failures: the branch is what it was


def test_private_content_beside_the_site_is_refused(world, publish):
    world.write(HIDDEN)
    world.commit()
    world.git("remote", "add", "backup", world.site.as_uri())
    printed = publish(status=4).stderr
    assert "error[private-beside]" in printed
    assert "two safe ways" in printed
    assert world.tip() == ""
    settings = world.root / "content/portfolio.yaml"
    allowed = f"{{repository: {world.site}, beside_private_content: allowed}}"
    settings.write_text(settings.read_text().replace(f"{{repository: {world.site}}}", allowed))
    publish()
    assert world.tip()


def test_a_repository_that_holds_the_sources_is_known_by_what_it_holds(world, publish, tmp_path):
    world.write(HIDDEN)
    world.commit()
    world.git("push", "--quiet", world.site, "HEAD:refs/heads/drafts")
    assert "error[private-beside]" in publish(status=4).stderr
    world.git("update-ref", "-d", "refs/heads/drafts", at=world.site)
    publish()
    # Somebody else's commits, which nobody here knows, on the branch that is shown first.
    other = tmp_path / "other"
    world.git("init", "--quiet", other)
    (other / "deep/content").mkdir(parents=True)
    (other / "deep/content/portfolio.yaml").write_text("title: x")
    world.git("add", ".", at=other)
    world.git("commit", "--quiet", "-m", "x", at=other)
    world.git("push", "--quiet", world.site, "HEAD:refs/heads/main", at=other)
    assert "error[private-beside]" in publish(status=4).stderr


def test_content_that_is_all_public_may_lie_beside_the_site(world, publish):
    world.commit()
    world.git("push", "--quiet", world.site, "HEAD:refs/heads/main")
    publish()
    assert world.tip()


def test_a_branch_that_is_not_ours_is_left_alone(world, publish):
    world.commit()
    world.git("push", "--quiet", world.site, "HEAD:refs/heads/gh-pages")
    tip = world.tip()
    assert "error[foreign-branch]" in publish(status=4).stderr
    assert world.tip() == tip


def test_a_file_that_somebody_added_to_the_branch_is_not_lost(world, publish, tmp_path):
    publish()
    clone = tmp_path / "clone"
    world.git("clone", "--quiet", "--branch", "gh-pages", world.site, clone)
    (clone / "proof.html").write_text("mine")
    world.git("add", "proof.html", at=clone)
    world.git("commit", "--quiet", "-m", "Mine", at=clone)
    world.git("push", "--quiet", "origin", "gh-pages", at=clone)
    printed = publish(status=4).stderr
    assert "error[foreign-branch]" in printed
    assert "proof.html" in printed
    assert "proof.html" in world.tree()


def test_a_page_that_somebody_edited_on_the_branch_is_kept_without_replace(world, publish, tmp_path):
    publish()
    clone = tmp_path / "clone"
    world.git("clone", "--quiet", "--branch", "gh-pages", world.site, clone)
    (clone / "index.html").write_text("by hand")
    world.git("commit", "--quiet", "-am", "Mine", at=clone)
    world.git("push", "--quiet", "origin", "gh-pages", at=clone)
    stderr = publish(status=4).stderr
    assert "error[foreign-branch]" in stderr
    assert "index.html" in stderr
    assert world.read("index.html") == "by hand"
    publish("--replace")
    assert "Small portfolio" in world.read("index.html")


def test_the_site_of_another_portfolio_is_kept_without_replace(world, publish, make_site):
    publish()
    tip = world.tip()
    other = make_site({"content/interviews/2026-05-10-other.md": interview("Theirs", "2026-05-10")})
    settings = other / "content/portfolio.yaml"
    text = settings.read_text().replace("Small portfolio", "Other portfolio").replace("Sam Small", "Kim Other")
    settings.write_text(f"{text}publish: {{repository: {world.site}}}\n")
    stderr = publish(status=4, cwd=other).stderr
    assert "the site of another portfolio" in stderr
    assert "Small portfolio" in stderr
    assert world.tip() == tip
    publish("--replace", cwd=other)
    assert "Other portfolio" in world.read("index.html")


def test_a_portfolio_that_takes_another_name_publishes_over_its_own_site(world, publish):
    publish()
    settings = world.root / "content/portfolio.yaml"
    settings.write_text(settings.read_text().replace("Small portfolio", "Renamed").replace("Sam Small", "Sam Tall"))
    publish()
    assert "Renamed" in world.read("index.html")


def test_private_content_beside_the_site_is_refused_for_a_copy_without_git(world, publish, tmp_path):
    world.write(HIDDEN)
    world.commit()
    world.git("push", "--quiet", world.site, "HEAD:refs/heads/main", "HEAD:refs/heads/drafts")
    world.git("update-ref", "-d", "refs/heads/main", at=world.site)
    shutil.rmtree(world.root / ".git")
    assert "error[private-beside]" in publish(status=4).stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder to another user")
def test_private_content_beside_the_site_is_refused_where_git_does_not_trust_the_folder(world, publish):
    world.write(HIDDEN)
    world.commit()
    world.git("remote", "add", "backup", world.site.as_uri())
    for place, folders, files in os.walk(world.root):
        for name in (".", *folders, *files):
            os.lchown(Path(place, name), 65534, 65534)
    assert "error[private-beside]" in publish(status=4).stderr


def test_what_lies_in_a_linked_folder_is_never_deleted(world, publish, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "publish" / "mine").mkdir(parents=True)
    (elsewhere / "publish-mine").mkdir()
    (world.root / ".afterview").symlink_to(elsewhere)
    publish()
    assert (elsewhere / "publish" / "mine").is_dir()
    assert (elsewhere / "publish-mine").is_dir()


def test_what_a_killed_run_left_is_removed(world, publish):
    left = world.root / ".afterview" / "publish-0123456789abcdef"
    left.mkdir(parents=True)
    (left / ".afterview-publish").touch()
    publish()
    assert not left.exists()
    assert not list((world.root / ".afterview").glob("publish*"))


@pytest.mark.parametrize("is_empty", [True, False])
def test_a_repository_that_uses_sha256(world, publish, tmp_path, is_empty):
    shutil.rmtree(world.site)
    world.git("init", "--quiet", "--bare", "--object-format=sha256", world.site)
    if not is_empty:
        clone = tmp_path / "clone"
        world.git("init", "--quiet", "--object-format=sha256", clone)
        world.git("commit", "--quiet", "--allow-empty", "-m", "x", at=clone)
        world.git("push", "--quiet", world.site, "HEAD:refs/heads/main", at=clone)
    publish()
    assert len(world.tip()) == 64
    world.write(SECOND)
    publish()
    assert SECOND_PAGE in world.tree()


def test_no_remote(world, publish):
    settings = world.root / "content/portfolio.yaml"
    settings.write_text(settings.read_text().replace(f"publish: {{repository: {world.site}}}", ""))
    assert "error[no-repository]" in publish(status=4).stderr


@pytest.mark.parametrize(
    "address", ["/nowhere/site.git", "https://localhost:9/site.git", "ext::sh -c true", "--x", "https://[x/"]
)
def test_a_remote_that_cannot_be_reached(world, publish, address):
    settings = world.root / "content/portfolio.yaml"
    settings.write_text(settings.read_text().replace(str(world.site), f'"{address}"'))
    printed = publish(status=4).stderr
    assert "error[unreachable]" in printed or "error[no-repository]" in printed


@pytest.mark.parametrize("password", ["hush", "p@hush", "@@hush@"])
def test_no_password_is_shown(world, publish, password):
    settings = world.root / "content/portfolio.yaml"
    settings.write_text(settings.read_text().replace(str(world.site), f'"https://ada:{password}@localhost:9/site.git"'))
    assert "hush" not in publish(status=4).stderr


def test_an_error_in_the_settings_is_reported_before_any_repository_is_asked(world, publish):
    world.commit()
    world.git("remote", "add", "origin", "https://localhost:9/site.git")
    settings = world.root / "content/portfolio.yaml"
    settings.write_text(settings.read_text().replace("title: Small portfolio", 'title: "Small portfolio'))
    stderr = publish(status=3).stderr
    assert "error[yaml-syntax]" in stderr
    assert "repository" not in stderr


def test_the_site_for_the_author_alone_is_never_taken(world, publish):
    world.write(HIDDEN)
    command = [sys.executable, "-m", "afterview", "build", "--audience", "me"]
    subprocess.run(command, cwd=world.root, check=True, capture_output=True)
    assert (world.root / "site-me" / "interviews" / "2026-03-10-hidden.html").is_file()
    publish()
    assert not [path for path in world.tree() if "site-me" in path or "hidden" in path]


def test_no_identity(world, publish, tmp_path):
    (tmp_path / "gitconfig").write_text("")
    assert "error[no-identity]" in publish(status=4).stderr
    assert world.tip() == ""


def test_no_git(world, publish, tmp_path):
    assert "error[no-git]" in publish(status=4, PATH=str(tmp_path)).stderr


@pytest.mark.parametrize("branch", ["a..b", "HEAD", "@", "refs/heads/x"])
def test_a_branch_that_cannot_be_one(world, publish, branch):
    settings = world.root / "content/portfolio.yaml"
    settings.write_text(settings.read_text().replace(f"{{repository: {world.site}}}", f'{{branch: "{branch}"}}'))
    world.set("")
    world.commit()
    world.git("remote", "add", "origin", str(world.site))
    assert "cannot be a branch's name" in publish(status=4).stderr


def test_content_with_errors(world, publish):
    publish()
    tip = world.tip()
    world.write({"content/interviews/broken.md": "---\ntitle: Broken\ndate: never\nkind: coding\n---\n"})
    assert "error[bad-date]" in publish(status=3).stderr
    assert world.tip() == tip


@needs_setpriv
@pytest.mark.parametrize(
    "path",
    [
        "content",
        "content/portfolio.yaml",
        "content/interviews/2026-01-10-first.md",
        "content/images/board.svg",
        "layouts",
        ".afterview",
        ".git",
        ".git/config",
        "{site}",
        "{site}/HEAD",
        "{site}/objects",
        "{site}/refs",
    ],
)
def test_what_cannot_be_read_is_a_problem(world, publish, path):
    text = "Drew ![the board](../images/board.svg)"
    world.write(
        {
            "content/interviews/2026-01-10-first.md": interview("The first", "2026-01-10", text=text),
            "content/images/board.svg": '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>',
            "layouts/assets/own.css": "a {}",
        }
    )
    world.commit()
    publish()
    tip = world.tip()
    place = world.root / path.format(site=world.site)
    mode = place.stat().st_mode
    place.chmod(0)
    try:
        done = publish("--dry-run", user=ORDINARY, status=None)
    finally:
        place.chmod(mode)
    assert "Traceback" not in done.stderr
    assert done.returncode in (2, 3, 4), done.stdout + done.stderr
    assert "error[" in done.stderr
    assert world.tip() == tip


@needs_setpriv
@pytest.mark.parametrize("path", [".git/HEAD", ".git/objects"])
def test_private_content_beside_the_site_is_refused_where_git_cannot_read_its_own_folder(world, publish, path):
    world.write(HIDDEN)
    world.commit()
    world.git("remote", "add", "backup", world.site.as_uri())
    (world.root / path).chmod(0)
    try:
        done = publish("--dry-run", user=ORDINARY, status=4)
    finally:
        (world.root / path).chmod(0o755)
    assert "error[private-beside]" in done.stderr


def test_a_hook_there_refuses(world, publish):
    publish()
    tip = world.tip()
    hook(world, "pre-receive", "echo 'This branch is frozen' >&2; exit 1")
    world.write(SECOND)
    printed = publish(status=4).stderr
    assert "error[push-refused]" in printed
    assert "This branch is frozen" in printed
    assert world.tip() == tip


def test_a_rule_there_refuses(world, publish):
    publish()
    tip = world.tip()
    world.git("config", "receive.denyNonFastForwards", "true", at=world.site)
    world.write(SECOND)
    assert "error[push-refused]" in publish(status=4).stderr
    assert world.tip() == tip


def test_a_remote_where_one_may_only_read(world, publish):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ("--reuseaddr", "--export-all", f"--base-path={world.place}", "--listen=127.0.0.1", f"--port={port}")
    with subprocess.Popen(["git", "daemon", *options], stderr=subprocess.DEVNULL, start_new_session=True) as daemon:
        address = f"git://127.0.0.1:{port}/site.git"
        for _ in range(100):
            if subprocess.run(["git", "ls-remote", address], capture_output=True, check=False).returncode == 0:
                break
            time.sleep(0.05)
        settings = world.root / "content/portfolio.yaml"
        settings.write_text(settings.read_text().replace(str(world.site), address))
        printed = publish(status=4).stderr
        os.killpg(daemon.pid, signal.SIGTERM)
    assert "error[unreachable]" in printed
    assert "access denied" in printed
    assert world.tip() == ""


@pytest.mark.parametrize("first", [True, False])
def test_somebody_else_publishes_meanwhile(world, publish, tmp_path, first):
    """Another push lands between the look and the own push: a wrapper makes it so."""
    if not first:
        publish()
        world.write(SECOND)
    blob = world.git("hash-object", "-w", "--stdin", at=world.site)
    tree = subprocess.run(
        ["git", "mktree"],
        cwd=world.site,
        input=f"100644 blob {blob}\tother\n",
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    commit = world.git("commit-tree", tree, "-m", "Meanwhile", at=world.site)
    wrapper = tmp_path / "bin" / "git"
    wrapper.parent.mkdir()
    real = subprocess.run(["which", "git"], capture_output=True, text=True, check=True).stdout.strip()
    wrapper.write_text(
        '#!/bin/sh\nif [ "$1" = push ]; then\n'
        f"{real} --git-dir={world.site} update-ref refs/heads/gh-pages {commit}\nfi\n"
        f'exec {real} "$@"\n'
    )
    wrapper.chmod(0o755)
    printed = publish(status=4, PATH=f"{wrapper.parent}:{world.environment['PATH']}").stderr
    assert "error[remote-moved]" in printed
    assert world.tip() == commit


def test_killed_between_any_two_steps_the_branch_is_old_or_new(world, publish, tmp_path):
    publish()
    world.write(SECOND)
    old = world.tip()
    wrapper = tmp_path / "bin" / "git"
    wrapper.parent.mkdir()
    real = subprocess.run(["which", "git"], capture_output=True, text=True, check=True).stdout.strip()
    count = tmp_path / "count"
    wrapper.write_text(
        f"#!/bin/sh\nn=$(($(cat {count}) + 1)); echo $n > {count}\n"
        f'if [ $n = "$KILL_BEFORE" ]; then kill -9 $PPID; exit 1; fi\n{real} "$@"; status=$?\n'
        'if [ $n = "$KILL_AFTER" ]; then kill -9 $PPID; fi\nexit $status\n'
    )
    wrapper.chmod(0o755)
    path = f"{wrapper.parent}:{world.environment['PATH']}"
    count.write_text("0")
    publish("--dry-run", PATH=path)
    last = int(count.read_text()) + 2  # a dry run neither commits nor pushes
    for when, step in [*(("KILL_BEFORE", step) for step in range(1, last + 1)), ("KILL_AFTER", last)]:
        assert world.tip() == old
        count.write_text("0")
        publish(status=-9, PATH=path, **{when: str(step)})
        world.git("fsck", "--strict", at=world.site)
    assert world.tip() != old, "killed after the push, it was published"
    assert SECOND_PAGE in world.tree()
    assert "Nothing to send" in publish().stdout
    assert not (world.root / ".afterview/publish").exists()
