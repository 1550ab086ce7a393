"""Gather the strengths that more than one person named; alone knows when a strength is more than one kind word.

A point of *went well* names its skill and each of its themes; every such point counts as said by the interviewer.
"""

from collections.abc import Mapping, Sequence

from afterview.insight.themes import label_themes
from afterview.model.insight import Naming, Strength
from afterview.model.interview import Interview
from afterview.model.portfolio import Skill
from afterview.model.section import PointKind

_TWICE = 2


def gather_strengths(interviews: Sequence[Interview], skills: Mapping[str, Skill]) -> tuple[Strength, ...]:
    """Gather strengths that two or more different interviewers named, of ordered interviews; the most named first.

    Where this audience is not shown all the names, a strength counts when it was named in two or more interviews:
    nothing is said of how many people that were. Equals are ordered by their label.
    """
    labels = label_themes(interviews)
    named: dict[tuple[bool, str], list[tuple[Naming, str | None]]] = {}
    for interview in interviews:
        for place, point in enumerate(interview.points):
            if point.kind is not PointKind.STRENGTH:
                continue
            naming = Naming(interview=interview.slug, date=interview.date, point=place)
            keys = [(True, point.skill)] if point.skill is not None else []
            for key in dict.fromkeys([*keys, *((False, theme.slug) for theme in point.themes)]):
                named.setdefault(key, []).append((naming, interview.interviewer))
    strengths = [
        Strength(
            slug=slug,
            label=skills[slug].title if is_skill else labels[slug],
            is_skill=is_skill,
            people=_count_people([person for _, person in said]),
            named=tuple(naming for naming, _ in said),
        )
        for (is_skill, slug), said in named.items()
    ]
    often = [strength for strength in strengths if _is_shared(strength)]
    return tuple(sorted(often, key=lambda each: (-len(each.named), each.label, each.slug, each.is_skill)))


def _count_people(people: Sequence[str | None]) -> int | None:
    return None if None in people else len(set(people))


def _is_shared(strength: Strength) -> bool:
    if strength.people is None:
        return len({naming.interview for naming in strength.named}) >= _TWICE
    return strength.people >= _TWICE
