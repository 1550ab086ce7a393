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
from afterview.model.insight import Caveat, Gate, Insight, Source, Trend, TrendWord
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
            interviewers=chance.choice((("Dana",), ("Eli",), ("Eli", "Dana"), ())),
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
    assert compute_insight(portfolio(*shuffled), Audience.ME) == compute_insight(portfolio(*interviews), Audience.ME)


@given(
    seed=st.integers(0, 10_000), audience=st.sampled_from((Audience.MENTOR, Audience.PUBLIC)), complete=st.booleans()
)
def test_what_an_audience_may_not_see_changes_nothing_that_it_reads(
    seed: int,
    audience: Audience,
    complete: bool,
    interview: Callable[..., Interview],
    gap: Callable[..., Point],
    strength: Callable[..., Point],
    commitment: Callable[..., Commitment],
    portfolio: Callable[..., Portfolio],
) -> None:
    interviews = invent(random.Random(seed), 14, interview, gap, strength, commitment)
    visible = [each for each in interviews if audience.may_see(each.visibility)]
    complete_for = frozenset({audience} if complete else ())
    whole, bare = (narrow(portfolio(*each, complete_for=complete_for), audience) for each in (interviews, visible))
    assert compute_insight(whole, audience) == compute_insight(bare, audience)


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
        several = [interview(day, ratings=each, interviewers=(people[day],)) for day, each in enumerate(given)]
        return compute_insight(portfolio(*several), Audience.ME)

    plain = compute(ratings)
    mirrored = compute([{slug: 5 - value for slug, value in each.items()} for each in ratings])
    assert plain.gate is not None
    assert mirrored.gate is not None
    assert (mirrored.gate.p_rising, mirrored.gate.p_falling) == (plain.gate.p_falling, plain.gate.p_rising)
    for slug, skill in plain.skills.items():
        trend, turned = skill.trend, mirrored.skills[slug].trend
        assert trend is not None
        assert turned is not None
        word = trend.word.replace("rising", "*").replace("falling", "rising").replace("*", "falling")
        assert (turned.word.value, turned.caveats) == (word, trend.caveats)


def test_an_empty_portfolio_has_an_empty_insight(portfolio: Callable[..., Portfolio]) -> None:
    insight = compute_insight(portfolio(), Audience.ME)
    assert {skill.trend and skill.trend.word for skill in insight.skills.values()} == {TrendWord.TOO_FEW}
    assert [skill.level for skill in insight.skills.values()] == [None, None, None]
    assert (insight.solid, insight.gate) == (3, Gate())
    assert (insight.next, insight.commitments, insight.themes, insight.strengths) == ((), (), (), ())


def test_series_hold_both_sources_by_time_the_own_rating_first(
    interview: Callable[..., Interview], portfolio: Callable[..., Portfolio]
) -> None:
    insight = compute_insight(
        portfolio(interview(2, ratings={"talk": 3}, self_ratings={"talk": 2}), interview(1, self_ratings={"talk": 1})),
        Audience.ME,
    )
    series = insight.skills["talk"].series
    assert [(seen.interview, seen.source, seen.value) for seen in series] == [
        ("i1", Source.SELF, 1),
        ("i2", Source.SELF, 2),
        ("i2", Source.INTERVIEWER, 3),
    ]
    assert insight.skills["talk"].trend == Trend(word=TrendWord.TOO_FEW, ratings=1)


@pytest.mark.parametrize(("people", "caveats"), [(("Dana",), ()), ((), (Caveat.UNNAMED,))])
def test_a_hidden_name_is_never_used(
    people: tuple[str, ...],
    caveats: tuple[Caveat, ...],
    interview: Callable[..., Interview],
    portfolio: Callable[..., Portfolio],
) -> None:
    steps = enumerate((1, 2, 2, 3, 4))
    whole = portfolio(*(interview(day, ratings={"talk": step}, interviewers=people) for day, step in steps))
    trend = compute_insight(whole, Audience.ME).skills["talk"].trend
    assert trend is not None
    assert (trend.word, trend.caveats) == (TrendWord.RISING, caveats)


@pytest.mark.parametrize("audience", [Audience.MENTOR, Audience.PUBLIC])
def test_only_who_sees_every_rated_interview_gets_trends_and_only_the_learner_a_consolation(
    audience: Audience, interview: Callable[..., Interview], portfolio: Callable[..., Portfolio]
) -> None:
    climb = [interview(day, ratings={"talk": step}) for day, step in enumerate((1, 2, 3, 3, 4))]
    own = compute_insight(portfolio(*climb), Audience.ME)
    assert own.gate is not None
    assert [day.interview for day in own.skills["talk"].hard_days] == ["i0"]
    selection = compute_insight(portfolio(*climb), audience)
    assert selection.gate is None
    assert {skill.trend for skill in selection.skills.values()} == {None}
    complete = compute_insight(portfolio(*climb, complete_for=frozenset({audience})), audience)
    assert complete.skills["talk"].trend == own.skills["talk"].trend
    assert {skill.hard_days for skill in complete.skills.values()} == {()}


SCRIPT = """
import random, sys
import msgspec
from afterview.insight.joint_test import compute_gate
chance = random.Random(7)
drawn = [{slug: chance.randint(1, 4) for slug in "abcde"} for _ in range(30)]
# Sets, unlike dicts, are ordered by what this process makes of text.
ratings = [{slug: each[slug] for slug in set(each)} for each in drawn]
sys.stdout.buffer.write(msgspec.json.encode(compute_gate(ratings, 4)))
"""


def test_every_process_finds_the_same() -> None:
    source = str(Path(afterview.__file__).parent.parent)
    results = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            check=True,
            capture_output=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": source},
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(results) == 1
    assert msgspec.json.decode(results.pop())["interviews"] == 30
