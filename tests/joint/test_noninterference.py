"""What an audience may not see does not change a byte of its site: it could as well never have been written."""

import base64
import difflib
import itertools
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, note, settings

from afterview.insight.trend import ENOUGH
from afterview.model.audience import Audience
from afterview.output.render import render_site
from afterview.site import load_site
from tests.joint.generated import PICTURE, Portfolio, portfolios

pytestmark = pytest.mark.slow

LARGER = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAEElEQVR4nGP8zwAFTDAGAwATKQED8NgHhAAAAABJRU5ErkJggg=="
)
RANKS = {Audience.PUBLIC: 2, Audience.MENTOR: 1}


@pytest.fixture(scope="module")
def roots(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("drawn")
    return (folder / str(number) for number in itertools.count())


def render_sites(root: Path, files: Mapping[str, str | bytes], audiences: list[Audience]) -> list[dict[str, bytes]]:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(text if isinstance(text, bytes) else text.encode())
    site = load_site(root, audiences[0])
    sites = [render_site(site.for_audience(audience)) for audience in audiences]
    shutil.rmtree(root)
    return sites


@settings(max_examples=min(500, max(100, settings().max_examples)))  # 100, and 500 in the long profile
@given(drawn=portfolios())
def test_what_is_hidden_changes_no_byte(roots: Iterator[Path], drawn: Portfolio):
    whole = render_sites(next(roots), drawn.files(), list(RANKS))
    for (audience, rank), site in zip(RANKS.items(), whole, strict=True):
        without = drawn.files(rank)
        if without == drawn.files():
            continue
        (bare,) = render_sites(next(roots), without, [audience])
        if bare != site:
            note("\n".join(f"=== {path}\n{text!s}" for path, text in drawn.files().items()))
        assert sorted(site) == sorted(bare)
        assert "\n".join(_difference(url, bare[url], site[url]) for url in site if site[url] != bare[url]) == "", (
            audience
        )


def _find_features(drawn: Portfolio, rank: int) -> set[str]:
    interviews = [one for one in drawn.entries if "/interviews/" in one.path]
    seen = [one for one in interviews if one.rank >= rank]
    rated = [one for one in interviews if one.fields["ratings"] != "{}"]
    name = next(audience for audience, lowest in RANKS.items() if lowest == rank)
    complete = name in drawn.settings.split("\n", 1)[0]
    parts = [(one.seen_by(rank) and part.rank >= rank, part) for one in drawn.entries for part in one.sections]
    shown = [part for seen_by, part in parts if seen_by]
    hidden = [part for seen_by, part in parts if not seen_by]
    features = {
        "hidden rating": any(one.rank < rank for one in rated),
        "hidden what to improve": any(
            "What to improve" in part.lines[0] and part.rank < rank for one in seen for part in one.sections
        ),
        "complete, with ratings": complete and bool(rated),
        "complete, and ratings enough for a trend": complete
        and len(set(map(id, rated)) & set(map(id, seen))) >= ENOUGH,
        "incomplete, with ratings": not complete and any(one.rank >= rank for one in rated),
        "hidden picture": bool(
            {name for part in hidden for name in part.images} - {name for part in shown for name in part.images}
        ),
        "hidden answer": any("**Where did you lose me?**" in part.lines for part in hidden),
        "hidden id": any(id_.startswith("p-") for part in hidden for id_ in part.made),
        "hidden company that its file shows": any(
            one.rank < rank and "company" in one.fields["shows"] and one.fields["company"] != "~" for one in interviews
        ),
        "company of hidden and of shown interviews": len(
            {one.rank < rank for one in interviews if one.fields["company"] == "Zyxcorp"}
        )
        == 2,
    }
    return {feature for feature, found in features.items() if found}


def test_what_may_be_hidden_is_drawn_often():
    # What never comes up proves nothing.
    counts: Counter[tuple[int, str]] = Counter()

    @settings(max_examples=300, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(drawn=portfolios())
    def count(drawn: Portfolio) -> None:
        counts.update((rank, feature) for rank in RANKS.values() for feature in _find_features(drawn, rank))

    count()
    assert len(counts) == 2 * 10
    assert min(counts.values()) >= 5, counts


SHOWN = """\
---
title: Shown
date: 2026-03-01
kind: coding
visibility: public
company: Zyxcorp
shows: [company]
outcomes: {p-shown: kept}
---
![The board](../images/board.png)

## Next time
- Draw it first #testing ^p-shown
"""
EARLIER = SHOWN.replace("Shown", "Earlier").replace("03-01", "02-01").replace("outcomes: {p-shown: kept}\n", "")
BASE: Mapping[str, str | bytes] = {
    "content/portfolio.yaml": "title: One\nauthor: Sam Small\nkinds: {coding: {title: Coding, skills: [testing]}}\n",
    "content/skills/testing.md": "---\ntitle: Testing\n---\nHow to practise it.\n",
    "content/interviews/earlier.md": EARLIER,
    "content/interviews/shown.md": SHOWN,
    "content/images/board.png": PICTURE,
}
HIDDEN = """\
---
title: Hidden
date: 2026-02-15
kind: coding
interviewer: Rosalind
company: Globex
---
![Their board](../images/theirs.png)

## Next time
- Breathe first #testing ^p-breathe
"""
PRIVATE = (
    "\n## How it felt {private}\n![My face](../images/face.png)\n\n## Next time {private}\n- Sleep more ^p-sleep\n"
)
HIDES: Mapping[str, Mapping[str, str | bytes]] = {
    "an interview": {"content/interviews/hidden.md": HIDDEN},
    "of the same company": {"content/interviews/hidden.md": HIDDEN.replace("Globex", "Zyxcorp")},
    "shows": {"content/interviews/hidden.md": HIDDEN.replace("company:", "shows: [company, interviewer]\ncompany:")},
    "another name": {"content/interviews/hidden.md": HIDDEN.replace("Rosalind", "Mo").replace("Globex", "Initech")},
    "another id": {"content/interviews/hidden.md": HIDDEN.replace("p-breathe", "p-deeply")},
    "an id that is made again": {
        "content/interviews/hidden.md": HIDDEN.replace("Breathe first #testing ^p-breathe", "Draw it first ^p-shown")
    },
    "an outcome": {"content/interviews/hidden.md": HIDDEN.replace("company:", "outcomes: {p-shown: missed}\ncompany:")},
    "private sections": {"content/interviews/shown.md": SHOWN + PRIVATE},
    "a private id and its outcome": {
        "content/interviews/earlier.md": EARLIER + PRIVATE,
        "content/interviews/shown.md": SHOWN.replace("{p-shown: kept", "{p-sleep: missed, p-shown: kept"),
    },
    "another picture of the same name": {"content/interviews/hidden.md": HIDDEN, "content/images/theirs.png": LARGER},
    "a picture that is damaged": {"content/interviews/hidden.md": HIDDEN, "content/images/theirs.png": PICTURE[:40]},
    "a picture that nothing shows": {"content/images/a.png": PICTURE, "content/images/more/board.png": PICTURE},
    "a picture that is shown too": {
        "content/interviews/shown.md": SHOWN + PRIVATE.replace("face.png", "board.png"),
    },
}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    (site,) = render_sites(tmp_path_factory.mktemp("base") / "site", BASE, [Audience.PUBLIC])
    # What is compared below is there: the picture, the name and the id that the public sees.
    assert "images/board.png" in site
    assert b"Zyxcorp" in site["interviews/shown.html"]
    assert b"p-shown" in b"".join(site.values())
    return site


@pytest.mark.parametrize("what", HIDES)
def test_a_hidden_picture_name_id_or_permission_changes_no_byte(tmp_path: Path, base: dict[str, bytes], what: str):
    images = {f"content/images/{name}.png": PICTURE for name in ("theirs", "face")}
    (site,) = render_sites(tmp_path / "site", {**BASE, **images, **HIDES[what]}, [Audience.PUBLIC])
    assert site == base


def _difference(url: str, without: bytes, whole: bytes) -> str:
    before, after = without.decode("utf-8").splitlines(), whole.decode("utf-8").splitlines()
    return "\n".join(difflib.unified_diff(before, after, f"{url}, never written", f"{url}, hidden", lineterm="", n=1))
