"""Read days as people write them, and only where one day can be meant."""

import datetime
import re
from collections.abc import Mapping, Sequence

_ISO = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)")
_DAY_FIRST = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|º|er|\.)?\s+(?:de\s+)?([^\W\d_]{3,12})\.?,?\s+(?:de\s+)?(\d{4})(?!\d)"
)
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")


def parse_written_day(text: str, months: Mapping[str, int]) -> datetime.date | str:
    """Read the day that a text names, or say why none can be read.

    ``months`` maps names of months, case-folded, to numbers. ``03/04/2026`` may be two days, and is refused.
    """
    found = find_day(text, months)
    if found:
        return found
    if find_ambiguous(text):
        return "day and month cannot be told apart; write it like this: 2026-11-22"
    return "no day can be read from it; write it like this: 2026-11-22"


def find_day(text: str, months: Mapping[str, int]) -> datetime.date | None:
    """Find the first day that a text names; None where none or more than one can be meant.

    >>> months = {"november": 11}
    >>> find_day("Acme, 22 November 2026", months), find_day("22/11/2026", months), find_day("3/4/2026", months)
    (datetime.date(2026, 11, 22), datetime.date(2026, 11, 22), None)
    """
    return _find(text, months)[0]


def find_ambiguous(text: str) -> str:
    """Find a day in numbers of which the day and the month cannot be told apart; nothing where there is none.

    >>> find_ambiguous("Mock again, 1/6/2026"), find_ambiguous("13/6/2026"), find_ambiguous("6/6/2026")
    ('1/6/2026', '', '')
    """
    numbers = _NUMBERS.search(text)
    both = numbers and int(numbers[1]) <= 12 and int(numbers[2]) <= 12 and int(numbers[1]) != int(numbers[2])
    return numbers[0] if numbers and both and not _ISO.search(text) else ""


def find_words_beside_day(text: str, months: Mapping[str, int]) -> tuple[str, ...] | None:
    """List the words that a text has beside a day and a time; None where it names no day."""
    day, start, end = _find(text, months)
    rest = re.sub(r"\d{1,2}(?::\d\d)+|[^\w\s]+", " ", f"{text[:start]} {text[end:]}").split()
    return tuple(rest) if day is not None else None


def _find(text: str, months: Mapping[str, int]) -> tuple[datetime.date | None, int, int]:
    """Find the first day that a text names, and where it stands."""
    iso = _ISO.search(text)
    if iso:
        return _day(iso[1], iso[2], iso[3]), *iso.span()
    for pattern, day, month in ((_DAY_FIRST, 1, 2), (_MONTH_FIRST, 2, 1)):
        for named in pattern.finditer(text):
            number = months.get(named[month].casefold())
            if number:
                return _day(named[3], str(number), named[day]), *named.span()
    numbers = _NUMBERS.search(text)
    if numbers:
        first, second = int(numbers[1]), int(numbers[2])
        if first > 12 or first == second:
            return _day(numbers[3], numbers[2], numbers[1]), *numbers.span()
        if second > 12:
            return _day(numbers[3], numbers[1], numbers[2]), *numbers.span()
    return None, 0, 0


def read_days(values: Sequence[str], months: Mapping[str, int], form: str | None = None) -> list[datetime.date] | str:
    """Read a column of days, all in one form; or say why that is not possible.

    ``form`` is that of ``strptime``, such as ``%d/%m/%Y``. Without it, days written in numbers are read only if all of
    them together leave one order of day and month.
    """
    if form:
        try:
            return [datetime.datetime.strptime(value.strip(), form).date() for value in values]
        except ValueError:
            wrong = next(value for value in values if not _fits(value, form))
            return f"“{wrong}” is not written as {form}"
    numbers = [_NUMBERS.search(value) for value in values]
    if any(numbers):
        if not all(numbers):
            return "some days are written in numbers and some are not; say how with `as`"
        pairs = [(int(one[1]), int(one[2])) for one in numbers if one]
        day_first = all(second <= 12 for _, second in pairs)
        month_first = all(first <= 12 for first, _ in pairs)
        if day_first == month_first:
            why = "could be either" if day_first else "differ"
            return f'day and month {why}; say how with `as`, for example: as: "%d/%m/%Y"'
        days = [
            _day(one[3], one[2] if day_first else one[1], one[1] if day_first else one[2]) for one in numbers if one
        ]
    else:
        days = [find_day(value, months) for value in values]
    read = [day for day in days if day is not None]
    return read if len(read) == len(values) else "some days cannot be read; write them like this: 2026-11-22"


def _fits(value: str, form: str) -> bool:
    try:
        datetime.datetime.strptime(value.strip(), form)
    except ValueError:
        return False
    return True


def _day(year: str, month: str, day: str) -> datetime.date | None:
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None
