"""Count ratings by month, quarter or year, where a dot each would be too many for one row."""

import datetime
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

import msgspec

from afterview.model.insight import Observation
from afterview.pages.links import Step
from afterview.pages.time_axis import TimeScale


class Period(StrEnum):
    """How long the time is that one bar counts."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def months(self) -> int:
        """Its length in months."""
        return {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}[self]


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """How many ratings of one step fell into one period; ``first`` is the period's first day."""

    x: float
    width: float
    y: float
    height: float
    step: Step
    count: int
    first: datetime.date


def choose_period(time: TimeScale) -> Period:
    """Choose the period that leaves at most about 24 bars beside each other."""
    months = (time.last - time.first).days / 30.4
    return Period.MONTH if months <= 24 else Period.QUARTER if months <= 36 else Period.YEAR


def lay_bars(series: Iterable[Observation], time: TimeScale, words: tuple[Step, ...], height: float) -> tuple[Bar, ...]:
    """Lay a bar for each step and period with a rating; ``words`` are the steps, the last of the scale first."""
    period = choose_period(time)
    counts = Counter((_start(it.date, period), it.value) for it in series)
    most = max(counts.values(), default=1)
    row = height / len(words)
    bars = []
    for (first, value), count in sorted(counts.items()):
        left, right = time.x(max(first, time.first)), time.x(min(_next(first, period), time.last))
        tall = max(1.5, (row - 1.5) * count / most)
        bars.append(
            Bar(
                x=left,
                width=round(max(0.8, (right - left) * 0.8), 1),
                y=round(height - (value - 0.5) * row - tall / 2, 1),
                height=round(tall, 1),
                step=words[-value],
                count=count,
                first=first,
            )
        )
    return tuple(bars)


def _start(date: datetime.date, period: Period) -> datetime.date:
    return date.replace(month=(date.month - 1) // period.months * period.months + 1, day=1)


def _next(first: datetime.date, period: Period) -> datetime.date:
    month = first.month - 1 + period.months
    return first.replace(year=min(first.year + month // 12, datetime.MAXYEAR), month=month % 12 + 1)
