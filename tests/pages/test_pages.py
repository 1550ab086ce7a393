"""What each page shows: the facts of the portfolio, in words, with the evidence beside them."""

import datetime
import html
import json
import re
from pathlib import Path

import msgspec
import pytest
from markupsafe import Markup

from afterview.model.audience import Audience, Visibility
from afterview.model.insight import CommitmentState, NextKind, TrendWord
from afterview.model.interview import Relation
from afterview.model.portfolio import Article, Note
from afterview.model.section import Outcome, SectionRole
from afterview.pages.cards import Steadiness, view_sections
from afterview.pages.home import MOST_LATEST, HomePage
from afterview.pages.strengths import MOST_QUOTES
from afterview.pages.years import find_older
from afterview.rendering.translations import read_portfolio_translations
from afterview.site import load_site

DAY = datetime.date(2026, 2, 2)
ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("ratings", "steadiness", "usual"),
    [
        ([2], Steadiness.ONCE, "getting there"),
        ([2, 2], Steadiness.TWICE, "getting there"),
        ([3, 3, 3], Steadiness.THRICE, "solid"),
        ([1, 3, 3], Steadiness.FEW, "solid"),
        ([3, 3, 3, 3], Steadiness.EVERY, "solid"),
        ([1, 3, 3, 3], Steadiness.MOSTLY, "solid"),
        ([1, 2, 4, 3, 2], Steadiness.VARIED, "getting there"),
        ([1, 1, 4, 4], Steadiness.VARIED, "not yet"),
    ],
)
def test_one_word_stands_for_the_last_ratings_only_as_far_as_it_can(make, context, ratings, steadiness, usual):
    interviews = [make.interview(day, ratings={"talk": value}) for day, value in enumerate(ratings)]
    level = context("skills/talk.html", *interviews).card.level
    assert (level.steadiness, level.usual.word) == (steadiness, usual)


def test_below_four_the_ratings_stand_for_themselves_oldest_first(make, context):
    interviews = [make.interview(day, ratings={"talk": value}) for day, value in enumerate([3, 1, 2])]
    level = context("skills/talk.html", *interviews).card.level
    assert [step.word for step in level.few] == ["solid", "not yet", "getting there"]
    assert context("skills/talk.html", *interviews, make.interview(3, ratings={"talk": 3})).card.level.few == ()


def test_the_probable_range_is_in_whole_percent(make, context):
    interviews = [make.interview(day, ratings={"talk": value}) for day, value in enumerate([1, 3, 3, 4, 3])]
    level = context("skills/talk.html", *interviews).card.level
    assert (level.solid, level.considered, level.least, level.most) == (4, 5, 51, 94)


def test_headings_never_skip_a_level(make):
    levels = [3, 0, 6, 2, 5, 3]
    sections = [make.section("x" if level else "", "text", level=level) for level in levels]
    views = view_sections(sections, Visibility.PUBLIC, Audience.ME)
    assert [view.level for view in views] == [2, 0, 3, 2, 3, 3]


def test_a_section_is_labelled_where_it_is_narrower_than_its_entry(make):
    section = make.section("x", "text", visibility=Visibility.MENTOR)

    def label(entry: Visibility, audience: Audience) -> Visibility | None:
        return view_sections([section], entry, audience)[0].badge

    assert label(Visibility.PUBLIC, Audience.ME) is Visibility.MENTOR
    assert label(Visibility.MENTOR, Audience.ME) is None
    assert label(Visibility.PRIVATE, Audience.ME) is None
    assert label(Visibility.PUBLIC, Audience.PUBLIC) is None


def test_a_section_of_the_template_is_shown_once_something_stands_in_it(make):
    sections = (
        make.section("Said", "", role=SectionRole.INTERVIEWER, html=Markup("")),
        make.section("Dana", "Slower.", role=None, level=3),
        make.section("Felt", "", role=SectionRole.FELT, html=Markup("\n")),
        make.section("Mine", "", role=None, html=Markup("")),
    )
    views = view_sections(sections, Visibility.PUBLIC, Audience.ME)
    assert [view.empty for view in views] == [False, False, True, False]


def test_an_interview_knows_its_neighbours(make, context):
    several = [make.interview(day) for day in (1, 2, 3)]
    pages = [context(f"interviews/i{day}.html", *several) for day in (1, 2, 3)]
    assert [(it.previous and it.previous.slug, it.next and it.next.slug) for it in pages] == [
        (None, "i2"),
        ("i1", "i3"),
        ("i2", None),
    ]


