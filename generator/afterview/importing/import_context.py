"""Collect what documents and forms are read by: a portfolio's words, and what the person says for all entries."""

import datetime
from collections.abc import Mapping

import msgspec

from afterview.model.portfolio import Portfolio
from afterview.reading.vocabulary import Vocabulary, folded


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """What a document is read by: the portfolio's words, and what the person says for all of it.

    ``skills`` maps folded titles and slugs to slugs, ``kinds`` the same; ``headings`` are the portfolio's own words for
    the sections, by their role; ``months`` maps folded names of months, in every language, to numbers. ``author`` is
    the portfolio's: what somebody else sent is their words.
    """

    skills: Mapping[str, str]
    kinds: Mapping[str, str]
    scale: tuple[str, ...]
    vocabulary: Vocabulary
    headings: Mapping[str, str]
    months: Mapping[str, int]
    date: datetime.date | None = None
    kind: str | None = None
    author: str = ""


def make_setting(
    portfolio: Portfolio,
    vocabulary: Vocabulary,
    *,
    headings: Mapping[str, str],
    months: Mapping[str, int],
    date: datetime.date | None = None,
    kind: str | None = None,
) -> Setting:
    """Collect what documents are read by from a portfolio; skills and kinds are known by title and by slug."""
    skills = {folded(skill.title): slug for slug, skill in portfolio.skills.items()}
    kinds = {folded(found.title): slug for slug, found in portfolio.kinds.items()}
    return Setting(
        skills=skills | {folded(slug): slug for slug in portfolio.skills},
        kinds=kinds | {folded(slug): slug for slug in portfolio.kinds},
        scale=portfolio.scale,
        vocabulary=vocabulary,
        headings=headings,
        months=months,
        date=date,
        kind=kind,
        author=portfolio.author,
    )
