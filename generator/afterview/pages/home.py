"""Make the first page: what can be acted on before where things stand."""

import datetime
from collections.abc import Mapping

import msgspec

from afterview.model.insight import ThemeState, TrendWord
from afterview.model.interview import Mode
from afterview.model.page import Page
from afterview.model.section import Outcome
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

_DIRECTIONAL = (TrendWord.RISING, TrendWord.MAY_BE_RISING, TrendWord.MAY_BE_FALLING, TrendWord.FALLING)
_TRIED = (Outcome.KEPT, Outcome.PARTLY, Outcome.MISSED)


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """Hold a commitment that one of the last interviews gave a chance, and what it showed."""

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

    ``open`` are the first of ``open_total`` open commitments; ``returning`` the themes that come back. What changed
    lately: ``tried`` in the last interviews, ``moving`` skills with a trend, ``quiet`` themes that came back once.
    """

    shell: Shell
    span: Span | None
    solid: Step
    open: tuple[CommitmentCard, ...]
    open_total: int
    returning: tuple[ThemeCard, ...]
    returning_total: int
    tried: tuple[Tried, ...]
    moving: tuple[SkillCard, ...]
    quiet: tuple[ThemeCard, ...]
    skills: tuple[SkillCard, ...]
    latest: tuple[InterviewLink, ...]


def plan_home(site_index: SiteIndex, shell: Shell, cards: Mapping[str, SkillCard]) -> Page:
    """Plan the first page."""
    stories = site_index.insight.themes
    open_cards = [card for card in site_index.cards.values() if card.state.open]
    returning = [it for it in stories if it.state in (ThemeState.RETURNED, ThemeState.RECURRING)]
    quiet = [it for it in stories if it.state is ThemeState.QUIET and it.seen > 1]
    context = HomePage(
        shell=shell.at("index.html", "home"),
        span=_measure(site_index),
        solid=step_of(site_index.insight.solid, site_index.portfolio.scale),
        open=tuple(open_cards[:MOST_COMMITMENTS]),
        open_total=len(open_cards),
        returning=tuple(make_theme_card(site_index, story) for story in returning[:MOST_THEMES]),
        returning_total=len(returning),
        tried=tuple(
            Tried(interview=site_index.links[interview.slug], settled=settled)
            for interview in reversed(site_index.portfolio.interviews[-LATELY:])
            for settled in settled_in(site_index, interview)
            if settled.outcome in _TRIED
        ),
        moving=tuple(card for card in cards.values() if card.trend.word in _DIRECTIONAL),
        quiet=tuple(make_theme_card(site_index, story) for story in quiet[:MOST_QUIET]),
        skills=tuple(card for card in cards.values() if card.level),
        latest=tuple(reversed([site_index.links[it.slug] for it in site_index.portfolio.interviews[-MOST_LATEST:]])),
    )
    return Page(url="index.html", layout="index.html", context=context)


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
