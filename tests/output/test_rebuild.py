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

import afterview
from afterview.model.audience import Audience
from afterview.output.build import build_site
from afterview.output.build_report import Report
from afterview.output.cache import read_cache, write_cache
from afterview.problems import AfterviewError, Code, Refused
from afterview.rendering.layout_folders import find_default_layouts

PACKAGE = Path(afterview.__file__).parent
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
- {text} #testing #edge-cases

## Next time
- If it works, then I try {text} #testing
"""
SETTINGS = """\
title: {title}
author: Sam Small
visibility: {visibility}
kinds:
  coding: {{title: Coding, skills: [communication, testing]}}
"""
ABOUT = {"content/pages/about.md": "---\ntitle: About\nvisibility: public\n---\nMe.\n"}
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="11" height="11"><title>{}</title></svg>'


def interview(title: str = "One", month: int = 1, visibility: str = "public", rating: int = 3, text: str = "it") -> str:
    return INTERVIEW.format(title=title, month=month, visibility=visibility, rating=rating, text=text)


def read_tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


@pytest.fixture
def root(make_site):
    """Return a portfolio of three interviews, and a picture."""
    return make_site(
        {
            "content/interviews/a.md": interview("A", 1),
            "content/interviews/b.md": interview("B", 2, text="![Board](../images/board.svg)"),
            "content/interviews/c.md": interview("C", 3, "private"),
            **ABOUT,
            "content/images/board.svg": PICTURE,
        }
    )


def build(root: Path, *, clean: bool = False) -> Report:
    return build_site(root, audience=Audience.PUBLIC, clean=clean)


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


def loads_the_parser(root: Path) -> bool:
    """Run the command in a process of its own; tell whether it loaded what reads Markdown."""
    script = f"""
import sys
from afterview.cli.main import main
sys.argv = ["afterview", "build", "-C", {str(root)!r}]
try: main()
finally: print("markdown_it" in sys.modules, "jinja2" in sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], env=_environment(), capture_output=True, text=True, check=True
    )
    return not done.stdout.endswith("\nFalse False\n")


def test_a_build_with_nothing_to_do_does_not_load_the_parser(root):
    assert loads_the_parser(root)
    assert not loads_the_parser(root)
    (root / "content/images/unused.svg").write_text(PICTURE)
    assert loads_the_parser(root)


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "content/interviews/a.md").write_text(interview("X")),
        lambda root: (root / "content/images/board.svg").write_text(PICTURE.replace("1", "2")),
        lambda root: (root / "content/interviews/a.md").rename(root / "content/interviews/z.md"),
        lambda root: (root / "content/pages/about.md").unlink(),
    ],
)
def test_a_change_that_leaves_size_and_date_as_they_were_is_seen(root, change):
    build(root)
    dates = {path: path.stat() for path in (root / "content").rglob("*")}
    change(root)
    for path, state in dates.items():
        if path.exists():
            os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    built = read_tree(build(root).output)
    shutil.rmtree(root / "site")
    assert read_tree(build(root, clean=True).output) == built


def test_an_edit_of_the_site_that_leaves_size_and_date_as_they_were_is_seen(root):
    page = build(root).output / "index.html"
    state = page.stat()
    page.write_bytes(page.read_bytes().replace(b"<", b"(", 1))
    os.utime(page, ns=(state.st_atime_ns, state.st_mtime_ns))
    with pytest.raises(Refused):
        build(root)


@pytest.mark.parametrize("archive", [False, True])
def test_an_unchanged_file_is_audited_when_its_text_becomes_hidden(root, archive):
    picture = PICTURE.format(HIDDEN)
    (root / "content/images/board.svg").write_text(picture)
    (root / "content/interviews/a.md").write_text(interview("A", 1, text=HIDDEN))
    before = read_tree(build(root).output)
    (root / "content/interviews/a.md").write_text(interview("A", 1, "private", text=HIDDEN))
    for _ in range(2):
        with pytest.raises(AfterviewError) as stopped:
            build_site(root, audience=Audience.PUBLIC, archive=archive)
        assert [(problem.code, problem.path) for problem in stopped.value.problems] == [
            (Code.LEAK, "content/interviews/a.md")
        ]
        assert stopped.value.problems[0].line == find_line(root / "content/interviews/a.md")
    assert read_tree(root / "site") == before
    assert not list(root.glob("*.zip"))


def find_line(file: Path) -> int:
    return next(number for number, line in enumerate(file.read_text().splitlines(), 1) if HIDDEN in line)


def test_an_unchanged_page_is_audited_when_what_it_links_to_goes(root):
    (root / "layouts").mkdir()
    (root / "layouts/how.html").write_text(LINKS_TO_A)
    build(root)
    (root / "content/interviews/a.md").write_text(interview("A", 1, "private"))
    for _ in range(2):
        with pytest.raises(AfterviewError) as stopped:
            build(root)
        (problem,) = stopped.value.problems
        assert (problem.code, problem.path, problem.line) == (Code.LOST_LINK, "layouts/how.html", 1)


@pytest.mark.slow
def test_another_audience_path_or_address_is_another_site(root):
    build(root)
    mentor = build_site(root, audience=Audience.MENTOR)
    assert (mentor.output.name, mentor.written.unchanged) == ("site-mentor", 0)
    assert build_site(root, audience=Audience.PUBLIC, output=root / "other").written.unchanged == 0
    assert build_site(root, audience=Audience.PUBLIC, url="https://sam.example/").written.changed > 0


