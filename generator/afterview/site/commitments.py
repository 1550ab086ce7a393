"""Make the page of commitments: what is still open, and what became of the rest."""

import msgspec

from afterview.model.page import Page
from afterview.site.atlas import Atlas
from afterview.site.cards import CommitmentCard
from afterview.site.links import Step, step_of
from afterview.site.shell import Shell


class CommitmentsPage(msgspec.Struct, frozen=True, kw_only=True):
    """What ``commitments.html`` is told; each commitment's id is its anchor."""

    shell: Shell
    solid: Step
    open: tuple[CommitmentCard, ...]
    closed: tuple[CommitmentCard, ...]


def plan_commitments(atlas: Atlas, shell: Shell) -> Page:
    """Plan the page of commitments."""
    context = CommitmentsPage(
        shell=shell.at("commitments.html", "commitments"),
        solid=step_of(atlas.insight.solid, atlas.portfolio.scale),
        open=tuple(card for card in atlas.cards.values() if card.state.open),
        closed=tuple(card for card in atlas.cards.values() if not card.state.open),
    )
    return Page(url="commitments.html", layout="commitments.html", context=context)
