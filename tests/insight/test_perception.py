from collections.abc import Callable

from afterview.insight.perception import add_perceptions, compare_perceptions
from afterview.model.insight import Perception
from afterview.model.interview import Interview


def test_pairs_are_ratings_of_one_skill_in_one_interview(interview: Callable[..., Interview]) -> None:
    told = compare_perceptions(
        (
            interview(1, ratings={"talk": 3, "tests": 2}, self_ratings={"talk": 2}),
            interview(2, ratings={"talk": 3}, self_ratings={"talk": 3, "tests": 1}),
            interview(3, ratings={"talk": 1, "tests": 4}, self_ratings={"talk": 4, "tests": 1}),
        ),
        ("talk", "tests", "limits"),
    )
    assert told == {
        "talk": Perception(below=1, equal=1, above=1),
        "tests": Perception(below=1),
        "limits": Perception(),
    }
    assert add_perceptions(told.values()) == Perception(below=2, equal=1, above=1)
