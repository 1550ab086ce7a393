"""Make the page of all themes and a page for each: what comes back, and everything that was tagged with it."""

import msgspec

from afterview.model.insight import ThemeStory
from afterview.model.page import Page
from afterview.model.section import PointKind
from afterview.pages.cards import CommitmentCard, Quote
from afterview.pages.links import SkillLink, ThemeLink
from afterview.pages.shell import Shell
from afterview.pages.site_index import SiteIndex
from afterview.pages.skills import Evidence, gather_evidence


class ThemeCard(msgspec.Struct, frozen=True, kw_only=True):
    """Hold what lists say of a theme among the points to improve: its story, its skills, and how it was last said."""

    link: ThemeLink
    story: ThemeStory
    skills: tuple[SkillLink, ...]
    last: Quote | None


class ThemesPage(msgspec.Struct, frozen=True, kw_only=True):
    """What ``themes.html`` is told; ``others`` are themes of strengths and commitments only."""

    shell: Shell
    cards: tuple[ThemeCard, ...]
    others: tuple[ThemeLink, ...]


class ThemePage(msgspec.Struct, frozen=True, kw_only=True):
    """What ``theme.html`` is told; evidence is newest first; no ``card`` where it was never a point to improve."""

    shell: Shell
    theme: ThemeLink
    card: ThemeCard | None
    gaps: tuple[Evidence, ...]
    strengths: tuple[Evidence, ...]
    commitments: tuple[CommitmentCard, ...]


def make_theme_card(site_index: SiteIndex, story: ThemeStory) -> ThemeCard:
    """Make the card of a theme."""
    quotes = site_index.of_theme.get(story.slug, [])
    return ThemeCard(
        link=site_index.themes[story.slug],
        story=story,
        skills=tuple(site_index.skills[slug] for slug in story.skills),
        last=next((quote for quote in reversed(quotes) if quote.kind is PointKind.GAP), None),
    )


def plan_themes(site_index: SiteIndex, shell: Shell) -> tuple[Page, ...]:
    """Plan the page of all themes and each theme's own."""
    cards = {story.slug: make_theme_card(site_index, story) for story in site_index.insight.themes}
    listed = ThemesPage(
        shell=shell.at("themes.html", "themes"),
        cards=tuple(cards.values()),
        others=tuple(link for slug, link in site_index.themes.items() if slug not in cards),
    )
    return (
        Page(url="themes.html", layout="themes.html", context=listed),
        *(_plan_one(site_index, shell, link, cards.get(slug)) for slug, link in site_index.themes.items()),
    )


def _plan_one(site_index: SiteIndex, shell: Shell, link: ThemeLink, card: ThemeCard | None) -> Page:
    quotes = site_index.of_theme.get(link.slug, [])
    context = ThemePage(
        shell=shell.at(link.url, "themes"),
        theme=link,
        card=card,
        gaps=gather_evidence([quote for quote in quotes if quote.kind is PointKind.GAP]),
        strengths=gather_evidence([quote for quote in quotes if quote.kind is PointKind.STRENGTH]),
        commitments=tuple(site_index.cards_of_theme.get(link.slug, ())),
    )
    return Page(url=link.url, layout="theme.html", context=context)
