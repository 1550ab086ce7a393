"""Find the skills for which an audience sees another level than the author, since it sees fewer interviews."""

from collections.abc import Callable

from afterview.insight.differing_levels import compare_levels
from afterview.model.differing_level import DifferingLevel
from afterview.model.insight import Insight
from afterview.model.portfolio import Portfolio
from afterview.pages.cards import LevelCard, Steadiness, make_level


def find_differing_levels(
    whole: Portfolio, insight: Insight, translate: Callable[..., str]
) -> tuple[DifferingLevel, ...]:
    """Find the skills whose words differ; ``insight`` is the audience's, ``whole`` the portfolio before narrowing."""
    found = []
    for both in compare_levels(whole, insight):
        shown = _render_level(make_level(both.shown, both.shown_series, whole.scale), translate)
        own = _render_level(make_level(both.whole, both.whole_series, whole.scale), translate)
        if shown != own:
            found.append(DifferingLevel(title=whole.skills[both.skill].title, shown=shown, whole=own))
    return tuple(found)


def _render_level(level: LevelCard | None, translate: Callable[..., str]) -> str:
    """Render a level as the pages do."""
    if level is None:
        return ""
    if level.steadiness is Steadiness.FEW:
        return translate("level-then").join(step.word for step in level.few)
    words = {"usual": level.usual.word, "low": level.low.word, "high": level.high.word}
    return translate(f"level-{level.steadiness}", **words)
