import datetime
from collections.abc import Sequence

import pytest

from afterview.insight.recovery import find_recovery
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
    ("values", "interview", "solid", "considered"),
    [
        ((1, 3, 3, 2), "i0", 2, 3),
        ((2, 1, 2, 3, 3, 3, 2, 3), "i1", 4, 5),
        # Of equally hard ones the latest that was recovered from.
        ((1, 3, 1, 3, 3, 3, 1), "i2", 3, 4),
    ],
)
def test_the_hardest_rating_with_a_better_sequel_is_found(
    values: Sequence[int], interview: str, solid: int, considered: int
) -> None:
    found = find_recovery(observe(values), solid=3)
    assert found is not None
    assert (found.interview, found.solid, found.considered) == (interview, solid, considered)
    assert found.value == 1


@pytest.mark.parametrize("values", [(), (1, 3, 3), (1, 2, 2, 3), (3, 3, 3, 3, 3), (4, 4, 1, 1, 1)])
def test_nothing_is_said_where_nothing_recovered(values: Sequence[int]) -> None:
    assert find_recovery(observe(values), solid=3) is None
