"""The year at a glance shows each rating where and when it was given, and nothing else."""

import datetime
import re
import xml.etree.ElementTree as ElementTree

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterview.model.audience import Audience
from afterview.model.insight import Observation, Source
from afterview.model.interview import Mode
from afterview.model.portfolio import Skill
from afterview.model.section import Outcome
from afterview.pages.links import InterviewLink
from afterview.pages.sheet import MOST_MARKS, lay_axis, lay_ratings, lay_steps
from afterview.pages.sheet_bins import Period, choose_period, lay_bars
from afterview.pages.time_axis import TimeScale, make_ticks
from afterview.pages.year_sheet import MOST_TOGETHER
from afterview.rendering.layout_folders import find_default_layouts
from afterview.rendering.layouts import read_layouts
from afterview.rendering.renderer import Renderer

SCALE = ("not yet", "getting there", "solid", "strong")
START = datetime.date(2026, 1, 1)


def link(day: int, mode: Mode = Mode.MOCK) -> InterviewLink:
    date = START + datetime.timedelta(days=day)
    return InterviewLink(slug=f"i{day}", url=f"interviews/i{day}.html", title=f"I{day}", date=date, mode=mode, kind="C")


def rating(day: int, value: int, *, own: bool = False) -> Observation:
    return Observation(
        interview=f"i{day}",
        date=START + datetime.timedelta(days=day),
        value=value,
        source=Source.SELF if own else Source.INTERVIEWER,
        mode=Mode.MOCK,
    )


def lay(*series, scale=SCALE, solid=3, own=False):
    days = sorted({(it.date - START).days for it in series})
    links = {f"i{day}": link(day) for day in days}
    steps = lay_steps(scale, solid)
    return lay_ratings(series, lay_axis(tuple(links.values())), steps, solid, links, own=own), steps


@pytest.fixture(scope="module")
def page(make):
    """A page of a year, as a tree of its elements."""
    renderer = Renderer(read_layouts((find_default_layouts(),)))

    def render(url, *interviews, audience=Audience.ME, **facts):
        text = renderer.render_page(make.pages(make.portfolio(*interviews, **facts), audience)[url]).body.decode()
        body = re.search(r"<main.*</main>", text, re.DOTALL)
        assert body
        plain = re.sub(r"<(img|br|input|hr|wbr)\b([^>]*?)/?>", r"<\1\2/>", body[0])
        plain = re.sub(r"\s(tabindex|open|hidden|disabled)(?=[\s>])", r' \1=""', plain)
        return ElementTree.fromstring(plain.replace("&nbsp;", " "))

    return render


@pytest.fixture(scope="module")
def year(make):
    """Ten interviews with ratings, a theme and a commitment."""
    return [
        make.interview(
            30 * number,
            mode=Mode.REAL if number % 3 == 2 else Mode.MOCK,
            ratings={"talk": 1 + number % 4, "tests": 2 + number % 2},
            self_ratings={"talk": 2},
            points=(make.point("rushed", "haste", skill="talk"),) if number % 2 else (make.point("x", skill="talk"),),
            commitments=(make.commitment("plan", skill="talk"),) if number == 1 else (),
            outcomes={"plan": Outcome.KEPT} if number == 4 else {},
        )
        for number in range(10)
    ]


def test_a_dot_stands_on_its_day_and_step():
    ratings, steps = lay(rating(0, 1), rating(100, 4), rating(200, 2))
    assert [dot.y for dot in ratings.dots] == [round(steps.y(value), 1) for value in (1, 4, 2)]
    assert steps.y(4) < steps.y(1)
    first, middle, last = (dot.x for dot in ratings.dots)
    assert (first, last) == (1.5, 98.5)
    assert middle == pytest.approx(50, abs=0.1)


def test_the_zone_holds_exactly_the_steps_that_are_at_least_solid():
    for scale, solid in [(SCALE, 3), (("a", "b"), 2), (tuple("abcdefg"), 4)]:
        steps = lay_steps(scale, solid)
        assert [steps.y(value) < steps.zone for value in range(1, len(scale) + 1)] == [
            value >= solid for value in range(1, len(scale) + 1)
        ]


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 4)), min_size=1, max_size=60))
def test_two_of_one_day_never_look_like_another_step(several):
    ratings, steps = lay(*(rating(day, value) for day, value in sorted(several)))
    for dot in ratings.dots:
        assert abs(dot.y - steps.y(dot.step.value)) < steps.height / len(SCALE) / 2
        assert 0 < dot.y < steps.height


