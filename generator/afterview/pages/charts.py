"""Lay out the charts: where each dot, mark and label stands; pure geometry, in units that the layouts scale."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

import msgspec

from afterview.model.insight import Observation, Source
from afterview.model.interview import Mode, Relation
from afterview.model.section import Outcome
from afterview.pages.cards import CommitmentCard
from afterview.pages.links import InterviewLink, Step, step_of
from afterview.pages.time_axis import DateTick, TimeScale, make_ticks

MOST_DOTS = 120
MOST_SMALL = 40


class Shape(StrEnum):
    """Name the shapes of dots: one for each relation of an interviewer."""

    CIRCLE = "circle"
    SQUARE = "square"
    TRIANGLE = "triangle"
    DIAMOND = "diamond"


_SHAPES = {
    Relation.PEER: Shape.CIRCLE,
    Relation.MENTOR: Shape.SQUARE,
    Relation.PROFESSIONAL: Shape.TRIANGLE,
    Relation.COMPANY: Shape.DIAMOND,
}


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """Hold a horizontal line and its word: a step of the scale, or the key of a lane."""

    y: float
    label: str


class Dot(msgspec.Struct, frozen=True, kw_only=True):
    """Hold one dot: an interview, or one rating given in it (``step``), the learner's own where ``own``."""

    x: float
    y: float
    shape: Shape
    real: bool
    interview: InterviewLink
    step: Step | None = None
    own: bool = False


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """Hold one commitment on the day that it was made (no ``outcome``) or tried."""

    x: float
    y: float
    card: CommitmentCard
    date: datetime.date
    outcome: Outcome | None = None


class Chart(msgspec.Struct, frozen=True, kw_only=True):
    """Hold a chart's geometry; y grows downwards.

    Words of rows end at ``left``; dates stand at ``foot``. ``shown`` of ``total`` dots are drawn: the last ones.
    """

    width: float
    height: float
    left: float
    foot: float
    rows: tuple[Row, ...]
    ticks: tuple[DateTick, ...]
    dots: tuple[Dot, ...]
    marks: tuple[Mark, ...]
    shown: int
    total: int


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """Hold the measures of a kind of chart.

    Dots of a row nearer than ``apart`` stand ``lane`` above or below it, on one of ``lanes`` in all.
    """

    width: float
    left: float
    right: float
    top: float
    row: float
    lane: float
    lanes: int
    apart: float
    foot: float


LARGE = Frame(width=400, left=88, right=12, top=24, row=42, lane=9, lanes=5, apart=12, foot=18)
YEAR = Frame(width=400, left=58, right=12, top=16, row=54, lane=8.5, lanes=7, apart=9.5, foot=18)
SMALL = Frame(width=200, left=58, right=8, top=10, row=18, lane=4.2, lanes=5, apart=6, foot=14)


def draw_skill(
    series: Sequence[Observation],
    cards: Sequence[CommitmentCard],
    scale: tuple[str, ...],
    links: Mapping[str, InterviewLink],
) -> Chart | None:
    """Draw the last ratings of one skill over real time, and beneath them what became of its commitments."""
    last = series[-MOST_DOTS:]
    if not last:
        return None
    time = _time_scale([it.date for it in last], LARGE)
    rows = _scale_rows(scale, LARGE)
    base = rows[0].y
    tried = sorted(
        (
            (attempt.interview.date, card, attempt.outcome)
            for card in cards
            for attempt in card.attempts
            if attempt.outcome is not Outcome.NO_CHANCE and attempt.interview.date >= time.first
        ),
        key=lambda it: (it[0], it[1].id),
    )
    lane = _Lanes(time, LARGE)
    marks = tuple(
        Mark(x=x, y=round(base + 24 + dy, 1), card=card, date=date, outcome=outcome)
        for date, card, outcome in tried
        for x, dy in [lane.place("tried", date)]
    )
    foot = base + (38 if marks else 22) + LARGE.foot
    return Chart(
        width=LARGE.width,
        height=foot + 6,
        left=LARGE.left,
        foot=foot,
        rows=rows,
        ticks=make_ticks(time),
        dots=_rating_dots(last, rows, time, LARGE, scale, links),
        marks=marks,
        shown=len(last),
        total=len(series),
    )


def draw_small(
    series: Sequence[Observation],
    scale: tuple[str, ...],
    span: tuple[datetime.date, datetime.date],
    links: Mapping[str, InterviewLink],
) -> Chart | None:
    """Draw a small chart of one skill's ratings by others, on a span of time that it shares with its neighbours."""
    theirs = [it for it in series if it.source is Source.INTERVIEWER]
    last = theirs[-MOST_SMALL:]
    if not last:
        return None
    time = _time_scale(span, SMALL)
    rows = _scale_rows(scale, SMALL)
    foot = rows[0].y + 10 + SMALL.foot
    return Chart(
        width=SMALL.width,
        height=foot + 4,
        left=SMALL.left,
        foot=foot,
        rows=rows,
        ticks=make_ticks(time, most=3),
        dots=_rating_dots(last, rows, time, SMALL, scale, links),
        marks=(),
        shown=len(last),
        total=len(theirs),
    )


