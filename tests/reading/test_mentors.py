"""Mentors' files: whom the portfolio is shared with, and the letter to them."""

import datetime

import pytest

from afterview.model.audience import Audience
from afterview.narrow import narrow
from afterview.problems import Code, Severity
from afterview.reading.portfolio import read_portfolio

DANA = """\
---
name: Dana R.
link: x4m2k9q7c5w1
until: 2027-05-31
language: es
---
Dana, the two interviews of this week first, please.
"""
NOOR = "---\nname: Noor H.\nlink: 000000000001\n---\n"


@pytest.fixture
def settings(make_site):
    return (make_site({}) / "content/portfolio.yaml").read_text()


def test_a_mentors_file_is_read_whole(make_site):
    read = read_portfolio(make_site({"content/mentors/dana-r.md": DANA, "content/mentors/noor-h.md": NOOR}))
    assert read.problems == ()
    dana, noor = read.portfolio.mentors
    assert (dana.slug, dana.name, dana.link) == ("dana-r", "Dana R.", "x4m2k9q7c5w1")
    assert (dana.until, dana.language) == (datetime.date(2027, 5, 31), "es")
    assert "the two interviews" in dana.sections[0].html
    assert (noor.until, noor.language, noor.sections) == (None, None, ())


def test_replies_are_read_from_the_settings(make_site, settings):
    root = make_site({"content/portfolio.yaml": settings + "replies: {email: ada@example.org, github: ada/interviews}"})
    replies = read_portfolio(root).portfolio.replies
    assert replies
    assert (replies.email, replies.github) == ("ada@example.org", "ada/interviews")


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("x4m2k9q7c5w1", "X4M2K9Q7C5W1", 3),
        ("x4m2k9q7c5w1", "../x4m2k9q7c", 3),
        ("x4m2k9q7c5w1", "dana", 3),
        ("language: es", "language: español", 5),
        ("2027-05-31", "soon", 4),
    ],
)
def test_what_does_not_fit_is_an_error_at_its_line(make_site, old, new, line):
    (problem,) = read_portfolio(make_site({"content/mentors/dana-r.md": DANA.replace(old, new)})).problems
    assert problem.severity is Severity.ERROR
    assert (problem.path, problem.line) == ("content/mentors/dana-r.md", line)


@pytest.mark.parametrize("replies", ["{email: ada}", "{github: interviews}", "{email: 'a@b?c'}"])
def test_an_address_that_cannot_be_answered_to_is_an_error(make_site, settings, replies):
    root = make_site({"content/portfolio.yaml": f"{settings}replies: {replies}\n"})
    assert [problem.code for problem in read_portfolio(root).problems] == [Code.BAD_VALUE]


def test_a_letter_may_link_to_an_interview_for_mentors_and_not_to_a_private_one(make_site):
    entry = "---\ntitle: First\ndate: 2026-11-22\nkind: coding\nvisibility: {}\n---\n## What went well\n- Calm\n"
    letter = f"{NOOR}See [this](../interviews/first.md).\n"
    for visibility, codes in [("mentor", []), ("private", [Code.DEAD_LINK])]:
        files = {"content/interviews/first.md": entry.format(visibility), "content/mentors/noor-h.md": letter}
        assert [problem.code for problem in read_portfolio(make_site(files)).problems] == codes


def test_nothing_links_to_a_mentors_file(make_site):
    entry = (
        "---\ntitle: First\ndate: 2026-11-22\nkind: coding\n---\n## What went well\n- [Dana](../mentors/noor-h.md)\n"
    )
    files = {"content/interviews/first.md": entry, "content/mentors/noor-h.md": NOOR}
    assert [problem.code for problem in read_portfolio(make_site(files)).problems] == [Code.DEAD_LINK]


def test_only_the_reader_stays_among_the_mentors_and_the_public_sees_none(make_site, settings):
    files = {
        "content/mentors/dana-r.md": DANA,
        "content/mentors/noor-h.md": NOOR,
        "content/portfolio.yaml": f"{settings}replies: {{email: ada@example.org}}\n",
    }
    portfolio = read_portfolio(make_site(files)).portfolio
    assert [mentor.slug for mentor in narrow(portfolio, Audience.MENTOR, reader="dana-r").mentors] == ["dana-r"]
    assert narrow(portfolio, Audience.MENTOR).mentors == ()
    public = narrow(portfolio, Audience.PUBLIC, reader="dana-r")
    assert (public.mentors, public.replies) == ((), None)