def test_a_rating_stands_between_the_ones_before_and_after(make, context):
    several = [
        make.interview(1, ratings={"talk": 1}),
        make.interview(2, self_ratings={"talk": 4}),
        make.interview(3, ratings={"talk": 2}, self_ratings={"tests": 1}),
        make.interview(4, ratings={"talk": 3}),
    ]
    talk, tests = context("interviews/i3.html", *several).ratings
    assert (talk.before.interview.slug, talk.before.step.word) == ("i1", "not yet")
    assert (talk.after.interview.slug, talk.after.step.word) == ("i4", "solid")
    assert (tests.theirs, tests.own.word, tests.before) == (None, "not yet", None)
    (own,) = context("interviews/i2.html", *several).ratings
    assert (own.theirs, own.own.word, own.before, own.after) == (None, "strong", None, None)


def test_only_the_learner_is_consoled_beside_the_lowest_rating_that_better_ones_followed(make, context):
    values = [2, 1, 3, 2, 3, 3]
    several = [make.interview(day, ratings={"talk": value}) for day, value in enumerate(values)]
    rows = [context(f"interviews/i{day}.html", *several).ratings[0] for day in range(len(values))]
    assert [row.hard_day is not None for row in rows] == [False, True, False, False, False, False]
    assert (rows[1].hard_day.solid, rows[1].hard_day.considered) == (3, 4)
    for audience in (Audience.MENTOR, Audience.PUBLIC):
        assert context("interviews/i1.html", *several, audience=audience).ratings[0].hard_day is None


def test_a_self_rating_is_brought_up_from_six_pairs_and_a_margin_of_three_on(make, context):
    several = [make.interview(day, ratings={"talk": 3}, self_ratings={"talk": 2}) for day in range(6)]
    assert context("interviews/i0.html", *several[:5]).ratings[0].perception is None
    assert context("interviews/i0.html", *several).ratings[0].perception.below == 6
    higher = [make.interview(6 + day, ratings={"talk": 1}, self_ratings={"talk": 2}) for day in range(4)]
    assert context("interviews/i0.html", *several, *higher[:3]).ratings[0].perception.above == 3
    assert context("interviews/i6.html", *several, *higher[:3]).ratings[0].perception is None
    assert context("interviews/i0.html", *several, *higher).ratings[0].perception is None


def test_the_counts_of_self_ratings_are_there_from_the_first_pair_on(make, context):
    pair = make.interview(1, ratings={"talk": 3, "tests": 1}, self_ratings={"talk": 2, "tests": 2})
    assert context("skills/talk.html", pair).perception.below == 1
    perception = context("how.html", pair).perception
    assert (perception.pairs, perception.interviews, perception.below, perception.above) == (2, 1, 1, 1)
    assert context("how.html", make.interview(1, ratings={"talk": 3})).perception is None


def test_an_interview_says_what_it_settled_and_what_became_of_its_own(make, context):
    several = [
        make.interview(1, commitments=(make.commitment("a"),)),
        make.interview(2, outcomes={"a": Outcome.PARTLY}, commitments=(make.commitment("b"),)),
        make.interview(3, outcomes={"a": Outcome.KEPT}),
    ]
    second = context("interviews/i2.html", *several)
    assert [(it.card.id, it.outcome) for it in second.settled] == [("a", Outcome.PARTLY)]
    assert [(it.card.id, it.card.state) for it in second.made] == [("b", CommitmentState.UNTRIED)]
    (made,) = context("interviews/i1.html", *several).made
    assert [it.outcome for it in made.later] == [Outcome.PARTLY, Outcome.KEPT]
    assert made.card.url == "commitments.html#c-a"


def test_commitments_still_open_come_first(make, context):
    page = context(
        "commitments.html",
        make.interview(1, commitments=(make.commitment("a"), make.commitment("b")), ratings={"tests": 1}),
        make.interview(2, ratings={"tests": 2}),
        make.interview(3, outcomes={"a": Outcome.KEPT}, ratings={"tests": 1}),
        make.interview(4, ratings={"tests": 3}),
    )
    assert ([it.id for it in page.open], [it.id for it in page.closed]) == (["b"], ["a"])
    (kept,) = page.closed
    assert ([step.word for step in kept.before], [step.word for step in kept.after]) == (["getting there"], ["solid"])
    assert (kept.since.solid_before, kept.since.solid_after) == (0, 1)


