"""Follow each commitment from the interview that made it to its outcomes; alone knows when one is open."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from afterview.insight.level import count_solid
from afterview.insight.series import SkillSeries
from afterview.model.insight import Attempt, CommitmentState, CommitmentStory, Since
from afterview.model.interview import Interview
from afterview.model.section import Commitment, Outcome

NEAR = 50
"""At most this many ratings, the nearest, are compared on each side of the first try of a commitment. Few
portfolios have more; where one does, years away say nothing of that day."""

TRIED = frozenset({Outcome.KEPT, Outcome.PARTLY})
"""The outcomes of a commitment that was tried: kept, in part or whole. A miss is no try."""

_Outcomes = Mapping[str, Sequence[tuple[int, Outcome]]]


def follow_commitments(
    interviews: Sequence[Interview], series: Mapping[str, SkillSeries], solid: int
) -> tuple[CommitmentStory, ...]:
    """Follow every commitment of ordered interviews; the same words in a later one are the same, made again.

    The open ones come first, the oldest first, since they are the ones to act on; then the others, by the interview
    that last spoke of them, the newest first.
    """
    outcomes: dict[str, list[tuple[int, Outcome]]] = {}
    for place, interview in enumerate(interviews):
        for id, outcome in interview.outcomes.items():
            outcomes.setdefault(id, []).append((place, outcome))
    first_made: dict[str, tuple[Commitment, int]] = {}
    made_in: dict[str, list[int]] = {}
    for place, interview in enumerate(interviews):
        for commitment in interview.commitments:
            first_made.setdefault(commitment.id, (commitment, place))
            made_in.setdefault(commitment.id, []).append(place)
    stories = [
        _follow(commitment, made_in[id], interviews, outcomes, series, solid)
        for id, (commitment, _) in first_made.items()
    ]
    closed = [story for story in stories if not story.state.open]
    closed.sort(key=lambda story: -outcomes[story.id][-1][0])
    return (*(story for story in stories if story.state.open), *closed)


def find_state(outcomes: Sequence[Outcome]) -> CommitmentState:
    """Choose where a commitment stands after these outcomes, oldest first: the last that had a chance decides."""
    chances = [outcome for outcome in outcomes if outcome is not Outcome.NO_CHANCE]
    if not chances:
        return CommitmentState.UNTRIED
    match chances[-1]:
        case Outcome.KEPT:
            return CommitmentState.KEPT
        case Outcome.DROPPED:
            return CommitmentState.DROPPED
        case _:
            return CommitmentState.MISSED if TRIED.isdisjoint(chances) else CommitmentState.TRYING


def _find_state(attempts: Sequence[tuple[int, Outcome]], last_made: int) -> CommitmentState:
    """Find where a commitment stands; one that is made again after it was closed is open again."""
    state = find_state([outcome for _, outcome in attempts])
    later = find_state([outcome for place, outcome in attempts if place > last_made])
    if state.open or later is not CommitmentState.UNTRIED:
        return state
    return CommitmentState.TRYING if state is CommitmentState.KEPT else CommitmentState.UNTRIED


def _follow(
    commitment: Commitment,
    made_in: Sequence[int],
    interviews: Sequence[Interview],
    outcomes: _Outcomes,
    series: Mapping[str, SkillSeries],
    solid: int,
) -> CommitmentStory:
    attempts = outcomes.get(commitment.id, ())
    tried_in = next((place for place, outcome in attempts if outcome in TRIED), None)
    since = None
    if tried_in is not None and commitment.skill is not None:
        since = _compare(series[commitment.skill], made_in, tried_in, interviews, solid)
    return CommitmentStory(
        id=commitment.id,
        interview=interviews[made_in[0]].slug,
        made=interviews[made_in[0]].date,
        state=_find_state(attempts, made_in[-1]),
        skill=commitment.skill,
        themes=commitment.themes,
        attempts=tuple(
            Attempt(interview=interviews[place].slug, date=interviews[place].date, outcome=outcome)
            for place, outcome in attempts
        ),
        since=since,
    )


def _compare(
    skill: SkillSeries, made_in: Sequence[int], tried_in: int, interviews: Sequence[Interview], solid: int
) -> Since:
    """Compare the ratings before and after a try, without its own and without those that led to the commitment.

    A commitment follows a low rating: with that one among those before, those after would be better nearly half of the
    time where nothing has changed at all.
    """
    # The nearest ratings are found by place, so that a long series is not read as a whole for every commitment.
    left_out = {*made_in, tried_in}
    turn = bisect_left(skill.places, tried_in)
    nearby = NEAR + len(left_out)
    earlier = [place for place in skill.places[max(0, turn - nearby) : turn] if place not in left_out][-NEAR:]
    later = [place for place in skill.places[turn : turn + nearby] if place not in left_out][:NEAR]
    before, after = (tuple(interviews[place].ratings[skill.slug] for place in places) for places in (earlier, later))
    return Since(
        date=interviews[tried_in].date,
        before=before,
        after=after,
        solid_before=count_solid(before, solid),
        solid_after=count_solid(after, solid),
    )
