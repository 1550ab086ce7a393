"""Make the page that explains every trend word, with the portfolio's own numbers."""

from collections.abc import Mapping

import msgspec

from afterview.insight.perception import ENOUGH_PAIRS, MARGIN
from afterview.insight.recurrence import MISSES, RARE
from afterview.insight.trend import CLEAR, ENOUGH, GATE, HINT
from afterview.model.insight import Gate, Perception, TrendWord
from afterview.model.page import Page
from afterview.pages.links import Step, step_of
from afterview.pages.shell import Shell
from afterview.pages.site_index import SiteIndex
from afterview.pages.skill_cards import SkillCard


class Bounds(msgspec.Struct, frozen=True, kw_only=True):
    """The bounds that decide which word is used: counts, and chances in percent."""

    enough: int
    gate: int
    clear: int
    hint: int
    misses: int
    rare: int
    pairs: int
    margin: int


class HowPage(msgspec.Struct, frozen=True, kw_only=True):
    """What ``how.html`` shows.

    ``example`` is the skill rated most often, ``rated`` has those with ratings enough for a share. ``words`` has every
    trend word, in the order that they are explained, each with the skills that have it; ``tested`` are the skills with
    ratings enough for a trend. Both are empty, and ``gate`` is None, if this audience sees no trends. ``perception``
    counts over all skills, None without a pair.
    """

    shell: Shell
    scale: tuple[Step, ...]
    solid: Step
    example: SkillCard | None
    rated: tuple[SkillCard, ...]
    words: tuple[tuple[TrendWord, tuple[SkillCard, ...]], ...]
    tested: tuple[SkillCard, ...]
    gate: Gate | None
    perception: Perception | None
    bounds: Bounds


_BOUNDS = Bounds(
    enough=ENOUGH,
    gate=round(100 * GATE),
    clear=round(100 * CLEAR),
    hint=round(100 * HINT),
    misses=MISSES,
    rare=round(100 * RARE),
    pairs=ENOUGH_PAIRS,
    margin=MARGIN,
)


def plan_how(site_index: SiteIndex, shell: Shell, cards: Mapping[str, SkillCard]) -> Page:
    """Plan the explanation."""
    insight, scale = site_index.insight, site_index.portfolio.scale
    rated = tuple(card for card in cards.values() if card.level)
    context = HowPage(
        shell=shell.at("how.html", "how"),
        scale=tuple(step_of(value, scale) for value in range(1, len(scale) + 1)),
        solid=step_of(insight.solid, scale),
        example=max(rated, key=lambda card: card.ratings, default=None),
        rated=tuple(card for card in rated if card.level and not card.level.few),
        words=tuple((word, _find_cards(rated, word)) for word in TrendWord) if insight.gate else (),
        tested=tuple(card for card in rated if card.trend and card.trend.word is not TrendWord.TOO_FEW),
        gate=insight.gate,
        perception=insight.perception if insight.perception.pairs else None,
        bounds=_BOUNDS,
    )
    return Page(url="how.html", layout="how.html", context=context)


def _find_cards(cards: tuple[SkillCard, ...], word: TrendWord) -> tuple[SkillCard, ...]:
    return tuple(card for card in cards if card.trend and card.trend.word is word)
