"""What each page shows: the facts of the portfolio, in words, with the evidence beside them."""

import re

import pytest

from afterview.model.audience import Audience, Visibility
from afterview.model.insight import CommitmentState, RecurrenceState, TrendWord
from afterview.model.section import Outcome
from afterview.pages.cards import Steadiness, view_sections
from afterview.pages.home import MOST_LATEST
from afterview.pages.strengths import MOST_QUOTES


@pytest.mark.parametrize(
    ("ratings", "steadiness", "usual"),
    [
        ([2], Steadiness.ONCE, "getting there"),
        ([2, 2], Steadiness.TWICE, "getting there"),
        ([3, 3, 3], Steadiness.THRICE, "solid"),
        ([1, 3, 3], Steadiness.FEW, "solid"),
        ([3, 3, 3, 3], Steadiness.EVERY, "solid"),
        ([1, 3, 3, 3], Steadiness.MOSTLY, "solid"),
        ([1, 2, 4, 3, 2], Steadiness.AROUND, "getting there"),
        ([1, 1, 4, 4], Steadiness.SPREAD, "not yet"),
    ],
)
def test_one_word_stands_for_the_last_ratings_only_as_far_as_it_can(make, context, ratings, steadiness, usual):
    interviews = [make.interview(day, ratings={"talk": value}) for day, value in enumerate(ratings)]
    level = context("skills/talk.html", *interviews).level
    assert (level.steadiness, level.usual.word) == (steadiness, usual)


def test_below_four_the_ratings_stand_for_themselves_oldest_first(make, context):
    interviews = [make.interview(day, ratings={"talk": value}) for day, value in enumerate([3, 1, 2])]
    level = context("skills/talk.html", *interviews).level
    assert [step.word for step in level.few] == ["solid", "not yet", "getting there"]
    assert context("skills/talk.html", *interviews, make.interview(3, ratings={"talk": 3})).level.few == ()


def test_the_probable_range_is_in_whole_percent(make, context):
    interviews = [make.interview(day, ratings={"talk": value}) for day, value in enumerate([1, 3, 3, 4, 3])]
    level = context("skills/talk.html", *interviews).level
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
    assert [(it.id, it.state) for it in second.made] == [("b", CommitmentState.UNTRIED)]
    (made,) = context("interviews/i1.html", *several).made
    assert [it.outcome for it in made.attempts] == [Outcome.PARTLY, Outcome.KEPT]
    assert made.url == "commitments.html#c-a"


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
    assert (kept.since.solid_before, kept.since.solid_after, len(kept.spark.dots)) == (0, 1, 2)
    assert kept.spark.dots[0][0] < kept.spark.split < kept.spark.dots[1][0]


def test_a_skill_gathers_what_was_said_of_it_newest_first(make, context):
    page = context(
        "skills/tests.html",
        make.interview(1, points=(make.point("none", "edge cases", skill="tests"), make.point("other", skill="talk"))),
        make.interview(2, points=(make.point("two", skill="tests", good=True), make.point("slow", skill="tests"))),
    )
    assert [(it.interview.slug, [quote.html for quote in it.quotes]) for it in page.evidence] == [
        ("i2", ["two", "slow"]),
        ("i1", ["none"]),
    ]
    assert [theme.label for theme in page.themes] == ["edge cases"]
    assert page.kinds == ("Coding",)
    assert (page.anchors[0][0].word, page.anchors[0][1]) == ("not yet", "tests not yet")


def test_skills_that_nobody_rated_stand_apart(make, context):
    page = context("skills.html", make.interview(1, ratings={"talk": 2}, self_ratings={"tests": 3}))
    assert [it.card.link.slug for it in page.rated] == ["talk"]
    assert [it.slug for it in page.unrated] == ["tests", "limits"]
    assert [step.word for _, step in page.rated[0].ratings] == ["getting there"]


def test_home_leads_with_what_can_be_done(make, context):
    several = [
        make.interview(1, points=(make.point("x", "haste"),), commitments=(make.commitment("a"), make.commitment("b"))),
        make.interview(2, points=(make.point("y", "haste"), make.point("z", "names"))),
        make.interview(3, outcomes={"a": Outcome.MISSED, "b": Outcome.NO_CHANCE}, ratings={"talk": 2}),
    ]
    page = context("index.html", *several)
    assert [card.id for card in page.open] == ["a", "b"]
    assert [(it.link.slug, it.story.recurrence.state, it.last.html) for it in page.returning] == [
        ("haste", RecurrenceState.RECURRING, "y")
    ]
    # A miss is no try.
    assert page.tried == ()
    assert [card.link.slug for card in page.skills] == ["talk"]
    assert [it.slug for it in page.latest] == ["i3", "i2", "i1"]
    assert (page.span.interviews, page.span.mock, page.moving) == (3, 3, ())


