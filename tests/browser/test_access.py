"""Every kind of page can be used by everybody: axe finds no fault, nothing is cut off, nothing moves or asks around."""

import pytest

from afterview.model.audience import Audience
from afterview.output.build import build_site
from benchmarks.portfolios import PLANS, write_portfolio
from tests.joint.sites import REPOSITORY

pytestmark = pytest.mark.needs("npm packages")

AXE = REPOSITORY / "tests/node_modules/axe-core/axe.min.js"
KINDS = [
    "index.html",
    "interviews.html",
    "interviews/2026-03-02-graph-walk.html",
    "skills.html",
    "skills/testing.html",
    "timeline.html",
    "commitments.html",
    "themes.html",
    "themes/edge-cases.html",
    "strengths.html",
    "notes.html",
    "reading-feedback.html",
    "how.html",
    "search.html?q=edge",
    "404.html",
    "small report.html",
]
"""Each kind in this repository's own site; the report of a small one, since axe takes half a minute for a year."""
PHONE, DESKTOP, NARROW, WIDE = (
    {"width": width, "height": height} for width, height in [(390, 844), (1200, 900), (320, 640), (640, 900)]
)
_SIDEWAYS = """() => [...document.querySelectorAll("body *")]
    .filter((it) => document.documentElement.scrollWidth > innerWidth && it.getBoundingClientRect().right > innerWidth)
    .slice(0, 5).map((it) => it.outerHTML.slice(0, 120))"""


_SMALL_TEXT = """() => [...document.querySelectorAll("body *")]
    .filter((it) => [...it.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
    .filter((it) => it.getClientRects().length && parseFloat(getComputedStyle(it).fontSize) < 12)
    .map((it) => it.outerHTML.slice(0, 120))"""
_SMALL_TARGETS = """() => [...document.querySelectorAll("svg a circle.t")]
    .filter((it) => it.getClientRects().length && it.getBoundingClientRect().width < 24)
    .map((it) => it.outerHTML)"""


def faults(page, *rules: str):
    """Let axe examine a page as it is now, by all its rules or by those that are named."""
    chosen = {"resultTypes": ["violations"], **({"runOnly": list(rules)} if rules else {})}
    found = page.evaluate("(options) => axe.run(document, options)", chosen)
    return [f"{one['id']}: {node['html'][:120]}" for one in found["violations"] for node in one["nodes"]]


@pytest.mark.parametrize("url", KINDS)
def test_every_kind_of_page_is_for_everybody(url, home, small_home, open_page):
    if url.startswith("small "):
        home, url = small_home, url.removeprefix("small ")
    page = open_page(home + url, home=home, viewport=PHONE, color_scheme="light", reduced_motion="reduce")
    if url.startswith("search"):
        page.locator(".results a").first.wait_for()
    assert page.evaluate("() => complaints") == []
    page.evaluate("() => { for (const it of document.querySelectorAll('details')) it.open = true }")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = {}
    for viewport in (PHONE, DESKTOP):
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme="light")
        found[f"{viewport['width']} px, light"] = faults(page)
        page.emulate_media(color_scheme="dark")
        # A scheme changes colours alone, and these are axe's rules of them.
        found[f"{viewport['width']} px, dark"] = faults(page, "color-contrast", "link-in-text-block")
    page.set_viewport_size(NARROW)
    found["cut off at 320 px"] = page.evaluate(_SIDEWAYS)
    page.set_viewport_size(WIDE)
    page.evaluate("() => { document.documentElement.style.fontSize = '200%' }")
    found["cut off at twice the text's size"] = page.evaluate(_SIDEWAYS)
    assert {where: several for where, several in found.items() if several} == {}


def test_nothing_moves_when_what_a_search_finds_comes_late(home, open_page):
    page = open_page("about:blank", home=home, viewport=PHONE)
    held = []
    page.route("**/search-index.js", lambda route: held.append(route))
    page.goto(f"{home}search.html?q=edge", wait_until="domcontentloaded")
    place = "() => { const it = document.querySelector('.found').getBoundingClientRect(); return [it.x, it.y] }"
    page.wait_for_function("() => document.documentElement.classList.contains('has-scripts')")
    before = page.evaluate(place)
    while not held:
        page.wait_for_timeout(50)
    held[0].continue_()
    page.locator(".results a").first.wait_for()
    assert page.evaluate(place) == before
    assert page.evaluate("() => complaints") == []


@pytest.mark.parametrize("url", ["index.html", "timeline.html", "skills/skill-0.html", "skills.html", "search.html"])
def test_words_of_forty_letters_are_not_cut_off_in_a_narrow_window(url, tmp_path, open_page):
    write_portfolio(tmp_path, PLANS["long-words"])
    site = build_site(tmp_path, audience=Audience.PUBLIC).output
    page = open_page((site / url).as_uri(), home=site.as_uri(), viewport=NARROW)
    assert page.evaluate(_SIDEWAYS) == []
    assert page.evaluate(_SMALL_TEXT) == []
    assert page.evaluate(_SMALL_TARGETS) == []


def test_on_paper_each_mark_stands_under_its_word(home, open_page):
    # A4 without its margins; Firefox takes that for the width of the window.
    page = open_page(f"{home}{KINDS[2]}", home=home, viewport={"width": 695, "height": 1000})
    page.emulate_media(media="print")
    middles = "(all) => all.map((it) => { const box = it.getBoundingClientRect(); return box.x + box.width / 2 })"
    words = page.locator(".positions .scale > span").evaluate_all(middles)
    marks = page.locator(".positions .row:first-child .place").evaluate_all(middles)
    assert len(words) == len(marks) == 4
    assert [round(mark - word) for mark, word in zip(marks, words, strict=True)] == [0, 0, 0, 0]


def test_the_first_page_is_light_with_all_that_it_loads(home, open_page):
    page = open_page("about:blank", home=home)
    sizes: dict[str, int] = {}
    page.on("response", lambda it: sizes.__setitem__(it.url, len(it.body())))
    page.goto(home)
    page.wait_for_load_state("networkidle")
    assert f"{home}assets/style.css" in sizes
    assert sizes[home] <= 60_000, sizes
    assert sum(sizes.values()) <= 90_000, sizes


def test_the_style_sheet_is_small():
    assert (REPOSITORY / "layouts/assets/style.css").stat().st_size <= 24_000


def test_the_scripts_are_small():
    sizes = {path.name: path.stat().st_size for path in (REPOSITORY / "layouts/assets").glob("*.js")}
    shared = ("filters.js", "search.js", "theme.js", "since.js")
    mentor = ("theme.js", "give.js", "reply.js", "since.js")
    assert sum(sizes[name] for name in shared) <= 15_000, sizes
    assert sum(sizes[name] for name in mentor) <= 15_000, sizes
    assert sizes["since.js"] <= 3 * 1024
