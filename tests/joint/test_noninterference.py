"""What an audience may not see does not change a byte of its site: it could as well never have been written."""

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
from tests.joint.generated import Portfolio, portfolios

pytestmark = pytest.mark.slow

RANKS = {Audience.PUBLIC: 2, Audience.MENTOR: 1}


@pytest.fixture(scope="module")
def roots(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("drawn")
    return (folder / str(number) for number in itertools.count())


def render_sites(root: Path, files: Mapping[str, str], audiences: list[Audience]) -> list[dict[str, bytes]]:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
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
            note("\n".join(f"=== {path}\n{text}" for path, text in drawn.files().items()))
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
    features = {
        "hidden rating": any(one.rank < rank for one in rated),
        "hidden what to improve": any(
            "What to improve" in part.lines[0] and part.rank < rank for one in seen for part in one.sections
        ),
        "complete, with ratings": complete and bool(rated),
        "complete, and ratings enough for a trend": complete
        and len(set(map(id, rated)) & set(map(id, seen))) >= ENOUGH,
        "incomplete, with ratings": not complete and any(one.rank >= rank for one in rated),
    }
    return {feature for feature, found in features.items() if found}


def test_what_may_be_hidden_is_drawn_often():
    # What never comes up proves nothing.
    counts: Counter[tuple[int, str]] = Counter()

    @settings(max_examples=200, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(drawn=portfolios())
    def count(drawn: Portfolio) -> None:
        counts.update((rank, feature) for rank in RANKS.values() for feature in _find_features(drawn, rank))

    count()
    assert len(counts) == 2 * 5
    assert min(counts.values()) >= 5, counts


def _difference(url: str, without: bytes, whole: bytes) -> str:
    before, after = without.decode("utf-8").splitlines(), whole.decode("utf-8").splitlines()
    return "\n".join(difflib.unified_diff(before, after, f"{url}, never written", f"{url}, hidden", lineterm="", n=1))
