"""The words that one portfolio uses, which every file of it is read by."""

from collections.abc import Mapping

import msgspec

from afterview.model.audience import Visibility
from afterview.model.section import SectionRole

HEADINGS: Mapping[SectionRole, tuple[str, ...]] = {
    SectionRole.SAID: ("what the interviewer said",),
    SectionRole.WENT_WELL: ("what went well",),
    SectionRole.TO_IMPROVE: ("what to improve",),
    SectionRole.WHY: ("why, and what i learned",),
    SectionRole.NEXT_TIME: ("next time",),
    SectionRole.FELT: ("how it felt",),
    SectionRole.MENTOR: ("question for my mentor",),
}
"""The templates' words for each section, as `folded` gives them."""


class Vocabulary(msgspec.Struct, frozen=True, kw_only=True):
    """Hold what portfolio.yaml, questions.yaml and the skills' file names declare.

    ``kinds`` maps slugs to their skills; ``steps`` is K; ``headings`` maps folded headings to roles.
    """

    kinds: Mapping[str, frozenset[str]]
    skills: frozenset[str]
    questions: frozenset[str]
    steps: int
    headings: Mapping[str, SectionRole]
    default_visibility: Visibility


def folded(heading: str) -> str:
    """Fold a heading's case, spaces and closing punctuation away, to recognise it by."""
    return " ".join(heading.casefold().split()).rstrip(" .:!?…")


def role_words(more: Mapping[SectionRole, tuple[str, ...]]) -> dict[str, SectionRole]:
    """Map every folded heading to its role: the templates' words, and those that the portfolio adds."""
    words = {word: role for role, known in HEADINGS.items() for word in known}
    return words | {folded(word): role for role, added in more.items() for word in added}
