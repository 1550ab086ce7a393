"""Keep the sites of a portfolio in memory: reload what changed, and render the pages that are asked for."""

import contextlib
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from afterview.authoring.brief import render_brief
from afterview.model.audience import Audience
from afterview.model.portfolio import Portfolio
from afterview.output.drafts import Drafts
from afterview.output.memory import read_memory
from afterview.output.stamps import Stamp, read_stamps
from afterview.problems import AfterviewError, Code, Exit, Problem, errors_of
from afterview.reading.markup.links import source_url
from afterview.rendering.layout_folders import find_default_layouts
from afterview.rendering.translations import read_portfolio_translations
from afterview.site import Site, load_site

_NOT_FOUND = "404.html"
_MOMENT_S = 0.03


class News(msgspec.Struct, frozen=True, kw_only=True):
    """What a browser has to know to be up to date.

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
    """The last good state of the portfolio at ``root``; an error in a source does not take it away."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lock = threading.RLock()
        self._drafts = Drafts(read_memory(root).known())
        self._sites: dict[Audience, Site] = {}
        self._rendered: dict[tuple[Audience, str], bytes] = {}
        self._stamps: Mapping[str, Stamp | None] = {}
        self.news = News()

    def refresh(self) -> News:
        """Read what changed since the last time, and return the news: the same as before where nothing did."""
        with self._lock:
            stamps = self._read_stamps()
            self._drafts.changed.clear()
            site, problems = self._load()
            if errors_of(problems) not in ((), self.news.problems):
                # Some editors empty a file before they fill it: an error that lasts a moment is not reported.
                time.sleep(_MOMENT_S)
                site, problems = self._load()
            errors = errors_of(problems)
            warnings = tuple(problem for problem in problems if problem not in errors)
            changed = {name for name in {*stamps, *self._stamps} if stamps.get(name) != self._stamps.get(name)}
            styled = bool(changed) and all(name.endswith(".css") for name in changed)
            last = self._sites.get(Audience.ME)
            renewed = site is not None and (last is None or site.whole != last.whole)
            pages_changed = renewed or (bool(changed) and not styled)
            self._stamps = stamps
            if site is not None and (pages_changed or styled):
                self._sites = {Audience.ME: site}
                self._rendered.clear()
            if pages_changed or styled or errors != self.news.problems or warnings != self.news.warnings:
                self.news = News(
                    version=self.news.version + 1,
                    site=self.news.site + pages_changed,
                    style=self.news.style + styled,
                    problems=errors,
                    warnings=warnings,
                    edited=self._name_edited() if renewed else "",
                )
            return self.news

    def find(self, audience: Audience, url: str) -> bytes | None:
        """Render a page, or find a file, of an audience's site; None where it has none of that address.

        Raises:
            AfterviewError: there is no good state yet, or a layout or picture is at fault.
        """
        with _reporting(), self._lock:
            site = self._site(audience)
            if url not in site.pages and url not in site.files:
                return None
            if (audience, url) not in self._rendered:
                self._rendered[audience, url] = site.render(url)
            return self._rendered[audience, url]

    @property
    def portfolio(self) -> Portfolio | None:
        """Return the whole portfolio as it was last read without errors."""
        site = self._sites.get(Audience.ME)
        return site.whole if site else None

    def render_brief(self) -> str:
        """Render the brief for an interview of the kind that the last one had, or else of the first kind.

        Raises:
            AfterviewError: there is no good state yet, or the translations cannot be read.
        """
        with _reporting(), self._lock:
            site = self._site(Audience.ME)
            portfolio = site.portfolio
            kinds = [*(interview.kind for interview in portfolio.interviews[-1:]), *portfolio.kinds]
            translations = read_portfolio_translations(self._root, portfolio.language)
            return render_brief(portfolio, site.insight, kinds[0], translations)

    def render_not_found(self, audience: Audience, root: str) -> bytes:
        """Render the page for an address that does not exist; ``root`` leads to the site's own root."""
        with _reporting():
            site = self._site(audience)
            page = site.pages[_NOT_FOUND]
            context = msgspec.structs.replace(page.context, root=root)
            return site.renderer.render_page(msgspec.structs.replace(page, context=context)).body

    def _site(self, audience: Audience) -> Site:
        with self._lock:
            # Layouts may have changed since the folders were last watched.
            if self._sites and self._read_stamps() != self._stamps:
                self.refresh()
            if not self._sites:
                raise AfterviewError(self.news.problems or (_NOT_YET,), Exit.CONTENT)
            if audience not in self._sites:
                self._sites[audience] = self._sites[Audience.ME].for_audience(audience)
            return self._sites[audience]

    def _load(self) -> tuple[Site | None, tuple[Problem, ...]]:
        try:
            with _reporting():
                # Here the site has no other address than this one, whatever portfolio.yaml says of the published one.
                site = load_site(self._root, Audience.ME, local=True, read_entries=self._drafts.read_entries)
        except AfterviewError as error:
            return None, error.problems
        return site, site.warnings

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


@contextlib.contextmanager
def _reporting() -> Iterator[None]:
    """Report a file that went away while it was read as any other problem; it is read again at the next change."""
    try:
        yield
    except OSError as error:
        where, message = Path(error.filename or "content").name, error.strerror or str(error)
        hint = "put it back, or save it again"
        problem = Problem(code=Code.UNREADABLE, path=where, message=message, hint=hint)
        raise AfterviewError((problem,), Exit.CONTENT) from error


_NOT_YET = Problem(code=Code.MISSING_FILE, path="content", message="nothing is read yet", hint="wait a moment")
