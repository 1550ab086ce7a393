"""The scripts: searching, filtering and the choice of colours, from a server and from a disk."""

import pytest
from playwright.sync_api import expect


@pytest.fixture(params=["server", "disk"])
def base(request, home, own):
    return home if request.param == "server" else f"{own.folder.as_uri()}/"


def test_searching_finds_text_and_loads_its_index_only_then(base, open_page):
    page = open_page("about:blank", home=base)
    asked = []
    page.on("request", lambda it: asked.append(it.url))
    page.goto(f"{base}index.html")
    page.goto(f"{base}search.html")
    assert not any("search-index" in url for url in asked)
    page.get_by_label("Words to find").focus()
    page.keyboard.type("Tésting")  # neither case nor accents count
    first = page.locator(".results a").first
    expect(first).to_have_text("Testing")
    expect(page.get_by_role("status")).to_contain_text("results")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/skills/testing.html")


def test_a_search_can_be_kept_and_one_without_result_says_so(base, open_page):
    page = open_page(f"{base}search.html?q=kitchen+chair", home=base)
    expect(page.locator(".results a").first).to_have_text("The first one, on a kitchen chair")
    page.get_by_label("Words to find").fill("<b>zebra crossing</b>")
    expect(page.get_by_role("status")).to_contain_text("Nothing found")
    assert page.url.endswith("?q=%3Cb%3Ezebra+crossing%3C%2Fb%3E")
    page.get_by_label("Words to find").fill("")
    expect(page.get_by_role("status")).to_have_text("")


def test_filters_work_by_keyboard_live_in_the_address_and_say_how_many_are_left(base, open_page):
    page = open_page(f"{base}interviews.html", home=base)
    entries = page.locator(".entry:visible")
    every = entries.count()
    expect(page.get_by_role("button", name="Show all")).to_be_hidden()
    page.get_by_label("Kind").focus()
    page.keyboard.type("take")
    expect(page.get_by_role("status")).to_have_text(f"2 of {every} interviews")
    expect(entries).to_have_count(2)
    assert page.url.endswith("interviews.html?kind=Take-home+review")
    page.reload()
    expect(entries).to_have_count(2)
    page.get_by_label("Skill").select_option("Data modelling")
    expect(page.get_by_role("status")).to_contain_text("No interview")
    page.get_by_role("button", name="Show all").press("Enter")
    expect(entries).to_have_count(every)
    assert page.url.endswith("interviews.html")


def test_a_slash_leads_to_the_search_and_a_word_with_a_wrong_letter_is_found(base, open_page):
    page = open_page(f"{base}skills/testing.html", home=base)
    page.keyboard.press("/")
    page.wait_for_url("**/search.html")
    expect(page.get_by_label("Words to find")).to_be_focused()
    expect(page.locator("#before").get_by_role("link", name="Testing")).to_be_visible()
    page.keyboard.type("kitchan")
    expect(page.locator(".results a").first).to_have_text("The first one, on a kitchen chair")
    expect(page.locator("#before")).to_be_hidden()
    expect(page.locator(".results h2").first).to_contain_text("(")


def test_an_unknown_choice_in_the_address_is_left_out(base, open_page):
    page = open_page(f"{base}interviews.html?kind=%3Cscript%3E&nonsense=1", home=base)
    expect(page.get_by_role("status")).to_contain_text("All ")


def test_the_choice_of_colours_is_remembered(base, open_page):
    page = open_page(f"{base}index.html", home=base, color_scheme="light")
    dark, light = "rgb(23, 24, 26)", "rgb(251, 250, 247)"
    expect(page.locator("body")).to_have_css("background-color", light)
    page.get_by_label("Colours").select_option("dark")
    expect(page.locator("body")).to_have_css("background-color", dark)
    page.goto(f"{base}skills/testing.html")
    expect(page.locator("body")).to_have_css("background-color", dark)
    expect(page.get_by_label("Colours")).to_have_value("dark")
    page.get_by_label("Colours").select_option("")
    page.reload()
    expect(page.locator("body")).to_have_css("background-color", light)
