"""Make the home page: the person, the year at a glance, what others said, and the open commitments."""

import datetime
import re
from collections.abc import Iterator, Mapping

import msgspec
from markupsafe import Markup, escape

from afterview.insight.level import RECENT
from afterview.model.address import article_url
from afterview.model.audience import Audience
from afterview.model.insight import Insight, NextKind, NextStep
from afterview.model.interview import Interview, Mode
from afterview.model.page import Page
from afterview.model.section import Outcome, PointKind
from afterview.pages.cards import CommitmentCard, Quote, sort_newest_first
from afterview.pages.interviews import settled_in
from afterview.pages.links import InterviewLink, SkillLink, ThemeLink
from afterview.pages.shell import ABOUT, Shell
from afterview.pages.site_index import SiteIndex
from afterview.pages.skill_cards import SkillCard
from afterview.pages.theme_cards import ThemeCard, make_theme_card
from afterview.pages.year_sheet import ThemeRow, YearSheet, lay_theme_rows, lay_year

MOST_COMMITMENTS = 5
MOST_THEMES = 6
MOST_LATEST = 3
MOST_QUOTES = 3
MOST_QUESTIONS = 5
MOST_CHANGED = 3
MOST_ABSENT = 12
LATELY = 5
"""So many interviews back a commitment was kept lately."""
LONGEST_QUOTE = 220
LONGEST_ABOUT = 260

_SENTENCE = re.compile(r".+?(?:[.!?…\u3002\uff01\uff1f](?=\s|$)|$)\s*", re.DOTALL)
_PARAGRAPH = re.compile(r'<p(?: dir="auto")?>(.*?)</p>', re.DOTALL)


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A question for the mentor, as it was written after an interview."""

    interview: InterviewLink
    html: Markup


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A commitment that one of the latest interviews says was kept."""

    card: CommitmentCard
    interview: InterviewLink
    outcome: Outcome


class NextLine(msgspec.Struct, frozen=True, kw_only=True):
    """One fact to look at first: what it is about, its counts, and the open commitment that answers it.

    ``step`` counts and dates it; ``commitment`` is what it is about, or what answers it.
    """

    step: NextStep
    about: CommitmentCard | SkillLink | ThemeLink
    commitment: CommitmentCard | None
    interviews: tuple[InterviewLink, ...]


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """How many interviews there are, of either mode, and from when to when."""

    interviews: int
    mock: int
    real: int
    first: datetime.date
    last: datetime.date


class HomePage(msgspec.Struct, frozen=True, kw_only=True):
    """The context of ``index.html``.

    ``about`` is the person's own first paragraph. ``next`` is what to look at first. ``questions`` are those for a
    mentor that no note answers, newest first. ``quotes`` are interviewers' own words, of different interviews. ``open``
    are the newest of ``open_total`` open commitments. ``kept`` are commitments kept lately, newest first, ``absent``
    themes that came back once and are missing for longer than chance would explain. ``themes`` keep coming back and
    lie on the axis of the sheet; ``came_back``: anything was a point to improve twice. Of the ``solid`` skills each of
    the last ``considered`` ratings was at least solid.
    """

    shell: Shell
    span: Span | None
    about: Markup
    about_url: str
    sheet: YearSheet
    next: tuple[NextLine, ...]
    came_back: bool
    questions: tuple[Question, ...]
    quotes: tuple[Quote, ...]
    open: tuple[CommitmentCard, ...]
    open_total: int
    kept: tuple[Kept, ...]
    absent: tuple[ThemeCard, ...]
    solid: tuple[SkillLink, ...]
    considered: int
    themes: tuple[ThemeRow, ...]
    latest: tuple[InterviewLink, ...]


def plan_home(site_index: SiteIndex, shell: Shell, cards: Mapping[str, SkillCard]) -> Page:
    """Plan the home page."""
    interviews = site_index.portfolio.interviews
    sheet = lay_year(site_index, cards)
    open_cards = sort_newest_first(card for card in site_index.cards.values() if card.state.open)
    stories = [story for story in site_index.insight.themes if story.recurrence.seen > 1]
    returning = [story for story in stories if story.recurrence.keeps_returning]
    about, about_url = _introduce(site_index)
    context = HomePage(
        shell=shell.at("index.html", "home"),
        span=_measure(interviews),
        about=about,
        about_url=about_url,
        sheet=sheet,
        next=tuple(list_next_steps(site_index)) if site_index.audience is not Audience.PUBLIC else (),
        came_back=came_back(site_index.insight),
        questions=tuple(_find_questions(site_index))[:MOST_QUESTIONS],
        quotes=tuple(_choose_quotes(site_index)),
        open=tuple(open_cards[:MOST_COMMITMENTS]),
        open_total=len(open_cards),
        kept=tuple(_find_kept(site_index))[:MOST_CHANGED],
        absent=tuple(make_theme_card(site_index, story) for story in stories if story.recurrence.changed)[:MOST_ABSENT],
        solid=tuple(
            card.link for card in cards.values() if card.level and card.level.solid == card.level.considered == RECENT
        ),
        considered=RECENT,
        themes=lay_theme_rows(site_index, returning[:MOST_THEMES], sheet.bands[0].axis),
        latest=tuple(reversed([site_index.links[it.slug] for it in interviews[-MOST_LATEST:]])),
    )
    return Page(url="index.html", layout="index.html", context=context)


