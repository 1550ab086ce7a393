"""Choose the one observation to mention before the next interview; alone knows their order.

It has no text: only what was found and its counts. The text is written elsewhere.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum

import msgspec

from afterview.insight.perception import is_prompt
from afterview.model.insight import CommitmentStory, Insight, RecurrenceState, SkillInsight, ThemeStory
from afterview.model.portfolio import Portfolio
from afterview.model.section import Outcome


class PromptKind(StrEnum):
    """What a prompt can be about, the most useful first."""

    THEME_BACK = "theme-back"
    COMMITMENT_OPEN = "commitment-open"
    THEME_RECURRING = "theme-recurring"
    SELF_BELOW = "self-below"
    STRENGTH = "strength"


class Prompt(msgspec.Struct, frozen=True, kw_only=True):
    """One observation: what ``slug`` names, the interview to read once more, and ``count`` out of ``total``.

    - theme: its slug, the interview that last showed it; seen in so many of its chances;
    - commitment: its id, the interview it was made in; kept so often of the times that it had a chance;
    - self-below: the skill's slug, no interview; so many self-ratings below the interviewer's, of all pairs;
    - strength: the skill's slug, the interview where it was last quoted; people who are quoted, of those who could be,
      or where no names are shown interviews with a quotation, all of them.
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
    yield from _from_themes(themes, RecurrenceState.BACK, PromptKind.THEME_BACK)
    yield from _from_commitments(story for story in insight.commitments if story.skill is None or story.skill in shown)
    yield from _from_themes(themes, RecurrenceState.RECURRING, PromptKind.THEME_RECURRING)
    yield from _from_perceptions(skill for slug, skill in insight.skills.items() if slug in shown)
    for strength in insight.strengths:
        if strength.quoted and strength.skill in shown:
            interviews = len({naming.interview for naming in strength.quoted})
            yield Prompt(
                kind=PromptKind.STRENGTH,
                slug=strength.skill,
                interview=strength.quoted[-1].interview,
                count=interviews if strength.people is None else strength.people,
                total=interviews if strength.people is None else strength.asked,
            )


def _from_themes(themes: Iterable[ThemeStory], state: RecurrenceState, kind: PromptKind) -> Iterator[Prompt]:
    for theme in themes:
        recurrence = theme.recurrence
        if recurrence.state is state:
            last = recurrence.interviews[-1]
            total = len(recurrence.chances)
            yield Prompt(kind=kind, slug=theme.slug, interview=last, count=recurrence.seen, total=total)


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


def _from_perceptions(skills: Iterable[SkillInsight]) -> Iterator[Prompt]:
    for skill in skills:
        perception = skill.perception
        if is_prompt(perception) and perception.below > perception.above:
            yield Prompt(kind=PromptKind.SELF_BELOW, slug=skill.slug, count=perception.below, total=perception.pairs)
