"""Whole sites, each built once for all tests that look at it, whichever worker runs them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from tests.conftest import MakeSite
from tests.joint.sites import SITES, Site, build


@pytest.fixture(scope="session")
def site_of(make_site: MakeSite, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[[str], Site]:
    """Return a function that builds a site by its name, or hands out the one built before."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent

    def find(name: str) -> Site:
        note = shared / f"{name}.built"
        with FileLock(shared / f"{name}.lock"):
            if not note.exists():
                note.write_text(str(build(name, make_site)), encoding="utf-8")
        _, audience, url = SITES[name]
        return Site(Path(note.read_text(encoding="utf-8")), audience, url)

    return find
