"""Make the page of everything by time: the whole sheet, then every interview by quarter; older years have pages."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, groupby

import msgspec

from afterview.model.address import timeline_year_url
from afterview.model.insight import RecurrenceState
from afterview.model.page import Page
from afterview.pages.cards import CommitmentCard
from afterview.pages.interviews import Settled, made_in, settled_in
from afterview.pages.links import InterviewLink
from afterview.pages.sheet import Axis, Thread, lay_axis
from afterview.pages.shell import Shell
from afterview.pages.site_index import SiteIndex
from afterview.pages.skill_cards import SkillCard
from afterview.pages.year_sheet import (
    MOST_TOGETHER,
    ThemeRow,
    YearSheet,
    lay_theme_rows,
    lay_thread_rows,
    lay_years,
)
from afterview.pages.years import YearLink, divide_years

MOST_THEMES = 16
MOST_THREADS = 40
MOST_THREADS_BESIDE_MANY = 16
"""At most this many commitments are shown beside a large sheet; their own page has all."""
ROOM = 40_000
"""A list of more bytes than this has pages of its own."""
ROOM_BESIDE_MANY = 12_000
"""At most this many bytes of the list are shown below the sheet."""


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

    ``themes`` and ``threads`` are on ``axis``, over the last ``axis_shown`` interviews: the axis of the sheet, or where
    that has several bands one of their own. ``commitments_total`` counts all commitments. Where the list is long,
    ``quarters`` are its beginning only, and each of its ``years`` has a page of its own.
    """

    shell: Shell
    shown: int
    sheet: YearSheet
    axis: Axis
    axis_shown: int
    themes: tuple[ThemeRow, ...]
    threads: tuple[Thread, ...]
    commitments_total: int
    quarters: tuple[Quarter, ...]
    years: tuple[YearLink, ...]


class TimelineYearPage(msgspec.Struct, frozen=True, kw_only=True):
    """The context of ``timeline-year.html``: the quarters of ``this``, one of the ``years`` with such a page."""

    shell: Shell
    this: YearLink
    years: tuple[YearLink, ...]
    quarters: tuple[Quarter, ...]


def plan_timeline(site_index: SiteIndex, shell: Shell, cards: Mapping[str, SkillCard]) -> Iterator[Page]:
    """Plan the timeline, and a page for each older year of its list."""
    sheet = lay_years(site_index, cards)
    links = tuple(site_index.links.values())
    together = len(links) <= MOST_TOGETHER
    axis = sheet.bands[0].axis if together else lay_axis(links[-MOST_TOGETHER:], key="w")
    stories = [
        story
        for story in site_index.insight.themes
        if story.recurrence.seen > 1 or story.recurrence.state is not RecurrenceState.NOT_SEEN
    ]
    events = _list_events(site_index)
    years, shown = _divide_list(events, sheet)
    yield Page(
        url="timeline.html",
        layout="timeline.html",
        context=TimelinePage(
            shell=shell.at("timeline.html", "timeline"),
            shown=len(site_index.portfolio.interviews),
            sheet=sheet,
            axis=axis,
            axis_shown=min(len(links), MOST_TOGETHER),
            themes=lay_theme_rows(site_index, stories[:MOST_THEMES], axis),
            threads=lay_thread_rows(site_index, axis, MOST_THREADS if sheet.light else MOST_THREADS_BESIDE_MANY),
            commitments_total=len(site_index.cards),
            quarters=_group_quarters(shown),
            years=years,
        ),
    )
    for year in years:
        context = TimelineYearPage(
            shell=shell.at(year.url, "timeline"),
            this=year,
            years=years,
            quarters=_group_quarters(event for event in events if year.holds(event.interview.date)),
        )
        yield Page(url=year.url, layout="timeline-year.html", context=context)


def _divide_list(events: Sequence[Event], sheet: YearSheet) -> tuple[tuple[YearLink, ...], Sequence[Event]]:
    """Divide a long list into years, and choose how much of it is shown below the sheet."""
    weights = [(event.interview.date, _weigh(event)) for event in events]
    if sheet.light and sum(weight for _, weight in weights) <= ROOM:
        return (), events
    taken = accumulate(weight for _, weight in weights)
    shown = [event for event, weight in zip(events, taken, strict=True) if weight <= ROOM_BESIDE_MANY]
    return divide_years(weights, timeline_year_url), shown


def _list_events(site_index: SiteIndex) -> Sequence[Event]:
    return [
        Event(
            interview=site_index.links[interview.slug],
            settled=settled_in(site_index, interview),
            made=made_in(site_index, interview),
        )
        for interview in reversed(site_index.portfolio.interviews)
    ]


def _group_quarters(events: Iterable[Event]) -> tuple[Quarter, ...]:
    return tuple(
        Quarter(year=year, number=number, events=tuple(several))
        for (year, number), several in groupby(
            events, lambda event: (event.interview.date.year, (event.interview.date.month + 2) // 3)
        )
    )


def _weigh(event: Event) -> int:
    """Estimate the bytes that an interview takes in the list."""
    texts = (*(it.card.text for it in event.settled), *(card.text for card in event.made))
    return 320 + sum(300 + len(text.encode()) for text in texts)
