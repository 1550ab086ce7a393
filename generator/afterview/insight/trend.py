"""Choose the word for each skill's trend, and the caveats beside it; alone knows which p is small enough for a word."""

from collections.abc import Mapping, Sequence

import msgspec

from afterview.insight.joint_test import compute_gate
from afterview.insight.kendall import compute_p, compute_s
from afterview.insight.series import SkillSeries
from afterview.insight.trend_caveats import find_caveats
from afterview.model.insight import Gate, Trend, TrendWord

ENOUGH = 4
"""With fewer ratings of a skill, no order of them is rare enough for a word."""

GATE = 0.10
CLEAR = 0.10
HINT = 0.10

# Rounding errors may put a sum or product slightly above its exact bound.
_HAIR = 1e-9


def compute_trends(series: Mapping[str, SkillSeries], steps: int) -> tuple[Gate, Mapping[str, Trend]]:
    """Find each skill's trend, by slug, on a scale of ``steps``, and the test over all of them that comes before.

    A word in a direction needs the gate's p in that direction to be at most ``GATE``; then Holm's p at most ``CLEAR``
    makes it clear, a plain p at most ``HINT`` a maybe (Mann 1945; Kendall 1970; Holm 1979).
    """
    enough = [skill for skill in series.values() if len(skill.values) >= ENOUGH]
    gate = compute_gate(_by_interview(enough), steps)
    s = {skill.slug: compute_s(skill.values) for skill in enough}
    p = {skill.slug: compute_p(skill.values, s[skill.slug]) for skill in enough}
    rising = adjust_holm({slug: both[0] for slug, both in p.items()})
    falling = adjust_holm({slug: both[1] for slug, both in p.items()})
    trends = {slug: Trend(word=TrendWord.TOO_FEW, ratings=len(skill.values)) for slug, skill in series.items()}
    for skill in enough:
        holm = (rising[skill.slug], falling[skill.slug])
        trends[skill.slug] = _judge(skill, s[skill.slug], p[skill.slug], holm, gate)
    return gate, trends


def adjust_holm(p: Mapping[str, float]) -> Mapping[str, float]:
    """Adjust p-values for multiple tests (Holm 1979): the i-th smallest of m, times m - i + 1, never below the last.

    >>> adjust_holm({"testing": 0.01, "listening": 0.04, "complexity": 0.03})
    {'testing': 0.03, 'complexity': 0.06, 'listening': 0.06}
    """
    adjusted: dict[str, float] = {}
    floor = 0.0
    for rank, (slug, value) in enumerate(sorted(p.items(), key=lambda pair: (pair[1], pair[0]))):
        floor = max(floor, min(1.0, value * (len(p) - rank)))
        adjusted[slug] = floor
    return adjusted


def _by_interview(series: Sequence[SkillSeries]) -> Sequence[Mapping[str, int]]:
    ratings: dict[int, dict[str, int]] = {}
    for skill in series:
        for place, value in zip(skill.places, skill.values, strict=True):
            ratings.setdefault(place, {})[skill.slug] = value
    return [ratings[place] for place in sorted(ratings)]


def _judge(skill: SkillSeries, s: int, p: tuple[float, float], holm: tuple[float, float], gate: Gate) -> Trend:
    plain = Trend(
        word=TrendWord.NO_CLEAR_CHANGE,
        ratings=len(skill.values),
        s=s,
        p_rising=p[0],
        p_falling=p[1],
        # Without a direction, the larger one, so that a mirrored series gets the same.
        adjusted=max(holm) if s == 0 else holm[0 if s > 0 else 1],
    )
    if word := _word(p[0], holm[0], gate.p_rising, (TrendWord.RISING, TrendWord.MAY_BE_RISING)):
        return msgspec.structs.replace(plain, word=word, caveats=find_caveats(skill, 1))
    if word := _word(p[1], holm[1], gate.p_falling, (TrendWord.FALLING, TrendWord.MAY_BE_FALLING)):
        return msgspec.structs.replace(plain, word=word, caveats=find_caveats(skill, -1))
    return plain


def _word(p: float, holm: float, gate: float, words: tuple[TrendWord, TrendWord]) -> TrendWord | None:
    if gate > GATE + _HAIR:
        return None
    if holm <= CLEAR + _HAIR:
        return words[0]
    return words[1] if p <= HINT + _HAIR else None
