"""Plan the whole site: which pages there are, in one place to read."""

from afterview.model.audience import Audience
from afterview.model.insight import Insight
from afterview.model.page import Page
from afterview.model.portfolio import Portfolio
from afterview.pages.answer import plan_answer
from afterview.pages.articles import plan_articles
from afterview.pages.commitments import plan_commitments
from afterview.pages.feeds import plan_feed, plan_lost, plan_robots, plan_sitemap
from afterview.pages.home import plan_home
from afterview.pages.how import plan_how
from afterview.pages.interviews import InterviewPage, plan_interviews
from afterview.pages.json_export import plan_json_export
from afterview.pages.mentor import plan_mentor
from afterview.pages.notes import plan_notes
from afterview.pages.report import plan_report
from afterview.pages.search import plan_search
from afterview.pages.shell import make_shell
from afterview.pages.site_index import make_site_index
from afterview.pages.skill_cards import make_skill_cards
from afterview.pages.skills import plan_skills
from afterview.pages.strengths import plan_strengths
from afterview.pages.themes import plan_themes
from afterview.pages.timeline import plan_timeline

_MAY_BE_EMPTY = frozenset({"commitments.html", "themes.html", "strengths.html", "timeline.html"})


def plan_pages(portfolio: Portfolio, insight: Insight, audience: Audience) -> tuple[Page, ...]:
    """Plan every page of the site.

    ``portfolio`` is narrowed to ``audience`` already, and ``insight`` computed from what is left. Takes time in
    proportion to the portfolio's size.
    """
    site_index = make_site_index(portfolio, insight, audience)
    shell = make_shell(portfolio, audience)
    cards = make_skill_cards(site_index)
    interviews = plan_interviews(site_index, shell)
    contexts = [page.context for page in interviews if isinstance(page.context, InterviewPage)]
    search, index = plan_search(site_index, shell)
    pages = (
        plan_home(site_index, shell, cards),
        *plan_mentor(site_index, shell),
        *interviews,
        *plan_skills(site_index, shell, cards),
        *plan_timeline(site_index, shell, cards),
        *plan_commitments(site_index, shell),
        *plan_themes(site_index, shell),
        plan_strengths(site_index, shell),
        *plan_notes(site_index, shell),
        *plan_articles(site_index, shell),
        plan_how(site_index, shell, cards),
        *plan_report(site_index, shell, contexts, cards),
        search,
    )
    # An empty page that nothing leads to is left out; what can be empty without it is in the navigation always.
    named = {entry.url for entry in shell.navigation}
    pages = tuple(page for page in pages if page.url not in _MAY_BE_EMPTY or page.url in named)
    return (
        *pages,
        *plan_answer(audience),
        index,
        plan_lost(shell),
        plan_feed(site_index, shell),
        *plan_sitemap(shell, pages),
        plan_robots(shell),
        plan_json_export(site_index, shell),
    )
