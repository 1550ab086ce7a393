"""A sealed page in a real browser: it opens with its code, and reads and links as the plain site does."""

import functools
import os
import re
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

import pytest
from playwright.sync_api import expect

from afterview.rendering.inline import compact_script
from afterview.rendering.layout_folders import find_default_layouts
from tests.browser.test_access import AXE, faults
from tests.joint.crawl import serve
from tests.sealing.conftest import CODE, wait_until

pytestmark = pytest.mark.needs("npm packages")

LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
MOUNT = "/interviews/s/x4m2k9q7c5w1/"
OTHER = "0" * 26
_TEXT = """() => {
  const main = document.querySelector("main").cloneNode(true);
  for (const part of main.querySelectorAll("noscript, script, .scripted, #results")) part.remove();
  return main.textContent.replace(/\\s+/g, " ").trim();
}"""
_LINKS = """() => [...document.querySelectorAll("a[href]")].map((link) => link.getAttribute("href"))"""
_IDS = """() => [...document.querySelectorAll("[id]")].map((part) => part.id)"""


@pytest.fixture(params=["server", "disk"])
def home(request, small):
    if request.param == "disk":
        yield f"{small.folder.as_uri()}/index.html"
        return
    with serve(small.folder, MOUNT) as (base, _):
        yield base


def site_prefix(home):
    return home.removesuffix("index.html")


def opened(open_page, home, fragment=CODE, **options):
    page = open_page("about:blank", home=site_prefix(home), **{"viewport": PHONE, **options})
    page.goto(f"{home}#{fragment}")
    return page


def test_the_viewer_weighs_little():
    folder = find_default_layouts() / "sealed"
    viewer = "".join(compact_script((folder / name).read_text()) for name in ("unseal.js", "viewer.js"))
    assert len(viewer.encode()) <= 8 * 1024


def test_a_link_with_its_code_opens_the_site(home, open_page):
    page = opened(open_page, home)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("navigation")).to_be_visible()
    assert "sealed" not in page.title().lower()
    assert page.evaluate("complaints") == []


@pytest.mark.parametrize("typed", ["o123 4567 89ab cdef ghjk mnpq rs0r", "0123-4567-89AB-CDEF-GHJK-MNPQ-RS0R"])
def test_a_code_typed_by_hand_opens_it_by_keyboard_alone(home, open_page, typed):
    page = opened(open_page, home, "")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Link or code")).to_be_focused()
    page.keyboard.type(typed)
    page.keyboard.press("Enter")
    expect(page.get_by_role("navigation")).to_be_visible()


def test_a_whole_link_pasted_into_the_field_opens_it(home, open_page):
    page = opened(open_page, home, "")
    page.get_by_label("Link or code").fill(f"https://ada.github.io/s/x/#{CODE}")
    page.get_by_role("button").click()
    expect(page.get_by_role("navigation")).to_be_visible()


@pytest.mark.parametrize(
    ("change", "fragment", "sentence"),
    [
        (lambda page: page, CODE.replace("4", "5"), "wrong letter"),
        (lambda page: page, CODE[:-3], "wrong letter"),
        (lambda page: page, f"{OTHER}{'5W'}", "wrong letter"),
        (lambda page: page, "{other}", "does not open this page"),
        (lambda page: re.sub(r'(id="sealed">.{2000}).{8}', r"\g<1>AAAAAAAA", page), CODE, "did not arrive complete"),
        (lambda page: page[: page.index('id="sealed">') + 20_000], CODE, "did not arrive complete"),
        (lambda page: page[: page.index('id="sealed">') + 12], CODE, "did not arrive complete"),
        (lambda page: page.replace('id="sealed">QVZXM', 'id="sealed">QVZXN'), CODE, "did not arrive complete"),
    ],
    ids=["mistyped", "cut", "check letters", "another's", "flipped", "cut file", "empty file", "another format"],
)
def test_what_cannot_be_opened_says_why(small, tmp_path, open_page, change, fragment, sentence):
    from afterview.sealing.key_code import format_code

    (tmp_path / "index.html").write_text(change((small.folder / "index.html").read_text()))
    fragment = fragment.replace("{other}", format_code(OTHER))
    page = opened(open_page, f"{tmp_path.as_uri()}/index.html", fragment)
    expect(page.get_by_role("alert")).to_contain_text(sentence)
    expect(page.get_by_label("Link or code")).to_be_visible()