def test_a_page_edited_by_hand_is_refused_whatever_is_cached(root):
    build(root)
    (root / "site/index.html").write_text("my own words")
    with pytest.raises(Refused):
        build(root)


def test_a_page_that_somebody_removed_is_restored(root):
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


def test_a_damaged_cache_is_as_good_as_none(root):
    expected = read_tree(build(root).output)
    cache = root / ".afterview/cache"
    whole = cache.read_bytes()
    chance = random.Random(5)
    for _ in range(40):
        cache.write_bytes(damage(whole, chance))
        assert read_cache(root).encode() == read_cache(root, clean=True).encode()
    build(root)
    assert read_tree(root / "site") == expected


@pytest.mark.slow
def test_the_cache_of_another_version_of_the_program_is_not_used(root, tmp_path):
    build(root)
    other = tmp_path / "other"
    shutil.copytree(PACKAGE, other / "afterview", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(find_default_layouts(), other / "afterview/layouts")
    with (other / "afterview/problems.py").open("a") as module:
        module.write("# another version\n")
    script = f"""
from pathlib import Path
from afterview.model.audience import Audience
from afterview.output.build import build_site
print(build_site(Path({str(root)!r}), audience=Audience.PUBLIC).parsed)
"""
    environment = {**os.environ, "PYTHONPATH": str(other)}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == "7\n"


@pytest.mark.slow
def test_entries_that_no_build_uses_are_dropped(tmp_path):
    (tmp_path / ".afterview").mkdir()
    sizes = []
    for number in range(20):
        cache = read_cache(tmp_path)
        assert cache.get(b"used by all", lambda: b"made once") == b"made once"
        assert cache.get(b"%03d" % number, lambda: b"used by one") == b"used by one"
        write_cache(tmp_path, cache)
        sizes.append((tmp_path / ".afterview/cache").stat().st_size)
    assert sizes[0] < sizes[7]
    assert set(sizes[8:]) == {sizes[8]}
    assert read_cache(tmp_path).find(b"used by all") == b"made once"
    assert read_cache(tmp_path).find(b"000") is None


def test_clean_uses_no_cache(root):
    build(root)
    report = build(root, clean=True)
    assert (report.parsed, report.rendered > 10, report.written.changed) == (7, True, 0)


# What may happen between two builds, in any order: a path, and what is written there, None to remove it.

HIDDEN = "Zögerte lange beim Rückwärtszählen der leeren Eingabe"
LINKS_TO_A = (
    '{% extends "default/how.html" %}{% block main %}{{ super() }}<a href=interviews/a.html>A</a>{% endblock %}'
)
NAMES = st.sampled_from(["a", "b", "c", "d"])
VISIBILITY = st.sampled_from(["public", "private", "mentor"])
TEXTS = st.sampled_from(["it", "the empty list", "a [link](b.md)", "![Board](../images/board.svg)", "# not a heading"])
ARTICLE = st.sampled_from(["{{ title }}", "{{ nothing }}", '{% extends "default/article.html" %}', None])
TITLES = st.sampled_from(["Testing", "Tests"])
EDIT = st.one_of(
    st.tuples(
        NAMES.map("content/interviews/{}.md".format),
        st.builds(interview, NAMES, st.integers(1, 9), VISIBILITY, st.integers(1, 4), TEXTS) | st.none(),
    ),
    st.tuples(
        st.just("content/portfolio.yaml"),
        st.builds(lambda title, seen: SETTINGS.format(title=title, visibility=seen), TITLES, VISIBILITY),
    ),
    st.tuples(st.just("layouts/article.html"), ARTICLE),
    st.tuples(st.just("layouts/assets/own.css"), st.sampled_from(["a {}", "b {}", None])),
    st.tuples(st.just("content/images/board.svg"), st.sampled_from(["A board", HIDDEN]).map(PICTURE.format)),
    # After these a page may have the same bytes and not pass: what it says became hidden, or what it links to went.
    st.tuples(st.just("layouts/how.html"), st.sampled_from([LINKS_TO_A, None])),
    st.tuples(st.just("layouts/assets/own.json"), st.sampled_from([HIDDEN, None])),
    st.tuples(
        st.just("content/interviews/a.md"),
        st.builds(lambda seen: interview("A", 1, seen, text=HIDDEN), VISIBILITY) | st.none(),
    ),
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
    """Return the site that a build makes, or why it makes none."""
    try:
        return read_tree(build(root, clean=clean).output)
    except AfterviewError as error:
        return error.problems


@pytest.mark.slow
@settings(max_examples=max(6, settings().max_examples // 10))  # each of them is a dozen builds
@given(edits=st.lists(st.tuples(EDIT, st.booleans()), min_size=3, max_size=14))
def test_after_any_edits_a_build_does_what_a_clean_one_does(make_site, edits):
    root = make_site({"content/interviews/b.md": interview("B", 2), "content/images/board.svg": PICTURE, **ABOUT})
    for (path, body), builds in edits:
        apply(root, path, body)
        if builds:
            outcome(root)
    built = outcome(root)
    other = root.with_name(f"{root.name}-clean")
    for name in ("content", "layouts"):
        if (root / name).is_dir():
            shutil.copytree(root / name, other / name)
    assert built == outcome(other, clean=True)
    shutil.rmtree(root)
    shutil.rmtree(other)


SCRIPT = """\
import sys
from pathlib import Path
from afterview.output.build import build_site
from afterview.model.audience import Audience

pytestmark = pytest.mark.slow
build_site(Path(sys.argv[1]), audience=Audience.PUBLIC)
"""


@pytest.mark.slow
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
