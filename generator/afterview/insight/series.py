"""Put the ratings of a portfolio in order, skill by skill; alone knows that order and what counts as observed."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from afterview.model.insight import Observation, Source
from afterview.model.interview import Interview
from afterview.model.portfolio import Portfolio


class SkillSeries(msgspec.Struct, frozen=True, kw_only=True):
    """One skill's ratings, oldest first.

    ``observations`` have both sources; in one interview the self-rating comes first, since it was noted first. The
    others run in parallel over the interviewers' ratings alone: the step, who gave it (several: a panel together; none
    where not named), the kind and the mode of the interview, and its place among all of them.
    """

    slug: str
    observations: tuple[Observation, ...] = ()
    values: tuple[int, ...] = ()
    raters: tuple[tuple[str, ...], ...] = ()
    kinds: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    places: tuple[int, ...] = ()


def order_interviews(portfolio: Portfolio) -> tuple[Interview, ...]:
    """Order interviews by date, those of one day by source path, whatever order they came in."""
    return tuple(sorted(portfolio.interviews, key=lambda interview: interview.order))


def collect_series(interviews: Sequence[Interview], skills: Iterable[str]) -> Mapping[str, SkillSeries]:
    """Collect a series for each skill; a skill that was not observed is absent, never a low rating."""
    observations: dict[str, list[Observation]] = {slug: [] for slug in skills}
    places: dict[str, list[int]] = {slug: [] for slug in observations}
    for place, interview in enumerate(interviews):
        for source, ratings in ((Source.SELF, interview.self_ratings), (Source.INTERVIEWER, interview.ratings)):
            for slug, value in ratings.items():
                observations[slug].append(_observe(interview, value, source))
        for slug in interview.ratings:
            places[slug].append(place)
    return {
        slug: SkillSeries(
            slug=slug,
            observations=tuple(observations[slug]),
            values=tuple(interviews[place].ratings[slug] for place in places[slug]),
            raters=tuple(interviews[place].interviewers for place in places[slug]),
            kinds=tuple(interviews[place].kind for place in places[slug]),
            modes=tuple(interviews[place].mode.value for place in places[slug]),
            places=tuple(places[slug]),
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