def test_self_ratings_are_marked_as_such_and_only_where_asked_for():
    series = (rating(5, 3), rating(5, 2, own=True))
    assert [dot.own for dot in lay(*series)[0].dots] == [False]
    assert sorted(dot.own for dot in lay(*series, own=True)[0].dots) == [False, True]


def test_more_ratings_than_there_is_room_for_are_counted_by_period():
    ratings, steps = lay(*(rating(day, 1 + day % 4) for day in range(MOST_MARKS + 1)))
    assert ratings.dots == ()
    assert sum(bar.count for bar in ratings.bars) == MOST_MARKS + 1
    for bar in ratings.bars:
        assert bar.height < steps.height / len(SCALE)
        assert bar.y <= steps.y(bar.step.value) <= bar.y + bar.height


@pytest.mark.parametrize(("days", "period"), [(300, Period.MONTH), (1000, Period.QUARTER), (9000, Period.YEAR)])
def test_bars_count_longer_periods_the_longer_the_time(days, period):
    time = TimeScale(first=START, last=START + datetime.timedelta(days=days), start=0, end=100)
    assert choose_period(time) is period


@pytest.mark.parametrize(
    ("rows", "days", "period"),
    [(6, 360, Period.MONTH), (24, 360, Period.QUARTER), (12, 2900, Period.YEAR), (12, 7000, Period.FIVE_YEARS)],
)
def test_bars_count_longer_periods_the_more_rows_there_are(rows, days, period):
    time = TimeScale(first=START, last=START + datetime.timedelta(days=days), start=0, end=100)
    assert choose_period(time, rows) is period


@given(st.lists(st.tuples(st.dates(), st.integers(1, 4)), min_size=1, max_size=30), st.sampled_from(Period))
def test_no_rating_is_lost_in_bars_of_any_period(several, period):
    dates = [date for date, _ in several]
    time = TimeScale(first=min(dates), last=max(dates), start=0, end=100)
    series = [
        Observation(interview="i", date=date, value=value, source=Source.INTERVIEWER, mode=Mode.MOCK)
        for date, value in several
    ]
    bars = lay_bars(series, time, period, lay_steps(SCALE, 3).words, 38)
    assert sum(bar.count for bar in bars) == len(several)
    assert all(0 <= bar.x <= 100 for bar in bars)


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
        ("2026-06-20", ["tick-month-year", "tick-month-year", "tick-month", "tick-month", "tick-month"]),
        ("2029-06-20", ["tick-year", "tick-year", "tick-year"]),
    ],
)
def test_dates_are_named_as_coarsely_as_the_time_is_long(last, patterns):
    time = TimeScale(first=datetime.date(2026, 2, 5), last=datetime.date.fromisoformat(last), start=0, end=1)
    assert [it.pattern for it in make_ticks(time)] == (patterns if last != "2026-02-05" else patterns[:1])


def test_the_month_in_which_the_time_begins_is_named_where_there_is_room():
    year = TimeScale(first=datetime.date(2025, 11, 8), last=datetime.date(2026, 11, 20), start=1, end=99)
    ticks = make_ticks(year, most=8)
    assert [(it.date.isoformat()[:7], it.minor) for it in ticks] == [
        *(("2025-11", True), ("2026-01", False), ("2026-03", True), ("2026-05", False)),
        *(("2026-07", True), ("2026-09", False), ("2026-11", True)),
    ]
    assert ticks[0].x == 1
    assert {it.pattern for it in ticks[:2]} == {"tick-month-year"}
    soon = msgspec.structs.replace(year, first=datetime.date(2025, 12, 20))
    assert make_ticks(soon, most=8)[0].date == datetime.date(2026, 1, 1)


def test_a_theme_has_a_circle_for_each_chance_and_none_elsewhere(make, context, year):
    (row,) = context("themes.html", *year).sheet.rows
    assert [it.seen for it in row.chances] == [number % 2 == 1 for number in range(10)]
    assert len(row.chances) == len(row.card.story.recurrence.chances)


def test_threads_run_from_the_day_they_were_made_to_their_end_or_today(make, context):
    several = (
        make.interview(0, commitments=(make.commitment("a"), make.commitment("b"))),
        make.interview(50, outcomes={"a": Outcome.KEPT}, commitments=(make.commitment("c"),)),
        make.interview(100),
    )
    threads = {it.card.id: it for it in context("timeline.html", *several).threads}
    assert [(id, it.start, it.end, len(it.signs)) for id, it in threads.items()] == [
        ("a", 1.5, 50.0, 1),
        ("b", 1.5, 98.5, 0),
        ("c", 50.0, 98.5, 0),
    ]


