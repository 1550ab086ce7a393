"""Write the brief: half a screen to read before the next interview."""

import textwrap
from collections.abc import Iterator

from afterview.authoring.prompts import commitments_by_id
from afterview.insight.commitments import TRIED
from afterview.insight.questions import propose_questions
from afterview.model.insight import CommitmentStory, Insight, ThemeStory
from afterview.model.portfolio import Portfolio
from afterview.reading.yaml_text import one_line
from afterview.rendering.translations import Translations

WIDTH = 80
HEIGHT = 24
_INDENT = "  "
_MOST_THEMES = 2


def render_brief(portfolio: Portfolio, insight: Insight, kind: str, translations: Translations) -> str:
    """Render what to try, what comes back, what to ask and what went well, for an interview of a kind.

    The text has at most HEIGHT lines of at most WIDTH characters, in the portfolio's language. A part about which
    nothing is known is absent.
    """
    translate = translations.translate
    skills = frozenset(portfolio.kinds[kind].skills)
    lines = _wrap(translate("brief-title", kind=one_line(portfolio.kinds[kind].title)), most=1, indent="")
    story = _find_least_tried(insight, skills)
    if story is not None:
        lines += [translate("brief-try"), *_wrap(commitments_by_id(portfolio)[story.id].text, most=3)]
    themes = _find_returning(insight, skills)
    if themes:
        lines.append(translate("brief-back"))
    for theme in themes:
        recurrence = theme.recurrence
        counts = {"n": recurrence.seen, "of": len(recurrence.chances)}
        line = translate("brief-theme", name=theme.label, date=translations.date(recurrence.last), **counts)
        lines += _wrap(line, most=1)
    questions = propose_questions(portfolio, insight, kind)
    if questions:
        lines.append(translate("brief-ask"))
    for question in questions:
        lines += _wrap(f"{question.ask} [{question.id}]", most=2)
    lines += _render_strength(portfolio, insight, skills, translations)
    lines += [translate("brief-afterwards"), f"{_INDENT}afterview ask --kind {kind} --send"]
    lines += [*_wrap(translate("brief-rate"), most=2), f"{_INDENT}afterview new --kind {kind}"]
    return "\n".join(lines)


def _find_least_tried(insight: Insight, skills: frozenset[str]) -> CommitmentStory | None:
    """Find the open commitment with the fewest tries among those that an interview can show; of equals the first.

    A miss is no try.
    """
    stories = [
        story for story in insight.commitments if story.state.open and (story.skill is None or story.skill in skills)
    ]
    return min(stories, key=_count_tries, default=None)


def _count_tries(story: CommitmentStory) -> int:
    return sum(attempt.outcome in TRIED for attempt in story.attempts)


def _find_returning(insight: Insight, skills: frozenset[str]) -> list[ThemeStory]:
    themes = (theme for theme in insight.themes if not theme.skills or not skills.isdisjoint(theme.skills))
    return [theme for theme in themes if theme.recurrence.keeps_returning][:_MOST_THEMES]


def _render_strength(
    portfolio: Portfolio, insight: Insight, skills: frozenset[str], translations: Translations
) -> Iterator[str]:
    """Render the latest quotation of the first strength that two or more people named."""
    points = {interview.slug: interview.points for interview in portfolio.interviews}
    for strength in insight.strengths:
        if strength.skill in skills and strength.quoted:
            naming = strength.quoted[-1]
            text = one_line(points[naming.interview][naming.point].text)
            yield translations.translate("brief-can", skill=one_line(portfolio.skills[strength.skill].title))
            date = translations.date(naming.date, "date-short")
            yield from _wrap(translations.translate("brief-quoted", text=text, date=date), most=3)
            return


def _wrap(text: str, *, most: int, indent: str = _INDENT) -> list[str]:
    """Break text into at most ``most`` lines; what does not fit is marked as cut."""
    return textwrap.wrap(
        one_line(text),
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + indent,
        max_lines=most,
        placeholder=" …",
        break_on_hyphens=False,
    )
