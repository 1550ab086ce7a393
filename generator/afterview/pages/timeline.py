"""Make the page of everything by time: interviews, commitments made, and what became of them."""

import datetime
from itertools import groupby

import msgspec

from afterview.model.page import Page
from afterview.pages.cards import CommitmentCard
from afterview.pages.charts import Chart, draw_year
from afterview.pages.interviews import Settled, made_in, settled_in
from afterview.pages.links import InterviewLink
from afterview.pages.shell import Shell
from afterview.pages.site_index import SiteIndex


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Hold an interview, what it settled, and the commitments that it led to."""

    interview: InterviewLink
    settled: tuple[Settled, ...]
    made: tuple[CommitmentCard, ...]


class Month(msgspec.Struct, frozen=True, kw_only=True):
    """Hold the events of a month, newest first; ``first`` is its first day."""

    first: datetime.date
    events: tuple[Event, ...]


class TimelinePage(msgspec.Struct, frozen=True, kw_only=True):
    """What ``timeline.html`` is told; months are newest first."""

    shell: Shell
    chart: Chart | None
    months: tuple[Month, ...]


def plan_timeline(site_index: SiteIndex, shell: Shell) -> Page:
    """Plan the timeline."""
    events = (
        Event(
            interview=site_index.links[interview.slug],
            settled=settled_in(site_index, interview),
            made=made_in(site_index, interview),
        )
        for interview in reversed(site_index.portfolio.interviews)
    )
    context = TimelinePage(
        shell=shell.at("timeline.html", "timeline"),
        chart=draw_year(tuple(site_index.links.values()), site_index.cards.values()),
        months=tuple(
            Month(first=first, events=tuple(several))
            for first, several in groupby(events, lambda event: event.interview.date.replace(day=1))
        ),
    )
    return Page(url="timeline.html", layout="timeline.html", context=context)
