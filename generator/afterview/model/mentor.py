"""A person with whom the portfolio is shared by a sealed page of their own."""

import datetime

import msgspec

from afterview.model.audience import Visibility
from afterview.model.section import Section


class Mentor(msgspec.Struct, frozen=True, kw_only=True):
    """A mentor and the letter to them.

    ``link`` names the sealed page's folder below ``s/``; it opens nothing without the key. After ``until`` the page is
    no longer published. ``language`` is the letter's where it is not the portfolio's.
    """

    slug: str
    path: str
    name: str
    link: str
    until: datetime.date | None = None
    language: str | None = None
    sections: tuple[Section, ...] = ()

    def has_ended(self, today: datetime.date) -> bool:
        """Return whether the day is over until which the page is published."""
        return self.until is not None and self.until < today

    @property
    def visibility(self) -> Visibility:
        """Return who reads the letter: never the public."""
        return Visibility.MENTOR


class Replies(msgspec.Struct, frozen=True, kw_only=True):
    """Where a mentor may send an answer: an e-mail address, and a repository as ``owner/name``."""

    email: str | None = None
    github: str | None = None
