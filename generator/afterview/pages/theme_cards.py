"""Make what lists show about a theme among the points to improve."""

import msgspec

from afterview.model.insight import ThemeStory
from afterview.model.section import PointKind
from afterview.pages.cards import Quote
from afterview.pages.links import SkillLink, ThemeLink
from afterview.pages.site_index import SiteIndex


class ThemeCard(msgspec.Struct, frozen=True, kw_only=True):
    """What lists show about a theme: its story, its skills, and its latest point."""

    link: ThemeLink
    story: ThemeStory
    skills: tuple[SkillLink, ...]
    last: Quote | None


def make_theme_card(site_index: SiteIndex, story: ThemeStory) -> ThemeCard:
    """Make the card of a theme."""
    quotes = site_index.of_theme.get(story.slug, [])
    return ThemeCard(
        link=site_index.themes[story.slug],
        story=story,
        skills=tuple(site_index.skills[slug] for slug in story.skills),
        last=next((quote for quote in reversed(quotes) if quote.kind is PointKind.GAP), None),
    )
