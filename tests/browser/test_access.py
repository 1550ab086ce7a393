"""Every kind of page can be used by everybody: axe finds no fault, nothing is cut off, nothing moves or asks around."""

import pytest

from afterview.model.audience import Audience
from afterview.output.build import build_site
from benchmarks.portfolios import PLANS, write_portfolio
from tests.browser.reader import count_sheets
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
    "answer.html",
    "small report.html",
    "mentor index.html",
    "mentor interviews/2026-03-02-graph-walk.html",
    "author index.html",
    "author skills/testing.html",
    "years timeline/2024.html",
    "years commitments/2024.html",
    "years report/2024-q1.html",
    "years skills/skill-0/2023.html",
]
"""Each kind in this repository's own site; the report of a small one, since axe takes half a minute for a year.

Before a blank stands whose site it is, or which.
"""
PHONE, DESKTOP, NARROW, WIDE, ZOOMED = (
    {"width": width, "height": height}
    for width, height in [(390, 844), (1200, 900), (320, 640), (640, 900), (320, 256)]
)
"""Windows; ``ZOOMED`` is one of 1280 by 1024 px in which everything is four times as large."""
_OPEN = """() => {
  for (const it of document.querySelectorAll("details")) it.open = true;
  for (const it of document.querySelectorAll("*"))
    if (getComputedStyle(it).contentVisibility === "auto") it.style.contentVisibility = "visible";
}"""
"""Show what a page shows only when it is asked for, or scrolled to."""
_SIDEWAYS = """() => [...document.querySelectorAll("body *")]
    .filter((it) => document.documentElement.scrollWidth > innerWidth && it.getBoundingClientRect().right > innerWidth)
    .slice(0, 5).map((it) => it.outerHTML.slice(0, 120))"""


_SMALL_TEXT = """() => [...document.querySelectorAll("body *")]
    .filter((it) => [...it.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
    .filter((it) => it.getClientRects().length && parseFloat(getComputedStyle(it).fontSize) < 12)
    .filter((it) => !it.matches("a:not(:hover, :focus-visible) > .tip"))
    .map((it) => it.outerHTML.slice(0, 120))"""
"""What is written too small; a tip has no size until its dot is pointed at or has the focus."""
_SMALL_TARGETS = """() => [...document.querySelectorAll("svg a circle.t")]
    .filter((it) => it.getClientRects().length && it.getBoundingClientRect().width < 23.99)
    .map((it) => it.outerHTML)"""


_COVERING = """() => [...document.querySelectorAll("body *")]
    .filter((it) => ["fixed", "sticky"].includes(getComputedStyle(it).position))
    .filter((it) => it.getClientRects().length && it.getBoundingClientRect().height > innerHeight / 4)
    .map((it) => it.outerHTML.slice(0, 120))"""
"""What stays in place when a page is scrolled, and takes more than a quarter of a small window."""
_CUT = """() => [...document.querySelectorAll("body *")].filter((it) => {
  const { width, height } = it.getBoundingClientRect(), style = getComputedStyle(it);
  if (!it.textContent.trim() || width <= 2 || height <= 2 || it.closest("[aria-hidden=true], svg")) return false;
  const cuts = (way) => ["hidden", "clip"].includes(style[`overflow${way}`]);
  return (cuts("X") && it.scrollWidth > it.clientWidth + 1) || (cuts("Y") && it.scrollHeight > it.clientHeight + 1);
}).map((it) => it.outerHTML.slice(0, 120))"""
"""What is cut off by the box that it stands in."""
_OVERLAPPING = """() => {
  const texts = [], found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) {
    const it = node.parentElement, range = document.createRange();
    const seen = it.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    if (!node.data.trim() || !seen || it.closest(".out, .pass, .skip")) continue;
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) if (box.width > 2 && box.height > 2) texts.push([box, node.data.trim()]);
  }
  texts.sort(([one], [other]) => one.top - other.top);
  for (let i = 0; i < texts.length; i++)
    for (let j = i + 1; j < texts.length && texts[j][0].top < texts[i][0].bottom; j++) {
      const [one, other] = [texts[i][0], texts[j][0]];
      const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      if (width > 2 && height > 5) found.push(`${texts[i][1].slice(0, 60)} / ${texts[j][1].slice(0, 60)}`);
    }
  return found;
}"""
"""Texts that stand on each other, but for those that only a screen reader or the keyboard finds."""
_SPACING = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""
"""The spacing that a reader may choose, and no text may be lost by: WCAG 2.2, success criterion 1.4.12."""


