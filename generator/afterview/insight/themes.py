"""Follow what comes back among the points to improve; alone knows which interviews could have shown a theme.

An interview could have shown a theme when its kind covers one of the skills that the theme's points name (any
interview, where none names a skill), or when it did show it. These *opportunities* are counted over the whole
portfolio, before the theme's first sighting too. With the sightings among them:

- *quiet*: the last three opportunities or more went by without it, however often it was seen before;
- *returned*: not quiet, and one of the last three opportunities ended a gap of three or more;
- *recurring*: neither, and seen in two interviews or more;
- *new*: neither, and seen in one.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise

import msgspec

from afterview.model.insight import ThemeState, ThemeStory
from afterview.model.interview import Interview
from afterview.model.portfolio import Kind
from afterview.model.section import PointKind

QUIET = 3
"""So many opportunities in a row without a theme make it quiet, or make its next sighting a return."""

_LIVELIEST = (ThemeState.RETURNED, ThemeState.RECURRING, ThemeState.NEW, ThemeState.QUIET)


class _Sightings(msgspec.Struct):
    """Gather where one theme was seen: places among the ordered interviews, and the skills of its points."""

    places: list[int]
    skills: dict[str, None]


def label_themes(interviews: Sequence[Interview]) -> Mapping[str, str]:
    """Give each theme's words as they were first written in a point, good or bad, by slug."""
    labels: dict[str, str] = {}
    for interview in interviews:
        for point in interview.points:
            for theme in point.themes:
                labels.setdefault(theme.slug, theme.label)
    return labels


def tell_themes(interviews: Sequence[Interview], kinds: Mapping[str, Kind]) -> tuple[ThemeStory, ...]:
    """Tell the story of every theme among the points to improve, of ordered interviews.

    Returned themes come first, then recurring, new and quiet ones; of a state the most seen, then the latest, first.
    """
    labels = label_themes(interviews)
    by_kind: dict[str, list[int]] = {slug: [] for slug in kinds}
    for place, interview in enumerate(interviews):
        by_kind.setdefault(interview.kind, []).append(place)
    stories = [
        _tell(slug, labels[slug], sightings, interviews, _find_opportunities(sightings, kinds, by_kind))
        for slug, sightings in _gather(interviews).items()
    ]
    return tuple(
        sorted(stories, key=lambda told: (_LIVELIEST.index(told.state), -told.seen, -told.last.toordinal(), told.slug))
    )


def _gather(interviews: Sequence[Interview]) -> Mapping[str, _Sightings]:
    gathered: dict[str, _Sightings] = {}
    for place, interview in enumerate(interviews):
        for point in interview.points:
            if point.kind is not PointKind.GAP:
                continue
            for theme in point.themes:
                sightings = gathered.setdefault(theme.slug, _Sightings(places=[], skills={}))
                if sightings.places[-1:] != [place]:
                    sightings.places.append(place)
                if point.skill is not None:
                    sightings.skills[point.skill] = None
    return gathered


def _find_opportunities(
    sightings: _Sightings, kinds: Mapping[str, Kind], by_kind: Mapping[str, Sequence[int]]
) -> Sequence[Sequence[int]]:
    """Give the places of all opportunities, as ascending runs that share no place."""
    covering = {
        slug
        for slug in by_kind
        if not sightings.skills or (slug in kinds and any(skill in sightings.skills for skill in kinds[slug].skills))
    }
    runs = [by_kind[slug] for slug in by_kind if slug in covering]
    # What was seen counts, whatever the kind says; seen places of covering kinds are counted there.
    covered = {place for run in runs for place in sightings.places if _holds(run, place)}
    return [*runs, [place for place in sightings.places if place not in covered]]


def _holds(run: Sequence[int], place: int) -> bool:
    found = bisect_left(run, place)
    return found < len(run) and run[found] == place


def _tell(
    slug: str, label: str, sightings: _Sightings, interviews: Sequence[Interview], runs: Sequence[Sequence[int]]
) -> ThemeStory:
    def count_from(place: int) -> int:
        return sum(len(run) - bisect_left(run, place) for run in runs)

    seen = [interviews[place] for place in sightings.places]
    # How many opportunities each sighting has behind it: sightings next to each other differ by one.
    left = [count_from(place) - 1 for place in sightings.places]
    return ThemeStory(
        slug=slug,
        label=label,
        state=find_state(left),
        seen=len(seen),
        opportunities=count_from(0),
        quiet_for=left[-1],
        first=seen[0].date,
        last=seen[-1].date,
        skills=tuple(sightings.skills),
        interviews=tuple(interview.slug for interview in seen),
    )


def find_state(left: Sequence[int]) -> ThemeState:
    """Say how a theme stands, by how many opportunities came after each of its sightings, oldest first."""
    if left[-1] >= QUIET:
        return ThemeState.QUIET
    gaps = [(earlier - later - 1, later) for earlier, later in pairwise(left)]
    if any(gap >= QUIET and later < QUIET for gap, later in gaps):
        return ThemeState.RETURNED
    return ThemeState.RECURRING if len(left) > 1 else ThemeState.NEW
