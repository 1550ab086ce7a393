"""Make the pages that the learner wrote beside the interviews."""

import msgspec

from afterview.model.address import article_url
from afterview.model.audience import Visibility
from afterview.model.page import Page
from afterview.pages.cards import SectionView, view_sections
from afterview.pages.links import badge_for
from afterview.pages.shell import ABOUT, Shell
from afterview.pages.site_index import SiteIndex


class ArticlePage(msgspec.Struct, frozen=True, kw_only=True):
    """The context of ``article.html``."""

    shell: Shell
    title: str
    badge: Visibility | None
    sections: tuple[SectionView, ...]


def plan_articles(site_index: SiteIndex, shell: Shell) -> tuple[Page, ...]:
    """Plan a page for each article, at the root of the site."""
    return tuple(
        Page(
            url=article_url(article.slug),
            layout="article.html",
            context=ArticlePage(
                shell=shell.at(article_url(article.slug), ABOUT if article.slug == ABOUT else f"page-{article.slug}"),
                title=article.title,
                badge=badge_for(article.visibility, site_index.audience),
                sections=view_sections(article.sections, article.visibility, site_index.audience),
            ),
        )
        for article in site_index.portfolio.articles
    )
