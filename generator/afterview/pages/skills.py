"""Make the page of all skills and a page for each: where it stands, and everything that was said of it, by date."""

import datetime
from collections.abc import Mapping, Sequence

import msgspec

from afterview.model.audience import Visibility
from afterview.model.insight import Perception, Recurrence, SkillInsight, Source, Trend
from afterview.model.page import Page
from afterview.model.portfolio import Skill
from afterview.pages.cards import CommitmentCard, LevelCard, Quote, SectionView, make_level, view_sections
from afterview.pages.charts import Chart, draw_skill, draw_small
from afterview.pages.links import InterviewLink, SkillLink, Step, ThemeLink, step_of
from afterview.pages.shell import Shell
from afterview.pages.site_index import SiteIndex
from afterview.pages.sparklines import Spark, draw_spark


class SkillCard(msgspec.Struct, frozen=True, kw_only=True):
    """What lists say of a skill; no ``level`` where nobody rated it, no ``trend`` where this audience sees a part."""

    link: SkillLink
    trend: Trend | None
    ratings: int
    level: LevelCard | None = None
    spark: Spark | None = None
    target: Step | None = None


class SmallMultiple(msgspec.Struct, frozen=True, kw_only=True):
    """Hold a skill among all: its card, its small chart, and the ratings that the chart shows, oldest first."""

    card: SkillCard
    chart: Chart | None
    ratings: tuple[tuple[datetime.date, Step], ...]


class SkillsPage(msgspec.Struct, frozen=True, kw_only=True):
    """What ``skills.html`` shows; ``unrated`` are the skills without a rating in the ``shown`` interviews."""

    shell: Shell
    shown: int
    scale: tuple[str, ...]
    solid: Step
    rated: tuple[SmallMultiple, ...]
    unrated: tuple[SkillLink, ...]


class SkillRating(msgspec.Struct, frozen=True, kw_only=True):
    """Hold one interview's ratings of a skill: theirs and the learner's own, either may be missing."""

    interview: InterviewLink
    theirs: Step | None
    own: Step | None


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """Hold what one interview showed."""

    interview: InterviewLink
    quotes: tuple[Quote, ...]


class SkillPage(msgspec.Struct, frozen=True, kw_only=True):
    """What ``skill.html`` is told; ratings and evidence are newest first, open commitments come first.

    ``solid`` is the step from which a rating counts as solid; ``anchors`` pairs each step with what it means;
    ``rated`` counts the interviewers' ratings, and ``shown`` all interviews that this audience sees; ``recurrence`` is
    how often it was a point to improve; ``kinds`` are titles.
    """

    shell: Shell
    skill: SkillLink
    solid: Step
    trend: Trend | None
    rated: int
    shown: int
    level: LevelCard | None
    chart: Chart | None
    ratings: tuple[SkillRating, ...]
    evidence: tuple[Evidence, ...]
    commitments: tuple[CommitmentCard, ...]
    themes: tuple[ThemeLink, ...]
    anchors: tuple[tuple[Step, str], ...]
    target: Step | None
    kinds: tuple[str, ...]
    recurrence: Recurrence | None
    perception: Perception | None
    sections: tuple[SectionView, ...]


def make_skill_cards(site_index: SiteIndex) -> Mapping[str, SkillCard]:
    """Make the card of every skill, in the portfolio's order."""
    return {slug: _make_card(site_index, known) for slug, known in site_index.insight.skills.items()}


def plan_skills(site_index: SiteIndex, shell: Shell, cards: Mapping[str, SkillCard]) -> tuple[Page, ...]:
    """Plan the page of all skills and each skill's own."""
    return (
        _plan_all(site_index, shell, cards),
        *(_plan_one(site_index, shell, skill, cards[skill.slug]) for skill in site_index.portfolio.skills.values()),
    )


def gather_evidence(quotes: Sequence[Quote]) -> tuple[Evidence, ...]:
    """Gather quotes, oldest first, into what each interview showed, newest first."""
    by_interview: dict[str, list[Quote]] = {}
    for quote in quotes:
        by_interview.setdefault(quote.interview.slug, []).append(quote)
    return tuple(
        Evidence(interview=several[0].interview, quotes=tuple(several)) for several in reversed(by_interview.values())
    )


