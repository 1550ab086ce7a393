"""Make what could be read of a portfolio with errors hold together, for those who may not wait until it is mended."""

from collections.abc import Mapping
from typing import TypeVar

import msgspec

from afterview.model.interview import Interview
from afterview.model.portfolio import Portfolio
from afterview.model.section import Commitment, Point

Marked = TypeVar("Marked", Point, Commitment)


def drop_loose_ends(portfolio: Portfolio) -> Portfolio:
    """Drop names of skills and kinds that nothing declares, and ratings off the scale; `new` goes on without them."""
    skills = portfolio.skills
    return msgspec.structs.replace(
        portfolio,
        kinds={
            slug: msgspec.structs.replace(kind, skills=_known(kind.skills, skills))
            for slug, kind in portfolio.kinds.items()
        },
        questions={
            id_: msgspec.structs.replace(question, skills=_known(question.skills, skills))
            for id_, question in portfolio.questions.items()
        },
        interviews=tuple(
            _mend(interview, portfolio) for interview in portfolio.interviews if interview.kind in portfolio.kinds
        ),
    )


def _mend(interview: Interview, portfolio: Portfolio) -> Interview:
    return msgspec.structs.replace(
        interview,
        ratings=_known_ratings(interview.ratings, portfolio),
        self_ratings=_known_ratings(interview.self_ratings, portfolio),
        points=tuple(_unmark(point, portfolio) for point in interview.points),
        commitments=tuple(_unmark(made, portfolio) for made in interview.commitments),
    )


def _known_ratings(ratings: Mapping[str, int], portfolio: Portfolio) -> dict[str, int]:
    steps = len(portfolio.scale)
    return {skill: step for skill, step in ratings.items() if skill in portfolio.skills and step <= steps}


def _unmark(one: Marked, portfolio: Portfolio) -> Marked:
    return one if one.skill is None or one.skill in portfolio.skills else msgspec.structs.replace(one, skill=None)


def _known(names: tuple[str, ...], known: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(name for name in names if name in known)
