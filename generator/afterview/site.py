"""Load a site: read a portfolio, narrow it to an audience, compute its insight, and plan its pages."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from afterview.insight.compute import compute_insight
from afterview.model.audience import Audience
from afterview.model.differing_level import DifferingLevel
from afterview.model.insight import Insight
from afterview.model.page import Output, Page
from afterview.model.portfolio import Portfolio
from afterview.narrow import Hidden, count_hidden, narrow
from afterview.pages.differing_levels import find_differing_levels
from afterview.pages.home import HomePage
from afterview.pages.link_picture import draw_link_picture
from afterview.pages.plan import plan_pages
from afterview.pages.shell import LINK_PICTURE, has_link_picture
from afterview.pages.urls import sort_urls
from afterview.problems import ContentError, Problem, errors_of, refuse_for_public
from afterview.reading.pictures import Remember, clean_assets, make_always, place_pictures, read_pictures
from afterview.reading.portfolio import ReadEntries, read_entries, read_portfolio
from afterview.rendering.layout_checks import check_layouts
from afterview.rendering.renderer import Renderer, open_renderer

_UNUSED = {
    Audience.PUBLIC: frozenset({"assets/reply.js", "assets/since.js"}),
    Audience.MENTOR: frozenset({"assets/answer.js"}),
    Audience.ME: frozenset({"assets/answer.js", "assets/give.js", "assets/reply.js", "assets/since.js"}),
}
"""Scripts that no page of an audience uses: only a mentor's has answers, only a public one the interviewer's form."""


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """The site of one audience, ready to be rendered.

    ``whole`` is the portfolio as it was read, ``narrowed`` what the audience may see of it, and ``portfolio`` the same
    with the published pictures in their places; ``insight`` is computed from that alone. ``pages`` are still to be
    rendered, ``files`` are the bytes of assets and pictures, both by address; ``urls`` are the addresses of both,
    sorted. A Site can be pickled.
    """

    root: Path
    audience: Audience
    whole: Portfolio
    narrowed: Portfolio
    portfolio: Portfolio
    insight: Insight
    warnings: tuple[Problem, ...]
    renderer: Renderer
    pages: Mapping[str, Page]
    files: Mapping[str, bytes]
    urls: tuple[str, ...]

    @property
    def hidden(self) -> Hidden:
        """Count what this audience may not see."""
        return count_hidden(self.whole, self.narrowed)

    @property
    def differing_levels(self) -> tuple[DifferingLevel, ...]:
        """Find the skills for which this audience sees another level than the author."""
        if self.audience is Audience.ME:
            return ()
        translations = self.renderer.translations_for(self.whole.language)
        return find_differing_levels(self.whole, self.insight, translations.translate)

    @property
    def page_count(self) -> int:
        """Count the pages that a person reads."""
        return sum(url.endswith(".html") for url in self.pages)

    def render(self, url: str) -> bytes:
        """Render the page, or return the file, at an address of the site.

        Raises:
            KeyError: the site has no such address.
            ContentError: the page's layout has errors.
        """
        page = self.pages.get(url)
        return self.files[url] if page is None else self.renderer.render_page(page).body

    def for_audience(self, audience: Audience, *, reader: str | None = None) -> "Site":
        """Load the site of the same portfolio for another audience, without reading the portfolio again.

        ``reader`` is the slug of the one mentor that it is for.
        """
        if audience is self.audience and reader is None:
            return self
        return _plan_site(self.root, self.whole, self.warnings, audience, reader)

    def check_own_layouts(self) -> tuple[Problem, ...]:
        """Report the errors in the portfolio's own layouts: compile them, then render every page with them.

        Only the first problem of each line is listed. A portfolio without layouts of its own has none.
        """
        if not self.renderer.layouts.own:
            return ()
        if problems := check_layouts(self.renderer.layouts):
            return problems
        found: dict[tuple[str, int], Problem] = {}
        for audience in Audience:
            site = self.for_audience(audience)
            for url in site.pages:
                try:
                    site.render(url)
                except ContentError as error:
                    for problem in error.problems:
                        found.setdefault((problem.path, problem.line), problem)
        return tuple(found.values())


def load_site(
    root: Path,
    audience: Audience,
    *,
    url: str | None = None,
    local: bool = False,
    reader: str | None = None,
    read_entries: ReadEntries = read_entries,
    remember: Remember = make_always,
) -> Site:
    """Load the site of the portfolio at ``root`` for one audience.

    ``url`` is the site's address if portfolio.yaml does not name one; with ``local`` the site has no address at
    all, whatever portfolio.yaml says. ``reader`` is the slug of the one mentor that it is for. ``read_entries`` may
    read from a cache or in several processes, and ``remember`` may cache a converted picture.

    Raises:
        ContentError: a source, a picture or a layout has errors, two files have the same address, or the public would
            read a name that no file permits.
        Refused: a link leads out of the portfolio.
    """
    read = read_portfolio(root, read_entries)
    problems = refuse_for_public(read.problems) if audience is Audience.PUBLIC else read.problems
    if errors_of(problems):
        raise ContentError(problems)
    address = None if local else read.portfolio.url or url
    return _plan_site(
        root, msgspec.structs.replace(read.portfolio, url=address), read.problems, audience, reader, remember
    )


def _plan_site(
    root: Path,
    whole: Portfolio,
    warnings: tuple[Problem, ...],
    audience: Audience,
    reader: str | None = None,
    remember: Remember = make_always,
) -> Site:
    narrowed = narrow(whole, audience, reader=reader)
    pictures, problems = read_pictures(root, narrowed, remember)
    if errors_of(problems):
        raise ContentError((*warnings, *problems))
    portfolio = place_pictures(narrowed, pictures)
    insight = compute_insight(portfolio, audience)
    renderer = open_renderer(root)
    pages = plan_pages(portfolio, insight, audience)
    assets, faults = clean_assets(
        (asset for asset in renderer.read_assets() if asset.url not in _UNUSED[audience]), remember
    )
    if faults:
        raise ContentError((*warnings, *faults))
    files = (*assets, *(picture.output for picture in pictures.values()))
    pictured = _draw_picture(pages, portfolio, audience)
    files = (*files, *pictured)
    urls = sort_urls([*(page.url for page in pages), *(file.url for file in files)])
    return Site(
        root=root,
        audience=audience,
        whole=whole,
        narrowed=narrowed,
        portfolio=portfolio,
        insight=insight,
        warnings=(*warnings, *problems),
        renderer=renderer,
        pages={page.url: page for page in pages},
        files={file.url: file.body for file in files},
        urls=urls,
    )


def _draw_picture(pages: tuple[Page, ...], portfolio: Portfolio, audience: Audience) -> tuple[Output, ...]:
    """Draw the picture for links to the public site, from the sheet of its home page."""
    if not has_link_picture(portfolio, audience):
        return ()
    homes = (page.context for page in pages if isinstance(page.context, HomePage))
    return tuple(Output(url=LINK_PICTURE, body=draw_link_picture(home.sheet)) for home in homes)
