"""Follow each commitment from the interview it was made in to what became of it; alone knows when one is open."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from afterview.insight.level import count_solid
from afterview.insight.series import SkillSeries
from afterview.model.insight import Attempt, CommitmentState, CommitmentStory, Since
from afterview.model.interview import Interview
from afterview.model.section import Commitment, Outcome

NEAR = 50
"""So many ratings, at most, are compared on each side of the day that a commitment was first tried: the nearest. Few
portfolios have more; where one does, years away say nothing of that day."""

_STATES = {
    Outcome.KEPT: CommitmentState.KEPT,
    Outcome.PARTLY: CommitmentState.TRYING,
    Outcome.MISSED: CommitmentState.TRYING,
    Outcome.DROPPED: CommitmentState.DROPPED,
}

_Settled = Mapping[str, Sequence[tuple[int, Outcome]]]


def tell_commitments(
    interviews: Sequence[Interview], series: Mapping[str, SkillSeries], solid: int
) -> tuple[CommitmentStory, ...]:
    """Tell every commitment's story, of ordered interviews.

    The open ones come first, the oldest first, since they are the ones to act on; then the others, by the interview
    that last spoke of them, the newest first.
    """
    settled: dict[str, list[tuple[int, Outcome]]] = {}
    for place, interview in enumerate(interviews):
        for id, outcome in interview.outcomes.items():
            settled.setdefault(id, []).append((place, outcome))
    stories = [
        _tell(commitment, interview, interviews, settled, series, solid)
        for interview in interviews
        for commitment in interview.commitments
    ]
    closed = [story for story in stories if not story.state.open]
    closed.sort(key=lambda story: -settled[story.id][-1][0])
    return (*(story for story in stories if story.state.open), *closed)


def find_state(outcomes: Sequence[Outcome]) -> CommitmentState:
    """Say where a commitment stands after these outcomes, oldest first: the last that had a chance decides."""
    chances = [outcome for outcome in outcomes if outcome is not Outcome.NO_CHANCE]
    return _STATES[chances[-1]] if chances else CommitmentState.UNTRIED


def _tell(
    commitment: Commitment,
    made_in: Interview,
    interviews: Sequence[Interview],
    settled: _Settled,
    series: Mapping[str, SkillSeries],
    solid: int,
) -> CommitmentStory:
    attempts = settled.get(commitment.id, ())
    first = next((place for place, outcome in attempts if _was_tried(outcome)), None)
    since = None
    if first is not None and commitment.skill is not None:
        since = _compare(series[commitment.skill], first, interviews[first], solid)
    return CommitmentStory(
        id=commitment.id,
        interview=made_in.slug,
        made=made_in.date,
        state=find_state([outcome for _, outcome in attempts]),
        skill=commitment.skill,
        themes=commitment.themes,
        attempts=tuple(
            Attempt(interview=interviews[place].slug, date=interviews[place].date, outcome=outcome)
            for place, outcome in attempts
        ),
        since=since,
    )


def _was_tried(outcome: Outcome) -> bool:
    return outcome not in (Outcome.NO_CHANCE, Outcome.DROPPED)


def _compare(skill: SkillSeries, first: int, tried_in: Interview, solid: int) -> Since:
    turn = bisect_left(skill.places, first)
    before = skill.values[max(0, turn - NEAR) : turn]
    after = skill.values[turn : turn + NEAR]
    return Since(
        date=tried_in.date,
        before=before,
        after=after,
        solid_before=count_solid(before, solid),
        solid_after=count_solid(after, solid),
    )
