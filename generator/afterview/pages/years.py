"""Keep pages of long lists light: the newest years stay on the page, older ones get pages of their own."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Generic, TypeVar

import msgspec

MOST_ENTRIES = 80
"""So many entries stay on one page: whole years, and the newest year however long it is."""

_Entry = TypeVar("_Entry")


class YearLink(msgspec.Struct, frozen=True, kw_only=True):
    """A year of a list: where it is, and how many entries it has."""

    year: int
    url: str
    count: int


class YearGroup(msgspec.Struct, Generic[_Entry], frozen=True, kw_only=True):
    """The entries of one year, newest first."""

    year: int
    entries: tuple[_Entry, ...]


def group_years(entries: Iterable[_Entry], date_of: Callable[[_Entry], datetime.date]) -> tuple[YearGroup[_Entry], ...]:
    """Group entries, newest first, by year."""
    return tuple(
        YearGroup(year=year, entries=tuple(several))
        for year, several in groupby(entries, lambda entry: date_of(entry).year)
    )


def find_older(
    dates: Iterable[datetime.date], url_of: Callable[[int], str], most: int = MOST_ENTRIES
) -> Sequence[YearLink]:
    """Find the years, newest first, that no longer fit on one page with those after them."""
    counts = Counter(date.year for date in dates)
    taken = 0
    for place, year in enumerate(sorted(counts, reverse=True)):
        taken += counts[year]
        if place and taken > most:
            return tuple(
                YearLink(year=it, url=url_of(it), count=counts[it]) for it in sorted(counts, reverse=True)[place:]
            )
    return ()
