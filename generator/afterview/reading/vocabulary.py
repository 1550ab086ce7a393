"""The words that one portfolio uses, which every file of it is read by."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

import msgspec

from afterview.model.audience import Visibility
from afterview.model.section import SectionRole
from afterview.reading.heading_words import HEADINGS

_LONGEST = 200
_IGNORED = re.compile(r"[*_~`\\,\u0300-\u036f\ufe0f\u20e3\u200b-\u200f]")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")
_NUMBER = re.compile(r"\A(?:\(?(?:\d{1,2}|[ivx]{1,4}|[a-z])[.):]|\d{1,2}(?=\s))\s*(?=\D)")
_BRACKETS = re.compile(r"(?<=\S)\s*[(\[][^()\[\]]*[)\]]\Z")


class Vocabulary(msgspec.Struct, frozen=True, kw_only=True):
    """What portfolio.yaml, questions.yaml and the skills' file names declare.

    ``kinds`` maps slugs to their skills; ``steps`` is K; ``headings`` maps folded headings to roles, ``asks`` folded
    questions to their ids.
    """

    kinds: Mapping[str, frozenset[str]]
    skills: frozenset[str]
    questions: frozenset[str]
    steps: int
    scale: tuple[str, ...] = ()
    ignore: frozenset[str] = frozenset()
    headings: Mapping[str, SectionRole]
    default_visibility: Visibility
    asks: Mapping[str, str] = {}


@lru_cache(maxsize=4096)  # the same headings come in every file
def folded(heading: str) -> str:
    """Reduce a heading to the words that it is recognised by.

    Case, accents, emphasis, emoji, a number before the words, a name in brackets behind them and punctuation make no
    difference.

    >>> folded("**2. What went well** (Dana) 🎉")
    'what went well'
    """
    words = unicodedata.normalize("NFKD", _LINK.sub(r"\1", heading[:_LONGEST]).casefold().replace("\u2019", "'"))
    words = " ".join(_IGNORED.sub("", words).replace("&", " and ").replace("-", " ").split())
    while True:
        shorter = _edges_off(_BRACKETS.sub("", _NUMBER.sub("", _edges_off(words))))
        if shorter == words:
            return words
        words = shorter


def _edges_off(words: str) -> str:
    """Remove everything but letters, digits and brackets at both ends."""
    start, end = 0, len(words)
    while start < end and not (words[start].isalnum() or words[start] in "(["):
        start += 1
    while end > start and not (words[end - 1].isalnum() or words[end - 1] in ")]"):
        end -= 1
    return words[start:end]


def role_words(more: Mapping[SectionRole, tuple[str, ...]]) -> dict[str, SectionRole]:
    """Map every folded heading to its role: the words known here, and those that the portfolio adds."""
    return {**_known_words(), **{folded(word): role for role, added in more.items() for word in added}}


@lru_cache(maxsize=1)
def _known_words() -> Mapping[str, SectionRole]:
    return MappingProxyType({folded(word): role for role, known in HEADINGS.items() for word in known})
