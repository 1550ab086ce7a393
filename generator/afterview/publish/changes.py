"""Compare the new site with the published branch, entry by entry."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

import msgspec

from afterview.model.address import article_url, interview_url, note_url
from afterview.model.portfolio import Note, Portfolio
from afterview.model.section import ROOT

_NOTES = "notes.html"


class EntryKind(StrEnum):
    """The kinds of entries and files that a person adds to a portfolio."""

    INTERVIEW = "interview"
    NOTE = "note"
    PAGE = "page"
    PICTURE = "picture"


class EntryChange(msgspec.Struct, frozen=True, kw_only=True):
    """An entry that becomes public, or whose page changes; ``url`` is its address on the site."""

    kind: EntryKind
    url: str
    title: str
    is_new: bool


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What publishing changes on a branch: its new and changed entries.

    ``added``, ``changed`` and ``removed`` are the addresses of all files, those of the entries among them.
    """

    entries: tuple[EntryChange, ...] = ()
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def compare_sites(
    portfolio: Portfolio, before: Mapping[str, str], after: Mapping[str, str], notes_before: str | None
) -> Change:
    """Compare two sites by the object names of their files.

    ``portfolio`` is the narrowed one that the new site shows; ``notes_before`` is the text of the published page of
    notes, None if there is none.
    """
    added = tuple(sorted(after.keys() - before.keys()))
    changed = tuple(sorted(url for url in after.keys() & before.keys() if after[url] != before[url]))
    states = {**dict.fromkeys(added, True), **dict.fromkeys(changed, False)}
    entries = [
        EntryChange(kind=kind, url=url, title=title, is_new=states[url])
        for kind, url, title in _list_entries(portfolio, after)
        if url in states
    ]
    if _NOTES in states:
        entries += _compare_notes(portfolio, notes_before)
    return Change(
        entries=tuple(entries), added=added, changed=changed, removed=tuple(sorted(before.keys() - after.keys()))
    )


def _list_entries(portfolio: Portfolio, files: Mapping[str, str]) -> Iterator[tuple[EntryKind, str, str]]:
    for interview in portfolio.interviews:
        yield EntryKind.INTERVIEW, interview_url(interview.slug), interview.title
    for article in portfolio.articles:
        yield EntryKind.PAGE, article_url(article.slug), article.title
    for url in sorted(files):
        if url.startswith("images/"):
            yield EntryKind.PICTURE, url, ""


def _compare_notes(portfolio: Portfolio, page: str | None) -> Iterator[EntryChange]:
    """Compare notes by their text, since all of them are on one page."""
    for note in portfolio.notes:
        is_new = page is None or f'id="{note_url(note.slug).partition("#")[2]}"' not in page
        if is_new or not _shows(page or "", note):
            title = f"{note.author}, {note.date}"
            yield EntryChange(kind=EntryKind.NOTE, url=note_url(note.slug), title=title, is_new=is_new)


def _shows(page: str, note: Note) -> bool:
    return all(str(section.html).replace(ROOT, "").strip() in page for section in note.sections)
