import random
from collections.abc import Mapping, Sequence
from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterview.insight.joint_test import compute_gate, compute_variance, compute_w, count_orders, draw_orders
from afterview.insight.kendall import approximate_p, compute_p, compute_s

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
    result = compute_gate(interviews, 4)
    assert result.s == count_w(interviews)
    assert result.p_rising == pytest.approx(sum(w >= result.s for w in orders) / len(orders))
    assert result.p_falling == pytest.approx(sum(w <= result.s for w in orders) / len(orders))


def test_gate_of_one_skill_is_that_skills_own_test() -> None:
    values = [2, 1, 3, 2, 4, 3, 3]
    result = compute_gate([{"a": value} for value in values], 4)
    assert (result.p_rising, result.p_falling) == pytest.approx(compute_p(values, compute_s(values)))


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
def test_drawn_orders_agree_with_all_orders(seed: int) -> None:
    interviews = invent(9, seed)
    # Four standard errors of a share of 10,000.
    assert draw_orders(interviews, 4) == pytest.approx(count_orders(interviews), abs=0.02)


@pytest.mark.parametrize("seed", range(4))
def test_the_normal_curve_agrees_with_drawn_orders(seed: int) -> None:
    interviews = invent(60, seed, skills="abcdef")
    normal = approximate_p(compute_w(interviews), compute_variance(interviews))
    assert normal == pytest.approx(draw_orders(interviews, 4), abs=0.03)
    assert compute_w(interviews) == count_w(interviews)


@pytest.mark.parametrize("size", [5, 20, 70])
def test_mirrored_ratings_swap_their_p(size: int) -> None:
    interviews = invent(size, seed=3)
    result = compute_gate(interviews, 4)
    mirrored = compute_gate([{slug: 5 - value for slug, value in each.items()} for each in interviews], 4)
    assert (mirrored.p_rising, mirrored.p_falling, mirrored.s) == (result.p_falling, result.p_rising, -result.s)


def test_variance_of_w_is_that_of_all_orders() -> None:
    interviews = invent(6, seed=8)
    orders = [count_w(order) for order in permutations(interviews)]
    assert compute_variance(interviews) == pytest.approx(sum(w * w for w in orders) / len(orders))


@pytest.mark.parametrize(("size", "compute"), [(12, count_orders), (13, draw_orders), (64, draw_orders)])
def test_the_number_of_interviews_decides_how_orders_are_compared(size: int, compute) -> None:
    interviews = invent(size, seed=2)
    gate = compute_gate(interviews, 4)
    arguments = (interviews,) if compute is count_orders else (interviews, 4)
    assert (gate.p_rising, gate.p_falling) == compute(*arguments)
    longer = invent(65, seed=2)
    gate = compute_gate(longer, 4)
    assert (gate.p_rising, gate.p_falling) == approximate_p(compute_w(longer), compute_variance(longer))


@pytest.mark.parametrize("size", [8, 30, 80])
def test_without_any_difference_nothing_is_surprising(size: int) -> None:
    result = compute_gate([{"a": 3, "b": 2}] * size, 4)
    assert (result.p_rising, result.p_falling) == (1.0, 1.0)


def test_the_same_ratings_always_get_the_same_p() -> None:
    interviews = invent(20, seed=4)
    shuffled_keys = [dict(reversed(ratings.items())) for ratings in interviews]
    assert compute_gate(interviews, 4) == compute_gate(shuffled_keys, 4)
