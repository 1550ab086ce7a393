"""The report holds all of it in order, and stays a page that can be printed."""

import datetime

from afterview.model.audience import Audience, Visibility
from afterview.model.portfolio import Note
from afterview.pages.report import MOST_INTERVIEWS


def test_all_is_there_oldest_first(make, context):
    first = make.interview(1, ratings={"talk": 2}, commitments=(make.commitment("plan"),))
    second = make.interview(2, sections=(make.section("Why", "because"),))
    report = context("report.html", first, second)
    assert [it.interview.slug for it in report.interviews] == ["i1", "i2"]
    assert [card.id for card in report.commitments] == ["plan"]
    assert [card.link.slug for card in report.skills] == ["talk"]
    assert report.interviews[1].sections[0].html == "<p>because</p>"


def test_nobody_reads_more_in_it_than_elsewhere(make, context):
    hidden = make.section("Felt", "secret", visibility=Visibility.PRIVATE)
    interviews = (make.interview(1, sections=(hidden,)), make.interview(2, visibility=Visibility.MENTOR))
    report = context("report.html", *interviews, audience=Audience.PUBLIC)
    assert [(it.interview.slug, it.sections) for it in report.interviews] == [("i1", ())]


def test_of_very_many_interviews_it_holds_the_last_and_what_concerns_them(make, context):
    def note(about):
        return Note(
            slug=f"n-{about}",
            path=f"content/notes/{about}.md",
            author="Mo",
            date=datetime.date(2026, 2, 2),
            visibility=Visibility.MENTOR,
            about=(about,) if about else (),
        )

    several = [
        make.interview(number, commitments=(make.commitment(f"plan-{number}"),))
        for number in range(1, MOST_INTERVIEWS + 2)
    ]
    report = context("report.html", *several, notes=(note("i1"), note("i2"), note("")))
    assert report.total == MOST_INTERVIEWS + 1
    assert (len(report.interviews), report.interviews[0].interview.slug) == (MOST_INTERVIEWS, "i2")
    assert report.commitments[0].id == "plan-2"
    assert [note.slug for note in report.notes] == ["n-i2", "n-"]
