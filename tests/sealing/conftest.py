"""A mentor's site, plain and sealed, side by side."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from afterview.rendering.renderer import open_renderer
from afterview.sealing.bundle import make_bundle
from afterview.sealing.cipher import pack, seal
from afterview.sealing.key_code import format_code
from afterview.sealing.page import render_sealed_page
from tests.browser.conftest import open_page  # noqa: F401 - a fixture, by standing here
from tests.joint.conftest import site_of  # noqa: F401 - a fixture, by standing here
from tests.joint.sites import REPOSITORY, Site, read_tree

KEY = "0123456789ABCDEFGHJKMNPQRS"
CODE = format_code(KEY, separator="")


class Sealed(NamedTuple):
    """The folder of a plain site, and that of the same site sealed as ``index.html``."""

    plain: Path
    folder: Path
    files: dict[str, bytes]


@pytest.fixture(scope="session")
def seal_site(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Sealed]:
    """Return a function that seals a built site."""

    def seal_one(plain: Path) -> Sealed:
        files = read_tree(plain)
        folder = tmp_path_factory.mktemp("sealed")
        page = render_sealed_page(open_renderer(REPOSITORY), seal(KEY, pack(make_bundle(files))), language="en")
        (folder / "index.html").write_text(page, encoding="utf-8")
        return Sealed(plain, folder, files)

    return seal_one


@pytest.fixture(scope="session")
def own(site_of: Callable[[str], Site], seal_site: Callable[[Path], Sealed]) -> Sealed:  # noqa: F811 - as above
    """Seal the mentor's site of this repository's own portfolio."""
    return seal_site(site_of("own-mentor-with-url").folder)


@pytest.fixture(scope="session")
def small(site_of: Callable[[str], Site], seal_site: Callable[[Path], Sealed]) -> Sealed:  # noqa: F811 - as above
    """Seal the mentor's site of a small portfolio."""
    return seal_site(site_of("two-mentor").folder)


def wait_until(page, expression, arg=None):
    """Wait until an expression is true. Playwright's own waiting evaluates a string in the page, which ours forbid."""
    end = time.monotonic() + 10
    while not page.evaluate(expression, arg):
        assert time.monotonic() < end, expression
        page.wait_for_timeout(20)
