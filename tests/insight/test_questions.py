from collections.abc import Callable

from afterview.insight.compute import compute_insight
from afterview.insight.questions import propose_questions
from afterview.model.audience import Audience
from afterview.model.interview import Interview
from afterview.model.portfolio import Portfolio, Question
from afterview.model.section import Commitment


def question(id: str, *skills: str, kinds: tuple[str, ...] = ()) -> Question:
    return Question(id=id, ask=f"{id}?", kinds=kinds, skills=skills)


def propose(portfolio: Portfolio, kind: str = "coding") -> list[str]:
    return [asked.id for asked in propose_questions(portfolio, compute_insight(portfolio, Audience.ME), kind)]


def bank(*questions: Question) -> dict[str, Question]:
    return {each.id: each for each in questions}


def test_open_commitments_come_first_then_what_was_seen_least(
    interview: Callable[..., Interview], commitment: Callable[..., Commitment], portfolio: Callable[..., Portfolio]
) -> None:
    questions = bank(question("general"), question("on-talk", "talk"), question("on-tests", "tests"))
    rated = interview(1, ratings={"talk": 2})
    assert propose(portfolio(rated, questions=questions)) == ["on-tests", "on-talk", "general"]
    committed = interview(2, commitments=(commitment("plan", skill="talk"),))
    assert propose(portfolio(rated, committed, questions=questions)) == ["on-talk", "on-tests", "general"]


def test_only_questions_of_the_kind_are_asked(portfolio: Callable[..., Portfolio]) -> None:
    questions = bank(question("a", kinds=("design",)), question("b", kinds=("coding",)), question("c"))
    assert propose(portfolio(questions=questions)) == ["b", "c"]


def test_of_equals_the_one_not_asked_for_longest_goes_first(
    interview: Callable[..., Interview], portfolio: Callable[..., Portfolio]
) -> None:
    questions = bank(*(question(id) for id in "abcd"))
    whole = portfolio(interview(2, asked=("a",)), interview(1, asked=("b", "a")), questions=questions)
    assert propose(whole) == ["c", "d", "b"]


def test_three_questions_at_most_about_different_skills(portfolio: Callable[..., Portfolio]) -> None:
    questions = bank(question("t1", "talk"), question("t2", "talk"), question("u", "tests"), question("v"))
    assert propose(portfolio(questions=questions)) == ["t1", "u", "v"]


def test_an_empty_bank_proposes_nothing(portfolio: Callable[..., Portfolio]) -> None:
    assert propose(portfolio()) == []
