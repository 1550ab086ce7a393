import pytest

from afterview.insight.level import compute_level, solid_step, wilson_interval


@pytest.mark.parametrize(("steps", "solid"), [(2, 2), (3, 3), (4, 3), (5, 4), (10, 8)])
def test_solid_is_three_quarters_up_the_scale(steps: int, solid: int) -> None:
    assert solid_step(steps) == solid


@pytest.mark.parametrize(("successes", "trials", "low", "high"), [(4, 5, 51, 94), (2, 3, 32, 89), (0, 5, 0, 25)])
def test_wilson_interval_has_its_worked_figures(successes: int, trials: int, low: int, high: int) -> None:
    assert [round(100 * bound) for bound in wilson_interval(successes, trials)] == [low, high]


def test_level_looks_at_the_last_five_ratings() -> None:
    level = compute_level([1, 1, 4, 2, 3, 3, 2], solid=3)
    assert level is not None
    assert (level.considered, level.median, level.low, level.high, level.solid) == (5, 3, 2, 4, 3)


def test_median_of_an_even_number_is_the_lower_one() -> None:
    level = compute_level([2, 3], solid=3)
    assert level is not None
    assert level.median == 2


def test_without_ratings_there_is_no_level() -> None:
    assert compute_level([], solid=3) is None
