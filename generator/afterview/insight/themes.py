"""Follow what comes back among the points to improve: themes, and skills in the same way."""

import re
from collections.abc import Mapping, Sequence

import msgspec

from afterview.insight.recurrence import Chances, follow
from afterview.model.insight import Recurrence, RecurrenceState, ThemeStory
from afterview.model.interview import Interview
from afterview.model.section import PointKind

_WORD = re.compile(r"\w+")
_LIVELIEST = (RecurrenceState.BACK, RecurrenceState.RECURRING, RecurrenceState.NEW, RecurrenceState.NOT_SEEN)


def label_themes(interviews: Sequence[Interview]) -> Mapping[str, str]:
    """Find each theme's words as they were first written in a point, good or bad, by slug."""
    labels: dict[str, str] = {}
    for interview in interviews:
        for point in interview.points:
            for theme in point.themes:
                labels.setdefault(theme.slug, theme.label)
    return labels


def follow_themes(chances: Chances) -> tuple[ThemeStory, ...]:
    """Follow every theme among the points to improve.

    Themes that are back come first, then recurring and new ones, then those not seen lately; of a state the most seen,
    then the latest, first.
    """
    labels = label_themes(chances.interviews)
    places, skills = _gather(chances.interviews)
    stories = [
        ThemeStory(
            slug=slug,
            label=labels[slug],
            recurrence=_doubt(follow(seen, skills[slug], chances), labels[slug], chances.interviews[seen[-1] + 1 :]),
            skills=tuple(skills[slug]),
        )
        for slug, seen in places.items()
    ]
    return tuple(sorted(stories, key=_rank))


def follow_skills(chances: Chances) -> Mapping[str, Recurrence]:
    """Follow every skill that was a point to improve, by slug."""
    places: dict[str, list[int]] = {}
    for place, interview in enumerate(chances.interviews):
        for point in interview.points:
            if point.kind is PointKind.GAP and point.skill is not None:
                _add(places.setdefault(point.skill, []), place)
    return {slug: follow(seen, [slug], chances) for slug, seen in places.items()}


def _doubt(recurrence: Recurrence, label: str, later: Sequence[Interview]) -> Recurrence:
    """Take back that a theme is no longer noted if a later point to improve has its words, though not its tag."""
    if not recurrence.changed:
        return recurrence
    words = _spaced(label)
    texts = (point.text for interview in later for point in interview.points if point.kind is PointKind.GAP)
    return msgspec.structs.replace(recurrence, changed=not any(words in _spaced(text) for text in texts))


def _spaced(text: str) -> str:
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def _gather(interviews: Sequence[Interview]) -> tuple[Mapping[str, list[int]], Mapping[str, dict[str, None]]]:
    """Gather, by theme, the places of the interviews that showed it, and the skills of its points in their order."""
    places: dict[str, list[int]] = {}
    skills: dict[str, dict[str, None]] = {}
    for place, interview in enumerate(interviews):
        for point in interview.points:
            if point.kind is not PointKind.GAP:
                continue
            for theme in point.themes:
                _add(places.setdefault(theme.slug, []), place)
                named = skills.setdefault(theme.slug, {})
                if point.skill is not None:
                    named[point.skill] = None
    return places, skills


def _add(places: list[int], place: int) -> None:
    if places[-1:] != [place]:
        places.append(place)


def _rank(story: ThemeStory) -> tuple[int, int, int, str]:
    recurrence = story.recurrence
    return (_LIVELIEST.index(recurrence.state), -recurrence.seen, -recurrence.last.toordinal(), story.slug)
