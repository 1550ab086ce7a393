"""Make the list of all interviews and a page for each: its facts, its text, and its neighbours."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import groupby

import msgspec
from markupsafe import Markup

from afterview.insight.perception import is_prompt
from afterview.model.audience import Audience
from afterview.model.insight import HardDay, Perception
from afterview.model.interview import Advance, Interview
from afterview.model.mentor import Replies
from afterview.model.page import Page
from afterview.model.section import Outcome, SectionRole
from afterview.pages.cards import Attempted, CommitmentCard, NoteCard, SectionView, view_sections
from afterview.pages.filters import Filters, make_filters, skills_of
from afterview.pages.links import InterviewLink, SkillLink, Step, step_of
from afterview.pages.shell import Shell
from afterview.pages.site_index import SiteIndex
from afterview.reading.markup.tags import TAG

_QUOTED = re.compile(r'<blockquote[^>]*>\s*<p(?: dir="auto")?>(.*?)</p>', re.DOTALL)
_TAGS_AT_END = re.compile(rf"(?:\s+#{TAG})+\s*\Z")
"""Tags that count for nothing in what the interviewer said, and are no words of it."""
MOST_STRIPS = 200


class Year(msgspec.Struct, frozen=True, kw_only=True):
    """The interviews of a year, newest first."""

    year: int
    interviews: tuple[InterviewLink, ...]


class Bead(msgspec.Struct, frozen=True, kw_only=True):
    """One rating in an interview's strip; ``y`` in pixels, ``high`` from the solid step on."""

    y: float
    high: bool


class InterviewsPage(msgspec.Struct, frozen=True, kw_only=True):
    """The context of ``interviews.html``.

    ``skills`` has the slugs of each interview's skills, where there are ``filters``; ``strips`` each one's ratings, and
    ``solid`` the step from which on they are filled; it is missing where there are no strips.
    """

    shell: Shell
    years: tuple[Year, ...]
    total: int
    filters: Filters | None
    skills: Mapping[str, tuple[str, ...]]
    strips: Mapping[str, tuple[Bead, ...]]
    solid: Step | None


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """The interviewer's rating of a skill in another interview, the one before or after."""

    step: Step
    interview: InterviewLink


class Places(msgspec.Struct, frozen=True, kw_only=True):
    """Positions of ratings on the scale, in percent of its width; ``zone`` is where the solid steps begin."""

    steps: tuple[float, ...]
    zone: float
    theirs: float | None
    own: float | None
    before: float | None


class RatingRow(msgspec.Struct, frozen=True, kw_only=True):
    """How one skill was rated: by the interviewer, by the learner, and by interviewers before and after.

    ``hard_day`` consoles the learner beside a rating at the lowest step; ``perception`` is there beside a self-rating
    that is lower or higher in the direction in which most are.
    """

    skill: SkillLink
    theirs: Step | None
    own: Step | None
    places: Places
    before: Beside | None = None
    after: Beside | None = None
    hard_day: HardDay | None = None
    perception: Perception | None = None


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """How an earlier commitment went in an interview."""

    card: CommitmentCard
    outcome: Outcome


class MadeHere(msgspec.Struct, frozen=True, kw_only=True):
    """A commitment of an interview, and how it went in later ones."""

    card: CommitmentCard
    later: tuple[Attempted, ...]


class InterviewPage(msgspec.Struct, frozen=True, kw_only=True):
    """The context of ``interview.html``.

    ``asked`` are questions in full that the text does not repeat, ``made`` the commitments of this interview.
    ``opening_quote`` is the first thing that the interviewer said, empty if nothing is quoted. On a mentor's page
    ``reader`` is their name, if it is for one of them, and ``replies`` is where they may answer.
    """

    shell: Shell
    interview: InterviewLink
    opening_quote: Markup
    scale: tuple[Step, ...]
    role: str | None
    minutes: int | None
    advance: Advance
    asked: tuple[str, ...]
    solid: Step
    ratings: tuple[RatingRow, ...]
    sections: tuple[SectionView, ...]
    made: tuple[MadeHere, ...]
    settled: tuple[Settled, ...]
    notes: tuple[NoteCard, ...]
    previous: InterviewLink | None
    next: InterviewLink | None
    reader: str | None = None
    replies: Replies | None = None


