"""What to look at first: at most three facts, in a fixed order, each with the interviews that it rests on."""

from collections.abc import Callable

import pytest

from afterview.insight.compute import compute_insight
from afterview.model.audience import Audience
from afterview.model.insight import NextKind, NextStep
from afterview.model.interview import Interview
from afterview.model.portfolio import Portfolio
from afterview.model.section import Commitment, Outcome, Point


def choose(portfolio: Portfolio) -> tuple[NextStep, ...]:
    return compute_insight(portfolio, Audience.ME).next


def test_a_commitment_without_a_try_comes_first_with_the_interviews_that_could_have_spoken_of_it(
    interview: Callable[..., Interview],
    strength: Callable[..., Point],
    commitment: Callable[..., Commitment],
    portfolio: Callable[..., Portfolio],
) -> None:
    whole = portfolio(
        interview(1, commitments=(commitment("plan", skill="tests"), commitment("no-skill"))),
        interview(2, ratings={"tests": 2}),
        interview(3, ratings={"talk": 2}),
        interview(4, points=(strength(skill="tests"),)),
    )
    assert choose(whole) == (
        NextStep(
            kind=NextKind.COMMITMENT,
            slug="plan",
            count=2,
            total=3,
            since=whole.interviews[0].date,
            interviews=("i2", "i4"),
            commitment="plan",
        ),
    )


@pytest.mark.parametrize("outcome", [Outcome.NO_CHANCE, Outcome.MISSED])
def test_an_interview_without_a_chance_or_with_a_miss_did_speak_of_it_and_is_no_try(
    outcome: Outcome,
    interview: Callable[..., Interview],
    commitment: Callable[..., Commitment],
    portfolio: Callable[..., Portfolio],
) -> None:
    made = interview(1, commitments=(commitment("plan", skill="tests"),))
    rated = {"tests": 2}
    spoke = interview(2, ratings=rated, outcomes={"plan": outcome})
    assert choose(portfolio(made, spoke)) == ()
    [step] = choose(portfolio(made, spoke, interview(3, ratings=rated)))
    assert (step.count, step.total, step.since, step.interviews) == (1, 1, spoke.date, ("i3",))


@pytest.mark.parametrize("outcome", [Outcome.KEPT, Outcome.PARTLY, Outcome.DROPPED])
def test_what_was_tried_or_set_aside_is_no_next_step(
    outcome: Outcome,
    interview: Callable[..., Interview],
    commitment: Callable[..., Commitment],
    portfolio: Callable[..., Portfolio],
) -> None:
    made = interview(1, commitments=(commitment("plan", skill="tests"),))
    spoke = interview(2, outcomes={"plan": outcome})
    assert choose(portfolio(made, spoke, interview(3, ratings={"tests": 2}))) == ()


def test_an_interview_that_did_not_rate_or_name_its_skill_is_no_chance(
    interview: Callable[..., Interview], commitment: Callable[..., Commitment], portfolio: Callable[..., Portfolio]
) -> None:
    made = interview(1, ratings={"tests": 1}, commitments=(commitment("plan", skill="tests"),))
    others = [interview(2, ratings={"talk": 2}), interview(3, self_ratings={"tests": 2})]
    assert choose(portfolio(made, *others)) == ()


def test_a_commitment_that_was_made_once_more_is_counted_from_there(
    interview: Callable[..., Interview], commitment: Callable[..., Commitment], portfolio: Callable[..., Portfolio]
) -> None:
    made = (commitment("plan", skill="tests"),)
    rated = {"tests": 2}
    whole = portfolio(
        interview(1, commitments=made), interview(2, ratings=rated, commitments=made), interview(3, ratings=rated)
    )
    [step] = choose(whole)
    assert (step.count, step.since, step.interviews) == (1, whole.interviews[1].date, ("i3",))


