from collections.abc import Callable, Sequence

import pytest

from afterview.insight.commitments import NEAR, find_state, follow_commitments
from afterview.insight.compute import compute_insight
from afterview.insight.series import collect_series
from afterview.model.audience import Audience
from afterview.model.insight import CommitmentState
from afterview.model.interview import Interview
from afterview.model.portfolio import Portfolio
from afterview.model.section import Commitment, Outcome

KEPT, PARTLY, MISSED, NO_CHANCE, DROPPED = Outcome


@pytest.mark.parametrize(
    ("outcomes", "state"),
    [
        ((), CommitmentState.UNTRIED),
        ((NO_CHANCE, NO_CHANCE), CommitmentState.UNTRIED),
        ((MISSED,), CommitmentState.MISSED),
        ((MISSED, NO_CHANCE, MISSED), CommitmentState.MISSED),
        ((PARTLY, MISSED), CommitmentState.TRYING),
        ((KEPT, PARTLY), CommitmentState.TRYING),
        ((MISSED, KEPT), CommitmentState.KEPT),
        ((KEPT, NO_CHANCE), CommitmentState.KEPT),
        ((MISSED, DROPPED, NO_CHANCE), CommitmentState.DROPPED),
        ((DROPPED, PARTLY), CommitmentState.TRYING),
        ((DROPPED, MISSED), CommitmentState.MISSED),
    ],
)
def test_the_last_attempt_that_had_a_chance_decides(outcomes: Sequence[Outcome], state: CommitmentState) -> None:
    assert find_state(outcomes) is state


def test_open_ones_come_first_the_oldest_ahead_then_the_latest_closed(
    interview: Callable[..., Interview], commitment: Callable[..., Commitment]
) -> None:
    interviews = (
        interview(1, commitments=(commitment("kept-early"), commitment("tried"))),
        interview(2, commitments=(commitment("kept-late"), commitment("untried"))),
        interview(3, outcomes={"kept-early": KEPT, "tried": MISSED}),
        interview(4, outcomes={"kept-late": KEPT}),
    )
    stories = follow_commitments(interviews, {}, solid=3)
    assert [story.id for story in stories] == ["tried", "untried", "kept-late", "kept-early"]
    assert [(attempt.interview, attempt.outcome) for attempt in stories[0].attempts] == [("i3", MISSED)]
    assert (stories[0].interview, stories[0].made) == ("i1", interviews[0].date)


def test_since_leaves_out_the_interview_it_came_from_and_that_of_the_first_try(
    interview: Callable[..., Interview], commitment: Callable[..., Commitment], portfolio: Callable[..., Portfolio]
) -> None:
    whole = portfolio(
        interview(0, ratings={"tests": 2}),
        interview(1, ratings={"tests": 1}, commitments=(commitment("plan", skill="tests"),)),
        interview(2, ratings={"tests": 3}, outcomes={"plan": NO_CHANCE}),
        # A miss is no try.
        interview(3, ratings={"tests": 2}, outcomes={"plan": MISSED}),
        interview(4, ratings={"tests": 4}, outcomes={"plan": PARTLY}),
        interview(5, ratings={"tests": 4}, outcomes={"plan": KEPT}),
        interview(6, ratings={"tests": 3}),
    )
    since = compute_insight(whole, Audience.ME).commitments[0].since
    assert since is not None
    assert since.date == whole.interviews[4].date
    assert (since.before, since.after) == ((2, 3, 2), (4, 3))
    assert (since.solid_before, since.solid_after) == (1, 2)


def test_since_leaves_out_each_interview_that_led_to_it(
    interview: Callable[..., Interview], commitment: Callable[..., Commitment], portfolio: Callable[..., Portfolio]
) -> None:
    made = (commitment("plan", skill="tests"),)
    whole = portfolio(
        interview(1, ratings={"tests": 1}, commitments=made),
        interview(2, ratings={"tests": 2}),
        interview(3, ratings={"tests": 1}, commitments=made),
        interview(4, ratings={"tests": 3}, outcomes={"plan": KEPT}),
        interview(5, ratings={"tests": 1}, commitments=made),
        interview(6, ratings={"tests": 4}),
    )
    since = compute_insight(whole, Audience.ME).commitments[0].since
    assert since is not None
    assert (since.before, since.after) == ((2,), (4,))


def test_what_was_only_missed_was_not_tried(
    interview: Callable[..., Interview], commitment: Callable[..., Commitment], portfolio: Callable[..., Portfolio]
) -> None:
    whole = portfolio(
        interview(1, commitments=(commitment("plan", skill="tests"),)),
        *(interview(day, ratings={"tests": 3}, outcomes={"plan": MISSED}) for day in (2, 3, 4)),
    )
    [story] = compute_insight(whole, Audience.ME).commitments
    assert (story.state, story.since) == (CommitmentState.MISSED, None)


def test_since_says_nothing_of_what_was_never_tried_or_has_no_skill(
    interview: Callable[..., Interview], commitment: Callable[..., Commitment], portfolio: Callable[..., Portfolio]
) -> None:
    whole = portfolio(
        interview(1, commitments=(commitment("no-skill"), commitment("let-go", skill="tests"))),
        interview(2, ratings={"tests": 3}, outcomes={"no-skill": KEPT, "let-go": DROPPED}),
    )
    assert [story.since for story in compute_insight(whole, Audience.ME).commitments] == [None, None]


def test_since_looks_at_the_nearest_ratings(
    interview: Callable[..., Interview], commitment: Callable[..., Commitment]
) -> None:
    made = interview(0, ratings={"tests": 1}, commitments=(commitment("plan", skill="tests"),))
    before = [interview(day, ratings={"tests": 2}) for day in range(1, 61)]
    after = [interview(day, ratings={"tests": 3}, outcomes={"plan": KEPT}) for day in range(61, 121)]
    interviews = [made, *before, *after, interview(121, ratings={"tests": 4})]
    since = follow_commitments(interviews, collect_series(interviews, ["tests"]), solid=3)[0].since
    assert since is not None
    assert (since.before, since.after) == ((2,) * NEAR, (3,) * NEAR)
