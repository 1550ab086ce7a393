import datetime
from collections.abc import Sequence

import pytest

from afterview.insight.hard_days import find_hard_days
from afterview.model.insight import Observation, Source
from afterview.model.interview import Mode


def observe(values: Sequence[int]) -> list[Observation]:
    start = datetime.date(2026, 1, 1)
    return [
        Observation(
            interview=f"i{day}",
            date=start + datetime.timedelta(days=day),
            value=value,
            source=Source.INTERVIEWER,
            mode=Mode.MOCK,
        )
        for day, value in enumerate(values)
    ]


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ((1, 3, 3, 2), [("i0", 2, 3)]),
        ((2, 1, 2, 3, 3, 3, 2, 3), [("i1", 4, 5)]),
        ((1, 3, 1, 3, 3, 3, 1), [("i0", 3, 5), ("i2", 3, 4)]),
        # A "getting there" needs no consolation.
        ((2, 3, 3, 3, 3), []),
        # Three ratings must have followed, and half of them be solid.
        ((1, 3, 3), []),
        ((1, 2, 2, 3), []),
        ((4, 4, 1, 1, 1), []),
        ((), []),
    ],
)
def test_a_rating_at_the_lowest_step_is_found_where_better_ones_followed(
    values: Sequence[int], found: list[tuple[str, int, int]]
) -> None:
    days = find_hard_days(observe(values), solid=3)
    assert [(day.interview, day.solid, day.considered) for day in days] == found
