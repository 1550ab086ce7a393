"""Find the lowest ratings that better ones followed; alone knows when a page mentions them.

They are not evidence of a change: after the worst of several ratings better ones are usual, even if nothing changed.
"""

from collections.abc import Sequence

from afterview.insight.level import RECENT, count_solid
from afterview.model.insight import HardDay, Observation

LOWEST = 1
LATER = 3
"""At least this many ratings must have followed."""


def find_hard_days(ratings: Sequence[Observation], solid: int) -> tuple[HardDay, ...]:
    """Find each rating at the lowest step after which at least half of the last ratings were solid.

    ``ratings`` are the interviewers' of one skill, oldest first; of what followed, the last five count.
    """
    values = [rating.value for rating in ratings]
    found = []
    for place, rating in enumerate(ratings[:-LATER]):
        if rating.value != LOWEST:
            continue
        later = values[max(place + 1, len(values) - RECENT) :]
        reached = count_solid(later, solid)
        if 2 * reached >= len(later):
            found.append(
                HardDay(interview=rating.interview, date=rating.date, solid=reached, considered=len(later)),
            )
    return tuple(found)
