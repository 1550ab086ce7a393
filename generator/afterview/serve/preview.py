"""Keep the sites of a portfolio in memory: reload what changed, and render the pages that are requested."""

import contextlib
import threading
import time
from collections.abc import Iterable, Iterator
from enum import Enum, auto
from pathlib import Path

import msgspec

from afterview.authoring.brief import render_brief
from afterview.model.audience import Audience
from afterview.model.interview import Interview
from afterview.model.portfolio import Article, Note, Portfolio, Skill
from afterview.output.cache import read_cache
from afterview.output.entry_cache import EntryReader
from afterview.problems import AfterviewError, Code, ContentError, Exit, Problem, errors_of
from afterview.reading.entries import slug_of
from afterview.reading.markup.links import source_url
from afterview.rendering.layout_folders import find_default_layouts
from afterview.rendering.layouts import read_layouts
from afterview.rendering.renderer import Renderer
from afterview.rendering.translations import FALLBACK, Translations
from afterview.site import Site, load_site

_NOT_FOUND = "404.html"
_MOMENT_S = 0.03


class News(msgspec.Struct, frozen=True, kw_only=True):
    """What a browser needs to know to be up to date.

    ``version`` counts every change, ``seen`` those that the widest audience may notice, ``site`` those after which a
    page may look different, ``style`` those of style sheets alone; ``problems`` are the current errors, ``warnings``
    the current warnings. ``edited`` is the address of the page whose file was changed last, if only one file was.
    """

    version: int = 0
    seen: int = 0
    site: int = 0
    style: int = 0
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    edited: str = ""


class _Change(Enum):
    """The part of a site that changed: an entry, another part of its pages, only style sheets, or nothing."""

    CONTENT = auto()
    PAGES = auto()
    STYLE = auto()
    NONE = auto()


