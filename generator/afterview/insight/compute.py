"""Compute the insight of a narrowed portfolio; alone knows which module computes which part."""

from afterview.insight.commitments import follow_commitments
from afterview.insight.hard_days import find_hard_days
from afterview.insight.level import compute_level, solid_step
from afterview.insight.next_steps import choose_next
from afterview.insight.perception import compare_perceptions, sum_perceptions
from afterview.insight.recurrence import collect_chances
from afterview.insight.series import collect_series, order_interviews
from afterview.insight.strengths import gather_strengths
from afterview.insight.themes import follow_skills, follow_themes
from afterview.insight.trend import compute_trends
from afterview.model.audience import Audience
from afterview.model.insight import Insight, SkillInsight, Source
from afterview.model.portfolio import Portfolio


def compute_insight(portfolio: Portfolio, audience: Audience) -> Insight:
    """Compute the insight of a portfolio that is already narrowed to its audience, from nothing but its content.

    Trends are for those from whom no rated interview is hidden: the learner, and audiences of ``complete_for``. The
    order of ``portfolio.interviews`` makes no difference. The time is linear in the interviews.
    """
    steps = len(portfolio.scale)
    solid = solid_step(steps)
    interviews = order_interviews(portfolio)
    series = collect_series(interviews, portfolio.skills)
    complete = audience is Audience.ME or audience in portfolio.complete_for
    gate, trends = compute_trends(series, steps) if complete else (None, {})
    perceptions = compare_perceptions(interviews, portfolio.skills)
    chances = collect_chances(interviews)
    themes, improved = follow_themes(chances), follow_skills(chances)
    commitments = follow_commitments(interviews, series, solid)
    return Insight(
        solid=solid,
        skills={
            slug: SkillInsight(
                slug=slug,
                trend=trends.get(slug),
                series=skill.observations,
                level=compute_level(skill.values, solid),
                perception=perceptions[slug],
                recurrence=improved.get(slug),
                hard_days=find_hard_days(
                    [rating for rating in skill.observations if rating.source is Source.INTERVIEWER], solid
                )
                if audience is Audience.ME
                else (),
            )
            for slug, skill in series.items()
        },
        gate=gate,
        next=choose_next(chances, series, portfolio.skills, commitments, themes, improved),
        commitments=commitments,
        themes=themes,
        strengths=gather_strengths(interviews, portfolio.skills, portfolio.kinds),
        perception=sum_perceptions(interviews),
    )
