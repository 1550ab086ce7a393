"""What people come for can be reached by keyboard alone, in each engine, with scripts and without."""

import re

import pytest

from tests.browser.conftest import ENGINES
from tests.browser.reader import count_sheets

WITHOUT_SCRIPTS = pytest.param("chromium without scripts", marks=pytest.mark.needs("chromium"))
pytestmark = pytest.mark.parametrize("start", [*ENGINES, WITHOUT_SCRIPTS], indirect=True)


@pytest.fixture
def first(start, own):
    """Open the first page."""
    return start(own.folder, "index.html")


def test_the_way_around_can_be_skipped(first):
    first.press("Tab")
    assert first.focused() == "Skip to content"
    first.press("Enter")
    first.wait("() => document.activeElement.localName === 'main'")


def test_find_the_latest_feedback_on_testing(first):
    first.follow("^Skills$", "skills.html")
    first.follow("^Testing$", "skills/testing.html")
    title = first.wait("""() => [...document.querySelectorAll("section")]
        .find((it) => it.querySelector("h2")?.textContent.trim() === "What was noted")
        ?.querySelector(".entry .meta a").textContent.trim()""")
    first.follow(f"^{re.escape(title)}$", r"interviews/[^/]+.html")
    assert "What to improve" in first.texts("h2")


def test_see_whether_a_commitment_took(first):
    first.follow("^Commitments$", "commitments.html")
    kept = ".story:has(.state-kept) .attempts"
    assert "kept" in first.texts(kept)[0]
    title = first.texts(f"{kept} a")[0]
    first.follow(f"^{re.escape(title)}$", r"interviews/[^/]+.html")


def test_read_a_note_of_a_mentor(first):
    first.follow("^Mentors’ notes$", "notes.html")
    first.wait_for(".note .text")
    first.follow(r", \d+ \w+ \d+$", "notes.html#n-.*")


def test_print_the_report(first):
    first.follow("^Everything to read or print$", "report.html")
    assert "The first one, on a kitchen chair" in first.texts("h2, h3")
    pdf = first.make_pdf()
    assert pdf is None or count_sheets(pdf) > 10


def test_the_list_of_interviews_is_complete_and_newest_first(first):
    first.follow("^Interviews$", "interviews.html")
    dates = first.evaluate("() => [...document.querySelectorAll('.entry time')].map((it) => it.dateTime)")
    assert len(dates) > 10
    assert dates == sorted(dates, reverse=True)
    assert len(first.texts(".entry")) == len(dates)
