"""Compute a skill's usual rating from its last few ratings, and how sure the share of solid ones is."""

import math
from collections.abc import Sequence

from afterview.model.insight import Level

RECENT = 5
"""A level comes from this many of the last ratings: enough to outweigh one bad day, few enough to be recent."""

_Z = 1.2816
"""The standard normal quantile that leaves 80 % in the middle."""


def solid_step(steps: int) -> int:
    """Return the step from which a rating counts as solid: three quarters up a scale of ``steps``, rounded up."""
    return -(-3 * steps // 4)


def count_solid(values: Sequence[int], solid: int) -> int:
    """Count the ratings at or above the solid step."""
    return sum(value >= solid for value in values)


def compute_level(values: Sequence[int], solid: int) -> Level | None:
    """Sum up the last ratings, oldest first; None without any."""
    recent = sorted(values[-RECENT:])
    if not recent:
        return None
    reached = count_solid(recent, solid)
    return Level(
        considered=len(recent),
        median=recent[(len(recent) - 1) // 2],
        low=recent[0],
        high=recent[-1],
        solid=reached,
        interval=wilson_interval(reached, len(recent)),
    )


def wilson_interval(successes: int, trials: int) -> tuple[float, float]:
    """Return the 80 % interval of a share, as fractions, for at least one trial (Wilson 1927, the score interval).

    >>> [round(bound, 2) for bound in wilson_interval(3, 5)]
    [0.33, 0.82]
    """
    share = successes / trials
    spread = _Z * math.sqrt(share * (1 - share) / trials + _Z**2 / (4 * trials**2))
    centre = share + _Z**2 / (2 * trials)
    scale = 1 + _Z**2 / trials
    return (max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale))