def test_of_several_commitments_the_one_with_most_chances_is_chosen_then_the_latest(
    interview: Callable[..., Interview], commitment: Callable[..., Commitment], portfolio: Callable[..., Portfolio]
) -> None:
    first = interview(1, commitments=(commitment("first", skill="tests"), commitment("talk", skill="talk")))
    second = interview(2, commitments=(commitment("second", skill="talk"),))
    rated = [interview(3, ratings={"tests": 2, "talk": 2}), interview(4, ratings={"talk": 2})]
    # The second one's own interview named the skill of the older one.
    assert choose(portfolio(first, second, *rated))[0].slug == "talk"
    assert (
        choose(portfolio(interview(1), second, interview(5, commitments=(commitment("late", skill="tests"),)), *rated))[
            0
        ].slug
        == "second"
    )


def test_what_came_back_most_in_its_last_five_chances_comes_second_with_what_answers_it(
    interview: Callable[..., Interview],
    gap: Callable[..., Point],
    commitment: Callable[..., Commitment],
    portfolio: Callable[..., Portfolio],
) -> None:
    often = [interview(day, points=(gap("old", skill="tests"),)) for day in range(6)]
    lately = [
        interview(6, points=(gap("edge", skill="tests"), gap("old", skill="tests"))),
        interview(7, points=(gap("edge", skill="tests"),)),
        interview(8, points=(gap("edge", skill="tests"),)),
    ]
    whole = portfolio(*often, *lately)
    [step] = choose(whole)
    # Each was in three of its last five chances: the one that was seen last is chosen.
    assert step == NextStep(
        kind=NextKind.THEME, slug="edge", count=3, total=5, since=lately[-1].date, interviews=("i6", "i7", "i8")
    )
    by_skill = interview(9, outcomes={}, commitments=(commitment("aloud", skill="tests"),))
    assert choose(portfolio(*often, *lately, by_skill))[0].commitment == "aloud"
    by_theme = interview(5, commitments=(commitment("two-cases", "edge", skill="talk"),))
    assert choose(portfolio(*often[:5], *lately, by_theme, by_skill))[0].commitment == "two-cases"
    newer = interview(10, commitments=(commitment("again", skill="tests"),))
    assert choose(portfolio(*often, *lately, by_skill, newer))[-1].commitment == "again"
    closed = interview(10, outcomes={"aloud": Outcome.KEPT})
    assert choose(portfolio(*often, *lately, by_skill, closed))[0].commitment is None


def test_the_theme_seen_most_in_its_last_five_chances_is_chosen(
    interview: Callable[..., Interview], gap: Callable[..., Point], portfolio: Callable[..., Portfolio]
) -> None:
    # Not the one seen most often before, nor the one seen last, nor the first by name.
    edge = [interview(day, points=(gap("edge"),)) for day in range(5)]
    pace = [interview(day, points=(gap("pace"),)) for day in (5, 6, 7)]
    # Nor the one seen in the largest share of them: in both of its two chances.
    both = [interview(day, points=(gap("edge"), gap("aloud", skill="tests"))) for day in (8, 9)]
    [step] = choose(portfolio(*edge, *pace, *both))
    assert (step.slug, step.count, step.total) == ("pace", 3, 5)
    assert step.interviews == ("i5", "i6", "i7")


def test_of_themes_seen_equally_often_the_last_seen_is_chosen(
    interview: Callable[..., Interview], gap: Callable[..., Point], portfolio: Callable[..., Portfolio]
) -> None:
    # The other one is the first by name, and was seen more often before.
    edge = [interview(day, points=(gap("edge"),)) for day in range(5)]
    both = interview(5, points=(gap("edge"), gap("pace")))
    pace = interview(6, points=(gap("pace"),))
    other = [interview(day, points=(gap(),)) for day in (7, 8)]
    [step] = choose(portfolio(*edge, both, pace, *other))
    assert (step.slug, step.count, step.total, step.since) == ("pace", 2, 5, pace.date)


