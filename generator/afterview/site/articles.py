"""Make the pages that the learner wrote beside the interviews."""

import msgspec

from afterview.model.address import article_url
from afterview.model.audience import Visibility
from afterview.model.page import Page
from afterview.site.atlas import Atlas
from afterview.site.cards import SectionView, view_sections
from afterview.site.links import badge_for
from afterview.site.shell import Shell


class ArticlePage(msgspec.Struct, frozen=True, kw_only=True):
    """What ``article.html`` is told."""

    shell: Shell
    title: str
    badge: Visibility | None
    sections: tuple[SectionView, ...]


def plan_articles(atlas: Atlas, shell: Shell) -> tuple[Page, ...]:
    """Plan a page for each article, at the root of the site."""
    return tuple(
        Page(
            url=article_url(article.slug),
            layout="article.html",
            context=ArticlePage(
                shell=shell.at(article_url(article.slug), f"page-{article.slug}"),
                title=article.title,
                badge=badge_for(article.visibility, atlas.audience),
                sections=view_sections(article.sections, article.visibility, atlas.audience),
            ),
        )
        for article in atlas.portfolio.articles
    )
