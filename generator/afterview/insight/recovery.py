"""Find the hard rating that better ones followed; alone knows what counts as having recovered."""

from collections.abc import Sequence

from afterview.insight.level import RECENT, count_solid
from afterview.model.insight import Observation, Recovery

_LATER = 3
"""So many ratings must have followed before anything is said of them."""


def find_recovery(ratings: Sequence[Observation], solid: int) -> Recovery | None:
    """Find the lowest rating below the solid step whose sequel is solid at least half the time, the latest of equals.

    ``ratings`` are the interviewers', oldest first; the sequel is what followed, its last five where there are more.
    """
    values = [rating.value for rating in ratings]
    found: Recovery | None = None
    for place, rating in enumerate(ratings[:-_LATER]):
        if rating.value >= solid or (found is not None and rating.value > found.value):
            continue
        later = values[max(place + 1, len(values) - RECENT) :]
        reached = count_solid(later, solid)
        if 2 * reached >= len(later):
            found = Recovery(
                value=rating.value,
                date=rating.date,
                interview=rating.interview,
                solid=reached,
                considered=len(later),
            )
    return found
