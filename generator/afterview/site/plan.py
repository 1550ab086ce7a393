"""Plan the whole site: which pages there are, in one place to read."""

from afterview.model.audience import Audience
from afterview.model.insight import Insight
from afterview.model.page import Page
from afterview.model.portfolio import Portfolio
from afterview.site.articles import plan_articles
from afterview.site.atlas import make_atlas
from afterview.site.commitments import plan_commitments
from afterview.site.facts import plan_facts
from afterview.site.feeds import plan_feed, plan_lost, plan_robots, plan_sitemap
from afterview.site.home import plan_home
from afterview.site.how import plan_how
from afterview.site.interviews import InterviewPage, plan_interviews
from afterview.site.notes import plan_notes
from afterview.site.report import plan_report
from afterview.site.search import plan_search
from afterview.site.shell import make_shell
from afterview.site.skills import make_skill_cards, plan_skills
from afterview.site.strengths import plan_strengths
from afterview.site.themes import plan_themes
from afterview.site.timeline import plan_timeline


def plan_pages(portfolio: Portfolio, insight: Insight, audience: Audience) -> tuple[Page, ...]:
    """Plan every page of the site.

    ``portfolio`` is narrowed to ``audience`` already, and ``insight`` computed from what is left. Takes time in
    proportion to the portfolio's size.
    """
    atlas = make_atlas(portfolio, insight, audience)
    shell = make_shell(portfolio, audience)
    cards = make_skill_cards(atlas)
    interviews = plan_interviews(atlas, shell)
    told = [page.context for page in interviews if isinstance(page.context, InterviewPage)]
    search, index = plan_search(atlas, shell)
    pages = (
        plan_home(atlas, shell, cards),
        *interviews,
        *plan_skills(atlas, shell, cards),
        plan_timeline(atlas, shell),
        plan_commitments(atlas, shell),
        *plan_themes(atlas, shell),
        plan_strengths(atlas, shell),
        *plan_notes(atlas, shell),
        *plan_articles(atlas, shell),
        plan_how(atlas, shell, cards),
        plan_report(atlas, shell, told, cards),
        search,
    )
    return (
        *pages,
        index,
        plan_lost(shell),
        plan_feed(atlas, shell),
        *plan_sitemap(shell, pages),
        plan_robots(shell),
        plan_facts(atlas, shell),
    )
