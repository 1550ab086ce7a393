"""Make the page of everything by time: the whole sheet, then every interview by quarter."""

from collections.abc import Mapping
from itertools import groupby

import msgspec

from afterview.model.insight import RecurrenceState
from afterview.model.page import Page
from afterview.pages.cards import CommitmentCard
from afterview.pages.interviews import Settled, made_in, settled_in
from afterview.pages.links import InterviewLink
from afterview.pages.sheet import Thread
from afterview.pages.shell import Shell
from afterview.pages.site_index import SiteIndex
from afterview.pages.skill_cards import SkillCard
from afterview.pages.year_sheet import ThemeRow, YearSheet, lay_theme_rows, lay_thread_rows, lay_years

MOST_THEMES = 16
MOST_THREADS = 40
MOST_DETAILED = 60
"""For so many interviews the list also tells which commitments they made and tried; for older ones it names them."""


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """An interview, how earlier commitments went in it, and the commitments that it led to."""

    interview: InterviewLink
    settled: tuple[Settled, ...] = ()
    made: tuple[CommitmentCard, ...] = ()


class Quarter(msgspec.Struct, frozen=True, kw_only=True):
    """The events of a quarter, newest first."""

    year: int
    number: int
    events: tuple[Event, ...]


class TimelinePage(msgspec.Struct, frozen=True, kw_only=True):
    """The context of ``timeline.html``; quarters are newest first.

    ``themes`` and ``threads`` lie on the axis of the newest band; ``commitments_total`` counts all commitments.
    """

    shell: Shell
    sheet: YearSheet
    themes: tuple[ThemeRow, ...]
    threads: tuple[Thread, ...]
    commitments_total: int
    quarters: tuple[Quarter, ...]


def plan_timeline(site_index: SiteIndex, shell: Shell, cards: Mapping[str, SkillCard]) -> Page:
    """Plan the timeline."""
    sheet = lay_years(site_index, cards)
    axis = sheet.bands[0].axis
    stories = [
        story
        for story in site_index.insight.themes
        if story.recurrence.seen > 1 or story.recurrence.state is not RecurrenceState.NOT_SEEN
    ]
    events = (
        Event(
            interview=site_index.links[interview.slug],
            settled=settled_in(site_index, interview) if place < MOST_DETAILED else (),
            made=made_in(site_index, interview) if place < MOST_DETAILED else (),
        )
        for place, interview in enumerate(reversed(site_index.portfolio.interviews))
    )
    context = TimelinePage(
        shell=shell.at("timeline.html", "timeline"),
        sheet=sheet,
        themes=lay_theme_rows(site_index, stories[:MOST_THEMES], axis),
        threads=lay_thread_rows(site_index, axis, MOST_THREADS),
        commitments_total=len(site_index.cards),
        quarters=tuple(
            Quarter(year=year, number=number, events=tuple(several))
            for (year, number), several in groupby(
                events, lambda event: (event.interview.date.year, (event.interview.date.month + 2) // 3)
            )
        ),
    )
    return Page(url="timeline.html", layout="timeline.html", context=context)
