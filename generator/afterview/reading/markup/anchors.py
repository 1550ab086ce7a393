"""Name a body's headings as GitHub does, so that links written for one work on the other."""

import re
import unicodedata
from collections.abc import Sequence

import msgspec
from markdown_it.token import Token

from afterview.model.address import section_anchor
from afterview.model.audience import Visibility

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_WORDS = re.compile(r"[a-z0-9_\- ]*\Z")


class Anchor(msgspec.Struct, frozen=True, kw_only=True):
    """Where a link to a heading leads: the heading's id on the page, who may see it, and its words."""

    id: str
    visibility: Visibility
    words: str


class Anchors:
    """Name the headings of one body; ``anchors`` are by the name that a link to them uses, with its prefix.

    A second heading of the same words gets ``-1``, a third ``-2``. ``of_note`` is the slug of a note, which shares its
    page with others; ``entry`` sets headings inside quotations and lists apart, wherever several entries share a page.
    """

    def __init__(self, *, of_note: str, entry: str) -> None:
        self.of_note, self.entry = of_note, entry
        self.anchors: dict[str, Anchor] = {}
        self._numbers: dict[str, int] = {}

    def add(self, children: Sequence[Token], visibility: Visibility, *, wanted: str = "", nested: bool = False) -> str:
        """Name a heading, as ``wanted`` if that is given, and return its id."""
        words = heading_text(children)
        slug = wanted or github_slug(words)
        name = slug
        while name in self._numbers:
            self._numbers[slug] += 1
            name = f"{slug}-{self._numbers[slug]}"
        self._numbers[name] = 0
        anchor = section_anchor(name, of_note=self.of_note)
        id_ = section_anchor(name, of_note=self.entry) if nested else anchor
        self.anchors[anchor] = Anchor(id=id_, visibility=visibility, words=words)
        return id_


def github_slug(words: str) -> str:
    """Return the name that GitHub gives a heading of these words; it may be empty.

    >>> github_slug("Why, and what I learned")
    'why-and-what-i-learned'
    """
    lower = _TAG.sub("", words).strip().lower()
    if not _WORDS.match(lower):
        lower = "".join(character for character in lower if character in "-_ " or _counts(character))
    return lower.replace(" ", "-")


def heading_text(children: Sequence[Token]) -> str:
    """Return the words of a heading, without its pictures."""
    return "".join(
        child.content if child.type in ("text", "code_inline") else " " * (child.type == "softbreak")
        for child in children
    )


def _counts(character: str) -> bool:
    """Return whether GitHub keeps the character: a letter, a sign above one, a digit or a joining stroke."""
    return character.isalnum() or unicodedata.category(character) in ("Mn", "Mc", "Me", "Pc", "Nl")