class Preview:
    """The last good state of the portfolio at ``root``; it stays when a source has an error.

    After a change it only reads; the pages are planned when one is requested.
    ``widest`` is the audience that may see most. For the public, only what changes for the public is a change, and a
    name that no file permits is an error, as in a build. ``parsed`` are the paths of the sources that were parsed for
    the last news.
    """

    def __init__(self, root: Path, widest: Audience = Audience.ME) -> None:
        self._root = root
        self._widest = widest
        self._lock = threading.RLock()
        self._requests = threading.Lock()  # one plans pages at a time, and no change waits until they are planned
        self._cache = read_cache(root)
        self._reader = EntryReader(self._cache)
        self._sites: dict[Audience, Site] = {}
        self._replaced: dict[Audience, Site] = {}
        self._rendered: dict[tuple[Audience, str], bytes] = {}
        self.news = News()
        self.parsed: tuple[str, ...] = ()

    def refresh(self) -> News:
        """Read what changed since the last time, and return the news: the same as before if nothing did."""
        with self._lock:
            self._read()
            return self.news

    def _read(self) -> None:
        """Read the portfolio, and set the news if something changed."""
        site, problems = self._load()
        if errors_of(problems) not in ((), self.news.problems) or not _empty(problems) <= _empty(self.news.warnings):
            # Some editors empty a file before they fill it: what is wrong for a moment is not reported.
            time.sleep(_MOMENT_S)
            site, problems = self._load()
        errors = errors_of(problems)
        warnings = tuple(problem for problem in problems if problem not in errors)
        change = _compare(self._sites.get(self._widest), site)
        if site is not None and change is not _Change.NONE:
            self._replaced = self._sites
            self._sites, self._rendered = {self._widest: site}, {}
        if change is not _Change.NONE or errors != self.news.problems or warnings != self.news.warnings:
            self.parsed = tuple(dict.fromkeys(self._reader.parsed))
            self.news = News(
                version=self.news.version + 1,
                seen=self.news.seen + (change is not _Change.NONE or self._widest is Audience.ME),
                site=self.news.site + (change in (_Change.CONTENT, _Change.PAGES)),
                style=self.news.style + (change is _Change.STYLE),
                problems=errors,
                warnings=warnings,
                edited=self._name_edited() if change is _Change.CONTENT else "",
            )

    def find(self, audience: Audience, url: str) -> bytes | None:
        """Render a page, or find a file, of an audience's site; None if it has none with that address.

        Raises:
            AfterviewError: there is no good state yet, or a layout or picture is at fault.
        """
        with _reporting(), self._requests:
            with self._lock:
                site, rendered = self._site(audience), self._rendered
            if url not in site.pages and url not in site.files:
                return None
            if (audience, url) not in rendered:
                rendered[audience, url] = site.render(url)
            return rendered[audience, url]

    def forget_replaced(self) -> None:
        """Free the sites that the last change replaced; it takes a moment, which the news need not wait for."""
        self._replaced = {}

    @property
    def portfolio(self) -> Portfolio | None:
        """Return the whole portfolio as it was last read without errors."""
        site = self._sites.get(self._widest)
        return site.whole if site else None

    @property
    def translations(self) -> Translations:
        """Return the texts in the portfolio's language; in English if they, or the portfolio, cannot be read."""
        with self._lock, contextlib.suppress(ContentError):
            if site := self._sites.get(self._widest):
                return site.renderer.translations_for(site.whole.language)
        return Renderer(read_layouts((find_default_layouts(),))).translations_for(FALLBACK)

    def render_brief(self) -> str:
        """Render the brief for an interview of the kind that the last one had, or else of the first kind.

        Raises:
            AfterviewError: there is no good state yet, or the translations cannot be read.
        """
        with _reporting(), self._requests:
            site = self._site(Audience.ME)
            portfolio = site.portfolio
            kinds = [*(interview.kind for interview in portfolio.interviews[-1:]), *portfolio.kinds]
            translations = site.renderer.translations_for(portfolio.language)
            return render_brief(portfolio, site.insight, kinds[0], translations)

    def render_not_found(self, audience: Audience, root: str) -> bytes:
        """Render the page for an address that does not exist; ``root`` leads to the site's own root."""
        with _reporting(), self._requests:
            site = self._site(audience)
            page = site.pages[_NOT_FOUND]
            context = msgspec.structs.replace(page.context, root=root)
            return site.renderer.render_page(msgspec.structs.replace(page, context=context)).body

    def _site(self, audience: Audience) -> Site:
        with self._lock:
            if not self._sites:
                raise AfterviewError(self.news.problems or (_NOT_YET,), Exit.CONTENT)
            if audience not in self._sites:
                self._sites[audience] = self._sites[self._widest].for_audience(audience)
            return self._sites[audience]

    def _load(self) -> tuple[Site | None, tuple[Problem, ...]]:
        self._reader.start_over()
        try:
            with _reporting():
                # The preview has no public address, whatever portfolio.yaml says.
                read_entries, remember = self._reader.read_entries, self._cache.get
                site = load_site(self._root, self._widest, local=True, read_entries=read_entries, remember=remember)
        except AfterviewError as error:
            return None, error.problems
        return site, site.warnings

    def _name_edited(self) -> str:
        """Return the page whose file was changed, if only one was and the widest audience has that page."""
        if len(self.parsed) != 1:
            return ""
        path = self.parsed[0]
        narrowed = self._sites[self._widest].narrowed
        entries: dict[str, Iterable[Interview | Skill | Note | Article]] = {
            "interviews": narrowed.interviews,
            "skills": narrowed.skills.values(),
            "notes": narrowed.notes,
            "pages": narrowed.articles,
        }
        shown = any(entry.slug == slug_of(path) for entry in entries.get(path.split("/")[1], ()))
        return source_url(path) if shown else ""


def _empty(problems: tuple[Problem, ...]) -> set[str]:
    return {problem.path for problem in problems if problem.code is Code.EMPTY_FILE}


def _compare(before: Site | None, after: Site | None) -> _Change:
    if after is None:
        return _Change.NONE
    if before is None or before.narrowed != after.narrowed:
        return _Change.CONTENT
    old, new = ({file.url: file.body for file in site.pictures_and_assets} for site in (before, after))
    changed = [name for name in old.keys() | new.keys() if old.get(name) != new.get(name)]
    if before.renderer.fingerprint != after.renderer.fingerprint or not all(name.endswith(".css") for name in changed):
        return _Change.PAGES
    return _Change.STYLE if changed else _Change.NONE


@contextlib.contextmanager
def _reporting() -> Iterator[None]:
    """Turn an OSError, such as for a file that was deleted while it was read, into a problem."""
    try:
        yield
    except OSError as error:
        where, message = Path(error.filename or "content").name, error.strerror or str(error)
        hint = "put it back, or save it again"
        problem = Problem(code=Code.UNREADABLE, path=where, message=message, hint=hint)
        raise AfterviewError((problem,), Exit.CONTENT) from error


_NOT_YET = Problem(code=Code.MISSING_FILE, path="content", message="nothing is read yet", hint="wait a moment")
