"""Keep the page of commitments light: closed ones of older years have pages of their own."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from afterview.model.address import commitment_year_url
from afterview.pages.cards import CommitmentCard, sort_newest_first
from afterview.pages.years import YearLink, find_older, sort_by_year

MOST_OPEN = 40
"""So many open commitments, the newest, stay on the first page whatever their year."""


def place_cards(cards: Mapping[str, CommitmentCard]) -> tuple[Mapping[str, CommitmentCard], tuple[YearLink, ...]]:
    """Set the page of each commitment, and find the older years, newest first."""
    newest = sort_newest_first(cards.values())
    open_ones = {card.id for card in [card for card in newest if card.state.open][:MOST_OPEN]}
    rest = [card for card in newest if card.id not in open_ones]
    years = find_older(((card.made.date, _weigh(card)) for card in rest), commitment_year_url)
    sorted_cards = sort_by_year(rest, years, lambda card: card.made.date)
    urls = {card.id: year.url for year, several in sorted_cards.items() if year for card in several}
    placed = {
        id: msgspec.structs.replace(card, url=f"{urls[id]}#{card.anchor}") if id in urls else card
        for id, card in cards.items()
    }
    return placed, years


def sort_by_page(cards: Iterable[CommitmentCard]) -> Mapping[str, Sequence[CommitmentCard]]:
    """Sort commitments by the address of the page that they are on."""
    by_page: dict[str, list[CommitmentCard]] = {}
    for card in cards:
        by_page.setdefault(card.url.partition("#")[0], []).append(card)
    return by_page


def _weigh(card: CommitmentCard) -> int:
    """Estimate the bytes that a commitment's story takes."""
    return 650 + len(card.html.encode()) + 400 * len(card.attempts) + 300 * (card.since is not None)
