"""Make the report: all that an audience may see, in order, to print or to read in one go."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from afterview.model.address import report_year_url
from afterview.model.page import Page
from afterview.pages.cards import CommitmentCard, NoteCard
from afterview.pages.interviews import InterviewPage
from afterview.pages.links import Step, step_of
from afterview.pages.shell import Shell
from afterview.pages.site_index import SiteIndex
from afterview.pages.skill_cards import SkillCard
from afterview.pages.years import YearLink, find_older, sort_by_year

MOST_BYTES = 250_000
"""More would be a page that is slow to load and to print: years get pages of their own then."""
ROOM = 75_000
"""About so many bytes of interviews are on each page then."""
MOST_ANCHORS = 200


class ReportPage(msgspec.Struct, frozen=True, kw_only=True):
    """The context of ``report.html``; all is oldest first.

    ``interviews``, each as its own page shows it, are those of ``this`` year, or without one the newest of ``total``;
    ``older`` are the years with a page of their own. ``commitments`` are those that they made, ``notes`` those that
    concern them. ``skills`` have been rated, and ``moved`` are addresses of interviews by their old anchors: both,
    ``total`` and the notes on no interview are on the first page only.
    """

    shell: Shell
    solid: Step
    total: int
    this: YearLink | None
    older: tuple[YearLink, ...]
    interviews: tuple[InterviewPage, ...]
    commitments: tuple[CommitmentCard, ...]
    skills: tuple[SkillCard, ...]
    notes: tuple[NoteCard, ...]
    moved: Mapping[str, tuple[str, ...]]


def plan_report(
    site_index: SiteIndex, shell: Shell, interviews: Sequence[InterviewPage], cards: Mapping[str, SkillCard]
) -> Iterator[Page]:
    """Plan the report, and a page for each year that it has no room for; ``interviews`` are oldest first."""
    weights = [(it.interview.date, _weigh(it)) for it in interviews]
    older = find_older(weights, report_year_url, ROOM) if sum(weight for _, weight in weights) > MOST_BYTES else ()
    for year, shown in sort_by_year(interviews, older, lambda it: it.interview.date).items():
        slugs = {it.interview.slug for it in shown}
        url = year.url if year else "report.html"
        context = ReportPage(
            shell=shell.at(url, "report"),
            solid=step_of(site_index.insight.solid, site_index.portfolio.scale),
            total=0 if year else len(interviews),
            this=year,
            older=older,
            interviews=tuple(shown),
            commitments=tuple({made.card.url: made.card for it in shown for made in it.made}.values()),
            skills=() if year else tuple(card for card in cards.values() if card.level),
            notes=tuple(
                note
                for note in site_index.notes
                if (not note.about and not year) or any(it.slug in slugs for it in note.about)
            ),
            moved={} if year else _find_moved(interviews, older),
        )
        yield Page(url=url, layout="report.html", context=context)


def _find_moved(interviews: Sequence[InterviewPage], years: Sequence[YearLink]) -> Mapping[str, tuple[str, ...]]:
    """List the latest interviews that have moved to the page of a year, by its address."""
    latest = sort_by_year(interviews[-MOST_ANCHORS:], years, lambda it: it.interview.date)
    return {year.url: tuple(f"r-{it.interview.slug}" for it in shown) for year, shown in latest.items() if year}


def _weigh(page: InterviewPage) -> int:
    """Estimate the bytes that an interview takes: its text, and the markup around it."""
    texts = (*(section.html for section in page.sections), *(made.card.text for made in page.made), *page.asked)
    markup = 700 + 130 * len(page.sections) + 160 * len(page.ratings) + 550 * len(page.made) + 350 * len(page.settled)
    return markup + sum(len(text.encode()) for text in texts)
