"""Make the mentor's first page: a letter, the open questions, what is new since their last note, what to look at."""

import datetime
from collections.abc import Iterator
from enum import StrEnum

import msgspec
from markupsafe import Markup

from afterview.insight.chances import is_rare
from afterview.insight.strengths import count_people
from afterview.model.audience import Audience, Visibility
from afterview.model.insight import NextKind, NextStep, Recurrence, RecurrenceState, Strength
from afterview.model.interview import Interview
from afterview.model.mentor import Mentor, Replies
from afterview.model.page import Page
from afterview.model.section import Outcome, SectionRole
from afterview.pages.cards import CommitmentCard, NoteCard, SectionView, view_sections
from afterview.pages.links import InterviewLink, SkillLink, ThemeLink
from afterview.pages.shell import Shell
from afterview.pages.site_index import SiteIndex

URL = "mentor.html"
_SECOND = 2


class MentorQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """What an interview asks a mentor, and the notes about that interview, which answer it."""

    interview: InterviewLink
    html: Markup
    notes: tuple[NoteCard, ...] = ()


class NewsKind(StrEnum):
    """Name what can be new, in the order in which a page lists it."""

    INTERVIEW = "interviews"
    MADE = "made"
    TRIED = "tried"
    THEME = "themes"
    STRENGTH = "strengths"


