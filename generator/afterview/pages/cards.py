"""Make the parts that several pages show: commitments, quoted points, notes and levels."""

import datetime
from collections.abc import Iterable, Sequence
from enum import StrEnum
from itertools import takewhile

import msgspec
from markupsafe import Markup

from afterview.insight.trend import ENOUGH
from afterview.model.audience import Audience, Visibility
from afterview.model.insight import CommitmentState, Level, Observation, Since, Source
from afterview.model.section import Outcome, PointKind, Section, SectionRole
from afterview.pages.links import InterviewLink, SkillLink, Step, ThemeLink, badge_for, step_of


class SectionView(msgspec.Struct, frozen=True, kw_only=True):
    """A section as a page shows it; ``level`` is its heading's, 2 to 6, 0 if it has none."""

    role: SectionRole | None
    level: int
    title: Markup
    anchor: str
    html: Markup
    badge: Visibility | None = None
    empty: bool = False


class Quote(msgspec.Struct, frozen=True, kw_only=True):
    """A point of an interview, shown on another page; with ``quoted`` it is in the interviewer's words."""

    kind: PointKind
    html: Markup
    interview: InterviewLink
    skill: SkillLink | None = None
    themes: tuple[ThemeLink, ...] = ()
    badge: Visibility | None = None
    quoted: bool = False


class Attempted(msgspec.Struct, frozen=True, kw_only=True):
    """An interview that says how a commitment went."""

    interview: InterviewLink
    outcome: Outcome


class CommitmentCard(msgspec.Struct, frozen=True, kw_only=True):
    """A commitment's story: where it was made, each attempt (oldest first), and the counts since.

    ``repeated``: where it was made again. ``before`` and ``after`` are the ratings of ``since`` in words.
    ``selection``: interviews may be hidden from this audience, and with them a try.
    """

    id: str
    anchor: str
    url: str
    html: Markup
    text: str
    state: CommitmentState
    made: InterviewLink
    repeated: tuple[InterviewLink, ...] = ()
    skill: SkillLink | None = None
    themes: tuple[ThemeLink, ...] = ()
    attempts: tuple[Attempted, ...] = ()
    since: Since | None = None
    before: tuple[Step, ...] = ()
    after: tuple[Step, ...] = ()
    badge: Visibility | None = None
    selection: bool = False


class NoteCard(msgspec.Struct, frozen=True, kw_only=True):
    """A mentor's answer; ``url`` is its place on the page of notes."""

    slug: str
    anchor: str
    url: str
    author: str
    date: datetime.date
    title: str | None = None
    about: tuple[InterviewLink, ...] = ()
    sections: tuple[SectionView, ...] = ()
    badge: Visibility | None = None


class Steadiness(StrEnum):
    """How well one word stands for the last ratings; below four the ratings stand for themselves."""

    ONCE = "once"
    TWICE = "twice"
    THRICE = "thrice"
    FEW = "few"
    EVERY = "every"
    MOSTLY = "mostly"
    VARIED = "varied"


_SAME = {1: Steadiness.ONCE, 2: Steadiness.TWICE, 3: Steadiness.THRICE}


class LevelCard(msgspec.Struct, frozen=True, kw_only=True):
    """A level in words; ``least`` and ``most`` are the interval of the share of solid ratings, in percent.

    ``few`` are the ratings themselves, oldest first, where there are fewer than four.
    """

    usual: Step
    low: Step
    high: Step
    steadiness: Steadiness
    solid: int
    considered: int
    least: int
    most: int
    few: tuple[Step, ...] = ()


def view_sections(sections: Iterable[Section], within: Visibility, audience: Audience) -> tuple[SectionView, ...]:
    """Make an entry's sections ready to be shown; a section of a template under which nothing stands is empty."""
    views = []
    above = 1
    several = tuple(sections)
    for place, section in enumerate(several):
        # A heading may skip a level in Markdown, but not on a page: screen readers navigate by headings.
        level = min(section.level, above + 1)
        above = level or above
        views.append(
            SectionView(
                role=section.role,
                level=level,
                title=section.title,
                anchor=section.anchor,
                html=section.html,
                badge=badge_for(section.visibility, audience, within),
                empty=section.role is not None and not _has_text(several, place),
            )
        )
    return tuple(views)


def _has_text(sections: Sequence[Section], place: int) -> bool:
    """Report whether a section, or one below it, has text."""
    own = sections[place]
    if own.html and not own.html.isspace():
        return True
    below = takewhile(lambda section: section.level > own.level, sections[place + 1 :])
    return any(section.html and not section.html.isspace() for section in below)


def make_level(level: Level | None, series: Sequence[Observation], scale: tuple[str, ...]) -> LevelCard | None:
    """Put a level into words: *mostly* where more than half of the ratings are the middle one."""
    if level is None:
        return None
    values = [rating.value for rating in series if rating.source is Source.INTERVIEWER][-level.considered :]
    return LevelCard(
        usual=step_of(level.median, scale),
        low=step_of(level.low, scale),
        high=step_of(level.high, scale),
        steadiness=_find_steadiness(level, values),
        solid=level.solid,
        considered=level.considered,
        least=round(100 * level.interval[0]),
        most=round(100 * level.interval[1]),
        few=tuple(step_of(value, scale) for value in values) if level.considered < ENOUGH else (),
    )


def _find_steadiness(level: Level, values: Sequence[int]) -> Steadiness:
    if level.considered < ENOUGH:
        return _SAME[level.considered] if level.low == level.high else Steadiness.FEW
    if level.low == level.high:
        return Steadiness.EVERY
    return Steadiness.MOSTLY if 2 * values.count(level.median) > level.considered else Steadiness.VARIED


def sort_newest_first(cards: Iterable[CommitmentCard]) -> list[CommitmentCard]:
    """Sort commitments by the day on which they were made, the newest first."""
    return sorted(cards, key=lambda card: (card.made.date, card.id), reverse=True)
