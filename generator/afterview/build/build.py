"""The whole trip on one screen: files become a portfolio, a portfolio becomes pages, pages become a site."""

from pathlib import Path

import msgspec

from afterview.audience import narrow
from afterview.build.images import read_images
from afterview.build.lock import hold_lock
from afterview.build.outputs import order_outputs
from afterview.build.place import check_output
from afterview.build.write import Written, write_site
from afterview.insight.compute import compute_insight
from afterview.model.audience import Audience
from afterview.model.page import Output
from afterview.model.portfolio import Portfolio
from afterview.problems import ContentError, Problem, errors_of
from afterview.reading.portfolio import read_portfolio
from afterview.site.plan import plan_pages
from afterview.theme.theme import open_theme


class Hidden(msgspec.Struct, frozen=True, kw_only=True):
    """Count the entries that this audience's site leaves out, and never name them."""

    interviews: int = 0
    notes: int = 0
    articles: int = 0


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Hold what a build did: where, for whom, how many pages, what it wrote, what it hides, and the warnings met."""

    output: Path
    audience: Audience
    pages: int
    written: Written
    hidden: Hidden
    warnings: tuple[Problem, ...] = ()


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """Hold a whole site in memory, ordered by address, with what was read and what of it this audience may see."""

    outputs: tuple[Output, ...]
    pages: int
    whole: Portfolio
    narrowed: Portfolio
    warnings: tuple[Problem, ...]


def build_site(root: Path, *, audience: Audience, output: Path | None = None) -> Report:
    """Build the site of the portfolio at ``root`` for one audience, into ``output`` or its usual place.

    Raises ContentError when a source or a layout has errors, and Refused when the output is no safe place, when
    another build is at work or when writing fails; in all these cases the site that stood before still stands.
    """
    if audience is Audience.ME:
        raise ValueError("a site for me alone is only ever served, never built")
    target = default_output(root, audience) if output is None else output
    with hold_lock(root):
        check_output(root, target)
        site = prepare_site(root, audience=audience)
        written = write_site(root, target, site.outputs)
    return Report(
        output=target,
        audience=audience,
        pages=site.pages,
        written=written,
        hidden=count_hidden(site.whole, site.narrowed),
        warnings=site.warnings,
    )


def prepare_site(root: Path, *, audience: Audience) -> Prepared:
    """Make every file of a site, and write none; a ContentError when a source or a layout has errors."""
    read = read_portfolio(root)
    if errors_of(read.problems):
        raise ContentError(read.problems)
    portfolio = narrow(read.portfolio, audience)
    insight = compute_insight(portfolio)
    theme = open_theme(root)
    pages = plan_pages(portfolio, insight, audience)
    outputs = order_outputs((*map(theme.render_page, pages), *theme.read_assets(), *read_images(root, portfolio)))
    return Prepared(
        outputs=tuple(outputs),
        pages=sum(page.url.endswith(".html") for page in pages),
        whole=read.portfolio,
        narrowed=portfolio,
        warnings=read.problems,
    )


def default_output(root: Path, audience: Audience) -> Path:
    """Give an audience's usual place; ``site`` only ever holds what everybody may see."""
    return root / ("site" if audience is Audience.PUBLIC else f"site-{audience}")


def count_hidden(whole: Portfolio, narrowed: Portfolio) -> Hidden:
    """Count what narrowing left out."""
    return Hidden(
        interviews=len(whole.interviews) - len(narrowed.interviews),
        notes=len(whole.notes) - len(narrowed.notes),
        articles=len(whole.articles) - len(narrowed.articles),
    )
