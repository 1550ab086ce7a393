"""The whole trip: the same files give the same site, for those who may see it, and errors change nothing."""

import itertools
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from afterview.model.audience import Audience
from afterview.narrow import Hidden
from afterview.output.build import build_site
from afterview.output.manifest import MANIFEST, parse_manifest
from afterview.problems import Code, ContentError, Refused

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100c9fe92ef"
    "0000000049454e44ae426082"
)


def interview(title: str, day: str, visibility: str, body: str = "") -> str:
    return f"""\
---
title: {title}
date: {day}
kind: coding
visibility: {visibility}
interviewer: Dana Rivers
ratings: {{communication: 3, testing: 2}}
---
{body}
"""


FILES: dict[str, str | bytes | None] = {
    "content/interviews/2026-01-10-first.md": interview(
        "First",
        "2026-01-10",
        "public",
        "![Board](../images/board.png)\n\n## Next time\n- Say it aloud #testing ^aloud\n",
    ),
    "content/interviews/2026-02-10-mentored.md": interview("Mentored", "2026-02-10", "mentor"),
    "content/interviews/2026-03-10-secret.md": interview(
        "Quokka", "2026-03-10", "private", "![Face](../images/quokka.png)\n\n<b>raw</b>\n"
    ),
    "content/notes/answer.md": "---\nfrom: Mo\ndate: 2026-02-11\nabout: [2026-02-10-mentored]\n---\nGood.\n",
    "content/images/board.png": PICTURE,
    "content/images/quokka.png": PICTURE,
    "content/images/unused.png": PICTURE,
}


def read_tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def build(root: Path, audience: Audience = Audience.PUBLIC) -> dict[str, bytes]:
    return read_tree(build_site(root, audience=audience).output)


def test_a_site_for_everybody_and_one_for_the_mentor(make_site):
    root = make_site(FILES)
    public = build_site(root, audience=Audience.PUBLIC)
    mentor = build_site(root, audience=Audience.MENTOR)
    assert (public.output, mentor.output) == (root / "site", root / "site-mentor")
    assert public.hidden == Hidden(interviews=2, notes=1)
    assert mentor.hidden == Hidden(interviews=1)
    assert "interviews/2026-01-10-first.html" in read_tree(public.output)
    assert "interviews/2026-02-10-mentored.html" in read_tree(mentor.output)
    assert public.pages == sum(path.suffix == ".html" for path in public.output.rglob("*"))


def test_nothing_private_is_in_the_site(make_site):
    site = build(make_site(FILES))
    assert [url for url in site if url.startswith("images/")] == ["images/board.png"]
    assert not [url for url, body in site.items() if b"quokka" in url.encode().lower() + body.lower()]


def test_the_list_names_every_file(make_site):
    site = build(make_site(FILES))
    assert set(parse_manifest(site[MANIFEST])) == set(site) - {MANIFEST}


def test_all_errors_are_reported_and_the_old_site_stays(make_site):
    root = make_site(FILES)
    before = build(root)
    (root / "content/interviews/2026-01-10-first.md").write_text(interview("First", "2026-13-10", "public"))
    (root / "content/interviews/2026-02-10-mentored.md").write_text(interview("Mentored", "2026-02-10", "mentro"))
    with pytest.raises(ContentError) as caught:
        build(root)
    assert {Code.BAD_DATE, Code.UNKNOWN_VISIBILITY} <= {problem.code for problem in caught.value.problems}
    assert read_tree(root / "site") == before


def test_a_broken_layout_leaves_the_old_site(make_site):
    root = make_site(FILES)
    before = build(root)
    (root / "layouts").mkdir()
    (root / "layouts" / "index.html").write_text("{{ nothing.of.that.name }}")
    with pytest.raises(ContentError) as caught:
        build(root)
    assert caught.value.problems[0].code is Code.LAYOUT
    assert read_tree(root / "site") == before


def test_no_file_of_a_portfolio_is_touched_but_the_site(make_site):
    root = make_site(FILES)
    before = read_tree(root / "content")
    build(root)
    assert read_tree(root / "content") == before
    assert sorted(path.name for path in root.iterdir()) == [".afterview", "content", "site"]


def test_an_unsafe_output_is_refused_before_anything_is_read(make_site):
    root = make_site({"content/portfolio.yaml": "}"})
    with pytest.raises(Refused):
        build_site(root, audience=Audience.PUBLIC, output=root / "content")


@pytest.mark.slow
def test_after_renames_and_deletions_the_site_is_what_a_clean_build_makes(make_site):
    root = make_site(FILES)
    chance = random.Random(7)
    interviews = root / "content" / "interviews"
    for number in range(6):
        chosen = chance.choice(sorted(path for path in interviews.iterdir() if "first" not in path.name))
        match number % 3:
            case 0:
                (interviews / f"2026-04-{number + 1:02}-new.md").write_text(
                    interview(f"New {number}", f"2026-04-{number + 1:02}", chance.choice(["public", "private"]))
                )
            case 1:
                chosen.rename(chosen.with_name(f"{chosen.stem}-renamed.md"))
                (root / "content" / "notes" / "answer.md").unlink(missing_ok=True)
            case _:
                chosen.unlink()
        incremental = build(root)
        shutil.rmtree(root / "site")
        assert build(root) == incremental


ENVIRONMENTS = [
    {"TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": seed}
    for zone, locale, seed in [
        ("UTC", "C", "0"),
        ("Pacific/Kiritimati", "C.UTF-8", "1"),
        ("America/St_Johns", "tr_TR", "7"),
    ]
]


@pytest.mark.slow
def test_the_same_sources_give_the_same_bytes(make_site):
    root = make_site(FILES)
    files = dict(reversed(FILES.items()))  # written in another order, so listed in another order
    sites = []
    for environment, files_of_it in zip(ENVIRONMENTS, (FILES, files, FILES), strict=True):
        root = make_site(files_of_it)
        run(root, **environment).wait()
        sites.append(read_tree(root / "site"))
    assert sites[0]
    assert all(site == sites[0] for site in sites)


def run(root: Path, **environment: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-m", "afterview", "build"], cwd=root, env={**os.environ, **environment})


@pytest.mark.slow
def test_killed_at_any_moment_the_site_is_old_or_new(make_site):
    root = make_site(FILES)
    first, second = (interview("First", "2026-01-10", "public", words) for words in ("Old words", "New words"))
    versions = {}
    for words in (first, second):
        (root / "content/interviews/2026-01-10-first.md").write_text(words)
        started = time.monotonic()
        versions[words] = build(root)
        took = time.monotonic() - started
    chance = random.Random(11)
    for words in itertools.islice(itertools.cycle((first, second)), 5):
        (root / "content/interviews/2026-01-10-first.md").write_text(words)
        process = run(root)
        time.sleep(0.3 + chance.random() * took)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert read_tree(root / "site") in versions.values()
    assert build(root) == versions[words]
    assert not list(root.glob(".site*"))


@pytest.mark.slow
def test_two_builds_at_once_both_end_well_or_one_says_who_is_at_work(make_site):
    root = make_site(FILES)
    processes = [run(root) for _ in range(3)]
    assert {process.wait() for process in processes} <= {0, 4}
    assert build_site(root, audience=Audience.PUBLIC).written.changed == 0
