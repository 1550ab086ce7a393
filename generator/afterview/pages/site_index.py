"""Index a portfolio and its insight once, so that making all pages takes linear time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TypeVar

import msgspec

from afterview.model.address import commitment_anchor, commitment_url, note_anchor, note_url
from afterview.model.audience import Audience, Visibility
from afterview.model.insight import CommitmentStory, Insight
from afterview.model.interview import Interview
from afterview.model.portfolio import Note, Portfolio
from afterview.model.section import Commitment, Point, Theme
from afterview.pages.cards import Attempted, CommitmentCard, NoteCard, Quote, view_sections
from afterview.pages.commitment_years import place_cards
from afterview.pages.links import (
    InterviewLink,
    SkillLink,
    Step,
    ThemeLink,
    badge_for,
    link_interview,
    link_skill,
    link_theme,
    step_of,
)
from afterview.pages.years import YearLink

_Value = TypeVar("_Value")


class Rated(msgspec.Struct, frozen=True, kw_only=True):
    """One interviewer's rating of a skill, a step of the scale, in that skill's sequence."""

    interview: str
    value: int


class SiteIndex(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that page builders look up, by slug or id.

    ``links``, ``quotes`` and ``rated`` are oldest first, ``cards`` in the order of insight (open ones first).
    ``commitment_years`` are the older years of commitments that have a page of their own. ``quotes`` has all quotes
    of an interview, in the order of its points; ``of_skill`` and ``of_theme`` the same quotes by what they are about.
    ``rated`` has each skill's sequence of ratings, ``rank`` the place of (skill, interview) in it.
    """

    portfolio: Portfolio
    insight: Insight
    audience: Audience
    interviews: Mapping[str, Interview]
    links: Mapping[str, InterviewLink]
    skills: Mapping[str, SkillLink]
    themes: Mapping[str, ThemeLink]
    quotes: Mapping[str, tuple[Quote, ...]]
    of_skill: Mapping[str, list[Quote]]
    of_theme: Mapping[str, list[Quote]]
    cards: Mapping[str, CommitmentCard]
    commitment_years: tuple[YearLink, ...]
    cards_of_skill: Mapping[str, list[CommitmentCard]]
    cards_of_theme: Mapping[str, list[CommitmentCard]]
    notes: tuple[NoteCard, ...]
    notes_about: Mapping[str, list[NoteCard]]
    rated: Mapping[str, list[Rated]]
    rank: Mapping[tuple[str, str], int]


def make_site_index(portfolio: Portfolio, insight: Insight, audience: Audience) -> SiteIndex:
    """Index a narrowed portfolio and its insight."""
    links = {it.slug: link_interview(it, portfolio, audience) for it in portfolio.interviews}
    skills = {slug: link_skill(skill) for slug, skill in portfolio.skills.items()}
    themes = _link_themes(portfolio, insight)
    quotes = {
        it.slug: tuple(_quote(point, it, links[it.slug], skills, themes, audience) for point in it.points)
        for it in portfolio.interviews
    }
    cards, commitment_years = place_cards(_make_cards(portfolio, insight, audience, links, skills, themes))
    notes = tuple(_make_note(note, links, audience) for note in portfolio.notes)
    rated: dict[str, list[Rated]] = defaultdict(list)
    rank: dict[tuple[str, str], int] = {}
    for interview in portfolio.interviews:
        for skill, value in interview.ratings.items():
            rank[skill, interview.slug] = len(rated[skill])
            rated[skill].append(Rated(interview=interview.slug, value=value))
    every_quote = [quote for several in quotes.values() for quote in several]
    return SiteIndex(
        portfolio=portfolio,
        insight=insight,
        audience=audience,
        interviews={it.slug: it for it in portfolio.interviews},
        links=links,
        skills=skills,
        themes=themes,
        quotes=quotes,
        of_skill=_by((quote.skill.slug, quote) for quote in every_quote if quote.skill),
        of_theme=_by((theme.slug, quote) for quote in every_quote for theme in quote.themes),
        cards=cards,
        commitment_years=commitment_years,
        cards_of_skill=_by((card.skill.slug, card) for card in cards.values() if card.skill),
        cards_of_theme=_by((theme.slug, card) for card in cards.values() for theme in card.themes),
        notes=notes,
        notes_about=_by((link.slug, note) for note in notes for link in note.about),
        rated=rated,
        rank=rank,
    )