def test_a_long_time_begins_with_the_first_interview_drawn(make, context):
    several = [make.interview(5 * number, ratings={"talk": 2}) for number in range(MOST_TOGETHER + 30)]
    sheet = context("index.html", *several).sheet
    (band,) = sheet.bands
    assert (sheet.shown, sheet.total) == (MOST_TOGETHER, MOST_TOGETHER + 30)
    assert band.axis.columns[0].interview.slug == "i150"
    assert band.axis.columns[0].x == 1.5


def test_the_timeline_of_years_has_a_band_for_each_the_newest_on_top(make, context):
    several = [make.interview(12 * number, ratings={"talk": 2}) for number in range(100)]
    bands = context("timeline.html", *several).sheet.bands
    assert [band.first_year for band in bands] == [2029, 2028, 2027, 2026]
    assert sum(band.mock + band.real for band in bands) == 100


def test_an_empty_sheet_names_the_rows_that_it_will_have(context):
    (band,) = context("index.html").sheet.bands
    assert [row.card.link.slug for row in band.rows] == ["talk", "tests", "limits"]
    assert band.axis.columns == ()


def elements(tree, name):
    return [it for it in tree.iter() if it.tag == name]


def text_of(element):
    return " ".join("".join(element.itertext()).split())


@pytest.mark.parametrize("url", ["index.html", "timeline.html", "skills.html", "skills/talk.html", "themes/haste.html"])
def test_no_picture_scales_its_text_and_every_dot_is_a_link_with_a_name(page, year, url):
    tree = page(url, *year)
    pictures = [it for row in elements(tree, "li") if "row" in row.get("class", "") for it in row.findall("svg")]
    assert pictures or url == "skills/talk.html"
    assert not any(it.get("viewBox") for it in elements(tree, "svg"))
    names: dict[str, set[str | None]] = {}
    for anchor in (it for svg in elements(tree, "svg") for it in svg.findall("a")):
        target = [it for it in anchor.findall("circle") if it.get("class") == "t"]
        (name,) = [text_of(it) for it in anchor.findall("text")]
        assert len(target) == 1
        assert re.search(r"\d{4} · ", name)
        names.setdefault(name, set()).add(anchor.get("href"))
    assert all(len(urls) == 1 for urls in names.values())
    silent = {part for svg in elements(tree, "svg") if svg.get("aria-hidden") for part in svg.iter()}
    for svg in elements(tree, "svg"):
        for circle in svg.findall("circle"):
            assert circle in silent or circle.get("class") in ("made", "pad"), "a dot without a link is not read aloud"


@pytest.mark.parametrize("url", ["index.html", "timeline.html", "skills.html", "skills/talk.html"])
def test_no_line_joins_ratings_and_none_is_fitted(page, year, url):
    tree = page(url, *year)
    assert elements(tree, "polyline") == elements(tree, "polygon") == elements(tree, "path") == []
    for line in elements(tree, "line"):
        kind = line.get("class") or ""
        upright = line.get("x1") == line.get("x2")
        level = line.get("y1") == line.get("y2")
        # Upright: a day, or the two ratings of one interview. Level: a step aimed at, a commitment, a self-rating.
        assert upright or (level and kind.split()[0] in ("target", "thread", "own"))


@pytest.mark.parametrize(
    "url", ["index.html", "timeline.html", "skills.html", "skills/talk.html", "themes.html", "interviews/i90.html"]
)
def test_pages_speak_of_no_average_sum_or_rank(page, year, url):
    words = text_of(page(url, *year)).lower()
    assert not re.search(r"average|mean of|score|rank|total of|\bsum\b|streak", words)


def test_labels_and_findings_are_html_beside_the_picture(page, year):
    rows = [it for it in elements(page("skills.html", *year), "li") if it.get("class") == "row"]
    assert [text_of(row.find("a")) for row in rows] == ["Talk", "Tests"]
    assert "of the last 5" in text_of(rows[0].find("p"))
    for row in rows:
        assert not [it for svg in row.findall("svg") for it in svg.findall("text")]