class News(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened on a day; ``recent``: since the mentor's last note.

    ``interview`` is where it happened; ``card`` a commitment that was made or tried, with its ``outcome``; ``theme``
    and ``recurrence`` what came, came back or was not seen; ``skill`` what ``people`` different people named.
    """

    kind: NewsKind
    date: datetime.date
    recent: bool
    interview: InterviewLink
    card: CommitmentCard | None = None
    outcome: Outcome | None = None
    theme: ThemeLink | None = None
    recurrence: Recurrence | None = None
    skill: SkillLink | None = None
    people: int | None = None


class NewsGroup(msgspec.Struct, frozen=True, kw_only=True):
    """All news of one kind, newest first; ``recent``: some of it is."""

    kind: NewsKind
    news: tuple[News, ...]
    recent: bool


class First(msgspec.Struct, frozen=True, kw_only=True):
    """One line of what to look at first: a fact, and the open commitment that answers it."""

    step: NextStep
    name: str
    url: str
    answer: CommitmentCard | None = None


class MentorPage(msgspec.Struct, frozen=True, kw_only=True):
    """The context of ``mentor.html``.

    ``name`` is the reader's, None where the site is for any mentor; ``since`` is the day of the reader's last note,
    None without one. ``news`` has everything that ever happened; ``recent``: some of it is.
    """

    shell: Shell
    name: str | None
    letter: tuple[SectionView, ...]
    open: tuple[MentorQuestion, ...]
    answered: tuple[MentorQuestion, ...]
    since: datetime.date | None
    news: tuple[NewsGroup, ...]
    recent: bool
    first: tuple[First, ...]
    replies: Replies | None


def plan_mentor(site_index: SiteIndex, shell: Shell) -> tuple[Page, ...]:
    """Plan the mentor's first page, which no other audience has."""
    if site_index.audience is not Audience.MENTOR:
        return ()
    portfolio = site_index.portfolio
    reader = portfolio.mentors[0] if portfolio.mentors else None
    questions = list_questions(site_index)
    news = group_news(site_index, reader)
    context = MentorPage(
        shell=shell.at(URL, "mentor"),
        name=reader.name if reader else None,
        letter=view_sections(reader.sections, Visibility.MENTOR, Audience.MENTOR) if reader else (),
        open=tuple(question for question in questions if not question.notes),
        answered=tuple(question for question in questions if question.notes),
        since=find_last_note(site_index, reader),
        news=news,
        recent=any(group.recent for group in news),
        first=tuple(_make_first(site_index, step) for step in site_index.insight.next),
        replies=portfolio.replies,
    )
    return (Page(url=URL, layout="mentor.html", context=context),)


def list_questions(site_index: SiteIndex) -> tuple[MentorQuestion, ...]:
    """List what interviews ask a mentor, newest first; a note about an interview answers its question."""
    questions = []
    for interview in reversed(site_index.portfolio.interviews):
        asked = [it.html for it in interview.sections if it.role is SectionRole.MENTOR and it.html.strip()]
        if asked:
            questions.append(
                MentorQuestion(
                    interview=site_index.links[interview.slug],
                    html=Markup("\n").join(asked),
                    notes=tuple(site_index.notes_about.get(interview.slug, ())),
                )
            )
    return tuple(questions)


def find_last_note(site_index: SiteIndex, reader: Mentor | None) -> datetime.date | None:
    """Find the day of the last note that a mentor wrote; None for a mentor without one."""
    if reader is None:
        return None
    days = [note.date for note in site_index.portfolio.notes if note.author == reader.name]
    return max(days, default=None)


def group_news(site_index: SiteIndex, reader: Mentor | None) -> tuple[NewsGroup, ...]:
    """Group everything that happened by kind, newest first; kinds without any news are left out.

    What happened on the day of the mentor's last note counts as recent, unless the note is about that interview.
    """
    since = find_last_note(site_index, reader)
    answered = {
        slug for note in site_index.portfolio.notes if reader and note.author == reader.name for slug in note.about
    }

    def is_recent(date: datetime.date, interview: str) -> bool:
        return since is None or date > since or (date == since and interview not in answered)

    found: dict[NewsKind, list[News]] = {kind: [] for kind in NewsKind}
    for news in _find_news(site_index):
        recent = is_recent(news.date, news.interview.slug)
        found[news.kind].append(msgspec.structs.replace(news, recent=recent))
    return tuple(
        NewsGroup(
            kind=kind,
            news=tuple(sorted(several, key=lambda news: news.date, reverse=True)),
            recent=any(news.recent for news in several),
        )
        for kind, several in found.items()
        if several
    )


def _find_news(site_index: SiteIndex) -> Iterator[News]:
    for interview in site_index.portfolio.interviews:
        link = site_index.links[interview.slug]
        yield News(kind=NewsKind.INTERVIEW, date=interview.date, recent=True, interview=link)
        yield from _news_of_commitments(site_index, interview, link)
    for story in site_index.insight.themes:
        slug = _turning_point(story.recurrence)
        if slug is None:
            continue
        link = site_index.links[slug]
        yield News(
            kind=NewsKind.THEME,
            date=link.date,
            recent=True,
            interview=link,
            theme=site_index.themes[story.slug],
            recurrence=story.recurrence,
        )
    for strength in site_index.insight.strengths:
        second = _second_person(site_index, strength)
        if second is not None:
            link = site_index.links[second]
            yield News(
                kind=NewsKind.STRENGTH,
                date=link.date,
                recent=True,
                interview=link,
                skill=site_index.skills[strength.skill],
                people=strength.people,
            )


def _news_of_commitments(site_index: SiteIndex, interview: Interview, link: InterviewLink) -> Iterator[News]:
    for made in interview.commitments:
        if made.id in site_index.cards:
            card = site_index.cards[made.id]
            yield News(kind=NewsKind.MADE, date=interview.date, recent=True, interview=link, card=card)
    for id_, outcome in interview.outcomes.items():
        if id_ in site_index.cards:
            yield News(
                kind=NewsKind.TRIED,
                date=interview.date,
                recent=True,
                interview=link,
                card=site_index.cards[id_],
                outcome=outcome,
            )


def _turning_point(recurrence: Recurrence) -> str | None:
    """Find the interview with which a theme got its state; None where so many misses may well be chance.

    That is its last sighting, or the first miss after which so many in a row would rarely be chance.
    """
    if recurrence.state is not RecurrenceState.NOT_SEEN:
        return recurrence.interviews[-1]
    misses = recurrence.chances[-recurrence.missed :]
    until_seen = len(recurrence.chances) - recurrence.missed
    rare = (slug for count, slug in enumerate(misses, start=1) if is_rare(recurrence.seen, until_seen, count))
    # Seen once, it never came back, so there is nothing that could have stopped.
    return next(rare, None) if recurrence.seen > 1 else None


def _second_person(site_index: SiteIndex, strength: Strength) -> str | None:
    """Find the interview in which a second person named a strength; None where only the learner noted it."""
    panels: list[tuple[str, ...]] = []
    for naming in strength.quoted:
        panels.append(site_index.interviews[naming.interview].interviewers)
        # Where no names are shown, interviews stand for people.
        another = strength.people is None and naming.interview != strength.quoted[0].interview
        if another or count_people(panels) >= _SECOND:
            return naming.interview
    return None


def _make_first(site_index: SiteIndex, step: NextStep) -> First:
    answer = site_index.cards.get(step.commitment or "")
    if step.kind is NextKind.COMMITMENT:
        card = site_index.cards[step.slug]
        return First(step=step, name=card.text, url=card.url)
    if step.kind is NextKind.THEME:
        theme = site_index.themes[step.slug]
        return First(step=step, name=theme.label, url=theme.url, answer=answer)
    skill = site_index.skills[step.slug]
    return First(step=step, name=skill.title, url=skill.url, answer=answer)
