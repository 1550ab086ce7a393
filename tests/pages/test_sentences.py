"""What pages say, word for word, where a word too much would flatter or frighten."""

import re

import msgspec
import pytest

from afterview.model.audience import Audience
from afterview.model.section import Outcome

OTHER_CAUSES = "Another kind of interview, or a kinder or stricter interviewer, can look just like this."


def read_text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def rate(make, values):
    return [make.interview(day, ratings={"talk": value}) for day, value in enumerate(values)]


@pytest.fixture
def how(make, render):
    ratings = [
        {"talk": 1, "tests": 2},
        {"talk": 2, "tests": 3},
        {"talk": 2},
        {"talk": 3, "tests": 3},
        {"talk": 4, "tests": 2},
    ]
    return render("how.html", make.portfolio(*(make.interview(day, ratings=each) for day, each in enumerate(ratings))))


def test_other_causes_stand_under_all_four_words(how):
    entries = dict(re.findall(r'<div id="([\w-]+)">\s*<dt>.*?</dt>\s*<dd>(.*?)</dd>', how, re.DOTALL))
    with_causes = [word for word, text in entries.items() if OTHER_CAUSES in text]
    assert with_causes == ["rising", "may-be-rising", "may-be-falling", "falling"]
    assert len(entries) == 6


def test_how_often_chance_speaks_and_a_gain_is_seen_is_open_to_all(how):
    text = read_text(re.sub(r"<details>.*?</details>", "", how, flags=re.DOTALL))
    assert "check after each of twenty interviews, more than one in five see “rising” at least once" in text
    assert "with 6 ratings about one time in fifteen, with 12 one time in four" in text


def test_how_a_word_is_found_is_folded_and_its_figures_say_which_way(how):
    folded = " ".join(map(read_text, re.findall(r"<details>.*?</details>", how, re.DOTALL)))
    plain = read_text(re.sub(r"<details>.*?</details>", "", how, flags=re.DOTALL))
    for words in (
        "plus one if it went up",
        "come from people who rated in the other half",
        "Share of shuffles with a change as large or larger",
    ):
        assert words in folded
        assert words not in plain
    assert "Tests 4 neither way no clear change yet" in folded
    assert re.search(r"Talk 5 \d+% \(up\)", folded)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ([2], "getting there"),
        ([2, 2], "getting there, twice"),
        ([2, 3], "getting there, then solid"),
        ([3, 3, 2, 2], "varied: getting there to solid"),
        ([3, 3, 3, 3, 2], "mostly solid 4 of the last 5 at least solid"),
        ([2, 2, 2, 2, 2], "getting there in each of the last 5"),
        ([3, 3, 3, 4, 4], "mostly solid all of the last 5 at least solid"),
    ],
)
def test_a_level_is_its_ratings_then_a_word_and_a_count(make, render, values, sentence):
    text = read_text(render("skills.html", make.portfolio(*rate(make, values))))
    assert sentence in text
    assert "every time" not in text
    if values == [3, 3, 2, 2]:
        assert "mostly" not in text


def test_a_hard_day_consoles_and_proves_nothing(make, render):
    text = read_text(render("interviews/i0.html", make.portfolio(*rate(make, [1, 3, 2, 3]))))
    assert (
        "A “not yet” is one interview. After this one, 2 of the last 3 ratings were at least “solid”. "
        "After a worst day better ones are usual, even where nothing has changed."
    ) in text


def test_a_self_rating_is_compared_with_all_three_counts(make, render):
    pairs = [(1, 2)] * 4 + [(2, 2)] * 2 + [(3, 2)]
    several = [
        make.interview(day, self_ratings={"talk": own}, ratings={"talk": theirs})
        for day, (own, theirs) in enumerate(pairs)
    ]
    text = read_text(render("interviews/i0.html", make.portfolio(*several)))
    counts = "self-rating was lower than the interviewer’s in 4, the same in 2, higher in 1."
    assert f"In 7 interviews with both, Ada’s {counts}" in text


