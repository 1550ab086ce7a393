"""Make links to entries, with who else may see them."""

import datetime

import msgspec

from afterview.model.address import interview_url, skill_url, theme_url
from afterview.model.audience import Audience, Visibility
from afterview.model.interview import Interview, Mode, Relation
from afterview.model.portfolio import Portfolio, Skill
from afterview.model.section import Theme


class SkillLink(msgspec.Struct, frozen=True, kw_only=True):
    """A skill's title and address."""

    slug: str
    title: str
    url: str


class ThemeLink(msgspec.Struct, frozen=True, kw_only=True):
    """A theme's label and address."""

    slug: str
    label: str
    url: str


class InterviewLink(msgspec.Struct, frozen=True, kw_only=True):
    """An interview in a list, and its address.

    ``kind`` is the kind's title. ``badge`` says who else may see it; None: nothing to say to this audience.
    """

    slug: str
    url: str
    title: str
    date: datetime.date
    mode: Mode
    kind: str
    relation: Relation | None = None
    interviewer: str | None = None
    company: str | None = None
    badge: Visibility | None = None


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A step of the scale: its number, 1..K, and its word."""

    value: int
    word: str


def link_skill(skill: Skill) -> SkillLink:
    """Link to a skill's page."""
    return SkillLink(slug=skill.slug, title=skill.title, url=skill_url(skill.slug))


def link_theme(theme: Theme) -> ThemeLink:
    """Link to a theme's page."""
    return ThemeLink(slug=theme.slug, label=theme.label, url=theme_url(theme.slug))


def link_interview(interview: Interview, portfolio: Portfolio, audience: Audience) -> InterviewLink:
    """Link to an interview's page."""
    kind = portfolio.kinds.get(interview.kind)
    return InterviewLink(
        slug=interview.slug,
        url=interview_url(interview.slug),
        title=interview.title,
        date=interview.date,
        mode=interview.mode,
        kind=kind.title if kind else interview.kind,
        relation=interview.relation,
        interviewer=interview.interviewer,
        company=interview.company,
        badge=badge_for(interview.visibility, audience),
    )


def badge_for(visibility: Visibility, audience: Audience, within: Visibility | None = None) -> Visibility | None:
    """Return who else may see something, for readers who see more than others do.

    The author reads it of every entry. ``within`` is the visibility of the entry that a part lies in, whose own badge
    says enough when it is as narrow.
    """
    if within is None and audience is Audience.ME:
        return visibility
    if audience is Audience.PUBLIC or visibility.rank >= (within or Visibility.PUBLIC).rank:
        return None
    return visibility


def step_of(value: int, scale: tuple[str, ...]) -> Step:
    """Name a step of the scale."""
    return Step(value=value, word=scale[value - 1])
