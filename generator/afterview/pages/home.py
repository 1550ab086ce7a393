"""Make the first page: what can be acted on before where things stand."""

import datetime
from collections.abc import Mapping

import msgspec

from afterview.insight.commitments import TRIED
from afterview.model.insight import Insight, RecurrenceState, TrendWord
from afterview.model.interview import Mode
from afterview.model.page import Page
from afterview.pages.cards import CommitmentCard
from afterview.pages.interviews import Settled, settled_in
from afterview.pages.links import InterviewLink, Step, step_of
from afterview.pages.shell import Shell
from afterview.pages.site_index import SiteIndex
from afterview.pages.skills import SkillCard
from afterview.pages.themes import ThemeCard, make_theme_card

MOST_COMMITMENTS = 5
MOST_THEMES = 5
MOST_QUIET = 3
MOST_LATEST = 5
LATELY = 2
_TWICE = 2

_COMING_BACK = (RecurrenceState.BACK, RecurrenceState.RECURRING)
_DIRECTIONAL = (TrendWord.RISING, TrendWord.MAY_BE_RISING, TrendWord.MAY_BE_FALLING, TrendWord.FALLING)


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """A commitment that was kept, in part or whole, in one of the last interviews."""

    interview: InterviewLink
    settled: Settled


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """Hold how many interviews there are, of either mode, and from when to when."""

    interviews: int
    mock: int
    real: int
    first: datetime.date
    last: datetime.date


class HomePage(msgspec.Struct, frozen=True, kw_only=True):
    """What ``index.html`` is told.

    ``open`` are the first of ``open_total`` open commitments; ``returning`` the themes that come back, and
    ``came_back`` says whether anything ever did. What changed lately: ``tried`` in the last interviews, ``moving``
    skills with a trend, ``quiet`` themes that came back once and are missing longer than chance would have it.
    """

    shell: Shell
    span: Span | None
    solid: Step
    open: tuple[CommitmentCard, ...]
    open_total: int
    returning: tuple[ThemeCard, ...]
    returning_total: int
    came_back: bool
    tried: tuple[Tried, ...]
    moving: tuple[SkillCard, ...]
    quiet: tuple[ThemeCard, ...]
    skills: tuple[SkillCard, ...]
    latest: tuple[InterviewLink, ...]


def plan_home(site_index: SiteIndex, shell: Shell, cards: Mapping[str, SkillCard]) -> Page:
    """Plan the first page."""
    stories = site_index.insight.themes
    open_cards = [card for card in site_index.cards.values() if card.state.open]
    returning = [story for story in stories if story.recurrence.state in _COMING_BACK]
    quiet = [story for story in stories if story.recurrence.changed and story.recurrence.seen >= _TWICE]
    context = HomePage(
        shell=shell.at("index.html", "home"),
        span=_measure(site_index),
        solid=step_of(site_index.insight.solid, site_index.portfolio.scale),
        open=tuple(open_cards[:MOST_COMMITMENTS]),
        open_total=len(open_cards),
        returning=tuple(make_theme_card(site_index, story) for story in returning[:MOST_THEMES]),
        returning_total=len(returning),
        came_back=came_back(site_index.insight),
        tried=tuple(
            Tried(interview=site_index.links[interview.slug], settled=settled)
            for interview in reversed(site_index.portfolio.interviews[-LATELY:])
            for settled in settled_in(site_index, interview)
            if settled.outcome in TRIED
        ),
        moving=tuple(card for card in cards.values() if card.trend and card.trend.word in _DIRECTIONAL),
        quiet=tuple(make_theme_card(site_index, story) for story in quiet[:MOST_QUIET]),
        skills=tuple(card for card in cards.values() if card.level),
        latest=tuple(reversed([site_index.links[it.slug] for it in site_index.portfolio.interviews[-MOST_LATEST:]])),
    )
    return Page(url="index.html", layout="index.html", context=context)


def came_back(insight: Insight) -> bool:
    """Tell whether any theme or skill was a point to improve in two interviews."""
    skills = (skill.recurrence for skill in insight.skills.values())
    recurrences = (*(theme.recurrence for theme in insight.themes), *skills)
    return any(recurrence is not None and recurrence.seen >= _TWICE for recurrence in recurrences)


def _measure(site_index: SiteIndex) -> Span | None:
    interviews = site_index.portfolio.interviews
    if not interviews:
        return None
    mock = sum(it.mode is Mode.MOCK for it in interviews)
    return Span(
        interviews=len(interviews),
        mock=mock,
        real=len(interviews) - mock,
        first=interviews[0].date,
        last=interviews[-1].date,
    )
