"""Measure how often the trend words are wrong, and how often they see a real gain, on invented portfolios.

Run ``python benchmarks/simulate.py``: it takes about two minutes on two cores and rewrites the tables of
``docs/simulation.md``, always with the same figures. The model of a rating is explained on that page.
"""

import math
import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import msgspec

from afterview.insight.series import SkillSeries
from afterview.insight.trend import compute_trends
from afterview.model.insight import TrendWord

CALM_RUNS = 1_000
CHANGE_RUNS = 500
"""Portfolios a scene, where nothing changes and where something does."""
SEED = 20_261_122
STEPS = 4
SPREAD = 0.8
"""The standard deviation, in steps, of two ratings of the same skill of the same person on different days."""
TOGETHER = 0.44
"""The correlation of two ratings of one interview: half of it the interviewer's own bias, half the day's form."""
PEOPLE = 5
GAINS = ((5, 5), (5, 1), (1, 1))
"""How many skills there are, and how many of them gain a step."""

BEGIN, END = "<!-- tables: begin -->", "<!-- tables: end -->"
PAGE = Path(__file__).parent.parent / "docs" / "simulation.md"


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """Hold what is true in a set of invented portfolios.

    ``growing`` of the ``skills`` gain a step, halfway (``sudden``) or evenly over all interviews. Each skill is
    observed in an interview with chance ``observed``. ``replaced`` interviewers are other people in the second half.
    """

    interviews: int
    skills: int = 5
    growing: int = 0
    sudden: bool = True
    observed: float = 1.0
    replaced: bool = False


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """Count portfolios with at least one such word, and words of skills that truly grow."""

    runs: int
    rising: int
    maybe: int
    falling: int
    unexplained: int
    seen: float
    hinted: float


def main() -> None:
    scenes = list(_scenes())
    with ProcessPoolExecutor() as pool:
        told = dict(zip(scenes, pool.map(run, scenes, chunksize=1), strict=True))
    text = PAGE.read_text(encoding="utf-8")
    head, rest = text.split(BEGIN)
    tail = rest.split(END)[1]
    tables = "\n\n".join((_write_alarms(told), _write_changes(told), _write_power(told)))
    PAGE.write_text(f"{head}{BEGIN}\n\n{tables}\n\n{END}{tail}", encoding="utf-8")
    print(tables)


def run(scene: Scene) -> Tally:
    """Invent a scene's portfolios and count the words that they get."""
    # Text is hashed the same way in every process, so a scene's portfolios are the same wherever it runs.
    chance = random.Random(f"{SEED} {scene}")
    rising = maybe = falling = unexplained = seen = hinted = 0
    runs = CHANGE_RUNS if scene.growing or scene.replaced else CALM_RUNS
    for _ in range(runs):
        _, trends = compute_trends(_invent(scene, chance), STEPS)
        words = [trend.word for trend in trends.values()]
        rising += TrendWord.RISING in words
        maybe += TrendWord.RISING in words or TrendWord.MAY_BE_RISING in words
        falling += TrendWord.FALLING in words
        unexplained += any(trend.word is TrendWord.RISING and not trend.caveats for trend in trends.values())
        grown = words[: scene.growing]
        seen += grown.count(TrendWord.RISING)
        hinted += grown.count(TrendWord.RISING) + grown.count(TrendWord.MAY_BE_RISING)
    share = runs * max(1, scene.growing)
    return Tally(
        runs=runs,
        rising=rising,
        maybe=maybe,
        falling=falling,
        unexplained=unexplained,
        seen=seen / share,
        hinted=hinted / share,
    )


def _scenes() -> Iterator[Scene]:
    for size in range(4, 21):
        yield Scene(interviews=size, observed=0.8)
    for size in (8, 12, 20):
        yield Scene(interviews=size, replaced=True)
    for size in (6, 8, 12, 16, 20):
        for skills, growing in GAINS:
            for sudden in (True, False):
                yield Scene(interviews=size, skills=skills, growing=growing, sudden=sudden)


