"""Make the mentor's first page: a letter, the open questions, what is new since their last note, what to read first."""

import datetime

import msgspec
from markupsafe import Markup

from afterview.model.audience import Audience, Visibility
from afterview.model.mentor import Replies
from afterview.model.page import Page
from afterview.pages.cards import NoteCard, SectionView, view_sections
from afterview.pages.home import NextLine, list_next_steps
from afterview.pages.links import InterviewLink
from afterview.pages.news import NewsGroup, digest_state, find_last_note, group_news
from afterview.pages.shell import Shell
from afterview.pages.site_index import SiteIndex

URL = "mentor.html"


class MentorQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """What an interview asks a mentor, and the notes about that interview, which answer it.

    ``state`` is a digest of the question and its answers: a device that showed another one before says that it changed.
    """

    interview: InterviewLink
    html: Markup
    state: str
    notes: tuple[NoteCard, ...] = ()


class MentorPage(msgspec.Struct, frozen=True, kw_only=True):
    """The context of ``mentor.html``.

    ``name`` is the reader's, None if the site is for any mentor; ``since`` is the day of the reader's last note,
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
    first: tuple[NextLine, ...]
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
        first=tuple(list_next_steps(site_index)),
        replies=portfolio.replies,
    )
    return (Page(url=URL, layout="mentor.html", context=context),)


def list_questions(site_index: SiteIndex) -> tuple[MentorQuestion, ...]:
    """List what interviews ask a mentor, newest first; a note about an interview answers its question."""
    questions = []
    for interview in reversed(site_index.portfolio.interviews):
        asked = interview.mentor_questions
        if asked:
            notes = tuple(site_index.notes_about.get(interview.slug, ()))
            questions.append(
                MentorQuestion(
                    interview=site_index.links[interview.slug],
                    html=Markup("\n").join(asked),
                    state=digest_state(*asked, *(note.slug for note in notes)),
                    notes=notes,
                )
            )
    return tuple(questions)