@pytest.mark.parametrize("missing", ["DecompressionStream", "crypto"])
def test_a_browser_that_is_too_old_gets_a_message(small, browser, missing):
    page = browser.new_page()
    page.add_init_script(f"Object.defineProperty(self, '{missing}', {{ value: undefined }})")
    page.goto(f"{(small.folder / 'index.html').as_uri()}#{CODE}")
    expect(page.get_by_role("alert")).to_contain_text("Use a newer browser")
    page.close()


def test_without_javascript_it_says_what_it_is_and_is_in_no_search_engine(small, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((small.folder / "index.html").as_uri())
    expect(page.locator("noscript p")).to_contain_text("nothing is sent anywhere")
    assert page.locator("meta[name=robots]").get_attribute("content") == "noindex"
    assert page.locator("meta[name=referrer]").get_attribute("content") == "no-referrer"
    context.close()


@pytest.mark.parametrize(
    ("locale", "label"), [("es-PE", "Enlace o código"), ("pt-BR", "Link ou código"), ("fr", "Lien ou code")]
)
def test_before_it_opens_it_speaks_the_browsers_language(small, browser, locale, label):
    context = browser.new_context(locale=locale)
    page = context.new_page()
    page.goto((small.folder / "index.html").as_uri())
    expect(page.get_by_label(label)).to_be_visible()
    context.close()


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_every_page_reads_as_the_plain_one_and_every_link_leads_somewhere(own, small, open_page, viewport):
    sealed = own if LONG else small
    home = f"{sealed.folder.as_uri()}/index.html"
    plain = open_page("about:blank", home=f"{sealed.plain.as_uri()}/", viewport=viewport)
    page = opened(open_page, home, viewport=viewport)
    page.get_by_role("navigation").wait_for()
    links, anchors = {}, {}
    for url in sorted(name for name in sealed.files if name.endswith(".html") and name != "404.html"):
        plain.goto(f"{sealed.plain.as_uri()}/{url}")
        page.evaluate("(hash) => { location.hash = hash }", f"#{CODE}/{url}")
        expect(page).to_have_title(plain.title())
        assert page.evaluate(_TEXT) == plain.evaluate(_TEXT), url
        assert page.evaluate("document.documentElement.lang") == plain.evaluate("document.documentElement.lang")
        links[url] = page.evaluate(_LINKS)
        anchors[url] = set(page.evaluate(_IDS))
    for url, several in links.items():
        for link in several:
            if re.match(r"https?:|mailto:|tel:|blob:|#main$", link):
                continue
            found = re.fullmatch(rf"#{CODE}/([^?#]+)(?:\?[^#]*)?(?:#(.+))?", link)
            assert found, (url, link)
            assert found[1] in links, (url, link)
            assert not found[2] or unquote(found[2]) in anchors[found[1]], (url, link)


def test_back_forward_reload_and_a_new_tab_show_the_page_where_it_was(home, open_page):
    page = opened(open_page, home)
    page.get_by_role("navigation").get_by_role("link", name="Interviews").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Interviews")
    page.get_by_role("link", name="The first").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("The first")
    expect(page.locator("main")).to_be_focused()
    page.mouse.wheel(0, 400)
    wait_until(page, "history.state?.place > 0")
    place = page.evaluate("history.state.place")
    page.evaluate("document.querySelector('footer a').focus({ preventScroll: true })")
    page.keyboard.press("Enter")
    expect(page).not_to_have_title(re.compile("The first"))
    assert page.evaluate("scrollY") == 0
    page.go_back()
    expect(page).to_have_title(re.compile("The first"))
    wait_until(page, "(place) => scrollY === place", place)
    page.reload()
    expect(page).to_have_title(re.compile("The first"))
    page.go_back()
    expect(page).to_have_title(re.compile("Interviews"))
    page.go_forward()
    expect(page).to_have_title(re.compile("The first"))
    with page.context.expect_page() as tab:
        page.get_by_role("link", name="Interviews", exact=True).click(modifiers=["Control"])
    expect(tab.value).to_have_title(re.compile("Interviews"))


def test_a_deep_link_to_a_heading_scrolls_to_it_and_unfolds_it(home, open_page):
    page = opened(
        open_page, home, f"{CODE}/interviews/2026-03-02-first.html#s-next-time", viewport={"width": 390, "height": 200}
    )
    expect(page.locator("#s-next-time")).to_be_in_viewport()
    page.evaluate("scrollTo(0, 0)")
    page.evaluate(
        "document.querySelector('#s-next-time').insertAdjacentHTML('afterend', `<a href='${location.hash}'>here</a>`)"
    )
    before = page.evaluate("history.length")
    page.get_by_role("link", name="here").click()
    expect(page.locator("#s-next-time")).to_be_in_viewport()
    assert page.evaluate("history.length") == before


def test_skipping_to_the_text_by_keyboard_stays_on_the_page(home, open_page):
    page = opened(open_page, home, f"{CODE}/interviews.html")
    expect(page.locator("main")).to_be_focused()
    page.get_by_role("link", name="Skip to content").focus()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    expect(page).to_have_url(re.compile(f"#{CODE}/interviews.html$"))


def test_an_unknown_page_shows_the_first_one(home, open_page):
    page = opened(open_page, home, f"{CODE}/nothing.html")
    expect(page.get_by_role("navigation")).to_be_visible()


def test_searching_finds_what_the_plain_site_finds_and_keeps_the_code(home, small, open_page):
    page = opened(open_page, home, f"{CODE}/search.html?q=input")
    results = page.locator("#results a")
    expect(results.first).to_be_visible()
    plain = open_page(f"{(small.plain / 'search.html').as_uri()}?q=input", home=f"{small.plain.as_uri()}/")
    plain.locator("#results a").first.wait_for()
    assert results.all_inner_texts() == plain.locator("#results a").all_inner_texts()
    page.get_by_label("Words to find").fill("empty")
    expect(page).to_have_url(re.compile(f"#{CODE}/search.html\\?q=empty$"))
    results.first.click()
    expect(page.locator("main")).to_be_focused()
    page.go_back()
    expect(page.get_by_label("Words to find")).to_have_value("empty")
    expect(results.first).to_be_visible()


def test_filters_work_and_keep_the_code(own, open_page):
    home = f"{own.folder.as_uri()}/index.html"
    page = opened(open_page, home, f"{CODE}/interviews.html?kind=coding")
    plain = open_page(f"{(own.plain / 'interviews.html').as_uri()}?kind=coding", home=f"{own.plain.as_uri()}/")
    count = plain.locator("#count").inner_text()
    expect(page.locator("#count")).to_have_text(count)
    page.get_by_label("Kind").select_option("")
    expect(page).to_have_url(re.compile(f"#{CODE}/interviews.html$"))


def test_the_facts_can_be_saved(home, open_page):
    page = opened(open_page, home)
    with page.expect_download() as download:
        page.locator("a[download='portfolio.json']").click()
    assert download.value.suggested_filename == "portfolio.json"


def test_another_code_in_the_same_tab_opens_nothing(home, open_page):
    page = opened(open_page, home)
    page.get_by_role("navigation").wait_for()
    page.evaluate("location.hash = '#' + '0'.repeat(28)")
    expect(page.get_by_label("Link or code")).to_be_visible()


def test_one_request_is_all_there_is_and_the_code_never_reaches_a_server(small, open_page):
    asked = []

    class Pages(SimpleHTTPRequestHandler):
        def log_message(self, form, *values):
            asked.append(form % values)

    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Pages, directory=small.folder)) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        page = opened(open_page, f"http://127.0.0.1:{server.server_port}/")
        page.get_by_role("navigation").wait_for()
        for link in ("Interviews", "Skills", "Search"):
            page.get_by_role("navigation").get_by_role("link", name=link).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Search")
        server.shutdown()
        assert asked == ['"GET / HTTP/1.1" 200 -']
        assert CODE not in str(asked)


@pytest.mark.parametrize("fragment", ["", CODE], ids=["closed", "open"])
def test_it_is_for_everybody(small, open_page, browser, fragment):
    page = browser.new_page(viewport=PHONE, bypass_csp=True)
    page.goto(f"{(small.folder / 'index.html').as_uri()}#{fragment}")
    wait_until(page, "document.querySelector('nav') || !document.querySelector('#gate').hidden")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert faults(page) == []
    page.close()