def test_before_and_after_a_try_there_are_shares_from_three_ratings_on(make, render):
    made = make.interview(0, ratings={"talk": 1}, commitments=(make.commitment("a", skill="talk"),))
    before = [make.interview(day, ratings={"talk": 2}) for day in (1, 2)]
    tried = make.interview(3, ratings={"talk": 2}, outcomes={"a": Outcome.PARTLY})
    after = [make.interview(day, ratings={"talk": 3}) for day in (4, 5, 6)]
    text = read_text(render("commitments.html", make.portfolio(made, *before, tried, *after)))
    assert "Ratings of its skill before: getting there, twice; since: at least “solid” in 3 of 3 ratings." in text


def read_part(html, title):
    """Read the part of a page under a heading as it is shown, and list the addresses that it links."""
    [part] = re.findall(rf"<section[^>]*>\s*<h2>{title}[^<]*</h2>(.*?)</section>", html, re.DOTALL)
    return read_text(drop_inline(part)), re.findall(r'href="([^"]*)"', part)


def drop_inline(html):
    """Drop the tags that make no space between words."""
    return re.sub(r"</?(?:a|b|span|time)\b[^>]*>", "", html)


@pytest.mark.parametrize(
    ("audience", "title", "shown"),
    [
        (Audience.ME, "Next step", " since"),
        (Audience.MENTOR, "What to look at first", " in the interviews shown here"),
    ],
)
def test_what_comes_next_stands_with_its_dates_and_the_commitment_that_answers_it(make, render, audience, title, shown):
    made = (make.commitment("plan"), make.commitment("pause", "haste", skill=None))
    points = (make.point("x", "haste", skill="talk"),)
    first = make.interview(0, commitments=made, points=points)
    later = [make.interview(day, ratings={"tests": 2}, points=points[: day % 2]) for day in range(1, 8)]
    text, links = read_part(render("index.html", make.portfolio(first, *later), audience), title)
    assert text == (
        f"If plan: a commitment of 1 January 2026, no outcome noted{shown}. Tests came up "
        "in 7 of the 7 interviews since. Interviews: "
        # Its last five.
        "4 Jan 2026, Interview 3, 5 Jan 2026, Interview 4, 6 Jan 2026, Interview 5, 7 Jan 2026, Interview 6, "
        "8 Jan 2026, Interview 7 "
        "Haste: a point to improve in 5 of the last 5 interviews that could show it, last on 8 January 2026. "
        "Open commitment: If pause Interviews: "
        "1 Jan 2026, Interview 0, 2 Jan 2026, Interview 1, 4 Jan 2026, Interview 3, 6 Jan 2026, Interview 5, "
        "8 Jan 2026, Interview 7"
    )
    assert links == [
        "commitments.html#c-plan",
        "skills/tests.html",
        *(f"interviews/i{number}.html" for number in (3, 4, 5, 6, 7)),
        "themes/haste.html",
        "commitments.html#c-pause",
        *(f"interviews/i{number}.html" for number in (0, 1, 3, 5, 7)),
    ]


@pytest.mark.parametrize(
    ("audience", "title"), [(Audience.ME, "Next step"), (Audience.MENTOR, "What to look at first")]
)
def test_what_comes_back_without_a_commitment_is_marked_so(make, render, audience, title):
    several = [make.interview(day, points=(make.point("x", "haste"),)) for day in (0, 1)]
    text, _ = read_part(render("index.html", make.portfolio(*several), audience), title)
    assert "that could show it, last on 2 January 2026. No open commitment about it. Interviews: 1 Jan 2026" in text


def test_where_nothing_stands_out_only_the_author_reads_it(make, render):
    portfolio = make.portfolio(make.interview(0))
    text, _ = read_part(render("index.html", portfolio), "Next step")
    assert text == "Nothing stands out yet. Two more interviews with ratings would help."
    assert "What to look at first" not in render("index.html", portfolio, Audience.MENTOR)