def test_a_skill_gathers_its_evidence_newest_first(make, context):
    page = context(
        "skills/tests.html",
        make.interview(1, points=(make.point("none", "edge cases", skill="tests"), make.point("other", skill="talk"))),
        make.interview(2, points=(make.point("two", skill="tests", good=True), make.point("slow", skill="tests"))),
    )
    assert [
        (it.interview.slug, [quote.html for quote in it.quotes]) for year in page.evidence for it in year.entries
    ] == [
        ("i2", ["two", "slow"]),
        ("i1", ["none"]),
    ]
    assert [theme.label for theme in page.themes] == ["edge cases"]
    assert page.kinds == ("Coding",)
    assert (page.anchors[0][0].word, page.anchors[0][1]) == ("not yet", "tests not yet")


def test_skills_that_nobody_rated_stand_apart(make, context):
    page = context("skills.html", make.interview(1, ratings={"talk": 2}, self_ratings={"tests": 3}))
    (band,) = page.sheet.bands
    assert [row.card.link.slug for row in band.rows if row.ratings.dots] == ["talk"]
    assert [it.slug for it in page.unrated] == ["tests", "limits"]
    assert [dot.step.word for dot in band.rows[0].ratings.dots] == ["getting there"]


def test_home_shows_what_is_worked_on_and_what_comes_back(make, context):
    several = [
        make.interview(1, points=(make.point("x", "haste"),), commitments=(make.commitment("a"),)),
        make.interview(2, points=(make.point("y", "haste"), make.point("z", "names"))),
        make.interview(3, outcomes={"a": Outcome.MISSED}, ratings={"talk": 2}, commitments=(make.commitment("b"),)),
        make.interview(4),
    ]
    page = context("index.html", *several)
    assert [card.id for card in page.open] == ["b", "a"]
    assert [row.card.link.slug for row in page.themes] == ["haste"]
    assert [it.slug for it in page.latest] == ["i4", "i3", "i2"]
    assert (page.span.interviews, page.span.mock) == (4, 4)


def test_only_interviewers_words_stand_as_other_peoples(make, context):
    def quote(text, *, quoted):
        return msgspec.structs.replace(make.point(text, skill="talk", good=True), quoted=quoted)

    several = [
        make.interview(1, relation=Relation.MENTOR, points=(quote("oldest", quoted=True),)),
        make.interview(2, relation=Relation.PEER, points=(quote("older", quoted=True),)),
        make.interview(3, relation=Relation.PEER, points=(quote("mine", quoted=False), quote("newer", quoted=True))),
        make.interview(4, relation=Relation.PEER, points=(quote("newest", quoted=True), quote("twice", quoted=True))),
        make.interview(5, points=(msgspec.structs.replace(make.point("slow"), quoted=True),)),
    ]
    assert [quote.html for quote in context("index.html", *several).quotes] == ["newest", "newer", "oldest"]


def test_a_mentor_finds_the_questions_that_no_note_answers_first(make, context):
    asked = make.section("Question", "How?", role=SectionRole.MENTOR)
    note = Note(slug="n", path="n.md", author="Mo", date=DAY, visibility=Visibility.MENTOR, about=("i1",), sections=())
    several = [make.interview(day, sections=(asked,)) for day in (1, 2, 3)]
    page = context("index.html", *several, audience=Audience.MENTOR, notes=(note,))
    assert [it.interview.slug for it in page.questions] == ["i3", "i2"]


def test_text_of_any_direction_introduces_the_person_and_opens_an_interview(make, context):
    def section(text, **facts):
        return msgspec.structs.replace(make.section("", ""), html=Markup(text), **facts)

    about = Article(
        slug="about",
        path="a.md",
        title="أنا",
        visibility=Visibility.PUBLIC,
        sections=(section('<p dir="auto">مرحبا</p>'),),
    )
    assert context("index.html", articles=(about,)).about == "مرحبا"
    quotation = section('<blockquote dir="auto">\n<p dir="auto">حسن</p></blockquote>', role=SectionRole.INTERVIEWER)
    interview = make.interview(1, sections=(quotation,))
    assert context("interviews/i1.html", interview).opening_quote == "حسن"
    tagged = section(
        "<blockquote>\n<p>A #1 start. #testing #trade-offs #c++ #हिन्दी</p></blockquote>", role=SectionRole.INTERVIEWER
    )
    interview = make.interview(1, sections=(tagged,))
    assert context("interviews/i1.html", interview).opening_quote == "A #1 start."


