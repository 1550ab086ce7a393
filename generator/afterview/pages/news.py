"""List what is new to a mentor: everything that happened, by kind, and how each thing stands now."""

import datetime
import hashlib
from collections.abc import Iterator
from enum import StrEnum

import msgspec

from afterview.insight.recurrence import is_rare
from afterview.insight.strengths import count_people
from afterview.model.insight import Recurrence, RecurrenceState, Strength
from afterview.model.interview import Interview
from afterview.model.mentor import Mentor
from afterview.model.section import Outcome
from afterview.pages.cards import CommitmentCard
from afterview.pages.links import InterviewLink, SkillLink, ThemeLink
from afterview.pages.site_index import SiteIndex

_SECOND = 2
_DIGEST = 8


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
    ``state`` is a digest of what is shown of it: a device that showed another one before says that it changed.
    """

    kind: NewsKind
    date: datetime.date
    recent: bool
    interview: InterviewLink
    state: str
    card: CommitmentCard | None = None
    outcome: Outcome | None = None
    theme: ThemeLink | None = None
    recurrence: Recurrence | None = None
    skill: SkillLink | None = None
    people: int | None = None

    @property
    def item(self) -> str:
        """Name what happened, the same whenever the site is built."""
        what = self.card.id if self.card else self.theme.slug if self.theme else self.skill.slug if self.skill else ""
        where = "" if self.theme or self.skill else self.interview.slug
        return " ".join(filter(None, (self.kind, what, where)))


class NewsGroup(msgspec.Struct, frozen=True, kw_only=True):
    """All news of one kind, newest first; ``recent``: some of it is."""

    kind: NewsKind
    news: tuple[News, ...]
    recent: bool


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


def digest_state(*parts: object) -> str:
    """Digest what is shown of something, so that a change of it can be noticed later."""
    return hashlib.sha256("\0".join(map(str, parts)).encode("utf-8")).hexdigest()[:_DIGEST]


def _find_news(site_index: SiteIndex) -> Iterator[News]:
    for interview in site_index.portfolio.interviews:
        link = site_index.links[interview.slug]
        state = digest_state(
            *(interview.title, interview.date, interview.role, interview.advance),
            *(*interview.ratings.items(), *interview.self_ratings.items()),
            *((section.title, section.html) for section in interview.sections),
        )
        yield News(kind=NewsKind.INTERVIEW, date=interview.date, recent=True, interview=link, state=state)
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
            state=digest_state(story.recurrence.state, slug),
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
                state=digest_state(second),
                skill=site_index.skills[strength.skill],
                people=strength.people,
            )


def _news_of_commitments(site_index: SiteIndex, interview: Interview, link: InterviewLink) -> Iterator[News]:
    for made in interview.commitments:
        card = site_index.cards.get(made.id)
        if card and card.made.slug == interview.slug:  # one that is made again is not new
            state = digest_state(card.text)
            yield News(kind=NewsKind.MADE, date=interview.date, recent=True, interview=link, state=state, card=card)
    for id_, outcome in interview.outcomes.items():
        if id_ in site_index.cards:
            yield News(
                kind=NewsKind.TRIED,
                date=interview.date,
                recent=True,
                interview=link,
                state=digest_state(outcome),
                card=site_index.cards[id_],
                outcome=outcome,
            )


def _turning_point(recurrence: Recurrence) -> str | None:
    """Find the interview with which a theme got its state; None where it is not given as a change.

    That is its last sighting, or the first miss after which so many in a row would rarely be chance.
    """
    if recurrence.state is not RecurrenceState.NOT_SEEN:
        return recurrence.interviews[-1]
    if not recurrence.changed:
        return None
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