def test_the_chart_and_its_table_say_the_same(page, context, year):
    tree = page("skills.html", *year)
    (band,) = context("skills.html", *year).sheet.bands
    table = {
        text_of(row.find("th")): text_of(row.findall("td")[0]) for row in tree.iter("tr") if row.find("td") is not None
    }
    for row in band.rows:
        cells = table[row.card.link.title].split(", ")
        assert [it.rsplit(" ", 3)[0] for it in cells] == [dot.step.word for dot in row.ratings.dots]


def test_without_pictures_the_names_of_dots_do_not_run_together(page, year):
    tree = page("index.html", *year)
    drawn = [it for it in tree.iter("svg") if it.find("a") is not None]
    assert drawn
    for svg in drawn:
        names = [text_of(it) for it in svg.iter("text")]
        assert " ".join(names) in " ".join("".join(svg.itertext()).split())


def test_each_picture_is_passed_by_one_key(page, year):
    tree = page("index.html", *year)
    (skip,) = [it.find("a") for it in tree.iter("p") if it.get("class") == "pass"]
    assert any(it.get("id") == skip.get("href").lstrip("#") for it in tree.iter())


def test_a_trend_word_is_only_for_who_sees_everything(make, context):
    rising = [make.interview(10 * n, ratings={"talk": 1 + n // 4, "tests": 1 + n // 4}) for n in range(14)]
    mine, theirs = (
        [row.card.moving for row in context("skills.html", *rising, audience=audience).sheet.bands[0].rows]
        for audience in (Audience.ME, Audience.PUBLIC)
    )
    assert any(mine)
    assert not any(theirs)


@pytest.mark.parametrize("rated", [8, 24])
def test_the_first_page_of_24_skills_and_60_interviews_weighs_60_kb_at_most(make, render, rated):
    slugs = [f"skill-{number}" for number in range(24)]
    several = [
        make.interview(
            6 * day,
            title=f"Interview number {day}, with a title",
            ratings={slug: 1 + (day + place) % 4 for place, slug in enumerate(slugs) if (place + day) % 24 < rated},
            points=(
                make.point("Rushed the end", f"theme {day % 5}", skill=slugs[day % 24]),
                msgspec.structs.replace(make.point("Clear from the start", good=True), quoted=True),
            ),
            commitments=(make.commitment(f"plan {day}", skill=slugs[0]),),
        )
        for day in range(60)
    ]
    skills = {slug: Skill(slug=slug, title=slug.replace("-", " "), kinds=(), anchors=()) for slug in slugs}
    portfolio = make.portfolio(*several, skills=skills)
    assert len(render("index.html", portfolio).encode()) <= 60_000


@pytest.mark.slow
@pytest.mark.parametrize("days", [2_000, 7_000])
def test_of_1000_interviews_no_page_of_evidence_weighs_more_than_100_kb(make, days):
    slugs = [f"skill-{number}" for number in range(12)]
    several = [
        make.interview(
            days * number // 1_000,
            slug=f"i{number}",
            path=f"content/interviews/{number:05}.md",
            title=f"Interview number {number}, with a title",
            ratings={slug: 1 + (number + place) % 4 for place, slug in enumerate(slugs) if (number + place) % 3},
            self_ratings=dict.fromkeys(slugs[:6], 1 + number % 4),
            points=(
                make.point(
                    "Rushed the end, and left the last case out", f"theme {number % 6}", skill=slugs[number % 12]
                ),
                make.point("Clear from the start to the end of it", good=True, quoted=True, skill=slugs[number % 12]),
            ),
            sections=(make.section("Why", "because it was so, and not otherwise. " * 30),),
            commitments=(make.commitment(f"plan {number}", f"theme {number % 6}", skill=slugs[number % 12]),),
            outcomes={f"plan {number - 3}": Outcome.KEPT if number % 3 else Outcome.PARTLY} if number > 3 else {},
        )
        for number in range(1_000)
    ]
    skills = {slug: Skill(slug=slug, title=slug.replace("-", " "), kinds=(), anchors=()) for slug in slugs}
    renderer = Renderer(read_layouts((find_default_layouts(),)))
    pages = make.pages(make.portfolio(*several, skills=skills), Audience.PUBLIC)
    sizes = {
        url: len(renderer.render_page(page).body)
        for url, page in pages.items()
        # Each interview's own page is as long as what was written; the list of them all has a line for each.
        if page.layout not in ("interview.html", "interviews.html") and url.endswith(".html")
    }
    assert {url: size for url, size in sizes.items() if size > 100_000} == {}
    assert sizes["index.html"] <= 60_000
