"""Make the page of commitments: what is still open, and how the rest went; older years have pages of their own."""

from collections.abc import Iterator, Mapping

import msgspec

from afterview.model.page import Page
from afterview.pages.cards import CommitmentCard, sort_newest_first
from afterview.pages.commitment_years import sort_by_page
from afterview.pages.links import Step, step_of
from afterview.pages.shell import Shell
from afterview.pages.site_index import SiteIndex
from afterview.pages.years import YearLink


class CommitmentsPage(msgspec.Struct, frozen=True, kw_only=True):
    """The context of ``commitments.html``; each commitment's id is its anchor.

    ``this`` is the year that the page is of, None on the first page; ``older`` are the years with such a page.
    ``moved`` are the anchors of what is on them by their address: links may lead there. These, the totals and the
    interviews ``shown`` are only on the first page, so that those of years stay as they are when others change.
    """

    shell: Shell
    shown: int
    solid: Step
    this: YearLink | None
    older: tuple[YearLink, ...]
    open: tuple[CommitmentCard, ...]
    closed: tuple[CommitmentCard, ...]
    open_total: int
    closed_total: int
    moved: Mapping[str, tuple[str, ...]]


def plan_commitments(site_index: SiteIndex, shell: Shell) -> Iterator[Page]:
    """Plan the page of commitments, and a page for each older year."""
    cards = tuple(site_index.cards.values())
    by_page = sort_by_page(cards)
    open_total = sum(card.state.open for card in cards)
    older = site_index.commitment_years
    for year in (None, *older):
        url = year.url if year else "commitments.html"
        shown = by_page.get(url, ())
        context = CommitmentsPage(
            shell=shell.at(url, "commitments"),
            shown=0 if year else len(site_index.portfolio.interviews),
            solid=step_of(site_index.insight.solid, site_index.portfolio.scale),
            this=year,
            older=older,
            open=tuple(sort_newest_first(card for card in shown if card.state.open)),
            closed=tuple(card for card in shown if not card.state.open),
            open_total=0 if year else open_total,
            closed_total=0 if year else len(cards) - open_total,
            moved={} if year else {it.url: tuple(card.anchor for card in by_page.get(it.url, ())) for it in older},
        )
        yield Page(url=url, layout="commitments.html", context=context)