def test_once_is_not_coming_back_and_of_equals_the_first_by_name_is_chosen(
    interview: Callable[..., Interview], gap: Callable[..., Point], portfolio: Callable[..., Portfolio]
) -> None:
    once = interview(1, points=(gap("pace", "edge"),))
    assert choose(portfolio(once)) == ()
    assert choose(portfolio(once, interview(2, points=(gap("pace", "edge"),))))[0].slug == "edge"
    # It was seen twice, but not in its last five chances.
    early = [interview(day, points=(gap("pace"),)) for day in (1, 2)]
    later = [interview(day, points=(gap(),)) for day in range(3, 8)]
    assert choose(portfolio(*early, *later[:3]))[0].count == 2
    assert choose(portfolio(*early, *later)) == ()


def test_without_a_theme_a_skill_can_be_what_comes_back(
    interview: Callable[..., Interview],
    gap: Callable[..., Point],
    commitment: Callable[..., Commitment],
    portfolio: Callable[..., Portfolio],
) -> None:
    twice = [interview(day, points=(gap(skill="tests"),)) for day in (1, 2)]
    [step] = choose(portfolio(*twice))
    assert (step.kind, step.slug, step.count, step.total) == (NextKind.SKILL, "tests", 2, 2)
    assert step.commitment is None
    # Of several open commitments about it the latest answers it.
    answers = [
        interview(day, commitments=(commitment(name, skill="tests"), commitment(f"z-{name}", skill="talk")))
        for day, name in ((3, "second"), (4, "first"))
    ]
    assert choose(portfolio(*twice, *answers))[-1].commitment == "first"
    # Of equals the first by name is chosen, whichever was noted first.
    equals = [interview(day, points=(gap(skill="tests"), gap(skill="talk"))) for day in (1, 2)]
    assert choose(portfolio(*equals))[0].slug == "talk"
    assert choose(portfolio(*twice[:1])) == ()


def test_the_skill_most_often_below_its_target_comes_last(
    interview: Callable[..., Interview], portfolio: Callable[..., Portfolio]
) -> None:
    ratings = [{"talk": 1, "tests": 2}, {"talk": 1, "tests": 2}, {"talk": 1, "tests": 2}, {"tests": 2}, {"tests": 3}]
    interviews = [interview(day, ratings=each) for day, each in enumerate(ratings)]
    targets = {"talk": 2, "tests": 3}
    [step] = choose(portfolio(*interviews, targets=targets))
    assert step == NextStep(
        kind=NextKind.BELOW_TARGET,
        slug="tests",
        count=4,
        total=5,
        since=interviews[3].date,
        interviews=("i0", "i1", "i2", "i3"),
    )
    # Only the last five count, and of equals the first in the portfolio's order is chosen.
    early = [interview(day, ratings={"tests": 1}) for day in range(-9, 0)]
    reached = [interview(day, ratings={"tests": 3}) for day in range(3)]
    assert choose(portfolio(*early, *reached[:2], targets=targets))[0].count == 3
    assert choose(portfolio(*early, *reached, targets=targets)) == ()
    both = [interview(day, ratings={"tests": 2, "talk": 1}) for day in range(3)]
    assert choose(portfolio(*both, targets=targets))[0].slug == "talk"
    # Two of the last five are not enough; without a target there is nothing to be below of.
    assert choose(portfolio(*interviews[:2], targets=targets)) == ()
    assert choose(portfolio(*interviews)) == ()


def test_there_are_three_at_most_in_their_order(
    interview: Callable[..., Interview],
    gap: Callable[..., Point],
    commitment: Callable[..., Commitment],
    portfolio: Callable[..., Portfolio],
) -> None:
    made = interview(0, commitments=(commitment("plan", skill="tests"), commitment("other", skill="talk")))
    later = [
        interview(day, ratings={"talk": 1, "tests": 1}, points=(gap("pace", skill="talk"), gap(skill="tests")))
        for day in range(1, 5)
    ]
    steps = choose(portfolio(made, *later, targets={"talk": 2, "tests": 2}))
    assert [(step.kind, step.slug) for step in steps] == [
        (NextKind.COMMITMENT, "plan"),
        (NextKind.THEME, "pace"),
        (NextKind.BELOW_TARGET, "talk"),
    ]
    # It names the open commitment that answers the theme.
    assert steps[1].commitment == "other"
