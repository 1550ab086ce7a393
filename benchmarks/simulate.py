"""Measure how often the trend words are wrong, and how often they see a real gain, on invented portfolios.

Run ``python -m benchmarks.simulate``: it takes ten minutes on two cores and rewrites the tables of
``docs/simulation.md``, always with the same figures. The model of a rating is explained on that page.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import msgspec

from afterview.insight.kendall import compute_p, compute_s
from afterview.insight.trend import CLEAR, ENOUGH, HINT, compute_trends
from afterview.model.insight import Trend, TrendWord
from benchmarks.invented import STEPS, Change, Draw, Interview, Scene, When, collect, invent

RUNS = 1_000
STEADY_RUNS = 10_000
"""Portfolios a scene; more where nothing changes in time, since there the share is close to its goal."""
SEED = 20_261_122
SIZES = (12, 20)
GAIN_SIZES = (6, 8, 12, 16, 20)
GAINS = ((5, 5), (5, 1), (1, 1))
"""How many skills there are, and how many of them gain a step."""
_HAIR = 1e-9
UNCHANGED, AT_ONCE, IN_TIME = "≤ 5 % *rising*", "≤ 5 % bare", "≤ 8 % bare"

BEGIN, END = "<!-- tables: begin -->", "<!-- tables: end -->"
PAGE = Path(__file__).parent.parent / "docs" / "simulation.md"

_Tallies = Mapping[Scene, "Tally"]


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """Shares of portfolios with at least one such word, and of words of skills that truly grow."""

    runs: int
    rising: float
    bare: float
    hinted: float
    gains_rising: float
    gains_hinted: float
    gains_bare: float


def main() -> None:
    """Run every scene, print the tables, and write them into the page."""
    scenes = list(dict.fromkeys([*_calm_scenes(), *(scene for _, _, scene in _scenes()), *_gain_scenes()]))
    # The slowest first, so that no process is left with one of them at the end.
    scenes.sort(key=lambda scene: (scene.looks, scene.interviews), reverse=True)
    with ProcessPoolExecutor() as pool:
        tallies = dict(zip(scenes, pool.map(run, scenes, chunksize=1), strict=True))
    tables = "\n\n".join(
        (_write_calm(tallies), _write_changes(tallies), _write_power(tallies), _write_kept_bare(tallies))
    )
    text = PAGE.read_text(encoding="utf-8")
    head, rest = text.split(BEGIN)
    PAGE.write_text(f"{head}{BEGIN}\n\n{tables}\n\n{END}{rest.split(END)[1]}", encoding="utf-8")
    print(tables)


def run(scene: Scene) -> Tally:
    """Invent a scene's portfolios and count the words that they get."""
    # Text is hashed the same way in every process, so a scene's portfolios are the same wherever it runs.
    chance = random.Random(f"{SEED} {scene}")
    runs = STEADY_RUNS if scene in {each for _, goal, each in _scenes() if goal == UNCHANGED} else RUNS
    rising = bare = hinted = 0
    gains = [0, 0, 0]
    for _ in range(runs):
        interviews = invent(scene, chance)
        ends = range(ENOUGH, len(interviews) + 1) if scene.looks else (len(interviews),)
        read = [_read_words(interviews[:end], scene) for end in ends]
        seen = [trend for trends in read for trend in trends]
        rising += any(trend.word is TrendWord.RISING for trend in seen)
        bare += any(trend.word is TrendWord.RISING and not trend.caveats for trend in seen)
        hinted += any(trend.word in (TrendWord.RISING, TrendWord.MAY_BE_RISING) for trend in seen)
        for trend in read[-1][: scene.growing]:
            gains[0] += trend.word is TrendWord.RISING
            gains[1] += trend.word in (TrendWord.RISING, TrendWord.MAY_BE_RISING)
            gains[2] += trend.word is TrendWord.RISING and not trend.caveats
    grown = runs * max(1, scene.growing)
    return Tally(
        runs=runs,
        rising=rising / runs,
        bare=bare / runs,
        hinted=hinted / runs,
        gains_rising=gains[0] / grown,
        gains_hinted=gains[1] / grown,
        gains_bare=gains[2] / gains[0] if gains[0] else 1.0,
    )


def _read_words(interviews: list[Interview], scene: Scene) -> Sequence[Trend]:
    series = collect(interviews, scene.skills)
    tested = [skill.values for skill in series.values() if len(skill.values) >= ENOUGH]
    # The test over all skills takes longest, and changes nothing where no skill could get the word that is counted.
    hints_count = scene.growing or scene in set(_calm_scenes())
    least = HINT if hints_count else CLEAR / max(1, len(tested))
    if not any(compute_p(values, compute_s(values))[0] <= least + _HAIR for values in tested):
        return ()
    return tuple(compute_trends(series, STEPS)[1].values())


def _calm_scenes() -> Iterator[Scene]:
    for size in range(4, 21):
        yield Scene(interviews=size, observed=0.8)


