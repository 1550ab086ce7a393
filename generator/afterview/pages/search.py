"""Plan the search page and its index: all text that the audience may see, without its markup."""

import datetime
import re
from collections.abc import Iterable, Iterator
from html import unescape

import msgspec
from markupsafe import Markup

from afterview.model.address import article_url
from afterview.model.page import Page
from afterview.model.section import Section
from afterview.pages.links import InterviewLink, SkillLink, ThemeLink
from afterview.pages.shell import Shell
from afterview.pages.site_index import SiteIndex

INDEX_URL = "search-index.js"
MOST_LATEST = 5
MOST_THEMES = 20
_TAG = re.compile("<!--.*?-->|<[^>]*>", re.DOTALL)
_APART = " · "
_TAGS = re.compile(r'((?: <a class="tag[^>]*>[^<]*</a>)+)(?=(?:<span data-commitment[^>]*></span>)?\.?</(?:li|p)>)')
"""The tags behind a point."""
_ENDS = re.compile("</(?:p|li|blockquote|h[2-6]|tr|pre|div)>")
"""Where a paragraph, an item or a heading ends."""


class SearchEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A page, note or commitment that search can find; its ``kind`` is the text ``search-<kind>`` of the catalogue."""

    url: str
    kind: str
    title: str
    day: datetime.date | None = None
    text: str = ""


class SearchPage(msgspec.Struct, frozen=True, kw_only=True):
    """The context of ``search.html``; ``kinds`` are those of the entries in the index.

    ``latest``, ``skills`` and ``themes`` are there to choose from before anything is typed.
    """

    shell: Shell
    index: str
    kinds: tuple[str, ...]
    latest: tuple[InterviewLink, ...]
    skills: tuple[SkillLink, ...]
    themes: tuple[ThemeLink, ...]


class SearchIndexPage(msgspec.Struct, frozen=True, kw_only=True):
    """The context of ``search-index.js``; among equally good matches, earlier entries are shown first."""

    shell: Shell
    entries: tuple[SearchEntry, ...]


def plan_search(site_index: SiteIndex, shell: Shell) -> tuple[Page, Page]:
    """Plan the search page and its index."""
    entries = (
        *_list_skills(site_index),
        *(SearchEntry(url=theme.url, kind="theme", title=theme.label) for theme in site_index.themes.values()),
        *_list_interviews(site_index),
        *(
            SearchEntry(url=card.url, kind="commitment", title=card.text, day=card.made.date)
            for card in site_index.cards.values()
        ),
        *_list_texts(site_index),
    )
    page = SearchPage(
        shell=shell.at("search.html", "search"),
        index=INDEX_URL,
        kinds=tuple(dict.fromkeys(entry.kind for entry in entries)),
        latest=tuple(site_index.links.values())[: -MOST_LATEST - 1 : -1],
        skills=tuple(site_index.skills.values()),
        themes=tuple(site_index.themes[story.slug] for story in site_index.insight.themes[:MOST_THEMES]),
    )
    index = SearchIndexPage(shell=shell.at(INDEX_URL, ""), entries=entries)
    return (
        Page(url="search.html", layout="search.html", context=page),
        Page(url=INDEX_URL, layout="search-index.js", context=index),
    )


def _list_skills(site_index: SiteIndex) -> Iterator[SearchEntry]:
    for slug, skill in site_index.portfolio.skills.items():
        link = site_index.skills[slug]
        text = " ".join((*skill.anchors, _plain(skill.sections)))
        yield SearchEntry(url=link.url, kind="skill", title=link.title, text=text)


def _list_interviews(site_index: SiteIndex) -> Iterator[SearchEntry]:
    for interview in reversed(site_index.portfolio.interviews):
        link = site_index.links[interview.slug]
        about = (link.kind, interview.company, interview.interviewer, interview.role, _plain(interview.sections))
        yield SearchEntry(
            url=link.url,
            kind="interview",
            title=link.title,
            day=link.date,
            text=" ".join(filter(None, about)),
        )


def _list_texts(site_index: SiteIndex) -> Iterator[SearchEntry]:
    for note, card in zip(reversed(site_index.portfolio.notes), reversed(site_index.notes), strict=True):
        text = _plain(note.sections)
        yield SearchEntry(url=card.url, kind="note", title=note.title or note.author, day=note.date, text=text)
    for article in site_index.portfolio.articles:
        text = _plain(article.sections)
        yield SearchEntry(url=article_url(article.slug), kind="page", title=article.title, text=text)


def _strip(markup: Markup) -> str:
    """Return the words of markup on one line, its paragraphs and items kept apart by a dot."""
    if 'class="tag' in markup:
        markup = Markup(_TAGS.sub(lambda found: f" {_APART.strip()}{found[0].replace('</a> <a', '</a>, <a')}", markup))
    blocks = _TAG.sub("", _ENDS.sub("\0", markup)).split("\0")
    return unescape(_APART.join(filter(None, (" ".join(block.split()) for block in blocks))))


def _plain(sections: Iterable[Section]) -> str:
    """Return the text of rendered sections, kept apart by a dot, without their markup."""
    parts = ((_strip(section.title), _strip(section.html)) for section in sections)
    return _APART.join(filter(None, (" ".join(filter(None, part)) for part in parts)))
