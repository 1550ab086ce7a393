"""Keep a portfolio and its sites in memory: read anew what changed, render what is asked for."""

import contextlib
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from afterview.insight.compute import compute_insight
from afterview.model.audience import Audience
from afterview.model.page import Output, Page
from afterview.model.portfolio import Portfolio
from afterview.narrow import narrow
from afterview.output.drafts import Drafts
from afterview.output.images import read_images
from afterview.output.memory import read_memory
from afterview.output.stamps import Stamp, read_stamps
from afterview.pages.plan import plan_pages
from afterview.problems import AfterviewError, Code, Exit, Problem, errors_of
from afterview.reading.markup.links import source_url
from afterview.reading.portfolio import read_portfolio
from afterview.rendering.layout_folders import find_default_layouts
from afterview.rendering.renderer import Renderer, open_renderer

_LOST = "404.html"
_MOMENT_S = 0.03


class News(msgspec.Struct, frozen=True, kw_only=True):
    """Hold what a browser has to know to be up to date.

    ``version`` counts every change, ``site`` those after which a page may look different, ``style`` those of style
    sheets alone; ``problems`` are the errors that stand, ``warnings`` those that do not stop. ``edited`` is the
    address of the page whose file was changed last, if it was one.
    """

    version: int = 0
    site: int = 0
    style: int = 0
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    edited: str = ""


class Preview:
    """Hold the last good state of the portfolio at ``root``; what is being mended does not take it away."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lock = threading.RLock()
        self._drafts = Drafts(read_memory(root).known())  # what the last build found out need not be found out again
        self._portfolio: Portfolio | None = None
        self._sites: dict[Audience, _Site] = {}
        self._stamps: Mapping[str, Stamp | None] = {}
        self.news = News()

    def refresh(self) -> News:
        """Read what changed since the last time, and give the news: the same as before where nothing did."""
        with self._lock:
            stamps = self._read_stamps()
            self._drafts.changed.clear()
            portfolio, problems = self._read()
            if errors_of(problems) not in ((), self.news.problems):
                # Some editors empty a file before they fill it: what is wrong for a moment is not told.
                time.sleep(_MOMENT_S)
                portfolio, problems = self._read()
            errors = errors_of(problems)
            warnings = tuple(problem for problem in problems if problem not in errors)
            changed = {name for name in {*stamps, *self._stamps} if stamps.get(name) != self._stamps.get(name)}
            styled = bool(changed) and all(name.endswith(".css") for name in changed)
            good = portfolio is not None and not errors
            renewed = good and portfolio != self._portfolio
            anew = renewed or (bool(changed) and not styled) or (good and self._portfolio is None)
            self._stamps = stamps
            if good:
                self._portfolio = portfolio
            if anew:
                self._sites.clear()
            elif styled:
                for site in self._sites.values():
                    with contextlib.suppress(AfterviewError), _telling():
                        site.read_assets(stamps)
            if anew or styled or errors != self.news.problems or warnings != self.news.warnings:
                self.news = News(
                    version=self.news.version + 1,
                    site=self.news.site + anew,
                    style=self.news.style + styled,
                    problems=errors,
                    warnings=warnings,
                    edited=self._name_edited() if renewed else "",
                )
            return self.news

    def find(self, audience: Audience, url: str) -> Output | None:
        """Render a page, or find a file, of an audience's site; None where it has none of that address.

        Raises AfterviewError where there is no good state yet, or where a layout or picture is at fault.
        """
        with _telling():
            return self._site(audience).find(url)

    def lost(self, audience: Audience, root: str) -> bytes:
        """Render the page for an address that does not exist; ``root`` leads to the site's own root."""
        with _telling():
            return self._site(audience).lost(root)

    def _site(self, audience: Audience) -> "_Site":
        with self._lock:
            if self._portfolio is None:
                raise AfterviewError(self.news.problems or (_NOT_YET,), Exit.CONTENT)
            stamps = self._read_stamps()
            # Layouts may have come and gone between two looks at the folders.
            if audience not in self._sites or self._sites[audience].stamps != stamps:
                # Here the site has no other address than this one, whatever portfolio.yaml says of the published one.
                whole = msgspec.structs.replace(self._portfolio, url=None)
                self._sites[audience] = _Site(self._root, stamps, narrow(whole, audience), audience)
            return self._sites[audience]

    def _read(self) -> tuple[Portfolio | None, tuple[Problem, ...]]:
        try:
            with _telling():
                read = read_portfolio(self._root, self._drafts.read_entries)
        except AfterviewError as error:
            return None, error.problems
        return read.portfolio, read.problems

    def _read_stamps(self) -> Mapping[str, Stamp | None]:
        folders = {"own": self._root / "layouts", "layouts": find_default_layouts()}
        folders["images"] = self._root / "content" / "images"
        found: dict[str, Stamp | None] = {}
        for name, folder in folders.items():
            try:
                found |= {f"{name}/{url}": stamp for url, stamp in read_stamps(folder).items()}
            except OSError:
                found[name] = None
        return found

    def _name_edited(self) -> str:
        paths = [path for path in dict.fromkeys(self._drafts.changed) if path.startswith("content/")]
        return source_url(paths[0]) if len(paths) == 1 else ""


class _Site:
    """Hold one audience's site: what it is made of, and the pages that somebody asked for already."""

    def __init__(
        self, root: Path, stamps: Mapping[str, Stamp | None], portfolio: Portfolio, audience: Audience
    ) -> None:
        self._root = root
        self._theme: Renderer = open_renderer(root)
        self._pages: dict[str, Page] = {
            page.url: page for page in plan_pages(portfolio, compute_insight(portfolio), audience)
        }
        self._images = {output.url: output for output in read_images(root, portfolio)}
        self._rendered: dict[str, Output] = {}
        self._assets: dict[str, Output] = {}
        self.read_assets(stamps)

    def read_assets(self, stamps: Mapping[str, Stamp | None]) -> None:
        """Read style sheets and scripts; there may be a folder for them now that was not there before."""
        self.stamps = stamps
        self._assets = {output.url: output for output in open_renderer(self._root).read_assets()}

    def find(self, url: str) -> Output | None:
        """Render a page unless it is rendered, or find a file."""
        if url in self._pages and url not in self._rendered:
            self._rendered[url] = self._theme.render_page(self._pages[url])
        return self._rendered.get(url) or self._assets.get(url) or self._images.get(url)

    def lost(self, root: str) -> bytes:
        """Render the page for what is not there."""
        page = self._pages[_LOST]
        context = msgspec.structs.replace(page.context, root=root)
        return self._theme.render_page(msgspec.structs.replace(page, context=context)).body


@contextlib.contextmanager
def _telling() -> Iterator[None]:
    """Tell of a file that went away while it was read as of any other problem; it will be looked at again."""
    try:
        yield
    except OSError as error:
        where, message = Path(error.filename or "content").name, error.strerror or str(error)
        hint = "put it back, or save it again"
        problem = Problem(code=Code.UNREADABLE, path=where, message=message, hint=hint)
        raise AfterviewError((problem,), Exit.CONTENT) from error


_NOT_YET = Problem(code=Code.MISSING_FILE, path="content", message="nothing is read yet", hint="wait a moment")
