from collections.abc import Callable

from afterview.insight.compute import compute_insight
from afterview.insight.prompt import Prompt, PromptKind, draw_prompt
from afterview.model.audience import Audience
from afterview.model.interview import Interview
from afterview.model.portfolio import Portfolio
from afterview.model.section import Commitment, Outcome, Point


def draw(portfolio: Portfolio, kind: str | None = None) -> Prompt | None:
    return draw_prompt(portfolio, compute_insight(portfolio, Audience.ME), kind)


def test_without_anything_found_there_is_no_prompt(
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
    other = (gap(skill="tests"),)
    interviews = [interview(day, points=points if day in (1, 5) else other) for day in range(1, 6)]
    planned = interview(
        6, kind="design", outcomes={"plan": Outcome.MISSED}, commitments=(commitment("plan", skill="talk"),)
    )
    whole = portfolio(*interviews, planned)
    returned = Prompt(kind=PromptKind.THEME_BACK, slug="edge-cases", interview="i5", count=2, total=5)
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


def test_being_too_hard_on_oneself_is_worth_a_prompt_from_six_pairs_on(
    interview: Callable[..., Interview], portfolio: Callable[..., Portfolio]
) -> None:
    pairs = [interview(day, ratings={"talk": 3}, self_ratings={"talk": 2 + (day == 1)}) for day in range(1, 7)]
    assert draw(portfolio(*pairs[:5])) is None
    assert draw(portfolio(*pairs)) == Prompt(kind=PromptKind.SELF_BELOW, slug="talk", count=5, total=6)


def test_being_too_kind_to_oneself_is_not(
    interview: Callable[..., Interview], portfolio: Callable[..., Portfolio]
) -> None:
    pairs = [interview(day, ratings={"talk": 2}, self_ratings={"talk": 3}) for day in range(6)]
    assert draw(portfolio(*pairs)) is None


def test_a_shared_strength_comes_last(
    interview: Callable[..., Interview], quotation: Callable[..., Point], portfolio: Callable[..., Portfolio]
) -> None:
    unnamed = portfolio(*(interview(day, points=(quotation(skill="talk"),)) for day in (1, 2)))
    assert draw(unnamed) == Prompt(kind=PromptKind.STRENGTH, slug="talk", interview="i2", count=2, total=2)
    several = [interview(day, interviewers=(f"P{day}",), points=(quotation(skill="talk"),)) for day in (1, 2)]
    named = portfolio(*several, interview(3, interviewers=("P3",)))
    assert draw(named) == Prompt(kind=PromptKind.STRENGTH, slug="talk", interview="i2", count=2, total=3)


def test_a_skill_that_the_kind_does_not_show_has_no_prompt(
    interview: Callable[..., Interview], quotation: Callable[..., Point], portfolio: Callable[..., Portfolio]
) -> None:
    whole = portfolio(*(interview(day, points=(quotation(skill="tests"),)) for day in (1, 2)))
    assert draw(whole, "design") is None
