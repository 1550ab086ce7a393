"""Find which interviews could have shown a theme or a skill as a point to improve, and how often they did.

A *chance* is an interview with a *What to improve* in which one of the skills was rated or named, or which showed it;
for a theme without a skill, any interview with a *What to improve*. Chances are counted over the whole portfolio,
before the first sighting too. With the sightings among them:

- *not seen*: the last three chances or more went by without it, however often it was seen before;
- *back*: not that, and one of the last three chances ended a gap of three or more;
- *recurring*: neither, and seen in two interviews or more;
- *new*: neither, and seen in one.

A set of interviews is one big integer here, whose bit ``n`` stands for interview ``n``: to unite and to count such sets
takes no time even where a portfolio has thousands of each.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import compress, pairwise

import msgspec

from afterview.model.insight import Recurrence, RecurrenceState
from afterview.model.interview import Interview
from afterview.model.section import PointKind, SectionRole

MISSES = 3
"""This many chances in a row without a theme make it *not seen*, and its next sighting *back*."""

RARE = 0.10
"""The highest probability of as many misses by chance at which a page says that something changed."""


class Chances(msgspec.Struct, frozen=True, kw_only=True):
    """The ordered ``interviews``, and two kinds of sets of them.

    ``improving`` are those with a *What to improve*; ``by_skill`` are those in which a skill was rated or named.
    ``slugs`` are the interviews' own. ``listed`` keeps the sets that were listed: themes of the same skills share one.
    """

    interviews: tuple[Interview, ...]
    improving: int
    by_skill: Mapping[str, int]
    slugs: tuple[str, ...]
    listed: dict[int, tuple[str, ...]]

    def find(self, skills: Iterable[str], seen: int) -> int:
        """Find the chances of what concerns these skills (none: any) and was seen in that set of interviews."""
        slugs = tuple(skills)
        if not slugs:
            return self.improving
        concerned = seen
        for slug in slugs:
            concerned |= self.by_skill.get(slug, 0)
        return self.improving & concerned

    def list_slugs(self, interviews: int) -> tuple[str, ...]:
        """List the slugs of a set of interviews, oldest first."""
        if interviews not in self.listed:
            # The digits of a binary number end with that of the first interview.
            digits = map(int, reversed(f"{interviews:b}"))
            self.listed[interviews] = tuple(compress(self.slugs, digits))
        return self.listed[interviews]


def collect_chances(interviews: Sequence[Interview]) -> Chances:
    """Collect what the chances of every theme and skill are made of, from ordered interviews."""
    by_skill: dict[str, list[int]] = {}
    for place, interview in enumerate(interviews):
        for slug in find_concerned(interview):
            by_skill.setdefault(slug, []).append(place)
    return Chances(
        interviews=tuple(interviews),
        improving=unite(place for place, interview in enumerate(interviews) if _says_what_to_improve(interview)),
        by_skill={slug: unite(places) for slug, places in by_skill.items()},
        slugs=tuple(interview.slug for interview in interviews),
        listed={},
    )


def find_concerned(interview: Interview) -> frozenset[str]:
    """Find the skills that an interviewer rated in an interview, or that a point or a commitment of it names."""
    named = [point.skill for point in interview.points] + [made.skill for made in interview.commitments]
    return frozenset(interview.ratings).union(skill for skill in named if skill is not None)


def unite(places: Iterable[int]) -> int:
    """Make the set of the interviews at these places."""
    ordered = sorted(places)
    bits = bytearray(ordered[-1] // 8 + 1 if ordered else 0)
    for place in ordered:
        bits[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(bits, "little")


def follow(places: Sequence[int], skills: Iterable[str], chances: Chances) -> Recurrence:
    """Follow what concerns these skills and was seen at these places, ascending and at least one."""
    possible = chances.find(skills, unite(places))
    # How many chances came after each sighting: sightings next to each other differ by one.
    left = [(possible >> place + 1).bit_count() for place in places]
    return Recurrence(
        state=find_state(left),
        interviews=tuple(chances.interviews[place].slug for place in places),
        chances=chances.list_slugs(possible),
        missed=left[-1],
        first=chances.interviews[places[0]].date,
        last=chances.interviews[places[-1]].date,
        changed=is_rare(len(places), possible.bit_count() - left[-1], left[-1]),
    )


def find_state(left: Sequence[int]) -> RecurrenceState:
    """Choose the state, by how many chances came after each sighting, oldest first."""
    if left[-1] >= MISSES:
        return RecurrenceState.NOT_SEEN
    gaps = [(earlier - later - 1, later) for earlier, later in pairwise(left)]
    if any(gap >= MISSES and later < MISSES for gap, later in gaps):
        return RecurrenceState.BACK
    return RecurrenceState.RECURRING if len(left) > 1 else RecurrenceState.NEW


def is_rare(seen: int, chances: int, missed: int) -> bool:
    """Return whether so many misses in a row are unlikely, at the rate of the ``chances`` up to the last sighting."""
    return missed >= MISSES and (1 - seen / chances) ** missed <= RARE


def _says_what_to_improve(interview: Interview) -> bool:
    return any(point.kind is PointKind.GAP for point in interview.points) or any(
        section.role is SectionRole.TO_IMPROVE and section.html.strip() for section in interview.sections
    )
