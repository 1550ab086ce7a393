"""Time the insight of large portfolios: ``python benchmarks/insight.py`` prints the figures beside their goals."""

import datetime
import random
import time

from markupsafe import Markup

from afterview.insight.compute import compute_insight
from afterview.model.audience import Audience, Visibility
from afterview.model.interview import Interview, Mode, Relation
from afterview.model.portfolio import Kind, Portfolio, Skill
from afterview.model.section import Commitment, Outcome, Point, PointKind, Theme

RATINGS = 6
GOALS = {64: 0.3, 1_000: 0.3, 10_000: 3.0}
"""Seconds, by the number of interviews."""

_SKILLS = tuple(f"skill-{number}" for number in range(12))
_SCALE = ("not yet", "getting there", "solid", "strong")


def main() -> None:
    for size, goal in GOALS.items():
        portfolio = _invent(size, random.Random(size))
        best = min(_time(portfolio) for _ in range(3))
        print(f"{size:>6} interviews, {RATINGS} ratings each: {best:.3f} s (goal: {goal} s)")


def _time(portfolio: Portfolio) -> float:
    start = time.perf_counter()
    compute_insight(portfolio, Audience.ME)
    return time.perf_counter() - start


def _invent(size: int, chance: random.Random) -> Portfolio:
    kinds = {f"kind-{start}": _SKILLS[start : start + RATINGS + 1] for start in range(0, 6, 2)}
    return Portfolio(
        title="Many interviews",
        author="Nobody",
        language="en",
        scale=_SCALE,
        kinds={slug: Kind(slug=slug, title=slug, skills=skills) for slug, skills in kinds.items()},
        skills={slug: Skill(slug=slug, title=slug, kinds=(), anchors=_SCALE) for slug in _SKILLS},
        interviews=tuple(_interview(number, chance, kinds) for number in range(size)),
    )


def _interview(number: int, chance: random.Random, kinds: dict[str, tuple[str, ...]]) -> Interview:
    kind = chance.choice(sorted(kinds))
    shown = chance.sample(kinds[kind], RATINGS)
    settled = [f"plan-{chance.randrange(number)}" for _ in range(2) if number]
    return Interview(
        slug=f"interview-{number}",
        path=f"interviews/{number:06}.md",
        title="An interview",
        date=datetime.date(2000, 1, 1) + datetime.timedelta(days=number // 2),
        mode=chance.choice(list(Mode)),
        kind=kind,
        visibility=Visibility.PUBLIC,
        interviewers=(f"person {chance.randrange(40)}",),
        relation=chance.choice(list(Relation)),
        ratings={slug: chance.randint(1, 4) for slug in shown},
        self_ratings={slug: chance.randint(1, 4) for slug in shown},
        outcomes={id: chance.choice(list(Outcome)) for id in settled},
        points=tuple(
            Point(
                kind=chance.choice(list(PointKind)),
                text="A point",
                html=Markup("A point"),
                skill=slug,
                # A few themes that come back all the time, and many that come once.
                themes=tuple(Theme(slug=f"theme-{n}", label=f"theme {n}") for n in (number % 30, 1_000 + number)),
            )
            for slug in shown[:4]
        ),
        commitments=(Commitment(id=f"plan-{number}", text="A plan", html=Markup("A plan"), skill=shown[0]),),
    )


if __name__ == "__main__":
    main()
