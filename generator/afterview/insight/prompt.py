"""Pick the one observation worth having in mind before the next interview; alone knows which comes first.

It says nothing itself: it names what was found and its counts, and the words are chosen elsewhere.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum

import msgspec

from afterview.insight.perception import ENOUGH_PAIRS
from afterview.model.insight import CommitmentStory, Insight, SkillInsight, ThemeState, ThemeStory
from afterview.model.portfolio import Portfolio
from afterview.model.section import Outcome


class PromptKind(StrEnum):
    """Name what a prompt can be about, the most useful first."""

    THEME_RETURNED = "theme-returned"
    COMMITMENT_OPEN = "commitment-open"
    THEME_RECURRING = "theme-recurring"
    RECOVERY = "recovery"
    SELF_BELOW = "self-below"
    STRENGTH = "strength"


class Prompt(msgspec.Struct, frozen=True, kw_only=True):
    """Hold one observation: what ``slug`` names, the interview to look at again, and ``count`` out of ``total``.

    - theme: its slug, the interview that last showed it; seen in so many of so many opportunities;
    - commitment: its id, the interview it was made in; kept so often of the times that it had a chance;
    - recovery: the skill's slug, the interview with the hard rating; solid in so many of the last ratings;
    - self-below: the skill's slug, no interview; so many self ratings below the interviewer's, of all pairs;
    - strength: the skill's or theme's slug, the interview that last named it; so many of its namings, all of them.
    """

    kind: PromptKind
    slug: str
    interview: str | None = None
    count: int
    total: int


def draw_prompt(portfolio: Portfolio, insight: Insight, kind: str | None = None) -> Prompt | None:
    """Draw the most useful observation for an interview of ``kind`` (None: any); None where nothing was found yet."""
    shown = frozenset(portfolio.skills if kind is None else portfolio.kinds[kind].skills)
    return next(_observe(insight, shown), None)


def _observe(insight: Insight, shown: frozenset[str]) -> Iterator[Prompt]:
    themes = [theme for theme in insight.themes if not theme.skills or not shown.isdisjoint(theme.skills)]
    skills = [skill for slug, skill in insight.skills.items() if slug in shown]
    yield from _from_themes(themes, ThemeState.RETURNED, PromptKind.THEME_RETURNED)
    yield from _from_commitments(made for made in insight.commitments if made.skill is None or made.skill in shown)
    yield from _from_themes(themes, ThemeState.RECURRING, PromptKind.THEME_RECURRING)
    yield from _from_recoveries(skills)
    yield from _from_perceptions(skills)
    for strength in insight.strengths:
        if not strength.is_skill or strength.slug in shown:
            count = len(strength.named)
            last = strength.named[-1].interview
            yield Prompt(kind=PromptKind.STRENGTH, slug=strength.slug, interview=last, count=count, total=count)


def _from_themes(themes: Iterable[ThemeStory], state: ThemeState, kind: PromptKind) -> Iterator[Prompt]:
    for theme in themes:
        if theme.state is state:
            last = theme.interviews[-1]
            yield Prompt(kind=kind, slug=theme.slug, interview=last, count=theme.seen, total=theme.opportunities)


def _from_commitments(stories: Iterable[CommitmentStory]) -> Iterator[Prompt]:
    for story in stories:
        if story.state.open:
            outcomes = [attempt.outcome for attempt in story.attempts if attempt.outcome is not Outcome.NO_CHANCE]
            yield Prompt(
                kind=PromptKind.COMMITMENT_OPEN,
                slug=story.id,
                interview=story.interview,
                count=outcomes.count(Outcome.KEPT),
                total=len(outcomes),
            )


def _from_recoveries(skills: Iterable[SkillInsight]) -> Iterator[Prompt]:
    # The latest one: what was hard not long ago, and is not now, is remembered best.
    found = [(skill.slug, skill.recovery) for skill in skills if skill.recovery is not None]
    for slug, recovery in sorted(found, key=lambda pair: (-pair[1].date.toordinal(), pair[0])):
        yield Prompt(
            kind=PromptKind.RECOVERY,
            slug=slug,
            interview=recovery.interview,
            count=recovery.solid,
            total=recovery.considered,
        )


def _from_perceptions(skills: Iterable[SkillInsight]) -> Iterator[Prompt]:
    for skill in skills:
        seen = skill.perception
        if seen.pairs >= ENOUGH_PAIRS and 2 * seen.below > seen.pairs:
            yield Prompt(kind=PromptKind.SELF_BELOW, slug=skill.slug, count=seen.below, total=seen.pairs)
