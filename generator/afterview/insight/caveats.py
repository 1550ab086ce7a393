"""Find what else changed between the early and the late ratings of a skill; alone knows when a trend stands bare."""

from collections.abc import Sequence

from afterview.insight.kendall import compute_s
from afterview.insight.series import SkillSeries
from afterview.model.insight import Caveat


def find_caveats(skill: SkillSeries, direction: int) -> tuple[Caveat, ...]:
    """Name what may explain a change of a skill's ratings in ``direction`` (1 or -1) as well as the learner does."""
    caveats = []
    if not has_overlap(skill.values, skill.raters, direction):
        # Nobody can say whether an interviewer without a name is somebody else.
        caveats.append(Caveat.UNNAMED if None in skill.raters else Caveat.PEOPLE)
    if not all(has_overlap(skill.values, groups, direction) for groups in (skill.kinds, skill.modes)):
        caveats.append(Caveat.KINDS)
    return tuple(caveats)


def has_overlap(values: Sequence[int], groups: Sequence[str | None], direction: int) -> bool:
    """Tell whether the early and the late ratings come from the same groups, and within these go in ``direction``.

    A group is a person, a kind or a mode; ``groups`` has each rating's, None where it is not known. Two conditions must
    hold: Mann-Kendall's S over the pairs of ratings within a group has the sign of ``direction``, and at least half of
    the ratings of each half come from groups that the other half has too. For an odd number of ratings the middle one
    belongs to neither half.
    """
    by_group: dict[str, list[int]] = {}
    for group, value in zip(groups, values, strict=True):
        if group is not None:
            by_group.setdefault(group, []).append(value)
    if sum(map(compute_s, by_group.values())) * direction <= 0:
        return False
    half = len(groups) // 2
    early, late = groups[:half], groups[-half:]
    shared = set(early) & set(late) - {None}
    return all(2 * sum(group in shared for group in ratings) >= half for ratings in (early, late))
