"""Make what lists show about a skill: where it stands, and whether it is changing."""

from collections.abc import Mapping

import msgspec

from afterview.model.insight import SkillInsight, Source, Trend, TrendWord
from afterview.pages.cards import LevelCard, make_level
from afterview.pages.links import SkillLink, Step, step_of
from afterview.pages.site_index import SiteIndex

_DIRECTIONAL = (TrendWord.RISING, TrendWord.MAY_BE_RISING, TrendWord.MAY_BE_FALLING, TrendWord.FALLING)


class SkillCard(msgspec.Struct, frozen=True, kw_only=True):
    """What lists show about a skill; no ``level`` if nobody rated it, no ``trend`` if this audience sees a selection.

    ``ratings`` counts those of interviewers; ``moving``: the trend has a direction.
    """

    link: SkillLink
    trend: Trend | None
    ratings: int = 0
    moving: bool = False
    level: LevelCard | None = None
    target: Step | None = None


def make_skill_cards(site_index: SiteIndex) -> Mapping[str, SkillCard]:
    """Make the card of every skill, in the portfolio's order."""
    return {slug: _make_card(site_index, known) for slug, known in site_index.insight.skills.items()}


def _make_card(site_index: SiteIndex, known: SkillInsight) -> SkillCard:
    scale = site_index.portfolio.scale
    target = site_index.portfolio.skills[known.slug].target
    return SkillCard(
        link=site_index.skills[known.slug],
        trend=known.trend,
        ratings=sum(rating.source is Source.INTERVIEWER for rating in known.series),
        moving=known.trend is not None and known.trend.word in _DIRECTIONAL,
        level=make_level(known.level, known.series, scale),
        target=step_of(target, scale) if target else None,
    )
