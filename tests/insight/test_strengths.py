"""A strength in others' words is a quotation, of two people; what the learner noted is never mixed with it."""

from collections.abc import Callable

from afterview.insight.strengths import gather_strengths
from afterview.model.insight import Strength
from afterview.model.interview import Interview
from afterview.model.portfolio import Portfolio
from afterview.model.section import Point


def gather(portfolio: Portfolio) -> list[Strength]:
    return list(gather_strengths(portfolio.interviews, portfolio.skills, portfolio.kinds))


def test_a_strength_needs_quotations_of_two_different_interviewers(
    interview: Callable[..., Interview], quotation: Callable[..., Point], portfolio: Callable[..., Portfolio]
) -> None:
    strengths = gather(
        portfolio(
            interview(1, interviewers=("Dana",), points=(quotation(skill="talk"), quotation(skill="tests"))),
            interview(2, interviewers=("Dana",), points=(quotation(skill="talk"),)),
            interview(3, interviewers=("Eli",), points=(quotation("humour"), quotation(skill="tests"))),
        )
    )
    assert [(strength.skill, strength.people, strength.noted) for strength in strengths] == [("tests", 2, ())]
    assert [(naming.interview, naming.point) for naming in strengths[0].quoted] == [("i1", 1), ("i3", 1)]


def test_who_could_have_been_asked_is_counted_by_what_they_could_see(
    interview: Callable[..., Interview], quotation: Callable[..., Point], portfolio: Callable[..., Portfolio]
) -> None:
    (strength,) = gather(
        portfolio(
            interview(1, interviewers=("Dana",), points=(quotation(skill="tests"),)),
            interview(2, interviewers=("Eli",), points=(quotation(skill="tests"),)),
            interview(3, interviewers=("Fay",)),
            # A design interview does not show it, unless it was rated there.
            interview(4, interviewers=("Gus",), kind="design"),
            interview(5, interviewers=("Hal",), kind="design", ratings={"tests": 2}),
            interview(6),
        )
    )
    assert (strength.people, strength.asked) == (2, 4)


def test_without_a_name_nobody_is_a_second_person(
    interview: Callable[..., Interview], quotation: Callable[..., Point], portfolio: Callable[..., Portfolio]
) -> None:
    several = [interview(day, points=(quotation(skill="talk"),)) for day in (1, 2)]
    assert gather(portfolio(*several, interview(3, interviewers=("Dana",), points=(quotation(skill="talk"),)))) == []


def test_a_panel_makes_a_further_person_only_where_nobody_of_it_is_quoted_already(
    interview: Callable[..., Interview], quotation: Callable[..., Point], portfolio: Callable[..., Portfolio]
) -> None:
    quoted = (quotation(skill="talk"),)
    alone = interview(1, interviewers=("Dana",), points=quoted)
    panel = interview(2, interviewers=("Eli", "Dana"), points=quoted)
    # One panel may be one person's words, and that of Dana's panel may be hers again.
    assert gather(portfolio(panel)) == []
    assert gather(portfolio(alone, panel)) == []
    assert gather(portfolio(panel, interview(3, interviewers=("Dana", "Eli"), points=quoted))) == []
    (strength,) = gather(portfolio(alone, panel, interview(3, interviewers=("Fay", "Gus"), points=quoted)))
    # Each of a panel could have been quoted.
    assert (strength.people, strength.asked, len(strength.quoted)) == (2, 4, 3)
    (strength,) = gather(portfolio(panel, interview(3, interviewers=("Eli",), points=quoted), alone))
    assert (strength.people, strength.asked) == (2, 2)


def test_where_no_names_are_shown_two_interviews_count(
    interview: Callable[..., Interview], quotation: Callable[..., Point], portfolio: Callable[..., Portfolio]
) -> None:
    strengths = gather(
        portfolio(
            interview(1, points=(quotation(skill="talk"), quotation(skill="tests"), quotation(skill="tests"))),
            interview(2, points=(quotation(skill="talk"),)),
        )
    )
    assert [(strength.skill, strength.people) for strength in strengths] == [("talk", None)]


def test_what_the_learner_noted_is_no_quotation_and_needs_two_interviews(
    interview: Callable[..., Interview],
    strength: Callable[..., Point],
    quotation: Callable[..., Point],
    gap: Callable[..., Point],
    portfolio: Callable[..., Portfolio],
) -> None:
    strengths = gather(
        portfolio(
            interview(1, interviewers=("Dana",), points=(strength(skill="talk"), strength(skill="tests"))),
            interview(2, interviewers=("Eli",), points=(strength(skill="talk"), quotation(skill="tests"))),
            interview(3, interviewers=("Fay",), points=(gap(skill="tests"), quotation(skill="talk"))),
        )
    )
    assert [(found.skill, len(found.quoted), len(found.noted)) for found in strengths] == [("talk", 0, 2)]


def test_the_most_quoted_come_first(
    interview: Callable[..., Interview],
    strength: Callable[..., Point],
    quotation: Callable[..., Point],
    portfolio: Callable[..., Portfolio],
) -> None:
    both = (quotation(skill="tests"), quotation(skill="talk"), strength(skill="limits"))
    strengths = gather(
        portfolio(
            interview(1, interviewers=("Dana",), points=both),
            interview(2, interviewers=("Eli",), points=both),
            interview(3, interviewers=("Fay",), points=(quotation(skill="tests"),)),
        )
    )
    assert [found.skill for found in strengths] == ["tests", "talk", "limits"]
