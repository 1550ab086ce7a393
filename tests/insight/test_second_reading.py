"""A second reading of the rules, slow and obvious, agrees with the program on every word of random portfolios.

It shares no code with what it checks: orders are enumerated, halves are cut and chances are listed one by one.
"""

import math
import random
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations, permutations

from afterview.insight.compute import compute_insight
from afterview.model.audience import Audience
from afterview.model.insight import Recurrence, Since
from afterview.model.interview import Interview, Mode
from afterview.model.portfolio import Portfolio
from afterview.model.section import Commitment, Outcome, Point, PointKind

PORTFOLIOS = 300
SKILLS = ("talk", "tests", "limits")
SOLID = 3
HAIR = 1e-9


def sign(earlier: int, later: int) -> int:
    return (later > earlier) - (later < earlier)


def s_of(values: Sequence[int]) -> int:
    return sum(sign(earlier, later) for earlier, later in combinations(values, 2))


def one_sided(values: Sequence[int]) -> tuple[float, float]:
    """Count how many of all distinct orders have as high, and as low, an S."""
    observed = s_of(values)
    orders = [s_of(order) for order in set(permutations(values))]
    return (
        sum(each >= observed for each in orders) / len(orders),
        sum(each <= observed for each in orders) / len(orders),
    )


def joint(interviews: Sequence[Mapping[str, int]]) -> tuple[float, float]:
    """Put whole interviews in every order, and compare the sum of S over the skills."""
    rated = [ratings for ratings in interviews if ratings]
    lead = [[sum(sign(one[skill], two[skill]) for skill in one if skill in two) for two in rated] for one in rated]
    sums = [sum(lead[one][two] for one, two in combinations(order, 2)) for order in permutations(range(len(rated)))]
    observed = sums[0]
    return (sum(each >= observed for each in sums) / len(sums), sum(each <= observed for each in sums) / len(sums))


def holm(p: Mapping[str, float]) -> Mapping[str, float]:
    ordered = sorted(p, key=lambda skill: p[skill])
    raised = [min(1.0, p[skill] * (len(p) - rank)) for rank, skill in enumerate(ordered)]
    return {skill: max(raised[: rank + 1]) for rank, skill in enumerate(ordered)}


def is_bare(values: Sequence[int], groups: Sequence[set[str]], up: int) -> bool:
    pairs = list(combinations(range(len(values)), 2))
    inside = [(i, j) for i, j in pairs if groups[i] and groups[i] == groups[j]]
    within = sum(sign(values[i], values[j]) for i, j in inside) * up
    if within <= 0:
        return False
    differing = [(i, j) for i, j in pairs if values[i] != values[j]]
    share = s_of(values) * up / len(differing)
    if within / sum(pair in differing for pair in inside) < 0.9 * share - HAIR:
        return False
    half = len(values) // 2
    early, late = list(groups[:half]), list(groups[len(groups) - half :])
    from_both = [sum(bool(group) and group in other for group in one) for one, other in ((early, late), (late, early))]
    return all(count >= half / 2 for count in from_both)


def words_of(interviews: Sequence[Interview]) -> dict[str, tuple[str, set[str]]]:
    rated = {skill: [each for each in interviews if skill in each.ratings] for skill in SKILLS}
    values = {skill: [each.ratings[skill] for each in several] for skill, several in rated.items()}
    enough = [skill for skill in SKILLS if len(values[skill]) >= 4]
    gate = joint([{skill: each.ratings[skill] for skill in enough if skill in each.ratings} for each in interviews])
    p = {skill: one_sided(values[skill]) for skill in enough}
    adjusted = [holm({skill: both[way] for skill, both in p.items()}) for way in (0, 1)]
    words: dict[str, tuple[str, set[str]]] = {
        skill: ("no clear change yet" if skill in enough else "too few ratings to say", set()) for skill in SKILLS
    }
    for skill in enough:
        for way, (name, up) in enumerate((("rising", 1), ("falling", -1))):
            if gate[way] > 0.1 + HAIR or p[skill][way] > 0.1 + HAIR:
                continue
            caveats = set()
            people = [set(each.interviewers) for each in rated[skill]]
            if not is_bare(values[skill], people, up):
                caveats.add("unnamed" if set() in people else "people")
            if not is_bare(values[skill], [{each.kind} for each in rated[skill]], up) or not is_bare(
                values[skill], [{each.mode.value} for each in rated[skill]], up
            ):
                caveats.add("kinds")
            words[skill] = (name if adjusted[way][skill] <= 0.1 + HAIR else f"may be {name}", caveats)
    return words


def recurrence_of(
    interviews: Sequence[Interview], shows: Callable[[Point], bool], skills: set[str]
) -> tuple[object, ...]:
    """List the chances one by one: how often it was seen, of how many, the state, and whether it changed."""
    marks = []
    for each in interviews:
        gaps = [point for point in each.points if point.kind is PointKind.GAP]
        named = {point.skill for point in each.points} | {made.skill for made in each.commitments} | set(each.ratings)
        seen = any(shows(point) for point in gaps)
        if gaps and (seen or not skills or skills & named):
            marks.append(seen)
    last = max(place for place, seen in enumerate(marks) if seen)
    missed, upto = len(marks) - 1 - last, marks[: last + 1]
    text = "".join("x" if seen else "." for seen in marks)
    if missed >= 3:
        state = "not-seen"
    elif any(
        text[place] == "x" and text[:place].endswith("...") and "x" in text[:place]
        for place in range(len(text) - 3, len(text))
        if place >= 0
    ):
        state = "back"
    else:
        state = "recurring" if sum(marks) > 1 else "new"
    changed = missed >= 3 and (1 - sum(upto) / len(upto)) ** missed <= 0.1
    return (sum(marks), len(marks), missed, state, changed)