def plan_interviews(site_index: SiteIndex, shell: Shell) -> tuple[Page, ...]:
    """Plan the list of interviews and each interview's page."""
    interviews = site_index.portfolio.interviews
    filters = make_filters(site_index)
    strips = {it.slug: _string_beads(site_index, it) if len(interviews) <= MOST_STRIPS else () for it in interviews}
    solid = step_of(site_index.insight.solid, site_index.portfolio.scale)
    listed = InterviewsPage(
        shell=shell.at("interviews.html", "interviews"),
        years=group_years([site_index.links[it.slug] for it in reversed(interviews)]),
        total=len(interviews),
        filters=filters,
        skills={it.slug: skills_of(it) for it in interviews} if filters else {},
        strips=strips,
        solid=solid if any(strips.values()) else None,
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
    """List how earlier commitments went in an interview."""
    return tuple(
        Settled(card=site_index.cards[id], outcome=outcome)
        for id, outcome in interview.outcomes.items()
        if id in site_index.cards
    )


def made_in(site_index: SiteIndex, interview: Interview) -> tuple[CommitmentCard, ...]:
    """List the commitments that an interview led to."""
    return tuple(site_index.cards[it.id] for it in interview.commitments if it.id in site_index.cards)


def _list_later(site_index: SiteIndex, card: CommitmentCard, interview: Interview) -> tuple[Attempted, ...]:
    return tuple(it for it in card.attempts if site_index.interviews[it.interview.slug].order > interview.order)


def _plan_one(
    site_index: SiteIndex, shell: Shell, interview: Interview, previous: Interview | None, following: Interview | None
) -> Page:
    link = site_index.links[interview.slug]
    mentors = site_index.portfolio.mentors if site_index.audience is Audience.MENTOR else ()
    questions, scale = site_index.portfolio.questions, site_index.portfolio.scale
    context = InterviewPage(
        shell=shell.at(link.url, "interviews"),
        interview=link,
        opening_quote=_find_quote(interview),
        scale=tuple(step_of(value, scale) for value in range(1, len(scale) + 1)),
        role=interview.role,
        minutes=interview.minutes,
        advance=interview.advance,
        asked=_list_asked(interview, [questions[id].ask for id in interview.asked if id in questions]),
        solid=step_of(site_index.insight.solid, scale),
        ratings=_rate(site_index, interview),
        sections=view_sections(interview.sections, interview.visibility, site_index.audience),
        made=tuple(
            MadeHere(card=card, later=_list_later(site_index, card, interview))
            for card in made_in(site_index, interview)
        ),
        settled=settled_in(site_index, interview),
        notes=tuple(site_index.notes_about.get(interview.slug, ())),
        previous=site_index.links[previous.slug] if previous else None,
        next=site_index.links[following.slug] if following else None,
        reader=mentors[0].name if mentors else None,
        replies=site_index.portfolio.replies,
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
    before = _beside(site_index, interview, skill, -1)
    return RatingRow(
        skill=site_index.skills[skill],
        theirs=step_of(theirs, scale) if theirs else None,
        own=step_of(own, scale) if own else None,
        places=_place(len(scale), site_index.insight.solid, theirs, own, before.step.value if before else None),
        before=before,
        after=_beside(site_index, interview, skill, +1),
        hard_day=next((day for day in insight.hard_days if day.interview == interview.slug), None),
        perception=perception if typical else None,
    )


@cache  # there are few combinations of ratings
def _place(steps: int, solid: int, theirs: int | None, own: int | None, before: int | None) -> Places:
    def x(value: int) -> float:
        return round((value - 0.5) * 100 / steps, 1)

    return Places(
        steps=tuple(x(value) for value in range(1, steps + 1)),
        zone=round((solid - 1) * 100 / steps, 1),
        theirs=x(theirs) if theirs else None,
        own=x(own) if own else None,
        before=x(before) if before else None,
    )


def _find_quote(interview: Interview) -> Markup:
    """Find the first words quoted under *What the interviewer said*, else the first quoted point."""
    for section in interview.sections:
        if section.role is SectionRole.INTERVIEWER and (found := _QUOTED.search(section.html)):
            return Markup(_TAGS_AT_END.sub("", found[1]))
    return next((point.html for point in interview.points if point.quoted), Markup(""))


def _list_asked(interview: Interview, questions: Sequence[str]) -> tuple[str, ...]:
    """List the questions that the text below does not repeat above their answers."""
    if not questions:
        return ()
    text = " ".join(section.html.striptags() for section in interview.sections)
    return tuple(question for question in questions if question not in text)


def _string_beads(site_index: SiteIndex, interview: Interview) -> tuple[Bead, ...]:
    steps, solid = len(site_index.portfolio.scale), site_index.insight.solid
    return tuple(
        Bead(y=round(20 - (value - 0.5) * 20 / steps, 1), high=value >= solid)
        for skill in site_index.portfolio.skills
        if (value := interview.ratings.get(skill))
    )


def _beside(site_index: SiteIndex, interview: Interview, skill: str, offset: int) -> Beside | None:
    rank = site_index.rank.get((skill, interview.slug))
    if rank is None or not 0 <= rank + offset < len(site_index.rated[skill]):
        return None
    rated = site_index.rated[skill][rank + offset]
    return Beside(step=step_of(rated.value, site_index.portfolio.scale), interview=site_index.links[rated.interview])
