"""A real browser: what is saved shows by itself, and so does what stands in the way."""

import pytest
from playwright.sync_api import expect

from tests.serve.conftest import FILES, INTERVIEW, show


@pytest.fixture
def page(browser):
    """Open a page that records whatever it complains of."""
    context = browser.new_context()
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
    yield page
    assert page.complaints == []
    context.close()


def long_text(word: str) -> str:
    return FILES["content/interviews/first.md"] + f"\n\n{word} and more.\n" * 80


def test_an_edit_shows_by_itself_and_the_place_is_kept(shown, page):
    shown.edit("content/interviews/first.md", long_text("Before"))
    shown.wait_until(lambda: "Before and more" in shown.ask("/interviews/first.html")[1])
    page.goto(f"{shown.server.url}interviews/first.html")
    page.evaluate("scrollTo(0, 900)")
    shown.edit("content/interviews/first.md", long_text("After"))
    expect(page.get_by_text("After and more.").first).to_be_attached()
    shown.wait_until(lambda: abs(page.evaluate("scrollY") - 900) < 2)


def test_problems_appear_over_the_page_and_vanish_when_mended(shown, page):
    page.goto(f"{shown.server.url}interviews/first.html")
    problems = page.locator("#afterview-problems")
    expect(problems).to_have_count(0)
    bad = FILES["content/interviews/first.md"].replace("kind: coding", "kind: <img src=x onerror=alert(1)>")
    shown.edit("content/interviews/first.md", bad)
    expect(problems).to_contain_text("content/interviews/first.md:4")
    expect(problems).to_contain_text("<img src=x onerror=alert(1)>")
    assert problems.locator("img").count() == 0
    expect(page.get_by_role("heading", name="First")).to_be_visible()
    shown.edit("content/interviews/first.md", FILES["content/interviews/first.md"])
    expect(problems).to_have_count(0)


def test_a_style_sheet_is_swapped_without_a_reload(shown, page):
    page.goto(shown.server.url)
    page.evaluate("window.same = true")
    shown.edit("layouts/assets/style.css", "body { color: rgb(1, 2, 3) }")
    expect(page.locator("body")).to_have_css("color", "rgb(1, 2, 3)")
    assert page.evaluate("window.same") is True


def test_the_switch_shows_what_others_see(shown, page):
    page.goto(f"{shown.server.url}interviews.html")
    expect(page.get_by_text("Quokka")).to_be_visible()
    page.get_by_role("navigation", name="Preview").get_by_role("link", name="everyone").click()
    page.wait_for_url("**/~public/interviews.html")
    expect(page.get_by_text("Quokka")).to_have_count(0)
    page.get_by_role("link", name="First").first.click()
    page.wait_for_url("**/~public/interviews/first.html")


def test_the_page_that_is_edited_opens_if_asked(make_site, page):
    with show(make_site(FILES), follow=True) as shown:
        page.goto(shown.server.url)
        text = INTERVIEW.format(title="Second", month=2, visibility="mentor", words="Listened")
        shown.edit("content/interviews/second.md", text)
        page.wait_for_url("**/interviews/second.html")
        expect(page.get_by_text("Listened").first).to_be_visible()
        page.goto("about:blank")  # so that it does not complain of the server's end


def test_a_portfolio_that_cannot_be_shown_yet_comes_up_by_itself(make_site, page):
    with show(make_site({"content/interviews/bad.md": "---\n---\n"})) as shown:
        page.goto(shown.server.url)
        expect(page.get_by_role("heading", name="Fix this to see your site")).to_be_visible()
        shown.edit("content/interviews/bad.md", None)
        expect(page.get_by_role("heading", name="Sam Small")).to_be_visible()
        page.goto("about:blank")
        page.complaints.clear()  # the first answer was, rightly, a 500
