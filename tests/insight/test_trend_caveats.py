"""A trend stands bare only where the early and the late ratings come from the same people, kinds and modes."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterview.insight.series import SkillSeries
from afterview.insight.trend_caveats import find_caveats, has_overlap
from afterview.model.insight import Caveat


def series_of(
    values: Sequence[int],
    raters: Sequence[Sequence[str]] | None = None,
    kinds: Sequence[str] | None = None,
    modes: Sequence[str] | None = None,
) -> SkillSeries:
    size = len(values)
    return SkillSeries(
        slug="a",
        values=tuple(values),
        raters=tuple(map(tuple, raters or (("Dana",),) * size)),
        kinds=tuple(kinds or ("coding",) * size),
        modes=tuple(modes or ("mock",) * size),
        places=tuple(range(size)),
    )


def mirror(values: Sequence[int]) -> list[int]:
    return [5 - value for value in values]


@pytest.mark.parametrize(
    ("values", "groups", "overlap"),
    [
        ((1, 2, 3, 4), "DDDD", True),
        ((1, 2, 3, 4), "DEDE", True),
        # Each gave the same all along: the change is between them.
        ((1, 2, 3, 4), "DEFG", False),
        # Other people in the second half, although each of them saw a rise.
        ((1, 2, 3, 4), "DDEE", False),
        # One shared person is not enough: of the late ratings only one of four is hers.
        ((1, 1, 2, 2, 3, 3, 4, 4), "DDDDDEFG", False),
        # Two of four are just enough.
        ((1, 1, 2, 2, 3, 3, 4, 4), "DDDDDEDF", True),
        # The middle rating belongs to neither half: here it would have made the difference.
        ((1, 2, 3, 4, 4), "DEFFG", False),
        ((1, 2, 3, 4, 4), "DEGDE", True),
        # The same people, but each saw no rise: it comes from who rated when.
        ((1, 1, 3, 1, 3, 3), "DDEDEE", False),
        ((1, 1, 3, 1, 3, 4), "DDEDEE", True),
        # Each rose, but much less clearly than the whole: most of it comes from who rated when.
        ((2, 3, 2, 3, 3, 4, 4, 3, 4, 4), "DDDDEDEEEE", False),
        # Each fell while the whole rose.
        ((2, 1, 4, 1, 4, 3), "DDEDEE", False),
    ],
)
def test_each_half_shares_half_of_its_ratings_and_the_shared_go_the_same_way(
    values: Sequence[int], groups: str, overlap: bool
) -> None:
    assert has_overlap(values, tuple(groups), 1) is overlap
    assert has_overlap(mirror(values), tuple(groups), -1) is overlap


@pytest.mark.parametrize(
    ("raters", "caveats"),
    [
        ("DEFG", (Caveat.PEOPLE,)),
        (("", "", "", ""), (Caveat.UNNAMED,)),
        (("D", "", "E", "E"), (Caveat.UNNAMED,)),
        # One name is missing, and the others settle it all the same.
        (("D", "", "D", "D"), ()),
        ("DDDD", ()),
        # Nobody can say which of a panel was kind: it is the same only as itself, in whatever order it is written.
        (("DE", "ED", "DE", "ED"), ()),
        (("DE", "D", "D", "ED"), ()),
        (("D", "D", "DE", "DE"), (Caveat.PEOPLE,)),
        (("DE", "DE", "D", "E"), (Caveat.PEOPLE,)),
    ],
)
def test_different_interviewers_are_named_and_missing_names_too(
    raters: Sequence[str], caveats: tuple[Caveat, ...]
) -> None:
    assert find_caveats(series_of((1, 2, 3, 4), raters), 1) == caveats


def test_other_kinds_and_other_modes_are_named_once() -> None:
    values = (1, 2, 3, 4)
    kinds, modes = ("coding", "coding", "design", "design"), ("mock", "mock", "real", "real")
    assert find_caveats(series_of(values, kinds=kinds), 1) == (Caveat.KINDS,)
    assert find_caveats(series_of(values, modes=modes), 1) == (Caveat.KINDS,)
    everything = series_of(values, "DDEE", kinds, modes)
    assert find_caveats(everything, 1) == (Caveat.PEOPLE, Caveat.KINDS)


@given(st.lists(st.tuples(st.integers(1, 4), st.sampled_from("DEF")), min_size=4, max_size=14))
def test_what_people_are_called_makes_no_difference(ratings: list[tuple[int, str]]) -> None:
    values, people = [value for value, _ in ratings], [person for _, person in ratings]
    renamed = [{"D": "F", "E": "D", "F": "E"}[person] for person in people]
    assert has_overlap(values, people, 1) == has_overlap(values, renamed, 1)
