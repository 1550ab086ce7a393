"""Lay out a time axis: the position of a date, and which dates are labelled."""

import datetime

import msgspec

_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200)


class TimeScale(msgspec.Struct, frozen=True, kw_only=True):
    """Map dates from ``first`` to ``last`` onto ``start`` to ``end``; a single day is in the middle."""

    first: datetime.date
    last: datetime.date
    start: float
    end: float

    def x(self, date: datetime.date) -> float:
        """Return a date's position, to one decimal."""
        days = (self.last - self.first).days
        share = (date - self.first).days / days if days else 0.5
        return round(self.start + share * (self.end - self.start), 1)


class DateTick(msgspec.Struct, frozen=True, kw_only=True):
    """A labelled date; ``pattern`` is the catalogue's for it: a day, a month, a month with its year, or a year."""

    x: float
    date: datetime.date
    pattern: str


def make_ticks(time: TimeScale, most: int = 6) -> tuple[DateTick, ...]:
    """Choose at most ``most`` firsts of a month, evenly apart; the first and last day if the time is short."""
    first, last = (12 * it.year + it.month - 1 for it in (time.first, time.last))
    step = next(step for step in _MONTH_STEPS if (last - first) // step < most or step == _MONTH_STEPS[-1])
    months = [it for it in range(first + 1, last + 1) if it % step == 0]
    if len(months) < 2:
        return tuple(
            DateTick(x=time.x(date), date=date, pattern="tick-day") for date in dict.fromkeys((time.first, time.last))
        )
    dates = [datetime.date(it // 12, it % 12 + 1, 1) for it in months]
    return tuple(
        DateTick(x=time.x(date), date=date, pattern=_pattern(date, step, named_first=date == dates[0]))
        for date in dates
    )


def _pattern(date: datetime.date, step: int, *, named_first: bool) -> str:
    if step >= 12:
        return "tick-year"
    return "tick-month-year" if named_first or date.month == 1 else "tick-month"
