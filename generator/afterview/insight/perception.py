"""Compare how the learner saw an interview with how its interviewer did; alone knows which ratings are a pair."""

from collections.abc import Iterable, Mapping, Sequence

from afterview.model.insight import Perception
from afterview.model.interview import Interview

ENOUGH_PAIRS = 6
"""With this many pairs, and a clear margin, the counts are mentioned before the next interview."""

MARGIN = 3
"""This many more pairs must be lower than higher, or higher than lower."""


def compare_perceptions(interviews: Sequence[Interview], skills: Iterable[str]) -> Mapping[str, Perception]:
    """Count, by skill, the interviews where both rated it, by whether the self-rating was lower, equal or higher."""
    gaps: dict[str, list[int]] = {slug: [] for slug in skills}
    for interview in interviews:
        for slug, gap in _compare(interview):
            gaps[slug].append(gap)
    return {slug: _count(values, interviews=len(values)) for slug, values in gaps.items()}


def sum_perceptions(interviews: Sequence[Interview]) -> Perception:
    """Count the pairs of all skills together, and the interviews that they come from."""
    by_interview = [[gap for _, gap in _compare(interview)] for interview in interviews]
    return _count([gap for gaps in by_interview for gap in gaps], interviews=sum(map(bool, by_interview)))


def is_prompt(perception: Perception) -> bool:
    """Return whether there are enough pairs, and enough more in one direction, to mention them."""
    return perception.pairs >= ENOUGH_PAIRS and abs(perception.below - perception.above) >= MARGIN


def _compare(interview: Interview) -> list[tuple[str, int]]:
    return [
        (slug, own - interview.ratings[slug])
        for slug, own in interview.self_ratings.items()
        if slug in interview.ratings
    ]


def _count(gaps: Sequence[int], *, interviews: int) -> Perception:
    return Perception(
        below=sum(gap < 0 for gap in gaps),
        equal=gaps.count(0),
        above=sum(gap > 0 for gap in gaps),
        interviews=interviews,
    )
