"""Make the page of strengths: in the words of interviewers, and beside them as the learner noted them."""

from collections.abc import Sequence

import msgspec

from afterview.model.insight import Naming, Strength
from afterview.model.page import Page
from afterview.model.section import PointKind
from afterview.pages.cards import Quote
from afterview.pages.links import SkillLink
from afterview.pages.shell import Shell
from afterview.pages.site_index import SiteIndex

MOST_QUOTES = 4
MOST_SINGLE = 20


class StrengthCard(msgspec.Struct, frozen=True, kw_only=True):
    """A skill that went well more than once.

    ``quotes`` are the latest of ``quoted`` quotations, by ``people`` of the ``asked`` (None where nobody is named) in
    ``interviews``; ``notes`` the latest of ``written`` ones of the learner's own, which come from ``noted`` interviews.
    """

    skill: SkillLink
    people: int | None
    asked: int
    interviews: int
    quotes: tuple[Quote, ...]
    quoted: int
    notes: tuple[Quote, ...]
    written: int
    noted: int


class StrengthsPage(msgspec.Struct, frozen=True, kw_only=True):
    """What ``strengths.html`` shows; ``single`` are the latest of what is in no card."""

    shell: Shell
    shown: int
    cards: tuple[StrengthCard, ...]
    single: tuple[Quote, ...]


def plan_strengths(site_index: SiteIndex, shell: Shell) -> Page:
    """Plan the page of strengths."""
    named = {
        (naming.interview, naming.point)
        for strength in site_index.insight.strengths
        for naming in (*strength.quoted, *strength.noted)
    }
    single = [
        quote
        for slug, quotes in site_index.quotes.items()
        for place, quote in enumerate(quotes)
        if quote.kind is PointKind.STRENGTH and (slug, place) not in named
    ]
    context = StrengthsPage(
        shell=shell.at("strengths.html", "strengths"),
        shown=len(site_index.portfolio.interviews),
        cards=tuple(_make_card(site_index, strength) for strength in site_index.insight.strengths),
        single=tuple(reversed(single[-MOST_SINGLE:])),
    )
    return Page(url="strengths.html", layout="strengths.html", context=context)


def _make_card(site_index: SiteIndex, strength: Strength) -> StrengthCard:
    return StrengthCard(
        skill=site_index.skills[strength.skill],
        people=strength.people,
        asked=strength.asked,
        interviews=_count_interviews(strength.quoted),
        quotes=_quote_latest(site_index, strength.quoted),
        quoted=len(strength.quoted),
        notes=_quote_latest(site_index, strength.noted),
        written=len(strength.noted),
        noted=_count_interviews(strength.noted),
    )


def _quote_latest(site_index: SiteIndex, namings: Sequence[Naming]) -> tuple[Quote, ...]:
    return tuple(site_index.quotes[naming.interview][naming.point] for naming in reversed(namings[-MOST_QUOTES:]))


def _count_interviews(namings: Sequence[Naming]) -> int:
    return len({naming.interview for naming in namings})
