"""What all tests share: Hypothesis's profiles, the tools that a test needs, and a small portfolio to start from."""

import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:  # only tests that use the browser need Playwright
    from playwright.sync_api import Browser

REPOSITORY = Path(__file__).resolve().parents[1]

# Tests start processes in other folders; those too run the program as it stands here.
os.environ["PYTHONPATH"] = str(REPOSITORY / "generator")
CACHE_VARIABLE = "LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME"

settings.register_profile("ci", max_examples=60, deadline=None, derandomize=True)
settings.register_profile(
    "long", max_examples=10_000, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
# For `make check`: whether it works at all, in a few seconds.
settings.register_profile("check", max_examples=10, deadline=None, derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

_BROWSER = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]
_COMMANDS = {
    "chromium": ("chromium", "chromium-browser", "google-chrome"),
    "nginx": ("nginx", "/usr/sbin/nginx"),
    "java": ("java",),
    "node": ("node",),
    "firefox": ("firefox-esr", "firefox"),
    "webkit": ("WebKitWebDriver",),
    "xvfb": ("Xvfb",),
}
ORDINARY = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"] if os.getuid() == 0 else []
"""The superuser may read and write everything; without these capabilities it is held to permissions like anybody."""
needs_setpriv = pytest.mark.skipif(
    bool(ORDINARY) and not shutil.which("setpriv"), reason="root needs util-linux's setpriv"
)
MakeSite = Callable[[Mapping[str, str | bytes | None]], Path]

_SKILL = """\
---
title: {title}
anchors: [Not seen yet., Seen now and then., Seen without asking., Others learn from it.]
---
How to practise it.
"""

_TEMPLATE = """\
---
title: {{ title }}
date: {{ date }}
mode: mock
kind: {{ kind }}
asked: [{% for question in questions %}{{ question.id }}{% if not loop.last %}, {% endif %}{% endfor %}]
outcomes:
{% for commitment in open_commitments %}
  # {{ commitment.id }}: kept  # {{ commitment.text }}
{% endfor %}
---
{% if prompt %}
> {{ prompt }}

{% endif %}
## What went well
## What to improve
## Next time
"""

_MINIMAL: Mapping[str, str] = {
    "content/portfolio.yaml": """\
title: Small portfolio
author: Sam Small
language: en
scale: [not yet, getting there, solid, strong]
kinds:
  coding: {title: Coding, skills: [communication, testing]}
  system-design: {title: System design, skills: [communication, trade-offs]}
""",
    "content/questions.yaml": """\
questions:
  keep: {ask: "What should I keep doing?"}
  lost: {ask: "Where did you lose me?", kinds: [coding], skills: [communication]}
  cases: {ask: "Which case did I miss?", kinds: [coding], skills: [testing]}
follow_ups: ["When did that show?"]
""",
    "content/skills/communication.md": _SKILL.format(title="Communication"),
    "content/skills/testing.md": _SKILL.format(title="Testing"),
    "content/skills/trade-offs.md": _SKILL.format(title="Trade-offs"),
    "content/templates/coding.md": _TEMPLATE,
    "content/templates/system-design.md": _TEMPLATE,
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let goldens be written anew."""
    parser.addoption("--update-golden", action="store_true", help="write golden files anew instead of comparing")


@pytest.fixture(scope="session")
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Return whether golden files are to be written anew."""
    return bool(request.config.getoption("--update-golden"))


@pytest.hookimpl(tryfirst=True)  # before `-m` chooses by marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that use a browser or the wheel, and start with the files that have slow tests.

    What is started last is short, so that no worker waits long for another one.
    """
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if "browser" in fixtures:
            item.add_marker(pytest.mark.needs("chromium"))
        if "wheel" in fixtures:
            item.add_marker(pytest.mark.slow)
    slow = {item.path for item in items if any(item.iter_markers("slow")) or any(item.iter_markers("needs"))}
    items.sort(key=lambda item: item.path not in slow)


@pytest.hookimpl(tryfirst=True)  # before fixtures want the tools
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test that needs a tool which this machine does not have."""
    tools = [tool for mark in item.iter_markers("needs") for tool in mark.args]
    missing = sorted({tool for tool in tools if find_tool(tool) is None})
    if missing:
        pytest.skip(f"needs {', '.join(missing)}: tests/setup.sh installs it or says how")


def find_tool(name: str) -> str | None:
    """Find a tool of the tests: the path of its command, or of the folder of npm packages."""
    if name == "npm packages":
        folder = REPOSITORY / "tests/node_modules"
        return str(folder) if folder.is_dir() else None
    return next((path for command in _COMMANDS[name] if (path := shutil.which(command))), None)


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """Open one browser for all tests of a process: Playwright cannot be started in it a second time."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_tool("chromium"), args=_BROWSER)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Return the temporary folder that all workers of this run share."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session")
def wheel(run_folder: Path) -> Path:
    """Build the wheel, once for all workers, in a folder that has nothing else."""
    folder = run_folder / "wheel"
    with FileLock(folder.with_suffix(".lock")):
        if not folder.exists():
            command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
            subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="session", autouse=True)
def user_cache(run_folder: Path) -> None:
    """Cache compiled layouts in one folder of all workers, not in that of whoever runs the tests."""
    folder = run_folder / "cache"
    folder.mkdir(exist_ok=True)
    os.environ[CACHE_VARIABLE] = str(folder)


def bare_environment() -> dict[str, str]:
    """Return what a process needs to run the program as it stands here, and nothing else of this environment."""
    return {name: os.environ[name] for name in ("PATH", "PYTHONPATH", CACHE_VARIABLE)}


@pytest.fixture
def as_ordinary_user(tmp_path: Path) -> Callable[[], AbstractContextManager[None]]:
    """Return a context manager in which root has no right to read everything, but may look into ``tmp_path``."""

    @contextmanager
    def ordinary_user() -> Iterator[None]:
        if not hasattr(os, "geteuid") or os.geteuid():
            yield
            return
        for folder in (tmp_path, *tmp_path.parents):
            folder.chmod(folder.stat().st_mode | 0o755)
        os.seteuid(65534)
        try:
            yield
        finally:
            os.seteuid(0)

    return ordinary_user


@pytest.fixture(scope="session")
def make_site(tmp_path_factory: pytest.TempPathFactory) -> MakeSite:
    """Return a function that writes a small valid portfolio into a folder of its own, and returns that folder.

    The mapping given adds files, by their paths from the portfolio's folder; it replaces those of the small portfolio,
    and None leaves one of them out. Two kinds (coding, system-design), three skills (communication, testing,
    trade-offs), three questions, no interview.
    """
    numbers = itertools.count(1)

    def make(files: Mapping[str, str | bytes | None]) -> Path:
        root = tmp_path_factory.getbasetemp() / f"portfolio-{next(numbers)}"
        root.mkdir()
        for path, text in {**_MINIMAL, **files}.items():
            if text is not None:
                file = root / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return root

    return make
