"""Invent the ratings of people of whom the truth is known, for the simulation of the trend words."""

import math
import random
from enum import StrEnum

import msgspec

from afterview.insight.series import SkillSeries

STEPS = 4
SPREAD = 0.8
"""The standard deviation, in steps, of two ratings of the same skill of the same person on different days."""
TOGETHER = 0.44
"""The correlation of two ratings of one interview: half of it the interviewer's own bias, half the day's form."""
PEOPLE = 5
KINDER = 0.5
"""By so many steps later interviewers, kinds or modes rate higher, where they change."""

_SHARED = SPREAD * math.sqrt(TOGETHER / 2)
_ALONE = SPREAD * math.sqrt(1 - TOGETHER)


class Draw(StrEnum):
    """How interviewers come: drawn at random, five or three in turns, in blocks, two of five lenient, one of them."""

    RANDOM = "random"
    EVENLY_5 = "5"
    EVENLY_3 = "3"
    BLOCKS = "blocks"
    LENIENT = "lenient"
    ONE = "1"


class Change(StrEnum):
    """What changes in time although the learner does not."""

    NOTHING = "nothing"
    PEOPLE = "people"
    KINDS = "kinds"
    MODES = "modes"


class When(StrEnum):
    """How it changes: at once halfway or at two thirds, or ever more often."""

    HALFWAY = "halfway"
    TWO_THIRDS = "at two thirds"
    GRADUALLY = "gradually"


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """What is true in a set of invented portfolios.

    ``growing`` of the ``skills`` gain a step, halfway (``sudden``) or evenly over all interviews. Each skill is
    observed in an interview with chance ``observed``. ``mentor``: one person holds half of the interviews throughout.
    ``start`` is where the skills truly stand at first. ``chosen``: of the later half only the better ones are shown.
    ``looks``: the words are read after each interview, not only after the last.
    """

    interviews: int
    skills: int = 5
    growing: int = 0
    sudden: bool = True
    observed: float = 1.0
    draw: Draw = Draw.RANDOM
    change: Change = Change.NOTHING
    when: When = When.HALFWAY
    mentor: bool = False
    start: tuple[float, float] = (1.5, 2.5)
    skewed: bool = False
    chosen: bool = False
    looks: bool = False


class Interview(msgspec.Struct, frozen=True, kw_only=True):
    """One invented interview; ``ratings`` are by skill."""

    person: str
    kind: str
    mode: str
    ratings: dict[str, int]


def invent(scene: Scene, chance: random.Random) -> list[Interview]:
    """Invent the interviews of one portfolio."""
    true = {f"skill {number}": chance.uniform(*scene.start) for number in range(scene.skills)}
    people = _Interviewers(scene, chance)
    interviews = []
    for place in range(scene.interviews):
        late = _is_late(scene, place, chance)
        person, bias = people.draw(place, late=late)
        changed = scene.change is not Change.NOTHING and late and person != "mentor"
        bias += chance.gauss(0, _SHARED) + (KINDER if changed else 0.0)
        share = place / (scene.interviews - 1)
        grown = float(2 * place >= scene.interviews) if scene.sudden else share
        ratings = {
            slug: _rate(level + grown * (number < scene.growing) + bias + _noise(scene, chance))
            for number, (slug, level) in enumerate(true.items())
            if chance.random() < scene.observed
        }
        kind = "design" if scene.change is Change.KINDS and late else "coding"
        mode = "real" if scene.change is Change.MODES and late else "mock"
        interviews.append(Interview(person=person, kind=kind, mode=mode, ratings=ratings))
    return _choose(interviews) if scene.chosen else interviews


def collect(interviews: list[Interview], skills: int) -> dict[str, SkillSeries]:
    """Put the ratings in order, skill by skill."""
    series = {}
    for slug in (f"skill {number}" for number in range(skills)):
        rated = [(place, each) for place, each in enumerate(interviews) if slug in each.ratings]
        series[slug] = SkillSeries(
            slug=slug,
            values=tuple(each.ratings[slug] for _, each in rated),
            raters=tuple((each.person,) for _, each in rated),
            kinds=tuple(each.kind for _, each in rated),
            modes=tuple(each.mode for _, each in rated),
            places=tuple(place for place, _ in rated),
        )
    return series


class _Interviewers:
    """The people of one portfolio, each with a bias; later ones are others where people change."""

    def __init__(self, scene: Scene, chance: random.Random) -> None:
        self._scene, self._chance = scene, chance
        number = {Draw.EVENLY_3: 3, Draw.ONE: 1}.get(scene.draw, PEOPLE)
        lenient = scene.draw is Draw.LENIENT
        self._early = [(f"early {n}", KINDER * (n < 2) if lenient else chance.gauss(0, _SHARED)) for n in range(number)]
        self._late = [(f"late {n}", chance.gauss(0, _SHARED)) for n in range(number)]
        self._mentor = ("mentor", chance.gauss(0, _SHARED))
        # In turns, but in no fixed order: each is seen once before anybody is seen twice.
        rounds = -(-scene.interviews // number)
        self._turns = [turn for _ in range(rounds) for turn in chance.sample(range(number), number)]

    def draw(self, place: int, *, late: bool) -> tuple[str, float]:
        pool = self._late if self._scene.change is Change.PEOPLE and late else self._early
        if self._scene.mentor and self._chance.random() < 1 / 2:
            return self._mentor
        match self._scene.draw:
            case Draw.BLOCKS:
                return pool[place * len(pool) // self._scene.interviews]
            case Draw.EVENLY_5 | Draw.EVENLY_3:
                return pool[self._turns[place]]
            case _:
                return self._chance.choice(pool)


def _is_late(scene: Scene, place: int, chance: random.Random) -> bool:
    match scene.when:
        case When.HALFWAY:
            return 2 * place >= scene.interviews
        case When.TWO_THIRDS:
            return 3 * place >= 2 * scene.interviews
        case When.GRADUALLY:
            return chance.random() < place / (scene.interviews - 1)


def _noise(scene: Scene, chance: random.Random) -> float:
    # Most are a little above, a few far below: what a bad moment does.
    return _ALONE * (1 - chance.expovariate(1)) if scene.skewed else chance.gauss(0, _ALONE)


def _rate(latent: float) -> int:
    return min(STEPS, max(1, round(latent)))


def _choose(interviews: list[Interview]) -> list[Interview]:
    """Show all of the first half, and of the second only those that are rated better than the usual one."""
    half = len(interviews) // 2
    means = [sum(each.ratings.values()) / max(1, len(each.ratings)) for each in interviews]
    usual = sorted(means)[len(means) // 2]
    return [each for place, each in enumerate(interviews) if place < half or means[place] >= usual]
