"""The report holds all of it in order, and stays a page that can be printed."""

import datetime

from afterview.model.audience import Audience, Visibility
from afterview.model.portfolio import Note


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


def test_of_many_interviews_it_holds_the_newest_and_older_years_have_pages_of_their_own(make):
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
        make.interview(
            10 * number,
            sections=(make.section("Why", "because " * 300),),
            commitments=(make.commitment(f"plan-{number}"),),
        )
        for number in range(120)
    ]
    pages = make.pages(make.portfolio(*several, notes=(note("i10"), note("i1190"), note(""))))
    report = pages["report.html"].context
    parts = [pages[link.url].context for link in report.older]
    assert len(parts) > 2
    together = [it.interview.slug for page in (report, *parts) for it in reversed(page.interviews)]
    assert together == [interview.slug for interview in reversed(several)]
    assert report.total == 120
    assert [note.slug for note in report.notes] == ["n-i1190", "n-"]
    assert [note.slug for note in parts[-1].notes] == ["n-i10"]
    assert parts[-1].commitments[0].id == "plan-0"
    moved = {slug for anchors in report.moved.values() for slug in anchors}
    assert moved == {f"r-{it.interview.slug}" for page in parts for it in page.interviews}


def test_the_report_of_a_year_stays_one_page(make, context):
    several = [make.interview(12 * number, sections=(make.section("Why", "because " * 400),)) for number in range(28)]
    assert context("report.html", *several).older == ()