def _make_card(site_index: SiteIndex, known: SkillInsight) -> SkillCard:
    scale = site_index.portfolio.scale
    target = site_index.portfolio.skills[known.slug].target
    return SkillCard(
        link=site_index.skills[known.slug],
        trend=known.trend,
        ratings=_count_ratings(known),
        level=make_level(known.level, known.series, scale),
        spark=draw_spark(known.series, scale, site_index.insight.solid),
        target=step_of(target, scale) if target else None,
    )


def _plan_all(site_index: SiteIndex, shell: Shell, cards: Mapping[str, SkillCard]) -> Page:
    scale = site_index.portfolio.scale
    dates = [it.date for known in site_index.insight.skills.values() for it in known.series]
    rated = []
    for slug, card in cards.items():
        series = site_index.insight.skills[slug].series
        chart = draw_small(series, scale, (min(dates), max(dates)), site_index.links) if card.level else None
        ratings = tuple((dot.interview.date, dot.step) for dot in chart.dots if dot.step) if chart else ()
        rated.append(SmallMultiple(card=card, chart=chart, ratings=ratings))
    context = SkillsPage(
        shell=shell.at("skills.html", "skills"),
        shown=len(site_index.portfolio.interviews),
        scale=scale,
        solid=step_of(site_index.insight.solid, scale),
        rated=tuple(it for it in rated if it.chart),
        unrated=tuple(it.card.link for it in rated if not it.chart),
    )
    return Page(url="skills.html", layout="skills.html", context=context)


def _plan_one(site_index: SiteIndex, shell: Shell, skill: Skill, card: SkillCard) -> Page:
    portfolio, known = site_index.portfolio, site_index.insight.skills[skill.slug]
    quotes = site_index.of_skill.get(skill.slug, [])
    commitments = site_index.cards_of_skill.get(skill.slug, [])
    link = site_index.skills[skill.slug]
    named = [*(quote.themes for quote in quotes), *(made.themes for made in commitments)]
    themes = {theme.slug: theme for several in named for theme in several}
    context = SkillPage(
        shell=shell.at(link.url, "skills"),
        skill=link,
        solid=step_of(site_index.insight.solid, portfolio.scale),
        trend=known.trend,
        rated=card.ratings,
        shown=len(portfolio.interviews),
        level=card.level,
        chart=draw_skill(known.series, commitments, portfolio.scale, site_index.links),
        ratings=_list_ratings(site_index, known),
        evidence=gather_evidence(quotes),
        commitments=tuple(commitments),
        themes=tuple(sorted(themes.values(), key=lambda theme: (theme.label.casefold(), theme.slug))),
        anchors=tuple(
            (step_of(value, portfolio.scale), anchor)
            for value, anchor in enumerate(skill.anchors[: len(portfolio.scale)], start=1)
        ),
        target=card.target,
        kinds=tuple(kind.title for kind in portfolio.kinds.values() if skill.slug in kind.skills),
        recurrence=known.recurrence,
        perception=known.perception if known.perception.pairs else None,
        sections=view_sections(skill.sections, Visibility.PUBLIC, site_index.audience),
    )
    return Page(url=link.url, layout="skill.html", context=context)


def _count_ratings(known: SkillInsight) -> int:
    return sum(rating.source is Source.INTERVIEWER for rating in known.series)


def _list_ratings(site_index: SiteIndex, known: SkillInsight) -> tuple[SkillRating, ...]:
    both: dict[str, dict[Source, Step]] = {}
    for it in known.series:
        both.setdefault(it.interview, {})[it.source] = step_of(it.value, site_index.portfolio.scale)
    return tuple(
        SkillRating(interview=site_index.links[slug], theirs=steps.get(Source.INTERVIEWER), own=steps.get(Source.SELF))
        for slug, steps in reversed(both.items())
    )
