"""Charts say where each rating stands: on its word's line, on its day, beside its neighbours and not over them."""

import datetime
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterview.model.insight import Observation, Source
from afterview.model.interview import Mode, Relation
from afterview.model.section import Outcome
from afterview.pages.charts import LARGE, MOST_DOTS, Shape, draw_skill, draw_small, draw_year
from afterview.pages.links import InterviewLink
from afterview.pages.sparklines import draw_spark
from afterview.pages.time_axis import TimeScale, make_ticks

SCALE = ("not yet", "getting there", "solid", "strong")
START = datetime.date(2026, 1, 1)


def link(day: int, mode: Mode = Mode.MOCK, relation: Relation | None = None) -> InterviewLink:
    date = START + datetime.timedelta(days=day)
    url = f"interviews/i{day}.html"
    return InterviewLink(
        slug=f"i{day}", url=url, title=f"I{day}", date=date, mode=mode, kind="Coding", relation=relation
    )


def rating(day: int, value: int, *, own: bool = False, relation: Relation | None = None) -> Observation:
    return Observation(
        interview=f"i{day}",
        date=START + datetime.timedelta(days=day),
        value=value,
        source=Source.SELF if own else Source.INTERVIEWER,
        mode=Mode.REAL if day % 2 else Mode.MOCK,
        relation=relation,
    )


def draw(*ratings):
    return draw_skill(ratings, (), SCALE, {it.interview: link((it.date - START).days) for it in ratings})


def test_without_a_rating_there_is_no_chart():
    assert draw() is None
    assert draw_year((), ()) is None
    assert draw_spark((), SCALE, 3) is None
    assert draw_small([rating(1, 2, own=True)], SCALE, (START, START), {}) is None


def test_a_dot_stands_on_its_words_line_and_days_place():
    chart = draw(rating(0, 1), rating(100, 4), rating(200, 2))
    line = {row.label: row.y for row in chart.rows}
    assert [dot.y for dot in chart.dots] == [line["not yet"], line["strong"], line["getting there"]]
    first, middle, last = (dot.x for dot in chart.dots)
    assert middle == pytest.approx((first + last) / 2, abs=0.1)
    assert line["strong"] < line["not yet"]


@pytest.mark.parametrize(
    ("relation", "shape"),
    [
        (Relation.PEER, Shape.CIRCLE),
        (Relation.MENTOR, Shape.SQUARE),
        (Relation.PROFESSIONAL, Shape.TRIANGLE),
        (Relation.COMPANY, Shape.DIAMOND),
        (None, Shape.CIRCLE),
    ],
)
def test_the_shape_says_who_rated(relation, shape):
    (dot,) = draw(rating(1, 2, relation=relation)).dots
    assert (dot.shape, dot.real, dot.own, dot.step.word) == (shape, True, False, "getting there")


def test_theirs_keeps_the_line_where_the_learner_said_the_same():
    chart = draw(rating(5, 3, own=True), rating(5, 3))
    theirs, own = chart.dots
    assert (theirs.own, own.own) == (False, True)
    assert theirs.y == chart.rows[2].y
    assert abs(own.y - theirs.y) == LARGE.lane


def test_a_long_series_shows_its_end_and_says_so():
    chart = draw(*(rating(day, 2) for day in range(MOST_DOTS + 30)))
    assert (chart.shown, chart.total, len(chart.dots)) == (MOST_DOTS, MOST_DOTS + 30, MOST_DOTS)
    assert chart.dots[0].interview.slug == "i30"


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(1, 4), st.booleans()), min_size=1, max_size=40))
def test_dots_stay_on_the_chart_and_off_each_other(several):
    chart = draw(*(rating(day, value, own=own) for day, value, own in sorted(several)))
    for dot in chart.dots:
        assert 0 < dot.x < chart.width
        assert 0 < dot.y < chart.height
        assert dot.x == round(dot.x, 1)
        assert dot.y == round(dot.y, 1)
    for row in chart.rows:
        near = [dot for dot in chart.dots if abs(dot.y - row.y) < LARGE.row / 2]
        for place in {dot.y for dot in near}:
            lane = sorted(dot.x for dot in near if dot.y == place)
            crowded = len(near) > LARGE.lanes
            assert crowded or all(b - a >= LARGE.apart - 0.05 for a, b in itertools.pairwise(lane))


