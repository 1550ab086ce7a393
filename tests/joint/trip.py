"""The whole trip in memory: the files of a portfolio become the files of its site, by address."""

from pathlib import Path

from afterview.insight.compute import compute_insight
from afterview.model.audience import Audience
from afterview.model.portfolio import Portfolio
from afterview.narrow import narrow
from afterview.output.images import read_images
from afterview.output.outputs import order_urls
from afterview.pages.plan import plan_pages
from afterview.problems import ContentError, errors_of
from afterview.reading.portfolio import read_portfolio
from afterview.rendering.renderer import Renderer, open_renderer


def make_outputs(root: Path, audience: Audience, *, theme: Renderer | None = None) -> dict[str, bytes]:
    """Make what a build writes, and write nothing; a theme already open saves reading the layouts again."""
    read = read_portfolio(root)
    if errors_of(read.problems):
        raise ContentError(read.problems)
    return render_outputs(root, read.portfolio, audience, theme=theme)


def render_outputs(
    root: Path, portfolio: Portfolio, audience: Audience, *, theme: Renderer | None = None
) -> dict[str, bytes]:
    """Make the site of a portfolio that is read already."""
    narrowed = narrow(portfolio, audience)
    pages = plan_pages(narrowed, compute_insight(narrowed), audience)
    theme = theme or open_renderer(root)
    outputs = (*map(theme.render_page, pages), *theme.read_assets(), *read_images(root, narrowed))
    bodies = {output.url: output.body for output in outputs}
    return {url: bodies[url] for url in order_urls(output.url for output in outputs)}
