"""Load a site: read a portfolio, narrow it to an audience, compute its insight, and plan its pages."""

from collections.abc import Mapping
from functools import cached_property
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
from afterview.reading.memo import Remember, make_always
from afterview.reading.pictures import clean_assets, place_pictures, read_pictures
from afterview.reading.portfolio import ReadEntries, read_entries, read_portfolio
from afterview.rendering.layout_checks import check_layouts
from afterview.rendering.renderer import Renderer, open_renderer

_UNUSED = {
    Audience.PUBLIC: frozenset({"assets/reply.js", "assets/since.js"}),
    Audience.MENTOR: frozenset({"assets/answer.js"}),
    Audience.ME: frozenset({"assets/answer.js", "assets/give.js", "assets/reply.js", "assets/since.js"}),
}
"""Scripts that no page of an audience uses: only a mentor's has answers, only a public one the interviewer's form."""


class Site(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """The site of one audience, ready to be rendered.

    ``whole`` is the portfolio as it was read, ``narrowed`` what the audience may see of it, and ``portfolio`` the same
    with the published pictures in their places. ``pictures_and_assets`` are finished files. What takes long is computed
    when it is asked for first, and stays. A Site can be pickled.
    """

    root: Path
    audience: Audience
    whole: Portfolio
    narrowed: Portfolio
    portfolio: Portfolio
    warnings: tuple[Problem, ...]
    renderer: Renderer
    pictures_and_assets: tuple[Output, ...]

    @cached_property
    def insight(self) -> Insight:
        """The insight, computed from what the audience may see alone."""
        return compute_insight(self.portfolio, self.audience)

    @cached_property
    def pages(self) -> Mapping[str, Page]:
        """The pages that are still to be rendered, by address."""
        return {page.url: page for page in self._planned}

    @cached_property
    def files(self) -> Mapping[str, bytes]:
        """The bytes of all other files, by address: pictures, assets, and the picture for links."""
        return {file.url: file.body for file in (*self.pictures_and_assets, *self._link_picture)}

    @cached_property
    def urls(self) -> tuple[str, ...]:
        """The addresses of all pages and files, sorted.

        Raises:
            ContentError: two files have the same address.
        """
        files = (*self.pictures_and_assets, *self._link_picture)
        return sort_urls([*(page.url for page in self._planned), *(file.url for file in files)])

    @cached_property
    def _planned(self) -> tuple[Page, ...]:
        return plan_pages(self.portfolio, self.insight, self.audience)

    @cached_property
    def _link_picture(self) -> tuple[Output, ...]:
        """The picture for links to the public site, drawn from the sheet of its home page."""
        if not has_link_picture(self.portfolio, self.audience):
            return ()
        homes = (page.context for page in self._planned if isinstance(page.context, HomePage))
        return tuple(Output(url=LINK_PICTURE, body=draw_link_picture(home.sheet)) for home in homes)

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

    def for_audience(
        self, audience: Audience, *, reader: str | None = None, remember: Remember = make_always
    ) -> "Site":
        """Load the site of the same portfolio for another audience, without reading the portfolio again.

        ``reader`` is the slug of the one mentor that it is for, and ``remember`` may cache a converted picture.
        """
        if audience is self.audience and reader is None:
            return self
        return _narrow_site(self.root, self.whole, self.warnings, audience, reader, remember)

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
    read = read_portfolio(root, read_entries, remember)
    problems = refuse_for_public(read.problems) if audience is Audience.PUBLIC else read.problems
    if errors_of(problems):
        raise ContentError(problems)
    address = None if local else read.portfolio.url or url
    return _narrow_site(
        root, msgspec.structs.replace(read.portfolio, url=address), read.problems, audience, reader, remember
    )


def _narrow_site(
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
    renderer = open_renderer(root)
    assets, faults = clean_assets(
        (asset for asset in renderer.read_assets() if asset.url not in _UNUSED[audience]), remember
    )
    if faults:
        raise ContentError((*warnings, *faults))
    files = (*assets, *(picture.output for picture in pictures.values()))
    sort_urls(file.url for file in files)  # refuses two with one address; pages have slugs, in places of their own
    return Site(
        root=root,
        audience=audience,
        whole=whole,
        narrowed=narrowed,
        portfolio=place_pictures(narrowed, pictures),
        warnings=(*warnings, *problems),
        renderer=renderer,
        pictures_and_assets=files,
    )
