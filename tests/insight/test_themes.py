from collections.abc import Callable, Sequence

import pytest

from afterview.insight.themes import find_state, tell_themes
from afterview.model.insight import ThemeState, ThemeStory
from afterview.model.interview import Interview
from afterview.model.portfolio import Portfolio
from afterview.model.section import Point


@pytest.mark.parametrize(
    ("left", "state"),
    [
        ((0,), ThemeState.NEW),
        ((2,), ThemeState.NEW),
        ((3,), ThemeState.QUIET),
        ((1, 0), ThemeState.RECURRING),
        ((3, 0), ThemeState.RECURRING),
        ((4, 0), ThemeState.RETURNED),
        ((6, 2), ThemeState.RETURNED),
        ((6, 2, 1, 0), ThemeState.RETURNED),
        # It returned, and has been coming back since.
        ((7, 3, 2, 1, 0), ThemeState.RECURRING),
        ((9, 8, 5), ThemeState.QUIET),
    ],
)
def test_state_follows_the_opportunities_since(left: Sequence[int], state: ThemeState) -> None:
    assert find_state(left) is state


def tell(portfolio: Portfolio) -> list[ThemeStory]:
    return list(tell_themes(portfolio.interviews, portfolio.kinds))


def test_opportunities_are_interviews_whose_kind_covers_the_skill(
    interview: Callable[..., Interview], gap: Callable[..., Point], portfolio: Callable[..., Portfolio]
) -> None:
    [story] = tell(
        portfolio(
            interview(1),
            interview(2, points=(gap("edge cases", skill="tests"), gap("edge cases", skill="tests"))),
            interview(3, kind="design"),
            interview(4),
        )
    )
    assert (story.seen, story.opportunities, story.quiet_for) == (1, 3, 1)
    assert (story.slug, story.label, story.skills) == ("edge-cases", "edge cases", ("tests",))
    assert (story.first, story.last, story.interviews) == (story.first, story.first, ("i2",))


def test_where_it_was_seen_is_an_opportunity_whatever_the_kind_says(
    interview: Callable[..., Interview], gap: Callable[..., Point], portfolio: Callable[..., Portfolio]
) -> None:
    [story] = tell(
        portfolio(interview(1), interview(2, kind="design", points=(gap("rushing", skill="tests"),)), interview(3))
    )
    assert (story.seen, story.opportunities, story.quiet_for) == (1, 3, 1)


def test_without_a_skill_every_interview_could_have_shown_it(
    interview: Callable[..., Interview], gap: Callable[..., Point], portfolio: Callable[..., Portfolio]
) -> None:
    [story] = tell(portfolio(interview(1, points=(gap("rushing"),)), interview(2, kind="design"), interview(3)))
    assert (story.opportunities, story.quiet_for) == (3, 2)


def test_strengths_are_no_themes_but_lend_their_words(
    interview: Callable[..., Interview],
    gap: Callable[..., Point],
    strength: Callable[..., Point],
    portfolio: Callable[..., Portfolio],
) -> None:
    [story] = tell(portfolio(interview(1, points=(strength("Edge Cases"),)), interview(2, points=(gap("edge cases"),))))
    assert (story.label, story.seen) == ("Edge Cases", 1)


def test_livelier_themes_come_first(
    interview: Callable[..., Interview], gap: Callable[..., Point], portfolio: Callable[..., Portfolio]
) -> None:
    seen = {1: ("back", "gone"), 2: ("gone",), 6: ("back", "often"), 7: ("often", "new"), 8: ("newer",)}
    told = tell(
        portfolio(*(interview(day, points=tuple(gap(theme) for theme in seen.get(day, ()))) for day in range(1, 9)))
    )
    assert [(story.slug, story.state.value) for story in told] == [
        ("back", "returned"),
        ("often", "recurring"),
        ("newer", "new"),
        ("new", "new"),
        ("gone", "quiet"),
    ]
