"""What pages say, word for word, where a word too much would flatter or frighten."""

import re

import pytest

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
    ("values", "said"),
    [
        ([2], "getting there"),
        ([2, 2], "getting there, twice"),
        ([2, 3], "getting there, then solid"),
        ([3, 3, 2, 2], "between getting there and solid"),
        ([3, 3, 3, 3, 2], "mostly solid · 4 of the last 5 at least solid"),
        ([2, 2, 2, 2, 2], "getting there · in each of the last 5"),
        ([3, 3, 3, 4, 4], "mostly solid · at least solid in each of the last 5"),
    ],
)
def test_a_level_is_its_ratings_then_a_word_and_a_count(make, render, values, said):
    text = read_text(render("skills.html", make.portfolio(*rate(make, values))))
    assert said in text
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
    assert "Before: getting there, then getting there. Since: at least “solid” in 3 of 3 ratings." in text