def test_what_changed_is_what_was_kept_lately_and_what_is_absent_beyond_chance(make, context):
    def rushed(number):
        return make.point("x", *(["haste"] if number < 6 else []), *(["old"] if number == 8 else []), skill="tests")

    several = [
        make.interview(
            number,
            points=(rushed(number),),
            commitments=(make.commitment(f"plan-{number}"),),
            outcomes={f"plan-{number - 1}": Outcome.KEPT if number % 2 else Outcome.PARTLY} if number else {},
        )
        for number in range(14)
    ]
    page = context("index.html", *several)
    assert [(it.card.id, it.interview.slug) for it in page.kept] == [
        ("plan-12", "i13"),
        ("plan-10", "i11"),
        ("plan-8", "i9"),
    ]
    assert [card.link.slug for card in page.absent] == ["haste"]


def test_the_first_sentences_of_the_page_about_introduce_the_person(make, context):
    long = " ".join(f"Sentence number {number} has a few words." for number in range(20))
    for text, shown in [("Short <em>and</em> mine.", "Short <em>and</em> mine."), (long, long[:240])]:
        about = Article(
            slug="about", path="a.md", title="Me", visibility=Visibility.PUBLIC, sections=(make.section("", text),)
        )
        page = context("index.html", articles=(about,))
        assert page.about.startswith(shown[:200])
        assert len(page.about) <= 260
        assert page.about.endswith(".")
        assert page.about_url == "about.html"


def test_portfolio_yaml_introduces_the_person_before_the_page_about(make_site):
    about = "---\ntitle: Me\nvisibility: public\n---\nThe page.\n"
    settings = "title: A\nauthor: A\nabout: Mine & <short>.\nkinds: {coding: {title: C, skills: [testing]}}\n"
    for more, url in (({}, ""), ({"content/pages/about.md": about}, "about.html")):
        site = load_site(make_site({"content/portfolio.yaml": settings, **more}), Audience.PUBLIC)
        home = site.pages["index.html"].context
        assert isinstance(home, HomePage)
        assert (home.about, home.about_url) == ("Mine &amp; &lt;short&gt;.", url)
        assert b"Mine &amp; &lt;short&gt;." in site.render("index.html")
        assert json.loads(site.render("portfolio.json"))["about"] == "Mine & <short>."


def test_a_note_with_a_title_is_called_by_it(make_site):
    note = "---\nfrom: Mo\ndate: 2026-02-11\ntitle: Before you <say> yes\nvisibility: public\n---\nWait.\n"
    site = load_site(make_site({"content/notes/n.md": note}), Audience.PUBLIC)
    assert b'<span dir="auto">Before you &lt;say&gt; yes</span>' in site.render("notes.html")
    assert json.loads(site.render("portfolio.json"))["notes"][0]["title"] == "Before you <say> yes"


def test_portfolio_json_says_who_speaks(make_site):
    body = "## What went well\n> Calm. #testing\n- Clear #testing\n## Next time\n> Try it. ^a\n- If b, then c ^b\n"
    front = "---\ntitle: A\ndate: 2026-02-11\nkind: coding\nvisibility: public\n---\n"
    site = load_site(make_site({"content/interviews/a.md": front + body}), Audience.PUBLIC)
    facts = json.loads(site.render("portfolio.json"))
    assert [point["quoted"] for point in facts["interviews"][0]["points"]] == [True, False]
    assert {made["story"]["id"]: made["quoted"] for made in facts["commitments"]} == {"a": True, "b": False}


def test_home_puts_the_next_steps_of_insight_first_for_all_but_the_public(make, context):
    several = [make.interview(day, points=(make.point("x", "haste"),)) for day in range(4)]
    several[1] = make.interview(1, points=(make.point("x", "haste"),), commitments=(make.commitment("a", "haste"),))
    for audience, about in [(Audience.ME, ["haste"]), (Audience.MENTOR, ["haste"]), (Audience.PUBLIC, [])]:
        lines = [it for it in context("index.html", *several, audience=audience).next if it.step.kind is NextKind.THEME]
        assert [it.about.slug for it in lines] == about
        assert [it.commitment.id for it in lines] == ["a"] * len(lines)


