import datetime
import random
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import afterview
from afterview.insight.compute import compute_insight
from afterview.model.audience import Audience, Visibility
from afterview.model.insight import Insight, Raters, Source, TrendWord
from afterview.model.interview import Interview
from afterview.model.portfolio import Portfolio
from afterview.model.section import Commitment, Outcome, Point
from afterview.narrow import narrow

RATINGS = st.dictionaries(st.sampled_from(("talk", "tests", "limits")), st.integers(1, 4))


def invent(
    chance: random.Random,
    size: int,
    interview: Callable[..., Interview],
    gap: Callable[..., Point],
    strength: Callable[..., Point],
    commitment: Callable[..., Commitment],
) -> list[Interview]:
    """Make interviews that have a bit of everything; several fall on one day, and commitments are settled at random."""

    def rate() -> dict[str, int]:
        return {slug: chance.randint(1, 4) for slug in ("talk", "tests", "limits") if chance.random() < 0.7}

    return [
        interview(
            number,
            kind=chance.choice(("coding", "design")),
            date=datetime.date(2026, 3, 1) + datetime.timedelta(days=number // 3),
            visibility=chance.choice(list(Visibility)),
            interviewer=chance.choice(("Dana", "Eli", None)),
            ratings=rate(),
            self_ratings=rate(),
            points=tuple(
                chance.choice((gap, strength))(chance.choice(("pace", "calm")), skill=chance.choice(("talk", None)))
                for _ in range(2)
            ),
            commitments=(commitment(f"plan-{number}", skill="tests"),),
            outcomes={f"plan-{chance.randrange(number)}": chance.choice(list(Outcome))} if number else {},
        )
        for number in range(size)
    ]


@given(seed=st.integers(0, 10_000), size=st.integers(0, 16))
def test_the_order_of_files_makes_no_difference(
    seed: int,
    size: int,
    interview: Callable[..., Interview],
    gap: Callable[..., Point],
    strength: Callable[..., Point],
    commitment: Callable[..., Commitment],
    portfolio: Callable[..., Portfolio],
) -> None:
    chance = random.Random(seed)
    interviews = invent(chance, size, interview, gap, strength, commitment)
    shuffled = chance.sample(interviews, size)
    assert compute_insight(portfolio(*shuffled)) == compute_insight(portfolio(*interviews))


@given(seed=st.integers(0, 10_000), audience=st.sampled_from((Audience.MENTOR, Audience.PUBLIC)))
def test_what_an_audience_may_not_see_changes_nothing_that_it_is_told(
    seed: int,
    audience: Audience,
    interview: Callable[..., Interview],
    gap: Callable[..., Point],
    strength: Callable[..., Point],
    commitment: Callable[..., Commitment],
    portfolio: Callable[..., Portfolio],
) -> None:
    interviews = invent(random.Random(seed), 14, interview, gap, strength, commitment)
    visible = [each for each in interviews if audience.may_see(each.visibility)]
    with_hidden = compute_insight(narrow(portfolio(*interviews), audience))
    assert with_hidden == compute_insight(narrow(portfolio(*visible), audience))


@given(
    ratings=st.lists(RATINGS, max_size=15),
    people=st.lists(st.sampled_from(("Dana", "Eli", "Fay")), min_size=15, max_size=15),
)
def test_mirrored_data_gets_mirrored_words(
    ratings: Sequence[dict[str, int]],
    people: Sequence[str],
    interview: Callable[..., Interview],
    portfolio: Callable[..., Portfolio],
) -> None:
    def compute(given: Sequence[dict[str, int]]) -> Insight:
        return compute_insight(
            portfolio(*(interview(day, ratings=each, interviewer=people[day]) for day, each in enumerate(given)))
        )

    told = compute(ratings)
    mirrored = compute([{slug: 5 - value for slug, value in each.items()} for each in ratings])
    assert (mirrored.gate.p_rising, mirrored.gate.p_falling) == (told.gate.p_falling, told.gate.p_rising)
    for slug, skill in told.skills.items():
        turned = skill.trend.word.replace("rising", "*").replace("falling", "rising").replace("*", "falling")
        assert mirrored.skills[slug].trend.word.value == turned
        assert mirrored.skills[slug].trend.raters is skill.trend.raters


def test_an_empty_portfolio_has_an_empty_insight(portfolio: Callable[..., Portfolio]) -> None:
    told = compute_insight(portfolio())
    assert {skill.trend.word for skill in told.skills.values()} == {TrendWord.TOO_FEW}
    assert [skill.level for skill in told.skills.values()] == [None, None, None]
    assert (told.solid, told.gate.interviews, told.commitments, told.themes, told.strengths) == (3, 0, (), (), ())


def test_series_hold_both_sources_by_time_the_own_rating_first(
    interview: Callable[..., Interview], portfolio: Callable[..., Portfolio]
) -> None:
    told = compute_insight(
        portfolio(interview(2, ratings={"talk": 3}, self_ratings={"talk": 2}), interview(1, self_ratings={"talk": 1}))
    )
    series = told.skills["talk"].series
    assert [(seen.interview, seen.source, seen.value) for seen in series] == [
        ("i1", Source.SELF, 1),
        ("i2", Source.SELF, 2),
        ("i2", Source.INTERVIEWER, 3),
    ]
    assert told.skills["talk"].trend.ratings == 1


@pytest.mark.parametrize(("people", "raters"), [("Dana", Raters.SAME), (None, Raters.UNKNOWN)])
def test_a_hidden_name_is_never_used(
    people: str | None, raters: Raters, interview: Callable[..., Interview], portfolio: Callable[..., Portfolio]
) -> None:
    steps = enumerate((1, 2, 2, 3, 4))
    told = compute_insight(
        portfolio(*(interview(day, ratings={"talk": step}, interviewer=people) for day, step in steps))
    )
    assert (told.skills["talk"].trend.word, told.skills["talk"].trend.raters) == (TrendWord.RISING, raters)


SCRIPT = """
import random, sys
import msgspec
from afterview.insight.gate import compute_gate
chance = random.Random(7)
drawn = [{slug: chance.randint(1, 4) for slug in "abcde"} for _ in range(30)]
# Sets, unlike dicts, are ordered by what this process makes of text.
ratings = [{slug: each[slug] for slug in set(each)} for each in drawn]
sys.stdout.buffer.write(msgspec.json.encode(compute_gate(ratings, 4)))
"""


def test_every_process_finds_the_same() -> None:
    source = str(Path(afterview.__file__).parent.parent)
    told = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            check=True,
            capture_output=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": source},
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(told) == 1
    assert msgspec.json.decode(told.pop())["interviews"] == 30
