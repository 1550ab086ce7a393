"""A build that has nothing to do reads no file, and whatever is touched makes the next build look at all of them."""

import os
import shutil
import sys
import time
from pathlib import Path

import pytest

import afterview.site as site_module
from afterview.model.audience import Audience
from afterview.output import staging
from afterview.output.build import build_site
from afterview.output.earlier_builds import fingerprint_bytes, read_clock, read_stats
from afterview.output.swap import swap
from afterview.problems import AfterviewError, Refused
from afterview.site import load_site

INTERVIEW = """\
---
title: One
date: 2026-01-10
kind: coding
visibility: public
---
## What to improve
- Say more, as in [the other one](2026-02-02-missing.md) #testing
"""
LATER_NS = 10_000_000_000

pytestmark = pytest.mark.skipif(os.name == "nt", reason="files there do not say when they last changed in any way")


@pytest.fixture
def root(make_site):
    """Return a portfolio with a link to nothing, which is a warning, and a layout of its own."""
    return make_site(
        {
            "content/interviews/a.md": INTERVIEW,
            "layouts/assets/own.css": "a { color: red }\n",
            "elsewhere.md": INTERVIEW,
        }
    )


@pytest.fixture
def opened():
    """Return the list of files that this process opens from now on."""
    paths: list[str] = []
    listening = [True]

    def note(event: str, arguments: tuple[object, ...]) -> None:
        if listening and event == "open":
            paths.append(str(arguments[0]))

    sys.addaudithook(note)
    yield paths
    listening.clear()  # a hook cannot be removed


def test_the_build_right_after_one_that_wrote_the_site_opens_no_source_and_no_page(root, opened):
    first = build_site(root, audience=Audience.PUBLIC)
    for number in range(3):
        opened.clear()
        assert build_site(root, audience=Audience.PUBLIC).pages == first.pages
        assert not [path for path in opened if "/content/" in path or "/layouts/" in path or "/site/" in path]
        with (root / "content/interviews/a.md").open("a") as file:
            file.write(f"- One more, {number}\n")
        assert build_site(root, audience=Audience.PUBLIC).written.changed


def test_a_site_changed_while_it_is_put_in_place_is_looked_at_by_the_next_build(root, monkeypatch):
    def swap_and_edit(stage: Path, target: Path, aside: Path) -> None:
        swap(stage, target, aside)
        time.sleep(0.03)
        (target / "index.html").write_text("edited")

    monkeypatch.setattr(staging, "swap", swap_and_edit)
    build_site(root, audience=Audience.PUBLIC)
    with pytest.raises(Refused):
        build_site(root, audience=Audience.PUBLIC)


def test_a_source_that_was_another_one_while_it_was_read_is_read_by_the_next_build(root, monkeypatch):
    file = root / "content/interviews/a.md"

    def read_changed(*args: object, **options: object) -> object:
        file.write_text(INTERVIEW.replace("Say more", "Say less"))
        site = load_site(*args, **options)  # type: ignore[arg-type]  # the same arguments, whatever they are
        file.write_text(INTERVIEW)
        return site

    monkeypatch.setattr(site_module, "load_site", read_changed)
    build_site(root, audience=Audience.PUBLIC)
    monkeypatch.undo()
    assert "Say less" in (root / "site/interviews/a.html").read_text()
    build_site(root, audience=Audience.PUBLIC)
    assert "Say more" in (root / "site/interviews/a.html").read_text()


def test_a_source_changed_while_the_site_is_built_is_read_by_the_next_build(root, monkeypatch):
    def swap_and_edit(stage: Path, target: Path, aside: Path) -> None:
        swap(stage, target, aside)
        (root / "content/interviews/a.md").write_text(INTERVIEW.replace("Say more", "Say less"))

    monkeypatch.setattr(staging, "swap", swap_and_edit)
    build_site(root, audience=Audience.PUBLIC)
    monkeypatch.undo()
    assert build_site(root, audience=Audience.PUBLIC).written.changed
    assert "Say less" in (root / "site/interviews/a.html").read_text()


def test_a_build_that_has_nothing_to_do_opens_no_source_and_no_page_and_reports_the_same(root, opened):
    (root / "site").mkdir()
    first = build_site(root, audience=Audience.PUBLIC)
    (root / "site/of-mine.txt").write_text("kept")
    wait_for_tick(root)
    second = build_site(root, audience=Audience.PUBLIC)
    opened.clear()
    third = build_site(root, audience=Audience.PUBLIC)
    assert not [path for path in opened if "/content/" in path or "/layouts/" in path or "/site/" in path]
    assert third == second
    assert third.warnings == first.warnings != ()
    assert third.written.kept == ("of-mine.txt",)
    assert (third.pages, third.hidden, third.parsed, third.rendered) == (first.pages, first.hidden, 0, 0)

    opened.clear()
    for build in (
        lambda: build_site(root, audience=Audience.ME),
        lambda: build_site(root, audience=Audience.PUBLIC, url="https://example.org/"),
        lambda: build_site(root, audience=Audience.PUBLIC, clean=True),
        lambda: build_site(root, audience=Audience.PUBLIC, archive=True),
    ):
        build()
        assert [path for path in opened if path.endswith("/content/interviews/a.md")]
        opened.clear()