def test_no_page_says_that_nothing_came_back_where_a_theme_or_a_skill_was_seen_twice(make, context):
    once = [make.interview(1, points=(make.point("x", "haste", skill="talk"),))]
    assert context("index.html", *once).came_back is False
    by_theme = [*once, make.interview(2, points=(make.point("y", "haste"),))]
    by_skill = [*once, make.interview(2, points=(make.point("y", skill="talk"),))]
    for several in (by_theme, by_skill):
        page = context(
            "index.html", *several, *(make.interview(9 + day, points=(make.point("z"),)) for day in range(5))
        )
        assert page.came_back is True


def test_home_of_a_long_year_stays_short(make, context):
    gone = make.point("x", "haste", "silence", "maps", "limits")
    several = [
        make.interview(day, commitments=(make.commitment(f"c{day}"),), points=(gone if day < 4 else make.point("y"),))
        for day in range(30)
    ]
    page = context("index.html", *several)
    assert (len(page.open), page.open_total, len(page.latest)) == (5, 30, MOST_LATEST)
    assert len(page.absent) == 4  # all of them: a first line that names some would read as if it named all


def test_a_theme_shows_when_it_was_a_gap_and_when_it_went_well(make, context):
    page = context(
        "themes/haste.html",
        make.interview(1, points=(make.point("ran", "haste", skill="talk"),)),
        make.interview(
            2, points=(make.point("waited", "haste", good=True),), commitments=(make.commitment("a", "haste"),)
        ),
    )
    assert [it.interview.slug for year in page.gaps for it in year.entries] == ["i1"]
    assert [it.interview.slug for year in page.strengths for it in year.entries] == ["i2"]
    assert [it.id for it in page.commitments] == ["a"]
    assert [it.slug for it in page.sheet.rows[0].card.skills] == ["talk"]


def test_a_theme_that_was_never_a_gap_has_no_story(make, context):
    praised = make.interview(1, points=(make.point("drew", "pictures", good=True),))
    assert context("themes/pictures.html", praised).sheet is None
    page = context("themes.html", praised)
    assert (page.sheet.rows, [theme.label for theme in page.others]) == ((), ["pictures"])


def test_strengths_are_quoted_the_latest_first_and_bounded_with_who_could_have_been_asked(make, context):
    several = [
        make.interview(
            day,
            interviewers=(f"P{day % 3}",),
            points=(make.point(f"said {day}", skill="talk", good=True, quoted=True),),
        )
        for day in range(6)
    ]
    once = make.interview(9, interviewers=("P9",), points=(make.point("once", "humour", good=True),))
    page = context("strengths.html", *several, once)
    (card,) = page.cards
    assert (card.skill.title, card.people, card.asked, card.quoted) == ("Talk", 3, 4, 6)
    assert [quote.html for quote in card.quotes] == [f"said {day}" for day in (5, 4, 3, 2)][:MOST_QUOTES]
    assert card.notes == ()
    assert [quote.html for quote in page.single] == ["once"]


def test_the_learners_own_notes_stand_beside_and_are_no_quotations(make, context, render):
    several = [make.interview(day, points=(make.point(f"noted {day}", skill="talk", good=True),)) for day in range(2)]
    (card,) = context("strengths.html", *several).cards
    assert (card.quotes, card.noted, [note.html for note in card.notes]) == ((), 2, ["noted 1", "noted 0"])
    text = render("strengths.html", make.portfolio(*several))
    assert "Noted by Ada in 2 interviews" in text
    assert "<blockquote" not in text


def test_where_names_are_hidden_interviews_are_counted(make, context):
    several = [
        make.interview(
            day, interviewers=(f"P{day}",), points=(make.point("calm", skill="talk", good=True, quoted=True),)
        )
        for day in range(2)
    ]
    (card,) = context("strengths.html", *several, audience=Audience.PUBLIC).cards
    assert (card.people, card.interviews) == (None, 2)


