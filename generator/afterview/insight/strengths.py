"""Gather the skills that went well more than once; alone knows how often a strength must be named.

What an interviewer said is a quotation under *went well*; everything else there is the learner's own note. The two are
never mixed.
"""

from collections.abc import Iterable, Mapping, Sequence

from afterview.insight.recurrence import find_concerned
from afterview.model.insight import Naming, Strength
from afterview.model.interview import Interview
from afterview.model.portfolio import Kind, Skill
from afterview.model.section import PointKind

_TWICE = 2

_Named = tuple[Naming, tuple[str, ...]]


def gather_strengths(
    interviews: Sequence[Interview], skills: Mapping[str, Skill], kinds: Mapping[str, Kind]
) -> tuple[Strength, ...]:
    """Gather skills that two different interviewers are quoted on, or that were noted in two interviews.

    ``interviews`` are ordered. Who is not named is nobody in particular, so makes no second person, and neither does a
    panel with somebody who is quoted already; only where this audience is shown no name at all, two interviews stand
    for two people. The most quoted come first, by people and
    then by quotations, then the most noted; equals in the portfolio's order.
    """
    quoted = _gather(interviews, skills, quoted=True)
    noted = _gather(interviews, skills, quoted=False)
    asked = _count_asked(interviews, kinds)
    named = any(interview.interviewers for interview in interviews)
    strengths = [_make_strength(slug, quoted[slug], noted[slug], asked.get(slug, 0), named=named) for slug in skills]
    found = [strength for strength in strengths if strength.quoted or strength.noted]
    return tuple(sorted(found, key=_rank))


def count_people(panels: Iterable[tuple[str, ...]]) -> int:
    """Count how many different people have spoken at least, by the interviewers of each quotation.

    A quotation of a panel is one of its members', nobody knows whose: it counts as another person's only where none of
    them is counted yet. The smallest panels are counted first.
    """
    counted: set[str] = set()
    found = 0
    for panel in sorted({tuple(sorted(panel)) for panel in panels if panel}, key=lambda panel: (len(panel), panel)):
        if counted.isdisjoint(panel):
            counted.update(panel)
            found += 1
    return found


def _make_strength(
    slug: str, quoted: Sequence[_Named], noted: Sequence[_Named], asked: int, *, named: bool
) -> Strength:
    people = count_people(people for _, people in quoted) if named else None
    enough = people if people is not None else _count_interviews(quoted)
    return Strength(
        skill=slug,
        people=people,
        asked=asked,
        quoted=tuple(naming for naming, _ in quoted) if enough >= _TWICE else (),
        noted=tuple(naming for naming, _ in noted) if _count_interviews(noted) >= _TWICE else (),
    )


def _gather(interviews: Iterable[Interview], skills: Iterable[str], *, quoted: bool) -> Mapping[str, list[_Named]]:
    found: dict[str, list[_Named]] = {slug: [] for slug in skills}
    for interview in interviews:
        for place, point in enumerate(interview.points):
            if point.kind is PointKind.STRENGTH and point.skill is not None and point.quoted is quoted:
                naming = Naming(interview=interview.slug, date=interview.date, point=place)
                found[point.skill].append((naming, interview.interviewers))
    return found


def _count_asked(interviews: Iterable[Interview], kinds: Mapping[str, Kind]) -> Mapping[str, int]:
    """Count, by skill, the different interviewers who could have seen it: its kind covers it, or they did see it."""
    people: dict[str, set[str]] = {}
    for interview in interviews:
        covered = kinds[interview.kind].skills if interview.kind in kinds else ()
        for slug in find_concerned(interview).union(covered):
            people.setdefault(slug, set()).update(interview.interviewers)
    return {slug: len(names) for slug, names in people.items()}


def _count_interviews(named: Iterable[_Named]) -> int:
    return len({naming.interview for naming, _ in named})


def _rank(strength: Strength) -> tuple[int, int, int]:
    # Without quotations there are no people to order by.
    return (-(strength.people or 0) if strength.quoted else 0, -len(strength.quoted), -len(strength.noted))