def _by(pairs: Iterable[tuple[str, _Value]]) -> Mapping[str, list[_Value]]:
    found: dict[str, list[_Value]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


def _link_themes(portfolio: Portfolio, insight: Insight) -> Mapping[str, ThemeLink]:
    """Link every theme that anything visible uses, in the order of its label; insight's own label wins."""
    found = {story.slug: Theme(slug=story.slug, label=story.label) for story in insight.themes}
    for interview in portfolio.interviews:
        entries: tuple[Point | Commitment, ...] = (*interview.points, *interview.commitments)
        for entry in entries:
            for theme in entry.themes:
                found.setdefault(theme.slug, theme)
    ordered = sorted(found.values(), key=lambda theme: (theme.label.casefold(), theme.slug))
    return {theme.slug: link_theme(theme) for theme in ordered}


def _quote(
    point: Point,
    interview: Interview,
    link: InterviewLink,
    skills: Mapping[str, SkillLink],
    themes: Mapping[str, ThemeLink],
    audience: Audience,
) -> Quote:
    return Quote(
        kind=point.kind,
        html=point.html,
        interview=link,
        skill=skills.get(point.skill or ""),
        themes=tuple(themes[theme.slug] for theme in point.themes),
        badge=badge_for(point.visibility, audience, interview.visibility),
        quoted=point.quoted,
    )


def _list_steps(values: Iterable[int], scale: tuple[str, ...]) -> tuple[Step, ...]:
    return tuple(step_of(value, scale) for value in values)


def _make_cards(
    portfolio: Portfolio,
    insight: Insight,
    audience: Audience,
    links: Mapping[str, InterviewLink],
    skills: Mapping[str, SkillLink],
    themes: Mapping[str, ThemeLink],
) -> Mapping[str, CommitmentCard]:
    made: dict[str, tuple[Commitment, Visibility]] = {}
    repeated: dict[str, list[InterviewLink]] = defaultdict(list)
    for interview in portfolio.interviews:
        for commitment in interview.commitments:
            if commitment.id in made:
                repeated[commitment.id].append(links[interview.slug])
            made.setdefault(commitment.id, (commitment, interview.visibility))

    def make_card(story: CommitmentStory, commitment: Commitment, within: Visibility) -> CommitmentCard:
        return CommitmentCard(
            id=story.id,
            anchor=commitment_anchor(story.id),
            url=commitment_url(story.id),
            html=commitment.html,
            text=commitment.text,
            state=story.state,
            made=links[story.interview],
            repeated=tuple(repeated[story.id]),
            skill=skills.get(commitment.skill or ""),
            themes=tuple(themes[theme.slug] for theme in commitment.themes),
            attempts=tuple(Attempted(interview=links[it.interview], outcome=it.outcome) for it in story.attempts),
            since=story.since,
            before=_list_steps(story.since.before, portfolio.scale) if story.since else (),
            after=_list_steps(story.since.after, portfolio.scale) if story.since else (),
            badge=badge_for(commitment.visibility, audience, within),
            selection=audience is not Audience.ME,
        )

    return {story.id: make_card(story, *made[story.id]) for story in insight.commitments}


def _make_note(note: Note, links: Mapping[str, InterviewLink], audience: Audience) -> NoteCard:
    return NoteCard(
        slug=note.slug,
        anchor=note_anchor(note.slug),
        url=note_url(note.slug),
        author=note.author,
        date=note.date,
        title=note.title,
        about=tuple(links[slug] for slug in note.about),
        sections=view_sections(note.sections, note.visibility, audience),
        badge=badge_for(note.visibility, audience),
    )
