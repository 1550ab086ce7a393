"""Make the page that explains every word by which the numbers speak, with the portfolio's own numbers."""

from collections.abc import Mapping

import msgspec

from afterview.insight.perception import ENOUGH_PAIRS
from afterview.insight.themes import QUIET
from afterview.insight.trend import CLEAR, ENOUGH, GATE, HINT
from afterview.model.insight import Gate, Perception, TrendWord
from afterview.model.page import Page
from afterview.pages.links import Step, step_of
from afterview.pages.shell import Shell
from afterview.pages.site_index import SiteIndex
from afterview.pages.skills import SkillCard


class Bounds(msgspec.Struct, frozen=True, kw_only=True):
    """Hold the bounds that the words go by: ratings needed for a trend, and chances in percent."""

    enough: int
    gate: int
    clear: int
    hint: int
    quiet: int
    pairs: int


class HowPage(msgspec.Struct, frozen=True, kw_only=True):
    """What ``how.html`` is told.

    ``example`` is the skill rated most often; ``words`` has every trend word, each with the skills that it is said of
    (``words`` in the order that they are explained); ``tested`` are the skills with ratings enough for a trend.
    ``perception`` counts over all skills, None below four pairs. ``names_shown``: this audience sees who rated.
    """

    shell: Shell
    scale: tuple[Step, ...]
    solid: Step
    example: SkillCard | None
    words: tuple[tuple[TrendWord, tuple[SkillCard, ...]], ...]
    tested: tuple[SkillCard, ...]
    gate: Gate
    perception: Perception | None
    names_shown: bool
    bounds: Bounds


_BOUNDS = Bounds(
    enough=ENOUGH,
    gate=round(100 * GATE),
    clear=round(100 * CLEAR),
    hint=round(100 * HINT),
    quiet=QUIET,
    pairs=ENOUGH_PAIRS,
)


def plan_how(site_index: SiteIndex, shell: Shell, cards: Mapping[str, SkillCard]) -> Page:
    """Plan the explanation."""
    insight, scale = site_index.insight, site_index.portfolio.scale
    rated = [card for card in cards.values() if card.level]
    context = HowPage(
        shell=shell.at("how.html", "how"),
        scale=tuple(step_of(value, scale) for value in range(1, len(scale) + 1)),
        solid=step_of(insight.solid, scale),
        example=max(rated, key=lambda card: card.trend.ratings, default=None),
        words=tuple((word, tuple(card for card in rated if card.trend.word is word)) for word in TrendWord),
        tested=tuple(card for card in rated if card.trend.word is not TrendWord.TOO_FEW),
        gate=insight.gate,
        perception=insight.perception if insight.perception.pairs >= ENOUGH_PAIRS else None,
        names_shown=any(it.interviewer for it in site_index.portfolio.interviews),
        bounds=_BOUNDS,
    )
    return Page(url="how.html", layout="how.html", context=context)
