"""Put what the feedback says into one line, for a prompt in a new file and for the reason of a question."""

import textwrap

from afterview.insight.prompt import Prompt, PromptKind
from afterview.model.insight import CommitmentStory, Insight, Source
from afterview.model.portfolio import Portfolio, Question
from afterview.model.section import Commitment


def commitments_by_id(portfolio: Portfolio) -> dict[str, Commitment]:
    """Find every commitment's own words by its id."""
    return {made.id: made for interview in portfolio.interviews for made in interview.commitments}


def say_prompt(prompt: Prompt | None, portfolio: Portfolio, insight: Insight) -> str:
    """Say an observation in one line; nothing where there is none."""
    if prompt is None:
        return ""
    count, total = prompt.count, prompt.total
    where = f" ({prompt.interview})" if prompt.interview else ""
    name = _name(prompt.slug, portfolio, insight)
    match prompt.kind:
        case PromptKind.THEME_RETURNED:
            return f"{name} is back{where}: seen in {count} of the {total} interviews that could have shown it."
        case PromptKind.THEME_RECURRING:
            return f"{name} keeps coming up: seen in {count} of the {total} interviews that could have shown it."
        case PromptKind.COMMITMENT_OPEN:
            so_far = f"kept {count} of {total} times so far" if total else "not tried yet"
            return f"You set out to: {name} ({so_far})."
        case PromptKind.RECOVERY:
            return f"{name} was hard once{where}; at least solid in {count} of the last {total}."
        case PromptKind.SELF_BELOW:
            return f"{name}: you rated yourself below your interviewer {count} of {total} times."
        case PromptKind.STRENGTH:
            return f"{name}: named as a strength {count} times, last in {prompt.interview}."


def say_reason(question: Question, portfolio: Portfolio, insight: Insight, kind: str) -> str:
    """Say in one clause why a question is worth asking now."""
    skills = [slug for slug in portfolio.kinds[kind].skills if slug in question.skills]
    for story in insight.commitments:
        if story.state.open and story.skill in skills:
            return f"you set out to: {_shorten(_words_of(story, portfolio))}"
    if not skills:
        return "it fits any interview"
    rated = {
        slug: sum(rating.source is Source.INTERVIEWER for rating in insight.skills[slug].series) for slug in skills
    }
    fewest = min(skills, key=rated.__getitem__)
    title = portfolio.skills[fewest].title
    return f"nobody has rated {title} yet" if not rated[fewest] else f"{title} has {_ratings(rated[fewest])} so far"


def one_line(text: str) -> str:
    """Bring text onto one line."""
    return " ".join(text.split())


def _ratings(number: int) -> str:
    return "one rating" if number == 1 else f"{number} ratings"


def _words_of(story: CommitmentStory, portfolio: Portfolio) -> str:
    return commitments_by_id(portfolio)[story.id].text


def _name(slug: str, portfolio: Portfolio, insight: Insight) -> str:
    if slug in portfolio.skills:
        return one_line(portfolio.skills[slug].title)
    made = commitments_by_id(portfolio).get(slug)
    if made is not None:
        return _shorten(made.text)
    labels = {theme.slug: theme.label for theme in insight.themes} | {
        strength.slug: strength.label for strength in insight.strengths
    }
    return one_line(labels.get(slug, slug))


def _shorten(text: str) -> str:
    return textwrap.shorten(one_line(text), width=100, placeholder=" …")