@pytest.mark.parametrize("audience", [Audience.MENTOR, Audience.PUBLIC])
def test_trend_words_are_for_those_who_see_every_rated_interview(make, context, render, audience):
    climb = [make.interview(day, ratings={"talk": value}) for day, value in enumerate([1, 1, 2, 3, 3, 4])]
    pages = ("index.html", "skills.html", "skills/talk.html", "how.html", "report.html")
    whole = make.portfolio(*climb)
    for url in pages:
        assert "rising" in render(url, whole), url
        text = render(url, whole, audience=audience)
        assert "trend-rising" not in text, url
        assert "rising</dt>" not in text, url
        if url != "how.html":
            assert "the 6 interviews shown here" in text, url
    complete = make.portfolio(*climb, complete_for=frozenset({audience}))
    for url in pages:
        assert "rising" in render(url, complete, audience=audience), url
        assert "how.html#rising" in render("index.html", complete, audience=audience)


def test_percentages_stand_in_tables_only(make, render):
    climb = [make.interview(day, ratings={"talk": value}) for day, value in enumerate([1, 3, 3, 3, 4])]
    for url in ("index.html", "skills.html", "skills/talk.html", "report.html"):
        lines = re.sub(r"<(svg|details)\b.*?</\1>", "", render(url, make.portfolio(*climb)), flags=re.DOTALL)
        assert "%" not in lines, url
    for url in ("how.html", "skills/talk.html"):
        assert "51–94%" in render(url, make.portfolio(*climb)), url


def test_below_four_ratings_there_is_no_share(make, render):
    several = [make.interview(day, ratings={"talk": 3, "tests": 3}) for day in range(3)]
    portfolio = make.portfolio(*several, make.interview(9, ratings={"talk": 3}))
    assert ">4 of 4<" in render("how.html", portfolio)
    for url in ("how.html", "index.html", "skills.html", "skills/tests.html", "report.html"):
        assert not re.search("3 of (the last )?3|each of the last 3", render(url, portfolio)), url


def test_the_date_of_an_open_commitment_is_the_day_that_it_was_made(make, render):
    made = make.interview(1, ratings={"talk": 2}, commitments=(make.commitment("a", skill="talk"),))
    tried = make.interview(2, outcomes={"a": Outcome.PARTLY})
    text = re.sub(r"<[^>]*>", "", render("index.html", make.portfolio(made, tried)))
    assert re.search(r"tried, still open · made on \d+ \w+ 20", text)


def test_how_explains_every_word_with_the_skills_that_have_it(make, context):
    several = [make.interview(day, ratings={"talk": 2}) for day in range(4)]
    page = context("how.html", *several, make.interview(9, ratings={"tests": 4}))
    found = {word: [card.link.slug for card in cards] for word, cards in page.words}
    assert list(found) == list(TrendWord)
    assert (found[TrendWord.NO_CLEAR_CHANGE], found[TrendWord.TOO_FEW]) == (["talk"], ["tests"])
    assert page.example.link.slug == "talk"
    assert [card.link.slug for card in page.tested] == ["talk"]


def test_the_timeline_runs_by_quarter_newest_first(make, context):
    page = context("timeline.html", *(make.interview(day) for day in (1, 5, 100)))
    assert [(it.year, it.number, [event.interview.slug for event in it.events]) for it in page.quarters] == [
        (2026, 2, ["i100"]),
        (2026, 1, ["i5", "i1"]),
    ]


def test_a_page_of_evidence_stays_light_and_older_years_have_their_own(make):
    several = [
        make.interview(8 * number, ratings={"talk": 2}, points=(make.point(f"p{number}", "haste", skill="talk"),))
        for number in range(200)
    ]
    pages = make.pages(make.portfolio(*several))
    skill = pages["skills/talk.html"].context
    shown = [it.interview.slug for year in skill.evidence for it in year.entries]
    assert shown[0] == "i1592"
    assert len(shown) < 60
    assert [link.url for link in skill.older] == [f"skills/talk/{year}.html" for year in (2029, 2028, 2027, 2026)]
    elsewhere = [it.interview.slug for link in skill.older for it in pages[link.url].context.evidence]
    assert shown + elsewhere == [interview.slug for interview in reversed(several)]
    rated = [*skill.ratings, *(it for link in skill.older for it in pages[link.url].context.ratings)]
    assert len(rated) == len(several)
    assert pages["themes/haste/2026.html"].context.title == "haste"
    assert pages["themes/haste.html"].context.older


