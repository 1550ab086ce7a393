"""Lay out a time axis: the position of a date, and which dates are labelled."""

import datetime

import msgspec

_ROOM = 0.1
"""Part of the axis before the first label from which the first month has a label of its own."""
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
    """A labelled date; ``pattern`` is the catalogue's for it: a day, a month, a month with its year, or a year.

    ``minor``: it is left out where there is little room.
    """

    x: float
    date: datetime.date
    pattern: str
    minor: bool = False


def make_ticks(time: TimeScale, most: int = 6) -> tuple[DateTick, ...]:
    """Choose at most ``most`` firsts of a month, evenly apart; the first and last day if the time is short.

    The month in which the time begins has a label too, where there is room before the others.
    """
    first, last = (12 * it.year + it.month - 1 for it in (time.first, time.last))
    step = next(step for step in _MONTH_STEPS if (last - first) // step < most or step == _MONTH_STEPS[-1])
    months = [it for it in range(first + 1, last + 1) if it % step == 0]
    if len(months) < 2:
        return tuple(
            DateTick(x=time.x(date), date=date, pattern="tick-day") for date in dict.fromkeys((time.first, time.last))
        )
    dates = [datetime.date(it // 12, it % 12 + 1, 1) for it in months]
    begins: tuple[DateTick, ...] = ()
    if step < 12 and len(dates) < most and time.x(dates[0]) - time.start >= _ROOM * (time.end - time.start):
        begins = (DateTick(x=time.start, date=time.first, pattern="tick-month-year", minor=True),)
    ticks = (
        DateTick(x=time.x(date), date=date, pattern=_pattern(date, step, named_first=not place), minor=place % 2 == 1)
        for place, date in enumerate(dates)
    )
    return (*begins, *ticks)


def _pattern(date: datetime.date, step: int, *, named_first: bool) -> str:
    if step >= 12:
        return "tick-year"
    return "tick-month-year" if named_first or date.month == 1 else "tick-month"
