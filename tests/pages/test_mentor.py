"""The mentor's first page: what is asked, what is new since their last note, and what to look at."""

import datetime

import msgspec
import pytest
from markupsafe import Markup

from afterview.insight.compute import compute_insight
from afterview.model.audience import Audience, Visibility
from afterview.model.mentor import Mentor, Replies
from afterview.model.page import Page
from afterview.model.portfolio import Note
from afterview.model.section import Outcome, Section, SectionRole
from afterview.narrow import narrow
from afterview.pages.news import NewsKind
from afterview.pages.plan import plan_pages
from afterview.rendering.layout_folders import find_default_layouts
from afterview.rendering.layouts import read_layouts
from afterview.rendering.renderer import Renderer

DANA = Mentor(
    slug="dana-r",
    path="content/mentors/dana-r.md",
    name="Dana R.",
    link="x4m2k9q7c5w1",
    sections=(Section(html=Markup("<p>Dana, this first.</p>")),),
)
NOOR = Mentor(slug="noor-h", path="content/mentors/noor-h.md", name="Noor H.", link="000000000001")


def note(number, *about, author="Dana R."):
    return Note(
        slug=f"n{number}",
        path=f"content/notes/n{number}.md",
        author=author,
        date=datetime.date(2026, 1, 1) + datetime.timedelta(days=number),
        visibility=Visibility.MENTOR,
        about=about,
    )


def asking(text):
    return (Section(role=SectionRole.MENTOR, level=2, title=Markup("Q"), html=Markup(f"<p>{text}</p>")),)


@pytest.fixture
def page(make):
    def make_page(*interviews, reader="dana-r", **facts):
        portfolio = make.portfolio(*interviews, mentors=(DANA, NOOR), **facts)
        narrowed = narrow(portfolio, Audience.MENTOR, reader=reader)
        pages = plan_pages(narrowed, compute_insight(narrowed, Audience.MENTOR), Audience.MENTOR)
        return {it.url: it for it in pages}["mentor.html"].context

    return make_page


def shown(context, kind):
    return [(it.interview.slug, it.recent) for group in context.news if group.kind is kind for it in group.news]


def test_only_mentors_have_the_page(make):
    portfolio = make.portfolio(make.interview(1), mentors=(DANA,))
    for audience, has_it in [(Audience.ME, False), (Audience.PUBLIC, False), (Audience.MENTOR, True)]:
        pages = make.pages(portfolio, audience)
        assert ("mentor.html" in pages) == has_it
        keys = [entry.key for entry in pages["index.html"].context.shell.navigation]
        assert ("mentor" in keys) == has_it


def test_the_letter_is_the_readers_own(page, make):
    assert [it.html for it in page(make.interview(1)).letter] == ["<p>Dana, this first.</p>"]
    assert page(make.interview(1), reader="noor-h").letter == ()
    anybody = page(make.interview(1), reader=None)
    assert (anybody.name, anybody.letter) == (None, ())


def test_a_question_is_open_until_a_note_is_about_its_interview(page, make):
    interviews = [make.interview(number, sections=asking(f"Q{number}?")) for number in (1, 2, 3)]
    context = page(*interviews, make.interview(4), notes=(note(9, "i2"),))
    assert [it.interview.slug for it in context.open] == ["i3", "i1"]
    assert [(it.interview.slug, it.html) for it in context.answered] == [("i2", "<p>Q2?</p>")]
    assert [it.slug for it in context.answered[0].notes] == ["n9"]


def test_what_is_new_is_what_came_since_the_readers_last_note(page, make):
    interviews = [make.interview(number) for number in (1, 5, 9)]
    notes = (note(2), note(5, "i5"), note(8, author="Noor H."))
    context = page(*interviews, notes=notes)
    assert context.since == datetime.date(2026, 1, 6)
    assert shown(context, NewsKind.INTERVIEW) == [("i9", True), ("i5", False), ("i1", False)]
    assert page(*interviews, notes=notes, reader=None).since is None
    assert shown(page(*interviews, reader=None), NewsKind.INTERVIEW) == [("i9", True), ("i5", True), ("i1", True)]


def test_an_interview_on_the_day_of_the_note_is_new_unless_the_note_is_about_it(page, make):
    assert shown(page(make.interview(5), notes=(note(5),)), NewsKind.INTERVIEW) == [("i5", True)]


def test_nothing_new_is_shown_as_such(page, make):
    context = page(make.interview(1), notes=(note(9, "i1"),))
    assert not context.recent
    assert shown(context, NewsKind.INTERVIEW) == [("i1", False)]


