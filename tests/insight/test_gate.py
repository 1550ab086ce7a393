import random
from collections.abc import Mapping, Sequence
from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterview.insight import gate
from afterview.insight.gate import compute_gate
from afterview.insight.kendall import compute_p, compute_s

Interviews = Sequence[Mapping[str, int]]

RATINGS = st.dictionaries(st.sampled_from("abc"), st.integers(1, 4), min_size=1)


def invent(size: int, seed: int, skills: str = "abc") -> list[dict[str, int]]:
    chance = random.Random(seed)
    drawn = ({slug: chance.randint(1, 4) for slug in skills if chance.random() < 0.8} for _ in range(10 * size))
    return [ratings for ratings in drawn if ratings][:size]


def count_w(interviews: Interviews) -> int:
    return sum(
        (two[slug] > one[slug]) - (two[slug] < one[slug])
        for one, two in combinations(interviews, 2)
        for slug in one.keys() & two.keys()
    )


@given(st.lists(RATINGS, max_size=5))
def test_gate_is_exact_for_few_interviews(interviews: list[dict[str, int]]) -> None:
    orders = [count_w(order) for order in permutations(interviews)]
    told = compute_gate(interviews, 4)
    assert told.s == count_w(interviews)
    assert told.p_rising == pytest.approx(sum(w >= told.s for w in orders) / len(orders))
    assert told.p_falling == pytest.approx(sum(w <= told.s for w in orders) / len(orders))


def test_gate_of_one_skill_is_that_skills_own_test() -> None:
    values = [2, 1, 3, 2, 4, 3, 3]
    told = compute_gate([{"a": value} for value in values], 4)
    assert (told.p_rising, told.p_falling) == pytest.approx(compute_p(values, compute_s(values)))


def test_skills_that_move_as_one_count_once() -> None:
    values = [2, 1, 3, 2, 4, 3, 3]
    one = compute_gate([{"a": value} for value in values], 4)
    three = compute_gate([{"a": value, "b": value, "c": value} for value in values], 4)
    assert (three.p_rising, three.s) == (one.p_rising, 3 * one.s)


def test_interviews_that_rate_nothing_are_not_counted() -> None:
    rated = invent(6, seed=1)
    assert compute_gate([{}, *rated, {}], 4) == compute_gate(rated, 4)
    assert compute_gate(rated, 4).interviews == 6


@pytest.mark.parametrize("seed", range(6))
def test_drawn_orders_agree_with_all_orders(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    interviews = invent(9, seed)
    exact = compute_gate(interviews, 4)
    monkeypatch.setattr(gate, "EXACT_INTERVIEWS", 0)
    drawn = compute_gate(interviews, 4)
    # Four standard errors of a share of 10,000.
    assert drawn.p_rising == pytest.approx(exact.p_rising, abs=0.02)
    assert drawn.p_falling == pytest.approx(exact.p_falling, abs=0.02)
    assert drawn.s == exact.s


@pytest.mark.parametrize("seed", range(4))
def test_the_normal_curve_agrees_with_drawn_orders(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    interviews = invent(60, seed, skills="abcdef")
    drawn = compute_gate(interviews, 4)
    monkeypatch.setattr(gate, "DRAWN_INTERVIEWS", 0)
    normal = compute_gate(interviews, 4)
    assert normal.p_rising == pytest.approx(drawn.p_rising, abs=0.03)
    assert normal.p_falling == pytest.approx(drawn.p_falling, abs=0.03)
    assert normal.s == drawn.s == count_w(interviews)


@pytest.mark.parametrize("size", [5, 20, 70])
def test_mirrored_ratings_swap_their_p(size: int) -> None:
    interviews = invent(size, seed=3)
    told = compute_gate(interviews, 4)
    mirrored = compute_gate([{slug: 5 - value for slug, value in each.items()} for each in interviews], 4)
    assert (mirrored.p_rising, mirrored.p_falling, mirrored.s) == (told.p_falling, told.p_rising, -told.s)


def test_variance_of_w_is_that_of_all_orders(monkeypatch: pytest.MonkeyPatch) -> None:
    variances: list[float] = []

    def note(_: int, variance: float) -> tuple[float, float]:
        variances.append(variance)
        return (1.0, 1.0)

    monkeypatch.setattr(gate, "approximate_p", note)
    monkeypatch.setattr(gate, "DRAWN_INTERVIEWS", 0)
    interviews = invent(6, seed=8)
    compute_gate(interviews, 4)
    orders = [count_w(order) for order in permutations(interviews)]
    assert variances == [pytest.approx(sum(w * w for w in orders) / len(orders))]


@pytest.mark.parametrize("size", [8, 30, 80])
def test_without_any_difference_nothing_is_surprising(size: int) -> None:
    told = compute_gate([{"a": 3, "b": 2}] * size, 4)
    assert (told.p_rising, told.p_falling) == (1.0, 1.0)


def test_the_same_ratings_always_get_the_same_p() -> None:
    interviews = invent(20, seed=4)
    shuffled_keys = [dict(reversed(ratings.items())) for ratings in interviews]
    assert compute_gate(interviews, 4) == compute_gate(shuffled_keys, 4)
