"""No change is missed, whenever it comes."""

import threading
import time
from pathlib import Path

import pytest

from afterview.serve.watch import watch_folders


@pytest.fixture
def watching(tmp_path):
    """Return a function that watches a folder in a thread, and calls another one at each refresh."""
    stop = threading.Event()
    threads = []

    def start(refresh, folder=tmp_path):
        threads.append(threading.Thread(target=watch_folders, args=((folder,), refresh, stop), daemon=True))
        threads[0].start()

    yield start
    stop.set()
    threads[0].join(timeout=10)


def wait_until(holds, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_what_changes_during_the_first_refresh_is_refreshed_too(tmp_path, watching):
    seen: list[bool] = []

    def refresh() -> None:
        seen.append((tmp_path / "file").exists())
        (tmp_path / "file").touch()

    watching(refresh)
    wait_until(lambda: seen[:2] == [False, True])


class CountedFolder(type(Path())):  # type: ignore[misc]  # which class it is depends on the system
    """A folder that counts how often it is compared with what it was."""

    compared = 0

    def __fspath__(self) -> str:
        self.compared += 1
        return str(self)


@pytest.mark.slow
def test_it_rests_when_nothing_changes(tmp_path, watching):
    refreshes: list[float] = []
    folder = CountedFolder(tmp_path)
    watching(lambda: refreshes.append(time.monotonic()), folder)
    wait_until(lambda: len(refreshes) == 2)
    rounds = folder.compared
    wait_until(lambda: folder.compared >= rounds + 3)
    assert len(refreshes) == 2
    (tmp_path / "file").touch()
    wait_until(lambda: len(refreshes) == 4)  # at once, and once more a moment later
