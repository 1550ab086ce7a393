"""Make the list of all interviews and a page for each: its facts, its text, and its place in the story."""

from collections.abc import Mapping, Sequence
from itertools import groupby

import msgspec

from afterview.insight.perception import ENOUGH_PAIRS
from afterview.model.insight import Perception
from afterview.model.interview import Advance, Interview
from afterview.model.page import Page
from afterview.model.section import Outcome
from afterview.site.atlas import Atlas
from afterview.site.cards import CommitmentCard, NoteCard, SectionView, view_sections
from afterview.site.filters import Filters, make_filters, skills_of
from afterview.site.links import InterviewLink, SkillLink, Step, step_of
from afterview.site.shell import Shell
from afterview.site.skills import RecoveryCard, make_recovery


class Year(msgspec.Struct, frozen=True, kw_only=True):
    """Hold the interviews of a year, newest first."""

    year: int
    interviews: tuple[InterviewLink, ...]


class InterviewsPage(msgspec.Struct, frozen=True, kw_only=True):
    """What ``interviews.html`` is told; ``skills`` has each interview's, slugs by slug, where there are ``filters``."""

    shell: Shell
    years: tuple[Year, ...]
    total: int
    filters: Filters | None
    skills: Mapping[str, tuple[str, ...]]


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """Hold the interviewer's rating of a skill in another interview, the one before or after."""

    step: Step
    interview: InterviewLink


class RatingRow(msgspec.Struct, frozen=True, kw_only=True):
    """Hold how one skill was rated: by the interviewer, by the learner, and by interviewers before and after.

    ``recovery`` is there beside a rating below solid that better ones followed, ``perception`` beside an own rating
    below theirs.
    """

    skill: SkillLink
    theirs: Step | None
    own: Step | None
    before: Beside | None = None
    after: Beside | None = None
    recovery: RecoveryCard | None = None
    perception: Perception | None = None


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """Hold what an interview showed of an earlier commitment."""

    card: CommitmentCard
    outcome: Outcome


class InterviewPage(msgspec.Struct, frozen=True, kw_only=True):
    """What ``interview.html`` is told; ``asked`` are questions in full, ``made`` the commitments of this interview."""

    shell: Shell
    interview: InterviewLink
    role: str | None
    minutes: int | None
    advance: Advance
    asked: tuple[str, ...]
    solid: Step
    ratings: tuple[RatingRow, ...]
    sections: tuple[SectionView, ...]
    made: tuple[CommitmentCard, ...]
    settled: tuple[Settled, ...]
    notes: tuple[NoteCard, ...]
    previous: InterviewLink | None
    next: InterviewLink | None


def plan_interviews(atlas: Atlas, shell: Shell) -> tuple[Page, ...]:
    """Plan the list of interviews and each interview's page."""
    interviews = atlas.portfolio.interviews
    filters = make_filters(atlas)
    listed = InterviewsPage(
        shell=shell.at("interviews.html", "interviews"),
        years=group_years([atlas.links[it.slug] for it in reversed(interviews)]),
        total=len(interviews),
        filters=filters,
        skills={it.slug: skills_of(it) for it in interviews} if filters else {},
    )
    return (
        Page(url="interviews.html", layout="interviews.html", context=listed),
        *(
            _plan_one(atlas, shell, interview, previous, following)
            for previous, interview, following in zip(
                (None, *interviews), interviews, (*interviews[1:], None), strict=False
            )
        ),
    )


def group_years(links: Sequence[InterviewLink]) -> tuple[Year, ...]:
    """Group interviews, already in order, by year."""
    return tuple(
        Year(year=year, interviews=tuple(several)) for year, several in groupby(links, lambda it: it.date.year)
    )


def settled_in(atlas: Atlas, interview: Interview) -> tuple[Settled, ...]:
    """List what an interview showed of earlier commitments."""
    return tuple(
        Settled(card=atlas.cards[id], outcome=outcome) for id, outcome in interview.settles.items() if id in atlas.cards
    )


def made_in(atlas: Atlas, interview: Interview) -> tuple[CommitmentCard, ...]:
    """List the commitments that an interview led to."""
    return tuple(atlas.cards[it.id] for it in interview.commitments if it.id in atlas.cards)


def _plan_one(
    atlas: Atlas, shell: Shell, interview: Interview, previous: Interview | None, following: Interview | None
) -> Page:
    link = atlas.links[interview.slug]
    questions = atlas.portfolio.questions
    context = InterviewPage(
        shell=shell.at(link.url, "interviews"),
        interview=link,
        role=interview.role,
        minutes=interview.minutes,
        advance=interview.advance,
        asked=tuple(questions[id].ask for id in interview.asked if id in questions),
        solid=step_of(atlas.insight.solid, atlas.portfolio.scale),
        ratings=_rate(atlas, interview),
        sections=view_sections(interview.sections, interview.visibility, atlas.audience),
        made=made_in(atlas, interview),
        settled=settled_in(atlas, interview),
        notes=tuple(atlas.notes_about.get(interview.slug, ())),
        previous=atlas.links[previous.slug] if previous else None,
        next=atlas.links[following.slug] if following else None,
    )
    return Page(url=link.url, layout="interview.html", context=context)


def _rate(atlas: Atlas, interview: Interview) -> tuple[RatingRow, ...]:
    rated = {**interview.ratings, **interview.self_ratings}
    return tuple(_make_row(atlas, interview, slug) for slug in atlas.portfolio.skills if slug in rated)


def _make_row(atlas: Atlas, interview: Interview, skill: str) -> RatingRow:
    scale = atlas.portfolio.scale
    theirs, own = interview.ratings.get(skill), interview.self_ratings.get(skill)
    known = atlas.insight.skills[skill]
    recovery = known.recovery
    recovered = recovery and theirs and theirs < atlas.insight.solid and recovery.date <= interview.date
    humble = theirs and own and own < theirs and known.perception.pairs >= ENOUGH_PAIRS
    return RatingRow(
        skill=atlas.skills[skill],
        theirs=step_of(theirs, scale) if theirs else None,
        own=step_of(own, scale) if own else None,
        before=_beside(atlas, interview, skill, -1),
        after=_beside(atlas, interview, skill, +1),
        recovery=make_recovery(atlas, skill, recovery) if recovery and recovered else None,
        perception=known.perception if humble else None,
    )


def _beside(atlas: Atlas, interview: Interview, skill: str, offset: int) -> Beside | None:
    rank = atlas.rank.get((skill, interview.slug))
    if rank is None or not 0 <= rank + offset < len(atlas.rated[skill]):
        return None
    rated = atlas.rated[skill][rank + offset]
    return Beside(step=step_of(rated.value, atlas.portfolio.scale), interview=atlas.links[rated.interview])
