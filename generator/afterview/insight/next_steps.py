"""Choose what to look at first before the next interview; alone knows their order.

At most three facts with their evidence, in a fixed order and without a score: a commitment of which nothing was noted
although there were chances, what comes back most, and the skill that is most often below its target.
"""

from collections.abc import Mapping, Sequence

from afterview.insight.level import RECENT
from afterview.insight.recurrence import Chances
from afterview.insight.series import SkillSeries
from afterview.model.insight import CommitmentState, CommitmentStory, NextKind, NextStep, Recurrence, ThemeStory
from afterview.model.interview import Interview
from afterview.model.portfolio import Skill

_TWICE = 2
_OFTEN_BELOW = 3
_UNTRIED = frozenset({CommitmentState.UNTRIED, CommitmentState.MISSED})
"""Where no try is noted: a miss is none."""


def choose_next(
    chances: Chances,
    series: Mapping[str, SkillSeries],
    skills: Mapping[str, Skill],
    commitments: Sequence[CommitmentStory],
    themes: Sequence[ThemeStory],
    improved: Mapping[str, Recurrence],
) -> tuple[NextStep, ...]:
    """Choose at most three steps; ``improved`` has the skills that were points to improve."""
    answers = tuple(story for story in commitments if story.state.open)
    steps = (
        _find_unnoted(chances, answers),
        _find_theme(themes, answers) or _find_skill(improved, answers),
        _find_below_target(chances.interviews, series, skills),
    )
    return tuple(step for step in steps if step is not None)


def _find_unnoted(chances: Chances, answers: Sequence[CommitmentStory]) -> NextStep | None:
    """Find the commitment without a try that most interviews since could have spoken of, of equals the latest made."""
    place_of = {slug: place for place, slug in enumerate(chances.slugs)}
    made_in = {made.id: place for place, interview in enumerate(chances.interviews) for made in interview.commitments}
    best: tuple[int, int, NextStep] | None = None
    for story in answers:
        if story.state not in _UNTRIED or story.skill is None:
            continue
        # An interview that noted a miss or no chance did speak of it, and so did one where it was made once more.
        spoken_of = [made_in[story.id], *(place_of[attempt.interview] for attempt in story.attempts)]
        place = max(spoken_of)
        silent = chances.by_skill.get(story.skill, 0) >> place + 1 << place + 1
        rank = (silent.bit_count(), made_in[story.id])
        if silent and (best is None or rank > best[:2]):
            step = NextStep(
                kind=NextKind.COMMITMENT,
                slug=story.id,
                count=silent.bit_count(),
                total=len(chances.interviews) - place - 1,
                since=chances.interviews[place].date,
                interviews=chances.list_slugs(silent),
                commitment=story.id,
            )
            best = (*rank, step)
    return best[2] if best else None


def _find_theme(themes: Sequence[ThemeStory], answers: Sequence[CommitmentStory]) -> NextStep | None:
    best = _choose_most_seen({theme.slug: theme.recurrence for theme in themes})
    if best is None:
        return None
    skills = {theme.slug: theme.skills for theme in themes}[best]
    recurrence = {theme.slug: theme.recurrence for theme in themes}[best]
    # A commitment with the theme's own tag answers it more closely than one that shares its skill.
    by_theme = [story for story in answers if any(theme.slug == best for theme in story.themes)]
    by_skill = [story for story in answers if story.skill in skills]
    return _make_seen_step(NextKind.THEME, best, recurrence, by_theme or by_skill)


def _find_skill(improved: Mapping[str, Recurrence], answers: Sequence[CommitmentStory]) -> NextStep | None:
    best = _choose_most_seen(improved)
    if best is None:
        return None
    return _make_seen_step(NextKind.SKILL, best, improved[best], [story for story in answers if story.skill == best])


def _choose_most_seen(recurrences: Mapping[str, Recurrence]) -> str | None:
    """Choose what was seen most often in its last chances, at least twice; of equals the last seen, then by slug."""
    counts = {slug: len(_seen_lately(recurrence)) for slug, recurrence in recurrences.items()}
    ranked = sorted(
        (slug for slug, count in counts.items() if count >= _TWICE),
        key=lambda slug: (-counts[slug], -recurrences[slug].last.toordinal(), slug),
    )
    return ranked[0] if ranked else None


def _seen_lately(recurrence: Recurrence) -> tuple[str, ...]:
    last = frozenset(recurrence.chances[-RECENT:])
    return tuple(slug for slug in recurrence.interviews[-RECENT:] if slug in last)


def _make_seen_step(kind: NextKind, slug: str, recurrence: Recurrence, answers: Sequence[CommitmentStory]) -> NextStep:
    seen = _seen_lately(recurrence)
    latest = max(answers, key=lambda story: (story.made, story.id), default=None)
    return NextStep(
        kind=kind,
        slug=slug,
        count=len(seen),
        total=min(RECENT, len(recurrence.chances)),
        since=recurrence.last,
        interviews=seen,
        commitment=latest.id if latest else None,
    )


def _find_below_target(
    interviews: Sequence[Interview], series: Mapping[str, SkillSeries], skills: Mapping[str, Skill]
) -> NextStep | None:
    """Find the skill with most of its last ratings below its target; of equals the first in the portfolio's order."""
    best: NextStep | None = None
    for slug, skill in series.items():
        target = skills[slug].target
        recent = tuple(zip(skill.values, skill.places, strict=True))[-RECENT:]
        below = [interviews[place] for value, place in recent if target is not None and value < target]
        if len(below) >= _OFTEN_BELOW and (best is None or len(below) > best.count):
            best = NextStep(
                kind=NextKind.BELOW_TARGET,
                slug=slug,
                count=len(below),
                total=len(recent),
                since=below[-1].date,
                interviews=tuple(interview.slug for interview in below),
            )
    return best
