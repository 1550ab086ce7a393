"""Find what the list of interviews can be filtered by: the values that occur in it, and each interview's own."""

from collections.abc import Iterable

import msgspec

from afterview.model.interview import Interview, Mode, Relation
from afterview.pages.links import SkillLink
from afterview.pages.site_index import SiteIndex

FEW = 5
"""Up to this many interviews need no filter."""
MANY = 30
"""From this many interviews on, kind and skill alone do not narrow the list enough."""


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """What there is to choose from; a single value is no choice and is left out. ``kinds`` are titles."""

    kinds: tuple[str, ...]
    years: tuple[str, ...]
    modes: tuple[Mode, ...]
    skills: tuple[SkillLink, ...]
    companies: tuple[str, ...]
    relations: tuple[Relation, ...]


def make_filters(site_index: SiteIndex) -> Filters | None:
    """Gather the values of all interviews; None if there are few."""
    interviews, links = site_index.portfolio.interviews, tuple(site_index.links.values())
    if len(interviews) <= FEW:
        return None
    shown = {slug for interview in interviews for slug in skills_of(interview)}
    many = len(interviews) >= MANY
    return Filters(
        kinds=_choices(link.kind for link in links),
        skills=tuple(link for slug, link in site_index.skills.items() if slug in shown),
        years=_choices(str(link.date.year) for link in reversed(links)) if many else (),
        modes=tuple(mode for mode in Mode if mode in _choices(link.mode for link in links)) if many else (),
        companies=tuple(sorted(_choices(link.company for link in links), key=lambda it: (it.casefold(), it)))
        if many
        else (),
        relations=tuple(it for it in Relation if it in _choices(link.relation for link in links)) if many else (),
    )


def skills_of(interview: Interview) -> tuple[str, ...]:
    """List the skills that an interview speaks of: rated, noted, or committed to."""
    tagged = (*(it.skill for it in interview.points), *(it.skill for it in interview.commitments))
    return tuple(dict.fromkeys((*interview.ratings, *interview.self_ratings, *filter(None, tagged))))


def _choices(values: "Iterable[str | None]") -> tuple[str, ...]:
    found = dict.fromkeys(value for value in values if value)
    return tuple(found) if len(found) > 1 else ()
