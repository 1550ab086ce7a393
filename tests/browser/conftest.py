"""A real browser that notes whatever a page complains of, and whole sites to open in it."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.joint.conftest import site_of  # noqa: F401 - a fixture, by standing here
from tests.joint.crawl import serve
from tests.joint.sites import Site

MOUNT = "/some/sub/path/"

_WATCH = """
self.complaints = [];
document.addEventListener("securitypolicyviolation", (it) => complaints.push(`CSP ${it.violatedDirective}`));
new PerformanceObserver((list) => {
  for (const it of list.getEntries()) complaints.push(`moved by ${it.value}`);
}).observe({ type: "layout-shift", buffered: true });
"""


Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Return a function that opens a page in a reader's own context; in the end nothing may have been complained of."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_one(url: str, *, home: str, **options: object) -> Page:
        context = browser.new_context(**options)  # type: ignore[arg-type] # as Playwright's own
        contexts.append(context)
        context.on("console", lambda it: complaints.append(it.text) if it.type in ("error", "warning") else None)
        # A page that is left before its transition ends says so; the next page is there all the same.
        context.on(
            "weberror", lambda it: None if "Transition was" in str(it.error) else complaints.append(str(it.error))
        )
        context.on("request", lambda it: None if it.url.startswith(home) else complaints.append(it.url))
        # A request that is still under way when the reader goes on is given up, rightly.
        context.on("requestfailed", lambda it: None if "ABORTED" in (it.failure or "") else complaints.append(it.url))
        context.add_init_script(_WATCH)
        page = context.new_page()
        page.goto(url)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(scope="session")
def own(site_of: Callable[[str], Site]) -> Site:  # noqa: F811 - the fixture of that name
    """Return the public site of this repository's own portfolio."""
    return site_of("own-public")


@pytest.fixture(scope="session")
def home(own: Site) -> Iterator[str]:
    """Serve that site below a path, and give its address."""
    with serve(own.folder, MOUNT) as (base, _):
        yield base


@pytest.fixture(scope="session")
def small_home(site_of: Callable[[str], Site]) -> Iterator[str]:  # noqa: F811 - the fixture of that name
    """Serve the public site of a small portfolio."""
    with serve(site_of("two-public").folder, MOUNT) as (base, _):
        yield base