@pytest.mark.parametrize("audience", list(Audience))
def test_what_changed_names_a_theme_only_where_chance_would_rarely_do_it(make, render, audience):
    # What was seen once never came back, even where its absence is rare: in one of one, then in none of seven.
    seen = {"haste": (0, 1, 2), "silence": (2, 4), "once": (0,), "often": (3, 5, 7)}
    several = [
        make.interview(day, points=tuple(make.point("x", theme) for theme, days in seen.items() if day in days))
        for day in range(8)
    ]
    several[6] = make.interview(6, points=(make.point("y"),))
    html = render("index.html", make.portfolio(*several), audience)
    text, links = read_part(html, "Lately")
    assert text == "No longer noted as a point to improve haste not seen in the last 5 chances, 3 of 8"
    assert links == ["themes/haste.html"]
    first = read_text(drop_inline(html))
    assert "No longer noted as a point to improve: haste. What keeps coming back: often." in first
    # A later point that has the words of the theme notes it too, with or without its tag.
    several[6] = make.interview(6, points=(make.point("Again in some Haste."),))
    assert "to improve: haste" not in read_text(drop_inline(render("index.html", make.portfolio(*several), audience)))


def test_an_interview_that_makes_a_commitment_again_says_how_it_went_since(make, render):
    made = (make.commitment("plan"),)
    several = [
        make.interview(1, commitments=made),
        make.interview(2, outcomes={"plan": Outcome.MISSED}),
        make.interview(3, commitments=made, outcomes={"plan": Outcome.PARTLY}),
        make.interview(4, outcomes={"plan": Outcome.KEPT}),
    ]
    portfolio = make.portfolio(*several)
    first, later = (
        read_part(render(f"interviews/i{day}.html", portfolio), "Commitments made here")[0] for day in (1, 3)
    )
    assert ("missed 3 Jan" in first, "kept 5 Jan" in first) == (True, True)
    assert ("missed 3 Jan" in later, "partly kept" in later, "kept 5 Jan" in later) == (False, False, True)
    top = read_text(render("interviews/i3.html", make.portfolio(*several[:3]))).partition("went here")[0]
    assert "partly kept" not in top
    commitments, _ = read_part(render("report.html", portfolio), "Commitments")
    assert commitments.count("made on") == 1
    story = read_text(render("commitments.html", portfolio))
    assert "made again on 4 January 2026 , after Interview 3 everyone missed 3 Jan 2026" in story


def test_what_the_author_noted_stands_apart_from_quotations_and_without_the_interviewer(make, render):
    points = (make.point("Own", good=True, skill="talk"), make.point("Theirs", good=True, skill="tests", quoted=True))
    portfolio = make.portfolio(make.interview(1, interviewers=("Dana",), points=points))
    text, _ = read_part(render("strengths.html", portfolio, Audience.ME), "Also went well")
    quoted, _, noted = text.partition("Noted by")
    assert ("Theirs" in quoted, "Dana" in quoted, "Own" in quoted) == (True, True, False)
    assert ("Own" in noted, "Dana" in noted) == (True, False)


def test_strengths_that_the_author_noted_lead_to_those_that_are_not_shown(make, render):
    points = (make.point("Own", good=True, skill="talk"),)
    html = render("strengths.html", make.portfolio(*(make.interview(day, points=points) for day in range(6))))
    text = read_text(html)
    assert ("Noted by Ada in 6 interviews" in text, text.count(" Own "), "2 more, under Talk" in text) == (
        True,
        4,
        True,
    )


def test_home_names_the_skills_that_were_at_least_solid_each_time_lately(make, render):
    line = "Rated “solid” or better the last 5 times: Talk."
    for values, shown in (([1, 3, 3, 4, 3, 3], True), ([3, 3, 3, 3], False), ([3, 3, 2, 3, 3, 3], False)):
        several = [make.interview(day, ratings={"talk": value}) for day, value in enumerate(values)]
        assert (line in read_text(drop_inline(render("index.html", make.portfolio(*several))))) == shown, values


@pytest.mark.parametrize(
    ("steps", "told"), [((1, 2, 1, 2, 1), "each of the last 5"), ((3, 2, 1, 2, 1), "4 of the last 5")]
)
def test_a_skill_below_its_target_says_in_how_many_of_its_last_ratings(make, render, steps, told):
    several = [make.interview(day, ratings={"tests": step}) for day, step in enumerate(steps)]
    portfolio = make.portfolio(*several)
    skills = {**portfolio.skills, "tests": msgspec.structs.replace(portfolio.skills["tests"], target=3)}
    text, _ = read_part(render("index.html", msgspec.structs.replace(portfolio, skills=skills)), "Next step")
    assert text.startswith(f"Tests: below its target in {told} ratings, last on 5 January 2026.")
