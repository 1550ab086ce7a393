"""Put the rows of the year at a glance together: one sheet, or where there is much, a band for each year."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

import msgspec

from afterview.model.insight import ThemeStory
from afterview.model.interview import Mode
from afterview.pages.links import InterviewLink, Step, step_of
from afterview.pages.sheet import (
    MOST_MARKS,
    Axis,
    Chance,
    Ratings,
    Steps,
    Thread,
    lay_axis,
    lay_chances,
    lay_ratings,
    lay_steps,
    lay_threads,
)
from afterview.pages.site_index import SiteIndex
from afterview.pages.skill_cards import SkillCard
from afterview.pages.theme_cards import ThemeCard, make_theme_card

MOST_TOGETHER = 60
"""Up to this many interviews share one band; more are shown by year."""
FEW = 3
MOST_LINKS = 200
"""More ratings on one sheet would be a page that is slow to load and to tab through: only interviews are links then."""
MOST_DOTS = 600
"""So many ratings fit on the first page, which is light; skills that are rated less often are named below it."""
_MOST_IN_BANDS = 400
"""So many ratings have a dot each in bands of years; bars count those of all years before."""


class SkillRow(msgspec.Struct, frozen=True, kw_only=True):
    """A skill's row: what is known of it, and its ratings on the axis."""

    card: SkillCard
    ratings: Ratings


class ThemeRow(msgspec.Struct, frozen=True, kw_only=True):
    """A theme's row: its story, and the interviews that could have shown it."""

    card: ThemeCard
    chances: tuple[Chance, ...]


class Band(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of time with its rows; ``mock`` and ``real`` count its interviews. The label is made of its years."""

    axis: Axis
    rows: tuple[SkillRow, ...]
    mock: int
    real: int

    @property
    def first_year(self) -> int:
        """The year in which it begins."""
        return self.axis.time.first.year

    @property
    def last_year(self) -> int:
        """The year in which it ends."""
        return self.axis.time.last.year


class YearSheet(msgspec.Struct, frozen=True, kw_only=True):
    """The year at a glance: bands, newest first, of the last ``shown`` of ``total`` interviews.

    ``solid`` is the first step that counts as solid. ``linked``: each rating is a link to its interview. ``left_out``
    are rated skills that are not shown.
    """

    steps: Steps
    solid: Step
    bands: tuple[Band, ...]
    shown: int
    total: int
    linked: bool
    left_out: tuple[SkillCard, ...] = ()

    @property
    def small(self) -> bool:
        """Whether there are so few interviews that the sheet is a beginning."""
        return self.total <= FEW

    @property
    def light(self) -> bool:
        """Whether there is room for a table, and much else, on the same page."""
        return self.linked and self.shown <= MOST_TOGETHER


def lay_latest(site_index: SiteIndex, cards: Mapping[str, SkillCard]) -> YearSheet:
    """Lay the sheet of all rated skills: one band with the latest interviews."""
    shown = tuple(site_index.links.values())[-MOST_TOGETHER:]
    return _lay_sheet(site_index, cards, [shown], len(shown))


def lay_year(site_index: SiteIndex, cards: Mapping[str, SkillCard]) -> YearSheet:
    """Lay the sheet of the first page: the latest interviews, and the skills that are rated most, as many as fit."""
    sheet = lay_latest(site_index, cards)
    (band,) = sheet.bands
    kept, room = set(), MOST_DOTS
    for row in sorted(band.rows, key=lambda row: len(row.ratings.dots), reverse=True):
        room -= len(row.ratings.dots)
        if room >= 0:
            kept.add(row.card.link.slug)
    return msgspec.structs.replace(
        sheet,
        bands=(msgspec.structs.replace(band, rows=tuple(row for row in band.rows if row.card.link.slug in kept)),),
        left_out=tuple(row.card for row in band.rows if row.card.link.slug not in kept),
    )


def lay_years(site_index: SiteIndex, cards: Mapping[str, SkillCard]) -> YearSheet:
    """Lay the whole time: a band for each of the newest years, and one for all before them."""
    links = tuple(site_index.links.values())
    if len(links) <= MOST_TOGETHER:
        return _lay_sheet(site_index, cards, [links], len(links))
    years = [tuple(several) for _, several in groupby(reversed(links), lambda link: link.date.year)]
    groups: list[Sequence[InterviewLink]] = []
    taken = ratings = 0
    for year in years:
        ratings += sum(len(site_index.interviews[link.slug].ratings) for link in year)
        if groups and ratings > _MOST_IN_BANDS:
            break
        groups.append(year[::-1])
        taken += len(year)
    if taken < len(links):
        groups.append(links[: len(links) - taken])
    return _lay_sheet(site_index, cards, groups, len(links))


def lay_theme_rows(site_index: SiteIndex, stories: Iterable[ThemeStory], axis: Axis) -> tuple[ThemeRow, ...]:
    """Lay the rows of themes on the axis of a sheet."""
    return tuple(
        ThemeRow(
            card=make_theme_card(site_index, story),
            chances=lay_chances(story.recurrence.chances, story.recurrence.interviews, axis, site_index.links),
        )
        for story in stories
    )


def lay_thread_rows(site_index: SiteIndex, axis: Axis, most: int) -> tuple[Thread, ...]:
    """Lay the last ``most`` commitments that reach into the axis, the first made on top."""
    return lay_threads(site_index.cards.values(), axis, most)


def _lay_sheet(
    site_index: SiteIndex, cards: Mapping[str, SkillCard], groups: Sequence[Sequence[InterviewLink]], shown: int
) -> YearSheet:
    solid = site_index.insight.solid
    scale = site_index.portfolio.scale
    steps = lay_steps(scale, solid)
    total = len(site_index.links)
    bands = []
    for place, links in enumerate(groups):
        most = MOST_TOGETHER if place else MOST_MARKS
        axis = lay_axis(links, key=f"v{place}" if place else "v", rows=len(cards), most=most)
        rows = (
            SkillRow(
                card=card,
                ratings=lay_ratings(site_index.insight.skills[slug].series, axis, steps, solid, site_index.links),
            )
            for slug, card in cards.items()
        )
        mock = sum(link.mode is Mode.MOCK for link in links)
        bands.append(
            Band(
                axis=axis,
                # With few interviews, unrated skills are shown too; later they are left out.
                rows=tuple(row for row in rows if row.ratings.dots or row.ratings.bars or total <= FEW),
                mock=mock,
                real=len(links) - mock,
            )
        )
    marks = sum(len(row.ratings.dots) for band in bands for row in band.rows)
    return YearSheet(
        steps=steps,
        solid=step_of(solid, scale),
        bands=tuple(bands),
        shown=shown,
        total=total,
        linked=marks <= MOST_LINKS,
    )
