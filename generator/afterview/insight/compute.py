"""Compute all that a narrowed portfolio says, on one screen; alone knows which part of the insight comes from where."""

from afterview.insight.commitments import tell_commitments
from afterview.insight.level import compute_level, solid_step
from afterview.insight.perception import add_perceptions, compare_perceptions
from afterview.insight.recovery import find_recovery
from afterview.insight.series import collect_series, order_interviews
from afterview.insight.strengths import gather_strengths
from afterview.insight.themes import tell_themes
from afterview.insight.trend import compute_trends
from afterview.model.insight import Insight, SkillInsight, Source
from afterview.model.portfolio import Portfolio


def compute_insight(portfolio: Portfolio) -> Insight:
    """Compute the insight of a portfolio that is already narrowed to its audience, from nothing but what it holds.

    The order of ``portfolio.interviews`` makes no difference. The time is linear in the interviews.
    """
    steps = len(portfolio.scale)
    solid = solid_step(steps)
    interviews = order_interviews(portfolio)
    series = collect_series(interviews, portfolio.skills)
    gate, trends = compute_trends(series, steps)
    perceptions = compare_perceptions(interviews, portfolio.skills)
    return Insight(
        solid=solid,
        skills={
            slug: SkillInsight(
                slug=slug,
                trend=trends[slug],
                series=skill.observations,
                level=compute_level(skill.values, solid),
                perception=perceptions[slug],
                recovery=find_recovery(
                    [rating for rating in skill.observations if rating.source is Source.INTERVIEWER], solid
                ),
            )
            for slug, skill in series.items()
        },
        gate=gate,
        commitments=tell_commitments(interviews, series, solid),
        themes=tell_themes(interviews, portfolio.kinds),
        strengths=gather_strengths(interviews, portfolio.skills),
        perception=add_perceptions(perceptions.values()),
    )
