"""Small portfolios to count in; every value that a test does not speak of is plain."""

import datetime
from collections.abc import Callable, Mapping

import pytest
from markupsafe import Markup

from afterview.model.audience import Audience, Visibility
from afterview.model.interview import Interview, Mode
from afterview.model.portfolio import Kind, Portfolio, Question, Skill
from afterview.model.section import Commitment, Point, PointKind, Theme

KINDS = {"coding": ("talk", "tests"), "design": ("talk", "limits")}
SCALE = ("not yet", "getting there", "solid", "strong")


def _interview(number: int, kind: str = "coding", **facts: object) -> Interview:
    plain: dict[str, object] = {
        "slug": f"i{number}",
        "path": f"interviews/{number:03}.md",
        "title": f"Interview {number}",
        "date": datetime.date(2026, 1, 1) + datetime.timedelta(days=number),
        "mode": Mode.MOCK,
        "visibility": Visibility.PUBLIC,
    }
    return Interview(kind=kind, **{**plain, **facts})  # type: ignore[arg-type]


def _point(kind: PointKind, skill: str | None, themes: tuple[str, ...], *, quoted: bool = False) -> Point:
    named = tuple(Theme(slug=label.lower().replace(" ", "-"), label=label) for label in themes)
    return Point(kind=kind, text="said", html=Markup("said"), skill=skill, themes=named, quoted=quoted)


@pytest.fixture(scope="session")
def interview() -> Callable[..., Interview]:
    """Make interview ``number``, on day ``number`` of the year, with the facts given."""
    return _interview


@pytest.fixture(scope="session")
def portfolio() -> Callable[..., Portfolio]:
    """Make a portfolio of two kinds and three skills with the interviews given."""

    def make(
        *interviews: Interview,
        questions: Mapping[str, Question] | None = None,
        targets: Mapping[str, int] | None = None,
        complete_for: frozenset[Audience] = frozenset(),
    ) -> Portfolio:
        skills = dict.fromkeys(skill for skills in KINDS.values() for skill in skills)
        return Portfolio(
            title="A year",
            author="Ada",
            language="en",
            scale=SCALE,
            kinds={slug: Kind(slug=slug, title=slug.title(), skills=skills) for slug, skills in KINDS.items()},
            skills={
                slug: Skill(slug=slug, title=slug.title(), kinds=(), anchors=SCALE, target=(targets or {}).get(slug))
                for slug in skills
            },
            complete_for=complete_for,
            questions=questions or {},
            interviews=interviews,
        )

    return make


@pytest.fixture(scope="session")
def gap() -> Callable[..., Point]:
    """Make a point to improve, of a skill and with themes."""
    return lambda *themes, skill=None: _point(PointKind.GAP, skill, themes)


@pytest.fixture(scope="session")
def strength() -> Callable[..., Point]:
    """Make a point that went well, of a skill and with themes."""
    return lambda *themes, skill=None: _point(PointKind.STRENGTH, skill, themes)


@pytest.fixture(scope="session")
def quotation() -> Callable[..., Point]:
    """Quote the interviewer on what went well."""
    return lambda *themes, skill=None: _point(PointKind.STRENGTH, skill, themes, quoted=True)


@pytest.fixture(scope="session")
def commitment() -> Callable[..., Commitment]:
    """Make a commitment by its id, of a skill and with themes."""
    return lambda id, *themes, skill=None: Commitment(
        id=id, text=id, html=Markup(id), skill=skill, themes=tuple(Theme(slug=slug, label=slug) for slug in themes)
    )