def faults(page, *rules: str):
    """Let axe examine a page as it is now, by all its rules or by those that are named."""
    chosen = {"resultTypes": ["violations"], **({"runOnly": list(rules)} if rules else {})}
    found = page.evaluate("(options) => axe.run(document, options)", chosen)
    return [f"{one['id']}: {node['html'][:120]}" for one in found["violations"] for node in one["nodes"]]


@pytest.mark.parametrize("url", KINDS)
def test_every_kind_of_page_is_for_everybody(url, request, open_page):
    *whose, url = url.split(" ")
    home = request.getfixturevalue("_".join([*whose, "home"]))
    page = open_page(home + url, home=home, viewport=PHONE, color_scheme="light", reduced_motion="reduce")
    if url.startswith("search"):
        page.locator(".results a").first.wait_for()
    assert page.evaluate("() => complaints") == []
    page.evaluate(_OPEN)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = {}
    for viewport in (PHONE, DESKTOP):
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme="light")
        found[f"{viewport['width']} px, light"] = faults(page)
        page.emulate_media(color_scheme="dark")
        # A scheme changes colours alone, and these are axe's rules of them.
        found[f"{viewport['width']} px, dark"] = faults(page, "color-contrast", "link-in-text-block")
    for viewport in (DESKTOP, PHONE, NARROW):
        page.set_viewport_size(viewport)
        found[f"on other text at {viewport['width']} px"] = page.evaluate(_OVERLAPPING)
        found[f"too small at {viewport['width']} px"] = page.evaluate(_SMALL_TEXT)
        found[f"small targets at {viewport['width']} px"] = page.evaluate(_SMALL_TARGETS)
    found["cut off at 320 px"] = page.evaluate(_SIDEWAYS)
    page.set_viewport_size(ZOOMED)
    found["cut off at four times the size"] = page.evaluate(_SIDEWAYS)
    found["in the way at four times the size"] = page.evaluate(_COVERING)
    page.evaluate(_SPACING)
    assert page.evaluate("() => getComputedStyle(document.querySelector('h1')).letterSpacing") != "normal"
    for viewport in (DESKTOP, NARROW):
        page.set_viewport_size(viewport)
        for what, where in (("cut off", _SIDEWAYS), ("cut", _CUT), ("on other text", _OVERLAPPING)):
            found[f"{what} with wide spacing at {viewport['width']} px"] = page.evaluate(where)
    page.evaluate("() => { document.adoptedStyleSheets = [] }")
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
    # The marks of a scale are drawn once for all rows, and these are no elements.
    marks = page.evaluate("""() => {
      const row = document.querySelector(".positions .row svg").getBoundingClientRect();
      const drawn = document.querySelector(".positions .row use").getBoundingClientRect();
      const places = [...document.querySelectorAll("#scale circle")];
      const middles = places.map((it) => row.x + (row.width * parseFloat(it.getAttribute("cx"))) / 100);
      return drawn.width > middles.at(-1) - middles[0] ? middles : [];
    }""")
    assert len(words) == len(marks) == 4
    assert [round(mark - word) for mark, word in zip(marks, words, strict=True)] == [0, 0, 0, 0]


@pytest.mark.parametrize("whose", ["home", "mentor_home", "author_home"])
def test_the_first_page_is_printed_on_two_sheets(whose, request, open_page):
    home = request.getfixturevalue(whose)
    pdf = open_page(home, home=home).pdf(format="A4")
    assert count_sheets(pdf) <= 2


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
