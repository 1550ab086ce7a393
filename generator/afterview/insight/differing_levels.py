"""Compare the levels of skills in the interviews that an audience sees with those in all interviews."""

from collections.abc import Iterator

import msgspec

from afterview.insight.level import compute_level
from afterview.insight.series import collect_series, order_interviews
from afterview.model.insight import Insight, Level, Observation
from afterview.model.portfolio import Portfolio


class TwoLevels(msgspec.Struct, frozen=True, kw_only=True):
    """A skill's level by the interviews shown and by all, each with the ratings that it comes from."""

    skill: str
    shown: Level
    shown_series: tuple[Observation, ...]
    whole: Level
    whole_series: tuple[Observation, ...]


def compare_levels(whole: Portfolio, shown: Insight) -> Iterator[TwoLevels]:
    """Yield both levels of each skill that has one in ``shown``; ``whole`` is the portfolio before narrowing."""
    series = collect_series(order_interviews(whole), whole.skills)
    for slug, skill in shown.skills.items():
        level = compute_level(series[slug].values, shown.solid) if slug in series else None
        if skill.level is not None and level is not None:
            yield TwoLevels(
                skill=slug,
                shown=skill.level,
                shown_series=skill.series,
                whole=level,
                whole_series=series[slug].observations,
            )
