from collections.abc import Callable

import pytest

from afterview.insight.perception import compare_perceptions, is_prompt, sum_perceptions
from afterview.model.insight import Perception
from afterview.model.interview import Interview


def test_pairs_are_ratings_of_one_skill_in_one_interview(interview: Callable[..., Interview]) -> None:
    interviews = (
        interview(1, ratings={"talk": 3, "tests": 2}, self_ratings={"talk": 2}),
        interview(2, ratings={"talk": 3}, self_ratings={"talk": 3, "tests": 1}),
        interview(3, ratings={"talk": 1, "tests": 4}, self_ratings={"talk": 4, "tests": 1}),
        interview(4, ratings={"talk": 1}),
    )
    assert compare_perceptions(interviews, ("talk", "tests", "limits")) == {
        "talk": Perception(below=1, equal=1, above=1, interviews=3),
        "tests": Perception(below=1, interviews=1),
        "limits": Perception(),
    }
    # The third interview has two pairs and is one interview.
    assert sum_perceptions(interviews) == Perception(below=2, equal=1, above=1, interviews=3)


@pytest.mark.parametrize(
    ("below", "equal", "above", "prompt"),
    [(6, 0, 0, True), (5, 0, 0, False), (3, 3, 0, True), (4, 0, 2, False), (2, 0, 5, True), (9, 9, 7, False)],
)
def test_a_prompt_needs_six_pairs_and_a_margin_of_three(below: int, equal: int, above: int, prompt: bool) -> None:
    assert is_prompt(Perception(below=below, equal=equal, above=above)) is prompt
