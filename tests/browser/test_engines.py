"""What needs a script works in each engine: dots, search, filters, a sealed page, and the interviewer's form."""

import re

import pytest

from afterview.importing.answer_blocks import find_blocks
from afterview.importing.feedback import make_feedback
from tests.browser.test_answer import ASKED, encode
from tests.sealing.conftest import CODE, seal_site  # noqa: F401 - a fixture, by standing here


@pytest.fixture(scope="session")
def sealed(site_of, seal_site):  # noqa: F811 - the fixture of that name
    """Seal the mentor's site of this repository's own portfolio."""
    return seal_site(site_of("own-mentor-with-url").folder).folder


def test_from_a_dot_of_the_sheet_to_an_interview_and_its_skill_and_back(start, own):
    reader = start(own.folder, "index.html")
    reader.click(".sheet .hi .t")
    reader.wait_for_url(r"interviews/[^/]+.html")
    reader.click("main a[href*='skills/']")
    reader.wait_for_url(r"skills/[^/]+.html")
    reader.go_back()
    reader.wait_for_url(r"interviews/[^/]+.html")
    reader.go_back()
    reader.wait_for_url("index.html")


def test_a_dot_that_has_the_focus_says_what_it_is(start, own):
    reader = start(own.folder, "index.html")
    reader.tab_to("^(not yet|getting there|solid|strong)")
    shown = reader.wait("() => parseFloat(getComputedStyle(document.querySelector(':focus > .tip')).fontSize) >= 12")
    assert shown
    reader.press("Tab")
    others = "[...document.querySelectorAll('a:not(:focus) > .tip')]"
    sizes = reader.wait(f"() => {others}.map((it) => getComputedStyle(it).fontSize)")
    assert set(sizes) == {"0px"}


def test_searching_finds_what_is_said(start, own):
    reader = start(own.folder, "index.html")
    reader.press("/")
    reader.wait_for_url("search.html")
    reader.wait("() => document.activeElement.localName === 'input'")
    reader.type("kitchan")  # a wrong letter is forgiven
    reader.wait_for(".results a", "^The first one, on a kitchen chair$")
    reader.press("Tab")
    reader.press("Enter")
    reader.wait_for_url(r"interviews/[^/]+.html")
    reader.go_back()
    reader.wait_for_url(r"search.html\?q=kitchan")
    reader.wait_for(".results a")


def test_filters_live_in_the_address(start, own):
    reader = start(own.folder, "interviews.html")
    every = len(reader.texts(".entry"))
    reader.evaluate("() => document.querySelector('[name=kind]').focus()")
    reader.type("take")
    reader.press("Enter")
    reader.wait_for("[role=status]", f"^2 of {every} interviews$")
    reader.wait_for_url(r"interviews.html\?kind=Take-home\+review")
    reader.reload()
    reader.wait_for("[role=status]", f"^2 of {every} interviews$")
    assert len(reader.texts(".entry")) == 2
    reader.click("button", "^Show all$")
    reader.wait_for_url("interviews.html")
    assert len(reader.texts(".entry")) == every


def test_a_mentor_reads_a_sealed_site_and_answers(start, sealed):
    reader = start(sealed, f"index.html#{CODE}")
    reader.wait_for("h1", "^For ")
    title = reader.wait_for("main .question .meta a")
    reader.click("main .question .meta a")
    assert reader.wait_for("h1", re.escape(title))
    reader.go_back()
    reader.wait_for("h1", "^For ")
    reader.reload()
    reader.wait_for("h1", "^For ")
    reader.click("button", "^Answer$")
    reader.wait("() => document.activeElement.localName === 'textarea'")
    reader.type("Half a thought.\nAnd é.")
    reader.wait("() => Object.keys(localStorage).length > 0")
    assert "thought" not in reader.evaluate("() => JSON.stringify(localStorage)")
    reader.reload()
    reader.wait("() => document.querySelector('textarea')?.value === 'Half a thought.\\nAnd é.'")


def test_an_interviewer_answers_in_the_form(start, own):
    reader = start(own.folder, f"answer.html{encode(ASKED)}")
    reader.wait_for("h1", "^Ada asks for advice$")
    reader.click("textarea")
    reader.type("When you jumped.\n# Twice")
    reader.click("fieldset label", "^solid$")
    reader.wait("() => Object.keys(localStorage).length > 0")
    reader.reload()
    reader.wait("() => document.querySelector('textarea')?.value.endsWith('# Twice')")
    reader.click("summary", "^What is sent")
    (block,), problems = find_blocks(reader.wait_for("pre", "afterview: end"), path="-")
    assert problems == ()
    made, problems = make_feedback(block, skills=["communication", "testing"], steps=4, path="-")
    assert made, problems
    assert (made.asked, made.ratings) == (("lost-you",), {"communication": 3})
    assert "> When you jumped.\n> \\# Twice" in made.text
