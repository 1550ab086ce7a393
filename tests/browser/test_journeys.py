"""What people come for can be reached by keyboard alone, with scripts and without."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


@pytest.fixture
def first(home, open_page, scripts):
    """Open the first page."""
    return open_page(
        f"{home}index.html", home=home, java_script_enabled=scripts, viewport={"width": 1200, "height": 900}
    )


def tab_to(page, name):
    """Press Tab until something of that name has the focus."""
    for _ in range(300):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count() and re.search(name, (focused.text_content() or "").strip(), re.IGNORECASE):
            return
    raise AssertionError(f"nothing called {name} can be reached by Tab")


def follow(page, name, url):
    """Follow a link by keyboard."""
    tab_to(page, name)
    page.keyboard.press("Enter")
    page.wait_for_url(url)


def test_the_way_around_can_be_skipped(first):
    first.keyboard.press("Tab")
    expect(first.locator(":focus")).to_have_text("Skip to content")
    first.keyboard.press("Enter")
    expect(first.locator("main")).to_be_focused()


def test_find_the_latest_feedback_on_testing(first):
    follow(first, "^Skills$", "**/skills.html")
    follow(first, "^Testing$", "**/skills/testing.html")
    latest = first.locator("section", has=first.get_by_role("heading", name="What was said")).locator(".entry").first
    title = latest.locator(".meta a").first.inner_text()
    follow(first, f"^{re.escape(title)}$", "**/interviews/*.html")
    expect(first.get_by_role("heading", name="What to improve")).to_be_visible()


def test_see_whether_a_commitment_took(first):
    follow(first, "^Commitments$", "**/commitments.html")
    kept = first.locator(".story", has=first.locator(".state-kept")).first
    expect(kept.locator(".attempts")).to_contain_text("kept")
    title = kept.locator(".attempts a").last.inner_text()
    follow(first, f"^{re.escape(title)}$", "**/interviews/*.html")


def test_read_a_note_of_a_mentor(first):
    follow(first, "^Mentor’s notes$", "**/notes.html")
    expect(first.locator(".note .text").first).to_be_visible()
    follow(first, r", \d+ \w+ \d+$", "**/notes.html#n-*")


def test_print_the_report(first):
    follow(first, "^Everything on one page$", "**/report.html")
    expect(first.get_by_role("heading", name="The first one, on a kitchen chair")).to_be_visible()
    pdf = first.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) > 10


def test_the_list_of_interviews_is_complete_and_newest_first(first):
    follow(first, "^Interviews$", "**/interviews.html")
    dates = [it.get_attribute("datetime") or "" for it in first.locator(".entry time").all()]
    assert len(dates) > 10
    assert dates == sorted(dates, reverse=True)
    expect(first.locator(".entry").last).to_be_visible()
