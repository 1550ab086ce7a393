"""Make the page of all themes and a page for each: what comes back, and everything that was tagged with it."""

import datetime

import msgspec

from afterview.model.address import theme_year_url
from afterview.model.page import Page
from afterview.model.section import PointKind
from afterview.pages.cards import CommitmentCard
from afterview.pages.evidence import Evidence, gather_evidence, plan_evidence, weigh_quotes
from afterview.pages.links import InterviewLink, ThemeLink
from afterview.pages.sheet import Axis, lay_axis
from afterview.pages.shell import Shell
from afterview.pages.site_index import SiteIndex
from afterview.pages.theme_cards import ThemeCard, make_theme_card
from afterview.pages.year_sheet import MOST_TOGETHER, ThemeRow, lay_theme_rows
from afterview.pages.years import YearGroup, YearLink, find_older, group_years

MOST_ROWS = 60
MOST_COMMITMENTS = 12


class ThemeSheet(msgspec.Struct, frozen=True, kw_only=True):
    """Rows of themes on one axis of time, over the last ``shown`` of ``total`` interviews."""

    axis: Axis
    rows: tuple[ThemeRow, ...]
    shown: int
    total: int


class ThemesPage(msgspec.Struct, frozen=True, kw_only=True):
    """The context of ``themes.html``; ``rest`` are the cards that the sheet has no row for.

    ``others`` are themes of strengths and commitments only.
    """

    shell: Shell
    shown: int
    sheet: ThemeSheet
    rest: tuple[ThemeCard, ...]
    others: tuple[ThemeLink, ...]


class ThemePage(msgspec.Struct, frozen=True, kw_only=True):
    """The context of ``theme.html``; evidence is newest first; no ``sheet`` where it was never a point to improve.

    ``commitments`` are the newest of ``commitments_total``, open ones first.
    ``previous`` and ``next`` are the neighbours in the order of the page of themes.
    """

    shell: Shell
    shown: int
    theme: ThemeLink
    sheet: ThemeSheet | None
    gaps: tuple[YearGroup[Evidence], ...]
    strengths: tuple[YearGroup[Evidence], ...]
    older: tuple[YearLink, ...]
    commitments: tuple[CommitmentCard, ...]
    commitments_total: int
    previous: ThemeLink | None
    next: ThemeLink | None


def plan_themes(site_index: SiteIndex, shell: Shell) -> tuple[Page, ...]:
    """Plan the page of all themes and each theme's own."""
    stories = site_index.insight.themes
    links = tuple(site_index.links.values())
    listed = {story.slug for story in stories}
    others = tuple(link for slug, link in site_index.themes.items() if slug not in listed)
    context = ThemesPage(
        shell=shell.at("themes.html", "themes"),
        shown=len(site_index.portfolio.interviews),
        sheet=_lay_sheet(site_index, tuple(story.slug for story in stories[:MOST_ROWS]), links),
        rest=tuple(make_theme_card(site_index, story) for story in stories[MOST_ROWS:]),
        others=others,
    )
    order = (*(site_index.themes[story.slug] for story in stories), *others)
    pages = [Page(url="themes.html", layout="themes.html", context=context)]
    for previous, link, following in zip((None, *order), order, (*order[1:], None), strict=False):
        pages += _plan_one(site_index, shell, link, previous, following)
    return tuple(pages)


def _lay_sheet(site_index: SiteIndex, slugs: tuple[str, ...], links: tuple[InterviewLink, ...]) -> ThemeSheet:
    axis = lay_axis(links[-MOST_TOGETHER:])
    stories = [story for story in site_index.insight.themes if story.slug in slugs]
    return ThemeSheet(
        axis=axis,
        rows=lay_theme_rows(site_index, stories, axis),
        shown=min(len(links), MOST_TOGETHER),
        total=len(links),
    )


def _plan_one(
    site_index: SiteIndex, shell: Shell, link: ThemeLink, previous: ThemeLink | None, following: ThemeLink | None
) -> tuple[Page, ...]:
    quotes = site_index.of_theme.get(link.slug, [])
    everything = gather_evidence(quotes)
    older = find_older(weigh_quotes(everything), lambda year: theme_year_url(link.slug, year))
    left = older[0].last if older else datetime.date.min
    commitments = sorted(
        site_index.cards_of_theme.get(link.slug, ()), key=lambda card: (card.state.open, card.made.date), reverse=True
    )
    story = next((story for story in site_index.insight.themes if story.slug == link.slug), None)

    def of_kind(kind: PointKind) -> tuple[YearGroup[Evidence], ...]:
        shown = [quote for quote in quotes if quote.kind is kind and quote.interview.date > left]
        return group_years(gather_evidence(shown), lambda evidence: evidence.interview.date)

    context = ThemePage(
        shell=shell.at(link.url, "themes"),
        shown=len(site_index.portfolio.interviews),
        theme=link,
        sheet=_lay_sheet(site_index, (link.slug,), tuple(site_index.links[it] for it in story.recurrence.chances))
        if story
        else None,
        gaps=of_kind(PointKind.GAP),
        strengths=of_kind(PointKind.STRENGTH),
        older=older,
        commitments=tuple(commitments[:MOST_COMMITMENTS]),
        commitments_total=len(commitments),
        previous=previous,
        next=following,
    )
    return (
        Page(url=link.url, layout="theme.html", context=context),
        *plan_evidence(shell, link, older, (), everything),
    )
