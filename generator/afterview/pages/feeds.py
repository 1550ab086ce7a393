"""Make the Atom feed, the sitemap, robots.txt, and the page for unknown addresses."""

import uuid
from collections.abc import Iterable
from urllib.parse import urlsplit

import msgspec

from afterview.model.audience import Audience
from afterview.model.interview import Interview
from afterview.model.page import Page
from afterview.pages.cards import SectionView, view_sections
from afterview.pages.links import InterviewLink
from afterview.pages.shell import Shell
from afterview.pages.site_index import SiteIndex

MOST_ENTRIES = 20
_NO_DAY = "1970-01-01"


class FeedEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An interview as a feed's entry; ``day`` is its date in ISO form."""

    id: str
    day: str
    interview: InterviewLink
    sections: tuple[SectionView, ...]


class FeedPage(msgspec.Struct, frozen=True, kw_only=True):
    """The context of ``feed.xml``; entries are newest first, ``day`` is the newest one's."""

    shell: Shell
    root: str
    id: str
    day: str
    entries: tuple[FeedEntry, ...]


class SitemapPage(msgspec.Struct, frozen=True, kw_only=True):
    """The context of ``sitemap.xml``: the addresses of all pages, relative to the site."""

    shell: Shell
    root: str
    urls: tuple[str, ...]


class RobotsPage(msgspec.Struct, frozen=True, kw_only=True):
    """The context of ``robots.txt``; ``welcome``: the site is for everyone."""

    shell: Shell
    welcome: bool


class LostPage(msgspec.Struct, frozen=True, kw_only=True):
    """The context of ``404.html``; it is served at any depth, so its addresses begin at the server's root."""

    shell: Shell
    root: str


def plan_feed(site_index: SiteIndex, shell: Shell) -> Page:
    """Plan the feed of the latest interviews, with absolute addresses if the site's own is known."""
    latest = tuple(reversed(site_index.portfolio.interviews[-MOST_ENTRIES:]))
    context = FeedPage(
        shell=shell.at("feed.xml", ""),
        root=shell.site_url or "",
        id=_make_id(shell, ""),
        day=latest[0].date.isoformat() if latest else _NO_DAY,
        entries=tuple(_make_entry(site_index, shell, interview) for interview in latest),
    )
    return Page(url="feed.xml", layout="feed.xml", context=context)


def plan_sitemap(shell: Shell, pages: Iterable[Page]) -> tuple[Page, ...]:
    """Plan the sitemap, if the site's address is known: the format wants absolute ones."""
    if not shell.site_url:
        return ()
    urls = tuple(sorted(page.url for page in pages if page.url.endswith(".html") and page.url != "404.html"))
    context = SitemapPage(shell=shell.at("sitemap.xml", ""), root=shell.site_url, urls=urls)
    return (Page(url="sitemap.xml", layout="sitemap.xml", context=context),)


def plan_robots(shell: Shell) -> Page:
    """Plan robots.txt: search engines are asked not to index a site that is not public."""
    context = RobotsPage(shell=shell.at("robots.txt", ""), welcome=shell.audience is Audience.PUBLIC)
    return Page(url="robots.txt", layout="robots.txt", context=context)


def plan_lost(shell: Shell) -> Page:
    """Plan the page for an address that does not exist."""
    root = urlsplit(shell.site_url).path if shell.site_url else ""
    return Page(url="404.html", layout="404.html", context=LostPage(shell=shell.at("404.html", ""), root=root))


def _make_entry(site_index: SiteIndex, shell: Shell, interview: Interview) -> FeedEntry:
    return FeedEntry(
        id=_make_id(shell, interview.slug),
        day=interview.date.isoformat(),
        interview=site_index.links[interview.slug],
        sections=view_sections(interview.sections, interview.visibility, site_index.audience),
    )


def _make_id(shell: Shell, slug: str) -> str:
    """Make an id that stays the same when texts change: of the site's address, or of its author where it has none."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{shell.site_url or shell.author}#{slug}").urn
