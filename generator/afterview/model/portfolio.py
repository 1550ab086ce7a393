"""The whole portfolio: what every file of ``content/`` says, put together."""

import datetime
from collections.abc import Mapping

import msgspec

from afterview.model.audience import Audience, Visibility
from afterview.model.interview import Interview, Shown
from afterview.model.mentor import Mentor, Replies
from afterview.model.section import Section


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of interview and the slugs of the skills that it can show."""

    slug: str
    title: str
    skills: tuple[str, ...]


class Skill(msgspec.Struct, frozen=True, kw_only=True):
    """A skill; ``anchors`` describe each step of the scale, ``target`` is a step, 1..K."""

    slug: str
    title: str
    kinds: tuple[str, ...]
    anchors: tuple[str, ...]
    target: int | None = None
    sections: tuple[Section, ...] = ()


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A question to ask an interviewer; without ``kinds`` it fits any kind."""

    id: str
    ask: str
    kinds: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """A mentor's note; ``about`` are slugs of interviews."""

    slug: str
    path: str
    author: str
    date: datetime.date
    visibility: Visibility
    about: tuple[str, ...] = ()
    title: str | None = None
    sections: tuple[Section, ...] = ()


class Article(msgspec.Struct, frozen=True, kw_only=True):
    """A page of ``pages/``: text beside the interviews."""

    slug: str
    path: str
    title: str
    visibility: Visibility
    order: int = 0
    sections: tuple[Section, ...] = ()


class Portfolio(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was written, or, once narrowed, everything that an audience may see.

    ``kinds`` and ``skills`` are by slug, ``questions`` by id, each in the order they were written; ``interviews`` and
    ``notes`` are oldest first. ``scale`` has K words; ratings are 1..K. ``url`` ends with a slash.
    ``shows`` names what the public sees of every public interview beside its text; no rated interview is hidden from
    an audience of ``complete_for``. ``about`` introduces the author to everyone.
    """

    title: str
    author: str
    language: str
    scale: tuple[str, ...]
    kinds: Mapping[str, Kind]
    skills: Mapping[str, Skill]
    about: str | None = None
    url: str | None = None
    shows: frozenset[Shown] = frozenset()
    complete_for: frozenset[Audience] = frozenset()
    questions: Mapping[str, Question] = {}
    follow_ups: tuple[str, ...] = ()
    interviews: tuple[Interview, ...] = ()
    notes: tuple[Note, ...] = ()
    articles: tuple[Article, ...] = ()
    mentors: tuple[Mentor, ...] = ()
    replies: Replies | None = None
