"""Write prompts, and the reasons of questions, as one line in the portfolio's language."""

from afterview.insight.prompt import Prompt, PromptKind
from afterview.model.insight import Insight, Source
from afterview.model.portfolio import Portfolio, Question
from afterview.model.section import Commitment
from afterview.reading.shortening import shorten
from afterview.reading.yaml_text import one_line
from afterview.rendering.translations import Translations

WIDEST = 100
"""Characters of a commitment that are quoted in a line."""


def commitments_by_id(portfolio: Portfolio) -> dict[str, Commitment]:
    """Index every commitment of a portfolio by its id."""
    return {commitment.id: commitment for interview in portfolio.interviews for commitment in interview.commitments}


def render_prompt(prompt: Prompt | None, portfolio: Portfolio, insight: Insight, translations: Translations) -> str:
    """Render an observation as one line; empty where there is none."""
    if prompt is None:
        return ""
    name = _name(prompt.slug, portfolio, insight)
    counts = {"n": prompt.count, "of": prompt.total}
    dates = {interview.slug: interview.date for interview in portfolio.interviews}
    date = translations.date(dates[prompt.interview]) if prompt.interview else ""
    translate = translations.translate
    match prompt.kind:
        case PromptKind.THEME_BACK:
            return translate("prompt-theme-back", name=name, date=date, **counts)
        case PromptKind.THEME_RECURRING:
            return translate("prompt-theme-recurring", name=name, date=date, **counts)
        case PromptKind.COMMITMENT_OPEN if not prompt.total:
            return translate("prompt-commitment-untried", name=name)
        case PromptKind.COMMITMENT_OPEN:
            return translate("prompt-commitment-tried", name=name, **counts)
        case PromptKind.SELF_BELOW:
            perception = insight.skills[prompt.slug].perception
            return translate("prompt-self-below", name=name, equal=perception.equal, above=perception.above, **counts)
        case PromptKind.STRENGTH:
            if any(strength.skill == prompt.slug and strength.people is None for strength in insight.strengths):
                return translate("prompt-strength-interviews", name=name, n=prompt.count, date=date)
            return translate("prompt-strength", name=name, date=date, **counts)


def render_reason(
    question: Question, portfolio: Portfolio, insight: Insight, kind: str, translations: Translations
) -> str:
    """Render in one clause why a question is worth asking in the next interview of a kind."""
    translate = translations.translate
    skills = [slug for slug in portfolio.kinds[kind].skills if slug in question.skills]
    for story in insight.commitments:
        if story.state.open and story.skill in skills:
            return translate("reason-commitment", text=shorten(commitments_by_id(portfolio)[story.id].text, WIDEST))
    if not skills:
        return translate("reason-any")
    rated = {
        slug: sum(rating.source is Source.INTERVIEWER for rating in insight.skills[slug].series) for slug in skills
    }
    fewest = min(skills, key=rated.__getitem__)
    skill = one_line(portfolio.skills[fewest].title)
    if not rated[fewest]:
        return translate("reason-unrated", skill=skill)
    return translate("reason-rated", skill=skill, n=rated[fewest])


def _name(slug: str, portfolio: Portfolio, insight: Insight) -> str:
    if slug in portfolio.skills:
        return one_line(portfolio.skills[slug].title)
    commitment = commitments_by_id(portfolio).get(slug)
    if commitment is not None:
        return shorten(commitment.text, WIDEST)
    labels = {theme.slug: theme.label for theme in insight.themes}
    return one_line(labels.get(slug, slug))