def rewrite(path: Path) -> None:
    state = path.stat()
    path.write_bytes(path.read_bytes()[::-1])
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))


def replace(path: Path) -> None:
    other = path.with_name("other")
    shutil.copy2(path, other)
    other.replace(path)


CHANGES = {
    "rewritten with its size and date": lambda root: rewrite(root / "content/interviews/a.md"),
    "replaced by its twin": lambda root: replace(root / "content/interviews/a.md"),
    "replaced by a link to itself, moved out": lambda root: (
        (root / "content/interviews/a.md").rename(root / "moved.md"),
        (root / "content/interviews/a.md").symlink_to(root / "moved.md"),
    ),
    "renamed": lambda root: (root / "content/interviews/a.md").rename(root / "content/interviews/b.md"),
    "moved to another folder": lambda root: (root / "content/interviews/a.md").rename(root / "content/a.md"),
    "unreadable": lambda root: (root / "content/interviews/a.md").chmod(0),
    "removed": lambda root: (root / "content/interviews/a.md").unlink(),
    "added": lambda root: (root / "content/interviews/b.md").write_text(INTERVIEW),
    "a link's target rewritten": lambda root: rewrite(root / "elsewhere.md"),
    "layout rewritten": lambda root: rewrite(root / "layouts/assets/own.css"),
    "layout added": lambda root: (root / "layouts/new.html").write_text("new"),
    "page rewritten with its size and date": lambda root: rewrite(root / "site/index.html"),
    "page removed": lambda root: (root / "site/index.html").unlink(),
    "file beside the pages": lambda root: (root / "site/mine.txt").write_text("mine"),
    "folder replaced by a link": lambda root: (
        (root / "site/assets").rename(root / "assets"),
        (root / "site/assets").symlink_to(root / "assets"),
    ),
    "folder removed": lambda root: shutil.rmtree(root / "site"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_is_touched_changes_the_fingerprint(root, change):
    sources = (root / "content", root / "layouts")
    build_site(root, audience=Audience.PUBLIC)
    (root / "content/linked.txt").symlink_to(root / "elsewhere.md")
    wait_for_tick(root)
    before = read_stats(sources, root / "site")
    assert before is not None
    assert before == read_stats(sources, root / "site")
    change(root)
    after = read_stats(sources, root / "site")
    assert after is None or after.fingerprint != before.fingerprint


def test_files_that_changed_within_this_tick_of_the_clock_are_not_settled(root):
    (root / ".afterview").mkdir()
    wait_for_tick(root)
    clock = read_clock(root)
    stats = read_stats((root / "content",), root / "layouts")
    assert clock is not None
    assert stats is not None
    assert stats.is_settled(clock)
    assert not stats.is_settled(None)
    assert not stats.is_settled(clock._replace(time_ns=stats.newest_ns))
    another = clock._replace(device=clock.device + 1)
    assert not stats.is_settled(another), "the clocks of two file systems may differ"
    assert stats.is_settled(another._replace(time_ns=clock.time_ns + LATER_NS))
    (root / "content/interviews/a.md").touch()
    later = read_stats((root / "content",), root / "layouts")
    assert later is not None
    assert not later.is_settled(clock)


def wait_for_tick(root: Path) -> None:
    first = read_clock(root)
    while read_clock(root) == first:
        time.sleep(0.001)


@pytest.mark.parametrize("path", ["content/interviews/a.md", "layouts/assets/own.css"])
def test_a_link_to_the_same_bytes_outside_is_refused_after_an_earlier_build_too(root, path):
    build_site(root, audience=Audience.PUBLIC)
    outside = root.parent / "outside"
    (root / path).rename(outside)
    (root / path).symlink_to(outside)
    with pytest.raises(AfterviewError) as clean:
        build_site(root, audience=Audience.PUBLIC, clean=True)
    with pytest.raises(AfterviewError) as later:
        build_site(root, audience=Audience.PUBLIC)
    assert [problem.code for problem in later.value.problems] == [problem.code for problem in clean.value.problems]


@pytest.mark.parametrize("where", ["inside", "outside"])
def test_a_link_changes_the_fingerprint_when_its_target_is_another_file_of_the_same_stat(root, where):
    link, other = root / "content/linked.md", root.parent / "other.md"
    link.symlink_to(root / "content/interviews/a.md")
    before = fingerprint_bytes((root / "content",))
    shutil.copy2(root / "content/interviews/a.md", other)
    link.unlink()
    link.symlink_to(other if where == "outside" else "interviews/../interviews/a.md")
    assert (fingerprint_bytes((root / "content",)) != before) == (where == "outside")


def test_what_an_interrupted_build_left_is_removed_though_nothing_was_touched(root):
    build_site(root, audience=Audience.PUBLIC)
    stage = root / ".site.afterview-stage"
    stage.mkdir()
    (stage / ".afterview-stage").write_bytes(b"index.html")
    build_site(root, audience=Audience.PUBLIC)
    assert not stage.exists()


def test_a_site_moved_away_behind_a_link_is_refused_though_nothing_was_touched(root):
    build_site(root, audience=Audience.PUBLIC)
    (root / "site").rename(root / "moved")
    (root / "site").symlink_to(root / "moved")
    with pytest.raises(Refused):
        build_site(root, audience=Audience.PUBLIC)