@given(st.dates(), st.integers(0, 40_000), st.integers(2, 8))
def test_named_dates_are_few_and_within_the_axis(first, days, most):
    last = min(datetime.date.max, first + datetime.timedelta(days=min(days, (datetime.date.max - first).days)))
    ticks = make_ticks(TimeScale(first=first, last=last, start=10, end=90), most)
    assert 1 <= len(ticks) <= most
    assert [it.x for it in ticks] == sorted(it.x for it in ticks)
    assert all(10 <= it.x <= 90 and first <= it.date <= last for it in ticks)


@pytest.mark.parametrize(
    ("last", "patterns"),
    [
        ("2026-02-05", ["tick-day", "tick-day"]),
        ("2026-02-20", ["tick-day", "tick-day"]),
        ("2026-06-20", ["tick-month-year", "tick-month", "tick-month", "tick-month"]),
        ("2029-06-20", ["tick-year", "tick-year", "tick-year"]),
    ],
)
def test_dates_are_named_as_coarsely_as_the_time_is_long(last, patterns):
    time = TimeScale(first=datetime.date(2026, 2, 5), last=datetime.date.fromisoformat(last), start=0, end=1)
    ticks = make_ticks(time)
    assert [it.pattern for it in ticks] == (patterns if last != "2026-02-05" else patterns[:1])


def test_the_year_has_a_lane_for_each_thing_that_happens(make, context):
    chart = context(
        "timeline.html",
        make.interview(1, commitments=(make.commitment("a"), make.commitment("b"))),
        make.interview(30, mode=Mode.REAL, outcomes={"a": Outcome.KEPT, "b": Outcome.NO_CHANCE}),
    ).chart
    lane = {row.label: row.y for row in chart.rows}
    assert [dot.y for dot in chart.dots] == [lane["mock"], lane["real"]]
    made = [mark for mark in chart.marks if mark.outcome is None]
    assert {mark.card.id for mark in made} == {"a", "b"}
    assert made[0].x == made[1].x
    assert made[0].y != made[1].y
    assert [(mark.card.id, mark.y) for mark in chart.marks if mark.outcome] == [("a", lane["settled"])]


def test_a_long_time_shows_the_commitments_of_what_it_shows(make, context):
    chart = context(
        "timeline.html",
        make.interview(0, commitments=(make.commitment("old"),)),
        *(make.interview(day) for day in range(1, MOST_DOTS)),
        make.interview(MOST_DOTS, commitments=(make.commitment("new"),), outcomes={"old": Outcome.KEPT}),
    ).chart
    assert (chart.shown, chart.total) == (MOST_DOTS, MOST_DOTS + 1)
    assert {(mark.card.id, mark.outcome) for mark in chart.marks} == {("new", None), ("old", Outcome.KEPT)}


def test_a_skills_commitments_are_marked_on_the_day_they_were_tried(make, context):
    chart = context(
        "skills/tests.html",
        make.interview(
            1, ratings={"tests": 1}, commitments=(make.commitment("a"), make.commitment("other", skill=None))
        ),
        make.interview(9, ratings={"tests": 2}, outcomes={"a": Outcome.MISSED, "other": Outcome.KEPT}),
    ).chart
    assert [(mark.card.id, mark.outcome, mark.x) for mark in chart.marks] == [("a", Outcome.MISSED, chart.dots[1].x)]
    assert chart.rows[0].y < chart.marks[0].y < chart.foot


def test_a_spark_ends_at_the_same_place_however_short():
    short, long = (draw_spark([rating(day, 2) for day in range(n)], SCALE, 3) for n in (2, 30))
    assert short is not None
    assert long is not None
    assert short.dots[-1] == long.dots[-1]
    assert (len(short.dots), len(long.dots), short.width) == (2, 10, long.width)
    assert [step.word for step in short.steps] == ["getting there"] * 2
    assert short.line < short.dots[0][1]
