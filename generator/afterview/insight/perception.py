"""Compare how the learner saw an interview with how its interviewer did; alone knows which ratings make a pair."""

from collections.abc import Iterable, Mapping, Sequence

from afterview.model.insight import Perception
from afterview.model.interview import Interview

ENOUGH_PAIRS = 4
"""From so many pairs on, the counts are worth a sentence."""


def compare_perceptions(interviews: Sequence[Interview], skills: Iterable[str]) -> Mapping[str, Perception]:
    """Count, by skill, the interviews where both rated it: the learner's step below, equal to, or above the other's."""
    pairs: dict[str, list[int]] = {slug: [] for slug in skills}
    for interview in interviews:
        for slug, own in interview.self_ratings.items():
            if slug in interview.ratings:
                pairs[slug].append(own - interview.ratings[slug])
    return {
        slug: Perception(below=sum(gap < 0 for gap in gaps), equal=gaps.count(0), above=sum(gap > 0 for gap in gaps))
        for slug, gaps in pairs.items()
    }


def add_perceptions(perceptions: Iterable[Perception]) -> Perception:
    """Add up the counts of several skills."""
    each = tuple(perceptions)
    return Perception(
        below=sum(one.below for one in each), equal=sum(one.equal for one in each), above=sum(one.above for one in each)
    )
