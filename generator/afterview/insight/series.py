"""Put the ratings of a portfolio in order, skill by skill; alone knows that order and what counts as observed."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from afterview.model.insight import Observation, Source
from afterview.model.interview import Interview
from afterview.model.portfolio import Portfolio


class SkillSeries(msgspec.Struct, frozen=True, kw_only=True):
    """Hold one skill's ratings, oldest first.

    ``observations`` have both sources, in one interview the learner's own first, as it was noted first. The other three
    run in parallel over the interviewers' ratings alone: the step, who gave it (None where not shown), and the place
    of the interview among all of them.
    """

    slug: str
    observations: tuple[Observation, ...] = ()
    values: tuple[int, ...] = ()
    raters: tuple[str | None, ...] = ()
    places: tuple[int, ...] = ()


def order_interviews(portfolio: Portfolio) -> tuple[Interview, ...]:
    """Order interviews by date, those of one day by source path, whatever order they came in."""
    return tuple(sorted(portfolio.interviews, key=lambda interview: interview.order))


def collect_series(interviews: Sequence[Interview], skills: Iterable[str]) -> Mapping[str, SkillSeries]:
    """Collect a series for each skill; what was not observed is absent from it, never a low rating."""
    observations: dict[str, list[Observation]] = {slug: [] for slug in skills}
    rated: dict[str, list[tuple[int, str | None, int]]] = {slug: [] for slug in observations}
    for place, interview in enumerate(interviews):
        for source, ratings in ((Source.SELF, interview.self_ratings), (Source.INTERVIEWER, interview.ratings)):
            for slug, value in ratings.items():
                observations[slug].append(_observe(interview, value, source))
        for slug, value in interview.ratings.items():
            rated[slug].append((value, interview.interviewer, place))
    return {
        slug: SkillSeries(
            slug=slug,
            observations=tuple(observations[slug]),
            values=tuple(value for value, _, _ in rated[slug]),
            raters=tuple(rater for _, rater, _ in rated[slug]),
            places=tuple(place for _, _, place in rated[slug]),
        )
        for slug in observations
    }


def _observe(interview: Interview, value: int, source: Source) -> Observation:
    return Observation(
        interview=interview.slug,
        date=interview.date,
        value=value,
        source=source,
        mode=interview.mode,
        relation=interview.relation,
    )