def test_home_lists_what_was_kept_lately_in_part_or_whole(make, context):
    made = [make.commitment(id) for id in "abcd"]
    outcomes = {"a": Outcome.KEPT, "b": Outcome.PARTLY, "c": Outcome.MISSED, "d": Outcome.DROPPED}
    page = context("index.html", make.interview(1, commitments=made), make.interview(2, outcomes=outcomes))
    assert [tried.settled.card.id for tried in page.tried] == ["a", "b"]


def test_home_gives_an_absence_as_a_change_only_where_it_would_rarely_be_chance(make, context):
    def quiet(seen: int, missed: int) -> list[str]:
        points = [(make.point("x", "haste"),)] * seen + [(make.point("y", "other"),)] * missed
        several = [make.interview(day, points=each) for day, each in enumerate(points)]
        return [card.link.slug for card in context("index.html", *several).quiet]

    assert quiet(2, 2) == []
    assert quiet(2, 3) == ["haste"]
    # Seen once it did not come back, so there is nothing that could have stopped.
    assert quiet(1, 9) == []


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
    several = [make.interview(day, commitments=(make.commitment(f"c{day}"),)) for day in range(30)]
    page = context("index.html", *several)
    assert (len(page.open), page.open_total, len(page.latest)) == (5, 30, MOST_LATEST)


def test_a_theme_shows_when_it_was_a_gap_and_when_it_went_well(make, context):
    page = context(
        "themes/haste.html",
        make.interview(1, points=(make.point("ran", "haste", skill="talk"),)),
        make.interview(
            2, points=(make.point("waited", "haste", good=True),), commitments=(make.commitment("a", "haste"),)
        ),
    )
    assert [it.interview.slug for it in page.gaps] == ["i1"]
    assert [it.interview.slug for it in page.strengths] == ["i2"]
    assert [it.id for it in page.commitments] == ["a"]
    assert [it.slug for it in page.card.skills] == ["talk"]


def test_a_theme_that_was_never_a_gap_has_no_story(make, context):
    praised = make.interview(1, points=(make.point("drew", "pictures", good=True),))
    assert context("themes/pictures.html", praised).card is None
    page = context("themes.html", praised)
    assert (page.cards, [theme.label for theme in page.others]) == ((), ["pictures"])


def test_strengths_are_quoted_the_latest_first_and_bounded_with_who_could_have_been_asked(make, context):
    several = [
        make.interview(
            day, interviewer=f"P{day % 3}", points=(make.point(f"said {day}", skill="talk", good=True, quoted=True),)
        )
        for day in range(6)
    ]
    once = make.interview(9, interviewer="P9", points=(make.point("once", "humour", good=True),))
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
        make.interview(day, interviewer=f"P{day}", points=(make.point("calm", skill="talk", good=True, quoted=True),))
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


def test_no_line_has_a_percentage(make, render):
    climb = [make.interview(day, ratings={"talk": value}) for day, value in enumerate([1, 3, 3, 3, 4])]
    for url in ("index.html", "skills.html", "skills/talk.html", "report.html"):
        assert "%" not in re.sub(r"<svg.*?</svg>", "", render(url, make.portfolio(*climb)), flags=re.DOTALL), url
    assert "51–94%" in render("how.html", make.portfolio(*climb))


def test_how_explains_every_word_with_the_skills_it_is_said_of(make, context):
    several = [make.interview(day, ratings={"talk": 2}) for day in range(4)]
    page = context("how.html", *several, make.interview(9, ratings={"tests": 4}))
    said = {word: [card.link.slug for card in cards] for word, cards in page.words}
    assert list(said) == list(TrendWord)
    assert (said[TrendWord.NO_CLEAR_CHANGE], said[TrendWord.TOO_FEW]) == (["talk"], ["tests"])
    assert page.example.link.slug == "talk"
    assert [card.link.slug for card in page.tested] == ["talk"]


def test_the_timeline_runs_by_month_newest_first(make, context):
    page = context("timeline.html", *(make.interview(day) for day in (1, 5, 40)))
    assert [(month.first.month, [it.interview.slug for it in month.events]) for month in page.months] == [
        (2, ["i40"]),
        (1, ["i5", "i1"]),
    ]