def _scenes() -> Iterator[tuple[str, str, Scene]]:
    """Name every scene in which the learner stays the same, with its goal."""
    for size in SIZES:
        for name, goal, facts in _same_learner():
            yield name, goal, Scene(interviews=size, **facts)  # type: ignore[arg-type] # the facts below are fields
    yield "looks after each of twenty interviews", "", Scene(interviews=20, looks=True)


def _same_learner() -> Iterator[tuple[str, str, dict[str, object]]]:
    yield "nothing changes in time", UNCHANGED, {}
    yield "lenient people at random", UNCHANGED, {"draw": Draw.LENIENT}
    yield "near the ceiling", UNCHANGED, {"start": (3.2, 4.0)}
    yield "skewed: a few far below", UNCHANGED, {"skewed": True}
    yield "people in blocks", AT_ONCE, {"draw": Draw.BLOCKS}
    for observed in (1.0, 0.8):
        seen = "" if observed == 1.0 else ", 80 % observed"
        for when in When:
            goal = IN_TIME if when is When.GRADUALLY else AT_ONCE
            facts = {"change": Change.PEOPLE, "when": when, "observed": observed}
            yield f"peers, then professionals, {when}{seen}", goal, facts
    for when in (When.HALFWAY, When.GRADUALLY):
        goal = IN_TIME if when is When.GRADUALLY else AT_ONCE
        yield (
            f"the same with one mentor throughout, {when}",
            goal,
            {"change": Change.PEOPLE, "when": when, "mentor": True},
        )
        yield f"another kind of interview, {when}", goal, {"change": Change.KINDS, "when": when}
        yield f"mock, then real, {when}", goal, {"change": Change.MODES, "when": when}
    yield "only good interviews shown later (no trend words there)", "", {"chosen": True}


def _gain_scenes() -> Iterator[Scene]:
    for size in GAIN_SIZES:
        for skills, growing in GAINS:
            for sudden in (True, False):
                yield Scene(interviews=size, skills=skills, growing=growing, sudden=sudden)
    for size in SIZES:
        for draw in (Draw.EVENLY_5, Draw.EVENLY_3, Draw.RANDOM, Draw.ONE):
            yield Scene(interviews=size, growing=5, draw=draw)


def _write_calm(tallies: _Tallies) -> str:
    bands = ((4, 6), (7, 9), (10, 12), (13, 16), (17, 20))
    rows = []
    for low, high in (*bands, (4, 20)):
        band = [tallies[scene] for scene in _calm_scenes() if low <= scene.interviews <= high]
        runs = sum(tally.runs for tally in band)
        shares = (sum(getattr(tally, name) for tally in band) / len(band) for name in ("rising", "hinted", "bare"))
        rows.append((f"{low} to {high}", runs, *(_percent(share, 1) for share in shares)))
    return _write_table(
        "Nothing changed: portfolios that still get the word, for at least one of their five skills",
        ("Interviews", "Portfolios", "*rising*", "*rising* or *may be rising*", "*rising*, bare"),
        rows,
    )


def _write_changes(tallies: _Tallies) -> str:
    rows = []
    for name, goal, scene in _scenes():
        tally = tallies[scene]
        rows.append((name, scene.interviews, _percent(tally.rising, 1), _percent(tally.bare, 1), goal))
    rows.sort(key=lambda row: [name for name, _, _ in _scenes()].index(str(row[0])))
    return _write_table(
        "The learner never changes; who rates half a step kinder comes later",
        ("What is true", "Interviews", "*rising*", "*rising*, bare", "Goal"),
        rows,
        left=1,
    )


def _write_power(tallies: _Tallies) -> str:
    rows = []
    for size in GAIN_SIZES:
        cells = [
            f"{_percent(tally.gains_rising)} ({_percent(tally.gains_hinted)})"
            for skills, growing in GAINS
            for sudden in (True, False)
            for tally in [tallies[Scene(interviews=size, skills=skills, growing=growing, sudden=sudden)]]
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


def _write_kept_bare(tallies: _Tallies) -> str:
    named = {
        Draw.EVENLY_5: ("five people in turns", "≥ 80 %"),
        Draw.EVENLY_3: ("three people in turns", "≥ 80 %"),
        Draw.RANDOM: ("five people at random", ""),
        Draw.ONE: ("one person", ""),
    }
    rows = []
    for draw, (name, goal) in named.items():
        shares = [_percent(tallies[Scene(interviews=size, growing=5, draw=draw)].gains_bare) for size in SIZES]
        rows.append((name, *shares, goal))
    return _write_table(
        "A real gain that is called *rising*: how often the word stands bare",
        ("Interviewers", *(f"{size} interviews" for size in SIZES), "Goal"),
        rows,
        left=1,
    )


def _percent(share: float, digits: int = 0) -> str:
    return f"{100 * share:.{digits}f} %"


def _write_table(title: str, heads: Sequence[str], rows: Sequence[Sequence[object]], *, left: int = 0) -> str:
    rule = "| --- " * left + "| ---: " * (len(heads) - left) + "|"
    lines = [f"### {title}", "", "| " + " | ".join(heads) + " |", rule]
    return "\n".join([*lines, *("| " + " | ".join(map(str, row)) + " |" for row in rows)])


if __name__ == "__main__":
    main()
