"""Make the page of commitments: what is still open, and what became of the rest."""

import msgspec

from afterview.model.page import Page
from afterview.pages.cards import CommitmentCard
from afterview.pages.links import Step, step_of
from afterview.pages.shell import Shell
from afterview.pages.site_index import SiteIndex


class CommitmentsPage(msgspec.Struct, frozen=True, kw_only=True):
    """What ``commitments.html`` shows; each commitment's id is its anchor."""

    shell: Shell
    solid: Step
    open: tuple[CommitmentCard, ...]
    closed: tuple[CommitmentCard, ...]


def plan_commitments(site_index: SiteIndex, shell: Shell) -> Page:
    """Plan the page of commitments."""
    context = CommitmentsPage(
        shell=shell.at("commitments.html", "commitments"),
        solid=step_of(site_index.insight.solid, site_index.portfolio.scale),
        open=tuple(card for card in site_index.cards.values() if card.state.open),
        closed=tuple(card for card in site_index.cards.values() if not card.state.open),
    )
    return Page(url="commitments.html", layout="commitments.html", context=context)