def _invent(scene: Scene, chance: random.Random) -> dict[str, SkillSeries]:
    shared = SPREAD * math.sqrt(TOGETHER / 2)
    alone = SPREAD * math.sqrt(1 - TOGETHER)
    people = [(f"person {number}", chance.gauss(0, shared)) for number in range(PEOPLE)]
    halves = (people[: PEOPLE // 2], people[PEOPLE // 2 :]) if scene.replaced else (people, people)
    true = {f"skill {number}": chance.uniform(1.5, 2.5) for number in range(scene.skills)}
    ratings: dict[str, list[tuple[int, str, int]]] = {slug: [] for slug in true}
    for place in range(scene.interviews):
        late = 2 * place >= scene.interviews
        name, bias = chance.choice(halves[late])
        form = chance.gauss(0, shared)
        grown = float(late) if scene.sudden else place / (scene.interviews - 1)
        for number, slug in enumerate(true):
            if chance.random() >= scene.observed:
                continue
            latent = true[slug] + grown * (number < scene.growing) + bias + form + chance.gauss(0, alone)
            ratings[slug].append((min(STEPS, max(1, round(latent))), name, place))
    return {
        slug: SkillSeries(
            slug=slug,
            values=tuple(value for value, _, _ in rated),
            raters=tuple(name for _, name, _ in rated),
            kinds=("coding",) * len(rated),
            modes=("mock",) * len(rated),
            places=tuple(place for _, _, place in rated),
        )
        for slug, rated in ratings.items()
    }


def _write_alarms(told: dict[Scene, Tally]) -> str:
    calm = {scene: tally for scene, tally in told.items() if not scene.growing and not scene.replaced}
    bands = ((4, 6), (7, 9), (10, 12), (13, 16), (17, 20))
    rows = []
    for low, high in (*bands, (4, 20)):
        tallies = [tally for scene, tally in calm.items() if low <= scene.interviews <= high]
        rows.append((f"{low} to {high}", sum(tally.runs for tally in tallies), *_alarms(tallies)))
    return _write_table(
        "Nothing changed: portfolios that still get the word, for at least one of their five skills",
        ("Interviews", "Portfolios", "*rising*", "*rising* or *may be rising*", "*falling*"),
        rows,
    )


def _alarms(tallies: Sequence[Tally]) -> tuple[str, str, str]:
    runs = sum(tally.runs for tally in tallies)
    return (
        _percent(sum(tally.rising for tally in tallies) / runs, 1),
        _percent(sum(tally.maybe for tally in tallies) / runs, 1),
        _percent(sum(tally.falling for tally in tallies) / runs, 1),
    )


def _write_changes(told: dict[Scene, Tally]) -> str:
    rows = [
        (
            scene.interviews,
            tally.runs,
            _percent(tally.rising / tally.runs, 1),
            _percent(tally.unexplained / tally.runs, 1),
        )
        for scene, tally in told.items()
        if scene.replaced
    ]
    return _write_table(
        "Nothing changed but the interviewers: other people in the second half",
        ("Interviews", "Portfolios", "*rising*", "*rising* without “interviewers changed too”"),
        rows,
    )


def _write_power(told: dict[Scene, Tally]) -> str:
    rows = []
    for size in sorted({scene.interviews for scene in told if scene.growing}):
        cells = [
            f"{_percent(tally.seen)} ({_percent(tally.hinted)})"
            for skills, growing in GAINS
            for sudden in (True, False)
            for tally in [told[Scene(interviews=size, skills=skills, growing=growing, sudden=sudden)]]
        ]
        rows.append((size, *cells))
    return _write_table(
        "A real gain of one step: how often such a skill is called *rising* (in brackets: that, or *may be rising*)",
        (
            "Ratings",
            "all five skills, at once halfway",
            "all five, evenly",
            "one skill of five, at once halfway",
            "one of five, evenly",
            "the only skill, at once halfway",
            "the only skill, evenly",
        ),
        rows,
    )


def _percent(share: float, digits: int = 0) -> str:
    return f"{100 * share:.{digits}f} %"


def _write_table(title: str, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [f"### {title}", "", "| " + " | ".join(heads) + " |", "| ---: " * len(heads) + "|"]
    return "\n".join([*lines, *("| " + " | ".join(map(str, row)) + " |" for row in rows)])


if __name__ == "__main__":
    main()
