"""A parsed Markdown body: sections of rendered text, and the points and commitments in them."""

from enum import StrEnum

import msgspec
from markupsafe import Markup

from afterview.model.audience import Visibility

ROOT = "\0"
"""Stands for the way to the site's root in every internal address of rendered text: no Markdown can contain it,
and rendering a page replaces it by what that page needs (``../``, nothing, or an absolute address)."""


class SectionRole(StrEnum):
    """Name the sections that Afterview understands, by the words of portfolio.yaml's ``sections``."""

    INTERVIEWER = "said"
    WENT_WELL = "went-well"
    TO_IMPROVE = "to-improve"
    WHY = "why"
    NEXT_TIME = "next-time"
    FELT = "felt"
    MENTOR = "mentor"


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """The rendered text from one heading to the next.

    The text before the first heading, and the footnotes at the end, are sections without a title (level 0).
    ``visibility`` is what the headings above allow (PUBLIC: no mark narrows it); the entry's own visibility
    narrows it further. ``images`` are the addresses, below ``images/``, of the pictures that it shows.
    """

    role: SectionRole | None = None
    level: int = 0
    title: Markup = Markup("")
    anchor: str = ""
    visibility: Visibility = Visibility.PUBLIC
    html: Markup = Markup("")
    images: tuple[str, ...] = ()


class Theme(msgspec.Struct, frozen=True, kw_only=True):
    """A tag that names no skill: the slug of its page, and the tag as first written."""

    slug: str
    label: str


class PointKind(StrEnum):
    """Whether a point went well or is to improve."""

    STRENGTH = "strength"
    GAP = "gap"


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """A list item, quotation or paragraph of *went well* or *to improve*, without its marks.

    ``text`` is plain, ``html`` the same inline text rendered; ``skill`` is the slug of the first tag that names one.
    ``quoted``: these are the interviewer's words, written as a quotation; everything else is the learner's.
    """

    kind: PointKind
    text: str
    html: Markup
    skill: str | None = None
    themes: tuple[Theme, ...] = ()
    visibility: Visibility = Visibility.PUBLIC
    quoted: bool = False


class Commitment(msgspec.Struct, frozen=True, kw_only=True):
    """A list item, quotation or paragraph of *next time*: what the learner will do.

    Later files name it by ``id``: its `^id`, else that of a commitment with the same words, else ``words``, the slug of
    its own. ``named``: it has a `^id`. ``quoted``: the interviewer said it so, and the learner took it up.
    """

    id: str
    text: str
    html: Markup
    words: str = ""
    named: bool = False
    skill: str | None = None
    themes: tuple[Theme, ...] = ()
    visibility: Visibility = Visibility.PUBLIC
    quoted: bool = False


class Outcome(StrEnum):
    """How a commitment went in a later interview; ``dropped`` is set aside on purpose."""

    KEPT = "kept"
    PARTLY = "partly"
    MISSED = "missed"
    NO_CHANCE = "no-chance"
    DROPPED = "dropped"
