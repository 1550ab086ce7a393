"""Make the page to search on, and its index: all text that the audience may see, without its markup."""

import datetime
import html
import re
from collections.abc import Iterable, Iterator

import msgspec

from afterview.model.address import article_url
from afterview.model.page import Page
from afterview.model.section import Section
from afterview.site.atlas import Atlas
from afterview.site.shell import Shell

_TAG = re.compile(r"<[^>]*>")

INDEX_URL = "search-index.js"


class SearchEntry(msgspec.Struct, frozen=True, kw_only=True):
    """Hold one page, note or commitment to be found; the catalogue has its ``kind`` as ``search-<kind>``."""

    url: str
    kind: str
    title: str
    day: datetime.date | None = None
    text: str = ""


class SearchPage(msgspec.Struct, frozen=True, kw_only=True):
    """What ``search.html`` is told; ``kinds`` are those that the index has."""

    shell: Shell
    index: str
    kinds: tuple[str, ...]


class SearchIndexPage(msgspec.Struct, frozen=True, kw_only=True):
    """What ``search-index.js`` is told; entries are in the order they are offered in where nothing else decides."""

    shell: Shell
    entries: tuple[SearchEntry, ...]


def plan_search(atlas: Atlas, shell: Shell) -> tuple[Page, Page]:
    """Plan the page to search on and its index."""
    entries = (
        *_list_skills(atlas),
        *(SearchEntry(url=theme.url, kind="theme", title=theme.label) for theme in atlas.themes.values()),
        *_list_interviews(atlas),
        *(
            SearchEntry(url=card.url, kind="commitment", title=card.text, day=card.made.date)
            for card in atlas.cards.values()
        ),
        *_list_texts(atlas),
    )
    page = SearchPage(
        shell=shell.at("search.html", "search"),
        index=INDEX_URL,
        kinds=tuple(dict.fromkeys(entry.kind for entry in entries)),
    )
    index = SearchIndexPage(shell=shell.at(INDEX_URL, ""), entries=entries)
    return (
        Page(url="search.html", layout="search.html", context=page),
        Page(url=INDEX_URL, layout="search-index.js", context=index),
    )


def _list_skills(atlas: Atlas) -> Iterator[SearchEntry]:
    for slug, skill in atlas.portfolio.skills.items():
        link = atlas.skills[slug]
        text = " ".join((*skill.anchors, _plain(skill.sections)))
        yield SearchEntry(url=link.url, kind="skill", title=link.title, text=text)


def _list_interviews(atlas: Atlas) -> Iterator[SearchEntry]:
    for interview in reversed(atlas.portfolio.interviews):
        link = atlas.links[interview.slug]
        about = (link.kind, interview.company, interview.interviewer, interview.role, _plain(interview.sections))
        yield SearchEntry(
            url=link.url,
            kind="interview",
            title=link.title,
            day=link.date,
            text=" ".join(filter(None, about)),
        )


def _list_texts(atlas: Atlas) -> Iterator[SearchEntry]:
    for note, card in zip(reversed(atlas.portfolio.notes), reversed(atlas.notes), strict=True):
        text = _plain(note.sections)
        yield SearchEntry(url=card.url, kind="note", title=note.author, day=note.date, text=text)
    for article in atlas.portfolio.articles:
        text = _plain(article.sections)
        yield SearchEntry(url=article_url(article.slug), kind="page", title=article.title, text=text)


def _plain(sections: Iterable[Section]) -> str:
    """Give the words of rendered text."""
    marked = " ".join(f"{section.title} {section.html}" for section in sections)
    return " ".join(html.unescape(_TAG.sub(" ", marked)).split())
