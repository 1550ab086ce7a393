"""Gather what interviews showed about a skill or theme, and make pages for older years."""

import datetime
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from afterview.model.page import Page
from afterview.pages.cards import Quote
from afterview.pages.links import InterviewLink, SkillLink, Step, ThemeLink
from afterview.pages.shell import Shell
from afterview.pages.years import YearLink, sort_by_year


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What one interview showed."""

    interview: InterviewLink
    quotes: tuple[Quote, ...]


class SkillRating(msgspec.Struct, frozen=True, kw_only=True):
    """One interview's ratings of a skill: the interviewer's and the self-rating, either may be missing."""

    interview: InterviewLink
    theirs: Step | None
    own: Step | None


class EvidencePage(msgspec.Struct, frozen=True, kw_only=True):
    """The context of ``evidence.html``: one year of a skill or theme, newest first.

    ``title`` names the skill or theme, ``url`` is its page; ``this`` is one of ``years``, the years with such a page.
    """

    shell: Shell
    title: str
    url: str
    this: YearLink
    years: tuple[YearLink, ...]
    ratings: tuple[SkillRating, ...]
    evidence: tuple[Evidence, ...]


def gather_evidence(quotes: Iterable[Quote]) -> tuple[Evidence, ...]:
    """Gather quotes, oldest first, into what each interview showed, newest first."""
    by_interview: dict[str, list[Quote]] = {}
    for quote in quotes:
        by_interview.setdefault(quote.interview.slug, []).append(quote)
    return tuple(
        Evidence(interview=several[0].interview, quotes=tuple(several)) for several in reversed(by_interview.values())
    )


def weigh_quotes(evidence: Iterable[Evidence]) -> Iterator[tuple[datetime.date, int]]:
    """Estimate the bytes that each interview's evidence takes: its text, and the markup around it."""
    for it in evidence:
        yield it.interview.date, 500 + sum(250 + len(quote.html.encode()) for quote in it.quotes)


def weigh_ratings(ratings: Iterable[SkillRating]) -> Iterator[tuple[datetime.date, int]]:
    """Estimate the bytes that each line of the table of ratings takes."""
    for it in ratings:
        yield it.interview.date, 280


def plan_evidence(
    shell: Shell,
    subject: SkillLink | ThemeLink,
    years: Sequence[YearLink],
    ratings: Sequence[SkillRating],
    evidence: Sequence[Evidence],
) -> tuple[Page, ...]:
    """Plan a page for each year that is not on the subject's own page."""
    title = subject.title if isinstance(subject, SkillLink) else subject.label
    current = "skills" if isinstance(subject, SkillLink) else "themes"
    ratings_by_year = sort_by_year(ratings, years, lambda it: it.interview.date)
    evidence_by_year = sort_by_year(evidence, years, lambda it: it.interview.date)
    return tuple(
        Page(
            url=link.url,
            layout="evidence.html",
            context=EvidencePage(
                shell=shell.at(link.url, current),
                title=title,
                url=subject.url,
                this=link,
                years=tuple(years),
                ratings=tuple(ratings_by_year[link]),
                evidence=tuple(evidence_by_year[link]),
            ),
        )
        for link in years
    )
