"""Count ratings by month, quarter, year or five years, where a dot each would be too many for one row."""

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
    FIVE_YEARS = "five-years"

    @property
    def months(self) -> int:
        """Its length in months."""
        return _MONTHS[self]


_MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12, Period.FIVE_YEARS: 60}


class CountBar(msgspec.Struct, frozen=True, kw_only=True):
    """How many interviews fell into one period."""

    x: float
    width: float
    height: float


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """How many ratings of one step fell into one period; ``first`` is the period's first day."""

    x: float
    width: float
    y: float
    height: float
    step: Step
    count: int
    first: datetime.date


def choose_period(time: TimeScale, rows: int = 1) -> Period:
    """Choose the period that leaves at most about 24 bars beside each other, and 100 in all rows together."""
    months = (time.last - time.first).days / 30.4
    if months <= 24 and months * rows <= 100:
        return Period.MONTH
    if months <= 36 and months / 3 * rows <= 100:
        return Period.QUARTER
    return Period.YEAR if months / 12 * rows <= 100 else Period.FIVE_YEARS


def lay_counts(dates: Iterable[datetime.date], time: TimeScale, period: Period, height: float) -> tuple[CountBar, ...]:
    """Lay a bar for each period with an interview."""
    months = period.months
    counts = Counter(_month_of(date) // months for date in dates)
    most = max(counts.values(), default=1)
    bars = []
    for number, count in sorted(counts.items()):
        x, width = _place(_first_of(number * months), time, period)
        bars.append(CountBar(x=x, width=width, height=round(max(1.5, height * count / most), 1)))
    return tuple(bars)


def lay_bars(
    series: Iterable[Observation], time: TimeScale, period: Period, words: tuple[Step, ...], height: float
) -> tuple[Bar, ...]:
    """Lay a bar for each step and period with a rating; ``words`` are the steps, the last of the scale first."""
    months = period.months
    counts = Counter((_month_of(it.date) // months, it.value) for it in series)
    most = max(counts.values(), default=1)
    row = height / len(words)
    bars = []
    for (number, value), count in sorted(counts.items()):
        first = _first_of(number * months)
        x, width = _place(first, time, period)
        tall = max(2.4, (row - 1.5) * count / most)
        bars.append(
            Bar(
                x=x,
                width=width,
                y=round(height - (value - 0.5) * row - tall / 2, 1),
                height=round(tall, 1),
                step=words[-value],
                count=count,
                first=first,
            )
        )
    return tuple(bars)


def _place(first: datetime.date, time: TimeScale, period: Period) -> tuple[float, float]:
    """Return the start and the width of a period's bar."""
    left, right = time.x(max(first, time.first)), time.x(min(_next(first, period), time.last))
    return left, round(max(0.8, (right - left) * 0.8), 1)


def _next(first: datetime.date, period: Period) -> datetime.date:
    return _first_of(_month_of(first) + period.months)


def _month_of(date: datetime.date) -> int:
    """Return a date's month, counted from year 0."""
    return 12 * date.year + date.month - 1


def _first_of(month: int) -> datetime.date:
    """Return the first day of a month, counted from year 0; within the years that dates have."""
    return datetime.date(min(max(month // 12, datetime.MINYEAR), datetime.MAXYEAR), month % 12 + 1, 1)
