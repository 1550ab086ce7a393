"""Small portfolios to make pages of, and the pages made of them; every value that a test does not speak of is plain."""

import datetime
from collections.abc import Callable, Mapping

import msgspec
import pytest
from markupsafe import Markup

from afterview.insight.compute import compute_insight
from afterview.model.audience import Audience, Visibility
from afterview.model.interview import Interview, Mode
from afterview.model.page import Page
from afterview.model.portfolio import Kind, Portfolio, Question, Skill
from afterview.model.section import Commitment, Point, PointKind, Section, SectionRole, Theme
from afterview.narrow import narrow
from afterview.pages.plan import plan_pages
from afterview.rendering.layout_folders import find_default_layouts
from afterview.rendering.layouts import read_layouts
from afterview.rendering.renderer import Renderer

SCALE = ("not yet", "getting there", "solid", "strong")
KINDS = {"coding": ("talk", "tests"), "design": ("talk", "limits")}


def _themes(labels: tuple[str, ...]) -> tuple[Theme, ...]:
    return tuple(Theme(slug=label.replace(" ", "-"), label=label) for label in labels)


class Make:
    """Make interviews, points and portfolios of little."""

    def interview(self, number: int, **facts: object) -> Interview:
        """Make interview ``number``, on day ``number`` of the year."""
        plain: dict[str, object] = {
            "slug": f"i{number}",
            "path": f"content/interviews/{number:05}.md",
            "title": f"Interview {number}",
            "date": datetime.date(2026, 1, 1) + datetime.timedelta(days=number),
            "mode": Mode.MOCK,
            "kind": "coding",
            "visibility": Visibility.PUBLIC,
        }
        return Interview(**{**plain, **facts})  # type: ignore[arg-type]

    def point(
        self, text: str, *themes: str, skill: str | None = None, good: bool = False, quoted: bool = False
    ) -> Point:
        """Make a point to improve, or one that was good; the learner's own unless it is quoted."""
        kind = PointKind.STRENGTH if good else PointKind.GAP
        return Point(kind=kind, text=text, html=Markup(text), skill=skill, themes=_themes(themes), quoted=quoted)

    def commitment(self, id: str, *themes: str, skill: str | None = "tests") -> Commitment:
        """Make a commitment."""
        return Commitment(id=id, text=f"If {id}", html=Markup(f"If {id}"), skill=skill, themes=_themes(themes))

    def section(self, title: str, text: str, level: int = 2, **facts: object) -> Section:
        """Make a section."""
        plain: dict[str, object] = {
            "title": Markup(title),
            "anchor": f"s-{title.lower()}" if title else "",
            "html": Markup(f"<p>{text}</p>"),
            "role": SectionRole.WHY,
        }
        return Section(level=level, **{**plain, **facts})  # type: ignore[arg-type]

    def portfolio(self, *interviews: Interview, **facts: object) -> Portfolio:
        """Make a portfolio of two kinds and three skills."""
        skills = dict.fromkeys(skill for several in KINDS.values() for skill in several)
        portfolio = Portfolio(
            title="A year",
            author="Ada",
            language="en",
            scale=SCALE,
            kinds={slug: Kind(slug=slug, title=slug.title(), skills=several) for slug, several in KINDS.items()},
            skills={
                slug: Skill(slug=slug, title=slug.title(), kinds=(), anchors=tuple(f"{slug} {word}" for word in SCALE))
                for slug in skills
            },
            questions={"lost": Question(id="lost", ask="Where did I lose you?")},
            interviews=interviews,
        )
        return msgspec.structs.replace(portfolio, **facts)

    def pages(self, portfolio: Portfolio, audience: Audience = Audience.ME) -> Mapping[str, Page]:
        """Plan all pages of a portfolio for an audience, by address."""
        narrowed = narrow(portfolio, audience)
        return {page.url: page for page in plan_pages(narrowed, compute_insight(narrowed, audience), audience)}


@pytest.fixture(scope="session")
def make() -> Make:
    """Return what makes small values."""
    return Make()


@pytest.fixture(scope="session")
def context(make: Make) -> Callable[..., msgspec.Struct]:
    """Return the context of one page of a portfolio of the interviews given."""

    def find(url: str, *interviews: Interview, audience: Audience = Audience.ME, **facts: object) -> msgspec.Struct:
        return make.pages(make.portfolio(*interviews, **facts), audience)[url].context

    return find


@pytest.fixture(scope="session")
def render(make: Make) -> Callable[..., str]:
    """Render one page of a portfolio with the default layouts."""
    renderer = Renderer(read_layouts((find_default_layouts(),)))

    def run(url: str, portfolio: Portfolio, audience: Audience = Audience.ME) -> str:
        return renderer.render_page(make.pages(portfolio, audience)[url]).body.decode()

    return run
