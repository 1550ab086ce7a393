"""Make the page of a mentor's answers."""

import msgspec

from afterview.model.page import Page
from afterview.pages.cards import NoteCard
from afterview.pages.shell import Shell
from afterview.pages.site_index import SiteIndex


class NotesPage(msgspec.Struct, frozen=True, kw_only=True):
    """The context of ``notes.html``; notes are newest first."""

    shell: Shell
    notes: tuple[NoteCard, ...]


def plan_notes(site_index: SiteIndex, shell: Shell) -> tuple[Page, ...]:
    """Plan the page of notes, if there are notes."""
    if not any(entry.url == "notes.html" for entry in shell.navigation):
        return ()
    context = NotesPage(shell=shell.at("notes.html", "notes"), notes=tuple(reversed(site_index.notes)))
    return (Page(url="notes.html", layout="notes.html", context=context),)
