"""Building again: whatever was edited, the site is, byte for byte, what a clean build makes, and only that is made."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from afterview.model.audience import Audience
from afterview.output.again import find_unchanged
from afterview.output.build import build_site
from afterview.output.memory import read_memory
from afterview.output.report import Report
from afterview.problems import AfterviewError, Refused
from afterview.rendering.layout_folders import find_default_layouts

INTERVIEW = """\
---
title: {title}
date: 2026-0{month}-10
kind: coding
visibility: {visibility}
interviewer: Dana Rivers
ratings: {{communication: {rating}, testing: 2}}
---
## What to improve
- {said} #testing #edge-cases

## Next time
- If it works, then I try {said} #testing
"""
SETTINGS = """\
title: {title}
author: Sam Small
visibility: {visibility}
kinds:
  coding: {{title: Coding, skills: [communication, testing]}}
"""
ABOUT = {"content/pages/about.md": "---\ntitle: About\nvisibility: public\n---\nMe.\n"}
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100c9fe92ef"
    "0000000049454e44ae426082"
)
OTHER_PICTURE = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)


def interview(title: str = "One", month: int = 1, visibility: str = "public", rating: int = 3, said: str = "it") -> str:
    return INTERVIEW.format(title=title, month=month, visibility=visibility, rating=rating, said=said)


def read_tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


@pytest.fixture
def patient(monkeypatch):
    """Let dates prove something at once."""
    monkeypatch.setattr("afterview.output.stamps._SETTLED_NS", -(10**18))


@pytest.fixture
def root(make_site):
    """Give a portfolio of three interviews, and a picture."""
    return make_site(
        {
            "content/interviews/a.md": interview("A", 1),
            "content/interviews/b.md": interview("B", 2, said="![Board](../images/board.png)"),
            "content/interviews/c.md": interview("C", 3, "private"),
            **ABOUT,
            "content/images/board.png": PICTURE,
        }
    )


def build(root: Path, *, clean: bool = False) -> Report:
    return build_site(root, audience=Audience.PUBLIC, clean=clean)


def again(root: Path) -> Report | None:
    return find_unchanged(root, root / "site", audience=Audience.PUBLIC)


def test_where_nothing_changed_nothing_is_parsed_rendered_or_written(root):
    first = build(root)
    dates = {path: path.stat().st_mtime_ns for path in (root / "site").rglob("*")}
    second = build(root)
    assert (first.parsed, second.parsed, second.rendered) == (7, 0, 0)
    assert second.written.unchanged == first.written.added
    assert {path: path.stat().st_mtime_ns for path in (root / "site").rglob("*")} == dates


def test_a_changed_sentence_is_parsed_and_only_its_pages_are_rendered(root):
    build(root)
    file = root / "content/pages/about.md"
    file.write_text(file.read_text() + "\nMore.\n")
    report = build(root)
    # Its own page, and those that are made of everything.
    assert (report.parsed, report.written.changed) == (1, report.rendered)
    assert report.rendered <= 3


def test_a_changed_layout_renders_every_page(root):
    (root / "layouts").mkdir()
    (root / "layouts/article.html").write_text('{% extends "default/article.html" %}')
    build(root)
    (root / "layouts/article.html").write_text("{{ title }}")
    report = build(root)
    assert report.rendered >= report.pages
    (root / "layouts/parts").mkdir()
    words = (find_default_layouts() / "parts/words.html").read_text()
    (root / "layouts/parts/words.html").write_text(f"{words} ")
    assert build(root).rendered > 10


def test_dates_alone_tell_that_nothing_changed(root, patient):
    report = build(root)
    known = again(root)
    assert known is not None
    assert (known.pages, known.hidden, known.output) == (report.pages, report.hidden, report.output)
    assert known.written.unchanged == report.written.added


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "content/interviews/a.md").write_text(interview("Other")),
        lambda root: (root / "content/images/board.png").write_bytes(PICTURE + b"x"),
        lambda root: (root / "content/images/new.png").write_bytes(PICTURE),
        lambda root: (root / "content/notes").mkdir() or (root / "content/notes/n.md").touch(),
        lambda root: (root / "content/interviews/a.md").rename(root / "content/interviews/z.md"),
        lambda root: (root / "content/pages/about.md").unlink(),
        lambda root: (root / "layouts").mkdir() or (root / "layouts/404.html").touch(),
        lambda root: (root / "site/index.html").write_text("edited"),
        lambda root: (root / "site/index.html").unlink(),
        lambda root: (root / "site/more.txt").touch(),
        lambda root: (root / "site/.afterview-manifest").write_text(""),
        lambda root: (root / ".site.afterview-stage").mkdir(),
        lambda root: (root / ".afterview/cache").write_bytes(b""),
        lambda root: (root / "content/pages/about.md").chmod(0o600),
    ],
)
def test_any_change_at_all_is_seen_from_the_dates(root, patient, change):
    build(root)
    assert again(root)
    time.sleep(0.02)
    change(root)
    assert again(root) is None


def test_what_changed_just_now_is_not_believed(root):
    build(root)
    assert again(root) is None


def test_another_audience_place_or_address_is_another_site(root, patient):
    build(root)
    assert find_unchanged(root, root / "site-mentor", audience=Audience.MENTOR) is None
    assert find_unchanged(root, root / "other", audience=Audience.PUBLIC) is None
    assert find_unchanged(root, root / "site", audience=Audience.PUBLIC, url="https://sam.example/") is None


def test_a_page_edited_by_hand_is_refused_however_much_is_remembered(root):
    build(root)
    (root / "site/index.html").write_text("my own words")
    with pytest.raises(Refused):
        build(root)


def test_a_page_that_somebody_removed_is_made_again(root):
    build(root)
    (root / "site/interviews/a.html").unlink()
    assert build(root).rendered == 1
    assert (root / "site/interviews/a.html").is_file()


def damage(kept: bytes, chance: random.Random) -> bytes:
    match chance.randrange(4):
        case 0:
            return kept[: chance.randrange(len(kept))]
        case 1:
            at = chance.randrange(len(kept))
            return kept[:at] + bytes([kept[at] ^ (1 << chance.randrange(8))]) + kept[at + 1 :]
        case 2:
            return chance.randbytes(chance.randrange(1000))
        case _:
            at = chance.randrange(len(kept))
            return kept[:at] + chance.randbytes(20) + kept[at:]


def test_a_damaged_memory_is_as_good_as_none(root):
    expected = read_tree(build(root).output)
    memory = root / ".afterview/cache"
    whole = memory.read_bytes()
    chance = random.Random(5)
    for _ in range(40):
        memory.write_bytes(damage(whole, chance))
        read_memory(root).known()
    memory.write_bytes(damage(whole, chance))
    build(root)
    assert read_tree(root / "site") == expected


def test_what_another_program_remembered_is_not_used(root, monkeypatch):
    build(root)
    monkeypatch.setattr("afterview.output.memory.name_program", lambda: b"another")
    assert build(root).parsed == 7


def test_clean_uses_no_memory(root):
    build(root)
    report = build(root, clean=True)
    assert (report.parsed, report.rendered > 10, report.written.changed) == (7, True, 0)


# What may happen between two builds, in any order: a path, and what is written there, None to remove it.

NAMES = st.sampled_from(["a", "b", "c", "d"])
VISIBILITY = st.sampled_from(["public", "private", "mentor"])
SAID = st.sampled_from(["it", "the empty list", "a [link](b.md)", "![Board](../images/board.png)", "# not a heading"])
ARTICLE = st.sampled_from(["{{ title }}", "{{ nothing }}", '{% extends "default/article.html" %}', None])
TITLES = st.sampled_from(["Testing", "Tests"])
EDIT = st.one_of(
    st.tuples(
        NAMES.map("content/interviews/{}.md".format),
        st.builds(interview, NAMES, st.integers(1, 9), VISIBILITY, st.integers(1, 4), SAID) | st.none(),
    ),
    st.tuples(
        st.just("content/portfolio.yaml"),
        st.builds(lambda title, seen: SETTINGS.format(title=title, visibility=seen), TITLES, VISIBILITY),
    ),
    st.tuples(st.just("layouts/article.html"), ARTICLE),
    st.tuples(st.just("layouts/assets/own.css"), st.sampled_from(["a {}", "b {}", None])),
    st.tuples(st.just("content/images/board.png"), st.sampled_from([PICTURE, OTHER_PICTURE, b"no picture"])),
    st.tuples(st.just("content/skills/testing.md"), TITLES.map("---\ntitle: {}\n---\n".format)),
)


def apply(root: Path, path: str, body: str | bytes | None) -> None:
    file = root / path
    if body is None:
        file.unlink(missing_ok=True)
    else:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body if isinstance(body, bytes) else body.encode())


def outcome(root: Path, *, clean: bool = False) -> object:
    """Give the site that a build makes, or why it makes none."""
    try:
        if not clean and (known := again(root)):
            return read_tree(known.output)
        return read_tree(build(root, clean=clean).output)
    except AfterviewError as error:
        return error.problems


@settings(max_examples=max(6, settings().max_examples // 10))  # each of them is a dozen builds
@given(edits=st.lists(st.tuples(EDIT, st.booleans()), min_size=3, max_size=14), trust=st.booleans())
def test_after_any_edits_the_site_is_what_a_clean_build_makes(make_site, edits, trust):
    with pytest.MonkeyPatch.context() as patch:
        if trust:
            patch.setattr("afterview.output.stamps._SETTLED_NS", -(10**18))
        files = {"content/interviews/b.md": interview("B", 2), "content/images/board.png": PICTURE, **ABOUT}
        root = make_site(files)
        for (path, body), builds in edits:
            apply(root, path, body)
            if builds:
                outcome(root)
        remembered = outcome(root)
        other = root.with_name(f"{root.name}-clean")
        for name in ("content", "layouts"):
            if (root / name).is_dir():
                shutil.copytree(root / name, other / name)
        assert remembered == outcome(other, clean=True)
        shutil.rmtree(root)
        shutil.rmtree(other)


SCRIPT = """\
import sys
from pathlib import Path
from afterview.output.build import build_site
from afterview.model.audience import Audience
build_site(Path(sys.argv[1]), audience=Audience.PUBLIC)
"""


def test_killed_at_any_moment_the_next_build_is_what_a_clean_one_makes(root):
    chance = random.Random(3)
    build(root)
    before = read_tree(root / "site")
    killed = 0
    for round_ in range(int(os.environ.get("AFTERVIEW_KILLS", "6"))):
        apply(root, "content/interviews/a.md", interview(f"A {round_}", rating=1 + round_ % 4))
        began = time.monotonic()
        child = subprocess.Popen([sys.executable, "-c", SCRIPT, str(root)], env=_environment())
        time.sleep(chance.uniform(0.05, 1.2))
        child.send_signal(signal.SIGKILL)
        killed += child.wait() != 0
        assert time.monotonic() - began < 60
        stood = read_tree(root / "site")
        build(root)
        after = read_tree(root / "site")
        assert stood in (before, after)
        before = after
    assert killed
    build(root, clean=True)
    assert read_tree(root / "site") == before


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
