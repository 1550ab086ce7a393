from collections.abc import Callable, Sequence

import pytest

from afterview.insight.commitments import NEAR, find_state, tell_commitments
from afterview.insight.compute import compute_insight
from afterview.insight.series import collect_series
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
        ((MISSED,), CommitmentState.TRYING),
        ((KEPT, PARTLY), CommitmentState.TRYING),
        ((MISSED, KEPT), CommitmentState.KEPT),
        ((KEPT, NO_CHANCE), CommitmentState.KEPT),
        ((MISSED, DROPPED, NO_CHANCE), CommitmentState.DROPPED),
        ((DROPPED, PARTLY), CommitmentState.TRYING),
    ],
)
def test_the_last_attempt_that_had_a_chance_decides(outcomes: Sequence[Outcome], state: CommitmentState) -> None:
    assert find_state(outcomes) is state


def test_open_ones_come_first_the_oldest_ahead_then_the_latest_settled(
    interview: Callable[..., Interview], commitment: Callable[..., Commitment]
) -> None:
    interviews = (
        interview(1, commitments=(commitment("kept-early"), commitment("tried"))),
        interview(2, commitments=(commitment("kept-late"), commitment("untried"))),
        interview(3, outcomes={"kept-early": KEPT, "tried": MISSED}),
        interview(4, outcomes={"kept-late": KEPT}),
    )
    told = tell_commitments(interviews, {}, solid=3)
    assert [story.id for story in told] == ["tried", "untried", "kept-late", "kept-early"]
    assert [(attempt.interview, attempt.outcome) for attempt in told[0].attempts] == [("i3", MISSED)]
    assert (told[0].interview, told[0].made) == ("i1", interviews[0].date)


def test_since_compares_ratings_before_and_from_the_first_real_attempt(
    interview: Callable[..., Interview], commitment: Callable[..., Commitment], portfolio: Callable[..., Portfolio]
) -> None:
    whole = portfolio(
        interview(1, ratings={"tests": 1}, commitments=(commitment("plan", skill="tests"),)),
        interview(2, ratings={"tests": 3}, outcomes={"plan": NO_CHANCE}),
        interview(3, ratings={"tests": 2}),
        interview(4, ratings={"tests": 3}, outcomes={"plan": PARTLY}),
        interview(5, ratings={"tests": 4}, outcomes={"plan": KEPT}),
    )
    since = compute_insight(whole).commitments[0].since
    assert since is not None
    assert since.date == whole.interviews[3].date
    assert (since.before, since.after) == ((1, 3, 2), (3, 4))
    assert (since.solid_before, since.solid_after) == (1, 2)


def test_since_says_nothing_of_what_was_never_tried_or_has_no_skill(
    interview: Callable[..., Interview], commitment: Callable[..., Commitment], portfolio: Callable[..., Portfolio]
) -> None:
    whole = portfolio(
        interview(1, commitments=(commitment("no-skill"), commitment("let-go", skill="tests"))),
        interview(2, ratings={"tests": 3}, outcomes={"no-skill": KEPT, "let-go": DROPPED}),
    )
    assert [story.since for story in compute_insight(whole).commitments] == [None, None]


def test_since_looks_at_the_nearest_ratings(
    interview: Callable[..., Interview], commitment: Callable[..., Commitment]
) -> None:
    made = interview(0, ratings={"tests": 1}, commitments=(commitment("plan", skill="tests"),))
    before = [interview(day, ratings={"tests": 2}) for day in range(1, 61)]
    after = [interview(day, ratings={"tests": 3}, outcomes={"plan": KEPT}) for day in range(61, 121)]
    interviews = [made, *before, *after, interview(121, ratings={"tests": 4})]
    since = tell_commitments(interviews, collect_series(interviews, ["tests"]), solid=3)[0].since
    assert since is not None
    assert (since.before, since.after) == ((2,) * NEAR, (3,) * NEAR)
