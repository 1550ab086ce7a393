"""Make portfolio.json: the facts of the pages for other programs, in a documented and versioned form."""

import datetime

import msgspec

from afterview.model.insight import (
    CommitmentStory,
    Gate,
    HardDay,
    Insight,
    Level,
    NextStep,
    Perception,
    Recurrence,
    RecurrenceState,
    Strength,
    Trend,
)
from afterview.model.interview import Advance, Interview, Mode, Relation
from afterview.model.page import Page
from afterview.model.section import Outcome, Point, PointKind
from afterview.pages.shell import Shell
from afterview.pages.site_index import SiteIndex

VERSION = 2


class PointFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A strength or a point to improve; ``themes`` are slugs, ``quoted`` are an interviewer's own words."""

    kind: PointKind
    text: str
    quoted: bool
    skill: str | None
    themes: tuple[str, ...]


class CommitmentFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A commitment and its story; ``text`` is as written, without its marks, ``quoted`` an interviewer's own words."""

    text: str
    quoted: bool
    story: CommitmentStory


class InterviewFacts(msgspec.Struct, frozen=True, kw_only=True):
    """An interview; ``commitments`` are ids, ``outcomes`` maps ids to outcomes, ratings are 1..K by skill."""

    slug: str
    url: str
    title: str
    date: datetime.date
    mode: Mode
    kind: str
    company: str | None
    role: str | None
    interviewer: str | None
    relation: Relation | None
    minutes: int | None
    advance: Advance
    asked: tuple[str, ...]
    ratings: dict[str, int]
    self_ratings: dict[str, int]
    outcomes: dict[str, Outcome]
    points: tuple[PointFacts, ...]
    commitments: tuple[str, ...]


class RecurrenceFacts(msgspec.Struct, frozen=True, kw_only=True):
    """How often something was a point to improve; the ``chances`` are only counted, since they are many."""

    state: RecurrenceState
    seen: int
    chances: int
    missed: int
    first: datetime.date
    last: datetime.date
    interviews: tuple[str, ...]
    changed: bool


class ThemeFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A theme among the points to improve; ``skills`` are those that its points name."""

    slug: str
    label: str
    recurrence: RecurrenceFacts
    skills: tuple[str, ...]


class SkillFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A skill with its level and trend."""

    slug: str
    url: str
    title: str
    anchors: tuple[str, ...]
    target: int | None
    level: Level | None
    trend: Trend | None
    perception: Perception
    recurrence: RecurrenceFacts | None
    hard_days: tuple[HardDay, ...]


class KindFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of interview and the slugs of its skills."""

    slug: str
    title: str
    skills: tuple[str, ...]


class NoteFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A mentor's note; ``about`` are slugs of interviews."""

    slug: str
    url: str
    author: str
    date: datetime.date
    title: str | None
    about: tuple[str, ...]


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """The whole document; entries are oldest first, addresses relative to the site's root."""

    version: int
    title: str
    author: str
    about: str | None
    language: str
    url: str | None
    scale: tuple[str, ...]
    solid: int
    kinds: tuple[KindFacts, ...]
    skills: tuple[SkillFacts, ...]
    interviews: tuple[InterviewFacts, ...]
    commitments: tuple[CommitmentFacts, ...]
    next: tuple[NextStep, ...]
    themes: tuple[ThemeFacts, ...]
    strengths: tuple[Strength, ...]
    perception: Perception
    gate: Gate | None
    notes: tuple[NoteFacts, ...]


class FactsPage(msgspec.Struct, frozen=True, kw_only=True):
    """The context of ``portfolio.json``."""

    shell: Shell
    facts: Facts


def plan_json_export(site_index: SiteIndex, shell: Shell) -> Page:
    """Plan portfolio.json."""
    portfolio, insight = site_index.portfolio, site_index.insight
    made = {one.id: one for interview in reversed(portfolio.interviews) for one in interview.commitments}
    facts = Facts(
        version=VERSION,
        title=portfolio.title,
        author=portfolio.author,
        about=portfolio.about,
        language=portfolio.language,
        url=portfolio.url,
        scale=portfolio.scale,
        solid=insight.solid,
        kinds=tuple(
            KindFacts(slug=kind.slug, title=kind.title, skills=kind.skills) for kind in portfolio.kinds.values()
        ),
        skills=tuple(_make_skill_facts(site_index, slug) for slug in portfolio.skills),
        interviews=tuple(_make_interview_facts(site_index, interview) for interview in portfolio.interviews),
        commitments=tuple(
            CommitmentFacts(text=made[it.id].text, quoted=made[it.id].quoted, story=it) for it in insight.commitments
        ),
        next=insight.next,
        themes=_list_themes(insight),
        strengths=insight.strengths,
        perception=insight.perception,
        gate=insight.gate,
        notes=tuple(
            NoteFacts(
                slug=note.slug, url=card.url, author=note.author, date=note.date, title=note.title, about=note.about
            )
            for note, card in zip(portfolio.notes, site_index.notes, strict=True)
        ),
    )
    context = FactsPage(shell=shell.at("portfolio.json", ""), facts=facts)
    return Page(url="portfolio.json", layout="portfolio.json", context=context)


def _list_themes(insight: Insight) -> tuple[ThemeFacts, ...]:
    return tuple(
        ThemeFacts(
            slug=theme.slug, label=theme.label, recurrence=_count_recurrence(theme.recurrence), skills=theme.skills
        )
        for theme in insight.themes
    )


def _count_recurrence(recurrence: Recurrence) -> RecurrenceFacts:
    return RecurrenceFacts(
        state=recurrence.state,
        seen=recurrence.seen,
        chances=len(recurrence.chances),
        missed=recurrence.missed,
        first=recurrence.first,
        last=recurrence.last,
        interviews=recurrence.interviews,
        changed=recurrence.changed,
    )


def _make_skill_facts(site_index: SiteIndex, slug: str) -> SkillFacts:
    skill, known = site_index.portfolio.skills[slug], site_index.insight.skills[slug]
    return SkillFacts(
        slug=slug,
        url=site_index.skills[slug].url,
        title=skill.title,
        anchors=skill.anchors,
        target=skill.target,
        level=known.level,
        trend=known.trend,
        perception=known.perception,
        recurrence=_count_recurrence(known.recurrence) if known.recurrence else None,
        hard_days=known.hard_days,
    )


def _make_interview_facts(site_index: SiteIndex, interview: Interview) -> InterviewFacts:
    return InterviewFacts(
        slug=interview.slug,
        url=site_index.links[interview.slug].url,
        title=interview.title,
        date=interview.date,
        mode=interview.mode,
        kind=interview.kind,
        company=interview.company,
        role=interview.role,
        interviewer=interview.interviewer,
        relation=interview.relation,
        minutes=interview.minutes,
        advance=interview.advance,
        asked=interview.asked,
        ratings=dict(interview.ratings),
        self_ratings=dict(interview.self_ratings),
        outcomes=dict(interview.outcomes),
        points=tuple(_make_point_facts(point) for point in interview.points),
        commitments=tuple(made.id for made in interview.commitments),
    )


def _make_point_facts(point: Point) -> PointFacts:
    return PointFacts(
        kind=point.kind,
        text=point.text,
        quoted=point.quoted,
        skill=point.skill,
        themes=tuple(theme.slug for theme in point.themes),
    )
