"""Make the page of strengths that others named: each said in their words, with where it was said."""

import msgspec

from afterview.model.insight import Strength
from afterview.model.page import Page
from afterview.model.section import PointKind
from afterview.pages.cards import Quote
from afterview.pages.links import SkillLink, ThemeLink
from afterview.pages.shell import Shell
from afterview.pages.site_index import SiteIndex

MOST_QUOTES = 4
MOST_SINGLE = 20


class StrengthCard(msgspec.Struct, frozen=True, kw_only=True):
    """Hold a strength that came up more than once; ``people`` is None where nobody is named.

    ``quotes`` are the latest of ``total``.
    """

    link: SkillLink | ThemeLink
    label: str
    people: int | None
    interviews: int
    quotes: tuple[Quote, ...]
    total: int


class StrengthsPage(msgspec.Struct, frozen=True, kw_only=True):
    """What ``strengths.html`` is told; ``single`` are the latest of what was named once so far."""

    shell: Shell
    cards: tuple[StrengthCard, ...]
    single: tuple[Quote, ...]


def plan_strengths(site_index: SiteIndex, shell: Shell) -> Page:
    """Plan the page of strengths."""
    named = {(it.interview, it.point) for strength in site_index.insight.strengths for it in strength.named}
    single = [
        quote
        for slug, quotes in site_index.quotes.items()
        for place, quote in enumerate(quotes)
        if quote.kind is PointKind.STRENGTH and (slug, place) not in named
    ]
    context = StrengthsPage(
        shell=shell.at("strengths.html", "strengths"),
        cards=tuple(_make_card(site_index, strength) for strength in site_index.insight.strengths),
        single=tuple(reversed(single[-MOST_SINGLE:])),
    )
    return Page(url="strengths.html", layout="strengths.html", context=context)


def _make_card(site_index: SiteIndex, strength: Strength) -> StrengthCard:
    return StrengthCard(
        link=site_index.skills[strength.slug] if strength.is_skill else site_index.themes[strength.slug],
        label=strength.label,
        people=strength.people,
        interviews=len({it.interview for it in strength.named}),
        quotes=tuple(site_index.quotes[it.interview][it.point] for it in reversed(strength.named[-MOST_QUOTES:])),
        total=len(strength.named),
    )
