from collections.abc import Callable

from afterview.insight.compute import compute_insight
from afterview.insight.prompt import Prompt, PromptKind, draw_prompt
from afterview.model.interview import Interview
from afterview.model.portfolio import Portfolio
from afterview.model.section import Commitment, Outcome, Point


def draw(portfolio: Portfolio, kind: str | None = None) -> Prompt | None:
    return draw_prompt(portfolio, compute_insight(portfolio), kind)


def test_without_anything_found_nothing_is_said(
    interview: Callable[..., Interview], portfolio: Callable[..., Portfolio]
) -> None:
    assert draw(portfolio()) is None
    assert draw(portfolio(interview(1, ratings={"talk": 3}))) is None


def test_what_came_back_goes_before_an_open_commitment(
    interview: Callable[..., Interview],
    gap: Callable[..., Point],
    commitment: Callable[..., Commitment],
    portfolio: Callable[..., Portfolio],
) -> None:
    points = (gap("edge cases", skill="tests"),)
    interviews = [interview(day, points=points if day in (1, 5) else ()) for day in range(1, 6)]
    planned = interview(
        6, kind="design", outcomes={"plan": Outcome.MISSED}, commitments=(commitment("plan", skill="talk"),)
    )
    whole = portfolio(*interviews, planned)
    returned = Prompt(kind=PromptKind.THEME_RETURNED, slug="edge-cases", interview="i5", count=2, total=5)
    assert draw(whole) == draw(whole, "coding") == returned
    # A design interview cannot show it; there, the commitment is the thing.
    assert draw(whole, "design") == Prompt(
        kind=PromptKind.COMMITMENT_OPEN, slug="plan", interview="i6", count=0, total=1
    )


def test_recurring_themes_follow(
    interview: Callable[..., Interview], gap: Callable[..., Point], portfolio: Callable[..., Portfolio]
) -> None:
    whole = portfolio(*(interview(day, points=(gap("pace"),)) for day in (1, 2)))
    assert draw(whole) == Prompt(kind=PromptKind.THEME_RECURRING, slug="pace", interview="i2", count=2, total=2)


def test_a_recovery_is_remembered_the_latest_first(
    interview: Callable[..., Interview], portfolio: Callable[..., Portfolio]
) -> None:
    ratings = [{"talk": 1, "tests": 3}, {"talk": 3, "tests": 1}, *({"talk": 3, "tests": 4} for _ in range(3))]
    whole = portfolio(*(interview(day, ratings=given) for day, given in enumerate(ratings)))
    assert draw(whole) == Prompt(kind=PromptKind.RECOVERY, slug="tests", interview="i1", count=3, total=3)


def test_being_too_hard_on_oneself_is_said_from_four_pairs_on(
    interview: Callable[..., Interview], portfolio: Callable[..., Portfolio]
) -> None:
    pairs = [interview(day, ratings={"talk": 3}, self_ratings={"talk": 2 + (day == 1)}) for day in range(1, 5)]
    assert draw(portfolio(*pairs[:3])) is None
    assert draw(portfolio(*pairs)) == Prompt(kind=PromptKind.SELF_BELOW, slug="talk", count=3, total=4)


def test_a_shared_strength_comes_last(
    interview: Callable[..., Interview], strength: Callable[..., Point], portfolio: Callable[..., Portfolio]
) -> None:
    whole = portfolio(*(interview(day, points=(strength(skill="talk"),)) for day in (1, 2)))
    assert draw(whole) == Prompt(kind=PromptKind.STRENGTH, slug="talk", interview="i2", count=2, total=2)


def test_nothing_is_said_of_a_skill_that_the_kind_does_not_show(
    interview: Callable[..., Interview], strength: Callable[..., Point], portfolio: Callable[..., Portfolio]
) -> None:
    whole = portfolio(*(interview(day, points=(strength(skill="tests"),)) for day in (1, 2)))
    assert draw(whole, "design") is None
