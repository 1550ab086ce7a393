import math
import random
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, combinations_with_replacement, permutations

import numpy
import numpy.typing
import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterview.insight.kendall import compute_p, compute_s


@pytest.fixture(scope="module")
def stats():
    """Import SciPy's statistics, only for the tests that compare with them: that takes seconds."""
    from scipy import stats

    return stats


def p_of(values: Sequence[int]) -> tuple[float, float]:
    return compute_p(values, compute_s(values))


@pytest.mark.parametrize(
    ("values", "p"),
    [((2, 2, 3, 3), 1 / 6), ((2, 2, 3, 3, 3), 0.10), ((2, 2, 2, 3, 3, 3), 0.05), ((3, 3, 3, 3), 1.0), ((), 1.0)],
)
def test_p_of_a_rise_has_its_worked_figures(values: tuple[int, ...], p: float) -> None:
    assert p_of(values)[0] == pytest.approx(p, abs=1e-12)


@given(st.lists(st.integers(1, 5), max_size=30))
def test_s_counts_the_pairs_that_climb_minus_those_that_drop(values: list[int]) -> None:
    assert compute_s(values) == sum((later > earlier) - (later < earlier) for earlier, later in combinations(values, 2))


@pytest.mark.parametrize("multiset", tuple(combinations_with_replacement(range(1, 5), 6)), ids=str)
def test_p_is_exact_and_never_speaks_too_often(multiset: tuple[int, ...]) -> None:
    orders = set(permutations(multiset))
    all_s = [compute_s(order) for order in orders]
    p = {order: p_of(order) for order in orders}
    for order in orders:
        s = compute_s(order)
        assert p[order][0] == pytest.approx(sum(other >= s for other in all_s) / len(orders), abs=1e-12)
        assert p[order][1] == pytest.approx(sum(other <= s for other in all_s) / len(orders), abs=1e-12)
    for bound in {rising for rising, _ in p.values()}:
        assert sum(rising <= bound for rising, _ in p.values()) <= bound * len(orders) + 1e-9


def count_along(values: numpy.typing.NDArray[numpy.int_], axis: int) -> numpy.typing.NDArray[numpy.int_]:
    orders = numpy.moveaxis(values, axis, -1)
    earlier, later = numpy.triu_indices(orders.shape[-1], 1)
    climbs: numpy.typing.NDArray[numpy.int_] = numpy.sign(orders[..., later] - orders[..., earlier])
    return numpy.asarray(climbs.sum(axis=-1))


@pytest.mark.slow
def test_p_agrees_with_scipy_on_a_thousand_tied_series(stats) -> None:
    chance = random.Random(2026)
    for _ in range(1_000):
        values = [chance.randint(1, 4) for _ in range(chance.randint(4, 6))]
        for found, alternative in zip(p_of(values), ("greater", "less"), strict=True):
            expected = stats.permutation_test(
                (values,), count_along, permutation_type="pairings", alternative=alternative, n_resamples=math.inf
            )
            assert found == pytest.approx(expected.pvalue, abs=1e-9)


@pytest.mark.slow
@given(values=st.integers(3, 25).flatmap(lambda size: st.permutations(range(size))))
def test_p_agrees_with_scipy_where_nothing_is_tied(stats, values: list[int]) -> None:
    rising = stats.kendalltau(range(len(values)), values, method="exact", alternative="greater").pvalue
    falling = stats.kendalltau(range(len(values)), values, method="exact", alternative="less").pvalue
    assert p_of(values) == pytest.approx((rising, falling), abs=1e-9)


@pytest.mark.slow
@given(values=st.lists(st.integers(1, 4), min_size=150, max_size=200))
def test_long_series_agree_with_the_normal_curve(stats, values: list[int]) -> None:
    expected = stats.kendalltau(range(len(values)), values, method="asymptotic", alternative="greater").pvalue
    assert p_of(values)[0] == pytest.approx(1.0 if math.isnan(expected) else expected, abs=0.05)


def test_where_the_exact_count_ends_the_approximation_goes_on() -> None:
    # Sixty alike are counted exactly; the same shape, a bit longer, is approximated.
    exact, approximate = ([1, 2] * 15 + [3, 4] * 15), ([1, 2] * 20 + [3, 4] * 20)
    assert p_of(exact)[0] < 1e-6
    assert p_of(approximate)[0] < 1e-6
    chance = random.Random(1)
    for _ in range(20):
        values = [chance.randint(1, 4) for _ in range(62)]
        variance = float(
            Fraction(62 * 61 * 129 - sum(n * (n - 1) * (2 * n + 5) for n in map(values.count, set(values))), 18)
        )
        normal = math.erfc((compute_s(values) - 1) / math.sqrt(2 * variance)) / 2
        assert p_of(values)[0] == pytest.approx(normal, abs=0.001)


@given(st.lists(st.integers(1, 4), max_size=120))
def test_mirrored_series_swap_their_p(values: list[int]) -> None:
    rising, falling = p_of(values)
    assert p_of([5 - value for value in values]) == (falling, rising)


def test_nearly_constant_series_are_counted_exactly_however_long() -> None:
    assert p_of([3] * 300 + [4]) == pytest.approx((1 / 301, 1.0))
