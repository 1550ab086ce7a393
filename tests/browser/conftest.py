"""A real browser that notes whatever a page complains of, and whole sites to open in it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from afterview.model.audience import Audience
from afterview.output.build import build_site
from benchmarks.portfolios import Plan, write_portfolio
from tests.browser.reader import PlaywrightReader, Reader, WebDriverReader, watch_site
from tests.browser.webdriver import Driver, start_firefox, start_webkit
from tests.conftest import find_tool
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
Start = Callable[[Path, str], Reader]

ENGINES = [
    pytest.param("chromium", marks=pytest.mark.needs("chromium")),
    pytest.param("firefox", marks=pytest.mark.needs("firefox")),
    pytest.param("webkit", marks=pytest.mark.needs("webkit", "xvfb")),
]


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


@pytest.fixture(scope="session")
def mentor_home(site_of: Callable[[str], Site]) -> Iterator[str]:  # noqa: F811 - the fixture of that name
    """Serve a mentor's site of this repository's own portfolio."""
    with serve(site_of("own-mentor-with-url").folder, MOUNT) as (base, _):
        yield base


@pytest.fixture(scope="session")
def author_home(site_of: Callable[[str], Site]) -> Iterator[str]:  # noqa: F811 - the fixture of that name
    """Serve the author's site of this repository's own portfolio."""
    with serve(site_of("own-me").folder, MOUNT) as (base, _):
        yield base


@pytest.fixture(scope="session")
def years_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the public site of a portfolio that is so long that its lists are divided by years."""
    root = tmp_path_factory.mktemp("years")
    write_portfolio(root, Plan(interviews=90, days=1_200))
    with serve(build_site(root, audience=Audience.PUBLIC).output, MOUNT) as (base, _):
        yield base


@pytest.fixture(scope="session")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    """Start Firefox, for all tests of a process."""
    with start_firefox(find_tool("firefox") or "", tmp_path_factory.mktemp("firefox"), {}) as driver:
        yield driver


@pytest.fixture(scope="session")
def webkit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    """Start WebKit, for all tests of a process."""
    commands = find_tool("webkit") or "", find_tool("xvfb") or ""
    with start_webkit(*commands, tmp_path_factory.mktemp("webkit"), []) as driver:
        yield driver


@pytest.fixture(params=ENGINES)
def start(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Start]:
    """Give a function that serves a site and opens one of its pages; in the end nothing may have been complained of."""
    name, _, without = request.param.partition(" ")
    viewport = {"width": 1200, "height": 900}
    readers: list[WebDriverReader] = []
    with ExitStack() as servers:

        def start_one(folder: Path, page: str) -> Reader:
            served = folder if name == "chromium" else watch_site(folder, tmp_path / f"site-{len(readers)}")
            base, _ = servers.enter_context(serve(served, MOUNT))
            if name == "chromium":
                open_page: Open = request.getfixturevalue("open_page")
                options = {"viewport": viewport, "java_script_enabled": not without}
                return PlaywrightReader(open_page(base + page, home=base, **options))
            reader = WebDriverReader(request.getfixturevalue(name))
            readers.append(reader)
            reader.open("about:blank")
            reader.resize(**viewport)
            reader.open(base + page)
            return reader

        yield start_one
        complaints = [complaint for reader in readers for complaint in reader.complaints()]
    assert complaints == []
