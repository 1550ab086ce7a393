"""Keep pages of long lists light: the newest time stays on the page, older years get pages of their own."""

import datetime
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Generic, TypeVar

import msgspec

ROOM = 50_000
"""About this many bytes of entries stay on one page, and always the newest month."""

_Entry = TypeVar("_Entry")


class YearLink(msgspec.Struct, frozen=True, kw_only=True):
    """A year of a list: its address, the dates of its first and last entry, and about how many bytes they take.

    A year too long for one page is divided: ``quarter`` is 1 to 4 then, and of a quarter too long ``month`` 1 to 12.
    ``newest``: it is the newest of the list's parts of its year.
    """

    year: int
    url: str
    first: datetime.date
    last: datetime.date
    quarter: int = 0
    month: int = 0
    newest: bool = True

    def holds(self, date: datetime.date) -> bool:
        """Whether an entry of that date is on its page."""
        return self.first <= date <= self.last


class YearGroup(msgspec.Struct, Generic[_Entry], frozen=True, kw_only=True):
    """The entries of one year, newest first."""

    year: int
    entries: tuple[_Entry, ...]


_Weights = Sequence[tuple[datetime.date, int]]


def group_years(entries: Iterable[_Entry], date_of: Callable[[_Entry], datetime.date]) -> tuple[YearGroup[_Entry], ...]:
    """Group entries, newest first, by year."""
    return tuple(
        YearGroup(year=year, entries=tuple(several))
        for year, several in groupby(entries, lambda entry: date_of(entry).year)
    )


def divide_years(
    weights: Iterable[tuple[datetime.date, int]], url_of: Callable[[str], str], room: int = ROOM
) -> tuple[YearLink, ...]:
    """Divide a list into years that fit on a page each, newest first.

    ``weights`` are the dates of all entries and about how many bytes each takes. ``url_of`` makes an address of a
    name: ``2024``, ``2024-q3`` or ``2024-07``. A name never changes as newer entries come.
    """
    return _link_parts(tuple(_divide(sorted(weights, reverse=True), room)), url_of)


def find_older(
    weights: Iterable[tuple[datetime.date, int]], url_of: Callable[[str], str], room: int = ROOM
) -> tuple[YearLink, ...]:
    """Find the years, newest first, that do not fit on one page with those after them; as ``divide_years``."""
    parts = tuple(_divide(sorted(weights, reverse=True), room))
    taken = 0
    for place, (_, several) in enumerate(parts):
        taken += sum(weight for _, weight in several)
        if place and taken > room:
            return _link_parts(parts[place:], url_of)
    return ()


def sort_by_year(
    entries: Iterable[_Entry], years: Sequence[YearLink], date_of: Callable[[_Entry], datetime.date]
) -> Mapping[YearLink | None, list[_Entry]]:
    """Sort entries by the year that holds them, None where none does, in their order; ``years`` are newest first."""
    oldest_first = years[::-1]
    firsts = [year.first for year in oldest_first]
    found: dict[YearLink | None, list[_Entry]] = {year: [] for year in (None, *years)}
    for entry in entries:
        place = bisect_right(firsts, date_of(entry)) - 1
        year = oldest_first[place] if place >= 0 and oldest_first[place].holds(date_of(entry)) else None
        found[year].append(entry)
    return found


def _divide(weights: _Weights, room: int, depth: int = 0) -> Iterator[tuple[int, _Weights]]:
    """Divide entries, newest first, into years, those too heavy into quarters, and these into months."""
    for _, group in groupby(weights, lambda entry: _keys(entry[0])[: depth + 1]):
        several = tuple(group)
        if depth < 2 and sum(weight for _, weight in several) > room:
            yield from _divide(several, room, depth + 1)
        else:
            yield depth, several


def _keys(date: datetime.date) -> tuple[int, int, int]:
    return date.year, (date.month + 2) // 3, date.month


def _link_parts(parts: Sequence[tuple[int, _Weights]], url_of: Callable[[str], str]) -> tuple[YearLink, ...]:
    years = [weights[0][0].year for _, weights in parts]
    return tuple(
        _link(*part, url_of, newest=year != newer)
        for part, year, newer in zip(parts, years, (None, *years), strict=False)
    )


def _link(depth: int, weights: _Weights, url_of: Callable[[str], str], *, newest: bool) -> YearLink:
    last, first = weights[0][0], weights[-1][0]
    year, quarter, month = _keys(last)
    return YearLink(
        year=year,
        quarter=quarter if depth else 0,
        month=month if depth == 2 else 0,
        url=url_of((f"{year}", f"{year}-q{quarter}", f"{year}-{month:02}")[depth]),
        first=first,
        last=last,
        newest=newest,
    )