def test_commitments_are_new_when_they_are_made_and_when_they_are_tried(page, make):
    context = page(
        make.interview(1, commitments=(make.commitment("a"),)),
        make.interview(7, outcomes={"a": Outcome.MISSED}, commitments=(make.commitment("b"),)),
        notes=(note(3),),
    )
    assert shown(context, NewsKind.MADE) == [("i7", True), ("i1", False)]
    (tried,) = [it for group in context.news if group.kind is NewsKind.TRIED for it in group.news]
    assert (tried.card.id, tried.outcome, tried.recent) == ("a", Outcome.MISSED, True)


def test_a_commitment_that_is_made_again_is_not_new(page, make):
    made = (make.commitment("plan"),)
    context = page(make.interview(1, commitments=made), make.interview(3, commitments=made), notes=(note(2),))
    assert shown(context, NewsKind.MADE) == [("i1", False)]


def test_a_theme_that_was_not_seen_is_new_when_so_many_misses_would_rarely_be_chance(page, make):
    seen = [make.interview(number, points=(make.point("x", "silence"),)) for number in (1, 2)]
    others = [make.interview(number, points=(make.point("y", "hurry"),)) for number in (3, 4, 5, 6)]
    context = page(*seen, *others, notes=(note(4),))
    themes = {it.theme.slug: it for group in context.news if group.kind is NewsKind.THEME for it in group.news}
    assert (themes["silence"].interview.slug, themes["silence"].recent) == ("i5", True)
    assert themes["hurry"].interview.slug == "i6"
    # One sighting in three chances: four misses more are nothing new.
    # What was seen in one of one, and then no more, never came back.
    rare = [make.interview(number, points=(make.point("z", *names),)) for number, names in ((1, ("once",)), (2, ()))]
    once_more = [make.interview(number, points=(make.point("x", "silence"),)) for number in (3, 6)]
    between = [make.interview(number, points=(make.point("y", "hurry"),)) for number in (4, 5, 7, 8, 9)]
    context = page(*rare, *once_more, *between)
    assert not {"silence", "once"} & {
        it.theme.slug for group in context.news if group.kind is NewsKind.THEME for it in group.news
    }


def test_a_strength_is_new_when_a_second_person_names_it(page, make):
    interviews = [
        make.interview(number, interviewers=(person,), points=(make.point("x", skill="talk", good=True, quoted=True),))
        for number, person in ((1, "Mo"), (2, "Mo"), (4, "Jo"), (6, "Al"))
    ]
    assert shown(page(*interviews, notes=(note(3),)), NewsKind.STRENGTH) == [("i4", True)]


def test_a_panel_or_nobody_is_no_second_person(page, make):
    quoted = {"points": (make.point("x", skill="talk", good=True, quoted=True),)}
    people = {1: ("Mo",), 2: (), 4: ("Jo", "Mo"), 6: ("Al", "Jo")}
    interviews = [make.interview(number, interviewers=several, **quoted) for number, several in people.items()]
    assert shown(page(*interviews, notes=(note(3),)), NewsKind.STRENGTH) == [("i6", True)]


def test_only_a_mentor_sees_where_to_answer(make, page):
    replies = Replies(email="ada@example.org")
    assert page(make.interview(1), replies=replies).replies == replies


def test_another_mentors_letter_changes_no_byte(make, page):
    def context(letter):
        noor = Mentor(slug="noor-h", path=NOOR.path, name="Noor H.", link=NOOR.link, sections=letter)
        portfolio = make.portfolio(make.interview(1), mentors=(DANA, noor))
        narrowed = narrow(portfolio, Audience.MENTOR, reader="dana-r")
        return plan_pages(narrowed, compute_insight(narrowed, Audience.MENTOR), Audience.MENTOR)

    assert context(()) == context(asking("Noor?"))


def test_a_note_about_two_interviews_is_printed_once(make, render):
    several = [make.interview(number, sections=asking(f"Q{number}?")) for number in (1, 2)]
    letter = msgspec.structs.replace(note(9, "i1", "i2"), sections=(Section(html=Markup("<p>Both.</p>")),))
    page = render("mentor.html", make.portfolio(*several, notes=(letter,)), Audience.MENTOR)
    assert page.count("<p>Both.</p>") == 1
    assert page.count(">Dana R., <time") == 2


def test_what_is_new_is_folded_until_it_is_known_since_when(make, page):
    renderer = Renderer(read_layouts((find_default_layouts(),)))

    def render_page(*notes):
        context = page(make.interview(1), make.interview(5), notes=notes)
        return renderer.render_page(Page(url="mentor.html", layout="mentor.html", context=context)).body.decode()

    assert "<details open>" in render_page(note(2))
    assert "<details open>" not in render_page()


def test_the_letter_can_be_answered(make, page):
    renderer = Renderer(read_layouts((find_default_layouts(),)))
    shown = Page(url="mentor.html", layout="mentor.html", context=page(make.interview(1)))
    assert '<div class="letter" data-about="">' in renderer.render_page(shown).body.decode()
