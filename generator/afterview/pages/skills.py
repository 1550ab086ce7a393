"""Make the page of all skills and a page for each: where it stands, and everything that was noted of it, by date."""

import datetime
from collections.abc import Mapping, Sequence

import msgspec

from afterview.model.address import skill_year_url
from afterview.model.audience import Visibility
from afterview.model.insight import Perception, Recurrence, SkillInsight, Source
from afterview.model.page import Page
from afterview.model.portfolio import Skill
from afterview.pages.cards import CommitmentCard, Quote, SectionView, view_sections
from afterview.pages.evidence import (
    Evidence,
    SkillRating,
    gather_evidence,
    plan_evidence,
    weigh_quotes,
    weigh_ratings,
)
from afterview.pages.links import SkillLink, Step, ThemeLink, step_of
from afterview.pages.shell import Shell
from afterview.pages.site_index import SiteIndex
from afterview.pages.skill_cards import SkillCard
from afterview.pages.skill_chart import SkillChart, lay_skill
from afterview.pages.year_sheet import YearSheet, lay_latest
from afterview.pages.years import YearGroup, YearLink, find_older, group_years


class SkillsPage(msgspec.Struct, frozen=True, kw_only=True):
    """The context of ``skills.html``; ``unrated`` are the skills without a rating in the ``shown`` interviews."""

    shell: Shell
    shown: int
    scale: tuple[str, ...]
    sheet: YearSheet
    unrated: tuple[SkillLink, ...]


class SkillPage(msgspec.Struct, frozen=True, kw_only=True):
    """The context of ``skill.html``; ratings and evidence are newest first, ``commitments`` are counted.

    ``solid`` is the step from which a rating counts as solid; ``anchors`` pairs each step with what it means;
    ``recurrence`` is how often it was a point to improve; ``shown`` counts all interviews that this audience sees;
    ``kinds`` are titles. ``older`` are the years that have a page of their own; ``previous`` and ``next`` are the
    neighbours in the portfolio's order.
    """

    shell: Shell
    skill: SkillLink
    solid: Step
    card: SkillCard
    shown: int
    chart: SkillChart | None
    ratings: tuple[SkillRating, ...]
    evidence: tuple[YearGroup[Evidence], ...]
    older: tuple[YearLink, ...]
    commitments: int
    themes: tuple[ThemeLink, ...]
    anchors: tuple[tuple[Step, str], ...]
    kinds: tuple[str, ...]
    recurrence: Recurrence | None
    perception: Perception | None
    sections: tuple[SectionView, ...]
    previous: SkillLink | None
    next: SkillLink | None


def plan_skills(site_index: SiteIndex, shell: Shell, cards: Mapping[str, SkillCard]) -> tuple[Page, ...]:
    """Plan the page of all skills and each skill's own."""
    context = SkillsPage(
        shell=shell.at("skills.html", "skills"),
        shown=len(site_index.portfolio.interviews),
        scale=site_index.portfolio.scale,
        sheet=lay_latest(site_index, cards),
        unrated=tuple(card.link for card in cards.values() if not card.level),
    )
    skills = tuple(site_index.portfolio.skills.values())
    pages = [Page(url="skills.html", layout="skills.html", context=context)]
    for previous, skill, following in zip((None, *skills), skills, (*skills[1:], None), strict=False):
        pages += _plan_one(site_index, shell, skill, cards[skill.slug], previous, following)
    return tuple(pages)


def _plan_one(
    site_index: SiteIndex,
    shell: Shell,
    skill: Skill,
    card: SkillCard,
    previous: Skill | None,
    following: Skill | None,
) -> Sequence[Page]:
    portfolio, known = site_index.portfolio, site_index.insight.skills[skill.slug]
    link = site_index.skills[skill.slug]
    quotes = site_index.of_skill.get(skill.slug, [])
    commitments = site_index.cards_of_skill.get(skill.slug, [])
    ratings, evidence = _list_ratings(site_index, known), gather_evidence(quotes)
    weights = (*weigh_ratings(ratings), *weigh_quotes(evidence))
    older = find_older(weights, lambda year: skill_year_url(skill.slug, year))
    left = older[0].last if older else datetime.date.min
    context = SkillPage(
        shell=shell.at(link.url, "skills"),
        skill=link,
        solid=step_of(site_index.insight.solid, portfolio.scale),
        card=card,
        shown=len(portfolio.interviews),
        chart=lay_skill(site_index, skill.slug, card.target),
        ratings=tuple(it for it in ratings if it.interview.date > left),
        evidence=group_years((it for it in evidence if it.interview.date > left), lambda entry: entry.interview.date),
        older=older,
        commitments=len(commitments),
        themes=_list_themes(quotes, commitments),
        anchors=tuple(
            (step_of(value, portfolio.scale), anchor)
            for value, anchor in enumerate(skill.anchors[: len(portfolio.scale)], start=1)
        ),
        kinds=tuple(kind.title for kind in portfolio.kinds.values() if skill.slug in kind.skills),
        recurrence=known.recurrence,
        perception=known.perception if known.perception.pairs else None,
        sections=view_sections(skill.sections, Visibility.PUBLIC, site_index.audience),
        previous=site_index.skills[previous.slug] if previous else None,
        next=site_index.skills[following.slug] if following else None,
    )
    return (
        Page(url=link.url, layout="skill.html", context=context),
        *plan_evidence(shell, link, older, ratings, evidence),
    )


def _list_themes(quotes: Sequence[Quote], commitments: Sequence[CommitmentCard]) -> tuple[ThemeLink, ...]:
    named = [*(quote.themes for quote in quotes), *(card.themes for card in commitments)]
    themes = {theme.slug: theme for several in named for theme in several}
    return tuple(sorted(themes.values(), key=lambda theme: (theme.label.casefold(), theme.slug)))


def _list_ratings(site_index: SiteIndex, known: SkillInsight) -> tuple[SkillRating, ...]:
    both: dict[str, dict[Source, Step]] = {}
    for it in known.series:
        both.setdefault(it.interview, {})[it.source] = step_of(it.value, site_index.portfolio.scale)
    return tuple(
        SkillRating(interview=site_index.links[slug], theirs=steps.get(Source.INTERVIEWER), own=steps.get(Source.SELF))
        for slug, steps in reversed(both.items())
    )
