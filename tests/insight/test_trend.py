from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterview.insight.series import SkillSeries
from afterview.insight.trend import adjust_holm, compute_trends
from afterview.model.insight import Caveat, Trend, TrendWord

MIRROR = {
    TrendWord.RISING: TrendWord.FALLING,
    TrendWord.MAY_BE_RISING: TrendWord.MAY_BE_FALLING,
    TrendWord.FALLING: TrendWord.RISING,
    TrendWord.MAY_BE_FALLING: TrendWord.MAY_BE_RISING,
}


def series_of(slug: str, values: Sequence[int], raters: Sequence[str] | None = None) -> SkillSeries:
    return SkillSeries(
        slug=slug,
        values=tuple(values),
        raters=tuple((rater,) for rater in raters or ("Dana",) * len(values)),
        kinds=("coding",) * len(values),
        modes=("mock",) * len(values),
        places=tuple(range(len(values))),
    )


def trends_of(ratings: Mapping[str, Sequence[int]]) -> Mapping[str, Trend]:
    return compute_trends({slug: series_of(slug, values) for slug, values in ratings.items()}, 4)[1]


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ((1, 2, 3), TrendWord.TOO_FEW),
        ((), TrendWord.TOO_FEW),
        ((2, 2, 3, 3), TrendWord.NO_CLEAR_CHANGE),
        ((2, 2, 3, 3, 3), TrendWord.RISING),
        ((3, 3, 2, 2, 2), TrendWord.FALLING),
        ((3, 3, 3, 3, 3, 3, 3), TrendWord.NO_CLEAR_CHANGE),
    ],
)
def test_a_skill_alone_gets_its_word(values: tuple[int, ...], word: TrendWord) -> None:
    assert trends_of({"a": values})["a"].word is word


def test_of_several_skills_a_small_p_is_only_a_maybe() -> None:
    trends = trends_of({"a": (2, 2, 3, 3, 3), "b": (2, 3, 2, 3, 3), "c": (2, 2, 3, 2, 3)})
    assert trends["a"].word is TrendWord.MAY_BE_RISING
    assert trends["a"].p_rising == pytest.approx(0.10)
    assert trends["a"].adjusted == pytest.approx(0.30)


def test_no_word_while_the_skills_together_do_not_move() -> None:
    trends = trends_of({"a": (2, 2, 2, 3, 3, 3), "b": (3, 3, 3, 2, 2, 2)})
    assert {trend.word for trend in trends.values()} == {TrendWord.NO_CLEAR_CHANGE}


def test_skills_with_too_few_ratings_do_not_make_the_others_harder() -> None:
    alone = trends_of({"a": (2, 2, 3, 3, 3)})["a"]
    assert trends_of({"a": (2, 2, 3, 3, 3), "b": (3, 2, 1), "c": ()})["a"] == alone


def test_holm_multiplies_the_smallest_most_and_never_turns_the_order() -> None:
    adjusted = adjust_holm({"a": 0.01, "b": 0.04, "c": 0.03, "d": 0.9})
    assert adjusted == pytest.approx({"a": 0.04, "c": 0.09, "b": 0.09, "d": 0.9})


def test_the_caveat_stands_beside_the_word_and_never_in_its_place() -> None:
    rise = series_of("a", (1, 1, 2, 3, 4), ("Dana", "Dana", "Eli", "Fay", "Gus"))
    _, trends = compute_trends({"a": rise}, 4)
    assert (trends["a"].word, trends["a"].caveats) == (TrendWord.RISING, (Caveat.PEOPLE,))


def test_without_a_direction_there_is_no_caveat() -> None:
    _, trends = compute_trends({"a": series_of("a", (2, 3, 2, 3), ("Dana", "Eli", "Fay", "Gus"))}, 4)
    assert trends["a"].caveats == ()


@given(st.dictionaries(st.sampled_from("abcd"), st.lists(st.integers(1, 4), max_size=16), min_size=1))
def test_mirrored_ratings_get_mirrored_words(ratings: dict[str, list[int]]) -> None:
    trends = trends_of(ratings)
    mirrored = trends_of({slug: [5 - value for value in values] for slug, values in ratings.items()})
    for slug, trend in trends.items():
        assert mirrored[slug].word is MIRROR.get(trend.word, trend.word)
        assert mirrored[slug].adjusted == trend.adjusted