INSTRUCTIONS = (
    "home-open-none",
    "interviews-none",
    "commitments-none-closed",
    "skills-unrated-why",
    "skill-evidence-none",
    "strengths-none",
    "themes-none",
    "sheet-small",
)
"""The texts that say what to do next: to the author, and to nobody else."""


@pytest.mark.parametrize("language", ["en", "es", "pt", "fr"])
@pytest.mark.parametrize("audience", list(Audience))
def test_only_the_author_reads_what_to_do_next(make, render, audience, language):
    texts = read_portfolio_translations(ROOT, language).texts
    longest = {key: max(re.split(r"{\w+}", str(texts[key])), key=len) for key in INSTRUCTIONS}
    open_commitment = make.interview(0, commitments=(make.commitment("this"),))
    good = make.point("It ran", "silence", skill="tests", good=True)
    found = set()
    for interviews in [(), (open_commitment,), (make.interview(0, points=(good,)),)]:
        portfolio = make.portfolio(*interviews, language=language)
        for url in make.pages(portfolio, audience):
            if url.endswith(".html"):
                page = html.unescape(render(url, portfolio, audience))
                found |= {key for key, part in longest.items() if part in page}
    assert found == (set(INSTRUCTIONS) if audience is Audience.ME else set())


def test_commitments_of_older_years_have_pages_of_their_own_and_old_addresses_lead_there(make):
    several = [
        make.interview(
            8 * number,
            commitments=(make.commitment(f"plan-{number}"),),
            outcomes={f"plan-{number - 1}": Outcome.KEPT} if number % 8 else {},
        )
        for number in range(300)
    ]
    pages = make.pages(make.portfolio(*several))
    first = pages["commitments.html"].context
    older = [pages[link.url].context for link in first.older]
    assert len(older) >= 3
    ids = [card.id for page in (first, *older) for card in (*page.open, *page.closed)]
    assert sorted(ids) == sorted(f"plan-{number}" for number in range(300))
    assert [card.id for card in first.open] == ["plan-299", *(f"plan-{number}" for number in range(295, 6, -8))]
    for page in older:
        assert all(card.url == f"{page.this.url}#{card.anchor}" for card in (*page.open, *page.closed))
        assert first.moved[page.this.url] == tuple(card.anchor for card in (*page.open, *page.closed))
    assert first.open_total + first.closed_total == 300


def test_a_new_entry_leaves_pages_of_older_years_as_they_are(make):
    several = [
        make.interview(
            8 * number,
            commitments=(make.commitment(f"plan-{number}"),),
            sections=(make.section("Why", "because " * 100),),
        )
        for number in range(301)
    ]
    before, after = (make.pages(make.portfolio(*several[:count])) for count in (300, 301))
    for url in ("commitments.html", "report.html"):
        older = [link.url for link in before[url].context.older]
        assert len(older) > 2
        assert [before[each].context for each in older] == [after[each].context for each in older]


def test_a_long_list_of_the_timeline_has_a_page_for_each_year(make):
    several = [make.interview(8 * number, commitments=(make.commitment(f"plan-{number}"),)) for number in range(120)]
    pages = make.pages(make.portfolio(*several))
    timeline = pages["timeline.html"].context
    shown = [event.interview.slug for quarter in timeline.quarters for event in quarter.events]
    assert shown[0] == "i952"
    assert len(shown) < 40
    listed = [
        event.interview.slug
        for link in timeline.years
        for quarter in pages[link.url].context.quarters
        for event in quarter.events
    ]
    assert listed == [interview.slug for interview in reversed(several)]


def test_a_longer_entry_changes_no_link_to_a_year():
    start = datetime.date(2020, 1, 1)
    entries = [(start + datetime.timedelta(days=3 * number), 700) for number in range(600)]
    changed = [*entries[:100], (entries[100][0], 720), *entries[101:]]
    assert find_older(entries, str) == find_older(changed, str) != ()


def test_a_name_of_an_older_year_does_not_change_as_newer_entries_come():
    start = datetime.date(2020, 1, 1)
    entries = [(start + datetime.timedelta(days=3 * number), 700) for number in range(600)]
    urls: set[str] = set()
    for number in range(100, 600, 7):
        now = {link.url for link in find_older(entries[:number], lambda name: name)}
        assert urls <= now
        urls = now
    assert len(urls) > 3
