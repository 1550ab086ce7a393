"""Lay out the chart of one skill: its row of the sheet, enlarged, with self-ratings, target and commitments."""

import msgspec

from afterview.pages.links import Step
from afterview.pages.sheet import Axis, Ratings, Steps, Thread, lay_axis, lay_ratings, lay_steps, lay_threads
from afterview.pages.site_index import SiteIndex

STEP_HEIGHT = 44
MOST_THREADS = 16


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """A line between the two ratings of one interview: the interviewer's and the self-rating."""

    x: float
    top: float
    bottom: float


class SkillChart(msgspec.Struct, frozen=True, kw_only=True):
    """The chart of one skill; ``target`` is the height of the step aimed at."""

    axis: Axis
    steps: Steps
    ratings: Ratings
    gaps: tuple[Gap, ...]
    target: float | None
    threads: tuple[Thread, ...]


def lay_skill(site_index: SiteIndex, skill: str, target: Step | None) -> SkillChart | None:
    """Lay the chart of one skill; None where it was never rated."""
    known = site_index.insight.skills[skill]
    cards = site_index.cards_of_skill.get(skill, [])
    rated = {it.interview for it in known.series}
    if not rated:
        return None
    tried = {attempt.interview.slug for card in cards for attempt in card.attempts}
    shown = rated | tried | {card.made.slug for card in cards}
    axis = lay_axis([link for slug, link in site_index.links.items() if slug in shown])
    steps = lay_steps(site_index.portfolio.scale, site_index.insight.solid, STEP_HEIGHT)
    ratings = lay_ratings(known.series, axis, steps, site_index.insight.solid, site_index.links, own=True)
    return SkillChart(
        axis=axis,
        steps=steps,
        ratings=ratings,
        gaps=_lay_gaps(ratings),
        target=steps.y(target.value) if target else None,
        threads=lay_threads(cards, axis, MOST_THREADS),
    )


def _lay_gaps(ratings: Ratings) -> tuple[Gap, ...]:
    theirs = {dot.interview.slug: dot for dot in ratings.dots if not dot.own}
    pairs = [(dot, theirs[dot.interview.slug]) for dot in ratings.dots if dot.own and dot.interview.slug in theirs]
    return tuple(
        Gap(x=own.x, top=min(own.y, other.y), bottom=max(own.y, other.y))
        for own, other in pairs
        if own.step != other.step
    )