def draw_year(links: Sequence[InterviewLink], cards: Iterable[CommitmentCard]) -> Chart | None:
    """Draw the last interviews over real time, and the commitments made and tried in that time, each in its lane."""
    last = links[-MOST_DOTS:]
    if not last:
        return None
    time = _time_scale([it.date for it in last], YEAR)
    lanes = ("settled", "made", "mock", "real")
    rows = tuple(Row(y=round(YEAR.top + YEAR.row * place, 1), label=lane) for place, lane in enumerate(reversed(lanes)))
    height = {row.label: row.y for row in rows}
    lane = _Lanes(time, YEAR)
    dots = []
    for link in last:
        x, dy = lane.place(link.mode.value, link.date)
        dots.append(
            Dot(
                x=x,
                y=round(height[link.mode.value] + dy, 1),
                shape=_shape(link.relation),
                real=link.mode is Mode.REAL,
                interview=link,
            )
        )
    foot = rows[-1].y + 34 + YEAR.foot
    return Chart(
        width=YEAR.width,
        height=foot + 6,
        left=YEAR.left,
        foot=foot,
        rows=rows,
        ticks=make_ticks(time),
        dots=tuple(dots),
        marks=_commitment_marks(cards, {link.slug for link in last}, height, lane),
        shown=len(last),
        total=len(links),
    )


class _Lanes:
    """Place dots of a row one after the other in time, each on the first lane that is free there."""

    def __init__(self, time: TimeScale, frame: Frame) -> None:
        self._time = time
        self._frame = frame
        self._taken: dict[str, list[float]] = {}

    def place(self, row: str, date: datetime.date) -> tuple[float, float]:
        """Give x, and how far below its row the dot stands."""
        x = self._time.x(date)
        taken = self._taken.setdefault(row, [-1e9] * self._frame.lanes)
        lane = next((lane for lane, last in enumerate(taken) if x - last >= self._frame.apart), None)
        if lane is None:
            lane = taken.index(min(taken))
        taken[lane] = x
        # On the row itself, then by turns below and above it.
        return x, (lane + 1) // 2 * (1 if lane % 2 else -1) * self._frame.lane


def _rating_dots(
    series: Sequence[Observation],
    rows: tuple[Row, ...],
    time: TimeScale,
    frame: Frame,
    scale: tuple[str, ...],
    links: Mapping[str, InterviewLink],
) -> tuple[Dot, ...]:
    lanes = _Lanes(time, frame)
    dots = []
    # Theirs stands on the line where both are the same; the learner's own makes way.
    for it in sorted(series, key=lambda it: (it.date, it.source is Source.SELF)):
        row = rows[it.value - 1]
        x, dy = lanes.place(row.label, it.date)
        dots.append(
            Dot(
                x=x,
                y=round(row.y + dy, 1),
                shape=_shape(it.relation),
                real=it.mode is Mode.REAL,
                interview=links[it.interview],
                step=step_of(it.value, scale),
                own=it.source is Source.SELF,
            )
        )
    return tuple(dots)


def _commitment_marks(
    cards: Iterable[CommitmentCard], shown: set[str], height: Mapping[str, float], lanes: _Lanes
) -> tuple[Mark, ...]:
    events: list[tuple[datetime.date, CommitmentCard, Outcome | None]] = []
    for card in cards:
        if card.made.slug in shown:
            events.append((card.made.date, card, None))
        events += [
            (it.interview.date, card, it.outcome)
            for it in card.attempts
            if it.interview.slug in shown and it.outcome is not Outcome.NO_CHANCE
        ]
    marks = []
    for date, card, outcome in sorted(events, key=lambda event: (event[0], event[1].id)):
        row = "made" if outcome is None else "settled"
        x, dy = lanes.place(row, date)
        marks.append(Mark(x=x, y=round(height[row] + dy, 1), card=card, date=date, outcome=outcome))
    return tuple(marks)


def _shape(relation: Relation | None) -> Shape:
    return _SHAPES[relation] if relation else Shape.CIRCLE


def _scale_rows(scale: tuple[str, ...], frame: Frame) -> tuple[Row, ...]:
    steps = len(scale)
    return tuple(
        Row(y=round(frame.top + frame.row * (steps - place), 1), label=word)
        for place, word in enumerate(scale, start=1)
    )


def _time_scale(dates: Sequence[datetime.date], frame: Frame) -> TimeScale:
    return TimeScale(first=min(dates), last=max(dates), start=frame.left + 14, end=frame.width - frame.right)