def counts_of(recurrence: Recurrence) -> tuple[object, ...]:
    return (
        recurrence.seen,
        len(recurrence.chances),
        recurrence.missed,
        recurrence.state.value,
        recurrence.changed,
    )


def since_of(interviews: Sequence[Interview], made: Commitment, made_in: Interview) -> tuple[object, ...] | None:
    tried = [each for each in interviews if each.outcomes.get(made.id) in (Outcome.KEPT, Outcome.PARTLY)]
    if not tried or made.skill is None:
        return None
    rated = [each for each in interviews if made.skill in each.ratings and each not in (made_in, tried[0])]
    before = [each.ratings[made.skill] for each in rated if each.order < tried[0].order]
    after = [each.ratings[made.skill] for each in rated if each.order > tried[0].order]
    return (tried[0].date, tuple(before), tuple(after), sum(v >= SOLID for v in before), sum(v >= SOLID for v in after))


def values_of(since: Since | None) -> tuple[object, ...] | None:
    if since is None:
        return None
    return (since.date, since.before, since.after, since.solid_before, since.solid_after)


def invent(
    chance: random.Random,
    interview: Callable[..., Interview],
    gap: Callable[..., Point],
    strength: Callable[..., Point],
    commitment: Callable[..., Commitment],
) -> list[Interview]:
    """Make up to seven interviews, so that every order can be tried; many portfolios climb or fall."""
    size, drift = chance.randint(3, 7), chance.choice((-0.6, -0.4, 0.0, 0.4, 0.6))
    one, two, three = (("Dana",),), (("Dana",), ("Eli",)), (("Dana",), ("Eli",), ("Fay",), ())
    panels = (("Dana", "Eli"), ("Eli", "Dana"), ("Dana",), ("Eli", "Fay"))
    people, kinds = chance.choice((one, two, three, panels)), chance.choice((1, 2))

    def rate(number: int) -> dict[str, int]:
        middle = 2.5 + drift * (number - size / 2)
        return {skill: min(4, max(1, round(chance.gauss(middle, 0.7)))) for skill in SKILLS if chance.random() < 0.85}

    def point() -> Point:
        make = chance.choice((gap, gap, strength))
        return make(*chance.choice(((), ("pace",), ("edge",))), skill=chance.choice((*SKILLS, None)))

    return [
        interview(
            number,
            kind=("coding", "design")[chance.randrange(kinds)],
            mode=chance.choice(list(Mode)) if kinds > 1 else Mode.MOCK,
            interviewers=chance.choice(people),
            ratings=rate(number),
            points=tuple(point() for _ in range(chance.randint(0, 2))),
            commitments=(commitment(f"plan-{number}", skill=chance.choice((*SKILLS, None))),),
            outcomes={f"plan-{chance.randrange(number)}": chance.choice(list(Outcome))} if number else {},
        )
        for number in range(size)
    ]


def test_both_readings_agree(
    interview: Callable[..., Interview],
    gap: Callable[..., Point],
    strength: Callable[..., Point],
    commitment: Callable[..., Commitment],
    portfolio: Callable[..., Portfolio],
) -> None:
    chance = random.Random("second reading")
    seen = set()
    for _ in range(PORTFOLIOS):
        interviews = invent(chance, interview, gap, strength, commitment)
        insight = compute_insight(portfolio(*interviews), Audience.ME)
        words = words_of(interviews)
        for skill in SKILLS:
            trend, level = insight.skills[skill].trend, insight.skills[skill].level
            assert trend is not None
            assert (trend.word.value, {caveat.value for caveat in trend.caveats}) == words[skill]
            recent = sorted([each.ratings[skill] for each in interviews if skill in each.ratings][-5:])
            found = level and (level.considered, level.median, level.low, level.high, level.solid)
            assert found == (
                (
                    len(recent),
                    recent[math.ceil(len(recent) / 2) - 1],
                    recent[0],
                    recent[-1],
                    sum(v >= SOLID for v in recent),
                )
                if recent
                else None
            )
            if any(
                point.skill == skill and point.kind is PointKind.GAP for each in interviews for point in each.points
            ):
                recurrence = insight.skills[skill].recurrence
                assert recurrence is not None
                named = recurrence_of(interviews, lambda point, skill=skill: point.skill == skill, {skill})  # type: ignore[misc] # the default binds it
                assert counts_of(recurrence) == named
        for theme in insight.themes:

            def shows(point: Point, slug: str = theme.slug) -> bool:
                return any(one.slug == slug for one in point.themes)

            skills = {
                point.skill
                for each in interviews
                for point in each.points
                if shows(point) and point.kind is PointKind.GAP and point.skill is not None
            }
            assert counts_of(theme.recurrence) == recurrence_of(interviews, shows, skills)
            seen.add(theme.recurrence.state.value)
        stories = {story.id: story for story in insight.commitments}
        for each in interviews:
            for made in each.commitments:
                assert values_of(stories[made.id].since) == since_of(interviews, made, each)
        seen |= {word for word, _ in words.values()} | {caveat for _, caveats in words.values() for caveat in caveats}
    # What never comes up proves nothing.
    assert {
        "rising",
        "falling",
        "may be rising",
        "no clear change yet",
        "people",
        "kinds",
        "recurring",
        "not-seen",
    } <= seen
