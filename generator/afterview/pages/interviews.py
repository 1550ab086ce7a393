"""Make the list of all interviews and a page for each: its facts, its text, and its place in the story."""

from collections.abc import Mapping, Sequence
from itertools import groupby

import msgspec

from afterview.insight.perception import is_prompt
from afterview.model.insight import HardDay, Perception
from afterview.model.interview import Advance, Interview
from afterview.model.page import Page
from afterview.model.section import Outcome
from afterview.pages.cards import CommitmentCard, NoteCard, SectionView, view_sections
from afterview.pages.filters import Filters, make_filters, skills_of
from afterview.pages.links import InterviewLink, SkillLink, Step, step_of
from afterview.pages.shell import Shell
from afterview.pages.site_index import SiteIndex


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

    ``hard_day`` consoles the learner beside a rating at the lowest step; ``perception`` is there beside a self-rating
    that is lower or higher in the direction in which most are.
    """

    skill: SkillLink
    theirs: Step | None
    own: Step | None
    before: Beside | None = None
    after: Beside | None = None
    hard_day: HardDay | None = None
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


def plan_interviews(site_index: SiteIndex, shell: Shell) -> tuple[Page, ...]:
    """Plan the list of interviews and each interview's page."""
    interviews = site_index.portfolio.interviews
    filters = make_filters(site_index)
    listed = InterviewsPage(
        shell=shell.at("interviews.html", "interviews"),
        years=group_years([site_index.links[it.slug] for it in reversed(interviews)]),
        total=len(interviews),
        filters=filters,
        skills={it.slug: skills_of(it) for it in interviews} if filters else {},
    )
    return (
        Page(url="interviews.html", layout="interviews.html", context=listed),
        *(
            _plan_one(site_index, shell, interview, previous, following)
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


def settled_in(site_index: SiteIndex, interview: Interview) -> tuple[Settled, ...]:
    """List what an interview showed of earlier commitments."""
    return tuple(
        Settled(card=site_index.cards[id], outcome=outcome)
        for id, outcome in interview.outcomes.items()
        if id in site_index.cards
    )


def made_in(site_index: SiteIndex, interview: Interview) -> tuple[CommitmentCard, ...]:
    """List the commitments that an interview led to."""
    return tuple(site_index.cards[it.id] for it in interview.commitments if it.id in site_index.cards)


def _plan_one(
    site_index: SiteIndex, shell: Shell, interview: Interview, previous: Interview | None, following: Interview | None
) -> Page:
    link = site_index.links[interview.slug]
    questions = site_index.portfolio.questions
    context = InterviewPage(
        shell=shell.at(link.url, "interviews"),
        interview=link,
        role=interview.role,
        minutes=interview.minutes,
        advance=interview.advance,
        asked=tuple(questions[id].ask for id in interview.asked if id in questions),
        solid=step_of(site_index.insight.solid, site_index.portfolio.scale),
        ratings=_rate(site_index, interview),
        sections=view_sections(interview.sections, interview.visibility, site_index.audience),
        made=made_in(site_index, interview),
        settled=settled_in(site_index, interview),
        notes=tuple(site_index.notes_about.get(interview.slug, ())),
        previous=site_index.links[previous.slug] if previous else None,
        next=site_index.links[following.slug] if following else None,
    )
    return Page(url=link.url, layout="interview.html", context=context)


def _rate(site_index: SiteIndex, interview: Interview) -> tuple[RatingRow, ...]:
    rated = {**interview.ratings, **interview.self_ratings}
    return tuple(_make_row(site_index, interview, slug) for slug in site_index.portfolio.skills if slug in rated)


def _make_row(site_index: SiteIndex, interview: Interview, skill: str) -> RatingRow:
    scale = site_index.portfolio.scale
    theirs, own = interview.ratings.get(skill), interview.self_ratings.get(skill)
    insight = site_index.insight.skills[skill]
    perception = insight.perception
    typical = theirs and own and (own - theirs) * (perception.above - perception.below) > 0 and is_prompt(perception)
    return RatingRow(
        skill=site_index.skills[skill],
        theirs=step_of(theirs, scale) if theirs else None,
        own=step_of(own, scale) if own else None,
        before=_beside(site_index, interview, skill, -1),
        after=_beside(site_index, interview, skill, +1),
        hard_day=next((day for day in insight.hard_days if day.interview == interview.slug), None),
        perception=perception if typical else None,
    )


def _beside(site_index: SiteIndex, interview: Interview, skill: str, offset: int) -> Beside | None:
    rank = site_index.rank.get((skill, interview.slug))
    if rank is None or not 0 <= rank + offset < len(site_index.rated[skill]):
        return None
    rated = site_index.rated[skill][rank + offset]
    return Beside(step=step_of(rated.value, site_index.portfolio.scale), interview=site_index.links[rated.interview])
