"""Choose what to ask the next interviewer; alone knows which questions fit the feedback."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from afterview.insight.series import order_interviews
from afterview.model.insight import Insight, Source
from afterview.model.portfolio import Portfolio, Question

MOST = 3
"""More questions than this at the end of an interview get shorter answers."""

_ABOUT_COMMITMENTS = 2


def propose_questions(portfolio: Portfolio, insight: Insight, kind: str) -> tuple[Question, ...]:
    """Propose at most three questions that fit an interview of a declared ``kind``; fewer only if fewer fit.

    The first two are about skills with an open commitment, where there are such; the others about the skills that
    interviewers rated least. Questions about a skill already asked about come last, and of equal ones the one
    that was asked longest ago, or never, comes first.
    """
    shown = portfolio.kinds[kind].skills
    committed = {story.skill for story in insight.commitments if story.state.open and story.skill in shown}
    asked = _find_last_asked(portfolio)
    rated = {slug: sum(rating.source is Source.INTERVIEWER for rating in insight.skills[slug].series) for slug in shown}
    fitting = [question for question in portfolio.questions.values() if not question.kinds or kind in question.kinds]
    # Sorting is stable: of equal questions, the one that the learner wrote first comes first.
    fitting.sort(key=lambda question: asked.get(question.id, -1))
    chosen: list[Question] = []
    while fitting and len(chosen) < MOST:
        covered = {skill for question in chosen for skill in question.skills}
        wanted = committed if len(chosen) < _ABOUT_COMMITMENTS else frozenset[str]()
        best = min(fitting, key=lambda question: _rank(question, covered, wanted, rated))
        fitting.remove(best)
        chosen.append(best)
    return tuple(chosen)


def _find_last_asked(portfolio: Portfolio) -> Mapping[str, int]:
    return {id: place for place, interview in enumerate(order_interviews(portfolio)) for id in interview.asked}


def _rank(
    question: Question, covered: Iterable[str], wanted: AbstractSet[str | None], rated: Mapping[str, int]
) -> tuple[bool, bool, float]:
    about = set(question.skills)
    is_wanted = not about.isdisjoint(wanted)
    thin = min((rated[skill] for skill in about if skill in rated), default=float("inf"))
    return (not about.isdisjoint(covered), not is_wanted, 0.0 if is_wanted else thin)
