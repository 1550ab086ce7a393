from collections.abc import Callable

from afterview.insight.strengths import gather_strengths
from afterview.model.insight import Strength
from afterview.model.interview import Interview
from afterview.model.portfolio import Portfolio
from afterview.model.section import Point


def gather(portfolio: Portfolio) -> list[Strength]:
    return list(gather_strengths(portfolio.interviews, portfolio.skills))


def test_a_strength_needs_two_different_interviewers(
    interview: Callable[..., Interview], strength: Callable[..., Point], portfolio: Callable[..., Portfolio]
) -> None:
    told = gather(
        portfolio(
            interview(1, interviewer="Dana", points=(strength("calm"), strength("pace"))),
            interview(2, interviewer="Dana", points=(strength("calm"),)),
            interview(3, interviewer="Eli", points=(strength("humour"), strength("pace"))),
        )
    )
    assert [(each.slug, each.people) for each in told] == [("pace", 2)]
    assert [(naming.interview, naming.point) for naming in told[0].named] == [("i1", 1), ("i3", 1)]


def test_where_names_are_hidden_two_interviews_count(
    interview: Callable[..., Interview], strength: Callable[..., Point], portfolio: Callable[..., Portfolio]
) -> None:
    told = gather(
        portfolio(
            interview(1, points=(strength("calm"), strength("pace"), strength("pace"))),
            interview(2, points=(strength("calm"),)),
        )
    )
    assert [(each.slug, each.people) for each in told] == [("calm", None)]


def test_a_point_names_its_skill_and_its_themes_and_gaps_name_nothing(
    interview: Callable[..., Interview],
    strength: Callable[..., Point],
    gap: Callable[..., Point],
    portfolio: Callable[..., Portfolio],
) -> None:
    told = gather(
        portfolio(
            interview(1, interviewer="Dana", points=(strength("Calm", skill="talk"), gap("pace"))),
            interview(2, interviewer="Eli", points=(strength("calm", skill="talk"), gap("pace"))),
            interview(3, interviewer="Eli", points=(strength(skill="talk"),)),
        )
    )
    assert [(each.slug, each.label, each.is_skill, len(each.named)) for each in told] == [
        ("talk", "Talk", True, 3),
        ("calm", "Calm", False, 2),
    ]
