"""Find what else changed between the early and the late ratings of a skill; alone knows when a trend needs a caveat."""

from collections import Counter
from collections.abc import Hashable, Sequence

from afterview.insight.kendall import compute_s
from afterview.insight.series import SkillSeries
from afterview.model.insight import Caveat

SHRINKS = 10
"""Percent. Where holding people, kinds or modes constant changes an estimate by more, they are usually counted as a
cause of it (Maldonado and Greenland 1993). Without this bound, two kinds that change places gradually would pass."""


def find_caveats(skill: SkillSeries, direction: int) -> tuple[Caveat, ...]:
    """Name what may explain a change of a skill's ratings in ``direction`` (1 or -1) as well as the learner does."""
    caveats = []
    # Nobody can say which of a panel was strict or kind: it is the same as itself alone, in any order.
    people = [frozenset(several) or None for several in skill.raters]
    if not has_overlap(skill.values, people, direction):
        # An interviewer without a name may be anyone.
        caveats.append(Caveat.UNNAMED if None in people else Caveat.PEOPLE)
    if not all(has_overlap(skill.values, groups, direction) for groups in (skill.kinds, skill.modes)):
        caveats.append(Caveat.KINDS)
    return tuple(caveats)


def has_overlap(values: Sequence[int], groups: Sequence[Hashable], direction: int) -> bool:
    """Return whether the early and the late ratings come from the same groups, and within these go in ``direction``.

    A group is a person or a panel, a kind or a mode; ``groups`` has each rating's, None where it is not known. Three
    conditions must hold. Mann-Kendall's S over the pairs of ratings within a group has the sign of ``direction``. It is
    there nearly as clear as over all pairs: S as a share of the pairs that differ (Goodman and Kruskal 1954) does not
    shrink by more than ``SHRINKS``. And at least half of the ratings of each half come from groups that the other half
    has too. For an odd number of ratings the middle one belongs to neither half.
    """
    by_group: dict[Hashable, list[int]] = {}
    for group, value in zip(groups, values, strict=True):
        if group is not None:
            by_group.setdefault(group, []).append(value)
    within = sum(map(compute_s, by_group.values())) * direction
    if within <= 0:
        return False
    pairs, differing = sum(map(_count_differing, by_group.values())), _count_differing(values)
    if 100 * within * differing < (100 - SHRINKS) * compute_s(values) * direction * pairs:
        return False
    half = len(groups) // 2
    early, late = groups[:half], groups[-half:]
    shared = set(early) & set(late) - {None}
    return all(2 * sum(group in shared for group in ratings) >= half for ratings in (early, late))


def _count_differing(values: Sequence[int]) -> int:
    """Count the pairs of ratings that are not the same step."""
    return (len(values) ** 2 - sum(count**2 for count in Counter(values).values())) // 2
