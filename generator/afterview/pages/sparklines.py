"""Lay out rows of small dots, for lists: a few ratings, evenly spaced, on the scale's steps; pure geometry."""

from collections.abc import Sequence

import msgspec

from afterview.model.insight import Observation, Since, Source
from afterview.pages.links import Step, step_of

MOST_DOTS = 10
_ACROSS = 7.0
_UP = 5.0


class Spark(msgspec.Struct, frozen=True, kw_only=True):
    """Hold a row of dots, each a place (x, y) with y growing downwards; ``steps`` are the same ratings in words.

    ``line`` is the height of the solid step; ``split`` the place of a day between the dots, where there is one.
    """

    width: float
    height: float
    line: float
    dots: tuple[tuple[float, float], ...]
    steps: tuple[Step, ...]
    split: float | None = None


def draw_spark(series: Sequence[Observation], scale: tuple[str, ...], solid: int) -> Spark | None:
    """Draw the last ratings by others, oldest first, ending where those of other lists end; None without any."""
    last = [it.value for it in series if it.source is Source.INTERVIEWER][-MOST_DOTS:]
    return _draw(last, scale, solid, start=MOST_DOTS - len(last), places=MOST_DOTS) if last else None


def draw_since(since: Since, scale: tuple[str, ...], solid: int) -> Spark:
    """Draw the last ratings before the day that a commitment was first tried, and the last ones from it on."""
    before, after = since.before[-MOST_DOTS:], since.after[-MOST_DOTS:]
    return _draw([*before, *after], scale, solid, start=0, places=len(before) + len(after), split=len(before))


def _draw(
    values: Sequence[int], scale: tuple[str, ...], solid: int, *, start: int, places: int, split: int | None = None
) -> Spark:
    height = _UP * len(scale) + 1
    gap = _ACROSS if split is not None else 0.0
    return Spark(
        width=_ACROSS * places + gap,
        height=height,
        line=height - _UP * solid + 2,
        dots=tuple(
            (
                _ACROSS * (start + place) + 3.5 + (gap if split is not None and place >= split else 0.0),
                height - _UP * value + 2,
            )
            for place, value in enumerate(values)
        ),
        steps=tuple(step_of(value, scale) for value in values),
        split=None if split is None else _ACROSS * (start + split) + gap / 2,
    )