def came_back(insight: Insight) -> bool:
    """Return whether any theme or skill was a point to improve in two interviews."""
    skills = (skill.recurrence for skill in insight.skills.values())
    recurrences = (*(theme.recurrence for theme in insight.themes), *skills)
    return any(recurrence is not None and recurrence.seen > 1 for recurrence in recurrences)


def list_next_steps(site_index: SiteIndex) -> Iterator[NextLine]:
    """Pair each next step of insight with the entry that it is about."""
    about: Mapping[NextKind, Mapping[str, CommitmentCard | SkillLink | ThemeLink]] = {
        NextKind.COMMITMENT: site_index.cards,
        NextKind.THEME: site_index.themes,
        NextKind.SKILL: site_index.skills,
        NextKind.BELOW_TARGET: site_index.skills,
    }
    for step in site_index.insight.next:
        yield NextLine(
            step=step,
            about=about[step.kind][step.slug],
            commitment=site_index.cards.get(step.commitment or ""),
            interviews=tuple(site_index.links[slug] for slug in step.interviews),
        )


def _find_kept(site_index: SiteIndex) -> Iterator[Kept]:
    for interview in reversed(site_index.portfolio.interviews[-LATELY:]):
        for it in settled_in(site_index, interview):
            if it.outcome is Outcome.KEPT:
                yield Kept(card=it.card, interview=site_index.links[interview.slug], outcome=it.outcome)


def _measure(interviews: tuple[Interview, ...]) -> Span | None:
    if not interviews:
        return None
    mock = sum(it.mode is Mode.MOCK for it in interviews)
    return Span(
        interviews=len(interviews),
        mock=mock,
        real=len(interviews) - mock,
        first=interviews[0].date,
        last=interviews[-1].date,
    )


def _introduce(site_index: SiteIndex) -> tuple[Markup, str]:
    """Find the person's own introduction, of portfolio.yaml or the page about them, and the address of that page."""
    own = escape(site_index.portfolio.about or "")
    for article in site_index.portfolio.articles:
        if article.slug == ABOUT:
            if own:
                return own, article_url(article.slug)
            found = next(filter(None, (_PARAGRAPH.search(section.html) for section in article.sections)), None)
            return _shorten(Markup(found[1])) if found else Markup(""), article_url(article.slug)
    return own, ""


def _shorten(paragraph: Markup) -> Markup:
    """Keep the first sentences of a long paragraph; its page has the rest."""
    if len(paragraph.striptags()) <= LONGEST_ABOUT:
        return paragraph
    kept = ""
    for sentence in _SENTENCE.findall(paragraph.striptags()):
        if kept and len(kept) + len(sentence) > LONGEST_ABOUT:
            break
        kept += sentence
    return escape(kept.strip())


def _find_questions(site_index: SiteIndex) -> Iterator[Question]:
    """Find the questions for a mentor, newest first; one that a note is about counts as answered."""
    for interview in reversed(site_index.portfolio.interviews):
        if site_index.notes_about.get(interview.slug):
            continue
        for asked in interview.mentor_questions:
            yield Question(interview=site_index.links[interview.slug], html=asked)


def _choose_quotes(site_index: SiteIndex) -> Iterator[Quote]:
    """Choose interviewers' own words on what went well: each of another interview, and of another relation first."""
    latest = [
        quote
        for quotes in reversed(tuple(site_index.quotes.values()))
        if (quote := next(filter(_suits, quotes), None)) is not None
    ]
    first = {quote.interview.relation: quote for quote in reversed(latest)}
    chosen = [*first.values(), *(quote for quote in latest if quote not in first.values())][:MOST_QUOTES]
    yield from sorted(chosen, key=lambda quote: quote.interview.date, reverse=True)


def _suits(quote: Quote) -> bool:
    return quote.quoted and quote.kind is PointKind.STRENGTH and len(quote.html.striptags()) <= LONGEST_QUOTE
