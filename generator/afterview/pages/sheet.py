"""Lay out the year at a glance: one axis of time, and on it a row for each skill, theme and commitment.

Places along the axis are percent of its width; heights are pixels. Nothing here joins, averages or adds up ratings.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

import msgspec

from afterview.model.insight import Observation, Source
from afterview.model.interview import Mode
from afterview.model.section import Outcome
from afterview.pages.cards import CommitmentCard, sort_newest_first
from afterview.pages.links import InterviewLink, Step, step_of
from afterview.pages.sheet_bins import Bar, CountBar, Period, choose_period, lay_bars, lay_counts
from afterview.pages.time_axis import DateTick, TimeScale, make_ticks

STEP_HEIGHT = 9
ROW_HEIGHT = 22
MOST_MARKS = 70
"""More marks in a row would touch each other; their number is shown by bars instead."""
_FIRST, _LAST = 1.5, 98.5
_NEAR = 1.2
"""Percent of the width within which two dots on one step would cover each other."""


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """An interview's place on the axis: the line through all rows, and the dot of the first row."""

    x: float
    interview: InterviewLink

    @property
    def real(self) -> bool:
        """Whether it was a real interview."""
        return self.interview.mode is Mode.REAL


class Dot(msgspec.Struct, frozen=True, kw_only=True):
    """One rating: ``high`` from the solid step on, ``own`` where it is a self-rating."""

    x: float
    y: float
    step: Step
    high: bool
    interview: InterviewLink
    own: bool = False

    @property
    def real(self) -> bool:
        """Whether it was given in a real interview."""
        return self.interview.mode is Mode.REAL


class Chance(msgspec.Struct, frozen=True, kw_only=True):
    """An interview that could have shown a theme, and whether it did."""

    x: float
    interview: InterviewLink
    seen: bool


class Sign(msgspec.Struct, frozen=True, kw_only=True):
    """An attempt at a commitment on its day."""

    x: float
    outcome: Outcome
    interview: InterviewLink


class Thread(msgspec.Struct, frozen=True, kw_only=True):
    """A commitment from the day it was made to its last attempt, or to today while it is open.

    ``made`` is False where that day lies before the axis begins.
    """

    card: CommitmentCard
    start: float
    end: float
    made: bool
    signs: tuple[Sign, ...]


class Ratings(msgspec.Struct, frozen=True, kw_only=True):
    """The marks of a row of ratings: dots, or bars where dots would touch. Empty where nothing was rated."""

    dots: tuple[Dot, ...] = ()
    bars: tuple[Bar, ...] = ()


class Axis(msgspec.Struct, frozen=True, kw_only=True):
    """What all rows of a sheet share: its time, named dates, and the interviews in it, oldest first.

    ``key`` tells sheets of one page apart. ``dense``: too many interviews for a mark each; a bar counts those of one
    ``period`` then.
    """

    key: str
    time: TimeScale
    ticks: tuple[DateTick, ...]
    columns: tuple[Column, ...]
    dense: bool
    period: Period
    bars: tuple[CountBar, ...] = ()

    def covers(self, date: datetime.date) -> bool:
        """Whether a date lies on the axis."""
        return self.time.first <= date <= self.time.last


class Steps(msgspec.Struct, frozen=True, kw_only=True):
    """The heights of the scale's steps in a row: ``zone`` is the height of the band from the solid step on."""

    height: int
    zone: float
    words: tuple[Step, ...]

    def y(self, value: int) -> float:
        """The height of a step, downwards from the row's top."""
        return self.height - (value - 0.5) * self.height / len(self.words)


def lay_axis(links: Sequence[InterviewLink], key: str = "v", *, rows: int = 1, most: int = MOST_MARKS) -> Axis:
    """Lay an axis for so many rows over interviews, oldest first; without any, over nothing."""
    dates = [link.date for link in links] or [datetime.date(2000, 1, 1)]
    time = TimeScale(first=min(dates), last=max(dates), start=_FIRST, end=_LAST)
    dense, period = len(links) > most, choose_period(time, rows)
    return Axis(
        key=key,
        time=time,
        ticks=make_ticks(time, most=7) if links else (),
        columns=tuple(Column(x=time.x(link.date), interview=link) for link in links),
        dense=dense,
        period=period,
        bars=lay_counts(dates, time, period, ROW_HEIGHT) if dense else (),
    )


def lay_steps(scale: tuple[str, ...], solid: int, step_height: int = STEP_HEIGHT) -> Steps:
    """Lay the steps of a scale evenly, the last on top."""
    return Steps(
        height=step_height * len(scale) + 2,
        zone=round((step_height * len(scale) + 2) * (len(scale) - solid + 1) / len(scale), 1),
        words=tuple(step_of(value, scale) for value in range(len(scale), 0, -1)),
    )


def lay_ratings(
    series: Iterable[Observation],
    axis: Axis,
    steps: Steps,
    solid: int,
    links: Mapping[str, InterviewLink],
    *,
    own: bool = False,
) -> Ratings:
    """Lay the ratings of one skill on the axis: those of interviewers, and self-ratings too where ``own``."""
    shown = [it for it in series if axis.covers(it.date) and (own or it.source is Source.INTERVIEWER)]
    if axis.dense:
        theirs = [it for it in shown if it.source is Source.INTERVIEWER]
        return Ratings(bars=lay_bars(theirs, axis.time, axis.period, steps.words, steps.height))
    dots: list[Dot] = []
    most = steps.height / len(steps.words) / 3
    for it in shown:
        x, y = axis.time.x(it.date), steps.y(it.value)
        side = it.source is Source.SELF
        beside = sum(dot.own is side and dot.step.value == it.value and x - dot.x < _NEAR for dot in dots[-4:])
        # Two on one step and day stand a third of a step apart: never so far that they look like another step.
        y += most * (0, -1, 1)[beside % 3]
        dots.append(
            Dot(
                x=x,
                y=round(y, 1),
                step=steps.words[-it.value],
                high=it.value >= solid,
                interview=links[it.interview],
                own=side,
            )
        )
    return Ratings(dots=tuple(dots))


def lay_chances(
    chances: Iterable[str], seen: Iterable[str], axis: Axis, links: Mapping[str, InterviewLink]
) -> tuple[Chance, ...]:
    """Lay the interviews that could have shown a theme, by their slugs, on the axis."""
    shown = frozenset(seen)
    several = (links[slug] for slug in chances)
    return tuple(
        Chance(x=axis.time.x(link.date), interview=link, seen=link.slug in shown)
        for link in several
        if axis.covers(link.date)
    )


def lay_threads(cards: Iterable[CommitmentCard], axis: Axis, most: int) -> tuple[Thread, ...]:
    """Lay the last ``most`` commitments that reach into the axis, the first made on top."""
    threads = (_lay_thread(card, axis) for card in sort_newest_first(cards))
    return tuple(islice((thread for thread in threads if thread), most))[::-1]


def _lay_thread(card: CommitmentCard, axis: Axis) -> Thread | None:
    last = card.attempts[-1].interview.date if card.attempts else card.made.date
    end = axis.time.last if card.state.open else last
    if end < axis.time.first or card.made.date > axis.time.last:
        return None
    made = axis.covers(card.made.date)
    return Thread(
        card=card,
        start=axis.time.x(card.made.date) if made else 0.0,
        end=axis.time.x(min(end, axis.time.last)),
        made=made,
        signs=tuple(
            Sign(x=axis.time.x(it.interview.date), outcome=it.outcome, interview=it.interview)
            for it in card.attempts
            if axis.covers(it.interview.date)
        ),
    )
